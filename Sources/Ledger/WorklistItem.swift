/// Something that waits for a person: a line of `worklist.csv`.
public struct WorklistItem: Equatable, Sendable {
  /// What waits. The raw value is the `what` column.
  public enum What: String, Sendable, CaseIterable {
    /// A dispute has been open for 30 days or more; one without a date never lapses by itself.
    case disputeOpen = "dispute-open"
    /// A hold, promise, plan, exclusion or ERP block ends within three days.
    case holdLapses = "hold-lapses"
    case promiseBroken = "promise-broken", planBroken = "plan-broken"
    /// A paid document carries a balance again and is looked at before it is reminded.
    case adjustmentReview = "adjustment-review"
    /// To be rung up tonight.
    case call
    /// Overdue, and no way to reach the customer in writing.
    case noContact = "no-contact"
    /// A message came back, and the address it went to still stands.
    case undelivered
    /// An e-mail address in the export cannot be written to.
    case emailAddress = "email-address"
    /// Somebody whom nobody knows asks for access to the portal.
    case accessRequest = "access-request"
    /// Was to be collected by us (direct debit, card) and is overdue all the same.
    case directDebitOverdue = "direct-debit-overdue"
    /// Money that no rule could place, or not wholly.
    case cashReview = "cash-review"
    /// The money of a document came back: told on the night that learns of it.
    case paymentReturned = "payment-returned"
    /// Money that was matched and that the ERP's balance still does not show.
    case paymentNotPosted = "payment-not-posted"
    /// What we matched and what the ERP did differ.
    case cashDiffers = "cash-differs"
    /// A residual within the tolerance: to be written off, or asked for by a person.
    case shortPayment = "short-payment"
    /// Somebody decided to write it off, and the ERP has not posted it.
    case writeOff = "write-off"
    /// A decision about the document names a customer who has nothing to do with it.
    case decisionCustomer = "decision-customer"
    /// The ERP takes no orders on credit of the customer, as we have told it.
    case creditHold = "credit-hold"
    /// Rows of an export were rejected and are missing.
    case rejectedRows = "rejected-rows"
    /// The policy would hand over a document whose last reminder only the ERP has told.
    case erpLevel = "erp-level"
    /// The ladder is at its end and the policy hands over to a lawyer or an agency.
    case handOver = "hand-over"

    /// Whether a row stands on the one night that has learned of it. Of everything else that still waits the next night tells, too.
    public var isToldOnce: Bool { self == .handOver || self == .cashDiffers }
  }

  public var company: String
  public var customerID: String
  /// Nil: the whole customer.
  public var documentID: String?
  public var what: What
  public var currency: Currency?
  /// What it is about, in minor units of `currency`.
  public var amount: Int64?
  /// The day by which it should be done, or on which something ends.
  public var due: CalendarDate?
  /// Who decided it or sells to the customer; nil: nobody is named.
  public var owner: String?
  public var since: CalendarDate?
  /// What to do, in plain English.
  public var next: String

  public init(
    company: String, customerID: String, documentID: String? = nil, what: What, currency: Currency? = nil,
    amount: Int64? = nil, due: CalendarDate? = nil, owner: String? = nil, since: CalendarDate? = nil, next: String
  ) {
    self.company = company
    self.customerID = customerID
    self.documentID = documentID
    self.what = what
    self.currency = currency
    self.amount = amount
    self.due = due
    self.owner = owner
    self.since = since
    self.next = next
  }
}
