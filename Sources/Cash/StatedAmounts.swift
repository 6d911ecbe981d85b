import Ledger
import Pipeline

/// What the payer writes beside each of several documents: `4711 60.00, 4712 200.00`. Where that is all of the money, each is paid what
/// stands beside it, a part or in full; what he says he has taken off (`4711 60.00 less 2.00 freight`) is a deduction, where nothing is left then.
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

  private struct Stated {
    var amount: Int64?
    var deducted: Int64 = 0
  }

  /// The one amount beside each document, before the next one is named, and what is taken off behind it.
  private func amounts(of named: [Named], isBehind: Bool) -> [Stated]? {
    var amounts = [Stated](repeating: Stated(), count: named.count)
    for written in receipt.writtenAmounts {
      let isDeducted = receipt.isDeducted(written)
      var nearest: (at: Int, distance: Int)?
      for (at, document) in named.enumerated() {
        for place in document.places {
          guard !place.overlaps(written.place) else { return nil }
          let distance =
            isBehind || isDeducted
            ? written.place.lowerBound - place.upperBound : place.lowerBound - written.place.upperBound
          if distance >= 0, distance < nearest?.distance ?? .max { nearest = (at, distance) }
        }
      }
      guard let nearest else { continue }
      if isDeducted {
        amounts[nearest.at].deducted += written.amount
        continue
      }
      guard amounts[nearest.at].amount == nil else { return nil }
      amounts[nearest.at].amount = written.amount
    }
    return amounts.contains { $0.amount == nil } ? nil : amounts
  }

  private func proposal(_ named: [Named], _ amounts: [Stated]) -> Proposal? {
    var lines: [Proposal.Line] = []
    var isDeducted = false
    for (document, stated) in zip(named, amounts) {
      let amount = stated.amount ?? 0
      if stated.deducted > 0, document.items.count == 1, pool[document.items[0]].room == amount + stated.deducted {
        lines.append(Proposal.Line(item: document.items[0], amount: amount, deducted: stated.deducted))
        isDeducted = true
        continue
      }
      guard let paid = pay(document.items, amount) else { return nil }
      lines += paid
    }
    guard lines.reduce(Int64(0), { $0 + $1.amount }) == receipt.left else { return nil }
    let isPart = lines.contains { abs($0.amount) + $0.deducted < abs(pool[$0.item].room) }
    let hasDiscount = lines.contains { $0.deducted > 0 }
    return Proposal(
      lines: lines, difference: isDeducted ? .deduction : isPart ? .partPayment : hasDiscount ? .discount : nil)
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
