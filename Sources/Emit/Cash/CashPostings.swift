import Formats
import Ledger
import Pipeline

/// `writeback/cash-postings.csv`: tonight's matches that the ERP does not show yet, for it to read back, and what it is to take back of earlier
/// ones. Every match is in one run's file once, and so is what takes it back.
public struct CashPostings: StreamedArtefact {
  private let cash: CashOutcome
  private var table: CSVTable

  public init(_ sink: any ArtefactSink, cash: CashOutcome, audience: CSVAudience = .machine) throws {
    self.cash = cash
    table = try CSVTable(
      sink, path: "writeback/cash-postings.csv",
      columns: [
        "company", "payment_id", "document_id", "currency", "amount", "instalment", "customer_id", "payment_date",
        "difference", "deducted", "rule", "confidence",
      ], audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {}

  public mutating func finish() throws {
    var taken = cash.takenBack[...]
    for application in cash.applications {
      while let first = taken.first, !application.precedes(first) { try add(taken.removeFirst()) }
      if application.posting != 0 { try add(application) }
    }
    for application in taken { try add(application) }
    try table.finish()
  }

  private mutating func add(_ application: CashOutcome.Application) throws {
    let currency = application.money.currency
    table.text(application.company)
    table.text(application.paymentID)
    table.text(application.documentID)
    table.text(currency.code)
    table.money(application.posting, currency)
    table.text(application.instalment)
    table.text(application.customerID)
    table.date(application.paymentDate)
    table.text(application.difference?.rawValue)
    table.money(application.deducted, currency)
    table.text(application.rule.rawValue)
    table.text(CashReport.confidence(application.confidence))
    try table.endRow()
  }
}
