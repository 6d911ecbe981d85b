import Ledger
import Testing

@testable import Store

/// A day since which much has changed, read in one go: the same as document by document.
@Suite struct FarPastTests {
  /// 21,000 documents of the first night: every tenth closes on the second, the others are paid in part; on the third the rest of them
  /// closes. A document of the first day is learned on the third night, one of the third day too.
  private func state() throws -> Database {
    let database = try emptyState()
    for id in 1...3 { try run(Int64(id), in: database) }
    var tables = BookTables(database)
    var book = try tables.load(companies: ["ACME"])
    let rows = (0..<21_000).map { book.add(Invoice(id: "D\(100_000 + $0)", balance: 100_00)) }
    try tables.write(&book, run: 1, changed: [], newDocuments: rows) { (1, $0) }
    for (at, row) in rows.enumerated() { book.documents.rows[row].balance = at % 10 == 0 ? 0 : 60_00 }
    func versions(_ rows: [Int]) -> [BookTables.DocumentVersion] {
      rows.map { .init(row: $0, file: 1, line: 1, cause: "unknown") }
    }
    try tables.write(&book, run: 2, changed: versions(rows), newDocuments: []) { _ in nil }
    let rest = rows.indices.filter { $0 % 10 != 0 }.map { rows[$0] }
    for row in rest { book.documents.rows[row].balance = 0 }
    let late = ["LATE", "NEW"].map { book.add(Invoice(id: $0, balance: 5_00)) }
    book.documents.rows[late[1]].documentDate = day("2026-11-21")
    try tables.write(&book, run: 3, changed: versions(rest), newDocuments: late) { (1, $0) }
    return database
  }

  private func total(_ database: Database, on date: String) throws -> Int64 {
    var ledger = try PastLedger(database, knownOn: nil)
    let position = try ledger.position(companies: ["ACME"], asOf: day(date))
    return position.book.documents.rows.reduce(0) { $0 + $1.balance }
  }

  @Test func theTotalsOfEachDayAreThoseOfTheirNights() throws {
    let database = try state()
    #expect(try total(database, on: "2026-09-30") == 0)
    // LATE is dated 1 October, and of its 100.00 the third night shows 5.00.
    #expect(try total(database, on: "2026-11-19") == 2_100_000_00 + 100_00)
    #expect(try total(database, on: "2026-11-20") == 18_900 * 60_00 + 100_00)
    #expect(try total(database, on: "2026-11-21") == 10_00)
    #expect(try database.shell("SELECT COUNT(*) FROM document_backdated", columns: 1) == ["1"])
  }

  @Test func whatPaymentsExplainIsDatedByThem() throws {
    let database = try state()
    try PaymentTables(database).insert(
      [
        Payment(
          company: "ACME", id: "P1", customerID: "C1", date: day("2026-11-19"),
          money: Money(minorUnits: 100_00, currency: eur), details: Details(["reference": "D100010"])),
        Payment(
          company: "ACME", id: "P2", customerID: "C1", date: day("2026-11-25"),
          money: Money(minorUnits: 60_00, currency: eur), details: Details(["reference": "D100011"])),
      ], run: 3)
    #expect(try total(database, on: "2026-11-19") == 2_100_000_00 + 100_00 - 100_00)
    #expect(try total(database, on: "2026-11-21") == 10_00 + 60_00)
  }

  /// Seven nights of documents, payments, applications and matches as they come, orderly and not: whatever is read in one go is what
  /// each document's own steps say.
  @Test(arguments: [1, 15, 20], [1, 700]) func aPositionIsTheSumOfItsDocuments(_ seed: UInt64, _ least: Int) throws {
    var events = try FarPastEvents(seed: seed, database: emptyState())
    for night in 1...7 { try events.night(Int64(night)) }
    let database = events.database
    let told = try database.rows("SELECT dated_by, documents FROM document_dated") {
      (basis: $0.int(0), documents: KeyList.keys($0.bytes(1)).count)
    }
    for basis in [0, 1] { #expect(told.reduce(0) { $0 + ($1.basis == basis ? $1.documents : 0) } > 100) }
    let settled = try database.rows("SELECT COUNT(*) FROM document WHERE balance = 0") { $0.int(0) }[0]
    #expect(settled > told.reduce(100) { $0 + $1.documents })
    let ids = try database.rows("SELECT id FROM document ORDER BY id") { $0.int64(0) }
    for date in ["2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22"].map(day) {
      var ledger = try PastLedger(database, knownOn: nil)
      // Either way: what nobody has told is looked at with all its money, or one by one.
      ledger.farAfter = least
      let position = try ledger.position(companies: ["ACME"], asOf: date)
      var balances: [Int64: Int64] = [:]
      for (row, id) in zip(position.book.documents.rows, position.book.documents.stateIDs)
      where row.balance != 0 && !row.flags.contains(.void) {
        balances[id] = row.balance
      }
      var (wrong, settled): ([String], Int) = ([], 0)
      for (past, steps) in try ledger.documents(ids) {
        let balance = BalanceTimeline.balance(steps, asOf: date)
        if balance != balances[past.id] ?? 0 {
          wrong.append("\(past.label): \(balance), read \(balances[past.id] ?? 0)")
        }
        guard let last = past.past.sightings.last, last.balance == 0, !last.isVoid, balance != 0 else { continue }
        if steps.contains(where: { $0.basis == .export && $0.date > date && $0.cause != .writeOff && !$0.isRaise }) {
          settled += 1
        }
      }
      #expect(wrong.isEmpty, "\(date): \(wrong.prefix(5)), \(wrong.count) in all")
      #expect(position.settledByExport == settled)
    }
  }
}

/// Nights made by chance, the same in every run.
private struct FarPastEvents {
  let database: Database
  private var tables: BookTables
  private var book: Book
  private var state: UInt64
  private var payments = 0

  init(seed: UInt64, database: Database) throws {
    self.database = database
    state = seed
    tables = BookTables(database)
    book = try tables.load(companies: ["ACME"])
  }

  private mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  mutating func night(_ number: Int64) throws {
    let today = try run(number, in: database).asOf
    var (changed, money): ([Int], [Payment]) = ([], [])
    var applied: [Application] = []
    for row in book.documents.rows.indices {
      let before = book.documents.rows[row]
      let after = next(before)
      guard after != before.balance || below(400) == 0 else { continue }
      book.documents.rows[row].balance = after
      // Sometimes it is invoiced for more, too.
      if (row + Int(number)) % 8 == 0 { book.documents.rows[row].amount += 30_00 }
      changed.append(row)
      if below(300) == 0 { book.documents.rows[row].flags = .void }
      if below(300) == 0 { book.documents.rows[row].currency = Currency("USD")! }
      pay(row, before.balance - after, today, &money, &applied)
    }
    let new: [Int] =
      number > 4
      ? []
      : (0..<900).map { at in
        let open = book.add(
          Invoice(
            id: "D\(number)-\(at / (at % 50 < 4 ? 2 : 1))", balance: [100_00, 100_00, 100_00, 60_00, 0][below(5)],
            instalment: at % 50 < 4 ? "\(at % 2)" : ""))
        book.documents.rows[open].documentDate = CalendarDate(days: today.days - Int32(below(3)))
        return open
      }
    try tables.write(
      &book, run: number, changed: changed.map { .init(row: $0, file: 1, line: 1, cause: "unknown") }, newDocuments: new
    ) { (1, $0) }
    // Money for whatever there is, settled or not.
    for _ in 0..<60 where !book.documents.rows.isEmpty {
      pay(below(book.documents.rows.count), [40_00, 100_00, -40_00][below(3)], today, &money, &applied)
    }
    let tables = PaymentTables(database)
    try tables.insert(money, run: number)
    try tables.noteLate(money, run: number)
    for application in applied { try tables.insert(application, run: number) }
    try match(number)
    if number > 2 { try correct(number, today) }
    if number > 4 { try comeLate(number, CalendarDate(days: today.days - 3)) }
    try SettledDates.tell(changed, of: book, run: number, in: database)
  }

  private mutating func next(_ row: DocumentRow) -> Int64 {
    guard row.balance != 0 else { return below(60) == 0 ? 70_00 : 0 }
    switch below(10) {
    case 0..<2: return 0
    case 2..<4: return row.balance > 40_00 ? row.balance - 40_00 : row.balance
    case 4: return below(10) == 0 ? row.balance + 30_00 : row.balance
    default: return row.balance
    }
  }

  private mutating func pay(
    _ row: Int, _ amount: Int64, _ today: CalendarDate, _ money: inout [Payment], _ applied: inout [Application]
  ) {
    guard amount != 0, below(3) > 0 else { return }
    let (id, currency) = (book.documents.key(book.documents.rows[row].key).id, book.documents.rows[row].currency)
    let kind = below(20)
    let parts = kind == 0 && amount % 2 == 0 ? [amount / 2, amount / 2] : [amount]
    for part in parts {
      payments += 1
      let date = CalendarDate(days: today.days + Int32(kind == 1 ? below(3) : kind == 2 ? -below(5) : 0))
      var details = Details()
      if kind != 3 { details = Details(["reference": id]) }
      money.append(
        Payment(
          company: "ACME", id: "P\(payments)", customerID: "C1", date: date,
          money: Money(minorUnits: part, currency: currency), details: details))
      if kind == 3 || kind == 4 {
        applied.append(
          Application(
            company: "ACME", paymentID: "P\(payments)", documentID: below(6) == 0 ? "D1-7" : id,
            amount: Money(minorUnits: part, currency: currency).decimal,
            appliedOn: below(2) == 0 ? nil : CalendarDate(days: date.days + Int32(below(3)) - 1)))
      }
    }
  }

  /// Every twentieth payment of the night is matched, with the document that it names or with another.
  private mutating func match(_ number: Int64) throws {
    let found = try database.rows(
      "SELECT p.id, d.id, p.amount FROM payment p JOIN document d ON d.document_id = p.reference WHERE p.run = ? AND p.id % 20 = 0",
      .int(number), row: { ($0.int64(0), $0.int64(1), $0.int64(2)) })
    let matches =
      found.map { payment, document, amount in
        let isOther = below(4) == 0
        return CashTables.Match(
          payment: payment, document: isOther ? max(1, document - 3) : document, amount: amount,
          deducted: below(5) == 0 ? 1_00 : 0, posted: below(5) == 0 ? 0 : amount, rule: "reference", confidence: 100,
          difference: nil, matchedOn: day("2026-11-19"))
      }
    try CashTables(database).insert(matches.count, run: number) { matches[$0] }
    try PaymentTables(database).noteLate(matched: matches.map(\.document), run: number)
  }

  /// An export of an earlier day that shows some documents otherwise than was known, and some not at all.
  private mutating func comeLate(_ number: Int64, _ day: CalendarDate) throws {
    let known = try database.rows("SELECT id, currency FROM document", row: { ($0.int64(0), $0.text(1)) })
    let shown = (0..<40).map { _ in
      let (id, currency) = known[below(known.count)]
      return LateExport.Shown(
        document: id, currency: Currency(currency)!, balance: [0, 40_00, 60_00][below(3)],
        amount: [60_00, 90_00][below(2)], isVoid: false, line: 1)
    }
    let company = try database.rows("SELECT id FROM company", row: { $0.int64(0) })
    var filling = try PastFilling(database, run: number)
    try filling.fill([
      LateExport(
        day: day, arrival: number, file: 1, companies: company, covered: Set(company), shown: shown,
        absent: (0..<20).map { _ in known[below(known.count)].0 }, unsure: [], only: Set(known.prefix(200).map(\.0)),
        isDelta: false)
    ])
  }

  /// Some payments of earlier nights are corrected.
  private mutating func correct(_ number: Int64, _ today: CalendarDate) throws {
    var again: [Payment] = []
    for _ in 0..<10 {
      let id = "P\(1 + below(payments))"
      guard let known = try CashTables(database).payment(company: "ACME", id: id) else { continue }
      var payment = known.payment
      payment.date = CalendarDate(days: today.days + Int32(below(4)) - 2)
      again.append(payment)
    }
    try PaymentTables(database).insert(again, run: number)
    try PaymentTables(database).noteLate(again, run: number)
  }
}
