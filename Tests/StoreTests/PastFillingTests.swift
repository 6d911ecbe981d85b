import Ledger
import Testing

@testable import Store

/// Whole exports of nine days, some of which come late, several to a night: the past of each day is what its own export shows.
@Suite struct PastFillingTests {
  @Test(arguments: 1...30) func eachDayIsWhatItsExportShows(seed: Int) throws {
    var story = try LateStory(seed: UInt64(seed), database: emptyState())
    for night in 1...LateStory.nights { try story.night(night) }
    let past = try PastLedger(story.database, knownOn: nil)
    for (document, key) in story.keys.sorted(by: { $0.key < $1.key }) {
      let steps = try #require(try past.documents([key]).first).steps
      for day in story.askable(document) {
        let balance = BalanceTimeline.balance(steps, asOf: LateStory.date(day))
        #expect(balance == story.truth[document][day], "\(story.told(document)), day \(day)")
      }
    }
  }
}

/// The nights of a company whose ERP knows a few documents; what of them is open changes from day to day.
private struct LateStory {
  static let days = 9
  static let nights = days + 1
  let database: Database
  /// By document and day: what is open, nothing where the export of the day lacks it.
  private(set) var truth: [[Int64]] = []
  /// The night that took the export of a day.
  private var takenBy: [Int] = [0]
  /// Keys in the state, of documents that an export has shown.
  private(set) var keys: [Int: Int64] = [:]
  private var tables: BookTables
  private var book: Book
  private var rows: [Int: Int] = [:]
  private var newest = 0
  private var accepted: Set<Int> = []
  private var state: UInt64

  init(seed: UInt64, database: Database) throws {
    self.database = database
    state = seed
    tables = BookTables(database)
    book = try tables.load(companies: ["ACME"])
    for day in 1...LateStory.days {
      takenBy.append(below(2) == 0 ? day : min(LateStory.nights, day + below(5)))
    }
    for _ in 0..<40 {
      let birth = 1 + below(4)
      var balances: [Int64] = [0]
      for day in 1...LateStory.days {
        let next: Int64 = below(3) > 0 ? balances[day - 1] : [0, 100_00, 60_00][below(3)]
        balances.append(day < birth ? 0 : day == birth ? [100_00, 60_00][below(2)] : next)
      }
      truth.append(balances)
    }
  }

  static func date(_ day: Int) -> CalendarDate {
    CalendarDate(days: Ledger.CalendarDate("2026-11-18")!.days + Int32(day))
  }

  private mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  func told(_ document: Int) -> String { "\(truth[document].dropFirst()) taken by \(takenBy.dropFirst())" }

  /// Days from the first on that showed it. Of what is open, before an export in time showed it nothing is remembered of a late one that showed its amount:
  /// another night's late ones cannot know of it.
  func askable(_ document: Int) -> [Int] {
    let shown = (1...LateStory.days).filter { truth[document][$0] != 0 }
    guard let first = shown.first else { return [] }
    guard let inTime = shown.first(where: { accepted.contains($0) }) else { return Array(first...LateStory.days) }
    let isOneNight = Set((first..<inTime).filter { !accepted.contains($0) }.map { takenBy[$0] }).count <= 1
    return Array((isOneNight ? first : inTime)..<(LateStory.days + 1))
  }

  /// Takes the exports that come on a night: the newest counts, where it is newer than what is known; the others are late.
  mutating func night(_ number: Int) throws {
    try run(Int64(number), in: database)
    let taken = (1...LateStory.days).filter { takenBy[$0] == number }
    let accepted = taken.last.flatMap { $0 > newest ? $0 : nil }
    var (new, changed): ([Int], [Int]) = ([], [])
    for document in truth.indices where accepted != nil {
      let balance = truth[document][accepted!]
      guard let row = rows[document] else {
        if balance != 0 { new.append(add(document, balance)) }
        continue
      }
      if book.documents.rows[row].balance != balance {
        book.documents.rows[row].balance = balance
        changed.append(row)
      }
    }
    let late = taken.filter { $0 != accepted }
    let unknown = truth.indices.filter { document in rows[document] == nil && late.contains { truth[document][$0] != 0 }
    }
    new += unknown.map { add($0, 0) }
    try tables.write(
      &book, run: Int64(number), changed: changed.map { .init(row: $0, file: 1, line: 1, cause: "absence") },
      newDocuments: new
    ) { (1, $0) }
    for (document, row) in rows { keys[document] = book.documents.stateIDs[row] }
    if let accepted {
      newest = accepted
      self.accepted.insert(accepted)
      try arrive(accepted, number)
    }
    var filling = try PastFilling(database, run: Int64(number))
    try filling.fill(try late.reversed().map { try lateExport($0, unknown) })
  }

  private mutating func add(_ document: Int, _ balance: Int64) -> Int {
    let row = book.add(Invoice(id: "D\(document)", balance: balance))
    book.documents.rows[row].amount = 100_00
    rows[document] = row
    return row
  }

  /// An export that was accepted, with its day.
  private func arrive(_ day: Int, _ number: Int) throws {
    let arrivals = ArrivalTables(database)
    try arrivals.record(sha256: "\(day)", bytes: 1, archived: "\(day)", folder: "", name: "\(day)", modified: 0)
    var arrival = try arrivals.waiting()[0]
    (arrival.state, arrival.feed, arrival.fileDate) = (.accepted, "documents", LateStory.date(day))
    try arrivals.pin([arrival], to: Int64(number))
    try arrivals.settle(arrival)
    try arrivals.insertSnapshot(
      arrival: arrival.id, company: try company(), currency: eur, documents: 1, balance: 0, tail: [])
  }

  private func company() throws -> Int64 { try BookTables.companyIDs(database)["ACME"]! }

  private func lateExport(_ day: Int, _ unknown: [Int]) throws -> LateExport {
    let known = rows.sorted { $0.key < $1.key }
    let shown = known.filter { truth[$0.key][day] != 0 }.map { document, row in
      let isSame = book.documents.rows[row].balance == truth[document][day]
      return LateExport.Shown(
        document: book.documents.stateIDs[row], currency: eur, balance: truth[document][day],
        amount: book.documents.rows[row].amount, isVoid: false, line: isSame && !unknown.contains(document) ? nil : 1)
    }
    let absent = known.filter { book.documents.rows[$0.value].balance != 0 && truth[$0.key][day] == 0 }
    return LateExport(
      day: LateStory.date(day), arrival: Int64(100 + day), file: 1, companies: [try company()],
      covered: [try company()], shown: shown, absent: absent.map { book.documents.stateIDs[$0.value] }, unsure: [],
      only: nil, isDelta: false)
  }
}
