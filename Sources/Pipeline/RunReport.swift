import Ledger

/// What a night read, rejected, held, changed, decided and wrote: the content of `run.json`, `run.html` and `attention`.
package struct RunReport: Sendable {
  /// One file of the inbox.
  package struct File: Sendable {
    package enum Status: String, Sendable { case accepted, rejected, held, duplicate, superseded }
    package var feed: String
    package var name: String
    package var sha256: String
    package var bytes: Int
    package var status: Status
    package var rows: Int
    package var unchanged: Int
    package var rejectedRows: Int
    /// Rows that the mapping leaves out by condition: drafts, what is void. They are not among `rows`.
    package var skipped: Int
    /// Code and text of what was wrong with the whole file, where something was; `help` says what to type.
    package var code: String?
    package var message: String?
    package var help: String?
    package init(
      feed: String, name: String, sha256: String, bytes: Int, status: Status, rows: Int = 0, unchanged: Int = 0,
      rejectedRows: Int = 0, skipped: Int = 0, code: String? = nil, message: String? = nil, help: String? = nil
    ) {
      self.feed = feed
      self.name = name
      self.sha256 = sha256
      self.bytes = bytes
      self.status = status
      self.rows = rows
      self.unchanged = unchanged
      self.rejectedRows = rejectedRows
      self.skipped = skipped
      self.code = code
      self.message = message
      self.help = help
    }
  }

  /// Roll-forward of a company and currency: opening plus the movements is closing, in minor units.
  package struct Movement: Sendable {
    package var company: String
    package var currency: Currency
    package var opening: Int64 = 0
    /// New documents, reopened ones, higher and lower balances, paid (closed with payment evidence or without), voided; signed.
    package var new: Int64 = 0
    package var reopened: Int64 = 0
    package var changed: Int64 = 0
    package var partPaid: Int64 = 0
    package var paid: Int64 = 0
    package var voided: Int64 = 0
    package var closing: Int64 = 0
    package init(company: String, currency: Currency) {
      self.company = company
      self.currency = currency
    }
    package var ties: Bool { opening + new + reopened + changed + partPaid + paid + voided == closing }
  }

  /// Sum of open balances of a company and currency, as the files, aging and a control row have it.
  package struct Control: Sendable {
    package var feed: String
    package var company: String
    package var currency: Currency
    package var rows: Int
    package var amount: Int64
    package var balance: Int64
    /// What a `controls` row says, where there is one.
    package var expected: Int64?
    package init(
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
  package struct MessageCount: Hashable, Sendable {
    package var company: String
    package var channel: String
    package var level: Int
    /// `sent`, or the reason of suppression.
    package var outcome: String
    package init(company: String, channel: String, level: Int, outcome: String) {
      self.company = company
      self.channel = channel
      self.level = level
      self.outcome = outcome
    }
  }

  package struct Warning: Hashable, Sendable {
    package var code: String
    package var message: String
    /// How often, where the same holds for many rows; the message names the first.
    package var count: Int
    package init(code: String, message: String, count: Int = 1) {
      self.code = code
      self.message = message
      self.count = count
    }
  }

  package var files: [File] = []
  package var movements: [Movement] = []
  package var controls: [Control] = []
  package var messages: [(count: MessageCount, number: Int)] = []
  package var changes: [(company: String, kind: ChangeKind, number: Int)] = []
  package var portfolio: [PortfolioMeasures] = []
  package var warnings: [Warning] = []
  package init() {}
}

/// Portfolio measures of a company and currency (SEMANTICS: DSO simple and countback, best possible, ADD, CEI).
/// Days are in hundredths of a day, CEI in hundredths of a percent; nil where history is too short to say.
package struct PortfolioMeasures: Equatable, Sendable {
  package var company: String
  package var currency: Currency
  package var receivables: Int64 = 0
  package var notPastDue: Int64 = 0
  package var salesDays: Int = 0
  package var sales: Int64 = 0
  package var dsoSimple: Int?
  package var dsoCountback: Int?
  /// Sales known to us were used up before the receivables were covered: the countback is "at least" this.
  package var countbackExhausted = false
  package var dsoBestPossible: Int?
  package var averageDaysDelinquent: Int?
  package var collectionEffectiveness: Int?
  package init(company: String, currency: Currency) {
    self.company = company
    self.currency = currency
  }
}
