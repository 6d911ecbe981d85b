import Formats
import Foundation
import Pipeline
import Testing

/// A file of `Tests/presets/<preset>/`: an invented export, and beside it what has to come out of it.
///
/// `input.csv` gives `expected.csv`, rejected rows in `expected-rejects.csv`, totals that the file states in `expected-controls.csv`;
/// `input-de.csv` gives `expected-de.csv` and so on. `feed.json` says what the feed of pipeline.json would: company and currency of
/// files that name none, and the ids of companies that they do name.
struct Fixture: CustomTestStringConvertible, Sendable {
  var preset: String
  var input: String
  var testDescription: String { "\(preset)/\(input)" }

  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()
  static let folder = root.appending(path: "Tests/presets")

  /// All of them, by name.
  static let all: [Fixture] = names(in: folder).flatMap { preset in
    names(in: folder.appending(path: preset)).filter { $0.hasPrefix("input") }
      .map { Fixture(preset: preset, input: $0) }
  }

  static func names(in folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  private var place: URL { Fixture.folder.appending(path: preset) }

  func bytes() throws -> [UInt8] { Array(try Data(contentsOf: place.appending(path: input))) }

  /// The mapping of the preset as the feed would have it, and the companies of pipeline.json.
  func mapping() throws -> (mapping: Mapping, companies: [String]) {
    var mapping = try #require(Presets.named(preset)).mapping
    let settings = try feed()
    if let currency = settings["currency"]?.string { mapping = mapping.constant("currency", currency) }
    let companies = settings["companies"]?.elements.compactMap(\.string) ?? []
    if !companies.isEmpty { return (mapping, companies) }
    let company = settings["company"]?.string ?? "ACME"
    return (mapping.constant("company", company), [company])
  }

  private func feed() throws -> JSONValue {
    guard let data = try? Data(contentsOf: place.appending(path: "feed.json")) else { return .object([]) }
    return try JSONReader.read(Array(data), file: "feed.json")
  }

  /// Compares a table with the file that holds it; `UPDATE_GOLDEN=1` writes the file. An empty table has no file.
  func expect(_ table: String, as part: String = "", sourceLocation: SourceLocation = #_sourceLocation) throws {
    let suffix = input.dropFirst("input".count).prefix { $0 != "." }
    let file = place.appending(path: "expected\(suffix)\(part).csv")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      if table.isEmpty { try? FileManager.default.removeItem(at: file) } else { try Data(table.utf8).write(to: file) }
      return
    }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    #expect(
      table.split(separator: "\n") == expected.split(separator: "\n"), "\(file.lastPathComponent) of \(preset)",
      sourceLocation: sourceLocation)
  }
}

/// A CSV table as the golden files hold it: only columns that have a value somewhere, in the order of their first occurrence.
struct GoldenTable {
  private var columns: [String] = []
  private var rows: [[String: String]] = []

  mutating func add(_ cells: [(String, String)]) {
    for (name, text) in cells where !text.isEmpty && !columns.contains(name) { columns.append(name) }
    rows.append(Dictionary(cells.filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first }))
  }

  /// Puts columns of these names first, in this order.
  func text(first: [String] = []) -> String {
    if rows.isEmpty { return "" }
    let ordered = first.filter(columns.contains) + columns.filter { !first.contains($0) }
    let lines = [ordered] + rows.map { row in ordered.map { row[$0] ?? "" } }
    return lines.map { $0.map(GoldenTable.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    let text = text.replacingOccurrences(of: "\n", with: "\\n")
    guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
