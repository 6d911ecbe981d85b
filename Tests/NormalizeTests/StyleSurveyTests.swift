import Formats
import Ledger
import Normalize
import Pipeline
import Testing

/// Decimal mark and order of dates are decided over a column of the whole file: rows 14, 15, 16, 20 and 21 of the catalogue.
@Suite("Style survey")
struct StyleSurveyTests {
  private static func json(_ locale: String) -> String {
    """
    { "feed": "documents", "read": { "format": "csv" }, "locale": \(locale), "when": [ { "field": "Kind", "notIn": ["X"] } ],
      "columns": { "company": { "const": "ACME" }, "document_id": { "const": "1" }, "customer_id": { "const": "C" },
        "document_date": "Date", "due_date": "Due", "balance": "Open", "amount": "Total", "currency": { "const": "EUR" } } }
    """
  }

  /// Columns Date, Due, Open, Total, Kind.
  private static func file(_ rows: [[String]]) -> String {
    "Date,Due,Open,Total,Kind\n"
      + rows.map { row in
        (row + Array(repeating: "", count: 5 - row.count)).map { "\"\($0)\"" }.joined(separator: ",") + "\n"
      }
      .joined()
  }

  private static func undecided(_ rows: [[String]], _ locale: String = "{}") throws -> [Diagnostic] {
    do {
      _ = try translate(file(rows), json(locale))
      return []
    } catch let error as StylesUndecided { return error.problems }
  }

  @Test("one value that can only be day first decides the column, and the evidence names it")
  func dayFirst() throws {
    let rows = [["01/02/2026", "", "1"], ["31/01/2026", "", "1"], ["05/06/2026", "", "1"]]
    let result = try translate(Self.file(rows), Self.json("{}"))
    #expect(result.field("document_date") == ["2026-02-01", "2026-01-31", "2026-06-05"])
    #expect(
      result.evidence == ["Date: 1 of 3 values can only be DD/MM/YYYY, e.g. `31/01/2026` on line 3"])
  }

  @Test("or month first")
  func monthFirst() throws {
    let result = try translate(Self.file([["01/02/2026", "", "1"], ["1/31/2026", "", "1"]]), Self.json("{}"))
    #expect(result.field("document_date") == ["2026-01-02", "2026-01-31"])
  }

  @Test("a column that decides nothing follows one that does, and says so")
  func vote() throws {
    let rows = [["01/02/2026", "03/13/2026", "1,5", "1.000"], ["03/04/2026", "", "2", "2"]]
    let result = try translate(Self.file(rows), Self.json("{}"))
    #expect(result.field("document_date") == ["2026-01-02", "2026-03-04"])
    #expect(result.field("amount") == ["1000.00", "2.00"])
    #expect(
      result.evidence == [
        "Open: 1 of 2 values have a decimal comma, e.g. `1,5` on line 2",
        "Total: `1.000` on line 2 could be read both ways; decided by Open, which has a decimal comma",
        "Date: undecided by itself; decided by Due, which can only be MM/DD/YYYY",
        "Due: 1 of 1 values can only be MM/DD/YYYY, e.g. `03/13/2026` on line 2",
      ])
  }

  @Test("what nothing decides is refused with the line to add")
  func refusals() throws {
    let dates = try Self.undecided([["01/02/2026", "", "1"], ["03/04/2026", "", "1"]])
    #expect(dates.map(\.code) == ["date-order"])
    #expect(dates.first?.line == 2)
    #expect(
      dates.first?.help
        == "add to the feed: \"locale\": { \"dates\": [\"DD/MM/YYYY\"] } or \"locale\": { \"dates\": [\"MM/DD/YYYY\"] }"
    )
    let amounts = try Self.undecided([["2026-01-31", "", "1.000"], ["2026-01-31", "", "20"]])
    #expect(amounts.map(\.code) == ["decimal-mark"])
    #expect(amounts.first?.message == "nothing in the column `Open` tells whether `1.000` is a thousand or one")
  }

  @Test("a column that contradicts itself is refused with both lines")
  func contradictions() throws {
    let dates = try Self.undecided([["31/01/2026", "", "1"], ["01/02/2026", "", "1"], ["01/31/2026", "", "1"]])
    #expect(dates.map { "\($0.code):\($0.line)" } == ["date-order:4"])
    #expect(
      dates.first?.message
        == "the column `Date` has `31/01/2026` on line 2, which can only be day first, and `01/31/2026` on line 4, which can only be month first"
    )
    let amounts = try Self.undecided([["2026-01-31", "", "1.50"], ["2026-01-31", "", "1,50"]])
    #expect(amounts.map { "\($0.code):\($0.line)" } == ["decimal-mark:3"])
    #expect(amounts.first?.message == "the column `Open` has `1.50` on line 2 and `1,50` on line 3: two decimal marks")
  }

  @Test("all columns in doubt are told at once")
  func all() throws {
    let problems = try Self.undecided([["01/02/2026", "03/04/2026", "1.000", "2,000"]])
    #expect(problems.map(\.code) == ["decimal-mark", "decimal-mark", "date-order", "date-order"])
  }

  @Test("two-digit years need a pivot")
  func centuries() throws {
    let problems = try Self.undecided([["31/01/26", "", "1"]])
    #expect(problems.map(\.code) == ["date-order"])
    #expect(problems.first?.help.contains("\"pivot\": 70") == true)
    let result = try translate(
      Self.file([["31/01/26", "", "1"], ["31/01/2027", "", "1"]]), Self.json("{ \"pivot\": 70 }"))
    #expect(result.field("document_date") == ["2026-01-31", "2027-01-31"])
  }

  static let marks: [([String], [String])] = [
    (["1,234.5", "1,000"], ["1234.50", "1000.00"]), (["1.234,5", "1.000"], ["1234.50", "1000.00"]),
    (["1.234.567", "1.000"], ["1234567.00", "1000.00"]), (["0.500", "1"], ["0.50", "1.00"]),
    (["12,5", "1.000"], ["12.50", "1000.00"]), (["1'000.5", "2"], ["1000.50", "2.00"]),
    (["10 237,65", "7"], ["10237.65", "7.00"]),
    (["-110.7", "100"], ["-110.70", "100.00"]), (["100", "7"], ["100.00", "7.00"]),
    (["1234.567", "1"], ["-", "1.00"]),
  ]

  @Test("decimal marks follow from what they can only be", arguments: 0..<marks.count)
  func decimals(_ index: Int) throws {
    let (texts, expected) = Self.marks[index]
    let result = try translate(Self.file(texts.map { ["2026-01-31", "", $0] }), Self.json("{}"))
    #expect(result.field("balance") == expected)
  }

  @Test("dates that say their order themselves need no decision")
  func fixed() throws {
    let rows = [["2026-01-31", "", "1"], ["20260131", "", "1"], ["31 Jan 2026", "", "1"], ["31.01.2026", "", "1"]]
    let result = try translate(Self.file(rows), Self.json("{}"))
    #expect(result.field("document_date") == Array(repeating: "2026-01-31", count: 4))
  }

  @Test("points between numbers are day first where nothing says otherwise")
  func points() throws {
    let result = try translate(Self.file([["01.02.2026", "", "1"]]), Self.json("{}"))
    #expect(result.field("document_date") == ["2026-02-01"])
  }

  @Test("rows that are not taken tell nothing")
  func skipped() throws {
    let rows = [["31/01/2026", "", "1"], ["01/31/2026", "", "1,5", "", "X"], ["01/02/2026", "", "1.5"]]
    let result = try translate(Self.file(rows), Self.json("{}"))
    #expect(result.field("document_date") == ["2026-01-31", "2026-02-01"])
  }

  @Test("a declared style needs no survey, and a column of its own overrules the locale")
  func declared() throws {
    #expect(Styles(declared: try mapping(Self.json("{}"))) == nil)
    #expect(Styles(declared: try mapping(Self.json("{ \"decimal\": \".\", \"dates\": [\"DD/MM/YYYY\"] }"))) != nil)
    #expect(Styles(declared: try mapping(Self.json("{ \"group\": \".\", \"dates\": \"ISO\" }"))) != nil)
    #expect(Styles(declared: try mapping(Self.json("{ \"dates\": \"ISO\" }"))) == nil)
  }
}
