import Ledger

/// A row of the state about a customer, as texts by column; cells without a value are left out.
public struct CustomerRow: Sendable {
  public var table: String
  public var cells: [(column: String, value: String)]
}

extension ErasureTables {
  /// Every row of the state about a customer: of each table whatever leads to it by customer, document, message or payment, so that a table that is
  /// added to the layout is found too. Days and runs are written as people write them; money stays in minor units.
  public func rows(company: String, customer: String, _ traces: CustomerTraces) throws -> [CustomerRow] {
    let runs = Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT id, run FROM run", row: { ($0.int64(0), $0.text(1)) }))
    let companies = Dictionary(
      uniqueKeysWithValues: try database.rows("SELECT id, company FROM company", row: { ($0.int64(0), $0.text(1)) }))
    return try tables().flatMap { table -> [CustomerRow] in
      guard table.name != "erasure", let (condition, values) = leading(table, company, customer, traces) else {
        return []
      }
      let names = table.columns.map(\.name)
      let order = names.indices.map { "\($0 + 1)" }.joined(separator: ", ")
      return try database.rows(
        "SELECT \(names.joined(separator: ", ")) FROM \(table.name) WHERE \(condition) ORDER BY \(order)",
        values: values
      ) { row in
        let cells = names.enumerated().compactMap { place, name -> (String, String)? in
          guard !row.isNull(place), !table.has(name, "BLOB") else { return nil }
          let isNumber = table.has(name, "INTEGER")
          if isNumber, ErasureTables.isDay(name) { return (name, "\(CalendarDate(days: Int32(row.int(place))))") }
          if isNumber, name == "run" || name.hasSuffix("_run") {
            return (name, runs[row.int64(place)] ?? row.text(place))
          }
          if isNumber, name == "company" { return (name, companies[row.int64(place)] ?? row.text(place)) }
          return (name, row.text(place))
        }
        return CustomerRow(table: table.name, cells: cells)
      }
    }
  }

  /// By what a table's rows lead to the customer; nil where they do not.
  private func leading(
    _ table: Table, _ company: String, _ customer: String, _ traces: CustomerTraces
  ) -> (String, [Value])? {
    let key: [Value] = [.text(company), .text(customer)]
    let row = [Value.int(traces.row)]
    let documents = "SELECT id FROM document WHERE customer = ?"
    let payments = "SELECT id FROM payment WHERE company = ? AND customer_id = ?"
    if table.name == "customer" { return ("id = ?", row) }
    if table.name == "decision" {
      let named =
        "SELECT document_id FROM document WHERE customer = ? UNION "
        + "SELECT document_id || '/' || instalment FROM document WHERE customer = ? AND instalment <> ''"
      return ("company = ? AND (customer_id = ? OR document_id IN (\(named)))", key + row + row)
    }
    if table.has("company", "TEXT"), table.has("customer_id", "TEXT") {
      return ("company = ? AND customer_id = ?", key)
    }
    if table.has("customer", "INTEGER") { return ("customer = ?", row) }
    if table.has("payment", "INTEGER"), table.has("document", "INTEGER") {
      return ("document IN (\(documents)) OR payment IN (\(payments))", row + key)
    }
    if table.has("document", "INTEGER") { return ("document IN (\(documents))", row) }
    if table.has("payment", "INTEGER") { return ("payment IN (\(payments))", key) }
    if table.has("message", "INTEGER") {
      return ("message IN (SELECT id FROM message WHERE company = ? AND customer_id = ?)", key)
    }
    if table.has("claim", "INTEGER") {
      return ("claim IN (SELECT id FROM claim WHERE company = ? AND customer_id = ?)", key)
    }
    if table.has("company", "TEXT"), table.has("document_id", "TEXT") {
      return ("company = ? AND document_id IN (SELECT document_id FROM document WHERE customer = ?)", [key[0]] + row)
    }
    if table.name == "attention" {
      return ("instr(what, ?) > 0", [.text("\(company) \(customer)")])
    }
    return nil
  }

  /// Columns that hold days since 1970.
  private static func isDay(_ name: String) -> Bool {
    name.hasSuffix("_on") || name.hasSuffix("_date") || name.hasSuffix("_day")
      || ["as_of", "pay_by", "held_until", "since"].contains(name)
  }
}
