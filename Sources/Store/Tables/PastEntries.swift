import Ledger

/// What was entered after a run that concerns days which it had told of: late invoices, payments dated back, corrections. By it a customer gets
/// from the balance that he was told then to the one that his next statement begins with.
extension PastLedger {
  public struct Entry {
    public var past: PastDocument
    public var customer: String
    public var company: String
    /// Together what the document's balance was wrong by then.
    public var steps: [BalanceStep]
  }

  /// - Parameters:
  ///   - run: of the last statement.
  ///   - told: the last day that it told of.
  ///   - day: the last day that counts now.
  ///   - leaving: keys of documents that are in another currency since tonight.
  ///   - customer: who has a document since tonight, by company and label; nil: whoever had it.
  public func forEachEntry(
    after run: Int64, of told: CalendarDate, until day: CalendarDate, leaving: Set<Int64> = [],
    movedTo customer: (_ company: String, _ label: String) -> String?, _ body: (Entry) throws -> Void
  ) throws {
    let then = try PastLedger(database, knownOn: nil, run: run)
    let isCorrected = try database.rows(
      "SELECT EXISTS(SELECT 1 FROM payment_history WHERE until_run > ?1) OR EXISTS(SELECT 1 FROM application_history "
        + "WHERE until_run > ?1) OR EXISTS(SELECT 1 FROM cash_match_history WHERE until_run > ?1)", .int(run),
      row: { $0.int(0) != 0 })[0]
    let ids = try moved(after: run, returned: told, dated: told < day ? told.adding(days: 1)...day : nil)
    for id in ids + leaving.subtracting(ids).sorted() {
      let before = try id > 0 ? then.versions.document(id) : nil
      guard let (past, steps) = try documents([id]).first ?? before.map({ ($0, []) }) else { continue }
      let known = leaving.contains(id) ? [] : steps.filter { $0.date <= day }
      guard before != nil || !known.isEmpty, let company = companies[past.company],
        let owner = try customer(company, past.label) ?? owner(of: past)
      else { continue }
      guard let before, let ownerThen = try self.owner(of: before) else {
        try body(Entry(past: past, customer: owner, company: company, steps: known))
        continue
      }
      let isSame = ownerThen == owner && before.currency == past.currency && !leaving.contains(id)
      let printed = before.past.sightings.last?.balance ?? 0
      let isKnown = known.allSatisfy { $0.run <= run } && BalanceTimeline.balance(known, asOf: day) == printed
      if isSame, isKnown, !isCorrected, told == day { continue }
      let stepsThen = try then.documents([id]).first?.steps.filter { $0.date <= told } ?? []
      guard isSame else {
        let balance = stepsThen.reduce(0) { $0 + $1.change }
        if balance != 0 {
          let gone = PastLedger.takenBack(balance, on: told)
          try body(Entry(past: before, customer: ownerThen, company: company, steps: [gone]))
        }
        if !known.isEmpty { try body(Entry(past: past, customer: owner, company: company, steps: known)) }
        continue
      }
      let entered = PastLedger.difference(known, stepsThen)
      if !entered.isEmpty { try body(Entry(past: past, customer: owner, company: company, steps: entered)) }
    }
  }

  /// Steps that were not known, and what was known otherwise taken back. What only has another day now is neither; nor is what comes to the same.
  private static func difference(_ now: [BalanceStep], _ then: [BalanceStep]) -> [BalanceStep] {
    var gone = then
    var entered: [BalanceStep] = []
    for step in now {
      if let at = gone.firstIndex(where: {
        $0.change == step.change && ($0.basis == .document) == (step.basis == .document)
      }) {
        gone.remove(at: at)
      } else {
        entered.append(step)
      }
    }
    entered.removeAll { $0.change == 0 }
    gone.removeAll { $0.change == 0 }
    guard !gone.isEmpty else { return entered }
    let left = entered.reduce(0) { $0 + $1.change } - gone.reduce(0) { $0 + $1.change }
    guard left != 0 else { return [] }
    let back = gone.map { takenBack($0.change, on: $0.date) }
    return (back + entered).enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
      .map(\.element)
  }

  /// Nobody paid it, and nothing was invoiced.
  private static func takenBack(_ change: Int64, on day: CalendarDate) -> BalanceStep {
    var step = BalanceStep(date: day, change: -change, basis: .export)
    step.isVoiding = true
    return step
  }

  /// The id of the customer who has a document; nil for none that is known.
  func owner(of past: PastDocument) throws -> String? {
    try news?.customer(ofNew: past.id)
      ?? database.rows("SELECT customer_id FROM customer WHERE id = ?", .int(past.customer), row: { $0.text(0) }).first
  }

  /// Keys of documents that runs after one learned or changed, tonight's among them.
  /// - Parameters:
  ///   - returned: also those whose money came back after this day.
  ///   - dated: also those that are dated on these days, or were paid on them.
  func moved(after run: Int64, returned: CalendarDate, dated: ClosedRange<CalendarDate>? = nil) throws -> [Int64] {
    var set = try DocumentSet(changedAfter: run, in: database)
    // Paid and returned between two exports.
    for id in try database.rows(
      "SELECT m.document FROM cash_match m JOIN payment p ON p.id = m.payment WHERE m.reverses IS NOT NULL "
        + "AND p.payment_date > ?", .int(Int(returned.days)), row: { $0.int64(0) })
    {
      set.insert(id)
    }
    if let dated {
      for id in try database.rows(
        "SELECT id FROM document WHERE document_date BETWEEN ? AND ?", .int(Int(dated.lowerBound.days)),
        .int(Int(dated.upperBound.days)), row: { $0.int64(0) })
      {
        set.insert(id)
      }
      if hasClearings { try addClearedAway(after: returned, to: &set) }
    }
    for id in news?.documents ?? [] { set.insert(id) }
    var ids: [Int64] = []
    set.forEach { ids.append($0) }
    return ids + (news?.newDocuments ?? [])
  }
}
