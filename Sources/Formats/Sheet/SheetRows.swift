import Ledger

/// The rows of a sheet below its header: which are data, which are groups, totals, page heads and blank lines.
struct SheetRows {
  /// Columns of the file, and all that records show: carried values and those of the title block follow.
  let columns: [String]
  let allColumns: [String]
  private let shape: SheetShape
  private let isFramed: Bool
  private let names: [[UInt8]]
  private let titles: [[UInt8]]
  private let hasTitles: Bool
  private let header: [UInt8]
  private let firstByte: UInt8?
  /// A shorter row lacks a column that the mapping needs.
  private let leastWidth: Int
  private let drops: [RowFilter]
  /// By drop.
  private var left: [LeftOutRows]
  private var hasNewlyLeft = false
  private let carries: [Carried]
  private let appended: [HeldText]
  private let slots: UnsafeMutablePointer<UnsafeRawBufferPointer>
  private let context: RecordContext
  /// A comparison of the width is all that a row needs.
  private let isPlain: Bool
  /// Rows so far that are no records.
  private var skipped = 0
  private(set) var controls: [SourceControl] = []

  private struct Carried {
    var filter: RowFilter
    var from: [Int]
    var isGroupRow: Bool
    var value: HeldText
    /// The group row as it stands in the file.
    var row = HeldText()
  }

  init(
    _ shape: SheetShape, columns: [String], head: SheetHead, header: [UInt8], fields: CSVFields, context: RecordContext
  ) {
    self.shape = shape
    isFramed = head.isFramed
    self.columns = columns
    self.header = header
    self.context = context
    slots = fields.slots
    names = columns.map { Array($0.utf8) }
    titles = head.titles
    hasTitles = !titles.isEmpty
    firstByte = names.first?.first
    allColumns =
      columns + shape.carry.map { "\(SourceColumn.carriedMark)\($0.name)" }
      + shape.preamble.map { "\(SourceColumn.preambleMark)\($0.name)" }
    let all = allColumns
    carries = shape.carry.map { carry in
      Carried(
        filter: RowFilter(carry.when, columns: all),
        from: carry.from.compactMap { SourceColumn.index(of: $0, in: columns) },
        isGroupRow: carry.isGroupRow, value: HeldText())
    }
    appended = carries.map(\.value) + head.values.map { HeldText($0 ?? []) }
    drops = shape.drop.map { RowFilter($0.when, columns: all) }
    left = shape.drop.map(LeftOutRows.init)
    leastWidth = 1 + (shape.required.compactMap { SourceColumn.index(of: $0, in: columns) }.max() ?? -1)
    isPlain = !isFramed && drops.isEmpty && appended.isEmpty
    context.columns = allColumns
    append()
  }

  /// - Parameter isCutOff: the file ends here without a line end.
  @inline(__always)
  mutating func take(_ view: RecordView, isCutOff: Bool, _ body: (RecordView) throws -> Void) throws {
    if isPlain, view.width == columns.count, !mayBeNoData(view) {
      return try body(skipped == 0 ? view : numbered(view))
    }
    try judge(view, isCutOff: isCutOff, body)
  }

  /// Rows that begin with a letter or a digit are data, but for a repeated header.
  @inline(__always)
  private func mayBeNoData(_ view: RecordView) -> Bool {
    guard let first = view.fields[0].first else { return true }
    return first <= 0x2D || first == 0x3D || first == 0x5F || first == firstByte && beginsAsHeader(view)
      || isTitle(view)
  }

  private func beginsAsHeader(_ view: RecordView) -> Bool { view.fields[0].withoutBlanks.elementsEqual(names[0]) }

  @inline(__always)
  private func isTitle(_ view: RecordView) -> Bool {
    hasTitles && titles.contains { $0.count == view.source.count && view.source.elementsEqual($0) }
  }

  private func numbered(_ view: RecordView) -> RecordView {
    var position = view.position
    position.record -= skipped
    return view.at(position)
  }

  private mutating func judge(_ view: RecordView, isCutOff: Bool, _ body: (RecordView) throws -> Void) throws {
    var width = view.width
    if isFramed {
      guard let inside = unframe(view) else { return skip() }
      width = inside
    }
    let given = UnsafeBufferPointer(start: slots, count: min(width, CSVLimit.columns))
    if mayBeNoData(view), isNoData(given, view) { return skip() }
    let isWide = width > columns.count && !SheetRow.isBlank(UnsafeBufferPointer(rebasing: given[columns.count...]))
    let isShort = width < columns.count && (width < leastWidth || isCutOff)
    let fields = fill(from: width)
    for index in drops.indices where drops[index].fits(fields) {
      if left[index].kind == .control { addControl(fields, view.position) }
      left[index].add(line: view.position.lineFrom)
      hasNewlyLeft = true
      return skip()
    }
    if !carries.isEmpty, carry(fields, view) { return skip() }
    if hasNewlyLeft { noteData() }
    guard isWide || isShort || !view.isSound else { return try show(view, fields, body) }
    let problems = context.problems
    if isFramed { context.problems = problems.map(SheetRows.unframed) }
    if isWide || isShort { context.problems.append(widthProblem(width, isCutOff: isCutOff && isShort)) }
    defer { context.problems = problems }
    try show(view, fields, body)
  }

  @inline(__always)
  private func show(
    _ view: RecordView, _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ body: (RecordView) throws -> Void
  ) throws {
    var position = view.position
    position.record -= skipped
    try body(RecordView(context, fields: fields, width: fields.count, position: position, source: view.source))
  }

  private mutating func skip() { skipped += 1 }

  /// Rows that were left out, by rule; rules that fitted none are not among them.
  var leftOut: [LeftOutRows] { left.filter { $0.rows > 0 } }

  private mutating func noteData() {
    for index in left.indices where left[index].rows > 0 { left[index].isAmidData = true }
    hasNewlyLeft = false
  }

  private func isNoData(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ view: RecordView) -> Bool {
    if SheetRow.isBlank(fields) || SheetRow.isRule(fields) || SheetRow.isStarred(fields) { return true }
    if !header.isEmpty, view.source.elementsEqual(header) || SheetRow.equals(fields, names) { return true }
    return isTitle(view)
  }

  /// Moves the cells between the outer delimiters to the front; nil where the line has no frame.
  private func unframe(_ view: RecordView) -> Int? {
    let count = min(view.width, CSVLimit.columns)
    guard count > 2, slots[0].withoutBlanks.isEmpty else { return nil }
    let inside = slots[count - 1].withoutBlanks.isEmpty ? count - 2 : count - 1
    for index in 0..<inside { slots[index] = slots[index + 1].withoutBlanks }
    return inside
  }

  private static func unframed(_ problem: RecordProblem) -> RecordProblem {
    var problem = problem
    problem.field = problem.field.map { max(0, $0 - 1) }
    return problem
  }

  /// Empty cells where the row is short, and the values that hold for it behind.
  private func fill(from width: Int) -> UnsafeBufferPointer<UnsafeRawBufferPointer> {
    var index = width
    while index < columns.count {
      slots[index] = UnsafeRawBufferPointer(start: nil, count: 0)
      index += 1
    }
    // They stay where they are until a row has written over them.
    if width > columns.count || isFramed { append() }
    return UnsafeBufferPointer(start: slots, count: allColumns.count)
  }

  private func append() {
    for (offset, text) in appended.enumerated() { slots[columns.count + offset] = text.bytes }
  }

  /// Takes over the values that the row changes; true where it is a group row and no data.
  private func carry(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ view: RecordView) -> Bool {
    var isGroupRow = false
    for index in carries.indices where carries[index].filter.fits(fields) {
      let carry = carries[index]
      guard let text = carry.from.lazy.map({ fields[$0].withoutBlanks }).first(where: { !$0.isEmpty }) else { continue }
      carry.value.set(text)
      slots[columns.count + index] = carry.value.bytes
      guard carry.isGroupRow else { continue }
      carry.row.set(view.source)
      isGroupRow = true
    }
    if isGroupRow { context.above = carries.map(\.row.bytes).filter { !$0.isEmpty }.flatMap { Array($0) + [0x0A] } }
    return isGroupRow
  }

  private mutating func addControl(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ position: RecordPosition) {
    let cells = columns.indices.compactMap { index -> (column: String, text: String)? in
      let text = String(decoding: fields[index].withoutBlanks, as: UTF8.self)
      return text.isEmpty ? nil : (SourceColumn.name(of: index, in: columns), text)
    }
    let name = cells.first?.text ?? "total"
    controls.append(SourceControl(name: "\(name) on line \(position.lineFrom)", line: position.lineFrom, cells: cells))
  }

  private func widthProblem(_ width: Int, isCutOff: Bool) -> RecordProblem {
    RecordProblem(
      code: "width", message: "the row has \(width) fields, the header \(columns.count)",
      hint: isCutOff
        ? "the file ends within this row: drop the complete file"
        : "quotes around fields that hold the delimiter; is the row cut off?")
  }
}
