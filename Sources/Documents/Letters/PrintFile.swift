import Ledger

/// Where a piece stands in a print file: the numbers of the manifest.
public struct PlacedPiece: Equatable, Sendable {
  /// Counted from 1.
  public var firstPage: Int
  /// Pages in the file, with the empty back page that duplex printing may need. The pages of all pieces add up to the file's.
  public var pages: Int
  /// Pages with something on them.
  public var printedPages: Int
  /// Sheets of paper: what envelope and postage depend on.
  public var sheets: Int
  /// SHA-256 over the content streams of the printed pages, one after the other, in hexadecimal digits.
  public var sha256: String
}

/// A PDF of many pieces for a mail house, or of one for an attachment. It is written while pieces are added; only one piece is in
/// memory at a time. A value of this type owns its sink: do not go on with a copy.
public struct PrintFile {
  private struct Shared {
    var first: PDFFile.Form
    var following: PDFFile.Form
  }
  private struct Paper: Hashable {
    var stationery: CompanyStationery
    var profile: String
  }

  private let fonts: Fonts
  private let profile: LetterProfile
  private let title: String
  private let language: String
  private let duplex: Bool
  private var file: PDFFile
  private var shared: [Paper: Shared] = [:]
  /// The paper of the piece before: nearly always that of the next one too.
  private var newest: (paper: Paper, forms: Shared)?

  /// - Parameters:
  ///   - title: what a viewer shows above the document; without personal data in print files.
  ///   - language: BCP 47 tag of the (predominant) language, for the file's readers.
  ///   - duplex: pieces begin on a new sheet; a piece with an odd number of pages gets an empty one.
  public init(
    sink: any ByteSink, fonts: Fonts, profile: LetterProfile, title: String, language: String, duplex: Bool
  ) {
    self.fonts = fonts
    self.profile = profile
    self.title = title
    self.language = language
    self.duplex = duplex
    file = PDFFile(sink)
  }

  /// Pages so far.
  public var pageCount: Int { file.pageCount }

  /// Lays a letter out and writes it.
  /// - Throws: where the letter has a problem; the file is then as if it had never been added. After `cannotWrite` it is lost.
  public mutating func add(
    _ piece: LetterPiece, profile: LetterProfile? = nil
  ) throws(DocumentProblem) -> PlacedPiece {
    try add(try LaidOutPiece(piece, profile: profile ?? self.profile, fonts: fonts))
  }

  /// Lays a statement out and writes it, as for letters.
  public mutating func add(
    _ piece: StatementPiece, profile: LetterProfile? = nil
  ) throws(DocumentProblem) -> PlacedPiece {
    try add(try LaidOutPiece(piece, profile: profile ?? self.profile, fonts: fonts))
  }

  /// Writes fonts and directory. A file without pieces is not a document: do not make one.
  public mutating func finish() throws(DocumentProblem) {
    try file.finish(title: title, language: language, duplex: duplex, fonts: fonts)
  }

  /// Writes a piece that was laid out before.
  /// - Throws: `cannotWrite`, or where the sender's own lines do not fit the paper.
  public mutating func add(_ piece: LaidOutPiece) throws(DocumentProblem) -> PlacedPiece {
    let width = Length.fromMicrometres(piece.profile.paperWidth)
    let height = Length.fromMicrometres(piece.profile.paperHeight)
    let forms = try forms(for: piece.stationery, piece.profile, width, height)
    let firstPage = file.pageCount + 1
    var hash = SHA256()
    for index in 0..<piece.pages {
      let form = index == 0 ? forms.first : forms.following
      switch piece.content {
      case .drawing(let drawing):
        try file.addPage(
          drawing.pages[index], of: drawing.scalars, over: form, width: width, height: height, hash: &hash)
      case .drafts(let drafts):
        try file.addPage(drafts[index], over: form, width: width, height: height, hash: &hash)
      }
    }
    if duplex, piece.pages % 2 == 1 { try file.addBlankPage(width: width, height: height) }
    let digest = hash.finish()
    file.identify(by: digest)
    let pages = file.pageCount - firstPage + 1
    return PlacedPiece(
      firstPage: firstPage, pages: pages, printedPages: piece.pages, sheets: duplex ? pages / 2 : pages,
      sha256: SHA256.hex(digest))
  }

  /// The drawings of a company's stationery, written when the first piece needs them.
  private mutating func forms(
    for stationery: CompanyStationery, _ profile: LetterProfile, _ width: Int, _ height: Int
  ) throws(DocumentProblem) -> Shared {
    let paper = Paper(stationery: stationery, profile: profile.name)
    if let newest, newest.paper == paper { return newest.forms }
    if let known = shared[paper] {
      newest = (paper, known)
      return known
    }
    let drawing = try StationeryLayout.drawing(of: stationery, profile, fonts)
    let forms = Shared(
      first: try file.addForm(drawing.pages[0], of: drawing.scalars, width: width, height: height),
      following: try file.addForm(drawing.pages[1], of: drawing.scalars, width: width, height: height))
    shared[paper] = forms
    newest = (paper, forms)
    return forms
  }
}
