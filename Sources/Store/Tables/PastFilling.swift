import Ledger

/// Fills the past with exports that came late: a document is remembered as each showed it on its own day, learned by tonight's run. What other
/// exports told of it stands: the next that is known says again what it said, so nothing after it changes.
public struct PastFilling {
  private let database: Database
  private let run: Int64
  private var exports: ExportDays
  /// What deltas of tonight said again, where the state does not know them yet, by day.
  private var tonight: [(day: CalendarDate, documents: [Int64])] = []
  /// What deltas said again, by day.
  private var again: [(day: CalendarDate, documents: [Int64])] = []
  /// What is known of the night where the state does not hold it yet.
  private var news: NightsNews?
  private var companies: [Int64: String] = [:]

  /// What a late export tells of a document, as it is remembered.
  private struct Filled {
    var document: Int64
    var day: CalendarDate
    var balance: Int64
    var amount: Int64?
    var isVoid: Bool
    var file: Int64
    var line: Int?
  }

  /// - Parameter run: tonight's; its own versions and exports are in the state already.
  public init(_ database: Database, run: Int64) throws {
    self.database = database
    self.run = run
    exports = try ExportDays(database, try BookTables(database).runDays())
  }

  /// The same on the night itself, while the state holds none of it.
  init(_ database: Database, tonight: NightsExports, _ news: NightsNews) throws {
    self.database = database
    let newest = try database.rows("SELECT COALESCE(MAX(id), 0) FROM run WHERE state <> 'open'") { $0.int64(0) }[0]
    run = newest + 1
    exports = try ExportDays(database, try BookTables(database).runDays())
    exports.add(tonight, run: run)
    (self.tonight, self.news) = (tonight.again, news)
    companies = Dictionary(uniqueKeysWithValues: tonight.companies.map { ($1, $0) })
  }

  /// Stores what tonight's late exports tell of their days.
  public mutating func fill(_ late: [LateExport]) throws {
    for one in try filled(late) {
      try database.run(
        "INSERT OR REPLACE INTO late_sighting VALUES(?, ?, ?, ?, ?, ?, ?, ?)", .int(one.document),
        .int(Int(one.day.days)), .int(run), .int(one.balance), .int(one.isVoid ? 1 : 0), .int(one.file),
        .optional(one.line), .optional(one.amount))
    }
    for export in late {
      for company in export.companies {
        try database.run(
          "INSERT OR REPLACE INTO late_export VALUES(?, ?, ?, ?)", .int(export.arrival), .int(company),
          .int(Int(export.day.days)), .int(run))
      }
    }
  }

  /// What would be stored of each document, by day.
  mutating func sightings(_ late: [LateExport]) throws -> [Int64: [Sighting]] {
    var found: [Int64: [Sighting]] = [:]
    for one in try filled(late) {
      let sighting = Sighting(
        on: one.day, run: run, balance: one.balance, amount: one.amount, cause: .absence, isVoid: one.isVoid)
      // Of one day the last counts.
      found[one.document, default: []].removeAll { $0.on == one.day }
      found[one.document, default: []].append(sighting)
    }
    return found.mapValues { $0.sorted { $0.on < $1.on } }
  }

  /// All of them at once, for what one shows the next may show again.
  private mutating func filled(_ late: [LateExport]) throws -> [Filled] {
    // Of one day in the order in which they were read.
    let late = late.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
    guard let oldest = late.first?.day else { return [] }
    again = try ToldDocuments.again(after: oldest, in: database) + tonight.filter { $0.day > oldest }
    again = again.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }.map(\.element)
    let candidates = try candidates(late)
    let known = news == nil ? run : run - 1
    let versions = DocumentVersions(
      database: database, knownRun: known, exports: exports, news: news, companies: companies)
    var facts = late.map { export in Facts(export) { $0 < 0 || candidates.contains($0) } }
    var ids = Array((news?.newDocuments ?? []).reversed())
    candidates.forEach { ids.append($0) }
    var filled: [Filled] = []
    for id in ids {
      let told = facts.indices.map {
        (export: late[$0], shown: facts[$0].shown(id), isUnsure: facts[$0].unsure.contains(id))
      }
      .filter {
        !$0.isUnsure && $0.export.only?.contains(id) != false && ($0.shown != nil || !$0.export.covered.isEmpty)
      }
      guard !told.isEmpty, let past = try versions.document(id) else { continue }
      filled += fill(
        past,
        told.compactMap { export, shown, _ in
          if let shown {
            return shown.currency == past.currency
              ? Fact(export, shown)
              : nil
          }
          return export.covered.contains(past.company) ? Fact(day: export.day, file: export.file) : nil
        })
    }
    return filled
  }

  /// Documents of which one of them may tell something else than is known: what no run has changed since its day, and is as now, was so
  /// then.
  private func candidates(_ late: [LateExport]) throws -> DocumentSet {
    let first = late.flatMap { export in
      export.companies.compactMap { exports.firstRun(of: $0, after: export.day) }
    }.min()
    var candidates = try DocumentSet(changedAfter: (first ?? run) - 1, in: database)
    for export in late {
      for one in export.shown where one.line != nil { candidates.insert(one.document) }
      for document in export.absent { candidates.insert(document) }
    }
    for document in news?.documents ?? [] { candidates.insert(document) }
    return candidates
  }

  /// - Parameter facts: what tonight's late exports tell of the document, oldest first.
  private func fill(_ past: PastDocument, _ facts: [Fact]) -> [Filled] {
    let known = past.past.sightings
    var filled: [Filled] = []
    var isSeen = false
    func insert(
      _ day: CalendarDate, _ balance: Int64, _ amount: Int64?, isVoid: Bool, _ fact: Fact, line: Int?
    ) {
      filled.append(
        Filled(
          document: past.id, day: day, balance: balance, amount: amount, isVoid: isVoid, file: fact.file, line: line))
    }
    for (at, fact) in facts.enumerated() {
      let before = known.last { $0.on <= fact.day }
      // Nobody had seen it by then: what an export lacks may not have been there yet.
      if fact.isAbsent, before == nil, !isSeen { continue }
      let isFirst = before == nil && !isSeen
      isSeen = true
      let lastFilled = filled.last.flatMap { one in before.map { $0.on <= one.day } == false ? nil : one.balance }
      let next = next(past, after: fact.day, isSeenBefore: before != nil)
        .flatMap { next in
          let isTold = at + 1 < facts.count && next.day >= facts[at + 1].day
          return isTold || known.contains { $0.on > fact.day && $0.on <= next.day } ? nil : next
        }
      // A whole export lacked what nobody had seen. A delta that named it had come late, with what is known of that day: what it began with.
      let again = before?.balance ?? (next?.isNamed == true ? past.past.opening : 0)
      // That it was there by then is remembered where it is gone again: an export between may lack it.
      let isGone = past.firstRun == run && known.last?.balance == 0
      if fact.balance != lastFilled ?? before?.balance ?? past.past.opening || isFirst && (next != nil || isGone) {
        insert(fact.day, fact.balance, fact.amount, isVoid: fact.isVoid, fact, line: fact.line)
      }
      if let next, again != fact.balance {
        insert(next.day, again, before?.amount, isVoid: before?.isVoid ?? false, fact, line: nil)
      }
    }
    return filled
  }

  /// When an export that is known told of a document again after a day, and changed nothing of it: the next whole one, or a delta that named
  /// it.
  /// - Parameter isSeenBefore: an export up to the day had shown it. Else the next lacked it; but one that came late on an earlier night may
  ///   have shown it as it is since its own date.
  /// - Returns: also whether a delta named it.
  private func next(
    _ past: PastDocument, after day: CalendarDate, isSeenBefore: Bool
  ) -> (day: CalendarDate, isNamed: Bool)? {
    let whole = exports.whole(of: past.company, after: day) {
      isSeenBefore || past.firstRun == run || !exports.isLate($0, of: past.company)
    }
    let named = again.first { $0.day > day && PastFilling.contains($0.documents, past.id) }?.day
    return [whole, named].compactMap(\.self).min().map { ($0, $0 == named) }
  }

  /// - Parameter keys: ascending.
  private static func contains(_ keys: [Int64], _ key: Int64) -> Bool {
    let at = keys.place { $0 < key }
    return at < keys.count && keys[at] == key
  }

  /// Whether the newest run that is over took an export that came late: what waits may be explained by it.
  public static func cameLastNight(_ database: Database) throws -> Bool {
    try database.rows(
      "SELECT EXISTS(SELECT 1 FROM late_export WHERE run = (SELECT MAX(id) FROM run WHERE state = 'published'))",
      row: { $0.int(0) != 0 })[0]
  }
}

/// What a late export tells of a document.
private struct Fact {
  var day: CalendarDate
  /// In minor units: nothing where it is absent.
  var balance: Int64 = 0
  /// What was invoiced; nil where it is absent.
  var amount: Int64?
  var isVoid = false
  var isAbsent = true
  var file: Int64
  var line: Int?

  init(day: CalendarDate, file: Int64) { (self.day, self.file) = (day, file) }

  init(_ export: LateExport, _ shown: LateExport.Shown) {
    self.init(day: export.day, file: export.file)
    (balance, amount, isVoid, line, isAbsent) = (shown.balance, shown.amount, shown.isVoid, shown.line, false)
  }
}

/// What a late export shows, asked in the order of the documents' keys.
private struct Facts {
  private let all: [LateExport.Shown]
  /// Places of those that are asked for, by key.
  private let places: [Int32]
  private var next = 0
  let unsure: Set<Int64>

  /// - Parameter isAsked: whether somebody will ask for a document.
  init(_ export: LateExport, _ isAsked: (Int64) -> Bool) {
    all = export.shown
    unsure = Set(export.unsure)
    let shown = export.shown
    places = shown.indices.filter { isAsked(shown[$0].document) }
      .sorted { shown[$0].document < shown[$1].document }.map { Int32($0) }
  }

  /// Keys may only rise.
  mutating func shown(_ document: Int64) -> LateExport.Shown? {
    while next < places.count, all[Int(places[next])].document < document { next += 1 }
    return next < places.count && all[Int(places[next])].document == document ? all[Int(places[next])] : nil
  }
}
