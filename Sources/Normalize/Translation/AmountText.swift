import Ledger
import Pipeline

/// How the amounts of a column are written, with nothing left open.
struct AmountStyle: Equatable, Sendable {
  struct Groups: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let point = Groups(rawValue: 1)
    static let comma = Groups(rawValue: 2)
    /// Also U+00A0, U+202F and U+2009.
    static let blank = Groups(rawValue: 4)
    /// Also U+2019.
    static let apostrophe = Groups(rawValue: 8)
  }
  struct Signs: OptionSet, Sendable {
    let rawValue: UInt8
    static let lead = Signs(rawValue: 1)
    static let trail = Signs(rawValue: 2)
    static let paren = Signs(rawValue: 4)
    static let crdr = Signs(rawValue: 8)
  }
  var decimal = UInt8(ascii: ".")
  var groups: Groups = []
  var signs: Signs = .lead
  var countsMinorUnits = false
  var rounds = false
}

/// Reads an amount as a column of a file writes it.
enum AmountText {
  enum Problem: Error, Equatable {
    case notANumber
    /// A mark that does not group here, or not after three digits.
    case group
    case scale
    case sign(AmountStyle.Signs)
    case doubleSign
    case tooLarge
  }

  /// Minor units at `exponent` decimals.
  @inline(__always)
  static func parse(_ text: UnsafeRawBufferPointer, _ style: AmountStyle, exponent: Int) throws(Problem) -> Int64 {
    if isDigit(text[0]), isDigit(text[text.count &- 1]) { return try digits(text, style, exponent) }
    let signed = try unsigned(text)
    if !style.signs.isSuperset(of: signed.style) { throw .sign(signed.style) }
    let value = try digits(signed.rest, style, exponent)
    return signed.isNegative ? -value : value
  }

  /// The amount without its sign. A plus is a sign that every style takes.
  static func unsigned(
    _ text: UnsafeRawBufferPointer
  ) throws(Problem) -> (rest: UnsafeRawBufferPointer, style: AmountStyle.Signs, isNegative: Bool) {
    var rest = text
    var style: AmountStyle.Signs = []
    var signs = 0
    var isNegative = false
    func found(_ kind: AmountStyle.Signs, _ negative: Bool, _ from: Int, _ to: Int) {
      signs += 1
      if negative || kind == .crdr { style.insert(kind) }
      isNegative = negative
      rest = FieldText.trimmed(UnsafeRawBufferPointer(rebasing: rest[from..<to]))
    }
    if rest.count >= 2, rest[0] == UInt8(ascii: "("), rest[rest.count - 1] == UInt8(ascii: ")") {
      found(.paren, true, 1, rest.count - 1)
    }
    while let first = rest.first, !isDigit(first) {
      if first == UInt8(ascii: "-") {
        found(.lead, true, 1, rest.count)
      } else if first == UInt8(ascii: "+") {
        found(.lead, false, 1, rest.count)
      } else if isMinus(rest, 0) {
        found(.lead, true, 3, rest.count)
      } else {
        break
      }
    }
    while let last = rest.last, !isDigit(last) {
      let count = rest.count
      if last == UInt8(ascii: "-") {
        found(.trail, true, 0, count - 1)
      } else if last == UInt8(ascii: "+") {
        found(.trail, false, 0, count - 1)
      } else if count > 3, isMinus(rest, count - 3) {
        found(.trail, true, 0, count - 3)
      } else if count > 2, last | 0x20 == UInt8(ascii: "r"), [0x63, 0x64].contains(rest[count - 2] | 0x20) {
        found(.crdr, rest[count - 2] | 0x20 == UInt8(ascii: "c"), 0, count - 2)
      } else {
        break
      }
    }
    let isEnclosed = rest.first == UInt8(ascii: "(") && rest.last == UInt8(ascii: ")") && rest.count > 2
    if signs > 1 || isEnclosed { throw .doubleSign }
    if rest.isEmpty { throw .notANumber }
    return (rest, style, isNegative)
  }

  /// U+2212.
  private static func isMinus(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    at + 3 <= text.count && text[at] == 0xE2 && text[at + 1] == 0x88 && text[at + 2] == 0x92
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 <= 9 }

  /// Digits with marks between. A group has three digits behind it, and one kind of mark in a value.
  @inline(__always)
  private static func digits(
    _ text: UnsafeRawBufferPointer, _ style: AmountStyle, _ exponent: Int
  ) throws(Problem) -> Int64 {
    var value: Int64 = 0
    var digits = 0
    var sinceGroup = -1
    var group: AmountStyle.Groups = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      if isDigit(byte) {
        value = value &* 10 &+ Int64(byte &- 48)
        if value > Money.largestAmount { throw .tooLarge }
        digits &+= 1
        if sinceGroup >= 0 { sinceGroup &+= 1 }
        index &+= 1
        continue
      }
      if byte == style.decimal { break }
      guard let mark = mark(text, index) else { throw .notANumber }
      guard style.groups.contains(mark.group), group.isEmpty || group == mark.group,
        sinceGroup == 3 || (sinceGroup < 0 && (1...3).contains(digits))
      else { throw .group }
      group = mark.group
      sinceGroup = 0
      index &+= mark.length
    }
    if sinceGroup >= 0, sinceGroup != 3 { throw .group }
    return try decimals(text, index, value, digits, style, exponent)
  }

  @inline(__always)
  private static func decimals(
    _ text: UnsafeRawBufferPointer, _ mark: Int, _ whole: Int64, _ digits: Int, _ style: AmountStyle, _ exponent: Int
  ) throws(Problem) -> Int64 {
    var value = whole
    let scale = style.countsMinorUnits ? 0 : exponent
    var decimals = 0
    var index = mark &+ 1
    var up = false
    var isExcessive = false
    while index < text.count {
      let digit = text[index] &- 48
      guard digit <= 9 else { throw isMark(text, index) ? .group : .notANumber }
      if decimals < scale {
        value = value &* 10 &+ Int64(digit)
        if value > Money.largestAmount { throw .tooLarge }
      } else if style.rounds {
        if decimals == scale { up = digit >= 5 }
      } else if digit != 0 {
        isExcessive = true
      }
      decimals &+= 1
      index &+= 1
    }
    if digits &+ decimals == 0 { throw .notANumber }
    if isExcessive { throw .scale }
    while decimals < scale {
      value = value &* 10
      if value > Money.largestAmount { throw .tooLarge }
      decimals &+= 1
    }
    return up ? value &+ 1 : value
  }

  /// True where a mark stands between digits.
  private static func isMark(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    guard let mark = mark(text, index), index + mark.length < text.count else { return false }
    return isDigit(text[index + mark.length])
  }

  /// The mark that stands at `index`; nil where none does.
  @inline(__always)
  static func mark(_ text: UnsafeRawBufferPointer, _ index: Int) -> (group: AmountStyle.Groups, length: Int)? {
    switch text[index] {
    case UInt8(ascii: "."): return (.point, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: " "): return (.blank, 1)
    case UInt8(ascii: "'"): return (.apostrophe, 1)
    case 0xC2 where index + 1 < text.count && text[index + 1] == 0xA0: return (.blank, 2)
    case 0xE2 where index + 2 < text.count && text[index + 1] == 0x80:
      switch text[index + 2] {
      case 0xAF, 0x89: return (.blank, 3)
      case 0x99: return (.apostrophe, 3)
      default: return nil
      }
    default: return nil
    }
  }
}
