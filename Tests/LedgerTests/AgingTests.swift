import Testing

@testable import Ledger

private let eur = Currency(trusted: 0x455552)
private let jpy = Currency(trusted: 0x4A5059)
private let asOf = CalendarDate(year: 2026, month: 11, day: 30) ?? CalendarDate(days: 0)

/// An item so many days past due; nil has no due date and ages from its document date, 100 days ago.
private func item(
  _ days: Int?, _ balance: Int64 = 100, _ currency: Currency = eur, posted: String? = nil
) -> AccountItem {
  let due = days.map { asOf.adding(days: -$0) }
  let document = Document(
    company: "ACME", customerID: "C1", id: "INV", kind: balance < 0 ? .creditNote : .invoice,
    documentDate: asOf.adding(days: -100), dueDate: due, currency: currency, amount: balance, balance: balance,
    details: posted.map { Details(["posting_date": $0]) } ?? Details())
  return AccountItem(document: document, dueDate: due)
}

@Suite struct AgingTests {
  /// Days past due, and the column: -1 is not due, nil.
  static let bounds: [(days: Int, bucket: Int?)] = [
    (-1, nil), (0, nil), (1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (120, 3), (121, 4), (9999, 4),
  ]
  @Test(arguments: bounds)
  func everyBoundIsInclusive(_ row: (days: Int, bucket: Int?)) throws {
    let line = try #require(AgingRule().age([item(row.days)], asOf: asOf).first)
    #expect(line.notDue == (row.bucket == nil ? 100 : 0))
    #expect(line.buckets == (0...4).map { $0 == row.bucket ? 100 : 0 })
    #expect(line.oldest == max(row.days, 0))
    #expect(line.foots)
  }

  /// One rule for all papers: from the due date, else from the one that terms give, else from the document's own.
  @Test(
    arguments: [
      ("2026-11-20", "2026-10-31", 10), (nil, "2026-10-31", 30), (nil, "2026-12-30", -30), (nil, nil, 100),
    ] as [(String?, String?, Int)])
  func daysLateWithoutADueDate(due: String?, terms: String?, days: Int) throws {
    var late = item(nil)
    late.dueDate = due.flatMap { CalendarDate($0) }
    late.termsDate = terms.flatMap { CalendarDate($0) }
    #expect(late.daysLate(asOf) == days)
    #expect(late.daysPastDue(asOf) == (due == nil ? nil : days))
    let line = try #require(AgingRule().age([late], asOf: asOf).first)
    #expect(line.oldest == max(days, 0))
  }

  @Test func columnsAreNamedByTheirDays() {
    #expect(AgingRule().bucketNames == ["d1_30", "d31_60", "d61_90", "d91_120", "d121_plus"])
    #expect(AgingRule(bounds: [15]).bucketNames == ["d1_15", "d16_plus"])
    #expect(AgingRule(bounds: [1, 2, 3], mode: .months).bucketNames == ["m1_1", "m2_2", "m3_3", "m4_plus"])
  }

  /// Not due 50, 20 in the first bucket, 30 in the last; a credit 40 days old by its own date.
  static let mixed = [item(-5, 50), item(10, 20), item(200, 30), item(40, -45)]
  static let credits: [(AgingRule.Credits, notDue: Int64, buckets: [Int64], unapplied: Int64)] = [
    (.separate, 50, [20, 0, 0, 0, 30], -45), (.ownDate, 50, [20, -45, 0, 0, 30], 0),
    (.oldestFirst, 50, [5, 0, 0, 0, 0], 0),
  ]
  @Test(arguments: credits)
  func creditsInThreeModesGiveTheSameNet(
    _ row: (mode: AgingRule.Credits, notDue: Int64, buckets: [Int64], unapplied: Int64)
  ) throws {
    let line = try #require(AgingRule(credits: row.mode).age(AgingTests.mixed, asOf: asOf).first)
    #expect((line.notDue, line.buckets, line.unapplied) == (row.notDue, row.buckets, row.unapplied))
    #expect(line.total == 55)
    #expect(line.foots)
  }

  @Test func creditsBeyondWhatIsOverdueGoAgainstWhatIsNot() throws {
    let items = [item(-5, 50), item(10, 20), item(1, -200)]
    let line = try #require(AgingRule(credits: .oldestFirst).age(items, asOf: asOf).first)
    #expect((line.notDue, line.pastDue, line.unapplied) == (0, 0, -130))
    #expect(line.foots)
  }

  @Test(arguments: AgingRule.Credits.allCases, AgingRule.Mode.allCases)
  func everythingFoots(_ credits: AgingRule.Credits, _ mode: AgingRule.Mode) {
    let rule = AgingRule(bounds: mode == .days ? [30, 60, 90, 120] : [1, 2, 3], mode: mode, credits: credits)
    var items: [AccountItem] = []
    for step in -150...150 { items.append(item(step * 3, Int64(step * step * (step % 3 == 0 ? -7 : 11)) + 1)) }
    let line = rule.age(items, asOf: asOf)[0]
    #expect(line.foots)
    #expect(line.total == items.reduce(0) { $0 + $1.document.balance })
  }

  @Test func currenciesAreNeverAdded() {
    let lines = AgingRule().age([item(5, 7, jpy), item(5, 100), item(50, 3, jpy)], asOf: asOf)
    #expect(lines.map(\.currency) == [eur, jpy])
    #expect(lines.map(\.total) == [100, 10])
  }

  @Test func aCentIsShownAndAZeroIsNot() {
    #expect(AgingRule().age([item(5, 1)], asOf: asOf).map(\.total) == [1])
    #expect(AgingRule().age([item(5, 0)], asOf: asOf).isEmpty)
  }

  /// Basis, and days of the item's age. Due 40 days ago, dated 100 days ago, posted on 1 October.
  static let bases: [(AgingRule.Basis, Int)] = [(.due, 40), (.document, 100), (.posting, 60)]
  @Test(arguments: bases)
  func theBasisSaysFromWhatDate(_ basis: AgingRule.Basis, _ days: Int) {
    let rule = AgingRule(basis: basis)
    #expect(rule.age(of: rule.date(of: item(40, posted: "2026-10-01")), asOf: asOf) == days)
  }

  @Test func whatHasNoDateAgesFromItsOwn() {
    let rule = AgingRule()
    #expect(rule.age(of: rule.date(of: item(nil)), asOf: asOf) == 100)
    #expect(rule.age([item(nil)], asOf: asOf)[0].buckets[3] == 100)
    let posting = AgingRule(basis: .posting)
    #expect(posting.age(of: posting.date(of: item(40)), asOf: asOf) == 100, "no posting date: the document's")
  }

  /// Calendar months: this one is 1, the one before is 2, whatever the day; as of 15 March 2027.
  static let months: [(date: String, age: Int)] = [
    ("2027-03-14", 1), ("2027-03-01", 1), ("2027-02-28", 2), ("2027-02-01", 2), ("2027-01-31", 3), ("2026-12-31", 4),
    ("2026-03-15", 13), ("2027-03-15", 0), ("2027-04-01", 0),
  ]
  @Test(arguments: months)
  func monthsAreCalendarMonths(_ row: (date: String, age: Int)) throws {
    let date = try #require(CalendarDate(row.date))
    let asOf = try #require(CalendarDate("2027-03-15"))
    #expect(AgingRule(mode: .months).age(of: date, asOf: asOf) == row.age)
  }

  @Test func linesAddUp() {
    var sum = AgingRule().age(AgingTests.mixed, asOf: asOf)[0]
    sum += AgingRule().age([item(121, 5), item(-1, 2)], asOf: asOf)[0]
    #expect((sum.notDue, sum.buckets, sum.unapplied, sum.total) == (52, [20, 0, 0, 0, 35], -45, 62))
    #expect(sum.oldest == 200)
    #expect(sum.foots)
  }
}
