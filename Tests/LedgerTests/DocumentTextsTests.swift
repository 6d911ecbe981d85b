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
    for (key, details) in [("1", "{}"), ("2", "{\"reference\":\"R2\",\"note\":\"no reminder_block\"}")] {
      let row = DocumentRow(
        amount: 1, balance: 1, key: book.documents.text.add(key), details: book.documents.text.add(details),
        customer: Int32(customer), documentDate: date, dueDate: date, currency: eur, company: 0, kind: .invoice)
      book.documents.add(row, stateID: 0, learnedOn: date)
    }
    let texts = book.documentTextsForAll
    #expect((0..<2).map { book.document(at: $0, texts).reference } == [nil, "R2"])
    #expect((0..<2).allSatisfy { book.document(at: $0, texts).detail("reminder_block") == nil })
    #expect((0..<2).map { book.document(at: $0, texts).details } == (0..<2).map { book.document($0).details })
    #expect(texts.mayHave("reference") && texts.mayHave("note"))
    #expect(!texts.mayHave("reminder_block") && !texts.mayHave("payment_method"))
  }

  /// Texts are looked through as they come, each once, and what came without a look when somebody asks.
  @Test func detailsAreLookedForAsTextsCome() {
    var documents = DocumentTable(expecting: 0)
    #expect(!documents.askedDetails.mayHave(.reference))
    for text in ["1{}", #"2{"reminder_block":"X"}"#, #"3{"references":"R"}"#] {
      let texts = Array(text.utf8)
      #expect(texts.withUnsafeBytes { documents.add(texts: $0) } == documents.text.count - texts.count)
    }
    #expect(documents.askedDetails.mayHave(.reminderBlock))
    #expect(!documents.askedDetails.mayHave(.reference))
    _ = documents.text.add(#"4{"reference":"R"}"#)
    #expect(documents.askedDetails.mayHave(.reference))
    #expect(!documents.askedDetails.mayHave(.paymentMethod))
  }

  private func add(_ id: String, to customers: inout CustomerTable) -> Int {
    var id = id
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    return id.withUTF8 {
      customers.add(company: 0, id: UnsafeRawBufferPointer($0), name: none, details: none, stateID: 0)
    }
  }
}
