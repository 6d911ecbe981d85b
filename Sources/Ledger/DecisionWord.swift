/// When what a decision says now was first told: later words come later in the order of runs, and within one in that of its files' rows.
public struct DecisionWord: Comparable, Sendable {
  /// Number of the run; the highest is tonight's.
  public var run: Int64
  public var place: Int64

  public init(run: Int64 = 0, place: Int64 = 0) { (self.run, self.place) = (run, place) }

  public static func tonights(_ place: Int) -> DecisionWord { DecisionWord(run: .max, place: Int64(place)) }

  public static func < (a: DecisionWord, b: DecisionWord) -> Bool { (a.run, a.place) < (b.run, b.place) }
}

extension Decision {
  /// What its author noted, on one line; nil: nothing.
  public var remark: String? {
    let words = note?.split(whereSeparator: \.isWhitespace) ?? []
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// Whether it says the same as another under the same id.
  public func says(_ other: Decision) -> Bool {
    company == other.company && customerID == other.customerID && kind == other.kind && documentID == other.documentID
      && from == other.from && until == other.until && amount == other.amount && value == other.value
      && note == other.note && by == other.by && planID == other.planID
  }
}
