import Ledger
import Store

/// What moved in a closed period after it was closed: documents whose balance on its last day is another now, or is another customer's or in another
/// currency.
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
      let own = Set(frozen.keys).union(now.keys).flatMap { id in
        moves(of: closing.period, frozen[id], now[id])
      }
      all += own.filter { only.has(company: $0.company, customer: $0.customer) }.sorted {
        ($0.company, $0.customer, $0.document, $0.currency.code)
          < ($1.company, $1.customer, $1.document, $1.currency.code)
      }
    }
    return all
  }

  /// A document that belongs to another customer now, or is in another currency, has left the one and come to the other.
  private static func moves(of period: String, _ frozen: Item?, _ now: Item?) -> [Movement] {
    func movement(_ item: Item, _ atClose: Int64, _ now: Int64) -> Movement {
      Movement(
        period: period, company: item.company, customer: item.customer, document: item.label,
        currency: item.currency, atClose: atClose, now: now)
    }
    guard let before = frozen, let after = now, before.customer != after.customer || before.currency != after.currency
    else {
      guard frozen?.balance != now?.balance else { return [] }
      return (now ?? frozen).map { [movement($0, frozen?.balance ?? 0, now?.balance ?? 0)] } ?? []
    }
    return [movement(before, before.balance, 0), movement(after, 0, after.balance)]
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
