import Formats
import Ledger
import Pipeline

/// `cash/`: which payment settled which document, what is left and why, and what waits for a person. All of it is known before the first
/// account is shown.
public struct CashReport: StreamedArtefact {
  private let cash: CashOutcome
  private var applications: CSVTable
  private var unapplied: CSVTable
  private var review: CSVTable

  /// The columns that all three files begin with.
  private static let first = ["company", "payment_id", "document_id", "currency", "amount", "rule", "confidence"]

  public init(_ sink: any ArtefactSink, cash: CashOutcome, audience: CSVAudience = .machine) throws {
    self.cash = cash
    applications = try CSVTable(
      sink, path: "cash/applications.csv",
      columns: CashReport.first + [
        "instalment", "customer_id", "payment_date", "difference", "deducted", "posted",
        "return_reason",
      ], audience: audience)
    unapplied = try CSVTable(
      sink, path: "cash/unapplied.csv",
      columns: CashReport.first + [
        "reason", "customer_id", "payment_date", "since", "payer_name", "text", "return_reason",
      ],
      audience: audience)
    review = try CSVTable(
      sink, path: "cash/review.csv",
      columns: CashReport.first + ["reason", "instalment", "customer_id", "since", "next"], audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {}

  public mutating func finish() throws {
    for application in cash.applications { try add(application) }
    for left in cash.unapplied { try add(left) }
    for waiting in cash.reviews { try add(waiting) }
    try applications.finish()
    try unapplied.finish()
    try review.finish()
  }

  private mutating func add(_ application: CashOutcome.Application) throws {
    applications.text(application.company)
    applications.text(application.paymentID)
    applications.text(application.documentID)
    applications.text(application.money.currency.code)
    applications.money(application.money.minorUnits, application.money.currency)
    applications.text(application.rule.rawValue)
    applications.text(CashReport.confidence(application.confidence))
    applications.text(application.instalment)
    applications.text(application.customerID)
    applications.date(application.paymentDate)
    applications.text(application.difference?.rawValue)
    applications.money(application.deducted, application.money.currency)
    applications.text(application.isPosted ? "yes" : "no")
    applications.text(application.returnReason)
    try applications.endRow()
  }

  private mutating func add(_ left: CashOutcome.Unapplied) throws {
    unapplied.text(left.company)
    unapplied.text(left.paymentID)
    unapplied.empty()
    unapplied.text(left.money.currency.code)
    unapplied.money(left.money.minorUnits, left.money.currency)
    unapplied.empty()
    unapplied.empty()
    unapplied.text(left.reason.rawValue)
    unapplied.text(left.customerID)
    unapplied.date(left.paymentDate)
    unapplied.date(left.since)
    unapplied.text(left.payerName)
    unapplied.text(left.text)
    unapplied.text(left.returnReason)
    try unapplied.endRow()
  }

  private mutating func add(_ waiting: CashOutcome.Review) throws {
    review.text(waiting.company)
    review.text(waiting.paymentID)
    review.text(waiting.documentID)
    review.text(waiting.money.currency.code)
    review.money(waiting.money.minorUnits, waiting.money.currency)
    review.text(waiting.rule?.rawValue)
    review.text(CashReport.confidence(waiting.confidence))
    review.text(waiting.reason.rawValue)
    review.text(waiting.instalment)
    review.text(waiting.customerID)
    review.date(waiting.since)
    review.text(waiting.next)
    try review.endRow()
  }

  /// Thousandths as a decimal: 1.00, 0.95, 0.885.
  public static func confidence(_ thousandths: Int) -> String {
    let rest = thousandths % 1000
    let digits = rest % 10 == 0 ? String(rest / 10 + 100) : String(rest + 1000)
    return "\(thousandths / 1000).\(digits.dropFirst())"
  }
}
