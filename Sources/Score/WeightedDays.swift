import Ledger

/// Days beyond terms in hundredths of a day, weighted as SEMANTICS ("Score and measures") says: within a currency by amount,
/// so that one large late invoice counts more than ten small early ones; across currencies by number of documents, so that
/// currencies are never added together.
public struct WeightedDays: Equatable, Sendable {
  /// Documents that count.
  public var documents: Int
  /// Days beyond terms in hundredths; negative is early. Nil without any evidence.
  public var hundredths: Int?

  /// Currencies without a positive settled amount say nothing and are left out.
  public init(_ behaviours: [PaymentBehaviour]) {
    var count = 0
    var sum: Int128 = 0
    for behaviour in behaviours where behaviour.documents > 0 && behaviour.amount > 0 {
      count += behaviour.documents
      sum += Int128(WeightedDays.hundredths(behaviour)) * Int128(behaviour.documents)
    }
    documents = count
    hundredths = count == 0 ? nil : Int(roundedHalfUp(sum, over: Int128(count)))
  }

  /// Amount-weighted days of one currency. 128 bits: amounts times days times a hundred do not fit into 64.
  static func hundredths(_ behaviour: PaymentBehaviour) -> Int {
    Int(roundedHalfUp(Int128(behaviour.amountDays) * 100, over: Int128(behaviour.amount)))
  }
}

/// `a / b`, to the nearest whole number, halves towards the larger one. `b` is positive.
func roundedHalfUp(_ a: Int128, over b: Int128) -> Int128 {
  let doubled = 2 * a + b
  let (quotient, remainder) = doubled.quotientAndRemainder(dividingBy: 2 * b)
  return remainder < 0 ? quotient - 1 : quotient
}

/// A number of days as people say it: `12.4 days late`, `1 day early`, `on time`. To a tenth, halves up.
func daysInWords(_ hundredths: Int) -> String {
  let tenths = Int(roundedHalfUp(Int128(abs(hundredths)), over: 10))
  guard tenths != 0 else { return "on time" }
  let number = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  return "\(number) \(tenths == 10 ? "day" : "days") \(hundredths > 0 ? "late" : "early")"
}
