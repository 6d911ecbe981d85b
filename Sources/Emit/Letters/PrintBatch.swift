import Documents
import Formats
import Ledger
import Pipeline

/// A print file and its manifest while pieces are added. Both are there only once a piece is.
struct PrintBatch {
  /// Pieces that may share a print file.
  struct Key: Hashable {
    var isRehearsal: Bool
    var company: String
    var profile: String
    /// Too thick to be folded.
    var isFlat: Bool

    /// Folder and name without number: `letters/ACME-din5008b`, `letters/ACME-din5008b-flat`.
    var stem: String {
      let folder = isRehearsal ? "reminders/rehearsal/letters" : "letters"
      return "\(folder)/\(SafeName.slug(company))-\(SafeName.slug(profile))\(isFlat ? "-flat" : "")"
    }
  }

  private let bytes: ArtefactBytes
  private var file: PrintFile
  private var manifest: LetterManifest

  /// - Parameter path: without `.pdf` and `.csv`.
  init(
    _ sink: any ArtefactSink, path: String, night: Night, paper: CompanyPaper, fonts: Fonts, settings: LetterSettings
  ) throws {
    bytes = ArtefactBytes(sink, path: path + ".pdf")
    file = PrintFile(
      sink: bytes, fonts: fonts, profile: paper.profile, title: "\(paper.company.name), \(night.run)",
      language: paper.company.language, duplex: settings.duplex)
    manifest = try LetterManifest(
      sink, path: path + ".csv", duplex: settings.duplex, postingDate: PrintBatch.postingDate(night.asOf),
      audience: settings.audience)
  }

  var pieces: Int { manifest.pieces }

  mutating func add(_ decision: UnitDecision, _ letter: LaidOutLetter) throws {
    let placed = try DocumentProblem.unwrapped { () throws(DocumentProblem) in try file.add(letter.piece) }
    try manifest.add(decision, letter, placed)
  }

  mutating func finish() throws {
    try DocumentProblem.unwrapped { () throws(DocumentProblem) in try file.finish() }
    try bytes.close()
    try manifest.finish()
  }

  /// Post is collected from Monday to Friday.
  static func postingDate(_ asOf: CalendarDate) -> CalendarDate {
    var date = asOf
    while !date.isWeekday { date = date.adding(days: 1) }
    return date
  }
}
