import Ledger

/// An export that came late, as the state is to remember it.
public struct LateExport: Sendable {
  /// What it showed of a document; balance in minor units.
  public struct Shown: Sendable {
    /// Key in the state.
    public var document: Int64
    public var currency: Currency
    public var balance: Int64
    public var isVoid: Bool
    /// Line of the file; nil where it says what the newest version says.
    public var line: Int?
    /// Nobody knew the document before: it came and went between two exports.
    public var isUnknown: Bool
    public init(
      document: Int64, currency: Currency, balance: Int64, isVoid: Bool, line: Int?, isUnknown: Bool = false
    ) {
      self.isUnknown = isUnknown
      self.document = document
      self.currency = currency
      self.balance = balance
      self.isVoid = isVoid
      self.line = line
    }
  }

  /// The export's own date.
  public var day: CalendarDate
  /// Keys in the state, as all that follow.
  public var arrival: Int64
  public var file: Int64
  public var companies: [Int64]
  /// Companies of which it showed everything that was open.
  public var covered: Set<Int64>
  public var shown: [Shown]
  /// Where newer deltas have told of some documents only, their keys: of all others it was applied; nil: it is of the past as a whole.
  public var only: Set<Int64>?
  public var isDelta: Bool
  /// Documents that are open now and that it did not show; and those of which a rejected row may have spoken.
  public var absent: [Int64]
  public var unsure: [Int64]

  public init(
    day: CalendarDate, arrival: Int64, file: Int64, companies: [Int64], covered: Set<Int64>, shown: [Shown],
    absent: [Int64], unsure: [Int64], only: Set<Int64>?, isDelta: Bool
  ) {
    self.only = only
    self.isDelta = isDelta
    self.day = day
    self.arrival = arrival
    self.file = file
    self.companies = companies
    self.covered = covered
    self.shown = shown
    self.absent = absent
    self.unsure = unsure
  }
}

/// Fills the past with exports that came late: a document is remembered as each showed it on its own day, learned by tonight's run. Where it
/// differs from what was known of that day, the next export that is known says again what it said; so nothing after it changes.
public struct PastFilling {
  private let database: Database
  private let run: Int64
  private var exports: ExportDays
  /// What deltas after the export at hand said again.
  private var again: [(day: CalendarDate, documents: [Int64])] = []

  /// - Parameter run: tonight's; its own versions and exports are in the state already.
  public init(_ database: Database, run: Int64) throws {
    self.database = database
    self.run = run
    exports = try ExportDays(database, try BookTables(database).runDays())
  }

  /// Stores what the export tells of its day; several are filled in one after the other, in any order.
  public mutating func fill(_ export: LateExport) throws {
    let versions = DocumentVersions(database: database, knownRun: run, exports: exports)
    again = try ToldDocuments.again(after: export.day, in: database)
    var changed = try changedSince(export)
    var shown: Set<Int64> = []
    for one in export.shown {
      shown.insert(one.document)
      // What no run has changed since that day, and is as now, was so then.
      if one.line == nil, !changed.contains(one.document) { continue }
      if let past = try versions.document(one.document), past.currency == one.currency {
        try show(one, past, export)
      }
    }
    for document in export.absent { changed.insert(document) }
    let unsure = Set(export.unsure)
    try changed.forEach { id in
      guard !shown.contains(id), !unsure.contains(id), export.only?.contains(id) != false,
        let past = try versions.document(id),
        export.covered.contains(past.company)
      else { return }
      try miss(past, export)
    }
    for company in export.companies {
      try database.run(
        "INSERT OR REPLACE INTO late_export VALUES(?, ?, ?, ?)", .int(export.arrival), .int(company),
        .int(Int(export.day.days)), .int(run))
      exports.add(late: export.day, of: company, run: run, isWhole: !export.isDelta)
    }
  }

  /// Documents that were changed by an export dated after this one, or about which another late one has told.
  private func changedSince(_ export: LateExport) throws -> DocumentSet {
    let first = export.companies.compactMap { exports.firstRun(of: $0, after: export.day) }.min() ?? run
    return try DocumentSet(changedAfter: first - 1, in: database)
  }

  private func show(_ one: LateExport.Shown, _ past: PastDocument, _ export: LateExport) throws {
    let next = next(past, after: export.day)
    let sightings = past.past.sightings
    let isSeenNext = sightings.contains { $0.on > export.day && $0.on <= next ?? $0.on }
    if let before = sightings.last(where: { $0.on <= export.day }) {
      guard one.balance != before.balance else { return }
      try insert(one.document, on: export.day, one.balance, isVoid: one.isVoid, export, line: one.line)
      if !isSeenNext, let next {
        try insert(one.document, on: next, before.balance, isVoid: before.isVoid, export, line: nil)
      }
    } else if !isSeenNext, one.isUnknown || next.map({ !exports.isLate($0, of: past.company) }) == true {
      // It was gone before the next export that is known. One that came late may have shown it as it was.
      try insert(one.document, on: export.day, one.balance, isVoid: one.isVoid, export, line: one.line)
      if let next { try insert(one.document, on: next, 0, isVoid: false, export, line: nil) }
    } else if one.balance != past.past.amount {
      try insert(one.document, on: export.day, one.balance, isVoid: one.isVoid, export, line: one.line)
    }
  }

  /// A document that was open by what was known, and that the export does not show: it was settled by then.
  private func miss(_ past: PastDocument, _ export: LateExport) throws {
    let sightings = past.past.sightings
    guard let before = sightings.last(where: { $0.on <= export.day }), before.balance != 0
    else { return }
    try insert(past.id, on: export.day, 0, isVoid: false, export, line: nil)
    guard let next = next(past, after: export.day),
      !sightings.contains(where: { $0.on > export.day && $0.on <= next })
    else { return }
    try insert(past.id, on: next, before.balance, isVoid: before.isVoid, export, line: nil)
  }

  /// When an export after the one at hand told of a document again, and changed nothing of it: the next whole one, or a delta that named it.
  private func next(_ past: PastDocument, after day: CalendarDate) -> CalendarDate? {
    let named = again.first { PastFilling.contains($0.documents, past.id) }?.day
    return [exports.next(of: past.company, after: day), named].compactMap(\.self).min()
  }

  /// - Parameter keys: ascending.
  private static func contains(_ keys: [Int64], _ key: Int64) -> Bool {
    let at = keys.place { $0 < key }
    return at < keys.count && keys[at] == key
  }

  private func insert(
    _ document: Int64, on day: CalendarDate, _ balance: Int64, isVoid: Bool, _ export: LateExport, line: Int?
  ) throws {
    try database.run(
      "INSERT OR REPLACE INTO late_sighting VALUES(?, ?, ?, ?, ?, ?, ?)", .int(document), .int(Int(day.days)),
      .int(run), .int(balance), .int(isVoid ? 1 : 0), .int(export.file), .optional(line))
  }

  /// Whether the newest run that is over took an export that came late: what waits may be explained by it.
  public static func cameLastNight(_ database: Database) throws -> Bool {
    try database.rows(
      "SELECT EXISTS(SELECT 1 FROM late_export WHERE run = (SELECT MAX(id) FROM run WHERE state = 'published'))",
      row: { $0.int(0) != 0 })[0]
  }
}
