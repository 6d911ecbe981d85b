/// Money that came in, as the ERP or the bank reports it. Payments explain balances and never change them.
public struct Payment: Equatable, Sendable {
  public var company: String
  public var id: String
  /// Empty where a bank's file does not say whose it is.
  public var customerID: String
  public var date: CalendarDate
  /// Positive: money in. Negative: a refund or a returned payment.
  public var money: Money
  /// `method`, `reference`, `remittance`, `payer_name`, `payer_account` and unknown columns.
  public var details: Details

  /// Whether it is money at all: many ERPs book write-offs as payments, and nobody has paid them.
  public var isMoney: Bool { ChangeCause(method: details["method"]) != .writeOff }

  public init(
    company: String, id: String, customerID: String, date: CalendarDate, money: Money, details: Details = Details()
  ) {
    self.company = company
    self.id = id
    self.customerID = customerID
    self.date = date
    self.money = money
    self.details = details
  }
}

/// The ERP's own word on which payment settled which document, in minor units of the document's currency.
public struct Application: Equatable, Sendable {
  public var company: String
  public var paymentID: String
  public var documentID: String
  /// A plain decimal; its currency is the document's, which the row does not name.
  public var amount: String
  public var appliedOn: CalendarDate?

  public init(
    company: String, paymentID: String, documentID: String, amount: String, appliedOn: CalendarDate? = nil
  ) {
    self.company = company
    self.paymentID = paymentID
    self.documentID = documentID
    self.amount = amount
    self.appliedOn = appliedOn
  }
}

/// What the ERP says a company's open items add up to: the proof that an export arrived whole.
public struct ControlTotal: Equatable, Sendable {
  public var company: String
  public var currency: Currency
  /// Empty: for the day of the run.
  public var asOf: CalendarDate?
  /// Number of open items, where given.
  public var rows: Int?
  /// Sum of open balances of the export, and the balance of the ledger account, in minor units, where given.
  public var total: Int64?
  public var ledgerBalance: Int64?

  public init(
    company: String, currency: Currency, asOf: CalendarDate? = nil, rows: Int? = nil, total: Int64? = nil,
    ledgerBalance: Int64? = nil
  ) {
    self.company = company
    self.currency = currency
    self.asOf = asOf
    self.rows = rows
    self.total = total
    self.ledgerBalance = ledgerBalance
  }
}
