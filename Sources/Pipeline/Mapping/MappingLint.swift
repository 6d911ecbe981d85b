import Formats
import Ledger

/// What one part of a mapping alone cannot tell: names that are read and not given, and the other way round.
extension MappingReader {
  mutating func lint(_ mapping: Mapping) {
    let format = mapping.read?.format ?? .csv
    guard format == .csv || format == .xml else { return }
    let given = Set(declared.map(\.name))
    let read = Set(references.map(\.name))
    for (name, place) in declared where !read.contains(name) && name != SourceColumn.titleDateColumn {
      report(
        place, "nothing reads `\(name)`", code: "mapping-unused", help: "remove it, or read it: \"from\": \"\(name)\"")
    }
    for (name, place) in references {
      format == .csv ? lintSheet(name, place, given) : lintXML(name, place, given, mapping.read?.rows)
    }
  }

  private mutating func lintSheet(_ name: String, _ place: JSONPlace, _ given: Set<String>) {
    guard let mark = name.first, mark == SourceColumn.carriedMark || mark == SourceColumn.preambleMark,
      !given.contains(name)
    else { return }
    let key = mark == SourceColumn.carriedMark ? "carry" : "preamble"
    report(
      place, "`\(name)` is given by no `\(key)`", code: "mapping-undeclared",
      help: nearestName(to: name, in: given.sorted()).map { "did you mean `\($0)`?" }
        ?? "add it to `\(key)` of `read`")
  }

  private mutating func lintXML(_ name: String, _ place: JSONPlace, _ given: Set<String>, _ rows: XMLRowShape?) {
    if name.first == SourceColumn.carriedMark {
      if given.contains(name) { return }
      report(
        place, "`\(name)` is given by no `above`", code: "mapping-undeclared",
        help: nearestName(to: name, in: given.sorted()).map { "did you mean `\($0)`?" } ?? "add it to `above` of `read`"
      )
      return
    }
    if name.hasPrefix(SourceColumn.eachPrefix), rows?.each == nil {
      return report(place, "`\(name)` reads child rows, and `read` has no `each`", code: "mapping-undeclared")
    }
    let prefixes = rows.map { Set($0.namespaces.keys) } ?? []
    for step in name.split(separator: "/") {
      var step = step
      if step.hasPrefix(SourceColumn.eachPrefix) { step = step.dropFirst(SourceColumn.eachPrefix.count) }
      let element = step.prefix { $0 != "[" }
      guard let colon = element.firstIndex(of: ":") else { continue }
      let prefix = element[..<colon].drop { $0 == "@" }
      if prefix == "xml" || prefixes.contains(String(prefix)) { continue }
      return report(
        place, "the prefix `\(prefix)` of `\(name)` stands for no namespace", code: "mapping-undeclared",
        help: "add it to `ns` of `read`, or leave it out: a name without prefix is of any namespace")
    }
    guard let rows else { return }
    for problem in XMLRowReader.problems(rows, columns: [name]) where name.hasSuffix(problem.path) {
      report(place, "`\(name)`: \(problem.message)", code: "mapping-path")
    }
  }
}
