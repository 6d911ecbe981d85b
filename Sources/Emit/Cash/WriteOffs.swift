import Formats
import Ledger
import Pipeline

/// `writeback/write-offs.csv`: what people have decided to give up, for the ERP to post: a row for each document and decision. Every decision is in one
/// run's file once, and again where its amount was changed: the difference.
public struct WriteOffs: StreamedArtefact {
  private var table: CSVTable

  public init(_ sink: any ArtefactSink, audience: CSVAudience = .machine) throws {
    table = try CSVTable(
      sink, path: "writeback/write-offs.csv",
      columns: [
        "company", "customer_id", "document_id", "instalment", "currency", "amount", "balance", "decision_id", "by",
        "note",
      ], audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    let sorted = outcome.writeOffs.enumerated().sorted { a, b in
      let (x, y) = (a.element.document, b.element.document)
      if x.customerID != y.customerID { return x.customerID < y.customerID }
      if Document.precedes(x, y) { return true }
      return !Document.precedes(y, x) && a.offset < b.offset
    }
    for (_, proposal) in sorted {
      let document = proposal.document
      table.text(document.company)
      table.text(document.customerID)
      table.text(document.id)
      table.text(document.instalment)
      table.text(document.currency.code)
      table.money(proposal.money.minorUnits, document.currency)
      table.money(document.balance, document.currency)
      table.text(proposal.decision.id)
      table.text(proposal.decision.by)
      table.text(proposal.decision.note)
      try table.endRow()
    }
  }

  public mutating func finish() throws { try table.finish() }
}
