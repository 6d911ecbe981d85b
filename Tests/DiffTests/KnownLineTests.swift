import Ledger
import Testing

@testable import Diff

/// Lines that are known from an earlier night: what they say is what reading them would say.
@Suite struct KnownLineTests {
  /// A line per document, as its hash; the text does not matter here.
  private func line(_ doc: Doc) -> UInt64 {
    var text = "\(doc)"
    return text.withUTF8 { LineHash.of(UnsafeRawBufferPointer($0), 1) }
  }

  /// Reads a file as a night does: known lines by themselves, the others in batches. Gives the ids that had to be read.
  @discardableResult
  private func read(_ docs: [Doc], _ diff: inout DocumentDiff, _ book: inout Book) -> [String] {
    var read: [String] = []
    for (at, doc) in docs.enumerated() {
      if let row = diff.known(line(doc), &book) {
        diff.take(
          known: row, RecordPosition(record: at + 1, lineFrom: at + 2, lineTo: at + 2, byteOffset: 0), &book)
      } else {
        read.append(doc.id)
        var one = batch([doc], for: book, from: at)
        one.lines = [line(doc)]
        diff.take(one, book: &book)
      }
    }
    return read
  }

  private func night(_ docs: [Doc], _ book: inout Book) -> (read: [String], totals: [String], unchanged: Int) {
    var diff = DocumentDiff(extent: .snapshot, namedCompanies: nil, book: book)
    let found = read(docs, &diff, &book)
    let text = book.documents.text
    let totals = diff.totals.map { total in
      "\(total.company) \(total.rows) \(total.balance) \(total.open) \(total.tail.map { text.string($0) })"
    }
    let unchanged = diff.unchanged
    var log = ChangeLog()
    log.apply(&diff, to: &book, file: 1, asOf: asOf)
    return (found, totals, unchanged)
  }

  private static let docs = (1...40).map { invoice("INV\($0)", Int64($0), company: UInt16($0 % 2)) }

  private static func invoice(_ id: String, _ balance: Int64, company: UInt16) -> Doc {
    Doc(id: id, balance: balance, amount: balance, company: company)
  }

  @Test func onlyWhatChangedIsRead() {
    var book = Book(companies: ["ACME", "NORD"])
    #expect(night(KnownLineTests.docs, &book).read.count == 40)
    var tonight = KnownLineTests.docs
    tonight[20].balance = 5
    tonight.remove(at: 7)
    tonight.insert(KnownLineTests.invoice("INV99", 3, company: 1), at: 30)
    let found = night(tonight, &book)
    // The first line of the second company is not looked for before a line of it is found.
    #expect(Set(found.read).isSubset(of: ["INV1", "INV2", "INV21", "INV99"]))
    #expect(Set(found.read).isSuperset(of: ["INV21", "INV99"]))
    #expect(found.unchanged == 38)
  }

  @Test func totalsAreThoseOfReading() {
    var (known, plain) = (Book(companies: ["ACME", "NORD"]), Book(companies: ["ACME", "NORD"]))
    _ = night(KnownLineTests.docs, &known)
    _ = night(KnownLineTests.docs, &plain)
    plain.documents.lines = KnownLines()
    var tonight = KnownLineTests.docs
    tonight[3].balance = 77
    let (a, b) = (night(tonight, &known), night(tonight, &plain))
    #expect(a.read.count < b.read.count && b.read.count == 40)
    #expect(a.totals == b.totals && a.unchanged == b.unchanged)
  }

  @Test(arguments: ["balance", "amount", "details", "due", "void"])
  func aDocumentThatSomethingElseChangedIsRead(_ field: String) {
    var book = Book(companies: ["ACME", "NORD"])
    _ = night(KnownLineTests.docs, &book)
    let other = Array("{\"x\":\"y\"}".utf8).withUnsafeBytes { book.documents.add(details: $0) }
    switch field {
    case "balance": book.documents.rows[0].balance += 1
    case "amount": book.documents.rows[0].amount += 1
    case "details": book.documents.rows[0].details = other
    case "due": book.documents.rows[0].dueDate = .missing
    default: book.documents.rows[0].flags = .void
    }
    #expect(night(KnownLineTests.docs, &book).read.contains(KnownLineTests.docs[0].id))
  }

  /// Marks hold on the next night, when the book has other numbers for the same names.
  @Test func marksDoNotDependOnNumbersOfShapes() {
    func docs(_ names: [String]) -> [Doc] {
      names.enumerated().map { at, name in
        var doc = KnownLineTests.invoice("INV\(at)", 7, company: 0)
        doc.details = "{\"\(name)\":\"1\"}"
        return doc
      }
    }
    var book = Book(companies: ["ACME", "NORD"])
    _ = night(docs(["a", "b", "c"]), &book)
    var again = DiffTests.book(Array(docs(["a", "b", "c"]).reversed()))
    #expect(again.documents.rows.count == 3)
    for row in 0..<3 { again.documents.lines.load(book.documents.lines[2 - row], of: row) }
    var swapped = Array(docs(["a", "b", "c"]).reversed())
    #expect(night(swapped, &again).read.isEmpty)
    swapped[1].details = "{\"a\":\"1\"}"
    #expect(night(swapped, &again).read == ["INV1"])
  }

  @Test func aKnownLineThatStandsTwiceIsCountedOnce() {
    var book = Book(companies: ["ACME", "NORD"])
    _ = night(KnownLineTests.docs, &book)
    var diff = DocumentDiff(extent: .snapshot, namedCompanies: nil, book: book)
    var other = KnownLineTests.docs[0]
    other.balance = 9
    read([KnownLineTests.docs[0], KnownLineTests.docs[0], KnownLineTests.docs[2], other], &diff, &book)
    #expect(diff.repeated == 1)
    #expect(diff.conflicts.values.map(\.records) == [[1, 4]])
    #expect(diff.unchanged == 1)
  }

  /// No two of many lines that differ in one byte or in their length have one hash.
  @Test func hashesTellLinesApart() {
    var seen: Set<UInt64> = []
    var lines = 0
    for length in 0..<70 {
      for at in 0...length {
        var bytes = [UInt8](repeating: 0, count: length)
        if at < length { bytes[at] = UInt8(at + 1) }
        seen.insert(bytes.withUnsafeBytes { LineHash.of($0, 7) })
        lines += 1
      }
    }
    #expect(seen.count == lines)
  }
}
