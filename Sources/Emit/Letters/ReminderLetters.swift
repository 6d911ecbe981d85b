import Documents
import Formats
import Ledger
import Pipeline

/// `letters/`: print files for a mail house, each with its manifest. A file holds letters of one company on one paper, folded or flat,
/// `batchSize` at most, in the order of customers. Letters that are only rehearsed lie in `reminders/rehearsal/letters`, with TEST on
/// every page. A letter that cannot be laid out is left out whole and told in `failures`.
public struct ReminderLetters: MessageArtefact {
  private let sink: any ArtefactSink
  private let night: Night
  private let settings: LetterSettings
  private let stationery: Stationery
  private var papers = CompanyPapers()
  private var batches: [PrintBatch.Key: PrintBatch] = [:]
  /// Batches begun so far.
  private var numbers: [PrintBatch.Key: Int] = [:]
  public private(set) var failures: [MessageFailure] = []

  public init(_ sink: any ArtefactSink, night: Night, settings: LetterSettings, stationery: Stationery) throws {
    self.sink = sink
    self.night = night
    self.settings = settings
    self.stationery = stationery
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for (decision, kind) in outcome.messages {
      guard let message = decision.message, message.channel == .letter else { continue }
      let made: (letter: ReminderLetter, laidOut: LaidOutPiece)
      do throws(MessageProblem) { made = try layOut(decision, message, kind) } catch {
        failures.append(
          MessageFailure(
            messageID: message.id, company: decision.company, customerID: decision.customer.id, error))
        continue
      }
      try add(decision, made.letter, made.laidOut)
    }
  }

  public mutating func finish() throws {
    for key in batches.keys.sorted(by: { $0.stem < $1.stem }) { try batches[key]?.finish() }
    batches = [:]
  }

  private mutating func layOut(
    _ decision: UnitDecision, _ message: ReminderMessage, _ kind: MailSetting.Kind
  ) throws(MessageProblem) -> (letter: ReminderLetter, laidOut: LaidOutPiece) {
    guard let company = night.company(decision.company)?.company else { throw .unknownCompany(decision.company) }
    let paper = try papers.paper(of: company, fonts: stationery.fonts)
    let letter = try ReminderLetter(decision, message, kind, night: night, paper: paper, stationery: stationery)
    do throws(DocumentProblem) {
      return (letter, try LaidOutPiece(letter.piece, profile: paper.profile, fonts: stationery.fonts))
    } catch { throw .document(error) }
  }

  private mutating func add(_ decision: UnitDecision, _ letter: ReminderLetter, _ laidOut: LaidOutPiece) throws {
    let posting = Posting(sheets: laidOut.sheets(duplex: settings.duplex), profile: letter.paper.profile)
    let key = PrintBatch.Key(
      isRehearsal: decision.isRehearsal, company: decision.company, profile: letter.paper.profile.name,
      isFlat: posting.isFlat)
    if batches[key] == nil { batches[key] = try begin(key, letter.paper) }
    try batches[key]?.add(decision, letter, laidOut)
    guard batches[key]?.pieces == settings.batchSize else { return }
    try batches[key]?.finish()
    batches[key] = nil
  }

  private mutating func begin(_ key: PrintBatch.Key, _ paper: CompanyPaper) throws -> PrintBatch {
    let number = numbers[key, default: 0] + 1
    numbers[key] = number
    let digits = String(number)
    let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return try PrintBatch(
      sink, path: "\(key.stem)-\(padded)", night: night, paper: paper, fonts: stationery.fonts, settings: settings)
  }
}
