import Ledger

/// Reads one quoted text of a JSON file.
enum JSONText {
  /// The cursor stands on the opening quote and is left behind the closing one.
  static func read(_ cursor: inout JSONCursor) throws(Diagnostic) -> String {
    let start = cursor.place
    cursor.advance()
    var text: [UInt8] = []
    while let byte = cursor.byte {
      switch byte {
      case UInt8(ascii: "\""):
        cursor.advance()
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escape(&cursor)).utf8)
      case 0x0A, 0x0D: throw unclosed(cursor, start)
      case 0x00...0x1F:
        throw cursor.problem("a control character inside a text", help: #"write a tab as \t, others as \u00XX"#)
      default: try character(&cursor, into: &text)
      }
    }
    throw unclosed(cursor, start)
  }

  private static func unclosed(_ cursor: JSONCursor, _ start: JSONPlace) -> Diagnostic {
    cursor.problem(
      "the text that starts here is not closed on its line", help: #"close it with "; a line break in a text is \n"#,
      at: start)
  }

  private static func character(_ cursor: inout JSONCursor, into text: inout [UInt8]) throws(Diagnostic) {
    guard let length = cursor.characterLength else {
      throw cursor.problem("bytes that are not UTF-8", code: "json-encoding", help: "save the file as UTF-8")
    }
    for ahead in 0..<length { text.append(cursor.bytes[cursor.offset + ahead]) }
    cursor.advance(character: length)
  }

  private static func escape(_ cursor: inout JSONCursor) throws(Diagnostic) -> Unicode.Scalar {
    let start = cursor.place
    cursor.advance()
    guard let byte = cursor.byte else { throw unclosed(cursor, start) }
    if byte == UInt8(ascii: "u") { return try unicodeEscape(&cursor, start) }
    let simple: [UInt8: Unicode.Scalar] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
      UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
    ]
    guard let scalar = simple[byte] else {
      throw cursor.problem(
        "`\\` before \(cursor.found) means nothing", help: #"a backslash itself is written \\"#, at: start)
    }
    cursor.advance()
    return scalar
  }

  /// `\uXXXX`, or two of them for a character beyond U+FFFF (RFC 8259 section 7).
  private static func unicodeEscape(_ cursor: inout JSONCursor, _ start: JSONPlace) throws(Diagnostic) -> Unicode.Scalar
  {
    let first = try fourDigits(&cursor)
    if let scalar = Unicode.Scalar(first) { return scalar }
    let lone = cursor.problem(
      "half of a surrogate pair", code: "json-surrogate", help: "write the character itself, the file is UTF-8",
      at: start)
    guard first < 0xDC00, cursor.byte == UInt8(ascii: "\\"), cursor.byte(ahead: 1) == UInt8(ascii: "u") else {
      throw lone
    }
    cursor.advance()
    let second = try fourDigits(&cursor)
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    else { throw lone }
    return scalar
  }

  /// The cursor stands on the `u`.
  private static func fourDigits(_ cursor: inout JSONCursor) throws(Diagnostic) -> UInt16 {
    cursor.advance()
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = cursor.byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw cursor.problem(#"`\u` takes four hexadecimal digits"#, help: "write the character itself")
      }
      value = value << 4 | UInt16(digit)
      cursor.advance()
    }
    return value
  }
}
