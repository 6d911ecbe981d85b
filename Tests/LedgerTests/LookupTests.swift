import Testing

@testable import Ledger

/// Customers and documents are found by hashes, and never by a hash alone.
@Suite struct LookupTests {
  /// Two ids of which the index keeps the same half of the hash.
  static let twins: (String, String) = {
    var seen: [UInt32: String] = [:]
    for number in 0... {
      let id = "C\(number)"
      let hash = UInt32(truncatingIfNeeded: Array(id.utf8).withUnsafeBytes { KeyIndex.hash(0, $0) })
      if let other = seen[hash] { return (other, id) }
      seen[hash] = id
    }
    return ("", "")
  }()

  static func customers(_ ids: [(company: UInt16, id: String)]) -> CustomerTable {
    var table = CustomerTable(expecting: 0)
    for (company, id) in ids {
      _ = Array(id.utf8).withUnsafeBytes { table.add(company: company, id: $0, name: $0, details: $0, stateID: 0) }
    }
    return table
  }

  static func found(_ ids: [(company: UInt16, id: String)], in table: CustomerTable) -> [Int32] {
    var text = TextArena()
    let rows = ids.map { company, id in
      DocumentRow(
        amount: 0, balance: 0, key: .empty, details: PackedDetails(json: .empty), customerText: text.add(id),
        documentDate: CalendarDate(days: 0), dueDate: .missing, currency: Currency("EUR")!, company: company,
        kind: .invoice)
    }
    var found: [Int32] = [7, 7, 7]
    table.find(rows, text, into: &found)
    return found
  }

  @Test func customersOfManyDocuments() {
    let (a, b) = LookupTests.twins
    let table = LookupTests.customers([(0, "C"), (1, "C"), (0, a), (0, b), (0, "")])
    #expect(
      LookupTests.found([(1, "C"), (0, "C"), (0, b), (0, a), (0, "D"), (2, "C"), (0, ""), (0, "C")], in: table)
        == [1, 0, 3, 2, -1, -1, 4, 0])
    #expect(LookupTests.found([], in: table) == [])
    // A twin of a customer that is not there himself.
    #expect(LookupTests.found([(0, b), (0, a)], in: LookupTests.customers([(0, a)])) == [-1, 0])
    #expect(LookupTests.found([(0, "C"), (1, "")], in: LookupTests.customers([])) == [-1, -1])
  }

  static func add(_ key: String, company: UInt16 = 0, to table: inout DocumentTable) {
    let row = DocumentRow(
      amount: 1, balance: 1, key: table.text.add(key), details: PackedDetails(json: .empty),
      documentDate: CalendarDate(days: 0),
      dueDate: .missing, currency: Currency("EUR")!, company: company, kind: .invoice)
    table.add(row, stateID: 0, learnedOn: CalendarDate(days: 0))
  }

  @Test func documentsWithAndWithoutAnIndex() {
    let (a, b) = LookupTests.twins
    var table = DocumentTable(expecting: 0)
    func find(_ key: String, _ company: UInt16 = 0) -> Int? {
      Array(key.utf8).withUnsafeBytes { table.find(company: company, key: $0) }
    }
    #expect(find("I1") == nil)
    for key in ["I1", a, "I1\u{1F}1"] { LookupTests.add(key, to: &table) }
    LookupTests.add("I1", company: 1, to: &table)
    for isIndexed in [false, true] {
      if isIndexed { table.indexRows() }
      #expect(table.isIndexed == isIndexed)
      #expect([find("I1"), find(a), find(b), find("I1\u{1F}1"), find("I1", 1), find("I2")] == [0, 1, nil, 2, 3, nil])
    }
    // Rows that are added later are found before and after they are indexed too.
    LookupTests.add(b, to: &table)
    #expect(!table.isIndexed)
    #expect([find(b), find(a), find("I1")] == [4, 1, 0])
    table.indexRows()
    #expect([find(b), find(a), find("I1")] == [4, 1, 0])
    let batch =
      [(a, 0), (b, 0), ("I1", 1), ("I1", 2), ("I1\u{1F}1", 0), ("I1\u{1F}2", 0), ("I1", 0)] as [(String, UInt16)]
    var (text, found): (TextArena, [Int32]) = (TextArena(), [])
    let rows = batch.map { key, company in
      DocumentRow(
        amount: 1, balance: 1, key: text.add(key), details: PackedDetails(json: .empty),
        documentDate: CalendarDate(days: 0),
        dueDate: .missing, currency: Currency("EUR")!, company: company, kind: .invoice)
    }
    table.forgetIndex()
    table.find(rows, text, into: &found)
    #expect(found == [1, 4, 3, -1, 2, -1, 0])
    for number in 0..<500 { LookupTests.add("N\(number)", to: &table) }
    table.indexRows()
    #expect((0..<500).allSatisfy { find("N\($0)") == 5 + $0 })
  }

  @Test(arguments: [
    ("", false), ("remind", true), ("remin", false), ("xremind", true), ("remindx", true), ("rremind", true),
    ("reremind", true), ("remiremind", true), ("dnimer dnimer", false),
    (#"{"terms":"NET30","reminder_level":"1"}"#, true),
    (#"{"customer_name":"Reminder Ltd","status":"OPEN"}"#, false), ("reMind remend rem ind", false),
    (String(repeating: "d", count: 50) + "remind" + String(repeating: "d", count: 50), true),
  ])
  func wordsInTexts(_ text: String, _ isThere: Bool) {
    var arena = TextArena()
    for before in ["", "remind"] {
      _ = arena.add(before)
      let range = arena.add(text)
      _ = arena.add("nd remind")
      #expect(arena.mentions(range, "remind") == isThere)
    }
  }
}
