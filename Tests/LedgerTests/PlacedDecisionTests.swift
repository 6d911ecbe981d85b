import Testing

@testable import Ledger

private func decided(
  _ kind: Decision.Kind, _ customer: String, _ document: String? = "INV-1", id: String = "D", value: String? = nil,
  learned: Int = 1
) -> Decision {
  Decision(
    company: "ACME", customerID: customer, kind: kind, id: id, documentID: document, value: value,
    learnedOn: CalendarDate("2026-11-01")!.adding(days: learned))
}

/// Under whom decisions about documents count.
@Suite struct PlacedDecisionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var owners: DocumentOwners?
    var decisions: [Decision]
    var placed: [String]
    init(_ why: String, _ owners: DocumentOwners?, _ decisions: [Decision], _ placed: String...) {
      (testDescription, self.owners, self.decisions, self.placed) = (why, owners, decisions, placed)
    }
  }

  static let c2 = DocumentOwners(now: [.init(id: "C2")])
  static let moved = DocumentOwners(now: [.init(id: "C2")], before: ["C1"])
  static let split = DocumentOwners(now: [.init(id: "C1"), .init(id: "C2")])
  static let branch = DocumentOwners(now: [.init(id: "C2", payer: "P")])

  static let rows: [Row] = [
    Row("its own customer's", c2, [decided(.hold, "C2")], "C2 hold INV-1"),
    Row("of a document that nobody knows", nil, [decided(.hold, "C1")], "C1 hold INV-1"),
    Row("of the whole customer", c2, [decided(.hold, "C1", nil)], "C1 hold"),
    Row("in the row of another", c2, [decided(.hold, "C1")], "C2 hold INV-1 of C1, mistaken"),
    Row("of a document that moved", moved, [decided(.promise, "C1")], "C2 promise INV-1 of C1"),
    Row("in the row of who pays for its customer", branch, [decided(.hold, "P")], "P hold INV-1"),
    Row("instalments of two", split, [decided(.hold, "C1")], "C1 hold INV-1", "C2 hold INV-1 of C1"),
    Row("a send stays", moved, [decided(.send, "C1")], "C1 send INV-1"),
    Row("a score is about the customer", c2, [decided(.score, "C1", value: "5")], "C1 score INV-1 =5"),
    Row(
      "a hard stop is of both", c2, [decided(.insolvency, "C1")], "C1 insolvency INV-1",
      "C2 insolvency INV-1 of C1, mistaken"),
    Row(
      "a release of a stranger stays", c2, [decided(.hold, "C2"), decided(.release, "C1", id: "R", value: "hold")],
      "C2 hold INV-1", "C1 release INV-1 =hold"),
    Row(
      "a release of who had the document goes with it", moved,
      [decided(.hold, "C2"), decided(.release, "C1", id: "R", value: "hold")],
      "C2 hold INV-1", "C2 release INV-1 of C1 =hold"),
    Row(
      "a release of the row's customer ends what moved, and that alone", c2,
      [decided(.hold, "C1"), decided(.hold, "C2", id: "E"), decided(.release, "C1", nil, id: "R", value: "hold")],
      "C1 release =hold", "C2 hold INV-1 of C1, mistaken", "C2 hold INV-1", "C2 release INV-1 of C1 =D"),
    Row(
      "one by id, too, of a stranger", c2, [decided(.hold, "C1"), decided(.release, "C1", id: "R", value: "D")],
      "C1 release INV-1 =D", "C2 hold INV-1 of C1, mistaken", "C2 release INV-1 of C1 =D"),
    Row(
      "not one that came before it", c2,
      [decided(.hold, "C1", learned: 3), decided(.release, "C1", nil, id: "R", value: "hold")],
      "C1 release =hold", "C2 hold INV-1 of C1, mistaken"),
    Row(
      "nor one of another document", c2, [decided(.hold, "C1"), decided(.release, "C1", "INV-9", id: "R", value: "D")],
      "C1 release INV-9 =D", "C2 hold INV-1 of C1, mistaken"),
  ]

  @Test(arguments: rows) func counts(_ row: Row) {
    let placed = Decision.placed(row.decisions) { $0.documentID == "INV-1" ? row.owners : nil }
    let told = placed.map { decision in
      let named = decision.namedCustomer.map { " of \($0)\(decision.isMistaken ? ", mistaken" : "")" } ?? ""
      let document = decision.documentID.map { " \($0)" } ?? ""
      return "\(decision.customerID) \(decision.kind.rawValue)\(document)\(named)"
        + (decision.value.map { " =\($0)" } ?? "")
    }
    #expect(told == row.placed)
  }

  @Test func ofAnInstalment() {
    let placed = Decision.placed([
      decided(.hold, "C1", "INV-1/2"), decided(.release, "C1", "INV-1", id: "R", value: "D"),
    ]) { $0.documentID == "INV-1/2" ? Self.c2 : Self.split }
    #expect(placed.filter { $0.customerID == "C2" && $0.kind == .release }.map(\.documentID).contains("INV-1"))
  }
}
