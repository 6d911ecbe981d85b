/// What the ERP is told about a customer's credit: a row of `writeback/credit-holds.csv`. A hold asks it to take no orders on credit,
/// a release to take them again.
public struct CreditHold: Equatable, Sendable {
  public enum Action: String, Sendable { case hold, release }

  /// Why. The raw value is the word in the column `reasons`.
  public enum Reason: String, Sendable, CaseIterable {
    /// What is open is more than the customer's credit limit.
    case limitExceeded = "limit-exceeded"
    /// Something is overdue for too long.
    case overdue
    /// Insolvency, death or legal steps, as people have decided.
    case hardStop = "hard-stop"
    /// Of a release: nothing of it holds any more; pipeline.json has no such rule any more.
    case cured
    case ruleRemoved = "rule-removed"
  }

  public var company: String
  public var customerID: String
  public var action: Action
  public var reasons: [Reason]
  /// Nil where nothing is known of the customer tonight.
  public var position: CreditPosition?
  /// As-of date of the night that asked for the hold.
  public var heldSince: CalendarDate
  /// In plain English, what the reasons rest on.
  public var note: String

  public init(
    company: String, customerID: String, action: Action, reasons: [Reason], position: CreditPosition? = nil,
    heldSince: CalendarDate, note: String = ""
  ) {
    self.company = company
    self.customerID = customerID
    self.action = action
    self.reasons = reasons
    self.position = position
    self.heldSince = heldSince
    self.note = note
  }
}

/// How a customer stands against its credit limit, in minor units of one currency: the customer's, else its company's.
public struct CreditPosition: Equatable, Sendable {
  public var currency: Currency
  /// Nil: it has none.
  public var limit: Int64?
  /// Everything open that the customer pays, less credits and receipts that are not posted yet.
  public var exposure: Int64
  /// What of it is overdue for so long that the rule asks for a hold.
  public var overdue: Int64
  /// Days past due of the oldest of that; nil: nothing is.
  public var oldestDays: Int?

  public init(currency: Currency, limit: Int64? = nil, exposure: Int64 = 0, overdue: Int64 = 0, oldestDays: Int? = nil)
  {
    self.currency = currency
    self.limit = limit
    self.exposure = exposure
    self.overdue = overdue
    self.oldestDays = oldestDays
  }
}

/// What speaks for a hold of a customer tonight; without reasons nothing does.
public struct CreditFindings: Equatable, Sendable {
  public var reasons: [CreditHold.Reason]
  public var position: CreditPosition
  public var note: String
  /// Currencies in which something is open that the limit could not be compared with: no rate is known.
  public var withoutRate: [Currency] = []

  public init(reasons: [CreditHold.Reason], position: CreditPosition, note: String) {
    self.reasons = reasons
    self.position = position
    self.note = note
  }
}
