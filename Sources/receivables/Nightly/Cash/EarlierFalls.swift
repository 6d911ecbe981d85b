import Cash
import Ledger
import Store

/// What exports of earlier nights took off documents and no payment explains: what money that is told late may have paid.
struct EarlierFalls {
  private var moves: [Int64: UnexplainedMoves] = [:]
  /// By key of the document, in minor units: what it has lost in all, less what payments have that are matched with it and what the ERP was told
  /// to take back of it and has not yet. A payment that only names the document explains no more than this.
  private var unclaimed: [Int64: Int64] = [:]
  /// What of it is taken tonight.
  private var used: [Int64: Int64] = [:]

  init(_ moved: [UnexplainedMoves], _ state: State, _ ground: CashGround) throws {
    guard !moved.isEmpty else { return }
    let keys = moved.map(\.document.id).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(keys, ground.rows(of: keys)))
    let (told, asOf) = (ground.told, ground.asOf)
    for var one in moved {
      let key = one.document.id
      let row = Int(rows[key] ?? -1)
      let risen = ground.risen(at: row)
      if risen != 0 { one.moves.append((on: asOf, change: risen)) }
      moves[key] = one
      unclaimed[key] = ground.lost(one.document, at: row) - (try state.cash.shown(document: key))
    }
    // A fall that was told to be taken back will rise again; of what comes to nothing the ERP has read both or none.
    let sums = Dictionary(told.map { ($0.document, $0.booked.whole) }, uniquingKeysWith: +)
    for (document, sum) in sums where (sum < 0) == (unclaimed[document] ?? 0 > 0) { unclaimed[document]? += sum }
  }

  /// What a payment of a day may have paid of a document, in minor units; below nothing for a credit.
  func room(of document: Int64, since day: CalendarDate) -> Int64 {
    guard let fallen = moves[document]?.fallen(since: day), fallen != 0 else { return 0 }
    let room = CashCorrections.takenBack(of: fallen, unclaimed[document] ?? 0)
    return CashCorrections.takenBack(of: room, room - used[document, default: 0])
  }

  mutating func use(_ amount: Int64, of document: Int64) { used[document, default: 0] += amount }
}
