import Ledger
import Store

extension CashResult {
  /// Money of a document came back. What a credit note gave is no money.
  mutating func addReturn(of row: Int, _ payment: Payment, _ book: Book) {
    guard row >= 0, book.documents.rows[row].amount > 0 else { return }
    returned[row] = min(returned[row] ?? payment.date, payment.date)
  }

  /// The same of earlier nights, by keys of the state.
  mutating func addReturns(of earlier: [(document: Int64, on: CalendarDate)], _ book: Book) {
    guard !earlier.isEmpty else { return }
    for (back, row) in zip(earlier, book.documents.rows(of: earlier.map(\.document))) where row >= 0 {
      guard book.documents.rows[Int(row)].amount > 0 else { continue }
      returned[Int(row)] = min(returned[Int(row)] ?? back.on, back.on)
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
