/// Writes JSON with the same bytes for the same calls: keys in the order given, UTF-8, LF, two-space indentation or none.
///
/// The bytes pile up in `bytes`; a caller that streams a long list takes them away with `drain()` between elements.
public struct JSONWriter {
  public enum Style: Sendable {
    /// For people: run.json, manifest.json, reason files. Ends with a line break.
    case pretty
    /// One line without blanks: a record of a log or of a `.jsonl` file. The line break is the caller's.
    case compact
  }

  public private(set) var bytes: [UInt8] = []
  private let style: Style
  /// One entry per open object or list: whether something stands in it already.
  private var filled: [Bool] = []
  private var afterKey = false

  public init(_ style: Style = .pretty) { self.style = style }

  /// Takes away what was written so far.
  public mutating func drain() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  public mutating func object<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open("{")
    try body(&self)
    close("}")
  }

  public mutating func array<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
    open("[")
    try body(&self)
    close("]")
  }

  /// The key of the value that is written next.
  public mutating func key(_ key: String) {
    separate()
    quote(key)
    bytes.append(UInt8(ascii: ":"))
    if style == .pretty { bytes.append(0x20) }
    afterKey = true
  }

  public mutating func string(_ text: String) {
    separate()
    quote(text)
    ended()
  }

  public mutating func int(_ value: some BinaryInteger) { raw(String(value)) }
  public mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }
  public mutating func null() { raw("null") }
  /// A number that is JSON already, such as the decimal of an amount.
  public mutating func number(_ text: String) { raw(text) }

  public mutating func value(_ value: JSONValue) {
    switch value.content {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let text): number(text)
    case .string(let text): string(text)
    case .array(let elements): array { for element in elements { $0.value(element) } }
    case .object(let members): object { for member in members { $0.member(member.key, member.value) } }
    }
  }

  private mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    ended()
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: bracket))
    filled.append(false)
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    if filled.removeLast() { newLine() }
    bytes.append(UInt8(ascii: bracket))
    ended()
  }

  /// The comma and the indentation before a key or an element.
  private mutating func separate() {
    if afterKey {
      afterKey = false
      return
    }
    guard let any = filled.last else { return }
    if any { bytes.append(UInt8(ascii: ",")) }
    filled[filled.count - 1] = true
    newLine()
  }

  private mutating func ended() {
    if filled.isEmpty, style == .pretty { bytes.append(0x0A) }
  }

  private mutating func newLine() {
    guard style == .pretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: filled.count * 2))
  }

  /// Escapes what RFC 8259 demands and nothing else; every other character stands for itself in UTF-8.
  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x0A: bytes += [0x5C, UInt8(ascii: "n")]
      case 0x0D: bytes += [0x5C, UInt8(ascii: "r")]
      case 0x09: bytes += [0x5C, UInt8(ascii: "t")]
      case 0x00...0x1F:
        bytes.append(contentsOf: (byte < 16 ? "\\u000" : "\\u00").utf8)
        bytes.append(contentsOf: String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONWriter {
  public mutating func member(_ key: String, _ text: String) {
    self.key(key)
    string(text)
  }
  public mutating func member(_ key: String, _ value: some BinaryInteger) {
    self.key(key)
    int(value)
  }
  public mutating func member(_ key: String, _ value: Bool) {
    self.key(key)
    bool(value)
  }
  public mutating func member(_ key: String, _ texts: [String]) {
    self.key(key)
    array { for text in texts { $0.string(text) } }
  }
  public mutating func member(_ key: String, _ value: JSONValue) {
    self.key(key)
    self.value(value)
  }
  /// Nothing at all where `text` is nil.
  public mutating func member(_ key: String, ifPresent text: String?) {
    if let text { member(key, text) }
  }
  public mutating func member<E: Error>(
    _ key: String, object body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    self.key(key)
    try object(body)
  }
  public mutating func member<E: Error>(
    _ key: String, array body: (inout JSONWriter) throws(E) -> Void
  ) throws(E) {
    self.key(key)
    try array(body)
  }
}

extension JSONValue {
  /// This value as the bytes of a file.
  public func written(_ style: JSONWriter.Style = .pretty) -> String {
    var writer = JSONWriter(style)
    writer.value(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
