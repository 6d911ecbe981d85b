import Ledger
import Store

/// What moved in a closed period after it was closed: documents whose balance on its last day is another now.
struct AfterClose {
  struct Movement {
    var period: String
    var company: String
    var customer: String
    var document: String
    var currency: Currency
    /// Balance on the last day as it was frozen, and as known now, in minor units.
    var atClose: Int64
    var now: Int64
    var change: Int64 { now - atClose }
  }

  /// Movements of the closed periods that end between two days, by period, company, customer and document.
  static func movements(
    _ past: PastDay, from: CalendarDate, only: AccountSelection
  ) throws -> [Movement] {
    var all: [Movement] = []
    for closing in try past.state.closings.all()
    where closing.lastDay >= from && closing.lastDay <= past.day && closing.run <= past.knownRun {
      let frozen = balances(try past.frozen(closing))
      let now = balances(try past.position(asOf: closing.lastDay).book)
      let changed = Set(frozen.keys).union(now.keys).filter { frozen[$0]?.balance != now[$0]?.balance }
      let own = changed.compactMap { id -> Movement? in
        guard let one = now[id] ?? frozen[id] else { return nil }
        return Movement(
          period: closing.period, company: one.company, customer: one.customer, document: one.label,
          currency: one.currency, atClose: frozen[id]?.balance ?? 0, now: now[id]?.balance ?? 0)
      }
      all += own.filter { only.has(company: $0.company, customer: $0.customer) }.sorted {
        ($0.company, $0.customer, $0.document) < ($1.company, $1.customer, $1.document)
      }
    }
    return all
  }

  private struct Item {
    var company: String
    var customer: String
    var label: String
    var currency: Currency
    var balance: Int64
  }

  /// Open items by their keys in the state.
  private static func balances(_ book: Book) -> [Int64: Item] {
    var all: [Int64: Item] = [:]
    for (index, row) in book.documents.rows.enumerated() where row.balance != 0 && !row.flags.contains(.void) {
      all[book.documents.stateIDs[index]] = Item(
        company: book.companies[Int(row.company)], customer: book.customers.id(Int(row.customer)),
        label: book.document(index).label, currency: row.currency, balance: row.balance)
    }
    return all
  }
}
