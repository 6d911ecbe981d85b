import Cash
import Diff
import Ledger
import Pipeline
import Store

/// Cash application of a night: gathers what the stage is given, and tells what it found. A night without payments costs two questions
/// to the state.
struct CashWork {
  let state: State
  let settings: CashSettings
  let asOf: CalendarDate

  func apply(
    payments: [Payment], applications: [Application], _ book: Book, _ changes: [RowChange]
  ) throws -> CashResult {
    guard !settings.rules.isEmpty || settings.fallback != .none else { return CashResult() }
    var entries = try CashEntries(state, payments: payments, applications: applications, asOf: asOf)
    let replaced = entries.replaced
    var earlier = try state.cash.waiting().filter { !replaced.contains($0.match.payment) }
    guard !entries.isEmpty || !earlier.isEmpty else { return CashResult() }
    let before = CashItems.before(changes, book)
    try entries.findPayers(in: book)
    let returned = try ReturnedPayments(state, book, changes, settings, entries)
    earlier.removeAll { returned.undone.contains($0.match.payment) }
    let waiting = CashWaiting(earlier, book, before: CashItems.moved(changes, book, before))
    let payers = BilledTo(book)
    let late = try LatePayments(
      state, book, settings, entries, payers, asOf: asOf, except: returned.found.entries)
    var released: [Int64: Int64] = [:]
    for match in entries.origins.flatMap(\.previous) where match.posted != 0 {
      released[match.document, default: 0] += match.posted
    }
    let source = CashItems(
      state: state, book: book, before: before, reserved: waiting.reserved, unexplained: waiting.unexplained,
      released: released, payers: payers)
    let (items, findings, named) = try match(entries.entries, source, placed: [returned.found, late.found])
    var story = CashStory(
      book: book, entries: entries, items: items, settings: settings, asOf: asOf,
      firstNights: try state.runs.firstNights(), returned: returned)
    story.tell(findings)
    try story.tell(waiting, DocumentLookup(state.database))
    var result = story.finished()
    result.openNamed = named
    return result
  }

  /// What is placed already, and the rules about all others.
  private func match(
    _ all: [CashApplication.Entry], _ source: CashItems, placed: [PlacedCash]
  ) throws -> (items: [CashItem], findings: CashApplication.Findings, named: WantedDocuments) {
    let known = placed.reduce(into: Set<Int>()) { $0.formUnion($1.entries) }
    guard !known.isEmpty else { return try match(all, source) }
    let others = all.indices.filter { !known.contains($0) }
    let found = try match(others.map { all[$0] }, source)
    var (items, findings) = (found.items, found.findings)
    for at in findings.matches.indices { findings.matches[at].entry = others[findings.matches[at].entry] }
    for at in findings.open.indices { findings.open[at].entry = others[findings.open[at].entry] }
    for one in placed {
      for var match in one.matches {
        match.item += items.count
        findings.matches.append(match)
      }
      items += one.items
    }
    return (items, findings, found.named)
  }

  /// First the payments that name one open document by its id: most of a night, and no other document need be looked at. Then the
  /// others, with everything they may mean.
  private func match(
    _ all: [CashApplication.Entry], _ source: CashItems
  ) throws -> (items: [CashItem], findings: CashApplication.Findings, named: WantedDocuments) {
    let stage = CashApplication(settings)
    let (plain, rows, named) = source.plain(all)
    var items = source.items(rows)
    var findings = stage.apply(plain.map { all[$0] }, to: items, rules: [.structuredReference])
    findings.open = []
    for at in findings.matches.indices { findings.matches[at].entry = plain[findings.matches[at].entry] }
    var isPlaced = [Bool](repeating: false, count: all.count)
    for match in findings.matches { isPlaced[match.entry] = true }
    let left = all.indices.filter { !isPlaced[$0] }
    addOverpaid(&findings, all, isPlaced)
    guard !left.isEmpty else { return (items, findings, named) }
    var others = try source.gather(left.map { all[$0] }.filter { !stage.waitsOn($0) })
    var places: [Int: Int] = [:]
    for (place, item) in others.enumerated() where item.row >= 0 { places[item.row] = place }
    for match in findings.matches {
      if let place = places[items[match.item].row] { others[place].take(match) }
    }
    var more = stage.apply(left.map { all[$0] }, to: others)
    for at in more.matches.indices {
      more.matches[at].entry = left[more.matches[at].entry]
      more.matches[at].item += items.count
    }
    for at in more.open.indices {
      more.open[at].entry = left[more.open[at].entry]
      for other in more.open[at].candidates.indices { more.open[at].candidates[other].item += items.count }
    }
    items += others
    findings.matches += more.matches
    findings.open += more.open
    return (items, findings, named)
  }

  /// What is left of payments of the first part.
  private func addOverpaid(
    _ findings: inout CashApplication.Findings, _ all: [CashApplication.Entry], _ isPlaced: [Bool]
  ) {
    var applied: [Int: Int64] = [:]
    for match in findings.matches { applied[match.entry, default: 0] += match.amount }
    for (at, amount) in applied where all[at].receipt.left > amount {
      findings.open.append(
        CashApplication.Open(
          entry: at, left: all[at].receipt.left - amount, reason: .overPayment, rule: .structuredReference,
          candidates: []))
    }
  }
}
