import Formats
import Ledger
import Pipeline

/// `charges/interest.csv`: what the interest of tonight's `reminders.csv` is made of, a row per piece of an item: days in a row with one
/// principal and one rate.
public struct InterestReport: StreamedArtefact {
  private static let columns = [
    "company", "customer_id", "currency", "document_id", "instalment", "from", "through", "days", "principal", "rate",
    "interest",
  ]
  private var table: CSVTable

  public init(_ sink: any ArtefactSink, audience: CSVAudience = .machine) throws {
    table = try CSVTable(sink, path: "charges/interest.csv", columns: InterestReport.columns, audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for decision in outcome.decisions {
      guard let charges = decision.charges, !charges.items.isEmpty else { continue }
      for outcome in DocumentOrder.outcomes(of: decision) {
        if let item = charges.of(outcome.item) { try add(item, decision) }
      }
    }
  }

  /// The interest of the whole item stands with its last piece: single pieces are not rounded.
  private mutating func add(_ item: UnitCharges.Item, _ decision: UnitDecision) throws {
    for (place, piece) in item.interest.pieces.enumerated() {
      table.text(decision.company)
      table.text(decision.customer.id)
      table.text(decision.currency.code)
      table.key(decision.items[item.item].document)
      table.date(piece.from)
      table.date(piece.through)
      table.int(piece.days)
      table.money(piece.principal, decision.currency)
      table.text(piece.rate.description)
      let isLast = place == item.interest.pieces.count - 1
      if isLast { table.money(item.interest.amount, decision.currency) } else { table.empty() }
      try table.endRow()
    }
  }

  public mutating func finish() throws { try table.finish() }
}
