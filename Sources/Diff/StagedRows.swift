/// A list of staged rows in pieces: it grows without being copied, and is let go piece by piece.
public struct StagedRows: Sendable {
  private var pieces: [[DocumentDiff.Staged]] = []
  public private(set) var count = 0

  private static let shift = 12
  private static let size = 1 << shift

  public subscript(at: Int) -> DocumentDiff.Staged {
    get { pieces[at >> StagedRows.shift][at & (StagedRows.size - 1)] }
    _modify { yield &pieces[at >> StagedRows.shift][at & (StagedRows.size - 1)] }
  }

  mutating func append(_ row: DocumentDiff.Staged) {
    if count & (StagedRows.size - 1) == 0 {
      pieces.append([])
      // The first piece grows: most nights stage a handful.
      if count > 0 { pieces[pieces.count - 1].reserveCapacity(StagedRows.size) }
    }
    pieces[pieces.count - 1].append(row)
    count += 1
  }

  /// Hands all rows to `body`, in order and some thousand at a time, and keeps none.
  mutating func removeAll(_ body: ([DocumentDiff.Staged]) -> Void) {
    for index in pieces.indices {
      let piece = pieces[index]
      pieces[index] = []
      body(piece)
    }
    self = StagedRows()
  }
}
