import Ledger
import Pipeline

/// Whether the columns of a file can fill a feed: all problems of a header at once.
struct HeaderCheck {
  let path: String
  let header: Header
  let feed: FeedDeclaration

  var problems: [Diagnostic] {
    if header.format == .xml { return shape }
    return duplicates + missing + conflicts + unnamed
  }

  /// XML: the reader tells wrong records; a wrong root is told before anything is read.
  private var shape: [Diagnostic] {
    guard let root = header.root, root != feed.mapping.xmlRoot else { return [] }
    return [
      problem(
        "the root element is <\(root)>, feed `\(feed.name)` has <\(feed.mapping.xmlRoot)>", "xml-root",
        "is this the right folder for the file?")
    ]
  }

  private var duplicates: [Diagnostic] {
    var seen: [String: String] = [:]
    return header.columns.compactMap { name in
      guard !name.isEmpty, let first = seen.updateValue(name, forKey: name.lowercased()) else { return nil }
      let both = first == name ? "`\(name)`" : "`\(first)` and `\(name)`"
      return problem(
        "two columns are called \(both)", "column-duplicate",
        "rename one of them in the export, so that it is clear which counts")
    }
  }

  private var missing: [Diagnostic] {
    feed.mapping.missing(in: header.columns).map { rule in
      let names = rule.from.map { "`\($0)`" }.joined(separator: " or ")
      let spare = header.columns.filter { column in
        feed.mapping[column.lowercased()] == nil && !column.isEmpty
      }
      let near = rule.from.lazy.compactMap { nearestName(to: $0, in: spare) }.first
      let help =
        near.map { "is it `\($0)`? then map it: \"columns\": { \"\(rule.name)\": \"\($0)\" }" }
        ?? "add the column to the export, or map it: \"columns\": { \"\(rule.name)\": \"<column of the file>\" }"
      return problem("the required column \(names) is missing", "column-missing", help)
    }
  }

  private var conflicts: [Diagnostic] {
    feed.mapping.conflicts(in: header.columns).map { column, rule in
      problem(
        "`\(column)` is the name of a field that the mapping fills from "
          + (rule.from.isEmpty ? "a constant" : rule.from.map { "`\($0)`" }.joined(separator: " or ")),
        "column-conflict", "leave one of the two columns out of the export, or change the mapping")
    }
  }

  private var unnamed: [Diagnostic] {
    let places = header.columns.indices.filter { header.columns[$0].isEmpty }.map { String($0 + 1) }
    guard !places.isEmpty else { return [] }
    return [
      problem(
        "column \(places.joined(separator: ", ")) has no name and is not read", "column-unnamed",
        "name it in the export, or leave it out", severity: .warning)
    ]
  }

  private func problem(
    _ message: String, _ code: String, _ help: String, severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    Diagnostic(file: path, line: header.line, severity: severity, message: message, code: code, help: help)
  }
}
