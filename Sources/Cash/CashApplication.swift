import Ledger
import Pipeline

/// The stage: payments and open documents in, matches and what waits for a person out. Pure: the same input gives the same matches,
/// whatever the order in which payments came.
///
///     let found = CashApplication(settings).apply(receipts, to: items)
public struct CashApplication: Sendable {
  /// A payment with what is known of it.
  public struct Entry: Sendable {
    public var receipt: Receipt
    public var payer: CashPayer?
    /// Rows of the `applications` feed about it.
    public var explicit: [Application]

    public init(_ receipt: Receipt, payer: CashPayer? = nil, explicit: [Application] = []) {
      self.receipt = receipt
      self.payer = payer
      self.explicit = explicit
    }
  }

  /// Money of one payment on one item.
  public struct Match: Equatable, Sendable {
    /// Places in the lists that were given.
    public var entry: Int
    public var item: Int
    /// Minor units; negative for a credit that the payer netted.
    public var amount: Int64
    /// What the difference takes off the item beside the money.
    public var deducted: Int64
    public var rule: CashRule
    /// In thousandths.
    public var confidence: Int
    public var difference: CashDifference?
    /// How much of `amount` tonight's export shows already.
    public var posted: Int64
    /// It pays what is open after tonight's export, not what the export took off.
    public var isOfTheRest: Bool
    /// What the ERP is to post of it, where that is not what no balance shows.
    public var posting: Int64?

    public init(
      entry: Int, item: Int, amount: Int64, deducted: Int64 = 0, rule: CashRule, confidence: Int,
      difference: CashDifference?, posted: Int64, isOfTheRest: Bool = false
    ) {
      self.entry = entry
      self.item = item
      self.amount = amount
      self.deducted = deducted
      self.rule = rule
      self.confidence = confidence
      self.difference = difference
      self.posted = posted
      self.isOfTheRest = isOfTheRest
    }
  }

  /// Money that settles nothing yet.
  public struct Open: Equatable, Sendable {
    public struct Candidate: Equatable, Sendable {
      public var item: Int
      public var amount: Int64
      public var confidence: Int
      public init(item: Int, amount: Int64, confidence: Int) {
        (self.item, self.amount, self.confidence) = (item, amount, confidence)
      }
    }
    public var entry: Int
    public var left: Int64
    public var reason: CashReason
    /// The rule that was not sure; nil: none found anything.
    public var rule: CashRule?
    public var candidates: [Candidate]

    public init(entry: Int, left: Int64, reason: CashReason, rule: CashRule?, candidates: [Candidate]) {
      self.entry = entry
      self.left = left
      self.reason = reason
      self.rule = rule
      self.candidates = candidates
    }
  }

  public struct Findings: Equatable, Sendable {
    /// By entry, in the order of the items.
    public var matches: [Match] = []
    public var open: [Open] = []

    /// Places in `matches` of payments of what is open after tonight's export, by item.
    var rests: [Int: Int] = [:]

    /// A payment of just what is open after tonight's export was taken to pay that. Where the others leave its very amount of what the export took off,
    /// the export shows it, too: three equal parts of an invoice, of which two have come.
    private mutating func showRest(of item: Int, in pool: inout CashPool) {
      guard !rests.isEmpty, let at = rests[item], pool[item].fallen == matches[at].amount + matches[at].deducted else {
        return
      }
      (matches[at].posted, matches[at].isOfTheRest) = (matches[at].amount, false)
      pool.explainFallen(item)
      rests[item] = nil
    }

    /// Takes what a payment settles out of the pool; what is left of the payment is open.
    mutating func place(
      _ proposal: Proposal, of receipt: CashCase, _ entry: Int, by rule: CashRule, from pool: inout CashPool
    ) {
      let left = receipt.left(after: proposal, in: pool)
      for line in proposal.lines {
        let difference = proposal.difference(of: line, in: pool)
        matches.append(
          Match(
            entry: entry, item: line.item, amount: line.amount, deducted: line.deducted, rule: rule,
            confidence: proposal.confidence, difference: difference, posted: pool.take(line),
            isOfTheRest: line.isOfTheRest))
        if line.isOfTheRest { rests[line.item] = matches.count - 1 } else { showRest(of: line.item, in: &pool) }
      }
      guard receipt.left < 0 ? left < 0 : left > 0 else { return }
      open.append(
        Open(
          entry: entry, left: left,
          reason: receipt.isForNothingElse ? .notReceivable : rule == .erpApplication ? .leftByERP : .overPayment,
          rule: rule, candidates: []))
    }
  }

  public let settings: CashSettings

  public init(_ settings: CashSettings) { self.settings = settings }

  /// The id in the reference field of a payment, where that is all that it says: then nothing but the one document need be known.
  public static func onlyID(_ entry: Entry) -> String? {
    guard entry.explicit.isEmpty, !entry.receipt.isBegun, entry.receipt.left > 0,
      let reference = entry.receipt.reference
    else { return nil }
    let written = entry.receipt.writtenText
    guard CreditorReference.all(in: written).isEmpty && QRReference.all(in: written).isEmpty else { return nil }
    return entry.receipt.payment.movement == .untold ? reference : nil
  }

  /// True for a payment of which a part was applied before, or that no rule is asked about, and of which nobody says anything: it waits on, whatever
  /// is open.
  public func waitsOn(_ entry: Entry) -> Bool {
    (entry.receipt.isBegun || settings.matchesNothing) && entry.explicit.isEmpty && settings.fallback == .none
  }

  /// - Parameters:
  ///   - items: documents that may be settled, in any order.
  ///   - rules: nil: all that the settings ask for.
  public func apply(_ entries: [Entry], to items: [CashItem], rules: Set<CashRule>? = nil) -> Findings {
    var items = items
    var (findings, order) = arrange(entries, &items, rules)
    findings.renumber(items: { order[$0] })
    return findings
  }

  /// The same for many items: they are arranged as the rules look at them, and left as payments leave them. The findings number them in this
  /// order.
  public func apply(_ entries: [Entry], arranging items: inout [CashItem]) -> Findings {
    arrange(entries, &items, nil).findings
  }

  private func arrange(
    _ entries: [Entry], _ items: inout [CashItem], _ rules: Set<CashRule>?
  ) -> (findings: Findings, order: [Int]) {
    let order = CashApplication.order(of: items)
    items.arrange(by: order)
    var night = CashNight(entries, items: items, settings: settings)
    // The pool alone holds them now: they are changed where they lie.
    items = []
    for entry in CashRuleEntry.all where settings.asks(entry.rule) && rules?.contains(entry.rule) ?? true {
      night.ask(entry)
    }
    night.finish()
    items = night.pool.items
    var findings = night.findings
    findings.matches.sort { ($0.entry, order[$0.item]) < ($1.entry, order[$1.item]) }
    findings.open.sort { $0.entry < $1.entry }
    return (findings, order)
  }

  /// Earliest first: what "first" means wherever something is paid first.
  private static func order(of items: [CashItem]) -> [Int] {
    /// Most items are told apart by numbers that lie close together.
    struct Start {
      var day: Int32
      var id: UInt64
    }
    let starts = items.map { item in
      var id = item.id
      return Start(day: item.dueDate?.days ?? .max, id: id.withUTF8 { UnsafeRawBufferPointer($0).start })
    }
    return items.indices.sorted { a, b in
      if items[a].company != items[b].company { return ByteOrder.precedes(items[a].company, items[b].company) }
      if starts[a].day != starts[b].day { return starts[a].day < starts[b].day }
      if starts[a].id != starts[b].id { return starts[a].id < starts[b].id }
      if items[a].id != items[b].id { return ByteOrder.precedes(items[a].id, items[b].id) }
      return ByteOrder.precedes(items[a].instalment, items[b].instalment)
    }
  }
}

extension CashApplication.Entry {
  /// Oldest payment first, then by id.
  public func precedes(_ other: Self) -> Bool {
    let (day, others) = (receipt.payment.date, other.receipt.payment.date)
    if day != others { return day < others }
    return receipt.payment.id == other.receipt.payment.id
      ? ByteOrder.precedes(receipt.payment.company, other.receipt.payment.company)
      : ByteOrder.precedes(receipt.payment.id, other.receipt.payment.id)
  }
}

extension CashApplication.Findings {
  /// Places money that no rule was sure of, or of which a rule left something: it pays these items to the cent, and what is over pays charges that are no
  /// documents. False where the items are not open at just that, or more of them than the money.
  /// - Parameter at: place in `open`; its money is all that is left of the payment.
  public mutating func settle(
    _ at: Int, _ lines: [(item: Int, amount: Int64)], of items: inout [CashItem], confidence: Int
  ) -> Bool {
    let entry = open[at].entry
    let known = matches.filter { $0.entry == entry }
    let sum = lines.reduce(Int64(0)) { $0 + $1.amount }
    if known.isEmpty {
      guard lines.allSatisfy({ items[$0.item].room == $0.amount }), sum > 0, sum <= open[at].left else { return false }
      for line in lines { place(line.amount, of: at, on: line.item, of: &items, confidence, nil) }
    } else {
      // A rule has paid just these, and did not know of the charges.
      let paid = known.map { [Int64($0.item), $0.amount + $0.deducted] }
      guard Set(paid) == Set(lines.map { [Int64($0.item), $0.amount] }) else { return false }
    }
    (open[at].reason, open[at].rule, open[at].candidates) = (.charges, .remittance, [])
    return true
  }

  /// Places what waits of a payment on an item, as far as that is open.
  /// - Parameter at: place in `open`.
  public mutating func pay(_ at: Int, _ item: Int, of items: inout [CashItem], confidence: Int) {
    let room = items[item].room
    let amount = min(room, open[at].left)
    guard amount > 0 else { return }
    place(amount, of: at, on: item, of: &items, confidence, amount < room ? .partPayment : nil)
  }

  private mutating func place(
    _ amount: Int64, of at: Int, on item: Int, of items: inout [CashItem], _ confidence: Int,
    _ difference: CashDifference?
  ) {
    open[at].left -= amount
    let posted = items[item].take(amount, and: 0, ofTheRest: false)
    matches.append(
      CashApplication.Match(
        entry: open[at].entry, item: item, amount: amount, rule: .remittance, confidence: confidence,
        difference: difference, posted: posted))
  }

  /// Gives items the numbers that they have in another list.
  public mutating func renumber(items number: (Int) -> Int) {
    for at in matches.indices { matches[at].item = number(matches[at].item) }
    for at in open.indices {
      for other in open[at].candidates.indices {
        open[at].candidates[other].item = number(open[at].candidates[other].item)
      }
    }
  }

  /// The same for payments.
  public mutating func renumber(entries number: (Int) -> Int) {
    for at in matches.indices { matches[at].entry = number(matches[at].entry) }
    for at in open.indices { open[at].entry = number(open[at].entry) }
  }
}

extension [CashItem] {
  /// Brings each to the place where its old place stands in `order`, without memory beside them.
  fileprivate mutating func arrange(by order: [Int]) {
    var sources = order
    for first in indices {
      var at = first
      while sources[at] != first {
        let source = sources[at]
        swapAt(at, source)
        sources[at] = at
        at = source
      }
      sources[at] = at
    }
  }
}

extension CashSettings {
  /// Whether a rule's proposal is sure enough to be acted upon. What somebody has decided always is.
  func trusts(_ proposal: Proposal, by rule: CashRule) -> Bool {
    rule == .erpApplication || rule == .oldestFirst || proposal.confidence >= minConfidence * 10
  }
}
