import CLibXML2
import Ledger

/// Parses a message of a bank (ISO 20022) that arrives in pieces, without ever building a tree. As safe as `XMLReader`: any DOCTYPE is
/// refused, nothing external is loaded, nesting and texts are limited.
final class XMLMessageParser {
  private(set) var warnings: [Diagnostic] = []
  /// Name of the message inside `Document`: `BkToCstmrStmt`.
  var message: String? { state.pointee.message }
  var line: Int { state.pointee.line }

  private let file: String
  private let context: xmlParserCtxtPtr?
  private let state: UnsafeMutablePointer<XMLMessageState>
  private var hasStarted = false
  private var suspicion = EncodingSuspicion()
  private var firstBytes: [UInt8] = []
  private var byteCount = 0
  /// What is parsed at a time: events of no more bytes are held at once.
  private static let pieceBytes = 64 * 1024

  init(_ paths: XMLPaths, file: String) {
    self.file = file
    state = .allocate(capacity: 1)
    state.initialize(to: XMLMessageState(paths))
    XMLSafety.refuseExternalEntities()
    var handler = XMLMessageState.handler
    context = xmlCreatePushParserCtxt(&handler, state, nil, 0, nil)
    state.pointee.context = context
    if let context { xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue)) }
  }

  deinit {
    if let context { xmlFreeParserCtxt(context) }
    state.deinitialize(count: 1)
    state.deallocate()
  }

  func push(_ chunk: UnsafeRawBufferPointer, _ body: (XMLEvent) throws -> Void) throws {
    var rest = withoutLeadingBlanks(chunk)
    byteCount += rest.count
    if firstBytes.count < 2 { firstBytes += rest.prefix(2 - firstBytes.count) }
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<min(rest.count, XMLMessageParser.pieceBytes)])
      try parse(piece, isEnd: false)
      if let encoding = context?.pointee.input?.pointee.encoding { suspicion.look(at: piece, declared: encoding) }
      try show(body)
      rest = UnsafeRawBufferPointer(rebasing: rest[piece.count...])
    }
  }

  func finish(_ body: (XMLEvent) throws -> Void) throws {
    try parse(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true)
    try show(body)
    let isUTF16 = [[0xFF, 0xFE], [0xFE, 0xFF], [0x3C, 0x00], [0x00, 0x3C]].contains(firstBytes)
    guard state.pointee.isComplete, !isUTF16 || byteCount % 2 == 0 else {
      throw Diagnostic.bank(
        file, line, "xml-truncated", "the file ends before its root element is closed", XMLRecords.cut)
    }
    if let input = context?.pointee.input, input.pointee.cur < input.pointee.end {
      throw Diagnostic.bank(
        file, line, "xml-trailing", "bytes follow the end of the root element", "a file holds one XML document")
    }
    if let encoding = suspicion.misdeclared {
      warnings.append(
        Diagnostic(
          file: file, line: 1, severity: .warning,
          message: "the file says it is \(encoding) and looks like UTF-8; umlauts may be read wrongly",
          code: "encoding-suspect", help: "declare encoding=\"UTF-8\" where the file is written"))
    }
  }

  private func show(_ body: (XMLEvent) throws -> Void) throws {
    let events = state.pointee.events
    state.pointee.events.removeAll()
    for event in events { try body(event) }
  }

  /// Blanks or empty lines before `<?xml`, which XML forbids, carry nothing.
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
    guard let context else { throw Diagnostic.bank(file, 0, "xml-memory", "no memory for the XML parser", "") }
    let bytes = chunk.baseAddress?.assumingMemoryBound(to: CChar.self)
    let result = xmlParseChunk(context, bytes, Int32(chunk.count), isEnd ? 1 : 0)
    if var problem = state.pointee.refusal {
      problem.file = file
      throw problem
    }
    if let error = state.pointee.syntaxError {
      throw error.diagnostic(
        file: file, lineShift: state.pointee.lineShift, isEnd: isEnd, rootHasEnded: state.pointee.isComplete)
    }
    guard result == 0 || context.pointee.wellFormed != 0 else {
      throw Diagnostic.bank(file, line, "xml-syntax", "this is not well-formed XML", "")
    }
  }
}
