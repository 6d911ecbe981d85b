import Documents
import Ledger
import Pipeline

/// The PDF and HTML files of statements: one of each for all customers, or one for each customer.
struct StatementFiles {
  private let sink: any ArtefactSink
  private let night: Night
  private let settings: StatementSettings
  private let fonts: Fonts
  private let page: StatementPage
  private let makesPDF: Bool
  private let makesHTML: Bool

  /// The print file of all statements, from the first on.
  private var file: PrintFile?
  private var bytes: ArtefactBytes?
  /// The HTML file of all statements.
  private var text: ArtefactText?
  private var count = 0
  /// Names that are taken, without regard to case: some file systems have none.
  private var names: Set<String> = []

  private static let folder = "statements/"
  private static let all = folder + "statements"

  init(_ sink: any ArtefactSink, night: Night, settings: StatementSettings, fonts: Fonts) throws {
    self.sink = sink
    self.night = night
    self.settings = settings
    self.fonts = fonts
    makesPDF = settings.formats.contains(.pdf)
    makesHTML = settings.formats.contains(.html)
    let language = Language(nearest: [night.companies.first?.company.language], in: Language.written)
    page = StatementPage(
      title: "\(language.label(.statement)), \(language.label(.asOf)) \(language.longDate(night.asOf))",
      language: language)
    guard makesHTML, settings.files == .one else { return }
    text = try ArtefactText(sink, path: StatementFiles.all + ".html")
    text?.bytes += page.head(hasOwnTitle: false)
  }

  /// Whether there is anything to lay out; for CSV alone there is not.
  var isNeeded: Bool { makesPDF || makesHTML }

  /// Whether pages are all there is to a statement: then whoever has them needs nothing else.
  var isOnePrintFile: Bool { makesPDF && !makesHTML && settings.files == .one }

  /// Writes a statement in all formats. A problem of the layout leaves the HTML, which has no pages; one of the address alone leaves pages with
  /// a shortened one.
  mutating func add(
    _ document: StatementDocument, of customer: Customer
  ) throws -> (printed: PrintedStatement, problem: DocumentProblem?) {
    count += 1
    let name = settings.files == .one ? StatementFiles.all : fileName(customer)
    if makesHTML { try writeHTML(document, name) }
    guard makesPDF else { return (PrintedStatement(file: name + ".html"), nil) }
    do {
      let pages = try laidOut(document, of: customer)
      guard settings.files != .one else { return (try add(pages.piece), pages.problem) }
      return (printed(try write(pages.piece, document, name), name), pages.problem)
    } catch let problem as DocumentProblem {
      if case .cannotWrite(let failure) = problem { throw failure.cause }
      return (PrintedStatement(file: makesHTML ? name + ".html" : nil), problem)
    }
  }

  /// The pages of a statement. Most are never posted: an address that no window shows does not keep one back, it is shortened, and
  /// `problem` says why.
  func laidOut(
    _ document: StatementDocument, of customer: Customer
  ) throws(DocumentProblem) -> (piece: LaidOutPiece, problem: DocumentProblem?) {
    let profile = document.paper.profile
    do throws(DocumentProblem) {
      return (try LaidOutPiece(document.piece, profile: profile, fonts: fonts), nil)
    } catch {
      guard error.isAboutAddress,
        let short = try? LaidOutPiece(
          document.withShortAddress(of: customer, fonts).piece, profile: profile, fonts: fonts)
      else { throw error }
      return (short, error)
    }
  }

  /// Adds to the file of all. Its pages may differ in size: each statement has the paper of its company.
  mutating func add(_ pages: LaidOutPiece) throws -> PrintedStatement {
    if file == nil {
      let bytes = ArtefactBytes(sink, path: StatementFiles.all + ".pdf")
      self.bytes = bytes
      file = printFile(bytes, pages.profile, title: page.title, language: page.language)
    }
    guard let placed = try file?.add(pages) else { preconditionFailure("the print file was just made") }
    return printed(placed, StatementFiles.all)
  }

  private func printed(_ placed: PlacedPiece, _ name: String) -> PrintedStatement {
    PrintedStatement(file: name + ".pdf", firstPage: placed.firstPage, pages: placed.pages)
  }

  mutating func finish() throws {
    if var text {
      text.bytes += page.tail()
      try text.close(countsRows: false)
    }
    try DocumentProblem.unwrapped { () throws(DocumentProblem) in try file?.finish() }
    try bytes?.close()
    (file, bytes, text) = (nil, nil, nil)
  }

  /// `<company>-<customer>`, and a number where another customer's ids make the same name.
  private mutating func fileName(_ customer: Customer) -> String {
    let name = "\(SafeName.slug(customer.company))-\(SafeName.slug(customer.id))"
    var candidate = name
    var number = 1
    while !names.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = "\(name)-\(number)"
    }
    return StatementFiles.folder + candidate
  }

  private mutating func writeHTML(_ document: StatementDocument, _ name: String) throws {
    if settings.files == .one {
      text?.bytes += StatementPage.article(document, number: count)
      try text?.flushIfLarge()
    } else {
      let own = StatementPage(title: document.piece.title, language: document.language)
      let bytes = own.head(hasOwnTitle: true) + StatementPage.article(document, number: nil) + own.tail()
      try sink.put(bytes, at: name + ".html")
    }
  }

  private func write(_ pages: LaidOutPiece, _ document: StatementDocument, _ name: String) throws -> PlacedPiece {
    let bytes = ArtefactBytes(sink, path: name + ".pdf")
    var file = printFile(bytes, pages.profile, title: document.piece.title, language: document.language)
    let placed = try file.add(pages)
    try file.finish()
    try bytes.close()
    return placed
  }

  private func printFile(
    _ bytes: ArtefactBytes, _ profile: LetterProfile, title: String, language: Language
  ) -> PrintFile {
    PrintFile(
      sink: bytes, fonts: fonts, profile: profile, title: title, language: language.tag, duplex: settings.duplex)
  }
}

extension DocumentProblem {
  /// What a sink threw is no problem of a document and is passed on as it was: a full disk ends the night.
  static func unwrapped<T>(_ body: () throws(DocumentProblem) -> T) throws -> T {
    do throws(DocumentProblem) { return try body() } catch {
      if case .cannotWrite(let failure) = error { throw failure.cause }
      throw error
    }
  }
}
