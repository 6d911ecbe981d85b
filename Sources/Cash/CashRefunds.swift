import Ledger
import Pipeline

/// Money that goes out again before it has settled anything: a refund of what was paid twice, or too much. It is set off against what waits of
/// the payment, to the cent; no document moves.
public enum CashRefunds {
  /// The entry whose money a refund gives back: of those that wait with exactly its amount the one that it names, else the one of its payer that
  /// is not too old. Nil where there is none, or several.
  /// - Parameter waiting: places of entries with money that nothing places.
  public static func refunded(
    by back: CashApplication.Entry, _ waiting: [Int], _ entries: [CashApplication.Entry]
  ) -> (place: Int, isNamed: Bool)? {
    let (payment, left) = (back.receipt.payment, back.receipt.left)
    guard left < 0, back.explicit.isEmpty else { return nil }
    let fitting = waiting.filter { at in
      let other = entries[at].receipt
      return other.left == -left && other.payment.company == payment.company
        && other.payment.money.currency == payment.money.currency
        // Rows that took it off its documents have put it nowhere.
        && entries[at].explicit.allSatisfy { AppliedRow.minorUnits($0.amount, other.payment) == 0 }
    }
    guard !fitting.isEmpty else { return nil }
    let written = named(by: back)
    let told = fitting.filter { written.contains(IDKeys.whole(entries[$0].receipt.payment.id)) }
    if let one = told.first { return told.count == 1 ? (one, true) : nil }
    let own = fitting.filter { at in
      back.payer != nil && entries[at].payer?.customerID == back.payer?.customerID
        && isInTime(payment, for: entries[at].receipt.payment)
    }
    return own.count == 1 ? (own[0], false) : nil
  }

  /// Money that the bank sent back came after ours went out.
  private static func isInTime(_ back: Payment, for payment: Payment) -> Bool {
    payment.movement == .sentBack ? CashReturns.isInTime(payment, for: back) : CashReturns.isInTime(back, for: payment)
  }

  /// Whether a payment names all of these documents.
  public static func names(_ entry: CashApplication.Entry, all documents: Set<String>) -> Bool {
    let written = named(by: entry)
    return !documents.isEmpty && documents.allSatisfy { written.contains(IDKeys.whole($0)) }
  }

  private static func named(by entry: CashApplication.Entry) -> Set<UInt64> {
    PayerText(entry.receipt.writtenText).keys
  }

  /// Sets money that went out off against money that waits: neither waits any more.
  public static func settle(_ findings: inout CashApplication.Findings, _ entries: [CashApplication.Entry]) {
    let backs = findings.open.indices.filter { at in
      let open = findings.open[at]
      return open.left < 0 && (open.reason == .moneyOut || open.reason == .notReceivable)
    }
    .sorted { entries[findings.open[$0].entry].precedes(entries[findings.open[$1].entry]) }
    guard !backs.isEmpty else { return }
    // What is left of a payment tonight is what waits of it.
    var entries = entries
    var places: [Int: Int] = [:]
    var waiting: [Int64: [Int]] = [:]
    for at in findings.open.indices where findings.open[at].left > 0 {
      let open = findings.open[at]
      entries[open.entry].receipt.left = open.left
      places[open.entry] = at
      waiting[open.left, default: []].append(open.entry)
    }
    for back in backs {
      let left = -findings.open[back].left
      // Whom it went to nobody knows; money of a customer that waits may be what it gives back.
      if waiting[left]?.isEmpty == false, entries[findings.open[back].entry].receipt.payment.movement == .sent {
        findings.open[back].reason = .moneyOut
      }
      guard let fitting = waiting[left],
        let (place, _) = refunded(by: entries[findings.open[back].entry], fitting, entries), let other = places[place]
      else { continue }
      waiting[left] = fitting.filter { $0 != place }
      findings.open[back].reason = .refunded
      findings.open[other].reason = .refunded
    }
  }
}
