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
  private let papers: CompanyPapers
  private var batches: [PrintBatch.Key: PrintBatch] = [:]
  /// Batches begun so far.
  private var numbers: [PrintBatch.Key: Int] = [:]
  public private(set) var failures: [MessageFailure] = []

  public init(_ sink: any ArtefactSink, night: Night, settings: LetterSettings, stationery: Stationery) throws {
    self.sink = sink
    self.night = night
    self.settings = settings
    self.stationery = stationery
    papers = CompanyPapers(night, for: .reminders, stationery.fonts)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    try add(account, outcome, made: nil)
  }

  public mutating func finish() throws {
    for key in batches.keys.sorted(by: { $0.stem < $1.stem }) { try batches[key]?.finish() }
    batches = [:]
  }

  // MARK: Made before their turn

  public var isPiecewise: Bool { true }

  public func pieces(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Int {
    let letters = outcome.letters
    for wanted in letters {
      _ = stationery.templates[wanted.message.template]
      _ = try? papers.paper(of: wanted.decision.company)
    }
    return letters.count
  }

  public func made(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Parcel? {
    var parcel = Parcel(capacity: 6000)
    for wanted in outcome.letters {
      parcel.put(wanted.message.id)
      switch laidOut(wanted) {
      case .success(let letter):
        parcel.put(1)
        letter.put(into: &parcel)
      case .failure(let problem):
        parcel.put(0)
        problem.put(into: &parcel)
      }
    }
    return parcel
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome, made: Parcel.Reader?) throws {
    var made = made ?? Parcel.Reader([])
    for wanted in outcome.letters { try add(wanted, taken(wanted, from: &made) ?? laidOut(wanted)) }
  }

  /// The next of the letters that were made, if it is this one.
  private func taken(
    _ wanted: WantedLetter, from made: inout Parcel.Reader
  ) -> Result<LaidOutLetter, ToldProblem>? {
    guard made.string() == wanted.message.id, let isMade = made.integer() else { return nil }
    guard isMade == 1 else { return ToldProblem(from: &made).map { .failure($0) } }
    guard let paper = try? papers.paper(of: wanted.decision.company) else { return nil }
    return LaidOutLetter(
      from: &made, kind: wanted.kind, paper: paper,
      stationery: night.isTest(wanted.decision) ? paper.rehearsal : paper.real
    ).map { .success($0) }
  }

  // MARK: One by one

  private func laidOut(_ wanted: WantedLetter) -> Result<LaidOutLetter, ToldProblem> {
    do throws(MessageProblem) {
      let letter = try ReminderLetter(
        wanted.decision, wanted.message, wanted.kind, night: night,
        paper: try papers.paper(of: wanted.decision.company),
        stationery: stationery)
      return .success(try LaidOutLetter(letter, fonts: stationery.fonts))
    } catch { return .failure(ToldProblem(error)) }
  }

  private mutating func add(_ wanted: WantedLetter, _ made: Result<LaidOutLetter, ToldProblem>) throws {
    switch made {
    case .success(let letter): try add(wanted.decision, letter)
    case .failure(let problem):
      failures.append(
        MessageFailure(
          messageID: wanted.message.id, company: wanted.decision.company, customerID: wanted.decision.customer.id,
          problem))
    }
  }

  private mutating func add(_ decision: UnitDecision, _ letter: LaidOutLetter) throws {
    let posting = Posting(sheets: letter.piece.sheets(duplex: settings.duplex), profile: letter.paper.profile)
    let key = PrintBatch.Key(
      isRehearsal: decision.isRehearsal, company: decision.company, profile: letter.paper.profile.name,
      isFlat: posting.isFlat)
    if batches[key] == nil { batches[key] = try begin(key, letter.paper) }
    try batches[key]?.add(decision, letter)
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

/// A message that is posted.
private struct WantedLetter {
  var decision: UnitDecision
  var message: ReminderMessage
  var kind: MailSetting.Kind
}

extension AccountOutcome {
  fileprivate var letters: [WantedLetter] {
    messages.compactMap { decision, kind in
      guard let message = decision.message, message.channel == .letter else { return nil }
      return WantedLetter(decision: decision, message: message, kind: kind)
    }
  }
}
