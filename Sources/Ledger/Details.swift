/// The fields of a record that nobody sums or sorts by: purchase order, address, terms, and whatever else the export carried.
/// One flat JSON object of strings, without blanks, keys in the order in which they were added: what the state stores, and
/// what two versions of a record are compared by.
public struct Details: Hashable, Sendable {
  public let json: String
  /// A bit for each name that may be there, see `mark`; all bits where nobody has looked.
  private var names = UInt64.max

  public init(json: String = "{}") { self.json = json }

  /// Details that are asked for many fields, of which most are not there: the names are looked at once.
  public init(manyAskedOf json: String) {
    self.json = json
    var text = json
    names = text.withUTF8 { Details.marks(of: UnsafeRawBufferPointer($0)) }
  }

  public static func == (a: Details, b: Details) -> Bool { a.json == b.json }
  public func hash(into hasher: inout Hasher) { hasher.combine(json) }

  public init(_ fields: KeyValuePairs<String, String>) {
    var bytes: [UInt8] = []
    var first = true
    bytes.append(UInt8(ascii: "{"))
    for (key, value) in fields where !value.isEmpty {
      Details.write(key: key, value: value, first: &first, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    json = String(decoding: bytes, as: UTF8.self)
  }

  /// The value of a field, or nil where the record has none. Empty values are never stored.
  /// - Complexity: one pass over the bytes; only the value that is found becomes a string.
  public subscript(name: String) -> String? {
    var name = name
    return name.withUTF8 { name in
      let name = UnsafeRawBufferPointer(name)
      guard names & Details.mark(of: name) != 0 else { return nil }
      var text = json
      return text.withUTF8 { Details.value(of: name, in: UnsafeRawBufferPointer($0)).map(Details.text) }
    }
  }

  /// One bit by a name's length, first and last byte.
  @inline(__always)
  static func mark(of name: UnsafeRawBufferPointer) -> UInt64 {
    guard let first = name.first, let last = name.last else { return 1 }
    return 1 &<< ((UInt64(first) &* 5 &+ UInt64(last) &* 3 &+ UInt64(name.count)) & 63)
  }

  /// The bits of all names; all bits where a name is written with escapes.
  private static func marks(of json: UnsafeRawBufferPointer) -> UInt64 {
    var marks: UInt64 = 0
    // As in `walkedValue`.
    var index = 1
    while index < json.count, json[index] == 0x22 {
      let key = string(in: json, from: index &+ 1)
      if key.isEscaped { return .max }
      marks |= mark(of: UnsafeRawBufferPointer(rebasing: json[(index &+ 1)..<key.end]))
      index = string(in: json, from: key.end &+ 3).end &+ 2
    }
    return marks
  }

  /// Hands the UTF-8 of a field's value to `body`, for files of a million rows. False, and `body` is not called, where the record
  /// has no such field.
  public func withValue(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
    var text = json
    return text.withUTF8 { Details.withValue(name, in: UnsafeRawBufferPointer($0), body) }
  }

  /// The same for details that lie in an arena.
  public static func withValue(
    _ name: StaticString, in json: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
  ) -> Bool {
    let wanted = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    guard let found = value(of: wanted, in: json) else { return false }
    withPlain(found, body)
    return true
  }

  private static func withPlain(_ token: Token, _ body: (UnsafeRawBufferPointer) -> Void) {
    guard token.isEscaped else { return body(UnsafeRawBufferPointer(token.bytes)) }
    var plain = text(token)
    plain.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }

  /// Hands what stands between two quotes to `body`, without its escapes.
  static func withPlain(_ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    withPlain(token(text), body)
  }

  /// What stands between two quotes, without its escapes.
  static func plain(_ text: UnsafeRawBufferPointer) -> String { Details.text(token(text)) }

  private static func token(_ text: UnsafeRawBufferPointer) -> Token {
    (text.assumingMemoryBound(to: UInt8.self), mark(in: text, from: 0) < text.count)
  }

  /// A string of our own JSON as it is written between its quotes.
  private typealias Token = (bytes: UnsafeBufferPointer<UInt8>, isEscaped: Bool)

  /// The value of a field, where the details have it. Looked for is the key with what stands around it: a quote inside of a text has a
  /// backslash before it, so that behind a comma or the first brace a quote begins a key or a value, and only a key is followed by a colon.
  private static func value(of name: UnsafeRawBufferPointer, in json: UnsafeRawBufferPointer) -> Token? {
    guard name.count >= 3, !name.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
      return walkedValue(of: name, in: json)
    }
    let bytes = json.assumingMemoryBound(to: UInt8.self)
    // A bit for each byte of the name by its lower six bits: where the byte under its last one is none of them, the name lies behind.
    var own: UInt64 = 0
    for byte in name { own |= 1 &<< UInt64(byte & 63) }
    let (count, last) = (name.count, name[name.count &- 1])
    var end = count &+ 1
    while end &+ 3 < bytes.count {
      let byte = bytes[end]
      guard byte == last, bytes[end &+ 1] == 0x22, bytes[end &+ 2] == 0x3A, bytes[end &- count] == 0x22,
        bytes[end &- count &- 1] == 0x2C || bytes[end &- count &- 1] == 0x7B,
        UnsafeRawBufferPointer(rebasing: json[(end &- count &+ 1)...end]).elementsEqualFast(name)
      else {
        end &+= own &>> UInt64(byte & 63) & 1 == 0 ? count : 1
        continue
      }
      let value = string(in: json, from: end &+ 4)
      return (UnsafeBufferPointer(rebasing: bytes[(end &+ 4)..<value.end]), value.isEscaped)
    }
    return nil
  }

  /// The same, field by field: for names that are written with escapes.
  private static func walkedValue(of name: UnsafeRawBufferPointer, in json: UnsafeRawBufferPointer) -> Token? {
    let bytes = json.assumingMemoryBound(to: UInt8.self)
    // Behind the first brace; from there on every field is `"key":"value"` and one byte more.
    var index = 1
    while index < bytes.count, bytes[index] == 0x22 {
      let start = index &+ 1
      let isNamed =
        start &+ name.count < bytes.count && bytes[start &+ name.count] == 0x22
        && UnsafeRawBufferPointer(rebasing: json[start..<(start &+ name.count)]).elementsEqualFast(name)
      let key = string(in: json, from: start)
      let value = string(in: json, from: key.end &+ 3)
      if isNamed || (key.isEscaped && unescape(bytes, start..<key.end).utf8.elementsEqual(name)) {
        return (UnsafeBufferPointer(rebasing: bytes[(key.end &+ 3)..<value.end]), value.isEscaped)
      }
      index = value.end &+ 2
    }
    return nil
  }

  /// Calls `body` with where each key and its value stand between their quotes. False where this is not JSON as it is written here, to the
  /// last byte; `body` may have been called then.
  static func forEachField(
    in json: UnsafeRawBufferPointer, _ body: (_ key: Range<Int>, _ value: Range<Int>) -> Void
  ) -> Bool {
    let last = json.count &- 1
    guard last >= 1, json[0] == UInt8(ascii: "{"), json[last] == UInt8(ascii: "}") else { return false }
    if last == 1 { return true }
    var at = 1
    while true {
      guard let key = checkedString(in: json, from: at), json[key.upperBound &+ 1] == UInt8(ascii: ":"),
        let value = checkedString(in: json, from: key.upperBound &+ 2)
      else { return false }
      body(key, value)
      at = value.upperBound &+ 1
      if at == last { return true }
      guard json[at] == UInt8(ascii: ",") else { return false }
      at &+= 1
    }
  }

  /// What stands between the quote at `at` and the next one; nil where there are none. At least one byte stands behind the last quote.
  private static func checkedString(in json: UnsafeRawBufferPointer, from at: Int) -> Range<Int>? {
    guard at < json.count, json[at] == 0x22 else { return nil }
    var end = mark(in: json, from: at &+ 1)
    while end &+ 1 < json.count {
      if json[end] == 0x22 { return (at &+ 1)..<end }
      end = mark(in: json, from: end &+ 2)
    }
    return nil
  }

  /// Where the string that begins at `start` ends: the place of its closing quote.
  @inline(__always)
  private static func string(in json: UnsafeRawBufferPointer, from start: Int) -> (end: Int, isEscaped: Bool) {
    var index = mark(in: json, from: start)
    var isEscaped = false
    while json[index] != 0x22 {
      isEscaped = true
      index = mark(in: json, from: index &+ 2)
    }
    return (index, isEscaped)
  }

  public func forEach(_ body: (_ name: String, _ value: String) -> Void) {
    var text = json
    text.withUTF8 { bytes in
      var index = 0
      while let name = Details.string(in: bytes, from: &index), let value = Details.string(in: bytes, from: &index) {
        body(name, value)
      }
    }
  }

  public var fields: [(name: String, value: String)] {
    var all: [(name: String, value: String)] = []
    forEach { all.append(($0, $1)) }
    return all
  }

  /// Names of the fields whose values differ, in byte order.
  public func changedFields(from old: Details) -> [String] {
    guard json != old.json else { return [] }
    let (own, others) = (fields, old.fields)
    // Mostly the same columns in the same order.
    if own.count == others.count, zip(own, others).allSatisfy({ $0.name == $1.name }) {
      return zip(own, others).filter { $0.value != $1.value }.map { $0.0.name }.sorted()
    }
    let before = Dictionary(others.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
    let now = Dictionary(own.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
    return Set(before.keys).union(now.keys).filter { before[$0] != now[$0] }.sorted()
  }

  /// Appends `"key":"value"`, with a comma before it unless it is the first.
  public static func write(key: String, value: String, first: inout Bool, to out: inout [UInt8]) {
    var value = value
    value.withUTF8 { write(key: key, value: UnsafeRawBufferPointer($0), first: &first, to: &out) }
  }

  /// The same for a value that is bytes of a file, checked UTF-8.
  public static func write(key: String, value: UnsafeRawBufferPointer, first: inout Bool, to out: inout [UInt8]) {
    if !first { out.append(UInt8(ascii: ",")) }
    first = false
    out.append(UInt8(ascii: "\""))
    escape(key.utf8, to: &out)
    out.append(UInt8(ascii: "\""))
    out.append(UInt8(ascii: ":"))
    out.append(UInt8(ascii: "\""))
    var plain = true
    for byte in value where byte < 0x20 || byte == 0x22 || byte == 0x5C {
      plain = false
      break
    }
    if plain { out.append(contentsOf: value) } else { escape(value, to: &out) }
    out.append(UInt8(ascii: "\""))
  }

  private static func escape(_ text: some Sequence<UInt8>, to out: inout [UInt8]) {
    let hex: StaticString = "0123456789abcdef"
    for byte in text {
      switch byte {
      case 0x22, 0x5C:
        out.append(0x5C)
        out.append(byte)
      case 0x0A: out.append(contentsOf: [0x5C, UInt8(ascii: "n")])
      case 0x00..<0x20:
        out.append(contentsOf: [0x5C, UInt8(ascii: "u"), 0x30, 0x30])
        out.append(hex.utf8Start[Int(byte >> 4)])
        out.append(hex.utf8Start[Int(byte & 15)])
      default: out.append(byte)
      }
    }
  }

  /// The next string from `index` on; nil at the end.
  private static func token(in bytes: UnsafeBufferPointer<UInt8>, from index: inout Int) -> Token? {
    while index < bytes.count, bytes[index] != 0x22 { index += 1 }
    guard index < bytes.count else { return nil }
    let start = index + 1
    let found = string(in: UnsafeRawBufferPointer(bytes), from: start)
    index = found.end + 1
    return (UnsafeBufferPointer(rebasing: bytes[start..<found.end]), found.isEscaped)
  }

  /// Place of the next quote or backslash, eight bytes at a time; the end or behind it where there is none.
  @inline(__always)
  private static func mark(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index &+ 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let found = (word ^ 0x2222_2222_2222_2222).zeroBytes | (word ^ 0x5C5C_5C5C_5C5C_5C5C).zeroBytes
      if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < bytes.count, bytes[index] != 0x22, bytes[index] != 0x5C { index += 1 }
    return index
  }

  private static func text(_ token: Token) -> String {
    token.isEscaped ? unescape(token.bytes, token.bytes.indices) : String(decoding: token.bytes, as: UTF8.self)
  }

  private static func string(in bytes: UnsafeBufferPointer<UInt8>, from index: inout Int) -> String? {
    token(in: bytes, from: &index).map(text)
  }

  private static func unescape(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
    var out: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] != 0x5C {
        out.append(bytes[index])
      } else {
        index += 1
        switch bytes[index] {
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "u"):
          let digits = String(decoding: bytes[(index + 1)..<(index + 5)], as: UTF8.self)
          out.append(UInt8(digits, radix: 16) ?? 0x3F)
          index += 4
        default: out.append(bytes[index])
        }
      }
      index += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The same with one field set; a new field stands last.
  public func setting(_ name: String, to value: String) -> Details {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    var first = true
    var isSet = false
    forEach { key, old in
      isSet = isSet || key == name
      Details.write(key: key, value: key == name ? value : old, first: &first, to: &bytes)
    }
    if !isSet { Details.write(key: name, value: value, first: &first, to: &bytes) }
    bytes.append(UInt8(ascii: "}"))
    return Details(json: String(decoding: bytes, as: UTF8.self))
  }

  /// The same without some fields.
  public func without(_ names: Set<String>) -> Details {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    var first = true
    forEach { key, value in
      if !names.contains(key) { Details.write(key: key, value: value, first: &first, to: &bytes) }
    }
    bytes.append(UInt8(ascii: "}"))
    return Details(json: String(decoding: bytes, as: UTF8.self))
  }
}
