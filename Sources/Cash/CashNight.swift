import Ledger
import Pipeline

/// All payments of a night on their way through the rules.
struct CashNight {
  private enum Standing { case asked, placed, unsure }

  private var cases: [CashCase]
  private(set) var pool: CashPool
  private var standings: [Standing]
  /// Oldest payment first, then by id.
  private let order: [Int]
  private(set) var findings = CashApplication.Findings()

  init(_ entries: [CashApplication.Entry], items: [CashItem], settings: CashSettings) {
    cases = entries.map { CashCase($0, settings) }
    pool = CashPool(items, for: cases)
    standings = entries.map { _ in .asked }
    order = entries.indices.sorted { entries[$0].precedes(entries[$1]) }
  }

  /// Asks a rule about every payment that is not placed yet.
  mutating func ask(_ rule: CashRuleEntry) {
    for at in order where standings[at] == .asked && (rule.rule == .erpApplication || cases[at].mayPay) {
      switch rule.judge(cases[at], pool) {
      case .nothing: continue
      case .match(let proposal):
        if let known = bookedOnAccount(proposal, at, rule.rule) {
          wait(at, .leftByERP, rule.rule, [known])
        } else {
          place(proposal, at, rule.rule)
        }
      case .unsure(let reason, let candidates): wait(at, reason, rule.rule, candidates)
      }
    }
  }

  private mutating func place(_ proposal: Proposal, _ at: Int, _ rule: CashRule) {
    guard cases[at].settings.trusts(proposal, by: rule) else {
      let candidates = proposal.lines.map {
        CashVerdict.Candidate(item: $0.item, amount: $0.amount, confidence: proposal.confidence)
      }
      return wait(at, .lowConfidence, rule, candidates)
    }
    standings[at] = .placed
    findings.place(proposal, of: cases[at], at, by: rule, from: &pool)
  }

  private mutating func wait(_ at: Int, _ reason: CashReason, _ rule: CashRule?, _ candidates: [CashVerdict.Candidate])
  {
    standings[at] = .unsure
    // Of money that is all on other documents the ERP has nothing left.
    if reason == .leftByERP || reason == .notReceivable, cases[at].left == 0 { return }
    findings.open.append(
      CashApplication.Open(
        entry: at, left: cases[at].left, reason: reason, rule: rule,
        candidates: candidates.map {
          CashApplication.Open.Candidate(item: $0.item, amount: $0.amount, confidence: $0.confidence)
        }))
  }

  /// A credit of the payer of exactly this amount: the ERP has booked the money on account.
  private func onAccount(
    _ receipt: CashCase, where fits: (CashItem) -> Bool = { _ in true }
  ) -> CashVerdict.Candidate? {
    guard let payer = receipt.payer else { return nil }
    return pool.items(of: payer.customerID, for: receipt.payment).first {
      pool[$0].room == -receipt.left && fits(pool[$0])
    }.map { CashVerdict.Candidate(item: $0, amount: pool[$0].room, confidence: 900) }
  }

  /// The same of money that only its amount would place, where the ERP has a payment on account of these days: an open invoice of just that amount is
  /// why customers pay on account. What tonight's export took off an item it shows as paid.
  private func bookedOnAccount(_ proposal: Proposal, _ at: Int, _ rule: CashRule) -> CashVerdict.Candidate? {
    guard rule.goesByAmountAlone, proposal.lines.allSatisfy({ pool[$0.item].fallen == 0 }) else { return nil }
    let day = cases[at].payment.date
    return onAccount(cases[at]) { $0.onAccountOn.map { abs($0.days(since: day)) <= CashNight.bookingDays } ?? false }
  }

  /// So many days lie between the bank's day of a payment and that of its entry in the ERP, at most.
  private static let bookingDays = 7

  /// What no rule could place.
  mutating func finish() {
    for at in order where standings[at] == .asked {
      let receipt = cases[at]
      if receipt.receipt.isBegun {
        // The ERP may have applied all of it, and say more than we know the document of.
        let isTooMuch = (receipt.left < 0) != (receipt.payment.money.minorUnits < 0)
        if receipt.left != 0 { wait(at, isTooMuch ? .sumDiffers : receipt.receipt.waitsAs ?? .overPayment, nil, []) }
      } else if receipt.settings.matchesNothing {
        wait(at, receipt.receipt.waitsAs ?? .notMatched, nil, [])
      } else if concernsNobody(receipt) {
        wait(at, .notReceivable, nil, [])
      } else if receipt.movement == .sentBack {
        wait(at, .sentBack, nil, hints(receipt))
      } else if receipt.left < 0 {
        wait(at, .moneyOut, nil, hints(receipt))
      } else if let onAccount = onAccount(receipt) {
        wait(at, .leftByERP, nil, [onAccount])
      } else {
        // Whoever owes exactly this is a hint, and no more.
        let hints = pool.items(amount: receipt.left, for: receipt.payment).prefix(5).map {
          CashVerdict.Candidate(item: $0, amount: pool[$0].room, confidence: 100)
        }
        wait(at, receipt.payer == nil ? .payerUnknown : .noMatch, nil, Array(hints))
      }
    }
  }

  /// Documents that money which pays nothing names.
  private func hints(_ receipt: CashCase) -> [CashVerdict.Candidate] {
    let named = Mentions(receipt, pool)
    return (named.settled + named.all).prefix(5).map {
      CashVerdict.Candidate(item: $0, amount: receipt.left, confidence: 500)
    }
  }

  /// Fees and interest of the bank; and what we pay to others than customers: the payer is nobody we know, no document is named, and no credit has
  /// this amount.
  private func concernsNobody(_ receipt: CashCase) -> Bool {
    guard receipt.explicit.isEmpty else { return false }
    switch receipt.movement {
    case .fee: return true
    case .sent:
      return receipt.payer == nil && Mentions.whole(receipt, pool).isEmpty
        && pool.items(amount: receipt.left, for: receipt.payment).isEmpty
    case .untold, .returned, .sentBack: return false
    }
  }
}
