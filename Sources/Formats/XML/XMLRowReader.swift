import CLibXML2
import Ledger

/// Reads rows out of XML of any shape: invoices, audit files, bank statements. `XMLRowShape` says what a row is, the columns are the
/// paths that the mapping reads, see there.
///
///     XMLRowReader(shape, columns: ["ID", "DueDate", "each:Amount", "^seller"], file: "invoice.xml")
///
/// Pushes bytes through libxml2's SAX2 parser and builds no tree: only texts that a path asks for are copied, an attachment of megabytes
/// is passed over. Memory does not grow with the file, only with the largest row. As safe as `XMLReader`, and refuses files with the
/// same codes. A wanted text of more than 64 KiB rejects its record (`field-too-long`).
public final class XMLRowReader: RecordReader {
  public let columns: [String]
  public var warnings: [Diagnostic] { parser.warnings }

  private let file: String
  private let parser: XMLPushParser
  /// What the callbacks work on. Memory of its own, so that a callback costs neither a reference count nor an access check.
  private let state: UnsafeMutablePointer<XMLRows>
  private let tree: XMLPathTree
  private let shown: RecordContext
  private var window = XMLRowWindow()
  private let fields: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>
  private var count = 0
  /// The digits of `each:position()`.
  private let digits = UnsafeMutableRawBufferPointer.allocate(byteCount: 20, alignment: 1)

  /// - Parameters:
  ///   - columns: paths, as `XMLRowShape` describes them. The records have exactly these columns.
  ///   - file: the name that problems are reported under.
  ///   - encoding: what the configuration says it is, whatever the file declares.
  public init(_ shape: XMLRowShape, columns: [String], file: String, encoding: TextEncoding? = nil) {
    self.columns = columns
    self.file = file
    tree = XMLPathTree(shape, columns: columns)
    shown = RecordContext(columns: columns)
    fields = .allocate(capacity: columns.count)
    fields.initialize(repeating: UnsafeRawBufferPointer(start: nil, count: 0))
    state = .allocate(capacity: 1)
    state.initialize(to: XMLRows(tree, namespaces: shape.namespaces))
    parser = XMLPushParser(XMLFaults.first(of: state), XMLRows.handler, file: file, encoding: encoding)
    state.pointee.states.dictionary = parser.context?.pointee.dict
  }

  deinit {
    state.pointee.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
    fields.deallocate()
    digits.deallocate()
  }

  /// What is wrong with a shape and the paths of its columns, for the linter of mappings: the path and what to say about it.
  public static func problems(_ shape: XMLRowShape, columns: [String]) -> [(path: String, message: String)] {
    XMLPathTree(shape, columns: columns).problems.map { ($0.path, $0.message) }
  }

  public func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    if let problem = tree.problems.first {
      throw Diagnostic(
        file: file, message: "`\(problem.path)` of the mapping: \(problem.message)", code: "mapping-path", help: "")
    }
    try parser.push(chunk) { piece, offset in try show(piece, offset, body) }
  }

  public func finish(_ body: (RecordView) throws -> Void) throws {
    try parser.finish { piece, offset in try show(piece, offset, body) }
  }

  /// Shows the records that are complete, and keeps what is not.
  private func show(_ piece: UnsafeRawBufferPointer, _ offset: Int, _ body: (RecordView) throws -> Void) throws {
    if !state.pointee.complete.isEmpty {
      try state.pointee.complete.withUnsafeBufferPointer { records in
        for record in records { try show(record, piece, offset, body) }
      }
      state.pointee.dropShown()
    }
    guard parser.hasOffsets else { return }
    let from = state.pointee.isInRow ? state.pointee.row.start : state.pointee.faults.offset
    window.keep(from: from, piece: piece, at: offset)
  }

  private func show(
    _ record: XMLRows.Record, _ piece: UnsafeRawBufferPointer, _ offset: Int, _ body: (RecordView) throws -> Void
  ) throws {
    count += 1
    for index in columns.indices { fields[index] = field(tree.columns[index], of: record) }
    shown.problems = record.problem < 0 ? [] : state.pointee.problems[record.problem]
    let position = RecordPosition(
      record: count, lineFrom: record.lineFrom, lineTo: record.lineTo, byteOffset: parser.fileOffset(record.start))
    let piece = parser.hasOffsets ? piece : UnsafeRawBufferPointer(start: nil, count: 0)
    try window.bytes(record, piece: piece, at: parser.hasOffsets ? offset : .max) { source in
      try body(
        RecordView(
          shown, fields: UnsafeBufferPointer(fields), width: fields.count, position: position, source: source))
    }
  }

  private func field(_ column: XMLPathTree.Column, of record: XMLRows.Record) -> UnsafeRawBufferPointer {
    switch column {
    case .rowName:
      return state.pointee.nameBytes(record.name)
    case .place:
      return place(record.place)
    case .slots(let slots):
      for slot in slots {
        let cell = state.pointee.cell(slot, of: record)
        if cell.length > 0 { return state.pointee.values.text[Int(cell.start), Int(cell.length)] }
      }
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
  }

  private func place(_ number: Int) -> UnsafeRawBufferPointer {
    guard number > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let text = String(number).utf8
    digits.copyBytes(from: text)
    return UnsafeRawBufferPointer(rebasing: digits[..<text.count])
  }
}
