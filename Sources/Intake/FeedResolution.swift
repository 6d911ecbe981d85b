import Formats
import Ledger
import Pipeline

/// Which feed a file belongs to, and how it is written; or everything that keeps it from being taken.
///
/// By its folder `inbox/<feed>/`; at the top of the inbox by the one feed whose redrop it is (`<feed>-redrop.csv`) or whose `match` fits
/// its name; else by the one feed whose columns, XML root or bank format it has. Where it has those of several, the feed that
/// asks for most wins: every open-item file has all a control total needs. A file that lies in the folder of one feed and is plainly
/// another's is not taken.
public struct FeedResolution {
  private let look: FileLook
  private let feeds: [FeedDeclaration]
  private let refusals: FeedRefusals
  private var head: FileHead { look.head }

  /// - Parameter company: for examples of what to write into pipeline.json, where there is one.
  /// - Throws: the problems of the file, at least one.
  public static func resolve(
    _ head: FileHead, feeds: [FeedDeclaration], company: String? = nil
  ) throws(FileRefusal) -> ResolvedFile {
    try FeedResolution(look(head), feeds, company).resolve()
  }

  /// Reads the file as one of this feed, whatever others there are: for a mapping that is only proposed.
  public static func resolve(_ head: FileHead, as feed: FeedDeclaration) throws(FileRefusal) -> ResolvedFile {
    let resolution = FeedResolution(try look(head), [feed], nil)
    return try resolution.resolved(feed, Fit.of(resolution.look, feed.mapping), "proposed")
  }

  private static func look(_ head: FileHead) throws(FileRefusal) -> FileLook {
    do throws(Diagnostic) { return try FileLook(head) } catch { throw FileRefusal(problems: [error]) }
  }

  private init(_ look: FileLook, _ feeds: [FeedDeclaration], _ company: String?) {
    self.look = look
    self.feeds = feeds
    refusals = FeedRefusals(look: look, feeds: feeds, company: company)
  }

  private func resolve() throws(FileRefusal) -> ResolvedFile {
    guard let (named, evidence) = try named() else { return try byContent() }
    let fits = named.map { (feed: $0, fit: Fit.of(look, $0.mapping)) }
    if fits.count == 1 { return try checked(fits[0].feed, fits[0].fit, evidence) }
    let whole = fits.filter(\.fit.isWhole)
    guard whole.count == 1 else { throw refusals.ambiguous(named, "its name fits") }
    return try resolved(whole[0].feed, whole[0].fit, "\(evidence) and \(content(whole[0].feed))")
  }

  /// The feeds that folder or name point to; nil where neither does.
  private func named() throws(FileRefusal) -> ([FeedDeclaration], String)? {
    let named = FeedResolution.named(head.name, folder: head.folder ?? "", feeds)
    if let folder = head.folder {
      guard !named.isEmpty else { throw refusals.unknownFolder(folder) }
      return (named, "by its folder")
    }
    return named.isEmpty ? nil : (named, "by its name")
  }

  /// The feeds that folder (empty: the top of the inbox) or name point to, also of a file that nobody can read.
  public static func named(_ name: String, folder: String, _ feeds: [FeedDeclaration]) -> [FeedDeclaration] {
    guard folder.isEmpty else { return feeds.filter { $0.name == folder } }
    if let feed = feeds.first(where: { $0.isRedrop(name) }) { return [feed] }
    return feeds.filter { feed in (feed.match + feed.mapping.match.files).contains { $0.matches(name) } }
  }

  /// A file of the feed that folder or name say, unless it is plainly another's.
  private func checked(
    _ feed: FeedDeclaration, _ fit: Fit, _ evidence: String
  ) throws(FileRefusal) -> ResolvedFile {
    let others = feeds.filter { $0.name != feed.name }.map { (feed: $0, fit: Fit.of(look, $0.mapping)) }
      .filter { $0.fit.isWhole && $0.fit.asked > 0 }
    let rivals =
      fit.isWhole
      ? others.filter {
        feed.mapping.isDirect && $0.feed.mapping.isDirect && $0.feed.feed != feed.feed && $0.fit.asked > fit.asked
      } : others.filter { $0.fit.asked > fit.asked - fit.lacking.count }
    if let most = rivals.map(\.fit.asked).max() {
      throw refusals.mismatch(feed, evidence, rivals.filter { $0.fit.asked == most }.map(\.feed))
    }
    return try resolved(feed, fit, evidence)
  }

  private func byContent() throws(FileRefusal) -> ResolvedFile {
    let fits = feeds.map { (feed: $0, fit: Fit.of(look, $0.mapping)) }
    let whole = fits.filter { $0.fit.isWhole && $0.fit.asked > 0 }
    let most = whole.map(\.fit.asked).max() ?? 0
    let best = whole.filter { $0.fit.asked == most }
    guard let first = best.first else { throw refusals.unknown(fits) }
    guard best.count == 1 else { throw refusals.ambiguous(best.map(\.feed), "\(content(first.feed).dropFirst(3)) fit") }
    return try resolved(first.feed, first.fit, content(first.feed))
  }

  /// What of the content tells the feed.
  private func content(_ feed: FeedDeclaration) -> String {
    switch (look.content, feed.mapping.read?.format) {
    case (.text, _), (.bank, nil), (.bank, .csv?): "by its columns"
    case (.bank, _): "by its first bytes"
    case (.xml, nil): "by its root and record element"
    case (.xml, _): "by its root element"
    }
  }

  private func resolved(_ feed: FeedDeclaration, _ fit: Fit, _ evidence: String) throws(FileRefusal) -> ResolvedFile {
    guard let shape = fit.shape else { throw refusals.otherFormat(feed) }
    if let problem = refusals.otherRoot(feed) { throw problem }
    if let problem = shape.encoding?.problem, problem.isError { throw FileRefusal(problems: [problem]) }
    let problems = HeaderCheck(path: head.path, shape: shape, feed: feed).problems
    if problems.contains(where: \.isError) { throw FileRefusal(problems: problems) }
    if case .sheet(let source) = shape.format, case .within(let lines) = source.sheet.header, !fit.lacking.isEmpty {
      throw refusals.headerMissing(lines, shape, fit.lacking)
    }
    var file = ResolvedFile(
      feed: feed, format: shape.format, columns: shape.columns, headerLine: shape.headerLine,
      header: shape.rawHeader ?? [], footer: [], evidence: evidence, findings: shape.findings,
      encoding: shape.encoding, warnings: problems, path: head.path)
    if file.isXML {
      file.header = feed.mapping.xmlStart
      file.footer = feed.mapping.xmlEnd
    }
    try readHead(&file)
    return file
  }

  /// A table or list with title lines: its reader says what stands above the records, and where all columns come from.
  private func readHead(_ file: inout ResolvedFile) throws(FileRefusal) {
    let text: TextLook
    switch look.content {
    case .text(let found), .bank(_, let found): text = found.declared(file.mapping.read?.encoding, head)
    case .xml: return
    }
    do {
      switch file.format {
      case .sheet(let shape):
        var reader = SheetReader(shape.sheet, file: file.path)
        try FeedResolution.begin(&reader, text) { !$0.columns.isEmpty }
        (file.header, file.headerLine) = (reader.rawHeader, reader.headerLine)
      case .other(let shape) where shape.format == .iif:
        var reader = IIFReader(record: shape.record ?? "TRNS", file: file.path)
        try FeedResolution.begin(&reader, text) { !$0.columns.isEmpty }
        (file.header, file.columns) = (reader.rawHeader.withoutLastLineEnd, reader.columns)
      default: break
      }
    } catch { throw FileRefusal(problems: [error]) }
  }

  /// Reads the first bytes. What is wrong further down is told when the file is read.
  private static func begin<Reader: RecordReader>(
    _ reader: inout Reader, _ text: TextLook, _ hasBegun: (Reader) -> Bool
  ) throws(Diagnostic) {
    do {
      try text.text.withUnsafeBytes { try reader.push($0) { _ in } }
      if text.isWhole { try reader.finish { _ in } }
    } catch let problem as Diagnostic {
      if !hasBegun(reader) { throw problem }
    } catch {}
  }
}

/// Why a file is not taken: one or more problems, each with file, place, code and help.
public struct FileRefusal: Error, Sendable {
  public var problems: [Diagnostic]
  /// Names of the feeds that its content points to, where folder and name say another or none.
  public var feeds: [String]

  public init(problems: [Diagnostic], feeds: [String] = []) {
    self.problems = problems
    self.feeds = feeds
  }
}

extension [UInt8] {
  fileprivate var withoutLastLineEnd: [UInt8] { last == 0x0A ? Array(dropLast()) : self }
}

extension Mapping {
  fileprivate var xmlStart: [UInt8] { Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<\(xmlRoot)>".utf8) }
  fileprivate var xmlEnd: [UInt8] { Array("</\(xmlRoot)>".utf8) }
}
