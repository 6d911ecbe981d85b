/// One logical record of a BAI2 file: its code, its content without the code, and the continuations (88) that belong to it.
struct BAI2Record {
  /// `16`
  var code: Int
  var content: [UInt8]
  /// Contents of the 88 records, in order.
  var continuations: [[UInt8]] = []
  var lineFrom: Int
  var lineTo: Int
  var offset: Int
  /// Records as the bank counts them: this one and its continuations.
  var count: Int { 1 + continuations.count }
  var bytes: Int { continuations.reduce(content.count) { $0 + $1.count } }
  var source: [UInt8]
}

/// Takes the records out of physical lines. Usually there is one in each; some banks end a record with a slash and write the next
/// behind it, some break a long text without an 88.
enum BAI2Lines {
  static let codes: Set<Int> = [1, 2, 3, 16, 49, 88, 98, 99]

  /// The pieces of a line: records with their code, or the continuation of a text (nil).
  static func split(_ line: ArraySlice<UInt8>) -> [(code: Int?, content: ArraySlice<UInt8>)] {
    var pieces: [(code: Int?, content: ArraySlice<UInt8>)] = []
    var rest = line
    while true {
      let code = code(rest)
      let body = code == nil ? rest : rest.dropFirst(3)
      guard let slash = body.indices.first(where: { body[$0] == 0x2F && startsRecord(body[($0 + 1)...]) }) else {
        pieces.append((code, body))
        return pieces
      }
      pieces.append((code, body[..<(slash + 1)]))
      rest = body[(slash + 1)...].drop { $0 <= 0x20 }
    }
  }

  /// `16,` at the start of a text.
  private static func code(_ text: ArraySlice<UInt8>) -> Int? {
    let head = text.prefix(3)
    guard head.count == 3, head.last == 0x2C, let code = BankText.count(head.prefix(2)), codes.contains(code) else {
      return nil
    }
    return code
  }

  /// Whether a record starts behind a slash. A slash and `16,` may be text as well: the fields have to look like those of a record.
  private static func startsRecord(_ text: ArraySlice<UInt8>) -> Bool {
    let text = text.drop { $0 <= 0x20 }
    guard let code = code(text) else { return false }
    let fields = text.dropFirst(3).prefix(64).prefix { $0 != 0x2F }.split(
      separator: 0x2C, maxSplits: 6, omittingEmptySubsequences: false)
    func isAmount(_ index: Int) -> Bool {
      fields.indices.contains(index) && BankAmount(decimal: trimmed(fields[index])) != nil
    }
    switch code {
    case 16: return fields.count > 2 && fields[0].count == 3 && BankText.count(fields[0]) != nil && isAmount(1)
    case 3: return fields.count > 2 && (fields[1].isEmpty || fields[1].count == 3)
    case 49, 98, 99: return isAmount(0) && isAmount(1)
    case 2: return fields.count > 4 && fields[3].count == 6 && BankText.count(fields[3]) != nil
    default: return false
    }
  }

  /// Without blanks and the slash at its end.
  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = BankText.trimmed(text)
    if text.last == 0x2F { text.removeLast() }
    return BankText.trimmed(text)
  }
}

/// The fields of a record, one after the other.
struct BAI2Fields {
  private var rest: ArraySlice<UInt8>
  private(set) var isAtEnd: Bool

  init(_ content: [UInt8]) {
    rest = content[...]
    isAtEnd = false
  }

  /// The next field without blanks; empty where there is none.
  mutating func next() -> ArraySlice<UInt8> {
    guard let comma = rest.firstIndex(of: 0x2C) else {
      defer { rest = rest.suffix(0) }
      isAtEnd = true
      return BankText.trimmed(rest)
    }
    defer { rest = rest[(comma + 1)...] }
    return BankText.trimmed(rest[..<comma])
  }

  mutating func text() -> String { BankText.clean(next()) }

  /// Everything behind, commas included.
  mutating func remainder() -> String {
    defer { isAtEnd = true }
    return BankText.clean(rest)
  }

  /// Reads what a funds type brings: `S` three amounts, `V` date and time, `D` a number and so many pairs. The value date of `V`.
  mutating func availability() -> ArraySlice<UInt8>? {
    let type = next()
    switch BankText.string(type) {
    case "S": for _ in 0..<3 { _ = next() }
    case "V":
      let date = next()
      _ = next()
      return date
    case "D":
      let count = BankText.count(next()) ?? 0
      for _ in 0..<min(count, 1000) * 2 where !isAtEnd { _ = next() }
    default: break
    }
    return nil
  }
}
