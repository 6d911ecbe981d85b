/// A rate that a central bank announces and that regimes add points to. Each is fixed for a half-year.
public enum ReferenceRate: String, Sendable, CaseIterable {
  /// The European Central Bank's rate of its main refinancing operations, as in force on 1 January and 1 July.
  case ecbMainRefinancing = "ecb-mro"
  /// The base rate of section 247 BGB, which the Bundesbank announces for 1 January and 1 July.
  case bundesbankBase = "bundesbank-base"
  /// The Bank of England's Bank Rate on 31 December for the half-year from 1 January, on 30 June for the one from 1 July.
  case bankOfEngland = "boe-bank-rate"
}

/// A row of a rate table: the rate of one half-year, and where it can be looked up.
public struct RateRow: Hashable, Sendable {
  /// 1 January or 1 July; the row holds until the day before the next of them, whatever row follows.
  public var from: CalendarDate
  public var rate: YearlyRate
  /// Page, gazette or decision that says so.
  public var source: String

  public init(from: CalendarDate, rate: YearlyRate, source: String) {
    self.from = from
    self.rate = rate
    self.source = source
  }
}

/// What is known of the reference rates: the built-in tables, and rows that users add. A half-year without a row is unknown: nobody
/// guesses a rate.
public struct RateTables: Equatable, Sendable {
  private var rows: [ReferenceRate: [RateRow]]

  /// The tables that come with the program.
  public static let builtin = RateTables(rows: [
    .ecbMainRefinancing: ecbMainRefinancing, .bundesbankBase: bundesbankBase, .bankOfEngland: bankOfEngland,
  ])

  /// The same with rows of a user; for a half-year that is in the table already the user's row counts.
  public func adding(_ row: RateRow, to reference: ReferenceRate) -> RateTables {
    var tables = self
    var list = rows[reference, default: []].filter { $0.from != row.from }
    list.append(row)
    tables.rows[reference] = list.sorted { $0.from < $1.from }
    return tables
  }

  /// The row of the half-year in which a day lies; nil: the table does not know it.
  public func row(of reference: ReferenceRate, on date: CalendarDate) -> RateRow? {
    let start = date.firstOfHalfYear
    return rows[reference]?.last { $0.from <= start }.flatMap { $0.from == start ? $0 : nil }
  }

  /// The last day before the first half-year, from that of `day` on, that the table does not know; before `day` where its own is the first.
  public func lastDay(of reference: ReferenceRate, from day: CalendarDate) -> CalendarDate {
    var start = day.firstOfHalfYear
    while row(of: reference, on: start) != nil { start = start.firstOfNextHalfYear }
    return start.adding(days: -1)
  }

  /// All rows, oldest first.
  public func rows(of reference: ReferenceRate) -> [RateRow] { rows[reference] ?? [] }

  /// A table in the source: year, half (1 or 2), rate in hundredths of a percent.
  static func table(_ source: String, _ rows: [(year: Int, half: Int, hundredths: Int)]) -> [RateRow] {
    rows.compactMap { row in
      CalendarDate(year: row.year, month: row.half == 1 ? 1 : 7, day: 1).map {
        RateRow(from: $0, rate: YearlyRate(hundredths: row.hundredths), source: source)
      }
    }
  }
}

extension CalendarDate {
  /// 1 January or 1 July, on or before this day.
  public var firstOfHalfYear: CalendarDate {
    let date = civil
    return CalendarDate(year: date.year, month: date.month <= 6 ? 1 : 7, day: 1) ?? self
  }
  /// The next 1 July or 1 January behind this day.
  public var firstOfNextHalfYear: CalendarDate { firstOfHalfYear.adding(days: 190).firstOfHalfYear }
}
