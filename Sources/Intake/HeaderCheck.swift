import Formats
import Ledger
import Pipeline

/// Whether the columns of a file can fill a feed: all problems of a header at once.
struct HeaderCheck {
  let path: String
  let shape: FoundShape
  let feed: FeedDeclaration
  private var mapping: Mapping { feed.mapping }
  private var columns: [String] { shape.columns }

  init(path: String, shape: FoundShape, feed: FeedDeclaration) {
    self.path = path
    self.shape = shape
    self.feed = feed
  }

  var problems: [Diagnostic] {
    switch shape.format {
    case .xml: homeless
    case .csv: duplicates(of: columns) + missing + conflicts + unnamed + unknown
    case .sheet: duplicates(of: read) + missing + homeless + unknown
    case .other: homeless
    }
  }

  /// Columns by their bare names that some field is read from, for tables in which others may be called as they like.
  private var read: [String] {
    let names = (mapping.fields + mapping.keep).flatMap(\.from).map { $0.lowercased() }
    return columns.filter { names.contains($0.lowercased()) }
  }

  private func duplicates(of names: [String]) -> [Diagnostic] {
    var seen: [String: String] = [:]
    return names.compactMap { name in
      guard !name.isEmpty, let first = seen.updateValue(name, forKey: name.lowercased()) else { return nil }
      let both = first == name ? "`\(name)`" : "`\(first)` and `\(name)`"
      let help =
        mapping.isDirect
        ? "rename one of them in the export, so that it is clear which counts"
        : "say in the mapping which counts: `\(name)#1` is the first, `\(name)#2` the second"
      return problem("two columns are called \(both)", "column-duplicate", help)
    }
  }

  /// Columns that the header has to have: what the mapping tells the file by, and what required fields are read from.
  private var missing: [Diagnostic] {
    var asked: [(field: String?, names: [String])] = mapping.missing(in: columns).filter { !$0.from.isEmpty }
      .map { ($0.name, $0.from) }
    for names in mapping.match.columns where SourceColumn.index(of: names, in: columns) == nil {
      if !asked.contains(where: { $0.names == names }) { asked.append((nil, names)) }
    }
    return asked.map { field, names in
      let spare = columns.filter { column in mapping[column.lowercased()] == nil && !column.isEmpty }
      let near = names.lazy.compactMap { nearestName(to: $0, in: spare) }.first
      let column = field.map { "\"columns\": { \"\($0)\": " } ?? "\"match\": { \"columns\": [ "
      let close = field == nil ? " ] }" : " }"
      let help =
        field == "currency"
        ? "where all amounts are in one currency, say it in the feed `\(feed.name)` of pipeline.json: \"currency\": \"EUR\""
        : near.map { "is it `\($0)`? then map it: \(column)\"\($0)\"\(close)" }
          ?? "add the column to the export, or map it: \(column)\"<column of the file>\"\(close)"
      let wanted = names.map { "`\($0)`" }.joined(separator: " or ")
      return problem("the required column \(wanted) is missing", "column-missing", help)
    }
  }

  private var unknown: [Diagnostic] {
    let unknown = UnknownColumns(feed: feed, columns: columns)
    return unknown.all.map { found in
      let (named, near) = (found.named, found.near)
      let names = named.names.map { "`\($0)`" }.joined(separator: " or ")
      let asked = near.map { "; did you mean `\($0)`?" } ?? ""
      let message = "\(named.use) \(names), and the file has no such column\(asked)"
      let help =
        near == nil
        ? "columns that nothing reads: \(HeaderCheck.list(unknown.spare))"
        : "correct the name in the mapping of the feed `\(feed.name)`, or take it out"
      return named.isNeeded
        ? problem(message, "column-missing", help) : problem(message, "column-unknown", help, severity: .warning)
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", ..." : "")
  }

  /// A company that neither the file nor the feed tells.
  private var homeless: [Diagnostic] {
    guard let rule = mapping["company"], rule.isRequired, rule.from.isEmpty, rule.value == nil, rule.constant == nil
    else { return [] }
    return [
      problem(
        "the file does not say which company its rows are of", "column-missing",
        "add it to the feed `\(feed.name)` of pipeline.json: \"company\": \"<id of the company>\"")
    ]
  }

  private var conflicts: [Diagnostic] {
    mapping.conflicts(in: columns).map { column, rule in
      problem(
        "`\(column)` is the name of a field that the mapping fills from "
          + (rule.from.isEmpty ? "a constant" : rule.from.map { "`\($0)`" }.joined(separator: " or ")),
        "column-conflict", "leave one of the two columns out of the export, or change the mapping")
    }
  }

  private var unnamed: [Diagnostic] {
    let places = columns.indices.filter { columns[$0].isEmpty }.map { String($0 + 1) }
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
    Diagnostic(file: path, line: shape.headerLine, severity: severity, message: message, code: code, help: help)
  }
}
