import Cash
import Diff
import Ledger
import Pipeline
import Store

/// Tonight's money that came back, set against the payments that it takes back: those of earlier nights, and those that tonight's files tell of,
/// too. Most nights have none.
struct ReturnedPayments {
  private(set) var found = PlacedCash()
  /// Keys of payments that are taken back: what of them the ERP has not posted it need not post any more.
  private(set) var undone: Set<Int64> = []
  /// When payments came back, by company and payment id.
  private(set) var cameBack: [CompanyKey: CalendarDate] = [:]
  private(set) var posts: [(payment: Int64, document: Int64, posted: Int64)] = []
  /// What the ERP was told of payments that are taken back and no balance had shown: it is told to take that back, too.
  private var unread: [(document: Int64, booked: BookedCash)] = []
  /// Payments that came and went in one night; of those in `unseen` no balance shows anything.
  private var pairs: [Pair] = []
  private(set) var unseen: Set<Int> = []
  /// Places of what was left of payments that are taken back: nothing of it waits any more.
  private(set) var ended: Set<Int> = []
  /// By place of a return: what of its money no document had of the payment that it takes back.
  private(set) var unapplied: [Int: Int64] = [:]
  private let state: State
  private let book: Book
  private let settings: CashSettings
  private let invoiced: InvoicedFeeds?
  /// By how much balances rose tonight; those of credits, which a payment had netted, fell.
  private let risen: Risen
  /// What of rises returns before this one have taken, with the key of the document.
  private var spentRises: [(amount: Int64, document: Int64)] = []
  /// Places of tonight's entries of payments that the state knows, by key.
  private var known: [Int64: Int] = [:]
  private let origins: [CashEntries.Origin]
  /// The documents that the text of a payment names whole.
  private let named: (CashApplication.Entry) throws -> Set<String>

  /// Places of a payment and of the return that takes it back.
  private struct Pair {
    var payment: Int
    var back: Int
    /// What exports that are older than tonight show to have risen again, by key of the document.
    var rises: Risen
  }

  /// A payment that may be taken back.
  private struct Candidate {
    var payment: Payment
    var source: Source
    enum Source {
      case earlier(PlacedPayment)
      /// Its place among tonight's, and what it would have settled on a night of its own.
      case tonight(Int, [(match: CashApplication.Match, item: CashItem)])
    }
  }

  /// - Parameters:
  ///   - named: the documents that the text of a payment names whole.
  ///   - settle: what payments of tonight, by their places, would have settled on a night of their own; without the matches of payments
  ///   that are taken back, which were found so far.
  init(
    _ state: State, _ book: Book, _ risen: Risen, _ settings: CashSettings, _ entries: CashEntries,
    invoiced: InvoicedFeeds?, named: @escaping (CashApplication.Entry) throws -> Set<String>,
    settle: (_ places: [Int], _ undone: Set<Int64>, _ found: PlacedCash) throws -> PlacedCash
  ) throws {
    self.invoiced = invoiced
    self.named = named
    self.state = state
    self.book = book
    self.settings = settings
    let all = entries.entries
    origins = entries.origins
    var returns = all.indices.filter { all[$0].receipt.left < 0 && CashReturns.mayReturn(all[$0].receipt.payment) }
    self.risen = risen
    guard !returns.isEmpty else { return }
    // Of several that one export may show, the one goes first of which it shows just the amount.
    let rises = risen.amounts
    func isExact(_ at: Int) -> Bool { rises.contains(-all[at].receipt.left) }
    returns.sort { isExact($0) != isExact($1) ? isExact($0) : all[$0].precedes(all[$1]) }
    for at in all.indices where origins[at].stateID != 0 { known[origins[at].stateID] = at }
    // What is taken back makes room for what was paid after it, which may have come back, too.
    var isDone = false
    while !isDone {
      let places = tonights(all, returns)
      let tonight = places.isEmpty ? [] : candidates(try settle(places, undone, found), all)
      let before = undone.count + pairs.count
      returns = try returns.filter { try !decide($0, all, tonight) }
      isDone = places.isEmpty || undone.count + pairs.count == before
    }
    found.findRows(in: book)
  }

  /// True where a payment is found that it takes back.
  private mutating func decide(
    _ at: Int, _ all: [CashApplication.Entry], _ tonight: [Candidate]
  ) throws -> Bool {
    let entry = all[at]
    let placed = try candidates(entry.receipt.payment, tonight, all)
    let earlier = placed.map { one in
      switch one.source {
      case .earlier(let placed):
        CashReturns.Earlier(
          paymentID: one.payment.id, payers: Set(placed.lines.map(\.customerID) + [one.payment.customerID]),
          documents: Set(placed.lines.map(\.documentID)), amount: one.payment.money.minorUnits)
      case .tonight(_, let lines):
        CashReturns.Earlier(
          paymentID: one.payment.id, payers: Set(lines.map(\.item.customerID) + [one.payment.customerID]),
          documents: Set(lines.map(\.item.id)), amount: one.payment.money.minorUnits)
      }
    }
    guard case .takesBack(let place, let rule, let confidence) = CashReturns.judge(entry, earlier, settings),
      !isRefund(entry, rule, earlier[place], all, tonight),
      try rule != .exactAmount || mayMean(earlier[place].documents, entry)
    else { return false }
    let back = placed[place]
    cameBack[CompanyKey(back.payment.company, back.payment.id)] = entry.receipt.payment.date
    switch back.source {
    case .earlier(let placed): try takeBack(placed, at, all, rule, confidence)
    case .tonight(let payment, let lines):
      try takeBack(payment, back.payment.money, lines, at, entry, rule, confidence)
    }
    return true
  }

  /// Who names documents means no payment of others.
  private func mayMean(_ documents: Set<String>, _ entry: CashApplication.Entry) throws -> Bool {
    let named = try self.named(entry)
    return named.isEmpty || !named.isDisjoint(with: documents)
  }

  /// Whether it gives back what waits of another payment: money that was paid twice goes before money that settled something. One that names
  /// the payment it takes back, or its documents, is no refund, unless those are named by the other one, too.
  private func isRefund(
    _ entry: CashApplication.Entry, _ rule: CashRule, _ placed: CashReturns.Earlier, _ all: [CashApplication.Entry],
    _ tonight: [Candidate]
  ) -> Bool {
    if rule == .structuredReference { return false }
    var settled = ended.union(pairs.map(\.payment))
    for one in tonight { if case .tonight(let place, _) = one.source { settled.insert(place) } }
    let waiting = all.indices.filter { all[$0].receipt.left == -entry.receipt.left && !settled.contains($0) }
    guard let (place, isNamed) = CashRefunds.refunded(by: entry, waiting, all) else { return false }
    return isNamed || rule == .exactAmount || CashRefunds.names(all[place], all: placed.documents)
  }

  /// A payment of an earlier night.
  private mutating func takeBack(
    _ back: PlacedPayment, _ at: Int, _ all: [CashApplication.Entry], _ rule: CashRule, _ confidence: Int
  ) throws {
    let entry = all[at]
    undone.insert(back.key)
    found.reverses[at] = .earlier(back.key)
    let rest = known[back.key]
    // What waits of money on documents of another currency was left before they were in that.
    unapplied[at] =
      back.lines.contains { $0.currency != back.payment.money.currency }
      ? rest.map { all[$0].receipt.left } ?? 0
      : AppliedRow.left(of: back.payment.money, after: back.lines.lazy.map { ($0.amount, $0.currency) })
    if let rest { ended.insert(rest) }
    var unseen = try laterRises(back.lines.map(\.document), of: back.payment, since: entry.receipt.payment.date)
    for var line in back.lines {
      if try invoiced?.holds(line.document) == true { line.posted = 0 }
      // What the ERP never posted it need not take back; the rest shows once the balance rises.
      let read = unseen.read(of: line.amount - line.posted, on: line.document)
      let unposted = line.amount - line.posted - read
      let shown = unseen.take(line.posted + read, of: line.document)
      spentRises.append((shown, line.document))
      posts.append((back.key, line.document, line.amount))
      if unposted != 0 {
        // A discount comes back with its money where the ERP has booked nothing of the return.
        unread.append((line.document, BookedCash(money: unposted, deducted: shown == 0 ? line.deducted : 0)))
      }
      var match = CashApplication.Match(
        entry: at, item: 0, amount: -line.amount, deducted: -line.deducted, rule: rule, confidence: confidence,
        difference: .comeBack, posted: -(unposted + shown))
      // What it has not posted it was told, and may yet post; but for what no file has told.
      match.posting = shown - line.amount + CashCorrections.takenBack(of: unposted, line.untold)
      found.add(
        match,
        on: CashItem(
          stateID: line.document, company: back.payment.company, customerID: line.customerID, id: line.documentID,
          instalment: line.instalment, currency: line.currency, room: 0))
    }
  }

  /// A payment of tonight: both are placed, and what balances show of them is said once all others are placed (`tellShown`).
  private mutating func takeBack(
    _ payment: Int, _ money: Money, _ lines: [(match: CashApplication.Match, item: CashItem)], _ at: Int,
    _ entry: CashApplication.Entry, _ rule: CashRule, _ confidence: Int
  ) throws {
    found.reverses[at] = .tonight(payment)
    unapplied[at] = AppliedRow.left(of: money, after: lines.lazy.map { ($0.match.amount, $0.item.currency) })
    let documents = lines.map(\.item.stateID).filter { $0 != 0 }
    pairs.append(
      Pair(payment: payment, back: at, rises: try laterRises(documents, since: entry.receipt.payment.date)))
    for (match, item) in lines {
      var match = match
      match.posted = match.amount
      found.add(match, on: item)
      found.add(
        CashApplication.Match(
          entry: at, item: 0, amount: -match.amount,
          deducted: match.difference?.closes == false ? 0 : -match.deducted, rule: rule, confidence: confidence,
          difference: .comeBack, posted: -match.amount),
        on: item)
    }
  }

  /// Rises of tonight, and of earlier exports that nothing explains: the ERP may have known before the bank told. Where a match of the document was
  /// corrected, a rise that gives back just what an export had taken off too much is the correction, which the ERP has read.
  /// - Parameter paid: the payment that came back, where it is of an earlier night.
  private func laterRises(
    _ documents: [Int64], of paid: Payment? = nil, since day: CalendarDate
  ) throws -> Risen {
    var rises = risen
    guard !documents.isEmpty else { return rises }
    let ledger = try PastLedger(state.database, knownOn: nil)
    let first = min(day, paid?.date ?? day)
    for moved in try ledger.unexplained(since: first, documents: documents) {
      let document = moved.document.id
      var others = try state.cash.wasCorrected(document: document) ? moved.moves.map(\.change) : []
      for (at, move) in moved.moves.enumerated() where move.on >= day {
        if let other = others.prefix(at).firstIndex(of: -move.change) {
          (others[other], others[at]) = (0, 0)
        } else {
          rises.add(move.change, to: document)
        }
      }
    }
    for (amount, document) in spentRises where documents.contains(document) { _ = rises.take(amount, of: document) }
    return rises
  }

  /// The rows that take back what the ERP may not have read yet.
  func told(on asOf: CalendarDate) -> [CashTables.ToldPosting] {
    unread.map { CashTables.ToldPosting(document: $0.document, -$0.booked, toldOn: asOf) }
  }

  // MARK: Which payments it may be

  /// Payments that it may take back: those that it names, and those of its amount.
  private func candidates(
    _ payment: Payment, _ tonight: [Candidate], _ all: [CashApplication.Entry]
  ) throws -> [Candidate] {
    var found: [PlacedPayment] = []
    for word in CashWishes.words(payment.writtenText) {
      found += try state.cash.placed(company: payment.company, id: word)
    }
    for amount in ReturnedPayments.amounts(payment) {
      found += try state.cash.placed(
        company: payment.company, amount: Money(minorUnits: amount, currency: payment.money.currency),
        from: payment.date.adding(days: -CashReturns.days), to: payment.date)
    }
    var keys = undone
    return found.filter { one in
      keys.insert(one.key).inserted && !isDecidedTonight(one, all)
        && (CashReturns.mayReturn(payment, one.payment)
          || CashWishes.words(payment.writtenText).contains(one.payment.id))
    }.map {
      Candidate(payment: $0.payment, source: .earlier($0))
    }
      + tonight.filter { one in
        guard case .tonight(let place, _) = one.source else { return false }
        return ReturnedPayments.mayTakeBack(payment, one.payment) && !pairs.contains { $0.payment == place }
      }
  }

  /// A payment that is told otherwise tonight, or of whose rest something is said tonight: it is taken back once that is stored.
  private func isDecidedTonight(_ placed: PlacedPayment, _ all: [CashApplication.Entry]) -> Bool {
    known[placed.key].map { at in
      !origins[at].previous.isEmpty || !all[at].explicit.isEmpty
        || all[at].receipt.payment.money != placed.payment.money
    } ?? false
  }

  /// What may have come back: the whole, or what the bank kept less.
  private static func amounts(_ payment: Payment) -> [Int64] {
    let back = -payment.money.minorUnits
    let charges = payment.details["charges"].flatMap { try? Money($0, payment.money.currency).minorUnits } ?? 0
    return charges == 0 ? [back] : [back, back - abs(charges)]
  }

  /// Whether a return may be of a payment: of its amount, in time, or named.
  private static func mayTakeBack(_ back: Payment, _ payment: Payment) -> Bool {
    guard payment.company == back.company, payment.money.currency == back.money.currency,
      amounts(back).contains(payment.money.minorUnits)
    else { return false }
    return CashReturns.isInTime(back, for: payment) && CashReturns.mayReturn(back, payment)
      || CashWishes.words(back.writtenText).contains(payment.id)
  }

  /// Places of tonight's payments that a return may take back.
  private func tonights(_ all: [CashApplication.Entry], _ returns: [Int]) -> [Int] {
    var amounts: Set<Int64> = []
    for at in returns { amounts.formUnion(ReturnedPayments.amounts(all[at].receipt.payment)) }
    return all.indices.filter { at in
      // Field by field: to take out an entry is to count its texts.
      guard all[at].receipt.left > 0, amounts.contains(all[at].receipt.left), !all[at].receipt.isBegun,
        // One that a row moves comes back once that is stored.
        !pairs.contains(where: { $0.payment == at }), !(origins[at].isTold && !origins[at].previous.isEmpty)
      else { return false }
      return returns.contains { ReturnedPayments.mayTakeBack(all[$0].receipt.payment, all[at].receipt.payment) }
    }
  }

  /// Those of them that were placed, wholly or up to what was too much.
  private func candidates(_ placed: PlacedCash, _ all: [CashApplication.Entry]) -> [Candidate] {
    let lines = Dictionary(grouping: placed.matches, by: \.entry)
    return lines.keys.sorted().compactMap { at in
      let payment = all[at].receipt.payment
      let own = lines[at]!.lazy.map { ($0.amount, placed.items[$0.item].currency) }
      guard AppliedRow.left(of: payment.money, after: own) >= 0 else { return nil }
      return Candidate(payment: payment, source: .tonight(at, lines[at]!.map { ($0, placed.items[$0.item]) }))
    }
  }

  // MARK: What balances show

  /// Says of payments that came and went tonight what balances show of them: what of a fall no other payment explains. The ERP has posted so much
  /// of the payment, and has to take it back.
  mutating func tellShown(_ findings: inout CashApplication.Findings, _ items: [CashItem]) {
    guard !pairs.isEmpty else { return }
    let own = Set(pairs.flatMap { [$0.payment, $0.back] })
    func document(_ match: CashApplication.Match) -> [Int64] {
      let item = items[match.item]
      return item.stateID != 0 ? [item.stateID] : [0, Int64(item.row)]
    }
    var used: [[Int64]: Int64] = [:]
    for match in findings.matches where !own.contains(match.entry) && found.reverses[match.entry] == nil {
      used[document(match), default: 0] += match.posted + (match.posted == match.amount ? match.deducted : 0)
    }
    // Of other returns what balances show, and not what the ERP is told.
    for (risen, document) in spentRises { used[[document], default: 0] -= risen }
    // Of several the latest is what the balance shows.
    for var pair in pairs.reversed() {
      var shown: [[Int64]: Int64] = [:]
      for match in findings.matches where match.entry == pair.payment {
        let key = document(match)
        let part = CashCorrections.takenBack(of: match.amount, items[match.item].fallen - (used[key] ?? 0))
        used[key, default: 0] += part
        shown[key] = part
      }
      if shown.values.allSatisfy({ $0 == 0 }) { unseen.insert(pair.payment) }
      for at in findings.matches.indices where findings.matches[at].entry == pair.back {
        let match = findings.matches[at]
        let part = shown[document(match)] ?? 0
        let item = items[match.item]
        let risen = pair.rises.take(part, of: Risen.key(item.stateID, item.row))
        findings.matches[at].posted = match.amount + part - risen
      }
    }
  }
}

/// Payments that are placed before the rules are asked about open documents.
struct PlacedCash {
  private(set) var items: [CashItem] = []
  private(set) var matches: [CashApplication.Match] = []
  /// By place of the entry, the payment that it takes back.
  var reverses: [Int: Reversed] = [:]

  enum Reversed {
    /// Key in the state.
    case earlier(Int64)
    /// Place of the entry.
    case tonight(Int)
  }

  var entries: Set<Int> { Set(matches.map(\.entry)) }

  mutating func add(_ match: CashApplication.Match, on item: CashItem) {
    var match = match
    match.item = items.count
    items.append(item)
    matches.append(match)
  }

  /// Gives items that are in the book their rows.
  mutating func findRows(in book: Book) {
    let keys = Set(items.lazy.filter { $0.row < 0 }.map(\.stateID)).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(keys, book.documents.rows(of: keys)))
    for at in items.indices where items[at].row < 0 { items[at].row = rows[items[at].stateID].map(Int.init) ?? -1 }
  }
}
