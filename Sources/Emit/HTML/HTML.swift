import Documents

/// Builds an HTML text whose elements are balanced and whose texts are escaped, because there is no other way to write one.
/// The bytes are the same for the same calls.
public struct HTML {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// An element with what `body` writes inside it.
  public mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ body: (inout HTML) -> Void = { _ in }
  ) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    body(&self)
    markup("</")
    markup(name)
    markup(">")
    if HTML.endsLine(name) { bytes.append(0x0A) }
  }

  public mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
  ) {
    element(name, attributes) { $0.text(text) }
  }

  /// An element that has no content: `meta`, `rect`, `line`.
  public mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) {
    open(name, attributes)
    markup(" />")
    if HTML.endsLine(name) { bytes.append(0x0A) }
  }

  /// Text of people and of files. `&`, `<`, `>` and quotes are escaped; control characters, which HTML does not allow, are U+FFFD.
  public mutating func text(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): markup("&amp;")
      case UInt8(ascii: "<"): markup("&lt;")
      case UInt8(ascii: ">"): markup("&gt;")
      case UInt8(ascii: "\""): markup("&quot;")
      case UInt8(ascii: "'"): markup("&#39;")
      case 0x09, 0x0A, 0x0D: bytes.append(0x20)
      case 0..<0x20, 0x7F: markup("\u{FFFD}")
      default: bytes.append(byte)
      }
    }
  }

  /// The words of a message, which are escaped already.
  public mutating func message(_ fragment: MailFragment) { bytes.append(contentsOf: fragment.html.utf8) }

  /// Markup of our own source, never of a file.
  public mutating func markup(_ markup: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: markup.utf8Start, count: markup.utf8CodeUnitCount))
  }

  private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) {
    markup("<")
    markup(name)
    for (name, value) in attributes {
      markup(" ")
      markup(name)
      markup("=\"")
      text(value)
      markup("\"")
    }
  }

  /// Elements after which a line break changes nothing in the picture and helps whoever compares two reports.
  private static func endsLine(_ name: StaticString) -> Bool {
    switch "\(name)" {
    case "b", "bdi", "code", "span", "time", "a", "strong", "td", "th", "text", "dt", "dd", "tspan", "abbr", "small",
      "rect":
      false
    default: true
    }
  }
}
