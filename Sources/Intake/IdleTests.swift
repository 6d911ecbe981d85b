import Formats
import Pipeline

extension ResolvedFile {
  /// The columns of each `when` of a preset that this table has none of: what the test is there to leave out, drafts for one, is taken as
  /// documents. A mapping of one's own is told of each column that the file lacks, see `UnknownColumns`.
  public var idleTests: [[String]] {
    guard isTable, !feed.isOwnMapping else { return [] }
    return mapping.when.map(Mapping.columns).filter { names in
      !names.contains(where: Mapping.isElsewhere) && SourceColumn.index(of: names, in: columns) == nil
    }
  }
}
