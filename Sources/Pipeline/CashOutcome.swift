import Ledger

/// A rule of cash application, in the order of precedence. The raw value is the `rule` column and the word in `rules`.
public enum CashRule: String, Sendable, CaseIterable {
  /// The ERP, or a person, said so in the `applications` feed.
  case erpApplication = "erp-application"
  /// ISO 11649, QR reference, or a document id in the reference field.
  case structuredReference = "structured-reference"
  /// Document ids in what the payer wrote.
  case remittance
  /// One item of the payer has exactly this amount.
  case exactAmount = "exact-amount"
  /// One set of the payer's items adds up to exactly this amount.
  case exactSum = "exact-sum"
  /// The fallback, only by choice: the oldest items first.
  case oldestFirst = "oldest-first"

  /// Nothing in the payment says what it is for.
  public var goesByAmountAlone: Bool { self == .exactAmount || self == .exactSum || self == .oldestFirst }
}

/// Why a payment and what it pays differ, where they do.
public enum CashDifference: String, Sendable, CaseIterable {
  /// Cash discount, taken in time.
  case discount
  /// What a bank kept on the way.
  case bankCharges = "charges"
  /// Less than the documents by no more than the tolerance: the residual is proposed for write-off.
  case shortPayment = "short-payment"
  /// More than the documents: the rest stays unapplied.
  case overPayment = "over-payment"
  /// A part of one document.
  case partPayment = "part-payment"
  /// The payer names what he took off.
  case deduction
  /// The money came back: it takes an earlier payment off the documents again.
  case comeBack = "return"
  /// A match that an earlier file told is taken back: the payment, or what it pays, was told otherwise.
  case correction

  /// Whether what is taken off beside the money is settled with it, where no export tells: a discount taken in time is, an amount that the payer
  /// claims for himself is not.
  public var closes: Bool { self != .deduction && self != .shortPayment }
}

/// Why money is not applied. The raw value is the `reason` column of unapplied.csv and review.csv.
public enum CashReason: String, Sendable, CaseIterable {
  /// Nothing says who paid.
  case payerUnknown = "payer-unknown"
  /// The payer is known, and no document fits.
  case noMatch = "no-match"
  /// Several documents, or sets of them, fit equally well.
  case ambiguous
  /// Documents are named, and their sum is neither the amount nor explained.
  case sumDiffers = "sum-differs"
  /// The documents named are another customer's than the payment.
  case otherCustomer = "other-customer"
  /// The documents named are settled already.
  case alreadyPaid = "already-paid"
  /// The documents named are in another currency.
  case otherCurrency = "other-currency"
  /// A rule fits, but is less sure than `minConfidence`.
  case lowConfidence = "low-confidence"
  /// What is left after the documents were paid in full.
  case overPayment = "over-payment"
  /// The same where a message asked for it beside the documents: interest and fees.
  case charges
  /// The ERP applied a part of it and left the rest, or carries all of it on account.
  case leftByERP = "left-by-erp"
  /// No rule is asked about anything: nobody is asked either.
  case notMatched = "not-matched"
  /// Money that went out, or came back: a refund, a returned debit.
  case moneyOut = "money-out"
  /// Our own money that the bank sent back: a refund or a transfer that failed.
  case sentBack = "sent-back"
  /// What waited of a payment went out again: both are kept so, and are told to nobody.
  case refunded
  /// It concerns no customer: fees of the bank, suppliers, salaries. Kept so, and told to nobody.
  case notReceivable = "not-receivable"
  /// The ERP applied it to other documents than we did.
  case erpDiffers = "erp-differs"
  /// Applied here, and the ERP's balance has not fallen for five business days.
  case notPosted = "not-posted"
  /// Applied here, and the ERP's document was closed by another amount.
  case balanceDiffers = "balance-differs"

  /// Whether nothing is to be done about it any more, and nobody hears of it.
  public var isDone: Bool { self == .refunded || self == .notReceivable }

  /// Whether what waits lowers what its payer owes as soon as somebody applies it: no balance shows it, and it is for nobody else, nor for anything
  /// that is paid already.
  public var isReceipt: Bool {
    switch self {
    case .noMatch, .ambiguous, .sumDiffers, .lowConfidence, .otherCurrency, .overPayment: true
    default: false
    }
  }
}

/// Cash of a night, as the artefacts and the worklist tell it.
public struct CashOutcome: Equatable, Sendable {
  /// What of a payment settles which document.
  public struct Application: Equatable, Sendable {
    public var company: String
    public var paymentID: String
    public var customerID: String
    public var documentID: String
    public var instalment: String
    /// Minor units; negative for a credit that the payer netted.
    public var money: Money
    public var rule: CashRule
    /// In thousandths: 1000 is certain.
    public var confidence: Int
    public var difference: CashDifference?
    /// What the difference took off the document beside the payment: discount, charges, deduction, short payment.
    public var deducted: Int64
    public var paymentDate: CalendarDate
    /// The ERP's balance shows it already.
    public var isPosted: Bool
    /// What the ERP is to post of it, in minor units: what its balance does not show, and no earlier run has told.
    public var posting: Int64
    /// Its place among the night's matches; nil: it is none of them.
    public var match: Int?
    /// Of money that came back: why, in words, where the bank says so.
    public var returnReason: String?

    /// By company, payment, document and instalment.
    public func precedes(_ other: Self) -> Bool {
      if company != other.company { return ByteOrder.precedes(company, other.company) }
      if paymentID != other.paymentID { return ByteOrder.precedes(paymentID, other.paymentID) }
      if documentID != other.documentID { return ByteOrder.precedes(documentID, other.documentID) }
      return ByteOrder.precedes(instalment, other.instalment)
    }

    public init(
      company: String, paymentID: String, customerID: String, documentID: String, instalment: String, money: Money,
      rule: CashRule, confidence: Int, difference: CashDifference?, deducted: Int64, paymentDate: CalendarDate,
      isPosted: Bool, posting: Int64, match: Int? = nil
    ) {
      self.match = match
      self.posting = posting
      self.company = company
      self.paymentID = paymentID
      self.customerID = customerID
      self.documentID = documentID
      self.instalment = instalment
      self.money = money
      self.rule = rule
      self.confidence = confidence
      self.difference = difference
      self.deducted = deducted
      self.paymentDate = paymentDate
      self.isPosted = isPosted
    }
  }

  /// Money of a payment that settles nothing yet.
  public struct Unapplied: Equatable, Sendable {
    public var company: String
    public var paymentID: String
    /// Empty where nothing says who paid.
    public var customerID: String
    public var money: Money
    public var reason: CashReason
    public var paymentDate: CalendarDate
    /// Since which night we know of it.
    public var since: CalendarDate
    public var payerName: String
    /// What the payer wrote: reference and remittance.
    public var text: String
    /// Why it came back, in words, where the bank says so.
    public var returnReason: String?

    public init(
      company: String, paymentID: String, customerID: String, money: Money, reason: CashReason,
      paymentDate: CalendarDate, since: CalendarDate, payerName: String, text: String
    ) {
      self.company = company
      self.paymentID = paymentID
      self.customerID = customerID
      self.money = money
      self.reason = reason
      self.paymentDate = paymentDate
      self.since = since
      self.payerName = payerName
      self.text = text
    }
  }

  /// A candidate for a person, or a difference between our matches and the ERP.
  public struct Review: Equatable, Sendable {
    public var company: String
    public var paymentID: String
    /// Empty where there is no candidate.
    public var documentID: String
    public var instalment: String
    public var customerID: String
    /// What would be applied, or what differs.
    public var money: Money
    /// The rule that found the candidate; nil: none.
    public var rule: CashRule?
    public var confidence: Int
    public var reason: CashReason
    /// Since which night it waits.
    public var since: CalendarDate
    /// What to do, in plain English.
    public var next: String

    public init(
      company: String, paymentID: String, documentID: String, instalment: String, customerID: String, money: Money,
      rule: CashRule?, confidence: Int, reason: CashReason, since: CalendarDate, next: String
    ) {
      self.company = company
      self.paymentID = paymentID
      self.documentID = documentID
      self.instalment = instalment
      self.customerID = customerID
      self.money = money
      self.rule = rule
      self.confidence = confidence
      self.reason = reason
      self.since = since
      self.next = next
    }
  }

  /// Applications of tonight, in the order of their first columns.
  public var applications: [Application] = []
  /// What the ERP is told beside those that it is to post: matches of earlier nights that tonight's take the place of, as far as it has to take them
  /// back, and what nights without a file have not told.
  public var takenBack: [Application] = []
  /// Everything that is unapplied, whenever it came; in order.
  public var unapplied: [Unapplied] = []
  /// Everything that waits for a person; in order.
  public var reviews: [Review] = []

  public init() {}
}
