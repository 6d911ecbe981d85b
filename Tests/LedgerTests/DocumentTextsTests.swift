import Testing

@testable import Ledger

/// A word that nowhere stands is told from one that does, wherever it stands.
@Suite struct DocumentTextsTests {
  static let words: [StaticString] = ["\"reference\"", "\"reminder_block\"", "eeeeeeee"]

  @Test(arguments: [
    "", "\"", "reference", "\"reference\"", "{\"reference\":\"x\"}", "a\"a\"reference\"", "\"reference\"\"reference",
    "\"reminder_block_until\":\"reminder_block\"", "reeference", "eeeeeeee", "eeebeeeeeeee", "eeeeeee",
    "\"reminder_bloc\"",
  ])
  func holds(text: String) {
    var arena = TextArena()
    _ = arena.add(text)
    for word in DocumentTextsTests.words {
      let wanted = Array("\(word)".utf8)
      let all = Array(text.utf8)
      let isThere = all.indices.contains { all[$0...].starts(with: wanted) }
      #expect(arena.holds(word) == isThere, "\(word) in \(text)")
    }
  }

  /// In a text long enough to be searched in four places: at both ends, and around the borders of its quarters.
  @Test(arguments: [0, 1100, 2200, 3300, 4400])
  func holdsAnywhere(border: Int) {
    let length = 4400
    let word = Array("\"reference\"".utf8)
    for place in max(0, border - 24)...min(length - word.count, border + 2) {
      var text = [UInt8](repeating: UInt8(ascii: "e"), count: length)
      text.replaceSubrange(place..<(place + word.count), with: word)
      var arena = TextArena()
      _ = text.withUnsafeBytes { arena.add($0) }
      #expect(arena.holds("\"reference\""), "at \(place)")
      #expect(!arena.holds("\"references\""))
      #expect(!arena.holds("\"terms\":\""))
    }
  }

  /// What no document has is passed over; what one has is found in it, and in no other.
  @Test func detailsOfAllDocuments() throws {
    let date = try #require(CalendarDate("2026-11-27"))
    let eur = try #require(Currency("EUR"))
    var book = Book(companies: ["A"])
    let customer = add("C", to: &book.customers)
    let all = ["{}", #"{"reference":"R2","note":"no reminder_block"}"#]
    for (key, details) in zip(["1", "2"], all) {
      let row = DocumentRow(
        amount: 1, balance: 1, key: book.documents.text.add(key),
        details: Array(details.utf8).withUnsafeBytes { book.documents.add(details: $0) },
        customer: Int32(customer), documentDate: date, dueDate: date, currency: eur, company: 0, kind: .invoice)
      book.documents.add(row, stateID: 0, learnedOn: date)
    }
    let documents = (0..<2).map { book.document($0) }
    #expect(documents.map(\.reference) == [nil, "R2"])
    #expect(documents.map { $0.detail("reminder_block") } == [nil, nil])
    #expect(documents.map(\.details.json) == all)
    #expect(documents.map { $0.mayHave("reference") } == [false, true])
    #expect(book.documents.shapes.mayHave("reference") && book.documents.shapes.mayHave("note"))
    #expect(!book.documents.shapes.mayHave("reminder_block") && !book.documents.shapes.mayHave("payment_method"))
  }

  private func add(_ id: String, to customers: inout CustomerTable) -> Int {
    var id = id
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    return id.withUTF8 {
      customers.add(company: 0, id: UnsafeRawBufferPointer($0), name: none, details: none, stateID: 0)
    }
  }
}
