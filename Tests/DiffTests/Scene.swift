import Ledger
import Pipeline

@testable import Diff

/// A book and files for it, in a few words: `doc("I1", 100)` is an open invoice of customer C1 over 100.00 EUR.
struct Doc {
  var id: String
  var balance: Int64
  var amount: Int64
  var due = "2026-10-01"
  var customer = "C1"
  var company: UInt16 = 0
  var currency = "EUR"
  var details = "{}"
  var isVoid = false
}

func doc(_ id: String, _ balance: Int64, amount: Int64? = nil, due: String = "2026-10-01", details: String = "{}")
  -> Doc
{
  Doc(id: id, balance: balance, amount: amount ?? balance, due: due, details: details)
}

let asOf = CalendarDate("2026-11-20")!

/// A book as the state would give it: every document has a key in the state.
func book(_ docs: [Doc]) -> Book {
  var book = Book(companies: ["ACME", "NORD"])
  for (index, doc) in docs.enumerated() {
    let customer = customer(doc, &book)
    var row = row(doc, text: &book.documents.text, shapes: &book.documents.shapes)
    row.customer = customer
    book.documents.add(row, stateID: Int64(index + 1), learnedOn: CalendarDate("2026-11-19")!)
  }
  return book
}

private func customer(_ doc: Doc, _ book: inout Book) -> Int32 {
  if let known = book.customers.find(company: doc.company, id: doc.customer) { return Int32(known) }
  let (id, details) = (Array(doc.customer.utf8), Array("{}".utf8))
  return id.withUnsafeBytes { id in
    details.withUnsafeBytes {
      Int32(book.customers.add(company: doc.company, id: id, name: id, details: $0, stateID: 7))
    }
  }
}

private func row(_ doc: Doc, text: inout TextArena, shapes: inout DetailShapes) -> DocumentRow {
  DocumentRow(
    amount: doc.amount * 100, balance: doc.balance * 100, key: text.add(doc.id),
    details: Array(doc.details.utf8).withUnsafeBytes { shapes.add($0, to: &text) },
    customerText: text.add(doc.customer), documentDate: CalendarDate("2026-09-01")!, dueDate: CalendarDate(doc.due)!,
    currency: Currency(doc.currency)!, company: doc.company, kind: doc.balance < 0 ? .creditNote : .invoice,
    flags: doc.isVoid ? .void : [])
}

/// Compares a file with the book.
func diff(
  _ docs: [Doc], with book: inout Book, extent: DocumentDiff.Extent = .snapshot, companies: [UInt16]? = nil
) -> DocumentDiff {
  var diff = DocumentDiff(extent: extent, namedCompanies: companies, book: book)
  diff.take(batch(docs, for: book), book: &book)
  return diff
}

/// Rows of a file, of which the first is the record `from + 1`.
func batch(_ docs: [Doc], for book: Book, from: Int = 0) -> DocumentBatch {
  var batch = DocumentBatch()
  batch.shapes = book.documents.shapes
  for (index, doc) in docs.enumerated() {
    let record = from + index + 1
    batch.rows.append(row(doc, text: &batch.text, shapes: &batch.shapes))
    batch.positions.append(RecordPosition(record: record, lineFrom: record + 1, lineTo: record + 1, byteOffset: 0))
  }
  return batch
}

/// Applies a file and tells what changed: id, kind, old and new balance in whole units.
func changes(_ docs: [Doc], on book: inout Book, extent: DocumentDiff.Extent = .snapshot) -> [String] {
  var diff = diff(docs, with: &book, extent: extent)
  var log = ChangeLog()
  log.apply(&diff, to: &book, file: 1, asOf: asOf)
  let current = book
  return log.changes(in: book).map { change in
    let value = ChangeLog.value(change, in: current)
    return "\(value.document.id) \(value.kind.rawValue) \(value.oldBalance / 100)->\(value.document.balance / 100)"
  }
}
