import Ledger

/// A position in the bytes of a JSON text that always knows its line and column, and what a problem there is called.
struct JSONCursor {
  let bytes: [UInt8]
  let file: String
  private(set) var offset = 0
  private(set) var line = 1
  /// Where the line starts, and how many of its bytes so far continue a character: both to tell the column.
  private var lineStart = 0
  private var continuations = 0

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      offset = 3
      lineStart = 3
    }
  }

  var place: JSONPlace {
    JSONPlace(line: line, column: offset - lineStart - continuations + 1, offset: offset)
  }

  /// The byte here, nil at the end.
  var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// The byte `count` further on.
  func byte(ahead count: Int) -> UInt8? { offset + count < bytes.count ? bytes[offset + count] : nil }

  /// Goes on by one ASCII byte that is no line break.
  mutating func advance() { offset += 1 }

  /// Goes on by one whole character of `length` bytes.
  mutating func advance(character length: Int) {
    offset += length
    continuations += length - 1
  }

  /// Goes on while bytes are blanks or line breaks; CR LF is one break, and so is each alone.
  mutating func skipBlanks() {
    while let byte {
      switch byte {
      case 0x20, 0x09: offset += 1
      case 0x0A, 0x0D:
        offset += byte == 0x0D && self.byte(ahead: 1) == 0x0A ? 2 : 1
        line += 1
        lineStart = offset
        continuations = 0
      default: return
      }
    }
  }

  func problem(_ message: String, code: String = "json-syntax", help: String = "", at place: JSONPlace? = nil)
    -> Diagnostic
  {
    let place = place ?? self.place
    return Diagnostic(
      file: file, line: place.line, column: place.column, message: message, code: code, help: help)
  }

  /// What stands here, for a message: a character in quotes, or "the end of the file".
  var found: String {
    guard let byte else { return "the end of the file" }
    guard byte < 0x80 else {
      let length = characterLength ?? 1
      return "`" + String(decoding: bytes[offset..<offset + length], as: UTF8.self) + "`"
    }
    return byte < 0x20 ? "a control character" : "`\(Character(Unicode.Scalar(byte)))`"
  }

  /// How many bytes the well-formed UTF-8 character here takes; nil where the bytes are none (Unicode 16, table 3-7).
  var characterLength: Int? {
    guard let first = byte else { return nil }
    func continues(_ ahead: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      byte(ahead: ahead).map(range.contains) ?? false
    }
    switch first {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: return continues(1) ? 2 : nil
    case 0xE0...0xEF:
      let second: ClosedRange<UInt8> =
        first == 0xE0 ? 0xA0...0xBF : first == 0xED ? 0x80...0x9F : 0x80...0xBF
      return continues(1, second) && continues(2) ? 3 : nil
    case 0xF0...0xF4:
      let second: ClosedRange<UInt8> =
        first == 0xF0 ? 0x90...0xBF : first == 0xF4 ? 0x80...0x8F : 0x80...0xBF
      return continues(1, second) && continues(2) && continues(3) ? 4 : nil
    default: return nil
    }
  }
}
