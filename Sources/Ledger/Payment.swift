/// Money that came in, as the ERP or the bank reports it. Payments explain balances and never change them.
package struct Payment: Equatable, Sendable {
  package var company: String
  package var id: String
  /// Empty where a bank's file does not say whose it is.
  package var customerID: String
  package var date: CalendarDate
  /// Positive: money in. Negative: a refund or a returned payment.
  package var money: Money
  /// `method`, `reference`, `remittance`, `payer_name`, `payer_account` and unknown columns.
  package var details: Details

  package init(
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
package struct Application: Equatable, Sendable {
  package var company: String
  package var paymentID: String
  package var documentID: String
  /// A plain decimal; its currency is the document's, which the row does not name.
  package var amount: String
  package var appliedOn: CalendarDate?

  package init(
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
package struct ControlTotal: Equatable, Sendable {
  package var company: String
  package var currency: Currency
  /// Empty: for the day of the run.
  package var asOf: CalendarDate?
  /// Number of open items, where given.
  package var rows: Int?
  /// Sum of open balances of the export, and the balance of the ledger account, in minor units, where given.
  package var total: Int64?
  package var ledgerBalance: Int64?

  package init(
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
