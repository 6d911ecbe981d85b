import Ledger
import Store

/// What becomes of claims because of what tonight's files tell of the documents that they are about.
extension Charging {
  /// Rows of the book, by key in the state, of the documents that claims are about; what is closed for longer is not among them.
  func claimedRows(_ book: Book) -> [Int64: Int] {
    let wanted = Set(claims.claims.flatMap(\.documentKeys))
    var rows: [Int64: Int] = [:]
    for (row, key) in book.documents.stateIDs.enumerated() where key != 0 && wanted.contains(key) { rows[key] = row }
    return rows
  }

  /// Gives up the lump sum of an invoice that was voided or credited in full, and the fee that no other document called for.
  mutating func giveUpCancelled(_ rows: [Int64: Int], _ book: Book) throws {
    var cancelled: Set<Int64> = []
    for (key, row) in rows where try isCancelledInFull(key, row, book) { cancelled.insert(key) }
    guard !cancelled.isEmpty else { return }
    for claim in claims.claims where claim.isOpen && claim.kind != .interest {
      let others = claim.documentKeys.filter { !cancelled.contains($0) }
      guard others.count < claim.documentKeys.count,
        try others.allSatisfy({ try rows[$0] == nil && state.charges.wasCancelled($0) })
      else { continue }
      claims.giveUp(claim.id, by: "cancelled", asOf: asOf)
    }
  }

  /// Void, or closed tonight by credits alone: what was paid in part was owed.
  private func isCancelledInFull(_ key: Int64, _ row: Int, _ book: Book) throws -> Bool {
    if book.documents.rows[row].flags.contains(.void) { return true }
    guard book.documents.rows[row].balance == 0, let change = changeOf[row], changes[change].cause == .credit else {
      return false
    }
    return try !state.charges.wasPaid(key)
  }
}
