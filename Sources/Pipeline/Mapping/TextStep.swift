/// One step that a text goes through on its way from a column to a field. Each ends, and takes time in proportion to the text.
public enum TextStep: Equatable, Sendable {
  /// Blanks around it go.
  case trim
  /// The same, and several blanks inside become one.
  case collapse
  /// Capital and small letters of ASCII; others stay.
  case upper, lower
  /// These characters go, wherever they stand.
  case strip(String)
  /// The first of these texts that it begins (ends) with goes, once.
  case dropPrefix([String])
  case dropSuffix([String])
  /// What stands before (after) the first place where this text stands; all of it where it does not.
  case before(String)
  case after(String)
  /// Characters from the first number up to and without the second, counted from 0.
  case slice(Int, Int)
  /// Filled up on the left to so many characters: `pad(7, "0")` brings back zeros that a spreadsheet took away.
  case pad(Int, String)
  /// Part `i`, from 0, of what stands between separators; -1 is the last. Nothing where there is no such part.
  case split(String, Int)
  /// Several columns behind one another, empty ones left out. Only as the first step, where it replaces `from`.
  case join(with: String, from: [String])
  /// Another text for a text; others stay as they are.
  case lookup([(String, String)])
  /// The part in braces of the first place that has this shape; nothing where none has.
  case capture(CapturePattern)

  /// More are refused.
  public static let most = 8
  /// As a mapping writes them; the first four are words, the others keys of an object.
  static let words = ["trim", "collapse", "upper", "lower"]
  static let keys = [
    "strip", "dropPrefix", "dropSuffix", "before", "after", "slice", "pad", "split", "join", "lookup", "capture",
  ]

  public static func == (a: TextStep, b: TextStep) -> Bool {
    switch (a, b) {
    case (.trim, .trim), (.collapse, .collapse), (.upper, .upper), (.lower, .lower): true
    case (.strip(let x), .strip(let y)), (.before(let x), .before(let y)), (.after(let x), .after(let y)): x == y
    case (.dropPrefix(let x), .dropPrefix(let y)), (.dropSuffix(let x), .dropSuffix(let y)): x == y
    case (.slice(let x, let y), .slice(let z, let w)): x == z && y == w
    case (.pad(let x, let y), .pad(let z, let w)): x == z && y == w
    case (.split(let x, let y), .split(let z, let w)): x == z && y == w
    case (.join(let x, let y), .join(let z, let w)): x == z && y == w
    case (.lookup(let x), .lookup(let y)): x.map(\.0) == y.map(\.0) && x.map(\.1) == y.map(\.1)
    case (.capture(let x), .capture(let y)): x == y
    default: false
    }
  }
}

/// A shape of text with a part to take out: `INV-{#+}`. `#` is a digit, `@` a letter, `+` behind one of them is one or more of
/// it, `*` any run of characters, everything else stands for itself. There is no choice and no repetition of groups, so it is
/// matched in time proportional to the text.
public struct CapturePattern: Equatable, Sendable {
  public enum Unit: Equatable, Sendable {
    case byte(UInt8)
    case digit, letter
    /// One or more; takes all there are.
    case digits, letters
    /// As few as will do.
    case run
    /// The braces.
    case open, close
  }
  /// As the mapping writes it.
  public var text: String
  public var units: [Unit]

  /// Nil where it has not exactly one part in braces with something in it.
  public init?(_ text: String) {
    self.text = text
    units = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      let isRepeated = bytes.first == UInt8(ascii: "+")
      switch byte {
      case UInt8(ascii: "#"), UInt8(ascii: "@"):
        let isDigit = byte == UInt8(ascii: "#")
        if isRepeated { bytes.removeFirst() }
        units.append(isDigit ? (isRepeated ? .digits : .digit) : (isRepeated ? .letters : .letter))
      case UInt8(ascii: "*"): if units.last != .run { units.append(.run) }
      case UInt8(ascii: "{"): units.append(.open)
      case UInt8(ascii: "}"): units.append(.close)
      default: units.append(.byte(byte))
      }
    }
    guard let open = units.firstIndex(of: .open), let close = units.firstIndex(of: .close), open + 1 < close,
      units.count(where: { $0 == .open || $0 == .close }) == 2
    else { return nil }
  }
}
