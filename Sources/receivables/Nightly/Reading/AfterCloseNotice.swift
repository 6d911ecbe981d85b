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
    for payment in reading.payments where payment.date <= closed {
      guard !(try state.payments.has(payment)) else { continue }
      reading.warn(
        code: "after-close", "payment \(payment.id) is new or changed and dated in a period that is closed; \(help)")
    }
  }
}
