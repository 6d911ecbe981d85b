import Cash
import Ledger
import Pipeline
import Store

/// What the ERP, or a person, says tonight of money, held against what exports show: the ERP may have booked it before anybody told, and a person
/// may say what the ERP has never heard of.
struct LateAnswers {
  private let state: State
  private let ground: CashGround
  private let invoiced: InvoicedFeeds?
  private let late: PlacedCash
  private let untold: [Int: Int64]

  /// - Parameters:
  ///   - untold: see `CashGround.untold`.
  ///   - late: other payments that explain what earlier exports took off.
  init(
    _ state: State, _ ground: CashGround, _ untold: [Int: Int64], _ late: PlacedCash, invoiced: InvoicedFeeds?
  ) {
    (self.state, self.ground, self.late, self.invoiced) = (state, ground, late, invoiced)
    self.untold = untold
  }

  /// Says of money that waited that its documents show it: what earlier exports took off since the day of payment and nothing else explains. It has to
  /// be the very amount, or more than what is open can take; else the answer may be about what is open.
  func tellShown(
    _ findings: inout CashApplication.Findings, _ items: [CashItem], of entries: CashEntries
  ) throws {
    let places = try findings.matches.indices.filter { at in
      try entries.origins[findings.matches[at].entry].wasWaiting && isUnshown(findings.matches[at], items)
    }
    var falls = try falls(places.map { findings.matches[$0] }, items, entries)
    for at in places {
      let match = findings.matches[at]
      let (key, left) = (items[match.item].stateID, match.amount - match.posted)
      let room = falls.room(of: key, since: entries.entries[match.entry].receipt.payment.date)
      guard room == left || abs(left) > abs(ground.balance(items[match.item].row)) else { continue }
      let shown = CashCorrections.takenBack(of: left, room)
      findings.matches[at].posted += shown
      falls.use(shown, of: key)
    }
  }

  /// Notes payments that the ERP had posted and of which tonight's rows leave less on a document, while balances, tonight's too, show what they
  /// showed: a person has taken the money off, or moved it, and the ERP has to be told.
  /// - Parameters:
  ///   - exported: companies whose documents were exported tonight; of others nobody can tell.
  ///   - corrections: what the ERP was told it may have read tonight.
  func takeMoves(
    _ entries: inout CashEntries, _ findings: inout CashApplication.Findings, _ items: [CashItem],
    exported: Set<String>, _ corrections: CashCorrections?
  ) throws {
    let moved = entries.origins.indices.filter { at in
      let origin = entries.origins[at]
      return origin.isTold && !origin.previous.isEmpty
        && origin.previous.allSatisfy { $0.posted == $0.amount || corrections?.isRead($0) == true }
        && exported.contains(entries.entries[at].receipt.payment.company)
    }
    guard !moved.isEmpty else { return }
    let places = Dictionary(grouping: findings.matches.indices, by: { findings.matches[$0].entry })
    for at in moved {
      var own = (places[at] ?? []).map { findings.matches[$0] }
      let before = Dictionary(entries.origins[at].previous.map { ($0.document, $0.amount) }, uniquingKeysWith: +)
      let now = Dictionary(own.map { (items[$0.item].stateID, $0.amount) }, uniquingKeysWith: +)
      let lost = before.keys.filter { abs(now[$0] ?? 0) < abs(before[$0]!) }.sorted()
      // Where it has more than before, balances show what they showed.
      func isMore(_ match: CashApplication.Match) -> Bool {
        abs(match.amount) > abs(before[items[match.item].stateID] ?? 0)
      }
      // A credit note that we had netted and no row tells of, the ERP has set off itself.
      let hasSetOff = !own.isEmpty && before.contains { $1 < 0 && now[$0] == nil }
      guard !lost.isEmpty, !hasSetOff, try lost.allSatisfy({ try ground.showsMatches(of: $0, untold) }) else {
        continue
      }
      for place in places[at] ?? [] where isMore(findings.matches[place]) {
        LateAnswers.leaveFall(to: &findings, items, place, before[items[findings.matches[place].item].stateID] ?? 0)
      }
      own = (places[at] ?? []).map { findings.matches[$0] }
      let more = own.filter(isMore)
      guard
        try more.allSatisfy({ try isUnshown($0, items) && $0.posted == before[items[$0.item].stateID] ?? 0 })
      else { continue }
      let falls = try falls(more, items, entries)
      let day = entries.entries[at].receipt.payment.date
      if more.allSatisfy({ falls.room(of: items[$0.item].stateID, since: day) == 0 }) { entries.noteMoved(at) }
    }
  }

  /// What a document lost that money is moved to may be another payment to the cent: then no balance shows the move.
  /// - Parameters:
  ///   - place: of the match of the money that is moved.
  ///   - before: what it had on the document before, in minor units.
  private static func leaveFall(
    to findings: inout CashApplication.Findings, _ items: [CashItem], _ place: Int, _ before: Int64
  ) {
    let own = findings.matches[place]
    let document = items[own.item].stateID
    guard own.posted != before, document != 0 else { return }
    let all = findings.matches.indices.filter { items[findings.matches[$0].item].stateID == document }
    let fall = all.reduce(0) { $0 + findings.matches[$1].posted } - before
    guard
      let other = all.first(where: { at in
        let match = findings.matches[at]
        return match.entry != own.entry && match.rule != .erpApplication && match.amount == fall
      })
    else { return }
    for at in all { findings.matches[at].posted = at == other ? fall : at == place ? before : 0 }
  }

  /// The same of what the ERP was told and no export shows: tonight's rows pay otherwise with it, and no balance shows that, either. And of what no
  /// file has told, where files tell: the ERP cannot have read it, and no balance shows that it knows it.
  /// - Parameter isTold: whether a file tells tonight.
  func takeChanges(
    _ entries: inout CashEntries, _ findings: CashApplication.Findings, _ items: [CashItem], exported: Set<String>,
    isTold: Bool
  ) throws {
    let told = entries.origins.indices.filter { at in
      let origin = entries.origins[at]
      return origin.isTold && !origin.isAnswer && !origin.previous.isEmpty
        && origin.previous.allSatisfy { $0.posted == 0 }
        && exported.contains(entries.entries[at].receipt.payment.company)
    }
    guard !told.isEmpty else { return }
    let matches = Dictionary(grouping: findings.matches, by: \.entry)
    let areFilesMade = try isTold || state.cash.hasTold()
    for at in told {
      guard let own = matches[at] else { continue }
      let before = Set(entries.origins[at].previous.map { [$0.document, $0.amount] })
      let isOther = Set(own.map { [items[$0.item].stateID, $0.amount] }) != before
      guard try isOther || (areFilesMade && isUntold(entries.origins[at])),
        try own.allSatisfy({ try isUnshown($0, items) && $0.posted == 0 })
      else { continue }
      let falls = try falls(own, items, entries)
      let day = entries.entries[at].receipt.payment.date
      if own.allSatisfy({ falls.room(of: items[$0.item].stateID, since: day) == 0 }) { entries.noteMoved(at) }
    }
  }

  private func isUntold(_ origin: CashEntries.Origin) throws -> Bool {
    let rows = try state.cash.untold().filter { $0.key.payment == origin.stateID && $0.money != 0 }
    let untold = Set((try state.cash.untoldMatches(payment: origin.stateID) + rows).map(\.key.document))
    return origin.previous.allSatisfy { untold.contains($0.document) }
  }

  /// Also on a document that is first exported tonight: what it shows as paid is what of its amount is no balance.
  private func isUnshown(_ match: CashApplication.Match, _ items: [CashItem]) throws -> Bool {
    guard match.rule == .erpApplication, match.posted != match.amount else { return false }
    let item = items[match.item]
    return try invoiced?.holds(row: item.row, key: item.stateID) != true
  }

  /// What earlier exports took off their documents and nothing explains.
  private func falls(
    _ matches: [CashApplication.Match], _ items: [CashItem], _ entries: CashEntries
  ) throws -> EarlierFalls {
    let payments = matches.map { entries.entries[$0.entry].receipt.payment }
    guard let first = payments.map(\.date).min() else { return try EarlierFalls([], state, ground) }
    let moved = try PastLedger(state.database, knownOn: nil).unexplained(
      since: first, documents: Set(matches.map { items[$0.item].stateID }).sorted(), asking: Set(payments.map(\.id)))
    var falls = try EarlierFalls(moved, state, ground)
    for match in late.matches { falls.use(match.amount + match.deducted, of: late.items[match.item].stateID) }
    return falls
  }
}
