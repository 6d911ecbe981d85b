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
  public private(set) var warnings: [Diagnostic] = []
  /// Name of the root element, and of the first element in it, once they were met.
  public var root: String? { state.pointee.root }
  public var firstRecord: String? { state.pointee.firstRecord }

  private let file: String
  private let context: xmlParserCtxtPtr?
  /// What the callbacks work on. Memory of its own, so that a callback costs neither a reference count nor an access check.
  private let state: UnsafeMutablePointer<XMLRecords>
  private var hasStarted = false
  private var suspicion = EncodingSuspicion()
  /// First two bytes and number of bytes given to libxml2, which does not mind half a character at the end.
  private var firstBytes: [UInt8] = []
  private var byteCount = 0
  private let shown = RecordContext(columns: [])
  private var slots: [UnsafeRawBufferPointer] = []

  /// - Parameters:
  ///   - root: the root element the file must have; nil takes any.
  ///   - record: the element that is a record; nil takes any. Another element in the root is a record with a problem.
  ///   - file: the name that problems are reported under.
  public init(root: String?, record: String?, file: String) {
    self.file = file
    state = .allocate(capacity: 1)
    state.initialize(to: XMLRecords(expectedRoot: root, expectedRecord: record))
    XMLSafety.refuseExternalEntities()
    var handler = XMLRecords.handler
    context = xmlCreatePushParserCtxt(&handler, state, nil, 0, nil)
    state.pointee.context = context
    if let context { xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue)) }
  }

  deinit {
    if let context { xmlFreeParserCtxt(context) }
    state.deinitialize(count: 1)
    state.deallocate()
  }

  public func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    let chunk = withoutLeadingBlanks(chunk)
    guard !chunk.isEmpty else { return }
    byteCount += chunk.count
    if firstBytes.count < 2 { firstBytes += chunk.prefix(2 - firstBytes.count) }
    // libxml2 counts in Int32.
    var rest = chunk
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<min(rest.count, 1 << 20)])
      try parse(piece, isEnd: false)
      if let encoding = context?.pointee.input?.pointee.encoding { suspicion.look(at: piece, declared: encoding) }
      try show(body)
      rest = UnsafeRawBufferPointer(rebasing: rest[piece.count...])
    }
  }

  public func finish(_ body: (RecordView) throws -> Void) throws {
    try parse(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true)
    try show(body)
    guard state.pointee.isComplete else {
      throw refusal(at: currentLine, "xml-truncated", "the file ends before its root element is closed", XMLRecords.cut)
    }
    if isUTF16, byteCount % 2 == 1 {
      throw refusal(at: currentLine, "xml-truncated", "the file ends in the middle of a character", XMLRecords.cut)
    }
    if let input = context?.pointee.input, input.pointee.cur < input.pointee.end {
      throw refusal(
        at: currentLine, "xml-trailing", "bytes follow the end of the root element", "a file holds one XML document")
    }
    if let encoding = suspicion.misdeclared {
      warnings.append(
        Diagnostic(
          file: file, line: 1, severity: .warning,
          message: "the file says it is \(encoding) and looks like UTF-8; umlauts may be read wrongly",
          code: "encoding-suspect", help: "declare encoding=\"UTF-8\" where the file is written"))
    }
  }

  /// Some programs write blanks or an empty line before `<?xml`, which XML forbids. They carry nothing.
  private func withoutLeadingBlanks(_ chunk: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard !hasStarted else { return chunk }
    let start = chunk.firstIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) } ?? chunk.count
    state.pointee.byteShift += start
    state.pointee.lineShift += chunk[..<start].count { $0 == 0x0A }
    hasStarted = start < chunk.count
    if hasStarted, state.pointee.byteShift > 0 {
      warnings.append(
        Diagnostic(
          file: file, line: 1, severity: .warning, message: "the file starts with blanks or empty lines before the XML",
          code: "xml-leading-blanks"))
    }
    return UnsafeRawBufferPointer(rebasing: chunk[start...])
  }

  private func parse(_ chunk: UnsafeRawBufferPointer, isEnd: Bool) throws {
    guard let context else { throw refusal(at: 0, "xml-memory", "no memory for the XML parser", "") }
    let bytes = chunk.baseAddress?.assumingMemoryBound(to: CChar.self)
    let result = xmlParseChunk(context, bytes, Int32(chunk.count), isEnd ? 1 : 0)
    if var problem = state.pointee.refusal {
      problem.file = file
      throw problem
    }
    guard let error = state.pointee.syntaxError else {
      guard result == 0 || context.pointee.wellFormed != 0 else {
        throw refusal(at: currentLine, "xml-syntax", "this is not well-formed XML", "")
      }
      return
    }
    throw error.diagnostic(
      file: file, lineShift: state.pointee.lineShift, isEnd: isEnd, rootHasEnded: state.pointee.isComplete)
  }

  private var isUTF16: Bool { [[0xFF, 0xFE], [0xFE, 0xFF], [0x3C, 0x00], [0x00, 0x3C]].contains(firstBytes) }

  private var currentLine: Int { Int(context?.pointee.input?.pointee.line ?? 0) + state.pointee.lineShift }

  private func refusal(at line: Int, _ code: String, _ message: String, _ help: String) -> Diagnostic {
    Diagnostic(file: file, line: line, message: message, code: code, help: help)
  }

  /// Shows the records that are complete, and keeps the one that is not.
  private func show(_ body: (RecordView) throws -> Void) throws {
    let pending = state.pointee.takeComplete()
    guard !pending.isEmpty else { return }
    shown.columns = state.pointee.columns
    slots = [UnsafeRawBufferPointer](repeating: .init(start: nil, count: 0), count: shown.columns.count)
    try state.pointee.text.withUnsafeBytes { text in
      for record in pending { try show(record, text, body) }
    }
    state.pointee.dropShown()
  }

  private func show(
    _ record: XMLRecords.Record, _ text: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void
  ) throws {
    let cells = state.pointee.cells[record.firstCell..<record.endCell]
    for cell in cells { slots[cell.column] = UnsafeRawBufferPointer(rebasing: text[cell.start..<cell.end]) }
    shown.element = record.element
    shown.problems = record.problems
    try slots.withUnsafeBufferPointer { fields in
      try body(RecordView(shown, fields: fields, width: fields.count, position: record.position))
    }
    for cell in cells { slots[cell.column] = UnsafeRawBufferPointer(start: nil, count: 0) }
  }
}
