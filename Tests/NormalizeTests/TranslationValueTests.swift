import Formats
import Ledger
import Normalize
import Pipeline
import Testing

/// Values as files write them, each with what becomes of it. The numbers in comments are rows of the catalogue of nasty inputs.
@Suite("Translated values")
struct TranslationValueTests {
  struct Value: Sendable, CustomTestStringConvertible {
    var rule: String
    var text: String
    var expected: String
    var locale: String
    var currency: String
    var testDescription: String { "\(text) -> \(expected)" }
    init(_ rule: String, _ text: String, _ expected: String, locale: String = "{}", currency: String = "EUR") {
      self.rule = rule
      self.text = text
      self.expected = expected
      self.locale = locale
      self.currency = currency
    }
  }

  private static func money(_ locale: String, _ rows: [(String, String)], _ currency: String = "EUR") -> [Value] {
    rows.map { Value("\"balance\": \"V\"", $0.0, $0.1, locale: locale, currency: currency) }
  }

  private static let european = #"{ "decimal": ",", "dates": "ISO" }"#
  private static let english = #"{ "decimal": ".", "dates": "ISO" }"#

  static let amounts: [Value] =
    // 14: marks of grouping, their positions checked
    money(
      european,
      [
        ("1.234,56", "1234.56"), ("1.234.567,8", "1234567.80"), ("1'000'000,00", "1000000.00"),
        ("10 237,65", "10237.65"),
        ("10\u{A0}237,65", "10237.65"), ("10\u{202F}237,65", "10237.65"), ("1\u{2019}000,5", "1000.50"),
        ("1.000", "1000.00"), ("1234,56", "1234.56"), ("1.23", "number-group"), ("12.34,56", "number-group"),
        ("1.234.56,0", "number-group"), ("1234.567,00", "number-group"), ("1.234 567,00", "number-group"),
        ("1,234.56", "number-group"), (".234", "number-group"),
      ])
    + money(english, [("1,234.56", "1234.56"), ("1,000", "1000.00"), ("1,00", "number-group"), ("1.5", "1.50")])
    + money(
      #"{ "decimal": ".", "group": "none", "dates": "ISO" }"#, [("1,234.56", "number-group"), ("1234.56", "1234.56")])
    // 16: fewer decimals are no other scale
    + money(english, [("-110.7", "-110.70"), ("100", "100.00"), ("9.", "9.00"), (".5", "0.50"), ("", "required")])
    + money(english, [("1500", "1500")], "JPY") + money(english, [("1.5", "1.500"), ("1.5555", "number-scale")], "KWD")
    // 17: listed styles of signs only, and one sign
    + money(
      #"{ "decimal": ".", "negative": ["lead", "trail", "paren", "crdr"], "dates": "ISO" }"#,
      [
        ("100.00-", "-100.00"), ("(100.00)", "-100.00"), ("100 CR", "-100.00"), ("100.00DR", "100.00"),
        ("\u{2212}100.00", "-100.00"), ("100.00\u{2212}", "-100.00"), ("- 100.00", "-100.00"), ("+5", "5.00"),
        ("--21.78", "number-sign"), ("-(5.00)", "number-sign"), ("(-5.00)", "number-sign"), ("-5.00-", "number-sign"),
        ("-5 CR", "number-sign"), ("-", "money"), ("()", "money"), ("CR", "money"), ("--$21.78", "number-sign"),
        ("-$21.78", "money"), ("1.00 EUR", "money"),
      ])
    + money(
      english,
      [
        ("100.00-", "number-sign"), ("(100.00)", "number-sign"), ("100 CR", "number-sign"), ("-100.00", "-100.00"),
        ("\u{2212}7", "-7.00"), ("abc", "money"), ("1e5", "money"), ("12a", "money"),
        ("9999999999999999", "money-too-large"),
      ])
    // 19: dust of floating point
    + money(english, [("2309.7899999999995", "number-scale"), ("2309.7900000000", "2309.79")])
    + money(
      #"{ "decimal": ".", "excess": "round", "dates": "ISO" }"#,
      [
        ("2309.7899999999995", "2309.79"), ("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"),
        ("1.995", "2.00"),
      ])
    + money(
      #"{ "minorUnits": true, "dates": "ISO" }"#, [("1234", "12.34"), ("-5", "-0.05"), ("1234.5", "number-scale")])
    + money(#"{ "minorUnits": true, "dates": "ISO" }"#, [("1234", "1234")], "JPY")
    // An unsigned amount beside a word for its sign; other signs still count
    + [
      ("S", "5", "5.00"), ("H", "5", "-5.00"), ("H", "-5", "5.00"), ("X", "5", "number-sign"), ("", "5", "number-sign"),
    ]
    .map { word, text, expected in
      Value(
        ##""balance": { "from": "V", "decimal": ".", "sign": { "from": "W", "map": { "S": 1, "H": -1 } } }"##,
        "\(text)|\(word)", expected, locale: #"{ "dates": "ISO" }"#)
    }

  private static func day(_ rule: String, _ rows: [(String, String)], locale: String = "{}") -> [Value] {
    rows.map { Value("\"due_date\": { \"from\": \"V\", \(rule) }", $0.0, $0.1, locale: locale) }
  }

  static let dates: [Value] =
    day(
      #""dates": ["DD/MM/YYYY"]"#,
      [
        ("31/01/2026", "2026-01-31"), ("1/2/2026", "2026-02-01"), ("01/31/2026", "date"), ("2026-01-31", "date"),
        ("31.01.2026", "date"), ("31/01/2026 ", "2026-01-31"), ("31/01/26", "date"), ("31/01/20266", "date"),
        ("", ""),
        // 23
        ("31/02/2026", "date"), ("30/02/2026", "date"), ("29/02/2026", "date"), ("29/02/2028", "2028-02-29"),
        ("31/01/1926", "date-absurd"), ("31/01/2926", "date-absurd"),
      ])
    + day(
      #""dates": ["DD.MM.YYYY", "ISO"]"#,
      [
        ("31.01.2026", "2026-01-31"), ("2026-01-31", "2026-01-31"), ("2026-01-31T10:00:00Z", "2026-01-31"),
        ("2026-01-31 00:00", "2026-01-31"), ("2026-01-31x", "date"),
      ])
    + day(#""dates": ["YYYYMMDD"]"#, [("20260131", "2026-01-31"), ("2026131", "date"), ("20261301", "date")])
    + day(
      #""dates": ["D MMMM YYYY", "MMM D, YYYY"]"#,
      [
        ("31 December 2025", "2025-12-31"), ("31 décembre 2025", "2025-12-31"), ("1 März 2026", "2026-03-01"),
        ("1 MÄRZ 2026", "2026-03-01"), ("Jan 5, 2026", "2026-01-05"), ("Sept. 5, 2026", "2026-09-05"),
        ("5 ottobre 2026", "2026-10-05"), ("5 mrt 2026", "2026-03-05"), ("5 enero 2026", "2026-01-05"),
        ("5 Foo 2026", "date"),
      ])
    // 21: two digits only with a pivot, and never the year 91
    + day(
      #""dates": ["MM/DD/YY"], "pivot": 70"#,
      [
        ("01/31/26", "2026-01-31"), ("01/31/69", "2069-01-31"), ("01/31/70", "1970-01-31"), ("01/31/0091", "date"),
      ])
    // 22: day numbers of spreadsheets only where they are expected
    + day(#""dates": ["DD/MM/YYYY"]"#, [("46268", "date")])
    + day(
      #""dates": ["DD/MM/YYYY"], "excelSerial": true"#,
      [
        ("46268", "2026-09-03"), ("46268.5", "2026-09-03"), ("462688", "date"), ("4626", "date"),
      ])
    // DATEV: days of a booking year
    + [
      ("0107|20260101", "2026-07-01"), ("107|20260101", "2026-07-01"), ("3112|2026-01-01", "2026-12-31"),
      ("0102|20251001", "2026-02-01"), ("3102|20260101", "date"), ("0107|", "date"), ("0107|FY 2026", "2026-07-01"),
      ("2902|20270601", "2028-02-29"),
    ].map { Value(#""due_date": { "from": "V", "dates": ["DDMM"], "yearFrom": "W" }"#, $0.0, $0.1) }
    + [("2026-01-31|30", "2026-03-02"), ("2026-01-31|", ""), ("|30", ""), ("2026-01-31|x", "integer")].map {
      Value(#""due_date": { "plusDays": [{ "from": "V", "dates": "ISO" }, "W"] }"#, $0.0, $0.1)
    }
    + [("2026-01-31", "2026-02-10"), ("", "")].map {
      Value(#""due_date": { "plusDays": [{ "from": "V", "dates": "ISO" }, 10] }"#, $0.0, $0.1)
    }

  private static func text(_ steps: String, _ rows: [(String, String)]) -> [Value] {
    rows.map { Value("\"reference\": { \"from\": \"V\", \"steps\": [\(steps)] }", $0.0, $0.1) }
  }

  static let texts: [Value] =
    text(#""trim""#, [(" a b ", "a b")]) + text(#""collapse""#, [("a  b\t c", "a b c")])
    + text(#""upper""#, [("aé1z", "Aé1Z")]) + text(#""lower""#, [("AÉ1Z", "aÉ1z")])
    + text(#"{ "strip": "-€" }"#, [("1-2€3--", "123"), ("---", "")])
    + text(#"{ "dropPrefix": ["INV-", "I"] }"#, [("INV-INV-7", "INV-7"), ("I7", "7"), ("7", "7"), ("INV-", "")])
    + text(#"{ "dropSuffix": [".0"] }"#, [("2960623488.0", "2960623488"), ("1.00", "1.00")])
    + text(#"{ "before": ":" }"#, [("Acme:Job:2", "Acme"), ("Acme", "Acme")])
    + text(#"{ "after": ":" }"#, [("Acme:Job:2", "Job:2"), ("Acme", "Acme")])
    + text(#"{ "slice": [2, 5] }"#, [("äbcdefg", "cde"), ("ab", ""), ("abc", "c")])
    // 25: zeros that a spreadsheet took away
    + text(#"{ "pad": [7, "0"] }"#, [("123", "0000123"), ("12345678", "12345678"), ("ä1", "00000ä1")])
    + text(#"{ "split": ["-", 1] }"#, [("US-17-3", "17"), ("US", "")])
    + text(#"{ "split": ["-", -1] }"#, [("US-17-3", "3"), ("US", "US")])
    + text(#"{ "lookup": { "a": "b", "c": "d" } }"#, [("a", "b"), ("c", "d"), ("e", "e")])
    + text(
      #"{ "capture": "INV-{#+}" }"#, [("pay INV-0012 now", "0012"), ("INV-x INV-3", "3"), ("none", ""), ("INV-", "")])
    + text(#"{ "capture": "{@@#+}" }"#, [("no RF18 here", "RF18")])
    + text(#"{ "capture": "ref {*} end" }"#, [("a ref 1 2 end end", "1 2"), ("ref x", "")])
    + text(#"{ "capture": "ref:{*}" }"#, [("a ref:1 2", "1 2")])
    + text(#"{ "capture": "A*{#+}" }"#, [("b A x 17 y", "17"), ("17 A", "")])
    + text(#""upper", { "dropPrefix": ["INV"] }, { "pad": [4, "0"] }"#, [("inv7", "0007")])
    + [("A|B", "A-B"), ("A|", "A"), ("|B", "B"), ("|", "")].map {
      Value(#""reference": { "steps": [{ "join": { "with": "-", "from": ["V", "W"] } }] }"#, $0.0, $0.1)
    }
    + [("a|b", "a"), ("|b", "b"), (" |b", "b"), ("|", "")].map { Value(#""reference": ["V", "W"]"#, $0.0, $0.1) }
    + [("INV|", "invoice"), ("CM", "credit_note"), ("XX", "choice"), ("", "")].map {
      Value(#""kind": { "from": "V", "map": { "INV": "invoice", "CM": "credit_note" } }"#, $0.0, $0.1)
    }
    + [("XX", "charge"), ("INV", "invoice")].map {
      Value(#""kind": { "from": "V", "map": { "INV": "invoice" }, "else": "charge" }"#, $0.0, $0.1)
    }
    + [("Invoice", "invoice"), ("credit_note", "credit_note"), ("Bill", "choice")].map {
      Value(#""kind": "V""#, $0.0, $0.1)
    }
    // 24: what a spreadsheet did to ids cannot be made good
    + [("2.4952E+19", "id-scientific"), ("2,5e+10", "id-scientific"), ("0012", "0012"), ("INV-7", "INV-7")].map {
      Value(#""instalment": "V""#, $0.0, $0.1)
    }
    + [("a|x", "x"), ("b|x", "b"), ("|x", "")].map {
      Value(
        #""reference": { "when": [ { "field": "V", "in": ["a"] } ], "then": "W", "else": "V" }"#, $0.0, $0.1)
    }
    + [("INV-3", "3"), ("x|y", "y"), ("|", "none")].map {
      Value(
        #""reference": { "first": [ { "from": "V", "steps": [{ "capture": "INV-{#+}" }] }, "W" ], "default": "none" }"#,
        $0.0,
        $0.1)
    }

  static let sums: [Value] = [
    Value(#""balance": { "add": ["V", "W"] }"#, "1.50|2.25", "3.75", locale: english),
    Value(#""balance": { "sub": ["V", "W"] }"#, "1.50|2.25", "-0.75", locale: english),
    Value(#""balance": { "sub": ["V", "W"] }"#, "|2.25", "-2.25", locale: english),
    Value(#""balance": { "sub": ["V", "W"] }"#, "1.50|", "1.50", locale: english),
    Value(#""balance": { "sub": ["V", "W"] }"#, "|", "required", locale: english),
    Value(#""balance": { "sub": ["V", "W"] }"#, "x|1", "money", locale: english),
    Value(#""balance": { "sub": ["V", { "add": ["W", { "const": "1" }] }] }"#, "10|2", "7.00", locale: english),
    Value(#""balance": { "from": "V", "default": "0" }"#, "", "0", locale: english),
  ]

  @Test("becomes what is expected, or is refused", arguments: amounts + dates + texts + sums)
  func value(_ value: Value) throws {
    let name = String(value.rule.dropFirst().prefix { $0 != "\"" })
    var fields = [
      "company": #"{ "const": "ACME" }"#, "document_id": #"{ "const": "1" }"#, "customer_id": #"{ "const": "C" }"#,
      "document_date": #"{ "const": "2026-01-01" }"#, "currency": "{ \"const\": \"\(value.currency)\" }",
      "balance": #"{ "const": "1" }"#,
    ]
    fields[name] = nil
    let columns = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" } + [value.rule]
    let json = """
      { "feed": "documents", "read": { "format": "csv" }, "locale": \(value.locale), "columns": { \(columns.joined(separator: ", ")) } }
      """
    let parts = (value.text + "|").split(separator: "|", omittingEmptySubsequences: false).prefix(2)
    let row = parts.map { "\"\($0)\"" }.joined(separator: ",")
    let result = try translate("V,W,filler\n\(row),x\n", json)
    let found = try #require(result.rows.first)
    let shown = found.problems.first.map { String($0.prefix { $0 != "@" }) } ?? found.values[name] ?? "(none)"
    #expect(shown == value.expected, "\(found.messages)")
    #expect(found.problems.count <= 1)
    for message in found.messages { #expect(message.contains("[") && !message.hasSuffix("[]")) }
  }

  @Test("a problem names the column of the file, and says what was expected")
  func blame() throws {
    let result = try translate(
      "Kunde,Faellig\nC,31.02.2026\n",
      """
      { "feed": "documents", "read": { "format": "csv" }, "locale": { "dates": ["DD.MM.YYYY"], "decimal": "," },
        "columns": { "document_id": "Nummer", "customer_id": "Kunde", "document_date": "Faellig", "due_date": "Faellig",
                     "currency": { "const": "EUR" }, "balance": { "const": "1" } } }
      """)
    #expect(result.rows[0].problems == ["required@company", "required@Nummer", "date@Faellig", "date@Faellig"])
    #expect(
      result.rows[0].messages[2]
        == "`31.02.2026` is no date [the calendar has no such day; expected DD.MM.YYYY]")
  }

  @Test("a day that a spreadsheet counts is told as what it is")
  func countedDay() throws {
    let result = try translate(
      "Nummer,Kunde,Datum\n1,C,46314\n",
      """
      { "feed": "documents", "read": { "format": "csv" }, "locale": { "dates": ["DD.MM.YYYY"] },
        "columns": { "company": { "const": "ACME" }, "document_id": "Nummer", "customer_id": "Kunde", "document_date": "Datum",
                     "currency": { "const": "EUR" }, "balance": { "const": "1" } } }
      """)
    #expect(result.rows[0].problems == ["date@Datum"])
    #expect(
      result.rows[0].messages[0]
        == "`46314` is no date [expected DD.MM.YYYY; as a spreadsheet counts days it is 2026-10-19: "
        + "export it again without one, or add \"excelSerial\": true to the mapping's locale]")
  }
}
