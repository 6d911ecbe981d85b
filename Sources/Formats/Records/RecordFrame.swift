import Ledger

/// Shows records that were made from those of a reader: other columns, other values, the same place in the file.
/// A class because it owns what its views share.
public final class RecordFrame {
  private let context = RecordContext(columns: [])

  public init() {}

  public var columns: [String] {
    get { context.columns }
    set { context.columns = newValue }
  }

  /// A record made from one of the file, which is what `raw` and `above` show.
  /// - Parameter fields: as many as columns. Like those of every view they are valid while the callback runs.
  @inline(__always)
  public func view(
    _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, problems: [RecordProblem], of original: RecordView
  ) -> RecordView {
    context.original = original
    return made(fields, problems, original.position, original.source)
  }

  /// A record made from several lines of the file.
  /// - Parameter raw: their bytes, with line ends between.
  public func view(
    _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, problems: [RecordProblem], position: RecordPosition,
    raw: UnsafeRawBufferPointer, above: [UInt8]
  ) -> RecordView {
    context.original = nil
    context.above = above
    return made(fields, problems, position, raw)
  }

  @inline(__always)
  private func made(
    _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ problems: [RecordProblem], _ position: RecordPosition,
    _ source: UnsafeRawBufferPointer
  ) -> RecordView {
    if !problems.isEmpty || !context.problems.isEmpty { context.problems = problems }
    return RecordView(context, fields: fields, width: fields.count, position: position, source: source)
  }
}
