import Ledger
import Pipeline

/// What the payer writes beside each of several documents: `4711 60.00, 4712 200.00`. Where that is all of the money, each is paid what
/// stands beside it, a part or in full.
struct StatedAmounts {
  /// A document that is named.
  struct Named {
    /// Its instalments that have something left, earliest first.
    var items: [Int]
    /// Where it is named in the text, in bytes.
    var places: [Range<Int>]
  }

  private let receipt: CashCase
  private let pool: CashPool

  init(receipt: CashCase, pool: CashPool) {
    self.receipt = receipt
    self.pool = pool
  }

  /// Nil where not each document has one amount behind it (or each one before it), or they are not the payment's amount together.
  func proposal(_ named: [Named]) -> Proposal? {
    guard named.count > 1, receipt.writtenAmounts.count >= named.count else { return nil }
    for isBehind in [true, false] {
      if let amounts = amounts(of: named, isBehind: isBehind), let found = proposal(named, amounts) { return found }
    }
    return nil
  }

  /// The one amount beside each document, before the next one is named.
  private func amounts(of named: [Named], isBehind: Bool) -> [Int64]? {
    var amounts = [Int64?](repeating: nil, count: named.count)
    for written in receipt.writtenAmounts {
      var nearest: (at: Int, distance: Int)?
      for (at, document) in named.enumerated() {
        for place in document.places {
          guard !place.overlaps(written.place) else { return nil }
          let distance =
            isBehind ? written.place.lowerBound - place.upperBound : place.lowerBound - written.place.upperBound
          if distance >= 0, distance < nearest?.distance ?? .max { nearest = (at, distance) }
        }
      }
      guard let nearest else { continue }
      guard amounts[nearest.at] == nil else { return nil }
      amounts[nearest.at] = written.amount
    }
    return amounts.contains(nil) ? nil : amounts.compactMap(\.self)
  }

  private func proposal(_ named: [Named], _ amounts: [Int64]) -> Proposal? {
    var lines: [Proposal.Line] = []
    for (document, amount) in zip(named, amounts) {
      guard let paid = pay(document.items, amount) else { return nil }
      lines += paid
    }
    guard lines.reduce(Int64(0), { $0 + $1.amount }) == receipt.left else { return nil }
    let isPart = lines.contains { abs($0.amount) + $0.deducted < abs(pool[$0.item].room) }
    let hasDiscount = lines.contains { $0.deducted > 0 }
    return Proposal(lines: lines, difference: isPart ? .partPayment : hasDiscount ? .discount : nil)
  }

  /// Instalments earliest first, the last one in part; one whose discount is all that is missing in full. A credit takes its amount off.
  private func pay(_ items: [Int], _ amount: Int64) -> [Proposal.Line]? {
    guard let first = items.first, amount > 0 else { return nil }
    if items.count == 1, pool[first].discount > 0, amount + pool[first].discount == pool[first].room,
      Explanation(receipt: receipt, pool: pool).mayTakeDiscount(pool[first], pool[first].room)
    {
      return [Proposal.Line(item: first, amount: amount, deducted: pool[first].discount)]
    }
    var (left, lines) = (amount, [Proposal.Line]())
    for item in items where left > 0 {
      let room = pool[item].room
      let part = min(left, abs(room))
      lines.append(Proposal.Line(item: item, amount: room < 0 ? -part : part))
      left -= part
    }
    return left == 0 ? lines : nil
  }
}
