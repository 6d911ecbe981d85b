import Ledger
import Testing

@testable import Store

/// Payments of those who have promised to pay are found by their customer.
@Suite struct PromisersPaymentsTests {
  private func payment(_ id: String, _ customer: String, _ date: String) -> Payment {
    Payment(
      company: "ACME", id: id, customerID: customer, date: day(date),
      money: Money(minorUnits: 600_00, currency: Currency("EUR")!))
  }

  private let c1 = PromisersPayments.Customer(company: "ACME", id: "C1")

  @Test func onlyThoseOfPromisersAreMarked() throws {
    let database = try emptyState()
    let tables = PromisersPayments(database)
    try PaymentTables(database).insert([payment("P1", "C1", "2026-11-01"), payment("P2", "C2", "2026-11-02")], run: 1)
    #expect(try tables.paid(by: c1, since: day("2026-10-01")).isEmpty, "nobody has promised yet")
    #expect(try tables.paid(by: [c1], since: day("2026-11-01")).map(\.id) == ["P1"])
    #expect(try tables.paid(by: [c1], since: day("2026-11-02")).isEmpty)

    let promise = DecisionTests.decision("D1", kind: .promise, until: "2026-12-01")
    try DecisionTables(database).insert(promise, asOf: day("2026-11-19"), run: 2)
    #expect(try tables.promisers() == [c1])
    try tables.mark([c1], since: day("2026-10-15"))
    let later = [payment("P3", "C1", "2026-11-20"), payment("P4", "C2", "2026-11-20")]
    try PaymentTables(database).insert(later, run: 3, promisers: [c1])
    #expect(try tables.paid(by: c1, since: day("2026-10-01")).map(\.id) == ["P1", "P3"])
    #expect(try tables.paid(by: c1, since: day("2026-11-02")).map(\.id) == ["P3"])
    // Corrected: it is the other one's.
    try PaymentTables(database).insert([payment("P3", "C2", "2026-11-20")], run: 4, promisers: [c1])
    #expect(try tables.paid(by: c1, since: day("2026-10-01")).map(\.id) == ["P1"])
  }

  /// A state of before: those who promised then are marked.
  @Test func anOlderStateIsMarkedOnce() throws {
    let database = try emptyState()
    try database.execute(
      "DROP INDEX payment_promised; DROP INDEX payment_placed; ALTER TABLE payment DROP COLUMN promised")
    try database.execute(
      """
      INSERT INTO payment VALUES(1, 'ACME', 'P1', 'C1', 20000, 'EUR', 100, NULL, '{}', 1),
        (2, 'ACME', 'P2', 'C2', 20000, 'EUR', 100, NULL, '{}', 1);
      """)
    let promise = DecisionTests.decision("D1", kind: .promise, until: "2026-12-01")
    try DecisionTables(database).insert(promise, asOf: day("2026-11-19"), run: 1)
    try database.execute(PromisersPayments.layout)
    #expect(try PromisersPayments(database).paid(by: c1, since: .missing).map(\.id) == ["P1"])
  }
}
