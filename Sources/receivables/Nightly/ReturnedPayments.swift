import Cash
import Diff
import Ledger
import Pipeline
import Store

/// Tonight's money that came back, set against the payments of earlier nights that it takes back. Most nights have none.
struct ReturnedPayments {
  private(set) var found = PlacedCash()
  /// Keys of payments that are taken back: what of them the ERP has not posted it need not post any more.
  private(set) var undone: Set<Int64> = []
  /// When payments of earlier nights came back, by company and payment id.
  private(set) var cameBack: [CompanyKey: CalendarDate] = [:]
  private(set) var posts: [(payment: Int64, document: Int64, posted: Int64)] = []
  private let state: State
  private let book: Book
  private let settings: CashSettings
  /// By how much balances rose tonight, by key of the document.
  private let risen: [Int64: Int64]

  /// A return comes at most so many days after the payment: direct debits may be given back for eight weeks, unauthorised ones for thirteen
  /// months (SEPA rulebooks).
  private static let days = 400

  init(_ state: State, _ book: Book, _ changes: [RowChange], _ settings: CashSettings, _ entries: CashEntries) throws {
    self.state = state
    self.book = book
    self.settings = settings
    let returns = entries.entries.indices.filter { entries.entries[$0].receipt.left < 0 }
    risen = returns.isEmpty ? [:] : ReturnedPayments.risen(changes, book)
    guard !returns.isEmpty else { return }
    for at in returns { try decide(at, entries.entries[at]) }
    found.findRows(in: book)
  }

  private static func risen(_ changes: [RowChange], _ book: Book) -> [Int64: Int64] {
    var risen: [Int64: Int64] = [:]
    for change in changes {
      let row = book.documents.rows[change.row]
      guard let before = change.before, before.currency == row.currency, !row.flags.contains(.void) else { continue }
      let rise = row.balance - (before.flags.contains(.void) ? 0 : before.balance)
      if rise > 0 { risen[book.documents.stateIDs[change.row]] = rise }
    }
    return risen
  }

  private mutating func decide(_ at: Int, _ entry: CashApplication.Entry) throws {
    let placed = try candidates(entry.receipt.payment).filter { !undone.contains($0.key) }
    let earlier = placed.map { one in
      CashReturns.Earlier(
        paymentID: one.payment.id, payers: Set(one.lines.map(\.customerID) + [one.payment.customerID]),
        documents: Set(one.lines.map(\.documentID)), amount: one.payment.money.minorUnits)
    }
    guard case .takesBack(let place, let rule, let confidence) = CashReturns.judge(entry, earlier, settings) else {
      return
    }
    let back = placed[place]
    undone.insert(back.key)
    found.reverses[at] = back.key
    cameBack[CompanyKey(back.payment.company, back.payment.id)] = entry.receipt.payment.date
    var unseen = try laterRises(back, since: entry.receipt.payment.date)
    for line in back.lines {
      // What the ERP never posted it need not take back; the rest shows once the balance rises.
      let unposted = line.amount - line.posted
      let shown = min(line.posted, max(0, unseen[line.document] ?? 0))
      unseen[line.document, default: 0] -= shown
      posts.append((back.key, line.document, line.amount))
      found.add(
        CashApplication.Match(
          entry: at, item: 0, amount: -line.amount, rule: rule, confidence: confidence,
          difference: .comeBack, posted: -(unposted + shown)),
        on: CashItem(
          stateID: line.document, company: back.payment.company, customerID: line.customerID, id: line.documentID,
          instalment: line.instalment, currency: back.payment.money.currency, room: 0))
    }
  }

  /// Rises of tonight, and of earlier exports that nothing explains: the ERP may have known before the bank told.
  private func laterRises(_ back: PlacedPayment, since day: CalendarDate) throws -> [Int64: Int64] {
    var rises = risen
    let ledger = try PastLedger(state.database, knownOn: nil)
    for moved in try ledger.unexplained(since: day, documents: back.lines.map(\.document)) {
      rises[moved.document.id, default: 0] += moved.moves.reduce(0) { $0 + max(0, $1.change) }
    }
    return rises
  }

  /// Earlier payments that it may take back: those that it names, and those of its amount.
  private func candidates(_ payment: Payment) throws -> [PlacedPayment] {
    var found: [PlacedPayment] = []
    for word in CashWishes.words(payment.writtenText) {
      found += try state.cash.placed(company: payment.company, id: word)
    }
    let back = Money(minorUnits: -payment.money.minorUnits, currency: payment.money.currency)
    let charges = payment.details["charges"].flatMap { try? Money($0, back.currency).minorUnits } ?? 0
    for amount in charges == 0 ? [back.minorUnits] : [back.minorUnits, back.minorUnits - abs(charges)] {
      found += try state.cash.placed(
        company: payment.company, amount: Money(minorUnits: amount, currency: back.currency),
        from: payment.date.adding(days: -ReturnedPayments.days), to: payment.date)
    }
    var keys: Set<Int64> = []
    return found.filter { keys.insert($0.key).inserted }
  }
}

/// Payments that are placed before the rules are asked about open documents.
struct PlacedCash {
  private(set) var items: [CashItem] = []
  private(set) var matches: [CashApplication.Match] = []
  /// By place of the entry, the payment that it takes back.
  var reverses: [Int: Int64] = [:]

  var entries: Set<Int> { Set(matches.map(\.entry)) }

  mutating func add(_ match: CashApplication.Match, on item: CashItem) {
    var match = match
    match.item = items.count
    items.append(item)
    matches.append(match)
  }

  /// Gives items that are in the book their rows.
  mutating func findRows(in book: Book) {
    let keys = Set(items.map(\.stateID)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(keys, book.documents.rows(of: keys)))
    for at in items.indices { items[at].row = rows[items[at].stateID].map(Int.init) ?? -1 }
  }
}
