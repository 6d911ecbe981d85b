import Ledger
import Testing

@testable import Diff

/// Details of a file against those of the book: packed by the same shapes, they are equal where their JSON is.
@Suite struct DetailChangeTests {
  @Test(arguments: [
    (#"{"terms":"NET30"}"#, #"{"terms":"NET30"}"#, []), (#"{"terms":"NET30"}"#, #"{"terms":"NET14"}"#, ["terms"]),
    (#"{"terms":"NET30"}"#, #"{"status":"NET30"}"#, ["status", "terms"]), (#"{"terms":"NET30"}"#, "{}", ["terms"]),
    ("{}", #"{"note":"say \"yes\""}"#, ["note"]), (#"{"a":"1","b":"2"}"#, #"{"a":"1","b":"3","c":"4"}"#, ["b", "c"]),
    (#"{"a":"1","b":"23"}"#, #"{"a":"12","b":"3"}"#, ["a", "b"]),
  ])
  func fields(old: String, new: String, names: [String]) {
    let others = (0..<5).map { doc("X\($0)", 10, details: "{\"other \($0)\":\"x\"}") }
    var book = book(others + [doc("I1", 100, details: old)])
    var found = diff(others.reversed() + [doc("I1", 100, details: new)], with: &book)
    #expect(found.unchanged == (names.isEmpty ? 6 : 5))
    var log = ChangeLog()
    log.apply(&found, to: &book, file: 1, asOf: asOf)
    let current = book
    #expect(log.changes(in: book).map { ChangeLog.value($0, in: current).fields } == (names.isEmpty ? [] : [names]))
    #expect(book.document(5).details.json == new)
  }

  /// With more shapes than a table has numbers for, too.
  @Test func moreShapesThanNumbers() {
    let docs = (0..<4500).map { doc("I\($0)", 100, details: "{\"column \($0)\":\"x\"}") }
    var book = book(docs)
    #expect(diff(docs, with: &book).unchanged == docs.count)
    var other = docs
    other[4400].details = "{\"column 4400\":\"y\"}"
    #expect(changes(other, on: &book) == ["I4400 changed 100->100"])
  }
}
