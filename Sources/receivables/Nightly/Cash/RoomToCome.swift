import Cash
import Ledger

/// More money than its document has open tonight, while the ERP shows money on it that came back and it has yet to take back: there will be room once it
/// has. What is left is asked about again every night, as money that names what is paid.
struct RoomToCome {
  let source: CashItems

  func settle(_ findings: inout CashApplication.Findings, _ items: [CashItem]) {
    let places = findings.open.indices.filter { findings.open[$0].reason == .overPayment }
    guard !places.isEmpty, !source.released.isEmpty else { return }
    let matches = Dictionary(grouping: findings.matches, by: \.entry)
    for at in places {
      let own = matches[findings.open[at].entry] ?? []
      if own.contains(where: { isOwed(items[$0.item]) }) { findings.open[at].reason = .alreadyPaid }
    }
  }

  /// What is open of it can be paid already.
  private func isOwed(_ item: CashItem) -> Bool {
    guard source.released.owed(item.stateID) > 0 else { return false }
    return item.row < 0 || source.book.documents.rows[item.row].balance == 0
  }
}
