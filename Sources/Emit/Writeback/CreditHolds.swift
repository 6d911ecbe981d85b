import Formats
import Ledger
import Pipeline

/// `writeback/credit-holds.csv`: whose orders on credit the ERP is to stop from tonight on, and whose to take again. Each is in one run's
/// file once.
public enum CreditHolds {
  private static let columns = [
    "company", "customer_id", "action", "reasons", "currency", "credit_limit", "exposure", "overdue", "oldest_days",
    "held_since", "note",
  ]

  /// - Parameter holds: in byte order of company and customer.
  public static func write(_ holds: [CreditHold], audience: CSVAudience, to sink: any ArtefactSink) throws {
    var table = try CSVTable(sink, path: "writeback/credit-holds.csv", columns: columns, audience: audience)
    for hold in holds { try add(hold, to: &table) }
    try table.finish()
  }

  private static func add(_ hold: CreditHold, to table: inout CSVTable) throws {
    table.text(hold.company)
    table.text(hold.customerID)
    table.text(hold.action.rawValue)
    table.list(hold.reasons.map(\.rawValue))
    if let position = hold.position {
      table.text(position.currency.code)
      if let limit = position.limit { table.money(limit, position.currency) } else { table.empty() }
      table.money(position.exposure, position.currency)
      table.money(position.overdue, position.currency)
      table.int(position.oldestDays)
    } else {
      for _ in 0..<5 { table.empty() }
    }
    table.date(hold.heldSince)
    table.text(hold.note.isEmpty ? nil : hold.note)
    try table.endRow()
  }
}
