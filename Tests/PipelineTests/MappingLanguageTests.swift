import Formats
import Ledger
import Pipeline
import Testing

/// The mapping language is closed: what it does not know, and what cannot be, is told with line and column.
@Suite("Mapping language")
struct MappingLanguageTests {
  /// `{ "feed": "documents", ... }` on line 1, the part on line 2.
  private static func read(_ part: String) throws -> (mapping: Mapping?, problems: [Diagnostic]) {
    let text = "{ \"feed\": \"documents\",\n\(part) }"
    return MappingReader.read(try JSONReader.read(Array(text.utf8), file: "p"), file: "p")
  }

  private static let required =
    #""document_id": "No", "customer_id": "C", "document_date": "D", "currency": "E", "balance": "B""#

  /// Parts of a mapping, and `code:column` of what is wrong on their line.
  static let wrong: [(String, [String])] = [
    // Keys, with the nearest right one
    (#""locale": { "decimals": "." }"#, ["unknown-key:13"]),
    (#""read": { "format": "cvs" }, "columns": {"# + required + "}", ["impossible-value:21"]),
    (#""columns": { "balance": { "form": "B" } }"#, ["missing-setting:25", "unknown-key:27"]),
    (#""match": { "file": ["*"] }"#, ["unknown-key:12"]), (#""keep": { "terms": "T" }"#, ["contradiction:11"]),
    (#""keep": { "x": { "from": "T", "as": "dates" } }"#, ["impossible-value:37"]),
    // Types
    (#""when": { "field": "A", "empty": true }"#, ["wrong-type:9"]), (#""columns": { "terms": 7 }"#, ["wrong-type:23"]),
    (#""locale": { "pivot": "70" }"#, ["wrong-type:22"]), (#""unsignedCredits": "yes""#, ["wrong-type:20"]),
    (#""carriesPayments": "no""#, ["wrong-type:20"]),
    (#""match": []"#, ["wrong-type:10"]),
    // Values
    (#""locale": { "decimal": ";" }"#, ["impossible-value:24"]),
    (#""locale": { "pivot": 100 }"#, ["impossible-value:22"]),
    (#""locale": { "dates": ["DD.MM"] }"#, []), (#""locale": { "dates": ["MM.YYYY"] }"#, ["mapping-format:23"]),
    (#""locale": { "dates": ["DMYYYY"] }"#, ["mapping-format:23"]),
    (#""locale": { "dates": ["Datum"] }"#, ["mapping-format:23"]),
    (#""locale": { "dates": ["DD/MM/YY"] }"#, ["missing-setting:22"]),
    (#""columns": { "due_date": { "from": "D", "dates": ["DDMM"] } }"#, ["missing-setting:50"]),
    (#""locale": { "decimal": ",", "group": "," }"#, ["contradiction:38"]),
    (#""when": [ { "field": "A" } ]"#, ["missing-setting:11"]),
    (#""when": [ { "field": "A", "empty": true, "in": ["x"] } ]"#, ["contradiction:11"]),
    (#""when": [ { "field": "A", "between": ["9", "1"] } ]"#, ["impossible-value:38"]),
    (#""when": [ { "any": [ { "any": [] } ] } ]"#, ["contradiction:22"]),
    (#""incomplete": { "when": [ { "field": "A", "in": ["x"] } ], "because": "b" }"#, ["missing-setting:15"]),
    (#""incomplete": { "when": [], "because": "b", "help": "h" }"#, ["contradiction:25"]),
    (#""groupBy": { "key": ["No"], "sum": ["document_id"] }"#, ["impossible-value:37"]),
    (#""check": [ { "sum": "net_amount" } ]"#, ["missing-setting:12"]),
    (#""columns": { "currency": { "const": "EURO" } }"#, ["impossible-value:37"]),
    (#""columns": { "document_date": { "const": "1.1.2026" } }"#, ["impossible-value:42"]),
    (#""columns": { "kind": { "from": "T", "map": { "I": "invoce" } } }"#, ["impossible-value:51"]),
    (
      #""columns": { "balance": { "from": "B", "sign": { "from": "S", "map": { "H": -2 } } } }"#,
      ["impossible-value:77"]
    ),
    // What belongs to another kind of field
    (#""columns": { "balance": { "from": "B", "dates": "ISO" } }"#, ["contradiction:40"]),
    (#""columns": { "due_date": { "from": "B", "excess": "round" } }"#, ["contradiction:41"]),
    (#""columns": { "due_date": { "from": "B", "map": { "a": "b" } } }"#, ["contradiction:41"]),
    (#""columns": { "terms": { "from": "B", "sign": { "from": "S", "map": {} } } }"#, ["contradiction:38"]),
    (#""columns": { "terms": { "add": ["A", "B"] } }"#, ["contradiction:23"]),
    (#""columns": { "balance": { "plusDays": ["A", 1] } }"#, ["contradiction:25"]),
    (#""columns": { "balance": { "add": ["A", "B"], "sub": ["A", "B"] } }"#, ["contradiction:25"]),
    (#""columns": { "balance": { "from": "A", "add": ["A", "B"] } }"#, ["contradiction:25"]),
    (#""columns": { "balance": { "add": ["A"] } }"#, ["impossible-value:34"]),
    (#""unidentified": true"#, ["contradiction:17"]),
    (
      #""read": { "format": "csv", "row": "/A", "header": { "line": 1 } }, "columns": {"#
        + required + "}", ["contradiction:28"]
    ),
    (#""read": { "format": "xml", "row": "/A/B", "drop": [] }, "columns": {"# + required + "}", ["contradiction:43"]),
    (#""read": { "header": { "line": 1, "within": 3 } }, "columns": {"# + required + "}", ["contradiction:21"]),
    // Steps
    (#""columns": { "terms": { "from": "T", "steps": ["trimm"] } }"#, ["impossible-value:48"]),
    (#""columns": { "terms": { "from": "T", "steps": ["pad"] } }"#, ["impossible-value:48"]),
    (#""columns": { "terms": { "from": "T", "steps": [{ "pad": [7] }] } }"#, ["impossible-value:57"]),
    (#""columns": { "terms": { "from": "T", "steps": [{ "slice": [5, 2] }] } }"#, ["impossible-value:59"]),
    (#""columns": { "terms": { "from": "T", "steps": [{ "capture": "INV-#+" }] } }"#, ["mapping-format:61"]),
    (
      #""columns": { "terms": { "from": "T", "steps": ["trim", { "join": { "from": ["A"] } }] } }"#,
      ["contradiction:66"]
    ),
    (
      #""columns": { "terms": { "from": "T", "steps": ["trim","trim","trim","trim","trim","trim","trim","trim","trim"] } }"#,
      ["mapping-steps:47"]
    ),
    // Names that are read and not given, and the other way round
    (#""columns": { "customer_id": "^group" }"#, ["mapping-undeclared:29"]),
    (#""columns": { "document_date": "@as_of" }"#, ["mapping-undeclared:31"]),
    (
      #""read": { "carry": { "grup": { "from": "A", "when": [] } } }, "columns": { "terms": "^group","# + required
        + "}",
      ["mapping-unused:22", "mapping-undeclared:85"]
    ),
    (
      #""read": { "carry": { "g": { "from": "A" } } }, "columns": { "terms": "^g","# + required + "}",
      ["missing-setting:27"]
    ),
    (
      #""read": { "preamble": { "p": { "line": 1 } } }, "columns": {"# + required + "}",
      ["mapping-unused:25", "contradiction:30"]
    ),
    (
      #""read": { "format": "xml", "row": "/A/B" }, "columns": { "terms": "x:T", "reference": "each:T","# + required
        + "}",
      ["mapping-undeclared:67", "mapping-undeclared:87"]
    ),
    (#""read": { "format": "xml" }, "columns": {"# + required + "}", ["missing-setting:9"]),
    (#""read": { "format": "xml", "row": "A/B" }, "columns": {"# + required + "}", ["impossible-value:35"]),
    // With `read` every required field is filled, but for the company
    (
      #""read": { "format": "csv" }, "columns": { "document_id": "No", "customer_id": "C", "currency": "E", "balance": "B" }"#,
      ["missing-setting:41"]
    ),
  ]

  @Test("tells what is wrong, and where", arguments: 0..<wrong.count)
  func problems(_ index: Int) throws {
    let (part, expected) = Self.wrong[index]
    let (_, problems) = try Self.read(part)
    #expect(problems.map { "\($0.code):\($0.column)" } == expected, "\(part) \(problems)")
    #expect(problems.allSatisfy { $0.line == 2 })
  }

  @Test("suggests what was probably meant")
  func suggestions() throws {
    #expect(try Self.read(#""locale": { "decimals": "." }"#).problems.first?.help == "did you mean `decimal`?")
    #expect(try Self.read(#""columns": { "balanse": "B" }"#).problems.first?.help == "did you mean `balance`?")
    #expect(
      try Self.read(#""read": { "carry": { "group": { "from": "A", "when": [] } } }, "columns": { "terms": "^grup" }"#)
        .problems.contains { $0.help == "did you mean `^group`?" })
  }

  @Test("only what changes values makes a file translated")
  func direct() throws {
    for part in [
      #""columns": { "terms": "T" }"#, #""columns": { "terms": ["T", "U"], "company": { "const": "A" } }"#,
      #""match": { "files": ["a*"] }, "extent": "delta", "summary": "s""#, #""unsignedCredits": true"#,
      #""carriesPayments": false"#,
      #""columns": { "terms": { "from": "T", "default": "N30" } }"#,
    ] { #expect(try Self.read(part).mapping?.isDirect == true, "\(part)") }
    for part in [
      #""columns": { "terms": { "from": "T", "steps": ["trim"] } }"#, #""locale": { "decimal": "," }"#,
      #""when": [ { "field": "A", "empty": false } ]"#, #""keep": { "x": "X" }"#, #""read": {}"#,
      #""columns": { "terms": { "from": "T", "required": true } }"#,
    ] { #expect(try Self.read(part).mapping?.isDirect == false, "\(part)") }
  }

  @Test("a header is looked for by the columns of `match`, else by those of required fields")
  func header() throws {
    let columns = #""columns": {"# + Self.required + "}"
    let plain = try #require(try Self.read(#""read": { "format": "csv" }, "# + columns).mapping)
    #expect(plain.shape.sheet.required == [["No"], ["C"], ["D"], ["E"], ["B"]])
    let matched = try #require(
      try Self.read(#""match": { "columns": ["No", ["B", "Balance"]] }, "read": { "format": "csv" }, "# + columns)
        .mapping)
    #expect(matched.shape.sheet.required == [["No"], ["B", "Balance"]])
  }
}
