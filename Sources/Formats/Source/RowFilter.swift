/// Row tests bound to the columns of one file: whether a row fits all of them, without an allocation per row.
public struct RowFilter: Sendable {
  private struct Bound: Sendable {
    /// Nil: the file has none of the columns; their text is then empty.
    var column: Int?
    var test: Test
  }
  private indirect enum Test: Sendable {
    case isIn(TextList, Bool)
    case isEmpty(Bool)
    case startsWith(TextList)
    case isBetween([UInt8], [UInt8])
    case matches([TextShape])
    case any([Bound])
  }
  private let tests: [Bound]

  /// - Parameter columns: those of the reader, see `SourceColumn`.
  public init(_ tests: [RowTest], columns: [String]) { self.tests = tests.map { RowFilter.bind($0, columns) } }

  /// No test at all: every row fits.
  public var isEmpty: Bool { tests.isEmpty }

  /// - Parameter fields: of one record, in the order of the columns. A column that the record does not reach is empty.
  @inline(__always)
  public func fits(_ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Bool {
    tests.withUnsafeBufferPointer { tests in
      for test in tests where !RowFilter.fits(test, fields) { return false }
      return true
    }
  }

  private static func bind(_ test: RowTest, _ columns: [String]) -> Bound {
    let column = SourceColumn.index(of: test.from, in: columns)
    let bound: Test =
      switch test.condition {
      case .isIn(let texts): .isIn(TextList(texts), true)
      case .isNotIn(let texts): .isIn(TextList(texts), false)
      case .isEmpty(let wanted): .isEmpty(wanted)
      case .startsWith(let texts): .startsWith(TextList(texts))
      case .isBetween(let low, let high): .isBetween(Array(low.utf8), Array(high.utf8))
      case .matches(let shapes): .matches(shapes.map(TextShape.init))
      case .any(let tests): .any(tests.map { bind($0, columns) })
      }
    return Bound(column: column, test: bound)
  }

  private static func fits(_ bound: Bound, _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Bool {
    if case .any(let tests) = bound.test { return tests.contains { fits($0, fields) } }
    let text = text(of: bound.column, fields)
    switch bound.test {
    case .isIn(let texts, let wanted): return texts.contains(text) == wanted
    case .isEmpty(let wanted): return text.isEmpty == wanted
    case .startsWith(let texts): return texts.hasStart(of: text)
    case .isBetween(let low, let high): return isBetween(text, low, high)
    case .matches(let shapes): return shapes.contains { $0.matches(text) }
    case .any: return false
    }
  }

  private static func text(of column: Int?, _ fields: UnsafeBufferPointer<UnsafeRawBufferPointer>)
    -> UnsafeRawBufferPointer
  {
    guard let column, column < fields.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return fields[column].withoutBlanks
  }

  /// Whole numbers by their value, other texts by their bytes if they are as long as the bounds.
  private static func isBetween(_ text: UnsafeRawBufferPointer, _ low: [UInt8], _ high: [UInt8]) -> Bool {
    func isNumber(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { 0x30...0x39 ~= $0 } }
    guard !text.isEmpty else { return false }
    if isNumber(text), isNumber(low), isNumber(high) {
      return !isLess(text, low[...]) && !isLess(high[...], UnsafeRawBufferPointer(text))
    }
    guard text.count == low.count, text.count == high.count else { return false }
    return !text.lexicographicallyPrecedes(low) && !high.lexicographicallyPrecedes(text)
  }

  /// Of two whole numbers of any length.
  private static func isLess(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
    let (a, b) = (a.drop { $0 == 0x30 }, b.drop { $0 == 0x30 })
    return a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
  }
}

/// Texts to compare with; most rows are told apart by their first byte.
struct TextList: Sendable {
  private let texts: [[UInt8]]
  private let firstBytes: (UInt64, UInt64, UInt64, UInt64)
  private let hasEmpty: Bool

  init(_ texts: [String]) {
    self.texts = texts.map { Array($0.utf8) }
    hasEmpty = texts.contains("")
    var bits = [UInt64](repeating: 0, count: 4)
    for byte in texts.compactMap(\.utf8.first) { bits[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    firstBytes = (bits[0], bits[1], bits[2], bits[3])
  }

  @inline(__always)
  func contains(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first else { return hasEmpty }
    return mayStart(with: first) && texts.contains { text.elementsEqual($0) }
  }

  /// Whether the text starts with one of them.
  @inline(__always)
  func hasStart(of text: UnsafeRawBufferPointer) -> Bool {
    guard !hasEmpty, let first = text.first else { return hasEmpty }
    return mayStart(with: first) && texts.contains { text.starts(with: $0) }
  }

  @inline(__always)
  private func mayStart(with byte: UInt8) -> Bool {
    let bits =
      switch byte >> 6 {
      case 0: firstBytes.0
      case 1: firstBytes.1
      case 2: firstBytes.2
      default: firstBytes.3
      }
    return bits &>> UInt64(byte & 63) & 1 == 1
  }
}

/// A shape that a whole text has or has not: `#` is a digit, `@` an ASCII letter, `*` any run (also none), everything else itself.
struct TextShape: Sendable {
  private let shape: [UInt8]

  init(_ shape: String) { self.shape = Array(shape.utf8) }

  /// - Complexity: texts times shape at worst; there is no backtracking beyond the last `*`.
  func matches(_ text: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    var next = 0
    var star: (shape: Int, text: Int)?
    while at < text.count {
      if next < shape.count, shape[next] == UInt8(ascii: "*") {
        star = (next, at)
        next += 1
      } else if next < shape.count, TextShape.fits(text[at], shape[next]) {
        at += 1
        next += 1
      } else if let last = star {
        star = (last.shape, last.text + 1)
        at = last.text + 1
        next = last.shape + 1
      } else {
        return false
      }
    }
    return shape[next...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  private static func fits(_ byte: UInt8, _ wanted: UInt8) -> Bool {
    switch wanted {
    case UInt8(ascii: "#"): 0x30...0x39 ~= byte
    case UInt8(ascii: "@"): UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    default: byte == wanted
    }
  }
}
