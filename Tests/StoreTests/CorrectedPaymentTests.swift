import Testing

@testable import Store

@Suite struct CorrectedPaymentTests {
  /// A file of a thousand corrected payments looked through all closed documents a thousand times.
  @Test func whatIsNotedOfMoneyIsFoundByIds() throws {
    let database = try emptyState()
    let triggers = try database.shell(
      "SELECT name || ' ' || substr(sql, instr(sql, 'BEGIN') + 6) FROM sqlite_schema WHERE type = 'trigger' "
        + "AND sql LIKE '%INSERT INTO document_paid_late%'", columns: 1)
    #expect(triggers.contains { $0.hasPrefix("payment_corrected ") })
    for trigger in triggers {
      for statement in trigger.split(separator: ";") {
        guard let select = statement.firstRange(of: "SELECT") else { continue }
        let query = String(statement[select.lowerBound...]).replacing(/(NEW|OLD)\.[a-z_]+/, with: "'1'")
        let plan = try database.shell("EXPLAIN QUERY PLAN \(query)", columns: 4)
        let slow = plan.filter { $0.contains("|SCAN") || $0.hasSuffix("closed_document (company=?)") }
        #expect(slow.isEmpty, "\(trigger.prefix(30))")
      }
    }
  }

  /// Interest asks for the date of whatever was applied and is no payment.
  @Test func aCreditIsFoundByItsId() throws {
    let plan = try emptyState().shell(
      "EXPLAIN QUERY PLAN SELECT \(ChargeTables.creditDate(of: "'ACME'", "'CN1'"))", columns: 4)
    #expect(plan.contains { $0.contains("document_credit_id (company=? AND document_id=?)") }, "\(plan)")
  }
}
