import Formats
import Ledger
import Pipeline

/// Columns that the last file of a feed had and this one has not, of those that something is read from: an update of the ERP renamed them,
/// or somebody has changed the layout of the report. Of a mapping's alternatives one is enough.
public struct GoneColumns {
  /// Columns of the last file, as it wrote them.
  public private(set) var columns: [String] = []
  /// Columns that this file has and the last one had not.
  public let fresh: [String]

  /// - Parameters:
  ///   - file: a table; of other formats the beginning does not tell what the rest has.
  ///   - before: the columns of the last file of its feed.
  public init(_ file: ResolvedFile, before: [String]) {
    let known = Set(before.map { $0.lowercased() })
    fresh = file.columns.filter { !$0.isEmpty && !known.contains($0.lowercased()) }
    guard file.isTable else { return }
    var gone: Set<Int> = []
    for named in file.mapping.everyNamedColumn where !named.names.contains(where: Mapping.isElsewhere) {
      guard let had = Mapping.column(named.names, in: before),
        Mapping.column(named.names, in: file.columns) == nil
      else { continue }
      gone.insert(had)
    }
    columns = gone.sorted().map { before[$0] }
  }

  /// Nil where nothing is gone.
  public func warning(_ path: String, feed: String) -> Diagnostic? {
    guard !columns.isEmpty else { return nil }
    let names = fresh.isEmpty ? "" : "; new in it: \(GoneColumns.list(fresh))"
    return Diagnostic(
      file: path, severity: .warning,
      message: "the last file of feed `\(feed)` had \(GoneColumns.list(columns)), and this one has not\(names)",
      code: "column-gone", help: GoneColumns.help)
  }

  /// What to do about it.
  public static let help =
    "if the ERP has renamed it, write the new name into the mapping; else have the column exported again"

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}

extension ResolvedFile {
  /// A header tells all its columns.
  public var isTable: Bool {
    switch format {
    case .csv, .sheet: true
    case .xml, .other: false
    }
  }

  /// Whether it is a table without a column that the field is read from: it says nothing of the field, be it of whom it likes.
  public func lacks(_ field: String) -> Bool { isTable && mapping.lacks(field, in: columns) }
}
