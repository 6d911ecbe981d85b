import Ledger
import Store

extension CashResult {
  /// Money of a document came back on a day. What a credit note gave is no money.
  /// - Parameter row: -1: it is not in the book.
  mutating func addReturn(of row: Int, on day: CalendarDate, _ book: Book) {
    guard row >= 0, book.documents.rows[row].amount > 0 else { return }
    returned[row] = min(returned[row] ?? day, day)
  }

  /// The same of earlier nights, by keys of the state.
  mutating func addReturns(of earlier: [(document: Int64, on: CalendarDate)], _ book: Book) {
    for (back, row) in zip(earlier, book.documents.rows(of: earlier.map(\.document))) {
      addReturn(of: Int(row), on: back.on, book)
    }
  }
}

extension Payment {
  /// Whether the bank says that a collection of ours did not succeed, or was given back.
  var isReturnedCollection: Bool {
    money.minorUnits < 0
      && (details["method"] == "direct-debit" || details["return_reason"] != nil || details["reversal"] != nil)
  }
}
