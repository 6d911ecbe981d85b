import Formats
import Ledger
import Pipeline

/// What the amounts of a column tell about their decimal mark: counts, and the first value of each kind with its line.
struct AmountEvidence {
  struct Sample: Sendable {
    var text: String
    var line: Int
  }
  /// Values that can only have this decimal mark.
  private(set) var point = 0
  private(set) var comma = 0
  private(set) var firstPoint: Sample?
  private(set) var firstComma: Sample?
  /// `1.000` and `1,000`: a thousand or one.
  private(set) var open = 0
  private(set) var firstOpen: Sample?
  private(set) var values = 0

  var isDecided: Bool { (point > 0) != (comma > 0) }

  mutating func look(_ text: UnsafeRawBufferPointer, line: Int) {
    values += 1
    var rest = text
    if !AmountText.isDigit(text[0]) || !AmountText.isDigit(text[text.count - 1]) {
      guard let unsigned = try? AmountText.unsigned(text) else { return }
      rest = unsigned.rest
    }
    switch AmountEvidence.verdict(rest) {
    case .point:
      point += 1
      if firstPoint == nil { firstPoint = Sample(text: FieldText.quoted(text), line: line) }
    case .comma:
      comma += 1
      if firstComma == nil { firstComma = Sample(text: FieldText.quoted(text), line: line) }
    case .open:
      open += 1
      if firstOpen == nil { firstOpen = Sample(text: FieldText.quoted(text), line: line) }
    case .nothing: break
    }
  }

  private enum Verdict { case point, comma, open, nothing }

  /// Which decimal mark an amount without its sign can only have.
  private static func verdict(_ text: UnsafeRawBufferPointer) -> Verdict {
    var marks: (points: Int, commas: Int) = (0, 0)
    var last: AmountStyle.Groups = []
    var before = 0
    var digits = 0
    var index = 0
    while index < text.count {
      if AmountText.isDigit(text[index]) {
        digits += 1
        index += 1
        continue
      }
      guard let mark = AmountText.mark(text, index) else { return .nothing }
      if mark.group == .point { marks.points += 1 }
      if mark.group == .comma { marks.commas += 1 }
      if mark.group == .point || mark.group == .comma {
        last = mark.group
        if marks.points + marks.commas == 1 { before = digits }
        digits = 0
      } else {
        digits = 0
        if marks.points + marks.commas > 0 { return .nothing }
        before = 4
      }
      index += mark.length
    }
    switch marks {
    case (0, 0): return .nothing
    // Both: the last one is the decimal mark.
    case (1..., 1...): return last == .point ? .point : .comma
    case (let points, let commas) where points + commas > 1: return points > 0 ? .comma : .point
    default:
      // One mark: a group has three digits behind it and one to three before, and does not begin with a zero.
      let mayGroup = digits == 3 && (1...3).contains(before) && text[0] != UInt8(ascii: "0")
      if mayGroup, hasNoOtherMark(text) { return .open }
      return last == .point ? .point : .comma
    }
  }

  /// False where blanks or apostrophes group already: `1 234.567`.
  private static func hasNoOtherMark(_ text: UnsafeRawBufferPointer) -> Bool {
    text.allSatisfy { AmountText.isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
  }
}
