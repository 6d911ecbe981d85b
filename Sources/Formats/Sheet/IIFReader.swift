import Ledger

/// Reads lists and transactions of QuickBooks Desktop (IIF): fields separated by TABs, the type of a row in its first field, and rows
/// that begin with `!` to declare the columns of a type: `!CUST`, `!TRNS`, `!SPL`, `!INVITEM`.
///
/// Shows the rows of one type, without the field of the type. A row of a transaction (`TRNS`, `SPL`) is shown when its `ENDTRNS` has
/// come: the amounts of the transaction have to add up to zero, else each of its rows has the problem `iif-unbalanced`. A line that
/// lost its type may be one of those that are read: it is shown, empty, with the problem `iif-type`.
public struct IIFReader: RecordReader, ReadsInPieces {
  /// Of the type that is read. Where a later line declares others, those are added.
  public private(set) var columns: [String] = []
  public private(set) var warnings: [Diagnostic] = []
  /// The lines that declare columns, as a file to drop again needs them. Each ends in LF.
  public private(set) var rawHeader: [UInt8] = []
  /// Types of records that the file declares, in its order: `CUST`, `TRNS`, `SPL`.
  public private(set) var types: [String] = []

  private let record: String
  private let file: String
  private let origin: TextOrigin?
  private let fields = CSVFields()
  private let context = RecordContext(columns: [])
  private var place = CSVPlace(preambleLines: 0)
  private let dialect = CSVDialect(delimiter: 0x09)
  /// Where each field of a row goes, by the last declaration of the type; and where the amounts of transactions stand.
  private var order: [Int] = []
  private var amounts: [String: Int] = [:]
  private var open: IIFTransaction?
  private var shown = 0
  var carry: [UInt8] = []

  /// - Parameters:
  ///   - record: the type that is read: `CUST`, `TRNS`, `SPL`.
  ///   - file: the name that problems are reported under.
  public init(record: String, file: String, origin: TextOrigin? = nil) {
    self.record = record.uppercased()
    self.file = file
    self.origin = origin
  }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try take(chunk, body)
  }

  /// - Throws: `header-missing` where the file declares no records of the type.
  public mutating func finish(_ body: (RecordView) throws -> Void) throws {
    if dropEndOfFileMark() { warnings.append(CSVScan.endOfFileMark(file, line: place.line)) }
    try takeEnd(body)
    try close(isEnded: false, body)
    guard !columns.isEmpty else { throw undeclared() }
  }

  mutating func scan(
    _ bytes: UnsafeRawBufferPointer, isEnd: Bool, _ body: (RecordView) throws -> Void
  ) throws -> Int {
    fields.forgetEscapes()
    var scan = CSVScan(
      bytes, isEnd: isEnd, dialect: dialect, file: file, fields: fields, place: place, context: context, origin: origin)
    guard scan.skipByteOrderMark() else { return 0 }
    try scan.run(stopAfterFirst: false) { try row($0, body) }
    place = scan.place
    return scan.used
  }

  private mutating func row(_ view: RecordView, _ body: (RecordView) throws -> Void) throws {
    guard !SheetRow.isBlank(view.fields), let first = view.fields.first?.withoutBlanks else { return }
    if first.first == UInt8(ascii: "!") { return declare(view, first) }
    let type = String(decoding: first, as: UTF8.self).uppercased()
    switch type {
    case "TRNS":
      try close(isEnded: false, body)
      open = IIFTransaction(line: view.position.lineFrom)
      try add(view, type, body)
    case "ENDTRNS":
      beginHeadless(view, "`ENDTRNS` ends a transaction that no TRNS began")
      open?.addRaw(view)
      try close(isEnded: true, body)
    case "SPL":
      beginHeadless(view, "`SPL` is part of a transaction that no TRNS began")
      try add(view, type, body)
    case _ where isDeclared(type):
      if open?.isHeadless == true { try close(isEnded: true, body) }
      try add(view, type, body)
    default: try takeLost(view, type, body)
    }
  }

  private mutating func declare(_ view: RecordView, _ first: UnsafeRawBufferPointer) {
    rawHeader += view.source
    rawHeader.append(0x0A)
    let type = String(decoding: first.dropFirst(), as: UTF8.self).uppercased()
    let names = view.fields.dropFirst().map { String(decoding: $0.withoutBlanks, as: UTF8.self) }
    if !types.contains(type), !type.isEmpty, type != "ENDTRNS" { types.append(type) }
    amounts[type] = names.firstIndex { $0.uppercased() == "AMOUNT" }
    guard type == record else { return }
    let isFirst = columns.isEmpty
    order = names.enumerated().map { index, name in
      if isFirst { return index }
      return columns.firstIndex { $0.uppercased() == name.uppercased() } ?? appended(name)
    }
    if isFirst { columns = names }
    context.columns = columns
  }

  private mutating func appended(_ name: String) -> Int {
    columns.append(name)
    return columns.count - 1
  }

  // MARK: Lines that lost their type

  private var readsTransactions: Bool { record == "TRNS" || record == "SPL" }

  private func isDeclared(_ type: String) -> Bool { type == record || types.contains(type) || type.hasPrefix("END") }

  /// A line whose first field is no type that the file declares: it may be one of those that are read.
  private mutating func takeLost(_ view: RecordView, _ type: String, _ body: (RecordView) throws -> Void) throws {
    let what =
      type.isEmpty
      ? "has no type of record in its first field"
      : "begins with `\(type.prefix(20))`, and no line `!\(type.prefix(20))` declares such records"
    guard readsTransactions else {
      return try show([], view.position, view.source, [IIFReader.lost("the line \(what)")], body)
    }
    if open?.isHeadless == true { try close(isEnded: true, body) }
    if open != nil {
      open?.fault = IIFReader.lost("line \(view.position.lineFrom), within this transaction, \(what)")
    } else {
      beginHeadless(view, "the line \(what)")
    }
    open?.addRaw(view)
  }

  /// What follows belongs to a transaction whose first line is gone: it is shown, and refused, as a whole.
  private mutating func beginHeadless(_ view: RecordView, _ what: String) {
    guard readsTransactions, open == nil else { return }
    open = IIFTransaction(line: view.position.lineFrom)
    open?.addRow([], view.position, problems: [])
    open?.isHeadless = true
    open?.fault = IIFReader.lost(what)
  }

  private static func lost(_ what: String) -> RecordProblem {
    RecordProblem(
      code: "iif-type", message: what,
      hint: "the first field of a line says what it is, such as TRNS: export the file again, or put it back")
  }

  private mutating func add(_ view: RecordView, _ type: String, _ body: (RecordView) throws -> Void) throws {
    if open != nil {
      open?.addRaw(view)
      let amount = amount(view, type)
      if type == "TRNS" || type == "SPL" { open?.addAmount(amount) }
    }
    guard type == record else { return }
    let problems = view.problems + (isWide(view) ? [width(view)] : [])
    if open != nil {
      open?.addRow(view.fields.dropFirst(), view.position, problems: problems)
    } else {
      let cells = view.fields.dropFirst().map { $0 }
      try show(cells, view.position, view.source, problems, body)
    }
  }

  /// Cells beyond the declared columns; those that are left out at the end are empty.
  private func isWide(_ view: RecordView) -> Bool {
    view.width > order.count + 1 && view.fields.dropFirst(order.count + 1).contains { !$0.withoutBlanks.isEmpty }
  }

  private func width(_ view: RecordView) -> RecordProblem {
    RecordProblem(
      code: "width", message: "the row has \(view.width - 1) fields, !\(record) declares \(order.count)",
      hint: order.isEmpty ? "the line that declares the columns is missing" : "is a TAB inside a text?")
  }

  private func amount(_ view: RecordView, _ type: String) -> UnsafeRawBufferPointer? {
    guard let column = amounts[type], column + 1 < view.fields.count else { return nil }
    return view.fields[column + 1]
  }

  /// Shows the rows of the transaction that has ended.
  private mutating func close(isEnded: Bool, _ body: (RecordView) throws -> Void) throws {
    guard let transaction = open else { return }
    open = nil
    let problem = transaction.problem(isEnded: isEnded)
    try transaction.forEachRow { cells, position, source, problems in
      try show(cells, position, source, problems + (problem.map { [$0] } ?? []), body)
    }
  }

  private mutating func show(
    _ cells: [UnsafeRawBufferPointer], _ position: RecordPosition, _ source: UnsafeRawBufferPointer,
    _ problems: [RecordProblem], _ body: (RecordView) throws -> Void
  ) throws {
    var row = Array(repeating: UnsafeRawBufferPointer(start: nil, count: 0), count: columns.count)
    for (index, cell) in cells.enumerated() where index < order.count { row[order[index]] = cell }
    shown += 1
    var position = position
    position.record = shown
    let held = context.problems
    context.problems = problems.map { problem in
      var problem = problem
      problem.field = problem.field.flatMap { $0 > 0 && $0 <= order.count ? order[$0 - 1] : nil }
      return problem
    }
    defer { context.problems = held }
    try row.withUnsafeBufferPointer { row in
      try body(RecordView(context, fields: row, width: row.count, position: position, source: source))
    }
  }

  private func undeclared() -> Diagnostic {
    let has = types.isEmpty ? "it declares none: is it IIF?" : "it has \(types.joined(separator: ", "))"
    return Diagnostic(
      file: file, line: 1, message: "no line `!\(record)` declares the columns of its records; \(has)",
      code: "header-missing", help: "name another type in the feed's mapping: \"read\": { \"record\": \"...\" }")
  }
}
