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
  /// Whether an artefact of tonight shows what waits.
  let isShown: Bool
  /// Whether the ERP is told what it is to post.
  var isTold = false
  /// Companies whose documents were exported tonight.
  let exported: Set<String>
  /// Nil: all feeds carry payments.
  var invoiced: InvoicedFeeds?

  func apply(
    payments: [Payment], applications: [Application], _ book: Book, _ changes: [RowChange]
  ) throws -> CashResult {
    var retracted = isTold ? try RetractedPostings(state, book, asOf: asOf, invoiced: invoiced) : nil
    let (found, named) = try find(payments, applications, book, changes, &retracted)
    var result = found
    result.loose = named.loose(payments, book.companies)
    try result.addReturns(of: state.cash.returned(), book)
    result.isTold = isTold
    if var untold = try UntoldPostings(state, book, result, invoiced: invoiced, isTold: isTold) {
      try untold.settle(&result)
    }
    try retracted?.settle(&result, book, changes)
    return result
  }

  private func find(
    _ payments: [Payment], _ applications: [Application], _ book: Book, _ changes: [RowChange],
    _ retracted: inout RetractedPostings?
  ) throws -> (CashResult, named: WantedDocuments) {
    var entries = try CashEntries(
      state, book, payments: payments, applications: applications, asOf: asOf,
      matchesNothing: settings.matchesNothing, invoiced: invoiced)
    try entries.addForeign(changes)
    if let retracted { entries.noteAnswers(about: retracted.payments) }
    var nothing = CashResult()
    nothing.corrected = entries.corrected
    let changes =
      try invoiced.map { invoiced in
        // What feeds without payments change says nothing of what is paid.
        try changes.filter { try !invoiced.holds(row: $0.row, key: book.documents.stateIDs[$0.row]) }
      } ?? changes
    let told = try state.cash.toldPostings() + (retracted?.alone(entries) ?? [])
    if !entries.reworded.isEmpty { try leaveUnmoved(&entries, told, book, changes) }
    let known = try state.cash.waiting()
    let earlier = waiting(known, without: entries.replaced)
    guard !entries.isEmpty || !earlier.isEmpty || !told.isEmpty else { return (nothing, WantedDocuments()) }
    try entries.findPayers(in: book)
    let ground = ground(told, earlier, book, changes, entries)
    let untold = entries.mayTakeBack ? try ground.untold(earlier) : CashGround.Untold()
    let moved = moved(entries, changes, book, untold.moves)
    let deducted = try deducted(entries, ground)
    let released = try released(entries, moved, deducted)
    var returned = try ReturnedPayments(
      state, book, entries.hasReturns ? Risen(changes, book, untold) : Risen(), settings, entries, invoiced: invoiced,
      named: { entry in
        CashApplication.named(by: entry, in: try ground.left(by: earlier, released: released).source.gather([entry]))
      }
    ) { places, undone, found in
      let released = try released.with(found, invoiced)
      return try settleAlone(
        places, entries, try ground.left(by: earlier, without: undone, released: released).source, ground)
    }
    let (waiting, source) = try ground.left(
      by: earlier, without: returned.undone, released: try released.with(returned.found, invoiced))
    var late = try LatePayments(
      state, book, settings, entries, ground, asOf: asOf, except: returned.found.entries.union(returned.ended),
      invoiced: invoiced)
    var (items, findings, named) = try match(
      entries.entries, source, placed: [returned.found, late.found], ended: returned.ended)
    var ended = returned.ended
    let old = OldMoney(settings: settings, asOf: asOf, firstNights: try state.runs.firstNights())
    let guessed = old.guessed(findings, entries)
    if !guessed.isEmpty {
      ended.formUnion(guessed)
      (items, findings, named) = try match(
        entries.entries, source, placed: [returned.found, late.found], ended: ended)
    }
    // Money that waited, and that its amount alone places now: the ERP may have booked it on an earlier night.
    let doubtful = DoubtfulMoney(findings, entries)
    if !doubtful.places.isEmpty {
      let again = try LatePayments(
        state, book, settings, entries, ground, asOf: asOf, except: [], only: doubtful.places, beside: late.found,
        invoiced: invoiced)
      late.add(again.found)
      let candidates = items
      if !again.found.matches.isEmpty || !again.inDoubt.isEmpty {
        (items, findings, named) = try match(
          entries.entries, source, placed: [returned.found, late.found], ended: ended.union(again.inDoubt))
        doubtful.wait(again.inDoubt, candidates, &findings, &items, entries)
      }
    }
    try AskedMoney(state: state, source: source, entries: entries, settings: settings).settle(&findings, &items)
    if !settings.matchesNothing {
      try ChargedMoney(state: state, source: source, entries: entries).settle(&findings, &items)
    }
    RoomToCome(source: source).settle(&findings, items)
    returned.tellShown(&findings, items)
    let others = returned.found.entries.union(late.found.entries)
    var toldMoney = try ToldMoney(state, entries, retracted)
    toldMoney.keep(in: &findings, items, source, released, except: others)
    CashRefunds.settle(&findings, entries.entries)
    let corrections = corrections(moved, deducted, toldMoney, source, findings, items, returned.found, except: others)
    let answers = LateAnswers(state, ground, untold.moves, late.found, invoiced: invoiced)
    try answers.tellShown(&findings, items, of: entries)
    try answers.takeMoves(&entries, &findings, items, exported: exported, corrections)
    try answers.takeChanges(&entries, findings, items, exported: exported, isTold: isTold)
    var story = CashStory(
      book: book, entries: entries, items: items, changed: ground.changed, settings: settings,
      asOf: asOf, isShown: isShown, oldMoney: old, returned: returned,
      corrections: corrections, invoiced: invoiced,
      lookup: DocumentLookup(state.database))
    if isTold { story.result.toldFirst = try toldFirst(known) }
    try story.tell(findings)
    try story.tell(waiting)
    var result = story.finished()
    result.corrected = entries.corrected
    if isTold { result.untoldPayments = known.lazy.filter(\.isUntold).map(\.payment) }
    if let invoiced {
      let moved = try InvoicedMoves(
        invoiced, state, book, matches: result.matches, replaced: entries.replaced, earlier: earlier)
      (result.moves, result.posts) = (moved.moves, result.posts + moved.posts)
      // No balance will ever show that they were read.
      result.told = try result.told.filter { try !invoiced.holds($0.document) }
    }
    return (result, named)
  }

  private func ground(
    _ told: [CashTables.ToldPosting], _ waiting: [CashTables.Waiting], _ book: Book, _ changes: [RowChange],
    _ entries: CashEntries
  ) -> CashGround {
    CashGround(
      state, book, changes, entries, waiting: waiting, told: told, asOf: asOf, seenDays: settings.seenDays)
  }

  /// Matches that no file has told before tonight's.
  private func toldFirst(_ known: [CashTables.Waiting]) throws -> Set<CashEntries.MatchKey> {
    var first = Set(
      known.lazy.filter(\.isUntold).map { CashEntries.MatchKey(payment: $0.payment, document: $0.document) })
    for one in try state.cash.untold() {
      first.insert(CashEntries.MatchKey(payment: one.key.payment, document: one.key.document))
    }
    return first
  }

  /// Matches of earlier nights that the ERP does not show, without those that tonight's replace.
  private func waiting(
    _ known: [CashTables.Waiting], without replaced: Set<CashEntries.MatchKey>
  ) -> [CashTables.Waiting] {
    if replaced.isEmpty { return known }
    return known.filter { !replaced.contains(CashEntries.MatchKey(payment: $0.payment, document: $0.document)) }
  }

  /// By how much tonight's export moved documents whose matches are replaced beside what the ERP was told before, by key; 0: it did not.
  /// - Parameter untold: see `CashGround.untold`.
  private func moved(
    _ entries: CashEntries, _ changes: [RowChange], _ book: Book, _ untold: [Int: Int64]
  ) -> [Int64: Int64] {
    let documents = Set(entries.origins.lazy.flatMap(\.previous).map(\.document))
    guard !documents.isEmpty else { return [:] }
    var moved = Dictionary(uniqueKeysWithValues: documents.map { ($0, Int64(0)) })
    for change in changes {
      let key = book.documents.stateIDs[change.row]
      guard documents.contains(key), let was = change.balanceBefore(in: book) else { continue }
      moved[key] = untold[change.row].map { -$0 } ?? book.documents.rows[change.row].balance - was
    }
    return moved
  }

  /// - Parameter others: places of payments of which other exports than tonight's show something.
  private func corrections(
    _ moved: [Int64: Int64], _ deducted: [CashEntries.MatchKey: Int64], _ told: ToldMoney, _ source: CashItems,
    _ findings: CashApplication.Findings, _ items: [CashItem], _ returned: PlacedCash, except others: Set<Int>
  ) -> CashCorrections? {
    guard !moved.isEmpty else { return nil }
    let keys = moved.keys.sorted()
    var fallen: [Int64: Int64] = [:]
    for (key, row) in zip(keys, source.book.documents.rows(of: keys)) where row >= 0 {
      fallen[key] = source.fallen(Int(row))
    }
    var corrections = CashCorrections(moved: moved, fallen: fallen, deducted: deducted, told: told)
    for match in findings.matches where !others.contains(match.entry) {
      corrections.note(match, on: items[match.item].stateID)
    }
    // What the ERP is told to take back of payments that come back tonight stands in it under their ids.
    for match in findings.matches {
      guard case .tonight(let payment) = returned.reverses[match.entry] else { continue }
      var paid = match
      (paid.entry, paid.amount, paid.deducted) = (payment, -match.amount, -match.deducted)
      paid.posted = match.posted - match.amount
      corrections.note(paid, on: items[match.item].stateID)
    }
    return corrections
  }

  /// Of earlier matches that tonight's replace: what went with their money, where the ERP shows it.
  private func deducted(_ entries: CashEntries, _ ground: CashGround) throws -> [CashEntries.MatchKey: Int64] {
    var deducted: [CashEntries.MatchKey: Int64] = [:]
    for match in entries.origins.lazy.flatMap(\.previous) where match.deducted != 0 {
      deducted[CashEntries.MatchKey(match)] = try ground.deducted(match)
    }
    return deducted
  }

  /// The same: what of them the ERP shows, and has not taken back tonight.
  /// - Parameter deducted: what of it goes with their money.
  private func released(
    _ entries: CashEntries, _ moved: [Int64: Int64], _ deducted: [CashEntries.MatchKey: Int64]
  ) throws -> ReleasedCash {
    var released = ReleasedCash()
    for origin in entries.origins where !origin.isForeign {
      for match in origin.previous {
        if let invoiced, try invoiced.holds(match.document) {
          released.add(unshown: try invoiced.takenOff(match), of: match.document)
        } else {
          released.add(match.posted + (deducted[CashEntries.MatchKey(match)] ?? 0), of: match.document)
        }
      }
    }
    released.takeBack(moved)
    return released
  }

  /// Leaves out placed payments that are told in other words and pay what they paid.
  private func leaveUnmoved(
    _ entries: inout CashEntries, _ told: [CashTables.ToldPosting], _ book: Book, _ changes: [RowChange]
  ) throws {
    try entries.findPayers(in: book)
    let earlier = waiting(try state.cash.waiting(), without: entries.replaced)
    let ground = ground(told, earlier, book, changes, entries)
    let moved = moved(entries, changes, book, try ground.untold(earlier).moves)
    let released = try released(entries, moved, deducted(entries, ground))
    let source = try ground.left(by: earlier, released: released).source
    // What the ERP or a person says of them tonight counts more than their words.
    let reworded = entries.origins.indices.filter { at in
      entries.reworded.contains(entries.origins[at].stateID) && !entries.origins[at].isTold
    }
    let found = try settleAlone(reworded, entries, source, ground)
    let matches = Dictionary(grouping: found.matches, by: \.entry)
    try entries.leave(
      reworded.filter { at in
        let now = (matches[at] ?? []).map { [found.items[$0.item].stateID, $0.amount, $0.deducted] }
        return Set(now) == Set(entries.origins[at].previous.map { [$0.document, $0.amount, $0.deducted] })
      })
  }

  /// What payments would have settled on a night of their own, before tonight's export; with what the export took off its documents.
  private func settleAlone(
    _ places: [Int], _ entries: CashEntries, _ source: CashItems, _ ground: CashGround
  ) throws -> PlacedCash {
    var placed = try LatePayments(
      state, source.book, settings, entries, ground, asOf: asOf, except: [], only: Set(places), invoiced: invoiced
    ).found
    let others = places.filter { !placed.entries.contains($0) }
    guard !others.isEmpty else { return placed }
    var before = source
    before.showsFalls = false
    var (items, findings, _) = try match(others.map { entries.entries[$0] }, before)
    findings.renumber(entries: { others[$0] })
    try AskedMoney(state: state, source: before, entries: entries, settings: settings).settle(&findings, &items)
    // What is left of too much waits for nobody where all of it comes back.
    let unsure = Set(findings.open.lazy.filter { $0.reason != .overPayment && $0.reason != .charges }.map(\.entry))
    for match in findings.matches where !unsure.contains(match.entry) {
      var item = items[match.item]
      item.fallen = item.row >= 0 ? source.fallen(item.row) : 0
      placed.add(match, on: item)
    }
    return placed
  }

  /// What is placed already, and the rules about all others.
  /// - Parameter ended: places of entries of which nothing is left to place.
  private func match(
    _ all: [CashApplication.Entry], _ source: CashItems, placed: [PlacedCash], ended: Set<Int>
  ) throws -> (items: [CashItem], findings: CashApplication.Findings, named: WantedDocuments) {
    let known = placed.reduce(into: ended) { $0.formUnion($1.entries) }
    guard !known.isEmpty else { return try match(all, source) }
    let others = all.indices.filter { !known.contains($0) }
    let found = try match(others.map { all[$0] }, source)
    var (items, findings) = (found.items, found.findings)
    findings.renumber(entries: { others[$0] })
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
    var (items, findings, named) = source.settleNamed(all, settings)
    var isPlaced = [Bool](repeating: false, count: all.count)
    for match in findings.matches { isPlaced[match.entry] = true }
    let left = all.indices.filter { !isPlaced[$0] }
    guard !left.isEmpty else { return (items, findings, named) }
    var others = try source.gather(left.map { all[$0] }.filter { !stage.waitsOn($0) })
    CashItems.take(over: items, to: &others)
    var more = stage.apply(left.map { all[$0] }, arranging: &others)
    more.renumber(entries: { left[$0] })
    // Of most nothing was found: they are let go.
    var numbers: [Int: Int] = [:]
    more.renumber(items: { other in
      if let number = numbers[other] { return number }
      items.append(others[other])
      numbers[other] = items.count - 1
      return items.count - 1
    })
    findings.matches += more.matches
    findings.open += more.open
    return (items, findings, named)
  }
}

extension Configuration {
  /// Whether a night's file tells the ERP what was matched.
  var tellsCash: Bool { emit.contains { $0.artefact == .writeback } }

  /// Whether an artefact of a night shows what waits.
  func showsCash(on asOf: CalendarDate) -> Bool {
    emit.contains { $0.artefact == .writeback || ($0.artefact == .cash && $0.isDue(on: asOf)) }
  }
}
