import CLibXML2
import Ledger

/// What a parse has found wrong, and where it stands. The first field of whatever memory the callbacks of libxml2 are given, so that
/// the callbacks that every reader shares find it.
struct XMLFaults {
  var context: xmlParserCtxtPtr?
  /// Bytes and lines before the first byte that libxml2 was given.
  var byteShift = 0
  var lineShift = 0
  /// The root element is closed.
  var isComplete = false
  private(set) var refusal: Diagnostic?
  private(set) var syntaxError: XMLSyntaxError?

  static let cut = "was the file copied while it was being written? drop it again when it is complete"

  /// Ends the parse: the file cannot be read.
  mutating func refuse(_ code: String, _ message: String, _ help: String) {
    guard refusal == nil else { return }
    refusal = Diagnostic(
      file: "", line: line, column: Int(context?.pointee.input?.pointee.col ?? 0), message: message, code: code,
      help: help)
    if let context { xmlStopParser(context) }
  }

  mutating func note(_ error: XMLSyntaxError) {
    if syntaxError == nil { syntaxError = error }
  }

  var line: Int { Int(context?.pointee.input?.pointee.line ?? 0) + lineShift }

  /// Bytes that libxml2 has dealt with.
  var offset: Int {
    guard let input = context?.pointee.input?.pointee, let base = input.base, let here = input.cur else {
      return byteShift
    }
    return byteShift + Int(input.consumed) + (here - base)
  }

  /// Offset and line of the `<` of the start tag at hand.
  var startTag: (offset: Int, line: Int) {
    guard let input = context?.pointee.input?.pointee, let base = input.base, var here = input.cur else {
      return (0, line)
    }
    var lines = 0
    while here > base, here.pointee != UInt8(ascii: "<") {
      here -= 1
      if here.pointee == 0x0A { lines += 1 }
    }
    return (byteShift + Int(input.consumed) + (here - base), line - lines)
  }

  /// The faults in the memory of a reader, whose first field they have to be.
  static func first<State>(of state: UnsafeMutablePointer<State>) -> UnsafeMutablePointer<XMLFaults> {
    UnsafeMutableRawPointer(state).assumingMemoryBound(to: XMLFaults.self)
  }

  // MARK: Callbacks that all readers share

  /// The callbacks for what goes wrong, and no others: without `getEntity`, `resolveEntity` and the declarations nothing of a DTD could
  /// be used even where one came through. A reader adds its own for elements and text.
  static var handler: xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.internalSubset = { data, _, _, _ in
      XMLFaults.at(data).pointee.refuse(
        "xml-doctype", "the file has a DOCTYPE",
        "export it without one; a DOCTYPE can name other files and is never read")
    }
    handler.reference = { data, name in
      let entity = name.map { String(cString: $0) } ?? ""
      XMLFaults.at(data).pointee.refuse(
        "xml-entity", "the entity &\(entity); is not known", "write the character itself")
    }
    handler.serror = { data, error in
      guard let error, error.pointee.level == XML_ERR_FATAL else { return }
      XMLFaults.at(data).pointee.note(
        XMLSyntaxError(
          code: Int(error.pointee.code), line: Int(error.pointee.line), column: Int(error.pointee.int2),
          offset: XMLFaults.at(data).pointee.offset, text: XMLFaults.message(error.pointee.message)))
    }
    return handler
  }

  @inline(__always)
  private static func at(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLFaults> {
    data!.assumingMemoryBound(to: XMLFaults.self)
  }

  /// libxml2's words without their line end and full stop.
  private static func message(_ text: UnsafePointer<CChar>?) -> String {
    guard let text else { return "this is not well-formed XML" }
    let words = String(cString: text).split(separator: "\n").first.map(String.init) ?? ""
    return words.prefix(1).lowercased() + words.dropFirst()
  }
}

/// The first complaint of libxml2.
struct XMLSyntaxError {
  var code: Int
  var line: Int
  var column: Int
  /// Of the text that libxml2 was given.
  var offset: Int
  var text: String

  private static let encodingCodes = [9, 31, 32, 81, 1544, 6000, 6003]

  /// Bytes that are not of the encoding, not a name of one that nobody knows, and not a character that XML forbids.
  var isInvalidText: Bool { code == 81 || code == 6003 || text.hasPrefix("input is not proper UTF-8") }

  func diagnostic(file: String, faults: XMLFaults, isEnd: Bool) -> Diagnostic {
    var found = Diagnostic(
      file: file, line: line + faults.lineShift, column: column, message: text, code: "xml-syntax",
      help: "write the file with an XML library, not by hand")
    if XMLSyntaxError.encodingCodes.contains(code) {
      found.code = "xml-encoding"
      found.help = "declare the encoding that the file really has, best UTF-8"
    } else if code == 23 || text.hasPrefix("xmlParseEntityRef") {
      found.message = "an & stands here that starts no character reference"
      found.help = "write &amp; for the character itself"
    } else if faults.isComplete {
      found.code = "xml-trailing"
      found.help = "a file holds one XML document"
    } else if isEnd {
      found.code = "xml-truncated"
      found.message = "the file ends before its root element is closed (\(text))"
      found.help = XMLFaults.cut
    } else if code == 26 {
      found.code = "xml-entity"
      found.help = "write the character itself; only &amp; &lt; &gt; &quot; &apos; and numbers are known"
    }
    return found
  }
}
