import Diff
import Ledger
import Store

/// Says so where tonight's files bring something that is dated in a closed period.
struct AfterCloseNotice {
  let state: State

  func remark(_ changes: [RowChange], _ book: Book, _ reading: inout NightReading) throws {
    guard let closed = try state.closings.newestDay() else { return }
    let help = "receivables ledger --to \(closed) shows what moved after it was closed"
    for change in changes where change.kind == .new && book.documents.rows[change.row].documentDate <= closed {
      reading.warn(
        code: "after-close",
        "document \(book.document(change.row).label) is new and dated in a period that is closed; \(help)")
    }
    for (row, what) in try moved(changes, book, closed) {
      reading.warn(
        code: "after-close",
        "document \(book.document(row).label) was open in a period that is closed and is \(what) now; \(help)")
    }
    for payment in reading.payments where payment.date <= closed {
      guard !(try state.payments.has(payment)) else { continue }
      reading.warn(
        code: "after-close", "payment \(payment.id) is new or changed and dated in a period that is closed; \(help)")
    }
  }

  /// Documents that were open at the end of the newest closed period and are another customer's since tonight, or in another currency: the past
  /// shows them there too.
  private func moved(_ changes: [RowChange], _ book: Book, _ closed: CalendarDate) throws -> [(row: Int, what: String)]
  {
    let moved = changes.compactMap { change -> (row: Int, what: String)? in
      let now = book.documents.rows[change.row]
      guard let before = change.before, min(before.documentDate, now.documentDate) <= closed else { return nil }
      if before.currency != now.currency { return (change.row, "in \(now.currency) and not in \(before.currency)") }
      return before.customer == now.customer
        ? nil : (change.row, "of customer \(book.customers.id(Int(now.customer)))")
    }
    guard !moved.isEmpty else { return [] }
    let past = try PastLedger(state.database, knownOn: nil).documents(moved.map { book.documents.stateIDs[$0.row] })
    let open = Set(past.filter { BalanceTimeline.balance($0.steps, asOf: closed) != 0 }.map(\.past.id))
    return moved.filter { open.contains(book.documents.stateIDs[$0.row]) }
  }
}
