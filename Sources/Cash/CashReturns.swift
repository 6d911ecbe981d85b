import Ledger
import Pipeline

/// Money that came back (a returned direct debit, a cheque that bounced, a credit that the bank reversed): which earlier payment it takes
/// back. It has to be the whole amount, alone or with what the bank says it kept.
public enum CashReturns {
  /// A payment that was placed on an earlier night.
  public struct Earlier: Equatable, Sendable {
    public var paymentID: String
    /// Who pays the documents that it settled, and their ids.
    public var payers: Set<String>
    public var documents: Set<String>
    /// Minor units.
    public var amount: Int64
    public init(paymentID: String, payers: Set<String>, documents: Set<String>, amount: Int64) {
      self.paymentID = paymentID
      self.payers = payers
      self.documents = documents
      self.amount = amount
    }
  }

  /// Money comes back at most so many days after the payment: direct debits may be given back for eight weeks, unauthorised ones for thirteen
  /// months (SEPA rulebooks).
  public static let days = 400

  /// Whether one payment is late enough to take back another, and not too late.
  public static func isInTime(_ back: Payment, for payment: Payment) -> Bool {
    payment.date <= back.date && back.date.days(since: payment.date) <= days
  }

  /// Whether money may have come back by it, as far as the bank says what it is: a collection is not given back by a transfer, nor a transfer by a
  /// refused collection, and what we pay ourselves, or the bank takes, gives nothing back.
  public static func mayReturn(_ back: Payment, _ payment: Payment) -> Bool {
    guard mayReturn(back) else { return false }
    guard let way = back.way, let other = payment.way else { return true }
    return way == other
  }

  /// The same of any payment.
  public static func mayReturn(_ back: Payment) -> Bool {
    let movement = back.movement
    return movement == .returned || movement == .untold
  }

  public enum Verdict: Equatable, Sendable {
    case nothing
    /// Place in the list; confidence in thousandths.
    case takesBack(Int, CashRule, confidence: Int)
    /// Several fit equally well.
    case unsure([Int])
  }

  /// By the payment's own id, by the documents that it settled, then by payer and amount alone.
  public static func judge(
    _ entry: CashApplication.Entry, _ earlier: [Earlier], _ settings: CashSettings
  ) -> Verdict {
    let receipt = CashCase(entry, settings)
    guard receipt.left < 0, !entry.receipt.isBegun, entry.explicit.isEmpty else { return .nothing }
    let back = -receipt.left
    let fitting = earlier.indices.filter { earlier[$0].amount == back || earlier[$0].amount == back - receipt.charges }
    let written = receipt.text.keys
    func isNamed(_ id: String) -> Bool { written.contains(IDKeys.whole(id)) }
    let grounds: [(places: [Int], rule: CashRule, confidence: Int)] = [
      (fitting.filter { isNamed(earlier[$0].paymentID) }, .structuredReference, 1000),
      (fitting.filter { earlier[$0].documents.allSatisfy(isNamed) }, .remittance, 980),
      (
        fitting.filter { place in entry.payer.map { earlier[place].payers.contains($0.customerID) } ?? false },
        .exactAmount, 900 - (entry.payer?.doubt ?? 0)
      ),
    ]
    // Where no rule is asked any more, what they have matched stands, and may come back.
    for (places, rule, confidence) in grounds where !places.isEmpty && (settings.rules.isEmpty || settings.asks(rule)) {
      guard places.count == 1 else { return .unsure(places) }
      return confidence >= settings.minConfidence * 10
        ? .takesBack(places[0], rule, confidence: confidence) : .unsure(places)
    }
    return .nothing
  }
}
