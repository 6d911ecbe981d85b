import Ledger

/// Reads a JSON text (RFC 8259, nothing more lenient) into values that know their line and column.
///
/// Refused, each with its place: anything outside the grammar (`json-syntax`: comments, trailing commas, single
/// quotes), bytes that are not UTF-8 (`json-encoding`), half of a surrogate pair (`json-surrogate`), a key twice in one object
/// (`json-duplicate-key`), nesting beyond `maxDepth` (`json-depth`). A byte order mark at the start is accepted.
/// The first problem ends the reading: what follows a syntax error cannot be trusted.
public struct JSONReader {
  private var cursor: JSONCursor
  private let maxDepth: Int

  /// - Parameter file: the name that problems are reported under.
  public static func read(_ bytes: [UInt8], file: String, maxDepth: Int = 64) throws(Diagnostic) -> JSONValue {
    var reader = JSONReader(cursor: JSONCursor(bytes, file: file), maxDepth: maxDepth)
    return try reader.wholeText()
  }

  private mutating func wholeText() throws(Diagnostic) -> JSONValue {
    if cursor.bytes.starts(with: [0xFF, 0xFE]) || cursor.bytes.starts(with: [0xFE, 0xFF]) {
      throw cursor.problem("the file is UTF-16", code: "json-encoding", help: "save it as UTF-8")
    }
    cursor.skipBlanks()
    guard cursor.byte != nil else { throw cursor.problem("the file is empty", help: "write at least {}") }
    let value = try self.value(depth: 1)
    cursor.skipBlanks()
    guard cursor.byte == nil else {
      throw cursor.problem(
        "\(cursor.found) after the end of the JSON text", help: "one file holds one value; is a brace closed too early?"
      )
    }
    return value
  }

  private mutating func value(depth: Int) throws(Diagnostic) -> JSONValue {
    let place = cursor.place
    switch cursor.byte {
    case UInt8(ascii: "{"): return JSONValue(.object(try members(depth: depth)), at: place)
    case UInt8(ascii: "["): return JSONValue(.array(try elements(depth: depth)), at: place)
    case UInt8(ascii: "\""): return JSONValue(.string(try JSONText.read(&cursor)), at: place)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
      return JSONValue(.number(try number()), at: place)
    default: return JSONValue(try word(), at: place)
    }
  }

  private mutating func members(depth: Int) throws(Diagnostic) -> [JSONMember] {
    var members: [JSONMember] = []
    var seen: [String: JSONPlace] = [:]
    try open(depth)
    while try next(of: members.count, close: "}") {
      let place = cursor.place
      guard cursor.byte == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
      let key = try JSONText.read(&cursor)
      if let first = seen.updateValue(place, forKey: key) {
        throw cursor.problem(
          "the key `\(key)` stands here a second time", code: "json-duplicate-key",
          help: "it is already on line \(first.line), column \(first.column); keep one of the two", at: place)
      }
      cursor.skipBlanks()
      guard cursor.byte == UInt8(ascii: ":") else { throw unexpected("`:` after the key `\(key)`") }
      cursor.advance()
      cursor.skipBlanks()
      members.append(JSONMember(key, at: place, try value(depth: depth + 1)))
    }
    return members
  }

  private mutating func elements(depth: Int) throws(Diagnostic) -> [JSONValue] {
    var elements: [JSONValue] = []
    try open(depth)
    while try next(of: elements.count, close: "]") { elements.append(try value(depth: depth + 1)) }
    return elements
  }

  private mutating func open(_ depth: Int) throws(Diagnostic) {
    guard depth <= maxDepth else {
      throw cursor.problem(
        "nested more than \(maxDepth) deep", code: "json-depth", help: "no setting is nested so deep")
    }
    cursor.advance()
  }

  /// Moves to the next member or element after `count` of them; false when the object or list ended.
  private mutating func next(of count: Int, close: Unicode.Scalar) throws(Diagnostic) -> Bool {
    cursor.skipBlanks()
    if cursor.byte == UInt8(ascii: close) {
      cursor.advance()
      return false
    }
    guard count > 0 else {
      if cursor.byte == nil { throw unexpected("`\(close)`") }
      return true
    }
    guard cursor.byte == UInt8(ascii: ",") else { throw unexpected("`,` or `\(close)`") }
    let comma = cursor.place
    cursor.advance()
    cursor.skipBlanks()
    guard cursor.byte != UInt8(ascii: close) else {
      throw cursor.problem("a comma before `\(close)`", help: "remove the comma", at: comma)
    }
    return true
  }

  private mutating func word() throws(Diagnostic) -> JSONValue.Content {
    let words: [(String, JSONValue.Content)] = [("true", .bool(true)), ("false", .bool(false)), ("null", .null)]
    for (word, content) in words where cursor.bytes[cursor.offset...].starts(with: word.utf8) {
      guard cursor.byte(ahead: word.utf8.count).map({ !isWordByte($0) }) ?? true else { break }
      for _ in word.utf8 { cursor.advance() }
      return content
    }
    throw unexpected("a value")
  }

  /// A number by the grammar: no leading zero, no plus, digits on both sides of the point.
  private mutating func number() throws(Diagnostic) -> String {
    let start = cursor.offset
    if cursor.byte == UInt8(ascii: "-") { cursor.advance() }
    let leadingZero = cursor.byte == UInt8(ascii: "0")
    let zero = cursor.place
    let digits = try self.digits()
    if leadingZero, digits > 1 {
      throw cursor.problem(
        "a number starts with 0", help: "write it without the zero, or as a text in double quotes", at: zero)
    }
    if cursor.byte == UInt8(ascii: ".") {
      cursor.advance()
      _ = try self.digits()
    }
    if cursor.byte == UInt8(ascii: "e") || cursor.byte == UInt8(ascii: "E") {
      cursor.advance()
      if cursor.byte == UInt8(ascii: "+") || cursor.byte == UInt8(ascii: "-") { cursor.advance() }
      _ = try self.digits()
    }
    if let byte = cursor.byte, isWordByte(byte) { throw unexpected("the end of the number") }
    return String(decoding: cursor.bytes[start..<cursor.offset], as: UTF8.self)
  }

  private mutating func digits() throws(Diagnostic) -> Int {
    let start = cursor.offset
    while let byte = cursor.byte, (0x30...0x39).contains(byte) { cursor.advance() }
    guard cursor.offset > start else { throw unexpected("a digit") }
    return cursor.offset - start
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
      || byte == 0x2E
  }

  /// The problem of finding something else than `wanted` here, with the remedy where the slip is a common one.
  private func unexpected(_ wanted: String) -> Diagnostic {
    guard let byte = cursor.byte, byte >= 0x80, cursor.characterLength == nil else {
      return cursor.problem("\(cursor.found) where \(wanted) is expected", help: remedy)
    }
    return cursor.problem("bytes that are not UTF-8", code: "json-encoding", help: "save the file as UTF-8")
  }

  private var remedy: String {
    switch cursor.byte {
    case nil: return "the file ends too early; was it copied whole?"
    case UInt8(ascii: "'"): return "JSON quotes with \" only"
    case UInt8(ascii: "/"), UInt8(ascii: "#"): return "JSON has no comments; remove it"
    case UInt8(ascii: "T"), UInt8(ascii: "F"), UInt8(ascii: "N"):
      return "true, false and null are written small"
    case UInt8(ascii: "+"): return "a number has no plus"
    case UInt8(ascii: "."): return "a number has a digit before its point"
    case UInt8(ascii: "}"), UInt8(ascii: "]"): return "is a bracket or brace missing before it?"
    case UInt8(ascii: "\""): return "is a comma missing before it?"
    case .some(let byte) where byte >= 0x80: return "a word processor writes such quotes; JSON quotes with \" only"
    case .some(let byte) where isWordByte(byte): return "texts and keys stand in double quotes"
    default: return ""
    }
  }
}
