import Ledger
import Testing

@testable import Diff

/// Rows are found by the order of the last export, by an index, or not at all: the outcome never depends on which.
@Suite struct FindingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var file: [Doc]
    /// New documents in the order of the file, and keys that were rejected because they stand there twice and differ.
    var new: [String]
    var conflicts: [String] = []
    var testDescription: String { name }
  }

  static func nord(_ id: String, _ balance: Int64) -> Doc { Doc(id: id, balance: balance, amount: balance, company: 1) }

  /// A first load: nothing is known. Keys that only rise need no index, the first that does not begins one.
  @Test(arguments: [
    Case(name: "rising", file: [doc("I1", 1), doc("I2", 2), doc("I3", 3)], new: ["I1", "I2", "I3"]),
    Case(name: "falling", file: [doc("I3", 3), doc("I2", 2), doc("I1", 1)], new: ["I3", "I2", "I1"]),
    Case(name: "the same twice, neighbours", file: [doc("I1", 1), doc("I1", 1), doc("I2", 2)], new: ["I1", "I2"]),
    Case(name: "the same twice, apart", file: [doc("I1", 1), doc("I2", 2), doc("I1", 1)], new: ["I1", "I2"]),
    Case(
      name: "different twice, neighbours", file: [doc("I1", 1), doc("I1", 2), doc("I2", 2)], new: ["I2"],
      conflicts: ["I1"]),
    Case(
      name: "different twice, apart, and once more", file: [doc("I1", 1), doc("I2", 2), doc("I1", 3), doc("I1", 1)],
      new: ["I2"], conflicts: ["I1"]),
    Case(
      name: "different after the order broke", file: [doc("I9", 1), doc("I1", 2), doc("I5", 3), doc("I9", 4)],
      new: ["I1", "I5"], conflicts: ["I9"]),
    Case(
      name: "two companies, each in its own order, with equal keys",
      file: [doc("I1", 1), nord("I1", 1), doc("I2", 2), nord("I0", 1), nord("I1", 1)], new: ["I1", "I1", "I2", "I0"]),
    Case(
      name: "instalments of one document",
      file: [doc("I1", 1), doc("I1\u{1F}1", 1), doc("I1\u{1F}10", 1), doc("I1\u{1F}2", 1), doc("I1\u{1F}10", 1)],
      new: ["I1", "I1", "I1", "I1"]),
    Case(
      name: "another customer is another content",
      file: [doc("I1", 1), Doc(id: "I1", balance: 1, amount: 1, customer: "C2")], new: [], conflicts: ["I1"]),
    Case(
      name: "other details are another content", file: [doc("I1", 1), doc("I1", 1, details: #"{"terms":"NET14"}"#)],
      new: [], conflicts: ["I1"]),
  ])
  func newDocuments(_ test: Case) {
    // With customers that the book knows, and without.
    for known in [[], [doc("X", 1), Doc(id: "Y", balance: 1, amount: 1, customer: "C2")]] {
      var book = book(known)
      let file = known + test.file
      var diff = diff(file, with: &book)
      #expect(diff.conflicts.values.map(\.id).sorted() == test.conflicts)
      var log = ChangeLog()
      log.apply(&diff, to: &book, file: 1, asOf: asOf)
      #expect(log.changes(in: book).map { book.document($0.row).id } == test.new)
    }
  }

  /// The book has ten documents; the file brings them in this order, with one new and one changed among them.
  @Test(arguments: [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [5, 6, 7, 8, 9, 0, 1, 2, 3, 4],
    [0, 2, 4, 6, 8, 1, 3, 5, 7, 9],
  ])
  func reorderedFiles(_ order: [Int]) {
    let known = (0...9).map { doc("I\($0)", 100 + Int64($0)) }
    var book = book(known)
    var file = order.map { known[$0] }
    file[3].balance -= 1
    file.insert(doc("I55", 7), at: 5)
    file.append(file[0])
    let changed = "I\(order[3]) part_paid \(100 + order[3])->\(99 + order[3])"
    #expect(changes(file, on: &book) == [changed, "I55 new 0->7"])
  }

  /// A file in another order than the book's, over several batches: falling, as if sorted by another column, and falling back into order.
  @Test(arguments: [7, 1, 199, 50])
  func otherOrders(_ step: Int) {
    let known = (0..<200).map { doc("I\(1000 + $0)", 100 + Int64($0)) }
    var book = book(known)
    var file = (0..<200).map { known[($0 * step + 199) % 200] }
    if step == 50 { file = known.reversed() + [] }
    let changed = file[120].id
    file[120].balance -= 1
    file.insert(doc("X", 7), at: 130)
    var diff = DocumentDiff(extent: .snapshot, namedCompanies: nil, book: book)
    for start in stride(from: 0, to: file.count, by: 30) {
      diff.take(batch(Array(file[start..<min(start + 30, file.count)]), for: book, from: start), book: &book)
    }
    var log = ChangeLog()
    log.apply(&diff, to: &book, file: 1, asOf: asOf)
    #expect(log.changes(in: book).map { book.document($0.row).id } == [changed, "X"])
    #expect(diff.unchanged == 199)
  }

  @Test func aCustomerThatChangesIsAChange() {
    var book = book([doc("I1", 1), Doc(id: "I2", balance: 1, amount: 1, customer: "C2")])
    let file = [
      Doc(id: "I1", balance: 1, amount: 1, customer: "C2"), Doc(id: "I2", balance: 1, amount: 1, customer: "C3"),
      Doc(id: "I3", balance: 1, amount: 1, customer: "C3"),
    ]
    var diff = diff(file, with: &book)
    var log = ChangeLog()
    log.apply(&diff, to: &book, file: 1, asOf: asOf)
    let changes = log.changes(in: book).map { ChangeLog.value($0, in: book) }
    #expect(changes.map(\.document.customerID) == ["C2", "C3", "C3"])
    #expect(changes.map(\.fields) == [["customer_id"], ["customer_id"], []])
    #expect(log.unannounced.map { book.customers.id($0) } == ["C3"])
  }
}
