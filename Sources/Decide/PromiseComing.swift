import Ledger

extension Words {
  /// `has not come in full (300.00 of 600.00 EUR)`.
  init(notInFull came: Int64, of due: Int64, _ currency: Currency) {
    self = "has not come in full (\(amount: came, currency) of \(amount: due, currency) \(currency))"
  }
}

extension StandingDecisions {
  /// How much of what was promised, and was not kept, has come: `has not come`, or `has not come in full`, with the amount where it is known. In
  /// full is said as soon as a part may have come: money while the promise counted, or a balance of what was promised that fell.
  func coming(of promise: Decision, on items: [AccountItem]) -> Words {
    if let part = parts[promise.id] {
      guard let promised = part.promised else { return "has not come in full" }
      return Words(notInFull: part.came.minorUnits, of: promised.minorUnits, promised.currency)
    }
    let given = promise.from ?? promise.day
    let fell = items.contains { item in
      item.memory.partPaidOn.map { $0 >= given } ?? false && isBroken(promise, on: item)
    }
    return fell ? "has not come in full" : "has not come"
  }
}
