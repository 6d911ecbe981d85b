/// Simple interest on one invoice, in exact integer arithmetic: the sum, and the pieces it is made of.
public struct Interest: Equatable, Sendable {
  /// Days in a row with one principal and one rate.
  public struct Piece: Equatable, Sendable {
    /// First and last day that bear interest, both inclusive.
    public var from: CalendarDate
    public var through: CalendarDate
    /// As the day count has it.
    public var days: Int
    public var principal: Int64
    public var rate: YearlyRate
  }

  /// Without days on which nothing was owed.
  public private(set) var pieces: [Piece] = []
  /// In minor units, half up.
  public private(set) var amount: Int64 = 0
  /// The first day that bears none because its rate is unknown; nil: every rate is known.
  public private(set) var missingFrom: CalendarDate?

  /// None.
  public init() {}

  public var days: Int { pieces.reduce(0) { $0 + $1.days } }

  /// The last day that is counted of those up to `last`: the one before the rates end.
  public func counted(through last: CalendarDate) -> CalendarDate {
    guard let missingFrom, pieces.allSatisfy({ $0.through < missingFrom }) else { return last }
    return missingFrom.adding(days: -1)
  }

  /// - Parameters:
  ///   - start: the first day of interest, which fixes the rate in some regimes.
  ///   - from: the first day counted here: `start`, or later where interest up to the day before was settled.
  ///   - last: the payment or as-of date, inclusive.
  public init(
    on principal: Principal, start: CalendarDate, from: CalendarDate? = nil, through last: CalendarDate,
    _ terms: InterestTerms, _ tables: RateTables
  ) {
    let first = max(from ?? start, start)
    guard first <= last else { return }
    var day = first
    while day <= last {
      let end = Interest.end(of: day, last, principal)
      let owed = principal.amount(on: day)
      if owed > 0 {
        if let rate = terms.rate(on: day, start: start, last: last, in: tables) {
          add(
            Piece(
              from: day, through: end, days: terms.dayCount.days(after: day.adding(days: -1), through: end),
              principal: owed, rate: rate))
        } else if missingFrom == nil {
          missingFrom = day
        }
      }
      day = end.adding(days: 1)
    }
    amount = Interest.sum(pieces, terms)
  }

  /// The last day with the principal of `day` and in its half-year.
  private static func end(of day: CalendarDate, _ last: CalendarDate, _ principal: Principal) -> CalendarDate {
    let step = principal.steps.first { $0.from > day }?.from ?? last.adding(days: 1)
    return min(last, min(step, day.firstOfNextHalfYear).adding(days: -1))
  }

  private mutating func add(_ piece: Piece) {
    guard let before = pieces.last, before.principal == piece.principal, before.rate == piece.rate,
      before.through.adding(days: 1) == piece.from
    else {
      pieces.append(piece)
      return
    }
    pieces[pieces.count - 1].through = piece.through
    pieces[pieces.count - 1].days += piece.days
  }

  /// A piece is principal x rate x days / (1,000,000 x days of the year): the rate is in millionths.
  private static func sum(_ pieces: [Piece], _ terms: InterestTerms) -> Int64 {
    let denominator = Int128(1_000_000) * Int128(terms.dayCount.daysOfYear)
    var exact: Int128 = 0
    var rounded: Int128 = 0
    for piece in pieces {
      let ofDay = Int128(piece.principal) * Int128(piece.rate.tenThousandths)
      exact += ofDay * Int128(piece.days)
      rounded += halfUp(ofDay, denominator) * Int128(piece.days)
    }
    return Int64(clamping: terms.rounding == .daily ? rounded : halfUp(exact, denominator))
  }

  private static func halfUp(_ numerator: Int128, _ denominator: Int128) -> Int128 {
    // A negative reference rate beyond the points would give a negative rate: nobody pays interest to a debtor.
    max(0, (2 * numerator + denominator) / (2 * denominator))
  }
}
