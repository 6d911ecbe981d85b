/// What an invoice owed on each day: steps, each from its day on. Interest is counted on it.
public struct Principal: Equatable, Sendable {
  public struct Step: Equatable, Sendable {
    public var from: CalendarDate
    /// In minor units, never negative.
    public var amount: Int64
    public init(from: CalendarDate, amount: Int64) {
      self.from = from
      self.amount = amount
    }
  }

  /// Ascending by day; before the first nothing is owed.
  public private(set) var steps: [Step]

  /// - Parameter steps: in any order; of two of one day the later in the list counts. Negative amounts count as nothing.
  public init(_ steps: [Step]) {
    var byDay: [Step] = []
    for (_, step) in steps.enumerated().sorted(by: { ($0.element.from, $0.offset) < ($1.element.from, $1.offset) }) {
      let amount = max(step.amount, 0)
      if byDay.last?.from == step.from { byDay.removeLast() }
      if byDay.last?.amount != amount { byDay.append(Step(from: step.from, amount: amount)) }
    }
    self.steps = byDay
  }

  /// The same amount from a day on.
  public init(_ amount: Int64, from: CalendarDate) { self.init([Step(from: from, amount: amount)]) }

  /// The last day on which anything was owed, where that is over for good; nil: it is owed still, or never was.
  public var lastDayOwed: CalendarDate? {
    guard steps.count > 1, let last = steps.last, last.amount == 0 else { return nil }
    return last.from.adding(days: -1)
  }

  public func amount(on date: CalendarDate) -> Int64 { steps.last { $0.from <= date }?.amount ?? 0 }

  /// The same, less what does not bear interest from `first` to `last` (inclusive; nil: for good): a held part, or a credit.
  /// - Parameter amount: nil: all of it.
  public func less(_ amount: Int64?, from first: CalendarDate, through last: CalendarDate? = nil) -> Principal {
    guard last.map({ $0 >= first }) ?? true else { return self }
    let end = last?.adding(days: 1)
    var days = Set(steps.map(\.from))
    days.insert(first)
    if let end { days.insert(end) }
    return Principal(
      days.sorted().map { day in
        let isReduced = day >= first && end.map { day < $0 } ?? true
        let owed = self.amount(on: day)
        return Step(from: day, amount: isReduced ? owed - (amount ?? owed) : owed)
      })
  }
}
