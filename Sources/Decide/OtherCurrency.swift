import Ledger

/// A unit with what it comes to: claims count on the unit being there.
struct AssessedUnit {
  let unit: UnitCase
  let assessment: Assessment

  init(_ unit: UnitCase) {
    (self.unit, assessment) = (unit, Assessment(unit))
  }
}

/// What a customer has in one currency, as a message in another tells it: it is never netted.
struct OtherCurrency {
  let currency: Currency
  /// Overdue and asked for, overdue and held back, and on account, in minor units; none is negative.
  var overdue: Int64 = 0
  var held: Int64 = 0
  var credits: Int64 = 0

  init(currency: Currency) { self.currency = currency }

  /// Empty where there is nothing of it.
  private var words: Words {
    guard overdue != 0 || held != 0 || credits != 0 else { return "" }
    var told: Words = "\(currency): "
    if overdue != 0 || held == 0 { told += "\(amount: overdue, currency) overdue" }
    if held != 0 {
      if overdue != 0 { told += ", " }
      told += "\(amount: held, currency) overdue and held"
    }
    if credits != 0 { told += ", \(amount: credits, currency) on account" }
    return told
  }

  /// Of other companies: each by its id.
  static func words(_ positions: [PartyPosition]) -> Words {
    var told = Words()
    for position in positions {
      var other = OtherCurrency(currency: position.currency)
      (other.overdue, other.credits) = (position.overdue, position.credits)
      if !told.isEmpty { told += ", " }
      told += "\(position.company) \(other.words)"
    }
    return told
  }

  /// Of all currencies but one.
  static func words(_ others: some Sequence<OtherCurrency>, but currency: Currency) -> Words {
    var told = Words()
    for other in others where other.currency != currency {
      let words = other.words
      guard !words.isEmpty else { continue }
      if !told.isEmpty { told += ", " }
      told += words
    }
    return told
  }
}
