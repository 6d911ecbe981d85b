import Ledger
import Testing

@testable import Store

@Suite struct DecisionTests {
  static func decision(_ id: String, kind: Decision.Kind = .hold, customer: String = "C1", until: String? = nil)
    -> Decision
  {
    Decision(
      company: "ACME", customerID: customer, kind: kind, id: id, documentID: "INV1", from: day("2026-11-19"),
      until: until.map(day), amount: "12.50", value: "v", note: "promised on the phone", by: "Vera", planID: "P1",
      learnedOn: day("2026-11-19"))
  }

  @Test func aDecisionComesBackWhole() throws {
    let tables = DecisionTables(try emptyState())
    let decision = DecisionTests.decision("D1", kind: .promise, until: "2026-12-01")
    try tables.insert(decision, asOf: day("2026-11-19"), run: 1)
    #expect(try tables.standing() == [decision])
    #expect(try tables.fates(company: "ACME").map(\.decision) == [decision])
    #expect(try tables.fates(company: "BETA").isEmpty)
  }

  @Test func otherContentUnderTheSameIdReplacesIt() throws {
    let tables = DecisionTables(try emptyState())
    try tables.insert(DecisionTests.decision("D1"), asOf: day("2026-11-19"), run: 1)
    try tables.insert(
      DecisionTests.decision("D1", kind: .promise, customer: "C2", until: "2026-12-01"), asOf: day("2026-11-20"), run: 2
    )
    let standing = try tables.standing()
    #expect(standing.map(\.kind) == [.promise])
    #expect(standing.map(\.customerID) == ["C2"], "a corrected customer is corrected here too")
    #expect(standing.first?.until == day("2026-12-01"))
    #expect(standing.first?.learnedOn == day("2026-11-19"), "it was first learned on the first night")
  }

  @Test func sharesOfAWriteOffStayWhileItGivesUpTheSame() throws {
    let tables = DecisionTables(try emptyState())
    var decision = DecisionTests.decision("W1", kind: .writeOff)
    let shares = [
      WriteOffShare(documentID: "INV1", instalment: "2", left: try Money("12.50", #require(Currency("EUR"))))
    ]
    try tables.insert(decision, asOf: day("2026-11-19"), run: 1)
    #expect(try tables.standing().first?.shares == nil)
    try tables.share("W1", shares)
    #expect(try tables.standing().first?.shares == shares)
    decision.note = "the same row with another note"
    try tables.insert(decision, asOf: day("2026-11-20"), run: 2)
    #expect(try tables.standing().first?.shares == shares)
    decision.amount = "20.00"
    try tables.insert(decision, asOf: day("2026-11-21"), run: 3)
    #expect(try tables.standing().first?.shares == shares, "more or less of the same")
    decision.documentID = "INV2"
    try tables.insert(decision, asOf: day("2026-11-22"), run: 4)
    #expect(try tables.standing().first?.shares == nil)
  }

  @Test func whatAWholeListHasNoMoreEnds() throws {
    let database = try emptyState()
    let tables = DecisionTables(database)
    for id in ["D1", "D2", "D3"] { try tables.insert(DecisionTests.decision(id), asOf: day("2026-11-19"), run: 1) }
    for id in ["D1", "D3"] { try tables.end(id, asOf: day("2026-11-20"), run: 2) }
    #expect(try tables.gone(since: day("2026-11-20")).map(\.decision.id) == ["D1", "D3"])
    #expect(try tables.gone(since: day("2026-11-21")).isEmpty)
    #expect(try tables.standing().map(\.id) == ["D2"])
    #expect(
      try database.shell("SELECT decision_id, ended_run FROM decision ORDER BY id", columns: 2) == [
        "D1|2", "D2|", "D3|2",
      ])
    // Back on the list, it stands again.
    try tables.insert(DecisionTests.decision("D1"), asOf: day("2026-11-21"), run: 3)
    #expect(try tables.standing().map(\.id) == ["D1", "D2"])
  }

  @Test func aSendActsOnce() throws {
    let tables = DecisionTables(try emptyState())
    try tables.insert(DecisionTests.decision("D1", kind: .send), asOf: day("2026-11-19"), run: 1)
    try tables.act("D1", run: 1)
    #expect(try tables.standing().isEmpty)
    try tables.insert(DecisionTests.decision("D1", kind: .send), asOf: day("2026-11-20"), run: 2)
    #expect(try tables.standing().isEmpty, "the same row in a later file does not send again")
  }
}
