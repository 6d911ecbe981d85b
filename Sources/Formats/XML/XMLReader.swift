import CLibXML2
import Ledger

/// Reads XML of one shape: a root element, in it records, in each record fields as elements with text.
///
///     <receivables><document><company>ACME</company>...</document>...</receivables>
///
/// Pushes bytes through libxml2's SAX2 parser and never builds a tree. Any DOCTYPE is refused before anything of it is
/// expanded (`xml-doctype`), nothing external is ever loaded, elements nest 64 deep at most, texts end at 64 KiB. Namespaces
/// are not told apart; attributes of records and fields are refused per record, as their content would be lost.
///
/// The file is refused (`Diagnostic` with line and column) for bad syntax `xml-syntax`, encoding `xml-encoding`, another root
/// `xml-root`, a file that ends early `xml-truncated` or goes on `xml-trailing`.
public final class XMLReader: RecordReader {
  public var columns: [String] { state.pointee.columns }
  public var warnings: [Diagnostic] { parser.warnings }
  /// Name of the root element, and of the first element in it, once they were met.
  public var root: String? { state.pointee.root }
  public var firstRecord: String? { state.pointee.firstRecord }

  /// Codes of what keeps a file from being XML at all, whatever its shape.
  public static let faults: Set<String> = ["xml-syntax", "xml-encoding", "xml-truncated", "xml-trailing"]

  private let parser: XMLPushParser
  /// What the callbacks work on. Memory of its own, so that a callback costs neither a reference count nor an access check.
  private let state: UnsafeMutablePointer<XMLRecords>
  private let shown = RecordContext(columns: [])
  private var slots: [UnsafeRawBufferPointer] = []

  /// - Parameters:
  ///   - root: the root element the file must have; nil takes any.
  ///   - record: the element that is a record; nil takes any. Another element in the root is a record with a problem.
  ///   - file: the name that problems are reported under.
  ///   - encoding: what the configuration says it is, whatever the file declares.
  public init(root: String?, record: String?, file: String, encoding: TextEncoding? = nil) {
    state = .allocate(capacity: 1)
    state.initialize(to: XMLRecords(expectedRoot: root, expectedRecord: record))
    parser = XMLPushParser(XMLFaults.first(of: state), XMLRecords.handler, file: file, encoding: encoding)
  }

  deinit {
    state.pointee.deallocate()
    state.deinitialize(count: 1)
    state.deallocate()
  }

  public func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try parser.push(chunk) { _, _ in try show(body) }
  }

  public func finish(_ body: (RecordView) throws -> Void) throws {
    try parser.finish { _, _ in try show(body) }
  }

  /// Shows the records that are complete, and keeps the one that is not.
  private func show(_ body: (RecordView) throws -> Void) throws {
    guard !state.pointee.complete.isEmpty else { return }
    shown.columns = state.pointee.columns
    if slots.count != shown.columns.count {
      slots = [UnsafeRawBufferPointer](repeating: .init(start: nil, count: 0), count: shown.columns.count)
    }
    try slots.withUnsafeMutableBufferPointer { slots in
      try state.pointee.complete.withUnsafeBufferPointer { records in
        try state.pointee.cells.withUnsafeBufferPointer { cells in
          for record in records { try show(record, cells, slots, body) }
        }
      }
    }
    state.pointee.dropShown()
  }

  private func show(
    _ record: XMLRecords.Record, _ cells: UnsafeBufferPointer<XMLRecords.Cell>,
    _ slots: UnsafeMutableBufferPointer<UnsafeRawBufferPointer>, _ body: (RecordView) throws -> Void
  ) throws {
    let text = state.pointee.text
    for index in record.firstCell..<record.endCell {
      let cell = cells[index]
      slots[cell.column] = text[cell.start, cell.end - cell.start]
    }
    shown.element = state.pointee.elements[record.element]
    shown.problems = record.problem < 0 ? [] : state.pointee.problems[record.problem]
    var position = record.position
    position.byteOffset = parser.fileOffset(position.byteOffset)
    try body(RecordView(shown, fields: UnsafeBufferPointer(slots), width: slots.count, position: position))
    for index in record.firstCell..<record.endCell {
      slots[cells[index].column] = UnsafeRawBufferPointer(start: nil, count: 0)
    }
  }
}
