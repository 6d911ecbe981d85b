import Foundation
import Testing

@testable import Ledger

/// The cases of `Tests/tools/interest-cases.csv`, which `check_interest.py` works out by another way.
@Suite struct InterestTests {
  struct Case: CustomStringConvertible, Sendable {
    var fields: [String: String]
    var description: String { fields["name"] ?? "" }
    subscript(name: String) -> String { fields[name] ?? "" }
    func date(_ name: String) throws -> CalendarDate { try #require(CalendarDate(self[name])) }

    static let all: [Case] = {
      let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../tools/interest-cases.csv").path
      let lines = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? []
      let names = lines.first?.split(separator: ",").map(String.init) ?? []
      return lines.dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return Case(fields: Dictionary(uniqueKeysWithValues: zip(names, cells)))
      }
    }()

    func terms() throws -> InterestTerms {
      let words = self["terms"].split(separator: " ").map(String.init)
      let dayCount = try #require(InterestDayCount(rawValue: self["daycount"]))
      let rounding = try #require(InterestRounding(rawValue: self["rounding"]))
      if words[0] == "contract" {
        return InterestTerms(
          rate: .contract(try #require(YearlyRate(words[1]))), dayCount: dayCount, rounding: rounding)
      }
      let regime = try #require(Regime.named(words[0]))
      let points = words.count > 1 ? try #require(regime.consumerPoints) : regime.points
      return InterestTerms(
        rate: .over(regime.reference, points: points, regime.rule), dayCount: dayCount, rounding: rounding)
    }

    func principal(from start: CalendarDate) throws -> Principal {
      func amount(_ text: Substring) throws -> Int64 { try Money(text, InterestTests.euro).minorUnits }
      let steps = try self["principal"].split(separator: ";").map { part in
        let words = part.split(separator: " ")
        return Principal.Step(
          from: words.count == 2 ? try #require(CalendarDate(words[0])) : start,
          amount: try amount(words[words.count - 1])
        )
      }
      let principal = Principal(steps)
      guard !self["held"].isEmpty else { return principal }
      let words = self["held"].split(separator: " ")
      let first = try #require(CalendarDate(words[0].prefix(10)))
      let last = try #require(CalendarDate(words[0].suffix(10)))
      return principal.less(words.count == 2 ? try amount(words[1]) : nil, from: first, through: last)
    }

    func interest() throws -> Interest {
      let start = try date("due").adding(days: 1)
      return Interest(
        on: try principal(from: start), start: start, through: try date("through"), try terms(), .builtin)
    }
  }

  static let euro = Currency(trusted: 0x455552)

  @Test(arguments: Case.all) func amount(_ item: Case) throws {
    #expect(try Money(minorUnits: item.interest().amount, currency: InterestTests.euro).decimal == item["amount"])
  }

  @Test func casesAreThere() { #expect(Case.all.count >= 25) }

  @Test func piecesTellRateChangesAndPayments() throws {
    let item = try #require(Case.all.first { $0["name"] == "rate change at 1 July" })
    let pieces = try item.interest().pieces
    #expect(pieces.map(\.days) == [30, 30])
    #expect(pieces.map(\.rate.description) == ["11.15", "10.15"])
    #expect(pieces.map(\.from.description) == ["2025-06-01", "2025-07-01"])
    let paid = try #require(Case.all.first { $0["name"] == "part payment in between" })
    #expect(try paid.interest().pieces.map(\.principal) == [100_000, 40_000])
  }

  @Test func beyondTheTableIsTold() throws {
    let item = try #require(Case.all.first { $0["name"] == "beyond the table nothing is claimed" })
    let interest = try item.interest()
    #expect(interest.missingFrom?.description == "2027-01-01")
    #expect(interest.days == 10)
  }

  @Test func oneRateOverHalfYearsIsOnePiece() throws {
    let item = try #require(Case.all.first { $0["name"] == "contract rate" })
    #expect(try item.interest().pieces.count == 1)
  }

  @Test func piecesAddUpToTheWhole() throws {
    // Interest to a day, and on from the next, has the days of interest over both, whatever the day count.
    for dayCount in InterestDayCount.allCases {
      let terms = InterestTerms(rate: .contract(YearlyRate(tenThousandths: 90_000)), dayCount: dayCount)
      let start = try #require(CalendarDate("2024-01-16"))
      let last = try #require(CalendarDate("2025-04-01"))
      let principal = Principal(1_000_00, from: start)
      let whole = Interest(on: principal, start: start, through: last, terms, .builtin)
      for length in 0..<400 {
        let middle = start.adding(days: length)
        let first = Interest(on: principal, start: start, through: middle, terms, .builtin)
        let second = Interest(
          on: principal, start: start, from: middle.adding(days: 1), through: last, terms, .builtin)
        #expect(first.days + second.days == whole.days)
      }
    }
  }
}

@Suite struct RateTableTests {
  @Test(arguments: [
    ("ecb-mro", "2025-03-01", "3.15"), ("ecb-mro", "2026-06-30", "2.15"), ("ecb-mro", "2026-07-01", "2.40"),
    ("bundesbank-base", "2022-12-31", "-0.88"), ("bundesbank-base", "2023-01-01", "1.62"),
    ("boe-bank-rate", "2023-07-01", "5.00"), ("boe-bank-rate", "2020-12-31", "0.10"),
  ]) func rateOfADay(_ reference: String, _ day: String, _ rate: String) throws {
    let reference = try #require(ReferenceRate(rawValue: reference))
    let row = RateTables.builtin.row(of: reference, on: try #require(CalendarDate(day)))
    #expect(row?.rate.description == rate)
  }

  @Test func tablesHaveNoGaps() {
    for reference in ReferenceRate.allCases {
      let rows = RateTables.builtin.rows(of: reference)
      #expect(rows.count > 20)
      for (row, next) in zip(rows, rows.dropFirst()) { #expect(row.from.firstOfNextHalfYear == next.from) }
    }
  }

  @Test func usersRowsGoOnAndCorrect() throws {
    let next = try #require(CalendarDate("2027-01-01"))
    let before = RateTables.builtin
    #expect(before.lastDay(of: .ecbMainRefinancing, from: next.adding(days: -40)).description == "2026-12-31")
    #expect(before.lastDay(of: .ecbMainRefinancing, from: next.adding(days: 200)).description == "2027-06-30")
    #expect(before.row(of: .ecbMainRefinancing, on: next) == nil)
    let after = before.adding(
      RateRow(from: next, rate: YearlyRate(tenThousandths: 26_500), source: "us"), to: .ecbMainRefinancing)
    #expect(after.row(of: .ecbMainRefinancing, on: next.adding(days: 100))?.rate.description == "2.65")
    #expect(after.lastDay(of: .ecbMainRefinancing, from: next.adding(days: -40)).description == "2027-06-30")
    // A half-year that was left out is the end.
    let gap = before.adding(
      RateRow(from: next.firstOfNextHalfYear, rate: YearlyRate(tenThousandths: 26_500), source: "us"),
      to: .ecbMainRefinancing)
    #expect(gap.lastDay(of: .ecbMainRefinancing, from: next.adding(days: -40)).description == "2026-12-31")
  }

  /// GBP 40, 70, 100 by < 1,000 / < 10,000 / more; in Ireland the bounds belong to the smaller sum; elsewhere EUR 40.
  @Test(arguments: [
    ("uk-1998", 99_999, 4000), ("uk-1998", 100_000, 7000), ("uk-1998", 999_999, 7000), ("uk-1998", 1_000_000, 10_000),
    ("ie", 100_000, 4000), ("ie", 100_001, 7000), ("ie", 1_000_000, 7000), ("ie", 1_000_001, 10_000),
    ("eu-2011-7", 5_000_000, 4000), ("de-bgb-288", 1, 4000),
  ]) func compensation(_ regime: String, _ size: Int64, _ amount: Int64) {
    #expect(Regime.named(regime)?.compensation?.amount(for: size) == amount)
  }

  @Test func onlyGermanyHasARateForConsumers() {
    #expect(Regime.all.filter { $0.consumerPoints != nil }.map(\.id) == ["de-bgb-288"])
  }

  @Test(arguments: [("8.125", "8.125"), ("9", "9.00"), ("-0.88", "-0.88"), ("11.2700", "11.27")])
  func ratesAsText(_ text: String, _ shown: String) { #expect(YearlyRate(text)?.description == shown) }

  @Test(arguments: ["", "8,5", "101", "8.12345", "x"]) func noRate(_ text: String) { #expect(YearlyRate(text) == nil) }
}

@Suite struct InterestTermsTests {
  @Test func textComesBack() throws {
    for regime in Regime.all {
      for dayCount in InterestDayCount.allCases {
        let terms = InterestTerms(
          rate: .over(regime.reference, points: regime.points, regime.rule), dayCount: dayCount, rounding: .daily)
        #expect(InterestTerms(text: terms.text) == terms)
      }
    }
    let contract = InterestTerms(rate: .contract(YearlyRate(tenThousandths: 81_250)))
    #expect(contract.text == "8.125 contract actual/365 end")
    #expect(InterestTerms(text: contract.text) == contract)
    #expect(InterestTerms(text: "8.125 actual/365 end") == nil)
  }
}

/// What a document owed day by day.
@Suite struct PrincipalTests {
  private func date(_ day: Int) -> CalendarDate { CalendarDate(days: Int32(day)) }

  @Test func paymentsCountOnTheirOwnDay() {
    let past = DocumentPast(
      versions: [
        DocumentPast.Version(learnedOn: date(100), balance: 1000),
        DocumentPast.Version(learnedOn: date(120), balance: 400),
        DocumentPast.Version(learnedOn: date(130), balance: 0),
      ],
      payments: [
        DocumentPast.Payment(date: date(115), amount: 500), DocumentPast.Payment(date: date(125), amount: 400),
      ])
    let principal = past.principal
    // 500 by the payment of 115, the other 100 that no payment explains when it was learned, and the rest on 125.
    #expect(
      [114, 115, 116, 120, 121, 125, 126].map { principal.amount(on: date($0)) } == [1000, 1000, 500, 500, 400, 400, 0])
    #expect(principal.lastDayOwed == date(125))
  }

  @Test func aPaymentLearnedLateLowersTheDaysSinceIt() {
    let past = DocumentPast(
      versions: [
        DocumentPast.Version(learnedOn: date(100), balance: 1000),
        DocumentPast.Version(learnedOn: date(110), balance: 900),
        DocumentPast.Version(learnedOn: date(120), balance: 500),
      ],
      payments: [
        DocumentPast.Payment(date: date(105), amount: 400), DocumentPast.Payment(date: date(109), amount: 100),
      ])
    #expect([105, 106, 110, 111, 121].map { past.principal.amount(on: date($0)) } == [1000, 600, 500, 500, 500])
  }

  @Test("What had been paid before it was first seen explains no later fall") func paidBefore() {
    let paid = [
      DocumentPast.Payment(date: date(90), amount: 500), DocumentPast.Payment(date: date(115), amount: 500),
    ]
    let past = DocumentPast(
      versions: [
        DocumentPast.Version(learnedOn: date(100), balance: 1000, amount: 1500),
        DocumentPast.Version(learnedOn: date(120), balance: 500, amount: 1500),
      ], payments: paid)
    #expect([90, 91, 115, 116].map { past.principal.amount(on: date($0)) } == [1000, 1000, 1000, 500])
    // Of just the amount go before an older one.
    let older = DocumentPast(
      versions: past.versions, payments: paid + [DocumentPast.Payment(date: date(80), amount: 200)])
    #expect(older.principal == past.principal)
  }

  @Test("A fall that nobody explains takes nothing of the payment of another") func exactPayments() {
    let past = DocumentPast(
      versions: [
        DocumentPast.Version(learnedOn: date(100), balance: 1000),
        DocumentPast.Version(learnedOn: date(110), balance: 770),
        DocumentPast.Version(learnedOn: date(114), balance: 0),
      ], payments: [DocumentPast.Payment(date: date(110), amount: 770)])
    #expect(past.principal.lastDayOwed == date(110))
    // So it is where it was paid before that fall, and booked behind it.
    let older = DocumentPast(
      versions: past.versions, payments: [DocumentPast.Payment(date: date(105), amount: 770)])
    #expect([105, 106, 110, 111].map { older.principal.amount(on: date($0)) } == [1000, 230, 230, 0])
    // Of two one is since the balance before.
    let both = DocumentPast(
      versions: past.versions,
      payments: [
        DocumentPast.Payment(date: date(105), amount: 770), DocumentPast.Payment(date: date(113), amount: 770),
      ])
    #expect([105, 106, 113, 114].map { both.principal.amount(on: date($0)) } == [1000, 770, 770, 0])
  }

  @Test("What came back explains only what was learned before") func cameBack() {
    let paid = [
      DocumentPast.Payment(date: date(105), amount: 1000, cameBackOn: date(112)),
      DocumentPast.Payment(date: date(125), amount: 1000),
    ]
    let first = DocumentPast.Version(learnedOn: date(100), balance: 1000)
    let unposted = DocumentPast(
      versions: [first, DocumentPast.Version(learnedOn: date(126), balance: 0)], payments: paid)
    #expect(unposted.principal.lastDayOwed == date(125))
    #expect([105, 106, 125, 126].map { unposted.principal.amount(on: date($0)) } == [1000, 1000, 1000, 0])
    // The ERP had posted it, and took it back: its balances are the truth.
    let posted = DocumentPast(
      versions: [
        first, DocumentPast.Version(learnedOn: date(106), balance: 0),
        DocumentPast.Version(learnedOn: date(113), balance: 1000),
        DocumentPast.Version(learnedOn: date(126), balance: 0),
      ], payments: paid)
    #expect(
      [105, 106, 113, 114, 125, 126].map { posted.principal.amount(on: date($0)) } == [1000, 0, 0, 1000, 1000, 0])
  }

  @Test func reductionsStayAboveZero() {
    let principal = Principal(1000, from: date(100)).less(1500, from: date(110), through: date(112)).less(
      200, from: date(112))
    #expect([99, 100, 110, 112, 113].map { principal.amount(on: date($0)) } == [0, 1000, 0, 0, 800])
  }
}
