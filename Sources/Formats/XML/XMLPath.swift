/// One path of a mapping for XML, taken apart: `E1EDKA1[PARVW='AG']/PARTN`, `c:Amt/@Ccy`, `RmtInf/Ustrd[*]`. What paths can say is
/// told at `XMLRowShape`.
struct XMLPath: Equatable {
  /// A name of the file: local name, and the prefix that the mapping declares for its namespace; without one, any namespace.
  struct Name: Hashable {
    var prefix: String?
    var local: String
  }
  /// `[PARVW='AG']`, `[@schemeID='VA']`: the text of a descendant or an attribute has to be this.
  struct Condition: Hashable {
    var path: [Name]
    var attribute: Name?
    var literal: String
  }
  struct Step: Hashable {
    var name: Name
    var condition: Condition?
  }

  /// How many `../` it starts with.
  var up = 0
  var steps: [Step] = []
  /// `@name` at the end.
  var attribute: Name?
  /// `[*]` at the end: the texts of all occurrences with a blank between them, not the first alone.
  var joinsAll = false
  /// It starts with `/`.
  var isAbsolute = false

  /// What is wrong with a path, for the person who wrote the mapping.
  struct Problem: Error, Equatable {
    var path: String
    var message: String
  }

  init(_ text: String) throws(Problem) {
    var scanner = XMLPathScanner(text)
    self = try scanner.path()
  }

  init() {}
}

/// Reads the few forms of a path from left to right.
struct XMLPathScanner {
  private let text: String
  private let bytes: [UInt8]
  private var at = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  mutating func path() throws(XMLPath.Problem) -> XMLPath {
    var path = XMLPath()
    path.isAbsolute = take("/")
    while take("../") { path.up += 1 }
    if path.isAbsolute, path.up > 0 { throw problem("a path from the root cannot go up") }
    if text == "." { return path }
    try steps(of: &path)
    if path.isAbsolute, path.steps.isEmpty { throw problem("an element is missing behind /") }
    return path
  }

  private mutating func steps(of path: inout XMLPath) throws(XMLPath.Problem) {
    while true {
      if take("@") {
        path.attribute = try name()
        break
      }
      var step = XMLPath.Step(name: try name())
      if take("[*]") {
        path.joinsAll = true
      } else if take("[") {
        step.condition = try condition()
        path.joinsAll = take("[*]")
      }
      path.steps.append(step)
      guard !path.joinsAll, take("/") else { break }
    }
    guard at == bytes.count else {
      let rest = String(decoding: bytes[at...], as: UTF8.self)
      throw problem(path.joinsAll ? "[*] stands at the end, not before `\(rest)`" : "`\(rest)` is not understood")
    }
  }

  private mutating func condition() throws(XMLPath.Problem) -> XMLPath.Condition {
    var found = XMLPath.Condition(path: [], attribute: nil, literal: "")
    repeat {
      if take("@") { found.attribute = try name() } else { found.path.append(try name()) }
    } while found.attribute == nil && take("/")
    guard take("="), let quote = bytes.dropFirst(at).first, quote == 0x27 || quote == 0x22 else {
      throw problem("a condition has the form [NAME='text']")
    }
    at += 1
    guard let end = bytes[at...].firstIndex(of: quote) else { throw problem("the text of a condition has no end") }
    found.literal = String(decoding: bytes[at..<end], as: UTF8.self)
    at = end + 1
    guard take("]") else { throw problem("a condition ends with ]") }
    guard !found.literal.isEmpty else { throw problem("a condition cannot ask for an empty text") }
    return found
  }

  private mutating func name() throws(XMLPath.Problem) -> XMLPath.Name {
    let first = try word()
    guard take(":") else { return XMLPath.Name(prefix: nil, local: first) }
    return XMLPath.Name(prefix: first, local: try word())
  }

  private mutating func word() throws(XMLPath.Problem) -> String {
    let start = at
    while at < bytes.count, XMLPathScanner.isNameByte(bytes[at]) { at += 1 }
    guard at > start else { throw problem("a name is missing at character \(start + 1)") }
    guard bytes[start] != UInt8(ascii: ".") else {
      throw problem("`..` stands at the start of an `above` path and nowhere else")
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    case UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...0xFF: true
    // A dot belongs to names (`xs.date`); a path never ends a name with one.
    case UInt8(ascii: "."): true
    default: false
    }
  }

  private mutating func take(_ token: String) -> Bool {
    guard bytes[at...].starts(with: token.utf8) else { return false }
    at += token.utf8.count
    return true
  }

  private func problem(_ message: String) -> XMLPath.Problem { XMLPath.Problem(path: text, message: message) }
}
