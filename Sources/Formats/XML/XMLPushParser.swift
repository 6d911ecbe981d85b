import CLibXML2
import Ledger

/// One parse of one file through libxml2's SAX2 push parser, made safe: what `XMLReader` and `XMLRowReader` stand on.
///
/// No tree is built, nothing external is ever loaded, any DOCTYPE ends the parse before anything of it is expanded. Decodes the text
/// itself where it can, see `XMLEncoding`; forgives blanks before the declaration; sees that the file was read to its last byte.
final class XMLPushParser {
  private(set) var warnings: [Diagnostic] = []
  let context: xmlParserCtxtPtr?
  private let file: String
  /// The first field of the memory that the callbacks work on.
  private let faults: UnsafeMutablePointer<XMLFaults>
  /// What the configuration says the encoding is, whatever the file says.
  private let override: TextEncoding?
  private var encoding = XMLEncoding(text: .utf8)
  private var decoder: TextDecoder?
  private var suspicion: EncodingSuspicion?
  /// First bytes, until the encoding is known.
  private var head: [UInt8] = []
  private var hasEncoding = false
  private var hasStarted = false
  /// How much libxml2 is given at a time: what is read from it stays in the processor's cache.
  private static let pieceBytes = 64 * 1024

  /// - Parameters:
  ///   - faults: the first field of the memory that the handler's callbacks work on; it has to outlive the parser.
  init(_ faults: UnsafeMutablePointer<XMLFaults>, _ handler: xmlSAXHandler, file: String, encoding: TextEncoding?) {
    self.faults = faults
    self.file = file
    override = encoding
    XMLSafety.refuseExternalEntities()
    var handler = handler
    context = xmlCreatePushParserCtxt(&handler, faults, nil, 0, nil)
    faults.pointee.context = context
    if let context { xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue)) }
  }

  deinit {
    if let context { xmlFreeParserCtxt(context) }
  }

  /// Parses the next bytes of the file.
  /// - Parameter parsed: called after each piece with its text as it was parsed and the offset of its first byte in the whole text.
  func push(
    _ chunk: UnsafeRawBufferPointer, _ parsed: (_ piece: UnsafeRawBufferPointer, _ offset: Int) throws -> Void
  ) throws {
    guard !hasEncoding else { return try decode(chunk, parsed) }
    head += chunk
    let start = head
    try start.withUnsafeBytes { start in
      guard let found = XMLEncoding.sniff(start, isAll: false) else { return }
      use(found)
      try decode(start, parsed)
    }
  }

  func finish(_ parsed: (_ piece: UnsafeRawBufferPointer, _ offset: Int) throws -> Void) throws {
    if !hasEncoding {
      let start = head
      try start.withUnsafeBytes { start in
        use(XMLEncoding.sniff(start, isAll: true) ?? XMLEncoding(text: .utf8))
        try decode(start, parsed)
      }
    }
    try parse(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true)
    try parsed(UnsafeRawBufferPointer(start: nil, count: 0), faults.pointee.offset)
    try checkEnd()
  }

  /// Offset in the file of a place in the text that was parsed; asked for in rising order.
  func fileOffset(_ offset: Int) -> Int { decoder?.origin.fileOffset(ofRecord: offset) ?? offset }

  /// Whether offsets of the parse are those of the pieces. Not where libxml2 itself decodes what `TextDecoder` does not know.
  var hasOffsets: Bool { encoding.text != nil }

  // MARK: Encoding

  private func use(_ found: XMLEncoding) {
    hasEncoding = true
    head = []
    encoding = found
    if let override { encoding = XMLEncoding(text: override, declared: found.declared, isCertain: true) }
    guard let text = encoding.text else { return suspicion = EncodingSuspicion() }
    // What libxml2 gets is UTF-8, whatever the declaration says.
    if let context { xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue)) }
    guard text != .utf8 else { return }
    decoder = TextDecoder(text)
    if !encoding.isCertain { suspicion = EncodingSuspicion() }
  }

  private func decode(
    _ chunk: UnsafeRawBufferPointer, _ parsed: (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws {
    suspicion?.look(at: chunk)
    guard let decoder else { return try take(chunk, parsed) }
    var rest = chunk
    while let text = decoder.next(&rest) {
      // The mark of the decoder for bytes that mean nothing; no UTF-8 has it.
      guard let end = text.firstIndex(of: 0xFF) else {
        try take(text, parsed)
        continue
      }
      try take(UnsafeRawBufferPointer(rebasing: text[..<end]), parsed)
      throw refusal(
        "xml-encoding", "the byte at offset \(fileOffset(textOffset)) is not \(decoder.encoding.rawValue)",
        "declare the encoding that the file really has, best UTF-8")
    }
  }

  private func take(_ text: UnsafeRawBufferPointer, _ parsed: (UnsafeRawBufferPointer, Int) throws -> Void) throws {
    var rest = withoutLeadingBlanks(text)
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest[..<min(rest.count, XMLPushParser.pieceBytes)])
      rest = UnsafeRawBufferPointer(rebasing: rest[piece.count...])
      let offset = textOffset
      textOffset += piece.count
      try parse(piece, isEnd: false)
      try parsed(piece, offset)
    }
  }
  /// Bytes of text that libxml2 was given or that were left out before.
  private var textOffset = 0

  /// Some programs write blanks or an empty line before `<?xml`, which XML forbids. They carry nothing.
  private func withoutLeadingBlanks(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard !hasStarted else { return text }
    var start = textOffset == 0 ? ByteOrderMark.length(text) : 0
    let mark = start
    while start < text.count, text[start] == 0x20 || (0x09...0x0D).contains(text[start]) { start += 1 }
    textOffset += start
    faults.pointee.byteShift += start
    faults.pointee.lineShift += text[mark..<start].count { $0 == 0x0A }
    hasStarted = start < text.count
    hasLeadingBlanks = hasLeadingBlanks || start > mark
    if hasStarted, hasLeadingBlanks {
      warn("the file starts with blanks or empty lines before the XML", "xml-leading-blanks", "")
    }
    return UnsafeRawBufferPointer(rebasing: text[start...])
  }
  private var hasLeadingBlanks = false

  // MARK: Parsing

  private func parse(_ piece: UnsafeRawBufferPointer, isEnd: Bool) throws {
    guard let context else { throw refusal("xml-memory", "no memory for the XML parser", "") }
    let result = xmlParseChunk(
      context, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count), isEnd ? 1 : 0)
    if var problem = faults.pointee.refusal {
      problem.file = file
      throw problem
    }
    if let error = faults.pointee.syntaxError { throw diagnostic(error, isEnd: isEnd) }
    guard result == 0 || context.pointee.wellFormed != 0 else {
      throw refusal("xml-syntax", "this is not well-formed XML", "")
    }
    if let input = context.pointee.input?.pointee, input.end - input.cur > XMLSafety.tokenBytes {
      throw refusal("xml-token", "a tag or comment does not end within 4 MiB", "is this the right kind of file?")
    }
  }

  private func diagnostic(_ error: XMLSyntaxError, isEnd: Bool) -> Diagnostic {
    var found = error.diagnostic(file: file, faults: faults.pointee, isEnd: isEnd)
    guard error.isInvalidText, encoding.text == .utf8 else { return found }
    let claim = encoding.declared == nil ? "" : ", which the file says it is"
    found.message = "the byte at offset \(error.offset) is not UTF-8\(claim)"
    found.help =
      "probably windows-1252: add \"encoding\": \"windows-1252\" to `read` of the mapping, or declare what the file really is"
    return found
  }

  private func checkEnd() throws {
    do { try decoder?.finish(file: file) } catch {
      throw refusal("xml-truncated", "the file ends in the middle of a character", XMLFaults.cut)
    }
    guard faults.pointee.isComplete else {
      throw refusal("xml-truncated", "the file ends before its root element is closed", XMLFaults.cut)
    }
    if let input = context?.pointee.input, input.pointee.cur < input.pointee.end {
      throw refusal("xml-trailing", "bytes follow the end of the root element", "a file holds one XML document")
    }
    if let declared = encoding.declared, let suspicion, suspicion.looksLikeUTF8 {
      warn(
        "the file says it is \(declared) and looks like UTF-8; umlauts may be read wrongly", "encoding-suspect",
        "declare encoding=\"UTF-8\" where the file is written, or add \"encoding\": \"utf-8\" to `read` of the mapping")
    }
  }

  private func refusal(_ code: String, _ message: String, _ help: String) -> Diagnostic {
    Diagnostic(file: file, line: faults.pointee.line, message: message, code: code, help: help)
  }

  private func warn(_ message: String, _ code: String, _ help: String) {
    warnings.append(
      Diagnostic(file: file, line: 1, severity: .warning, message: message, code: code, help: help))
  }
}
