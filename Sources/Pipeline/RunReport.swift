import Ledger

/// What a night read, rejected, held, changed, decided and wrote: the content of `run.json`, `run.html` and `attention`.
public struct RunReport: Sendable {
  /// One file of the inbox.
  public struct File: Sendable {
    public enum Status: String, Sendable { case accepted, rejected, held, duplicate, superseded }
    public var feed: String
    public var name: String
    public var sha256: String
    public var bytes: Int
    public var status: Status
    public var rows: Int
    /// Of the rows: those that bring something, those that say what is known, and those that repeat another row of the file.
    public var changed: Int
    public var unchanged: Int
    public var repeated: Int
    public var rejectedRows: Int
    /// Rows that the mapping leaves out by condition, and drafts. They are not among `rows`.
    public var skipped: Int
    /// Rows that the mapping's `drop` takes for totals or for no data. They are not among `rows` either.
    public var leftOut: Int
    /// Code and text of what was wrong with the whole file, where something was; `help` says what to type.
    public var code: String?
    public var message: String?
    public var help: String?
    public init(
      feed: String, name: String, sha256: String, bytes: Int, status: Status, rows: Int = 0, changed: Int = 0,
      unchanged: Int = 0, repeated: Int = 0,
      rejectedRows: Int = 0, skipped: Int = 0, leftOut: Int = 0, code: String? = nil, message: String? = nil,
      help: String? = nil
    ) {
      self.feed = feed
      self.name = name
      self.sha256 = sha256
      self.bytes = bytes
      self.status = status
      self.rows = rows
      self.changed = changed
      self.unchanged = unchanged
      self.repeated = repeated
      self.rejectedRows = rejectedRows
      self.skipped = skipped
      self.leftOut = leftOut
      self.code = code
      self.message = message
      self.help = help
    }
  }

  /// What became of all rows of a feed's accepted files, and of those that came late and fill the past.
  public struct RowProof: Equatable, Sendable {
    public var feed: String
    public var rows = 0
    public var changed = 0
    public var unchanged = 0
    public var repeated = 0
    public var rejected = 0
    public var ties: Bool { rows == changed + unchanged + repeated + rejected }
    public init(feed: String) { self.feed = feed }
  }

  /// Roll-forward of a company and currency: opening plus the movements is closing, in minor units.
  public struct Movement: Sendable {
    public var company: String
    public var currency: Currency
    public var opening: Int64 = 0
    /// New documents, reopened ones, higher and lower balances, paid (closed with payment evidence or without), voided; signed.
    public var new: Int64 = 0
    public var reopened: Int64 = 0
    public var changed: Int64 = 0
    public var partPaid: Int64 = 0
    public var paid: Int64 = 0
    public var voided: Int64 = 0
    public var closing: Int64 = 0
    public init(company: String, currency: Currency) {
      self.company = company
      self.currency = currency
    }
    /// All movements, signed.
    public var sum: Int64 { new + reopened + changed + partPaid + paid + voided }
    public var ties: Bool { opening + sum == closing }
  }

  /// Sum of open balances of a company and currency, as the files, aging and a control row have it.
  public struct Control: Sendable {
    public var feed: String
    public var company: String
    public var currency: Currency
    public var rows: Int
    public var amount: Int64
    public var balance: Int64
    /// What a `controls` row says, where there is one.
    public var expected: Int64?
    public init(
      feed: String, company: String, currency: Currency, rows: Int, amount: Int64, balance: Int64,
      expected: Int64? = nil
    ) {
      self.feed = feed
      self.company = company
      self.currency = currency
      self.rows = rows
      self.amount = amount
      self.balance = balance
      self.expected = expected
    }
  }

  /// How many messages went out, or why not.
  public struct MessageCount: Hashable, Sendable {
    public var company: String
    public var channel: String
    public var level: Int
    /// `sent`, or the reason of suppression.
    public var outcome: String
    /// To the portal: it has no level, and asks for no money.
    public var isInvitation: Bool
    public init(company: String, channel: String, level: Int, outcome: String, isInvitation: Bool = false) {
      self.company = company
      self.channel = channel
      self.level = level
      self.outcome = outcome
      self.isInvitation = isInvitation
    }
  }

  public struct Warning: Hashable, Sendable {
    public var code: String
    public var message: String
    /// How often, where the same holds for many rows; the message names the first.
    public var count: Int
    public init(code: String, message: String, count: Int = 1) {
      self.code = code
      self.message = message
      self.count = count
    }
  }

  public var files: [File] = []
  public var movements: [Movement] = []
  /// What payments and applications add up to as they were read; the state holds the same, or the run is not decided.
  public var records: [Control] = []
  /// Where the money of payments went.
  public var cash: [CashProof] = []
  public var controls: [Control] = []
  public var messages: [(count: MessageCount, number: Int)] = []
  public var changes: [(company: String, kind: ChangeKind, number: Int)] = []
  public var portfolio: [PortfolioMeasures] = []
  public var warnings: [Warning] = []
  public init() {}

  /// Every row of every accepted file is accounted for, by feed in the order of their names.
  public var rowProofs: [RowProof] {
    var proofs: [RowProof] = []
    for file in files where file.status == .accepted || (file.status == .superseded && file.rows > 0) {
      let at = proofs.firstIndex { $0.feed == file.feed } ?? proofs.count
      if at == proofs.count { proofs.append(RowProof(feed: file.feed)) }
      proofs[at].rows += file.rows
      proofs[at].changed += file.changed
      proofs[at].unchanged += file.unchanged
      proofs[at].repeated += file.repeated
      proofs[at].rejected += file.rejectedRows
    }
    return proofs.sorted { $0.feed < $1.feed }
  }
}

/// Portfolio measures of a company and currency (SEMANTICS: DSO simple and countback, best possible, ADD, CEI).
/// Days are in hundredths of a day, CEI in hundredths of a percent; nil where history is too short to say.
public struct PortfolioMeasures: Equatable, Sendable {
  public var company: String
  public var currency: Currency
  public var receivables: Int64 = 0
  public var notPastDue: Int64 = 0
  public var salesDays: Int = 0
  public var sales: Int64 = 0
  public var dsoSimple: Int?
  public var dsoCountback: Int?
  /// Sales known to us were used up before the receivables were covered: the countback is "at least" this.
  public var countbackExhausted = false
  public var dsoBestPossible: Int?
  public var averageDaysDelinquent: Int?
  public var collectionEffectiveness: Int?
  /// The company's first export, where the days that the figures count reach back before it: of sales of then only what was still open is
  /// known, and DSO, countback, best possible DSO and ADD are at most what is said here. Nil: all sales are known.
  public var salesKnownFrom: CalendarDate?
  public init(company: String, currency: Currency) {
    self.company = company
    self.currency = currency
  }

  /// - Parameter day: of which they are.
  public mutating func note(firstExport: CalendarDate?, at day: CalendarDate) {
    // The countback takes its last month as a whole.
    let month = day.adding(days: 1 - ((dsoCountback ?? 0) + 99) / 100).firstOfMonth
    let counted = min(day.adding(days: 1 - salesDays), dsoCountback == nil ? day : month)
    salesKnownFrom = firstExport.flatMap { dsoSimple != nil && counted < $0 ? $0 : nil }
  }
}
