import Formats
import Foundation
import Ledger
import Normalize
import Pipeline
import Testing

/// docs/mapping.md is run: every JSON block is a mapping, or a part of one, that reads without a remark and is written back as it was
/// read; where a file follows it, the result below the file is what the mapping makes of it.
@Suite("Handbook of the mapping language")
struct MappingHandbookTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var line: Int
    var json: String
    var csv: String?
    var result: [String] = []
    var testDescription: String { "docs/mapping.md:\(line)" }
  }

  /// What the examples leave out.
  private static let rest = """
    { "feed": "documents", "read": { "format": "csv" },
      "columns": { "company": { "const": "ACME" }, "document_id": { "const": "1" }, "customer_id": { "const": "C" },
        "document_date": { "from": "Date", "default": "2026-01-01" }, "currency": { "const": "EUR" }, "balance": { "const": "1" } } }
    """

  static let examples: [Example] = {
    let file = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/mapping.md")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    var examples: [Example] = []
    var kind: String?
    var block: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line.hasPrefix("```"), let open = kind {
        let body = block.joined(separator: "\n")
        if open == "json" { examples.append(Example(line: number - block.count, json: body)) }
        if open == "csv" { examples[examples.count - 1].csv = body + "\n" }
        if open == "text" { examples[examples.count - 1].result = block }
        kind = nil
      } else if line.hasPrefix("```") {
        kind = String(line.dropFirst(3))
        block = []
      } else {
        block.append(String(line))
      }
    }
    return examples
  }()

  /// The example over what it leaves out; a whole mapping stands for itself.
  private static func whole(_ example: Example) throws -> JSONValue {
    let json = try JSONReader.read(Array(example.json.utf8), file: example.testDescription)
    if json["feed"] != nil { return json }
    let rest = try JSONReader.read(Array(rest.utf8), file: "rest")
    var members = rest.members.filter { member in member.key == "columns" || json[member.key] == nil }
    members += json.members.filter { $0.key != "columns" }
    let own = json["columns"]?.members ?? []
    let columns = (rest["columns"]?.members ?? []).filter { member in !own.contains { $0.key == member.key } } + own
    return .object(members.map { $0.key == "columns" ? JSONMember("columns", .object(columns)) : $0 })
  }

  @Test("is there") func found() { #expect(Self.examples.count > 15) }

  @Test("every mapping reads without a remark, and back from what it is written as", arguments: examples)
  func reads(_ example: Example) throws {
    let (found, problems) = MappingReader.read(try Self.whole(example), file: example.testDescription)
    #expect(problems == [])
    let mapping = try #require(found)
    let again = try JSONReader.read(Array(mapping.json.written().utf8), file: "written")
    #expect(MappingReader.read(again, file: "written").problems == [])
    #expect(MappingReader.read(again, file: "written").mapping == mapping)
  }

  @Test("every file becomes what stands below it", arguments: examples.filter { $0.csv != nil })
  func translates(_ example: Example) throws {
    let csv = try #require(example.csv)
    let mapping = try #require(MappingReader.read(try Self.whole(example), file: "m").mapping)
    var shape = mapping.shape.sheet
    shape.delimiter = UInt8(ascii: csv.prefix { $0 != "\n" }.contains(";") ? ";" : ",")
    if mapping.match.columns.isEmpty { shape.header = .line(1) }
    let result = try translate(csv, mapping) { SheetReader(shape, file: "f.csv") }
    #expect(result.problems == [], "\(result.rows.map(\.messages))")
    let names = example.result.first.map { $0.split(separator: "=").dropLast().map { $0.split(separator: " ").last ?? "" } }
    let shown = result.rows.map { row in
      (names ?? []).map { "\($0)=\(row.values[String($0)] ?? "")" }.joined(separator: " ")
    }
    #expect(shown == example.result)
    #expect(result.controls.allSatisfy(\.ties))
  }
}
