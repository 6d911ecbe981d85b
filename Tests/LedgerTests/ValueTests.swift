import Testing

@testable import Ledger

@Suite struct MoneyTests {
  @Test(arguments: [
    ("0", 0), ("12.34", 1234), ("-12.34", -1234), ("12", 1200), ("12.3", 1230), ("12.340000", 1234), ("0.01", 1),
    ("-0.01", -1), ("9999999999999.99", 999_999_999_999_999),
  ])
  func euros(_ text: String, _ cents: Int64) throws {
    #expect(try Money(text, Currency("EUR")!).minorUnits == cents)
  }

  @Test(arguments: [
    ("", Money.Problem.notANumber), ("-", .notANumber), (".", .notANumber), ("1,50", .notANumber), ("+1", .notANumber),
    ("1e3", .notANumber), ("1 000", .notANumber), ("--1", .notANumber), ("1.2.3", .notANumber), ("0x1", .notANumber),
    ("1.001", .tooManyDecimals(allowed: 2)), ("10000000000000.00", .tooLarge), ("99999999999999999999", .tooLarge),
  ])
  func notEuros(_ text: String, _ problem: Money.Problem) {
    #expect(throws: problem) { try Money(text, Currency("EUR")!) }
  }

  @Test(arguments: [
    ("JPY", "1234", 1234, "1234"), ("KWD", "1.5", 1500, "1.500"), ("EUR", "-0.05", -5, "-0.05"),
    ("CLF", "1.0001", 10_001, "1.0001"), ("EUR", "1000", 100_000, "1000.00"), ("KWD", "0.001", 1, "0.001"),
    ("EUR", "0", 0, "0.00"), ("JPY", "0", 0, "0"), ("KWD", "-0", 0, "0.000"), ("EUR", "0.07", 7, "0.07"),
  ])
  func everyCurrencyHasItsOwnDecimals(_ code: String, _ text: String, _ minor: Int64, _ written: String) throws {
    let money = try Money(text, Currency(code)!)
    #expect(money.minorUnits == minor)
    #expect(money.decimal == written)
  }

  @Test func writtenAmountsReadBackTheSame() throws {
    for minor in [0, 1, -1, 99, 100, -100, 12_345, 999_999_999_999_999, -999_999_999_999_999] as [Int64] {
      for code in ["EUR", "JPY", "KWD", "CLF"] {
        let money = Money(minorUnits: minor, currency: Currency(code)!)
        #expect(try Money(money.decimal, money.currency) == money)
      }
    }
  }

  /// One digit more at a time, on both sides of where amounts are written in another way.
  @Test func amountsOfEveryLength() {
    var minor: Int64 = 0
    for length in 1...18 {
      minor = minor * 10 + Int64(length % 10)
      let digits = String(minor)
      let padded = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
      let euros = "\(padded.dropLast(2)).\(padded.suffix(2))"
      #expect(Money(minorUnits: minor, currency: Currency("EUR")!).decimal == euros)
      #expect(Money(minorUnits: -minor, currency: Currency("EUR")!).decimal == "-" + euros)
      #expect(Money(minorUnits: minor, currency: Currency("JPY")!).decimal == digits)
      #expect(Money(minorUnits: -minor, currency: Currency("JPY")!).decimal == "-" + digits)
    }
    #expect(Money(minorUnits: .min, currency: Currency("EUR")!).decimal == "-92233720368547758.08")
  }

  @Test func everyNumberBelowAHundredMillion() {
    for number in Array(0..<2_000) + Array(stride(from: 2_000, to: 100_000_000, by: 99_991)) + [99_999_999] {
      let text = String(number)
      #expect(Money(minorUnits: Int64(number), currency: Currency("JPY")!).decimal == text)
    }
  }

  @Test func onlyIsoCurrencies() {
    #expect(Currency("eur") == nil)
    #expect(Currency("EUX") == nil)
    #expect(Currency("EURO") == nil)
    #expect(Currency("") == nil)
    #expect(Currency("CHF")?.code == "CHF")
  }
}

@Suite struct CalendarDateTests {
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-21", 20_778), ("9999-12-31", 2_932_896),
    ("0001-01-01", -719_162),
  ])
  func days(_ text: String, _ days: Int32) {
    #expect(CalendarDate(text)?.days == days)
    #expect(CalendarDate(days: days).description == text)
  }

  @Test(arguments: [
    "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-32",
    "0000-01-01", "", "2026-01-01T", "1900-02-29", "２０２６-01-01",
  ])
  func noSuchDay(_ text: String) { #expect(CalendarDate(text) == nil) }

  @Test(arguments: [
    ("2026-11-20", 1, "2026-11-23"), ("2026-11-21", 1, "2026-11-23"), ("2026-11-22", 1, "2026-11-23"),
    ("2026-11-23", 5, "2026-11-30"), ("2026-11-20", 0, "2026-11-20"),
  ])
  func businessDays(_ from: String, _ count: Int, _ to: String) {
    #expect(CalendarDate(from)!.adding(businessDays: count).description == to)
  }

  /// Every ninety-seventh day of the calendar, and those around the ends of its months and centuries.
  @Test func daysThereAndBack() throws {
    var around: [Int32] = []
    for year in [1, 4, 100, 399, 400, 1600, 1899, 1900, 1970, 2000, 2024, 2026, 2100, 9999] {
      for month in 1...12 {
        let first = try #require(CalendarDate(year: year, month: month, day: 1))
        around += [first.days, first.days + Int32(CalendarDate.length(ofMonth: month, year: year)) - 1]
      }
    }
    for days in around + Array(stride(from: -719_162, through: 2_932_896, by: 97)) {
      let (year, month, day) = CalendarDate(days: days).civil
      #expect(CalendarDate(year: year, month: month, day: day)?.days == days)
      #expect(CalendarDate(CalendarDate(days: days).description)?.days == days)
    }
  }

  /// Four hundred years are the same number of days, also where no file has a date.
  @Test(arguments: [-719_469, -1_000_000, 2_932_897, 500_000_000, 600_000_000, Int32.min, Int32.max] as [Int32])
  func farDays(_ days: Int32) {
    let era: Int32 = 146_097
    let near = CalendarDate(days: ((days % era) + era) % era).civil
    let far = CalendarDate(days: days).civil
    #expect((far.month, far.day) == (near.month, near.day))
    #expect((far.year - near.year) % 400 == 0)
  }

  @Test func monthsAndWeekdays() {
    let day = CalendarDate("2028-02-10")!
    #expect(day.lastOfMonth.description == "2028-02-29")
    #expect(day.firstOfMonth.description == "2028-02-01")
    #expect(CalendarDate("2026-11-21")!.weekday == 6, "a Saturday")
    #expect(CalendarDate("1969-12-29")!.weekday == 1, "a Monday before 1970")
  }
}

@Suite struct DetailsTests {
  @Test func hardTextsComeBack() {
    let hard = "say \"hi\"\\ there\nline two\u{1}ü €😀"
    let details = Details(["note": hard, "empty": "", "terms": "NET30"])
    #expect(details["note"] == hard)
    #expect(details["terms"] == "NET30")
    #expect(details["empty"] == nil)
    #expect(details["not there"] == nil)
    #expect(details.fields.map(\.name) == ["note", "terms"])
  }

  @Test func aKeyIsNotAValue() {
    let details = Details(["a": "terms", "terms": "NET14"])
    #expect(details["terms"] == "NET14")
    #expect(Details(["a": "terms"])["terms"] == nil)
  }

  @Test func changedFieldsAreNamed() {
    let old = Details(["a": "1", "b": "2", "c": "3"])
    let new = Details(["c": "3", "a": "1", "b": "9", "d": "4"])
    #expect(new.changedFields(from: old) == ["b", "d"])
    #expect(old.changedFields(from: old) == [])
  }

  @Test func settingAField() {
    let details = Details(["email": "old@a.example", "phone": "1"])
    #expect(details.setting("email", to: "new@a.example").fields.map(\.value) == ["new@a.example", "1"])
    #expect(details.setting("contact", to: "Ann")["contact"] == "Ann")
  }
}

@Suite struct PaymentTermsTests {
  @Test(
    arguments: [
      ("NET30", 30), ("30", 30), ("30 days net", 30), ("2%10NET30", 30), ("net 14", 14), ("2% 10, net 60", 60),
      ("prepaid", nil), ("", nil), ("NET 999", nil),
    ] as [(String, Int?)])
  func netDays(_ terms: String, _ days: Int?) { #expect(PaymentTerms.netDays(terms) == days) }
}

@Suite struct KeyIndexTests {
  @Test func tenThousandKeysAreFoundAndNoOther() {
    var book = Book(companies: ["A", "B"])
    func find(_ company: UInt16, _ id: String) -> Int? { book.customers.find(company: company, id: id) }
    let empty = Array("{}".utf8)
    for number in 0..<10_000 {
      for company in [UInt16(0), 1] {
        _ = Array("C\(number)".utf8).withUnsafeBytes { id in
          empty.withUnsafeBytes { book.customers.add(company: company, id: id, name: id, details: $0, stateID: 0) }
        }
      }
    }
    for number in stride(from: 0, to: 10_000, by: 37) {
      #expect(find(0, "C\(number)") == number * 2)
      #expect(find(1, "C\(number)") == number * 2 + 1)
    }
    #expect(find(0, "C10000") == nil)
    #expect(find(2, "C1") == nil)
  }
}
