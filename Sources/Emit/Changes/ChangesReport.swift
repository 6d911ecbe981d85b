import Formats
import Ledger
import Pipeline

/// `changes/`: what happened to each document since the newest night, and which documents came back to life.
public struct ChangesReport: StreamedArtefact {
  private var changes: CSVTable
  private var adjustments: CSVTable
  private let asOf: CalendarDate

  public init(_ sink: any ArtefactSink, night: Night, audience: CSVAudience = .machine) throws {
    asOf = night.asOf
    changes = try CSVTable(
      sink, path: "changes/changes.csv",
      columns: [
        "company", "customer_id", "document_id", "instalment", "change", "currency", "old_balance", "new_balance",
        "fields", "cause",
      ], audience: audience)
    adjustments = try CSVTable(
      sink, path: "changes/adjustments.csv",
      columns: ["company", "customer_id", "document_id", "date", "currency", "amount", "instalment"],
      audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    guard !outcome.changes.isEmpty else { return }
    for change in outcome.changes.sorted(by: { Document.precedes($0.document, $1.document) }) {
      try add(change)
    }
  }

  private mutating func add(_ change: DocumentChange) throws {
    let document = change.document
    changes.text(document.company)
    changes.text(document.customerID)
    changes.key(document)
    changes.text(change.kind.rawValue)
    changes.text(document.currency.code)
    changes.money(change.oldBalance, document.currency)
    changes.money(document.balance, document.currency)
    changes.list(change.fields)
    changes.text(change.cause?.rawValue)
    try changes.endRow()
    if change.kind == .reopened || change.isOpenAgain { try addAdjustment(change) }
  }

  /// A document whose balance was zero and is not any more. Its date is the night that saw it, its amount what it carries now.
  private mutating func addAdjustment(_ change: DocumentChange) throws {
    let document = change.document
    adjustments.text(document.company)
    adjustments.text(document.customerID)
    adjustments.text(document.id)
    adjustments.date(asOf)
    adjustments.text(document.currency.code)
    adjustments.money(document.balance - (change.isOpenAgain ? 0 : change.oldBalance), document.currency)
    adjustments.text(document.instalment)
    try adjustments.endRow()
  }

  public mutating func finish() throws {
    try changes.finish()
    try adjustments.finish()
  }
}
