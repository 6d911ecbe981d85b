import Foundation
import Pipeline
import Testing

/// The handbook pages of the presets: every preset has one, and its table of columns is what the mapping says.
///
/// A table stands between `<!-- columns NAME; seen: A; B -->` and `<!-- end -->`; `UPDATE_GOLDEN=1` writes it. Columns that are not
/// listed as seen, in a file or in documentation, are marked [K].
@Suite("Handbook pages of the presets")
struct PresetPageTests {
  private static let folder = Fixture.root.appending(path: "docs/presets")
  private static let pages = Fixture.names(in: folder).filter { $0.hasSuffix(".md") }

  private static func text(_ page: String) throws -> String {
    try String(contentsOf: folder.appending(path: page), encoding: .utf8)
  }

  @Test("every preset has a heading on one of them and a line in the list", arguments: systems)
  func headings(_ name: String) throws {
    let found = try PresetPageTests.pages.filter { page in
      try PresetPageTests.text(page).split(separator: "\n").contains { $0.hasPrefix("## ") && $0.contains("`\(name)`") }
    }
    #expect(found.count == 1, "docs/presets: a heading \"## `\(name)`\" on one page")
    let list = try PresetPageTests.text("README.md")
    #expect(list.contains("`\(name)`"), "docs/presets/README.md")
  }

  @Test(
    "every page tells how to export, extent, identity, signs and the feed",
    arguments: pages.filter { $0 != "README.md" })
  func parts(_ page: String) throws {
    let text = try PresetPageTests.text(page)
    for part in [
      "## Export", "**Extent**", "**Identity**", "**Signs**", "```json", "\"preset\": \"", "## Traps", "Sources:",
    ] {
      #expect(text.contains(part), "\(page) lacks \(part)")
    }
  }

  @Test("tables of columns say what the mapping says", arguments: pages)
  func tables(_ page: String) throws {
    let text = try PresetPageTests.text(page)
    let written = try PresetPageTests.written(text)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(written.utf8).write(to: PresetPageTests.folder.appending(path: page))
    } else {
      #expect(text == written, "\(page): UPDATE_GOLDEN=1 swift test --filter PresetPageTests")
    }
  }

  private static func written(_ text: String) throws -> String {
    var lines: [Substring] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "<!-- end -->" { isInside = false }
      if !isInside { lines.append(line) }
      guard line.hasPrefix("<!-- columns ") else { continue }
      isInside = true
      let parts = line.dropFirst("<!-- columns ".count).dropLast(" -->".count).split(
        separator: "; seen: ", maxSplits: 1)
      let seen = parts.count > 1 ? Set(parts[1].split(separator: "; ").map(String.init)) : []
      lines += try table(String(parts[0]), seen).map { Substring($0) }
    }
    return lines.joined(separator: "\n")
  }

  private static func table(_ name: String, _ seen: Set<String>) throws -> [String] {
    let mapping = try #require(Presets.named(name)).mapping
    func row(_ rule: FieldRule, _ field: String) -> String {
      let columns = rule.filled.columns.map {
        "`\($0.replacing("|", with: "\\|"))`" + (seen.contains($0) ? "" : " [K]")
      }
      return "| \(field) | \(columns.isEmpty ? "by rule" : columns.joined(separator: ", ")) |"
    }
    let filled = mapping.fields.filter { $0.name != "company" || !$0.filled.columns.isEmpty && $0.value != nil }
      .filter { !$0.filled.columns.isEmpty || $0.value != nil }
    return ["| field | columns |", "|---|---|"] + filled.map { row($0, "`\($0.name)`") }
      + mapping.keep.map { row($0, "kept as `\($0.name)`") }
  }
}
