import Formats
import Intake
import Ledger
import Normalize
import Pipeline

/// What is told of a checked file, for people and for programs alike.
extension FileCheck {
  /// How a field is filled.
  struct Column {
    var field: String
    /// Columns of the file, as far as it has them.
    var from: [String]
    var constant: String?
    /// More is done than to copy the text.
    var isWorked: Bool

    /// For people: `<- Num`, `= ACME`.
    var source: String {
      let names = from.joined(separator: " or ")
      let standard = constant.map { from.isEmpty ? "= \($0)" : " else \($0)" } ?? ""
      return from.isEmpty ? standard : "<- \(names)\(standard)\(isWorked ? ", worked on" : "")"
    }
  }

  static func columns(_ settled: SettledFile) -> [Column] {
    settled.resolved.mapping.fields.compactMap { rule in
      let from = found(rule, settled)
      guard !from.isEmpty || rule.constant != nil else { return nil }
      return Column(field: rule.name, from: from, constant: rule.constant, isWorked: rule.value != nil)
    }
  }

  /// Columns that the file has; of XML paths all, as an optional element may come late.
  private static func found(_ rule: FieldRule, _ settled: SettledFile) -> [String] {
    switch settled.resolved.format {
    case .csv:
      settled.resolved.mapping.column(of: rule, in: settled.resolved.columns).map { [settled.resolved.columns[$0]] }
        ?? []
    case .sheet:
      rule.from.filter {
        SourceColumn.index(of: [$0], in: settled.resolved.columns) != nil || Mapping.isElsewhere($0)
      }
    case .xml, .other: rule.from
    }
  }

  /// Columns that are kept as attributes.
  static func kept(_ settled: SettledFile) -> [String] {
    let mapping = settled.resolved.mapping
    guard mapping.isDirect else { return mapping.keep.map(\.name) }
    let used = Set(mapping.fields.compactMap { mapping.column(of: $0, in: settled.resolved.columns) })
    return settled.resolved.columns.indices.filter { !used.contains($0) && !settled.resolved.columns[$0].isEmpty }
      .map { settled.resolved.columns[$0] }
  }

  /// Whether `Row.raw` is what stands in the file. Of XML and bank files it is the record as it was read, on one line: there it may go over many,
  /// and account numbers are masked.
  var showsItsLines: Bool {
    switch settled?.resolved.format {
    case .csv, .sheet: true
    case .other(let shape): shape.format == .iif
    case .xml, nil: false
    }
  }

  /// Rows that would be rejected, with line and, in a table, the column at which the field begins.
  var rejected: [Diagnostic] {
    (problems.rejects + duplicates).sorted { $0.position.record < $1.position.record }.map { row in
      Diagnostic(
        file: path, line: row.position.lineFrom, column: settled?.resolved.place(of: row) ?? 0,
        message: row.column.isEmpty ? row.message : "\(row.column): \(row.message)", code: row.code, help: row.hint)
    }
  }
}
