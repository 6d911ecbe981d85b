import Ledger
import Testing

@testable import Emit

/// By the bytes of document id, then instalment, then customer, however much of them is the same.
@Suite struct DocumentOrderTests {
  static let ids = [
    "2026-0010", "2026-0009", "2026-000", "2026-0", "9", "", "R", "R-10000001", "R-10000000", "Ä", "R1",
  ]

  @Test func keys() {
    var items = DocumentOrderTests.ids.map { item($0, 1_00, late: 3) }
    items += [item("R", 1_00, late: 1, instalment: "2"), item("R", 1_00, late: 1, instalment: "10")]
    items += [item("R", 1_00, late: 1, of: "C0")]
    let places = DocumentOrder.places(of: items, in: items.indices)
    #expect(places.map { items[$0].document.label }.prefix(5) == ["", "2026-0", "2026-000", "2026-0009", "2026-0010"])
    #expect(
      places.map { items[$0].document.label }.suffix(8) == [
        "R", "R", "R/10", "R/2", "R-10000000", "R-10000001", "R1", "Ä",
      ])
    #expect(places.filter { items[$0].document.label == "R" }.map { items[$0].document.customerID } == ["C0", "C1"])
  }

  @Test func onlyTheRangeIsOrdered() {
    let items = ["d", "c", "b", "a"].map { item($0, 1_00, late: 3) }
    #expect(DocumentOrder.places(of: items, in: 1..<3) == [2, 1])
    #expect(DocumentOrder.places(of: items, in: 0..<0).isEmpty)
  }
}
