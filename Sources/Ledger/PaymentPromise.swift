/// An amount that a customer has promised to pay, and the days on which its money counts for that.
public struct PaymentPromise: Equatable, Sendable {
  /// Id of the decision.
  public var id: String
  /// From this day on payments count: the promise's first day, else the day on which it was learned.
  public var given: CalendarDate
  /// The promised day; nil: none was named.
  public var until: CalendarDate?
  /// The last day on which money counts: the promised day and its grace, or the day on which the promise was withdrawn; nil: without end.
  public var last: CalendarDate?
  /// True where it was withdrawn or released: what comes later is not for it.
  public var isWithdrawn: Bool
  public var amount: Money

  public init(
    id: String, given: CalendarDate, until: CalendarDate?, last: CalendarDate?, isWithdrawn: Bool = false, amount: Money
  ) {
    self.id = id
    self.given = given
    self.until = until
    self.last = last
    self.isWithdrawn = isWithdrawn
    self.amount = amount
  }

  /// What has come for a promise.
  public struct Receipt: Equatable, Sendable {
    /// In time, and no more than what was promised.
    public var received: Money
    /// The day of the payment that completed it in time; nil: it was not kept, or not yet.
    public var keptOn: CalendarDate?
    /// It was not kept, but its money has come since: the day of the payment that completed it.
    public var lateOn: CalendarDate?
    /// What has come by now, also too late, and no more than what was promised.
    public var came: Money
  }

  /// What of a promise has come that was not kept.
  public struct Part: Equatable, Sendable {
    /// No more than what was promised; without an amount: whatever came while it counted.
    public var came: Money
    /// Nil: it names no amount.
    public var promised: Money?

    public init(came: Money, promised: Money?) {
      self.came = came
      self.promised = promised
    }
  }
}

extension PaymentPromise {
  /// What has come for each promise of one customer, by its id: the one rule of what is kept, for messages, worklist, measures and `why`.
  ///
  /// Money counts once, within its currency: for the promise with the earliest promised day first. What has come for a promise whose days are not over
  /// stays with it; one that was not kept in time leaves its money to the later ones; what no other
  /// promise takes may complete it late. Money that went back (a negative payment) never came: it
  /// takes away the newest earlier payment of just this amount, else the newest ones.
  public static func receipts(
    _ promises: [PaymentPromise], of payments: [Payment], asOf: CalendarDate
  ) -> [String: Receipt] {
    var money = Pool(payments, asOf: asOf)
    var receipts: [String: Receipt] = [:]
    var notKept: [PaymentPromise] = []
    for promise in promises.sorted(by: precedes) {
      let (sum, keptOn) = money.look(promise)
      let isOver = promise.last.map { $0 < asOf } ?? false
      if keptOn == nil, isOver, !promise.isWithdrawn { notKept.append(promise) }
      if keptOn != nil || !isOver { money.take(sum, for: promise) }
      let received = Money(minorUnits: sum, currency: promise.amount.currency)
      receipts[promise.id] = Receipt(received: received, keptOn: keptOn, came: received)
    }
    var notComplete: [PaymentPromise] = []
    for var promise in notKept {
      promise.last = nil
      let (sum, lateOn) = money.look(promise)
      guard lateOn != nil else {
        notComplete.append(promise)
        continue
      }
      money.take(sum, for: promise)
      receipts[promise.id]?.lateOn = lateOn
      receipts[promise.id]?.came.minorUnits = sum
    }
    for promise in notComplete {
      let sum = money.look(promise).sum
      money.take(sum, for: promise)
      if let received = receipts[promise.id]?.received, received.minorUnits < sum {
        receipts[promise.id]?.came.minorUnits = sum
      }
    }
    return receipts
  }

  private static func precedes(_ a: PaymentPromise, _ b: PaymentPromise) -> Bool {
    let (x, y) = (a.until?.days ?? .max, b.until?.days ?? .max)
    if x != y { return x < y }
    return a.given != b.given ? a.given < b.given : a.id < b.id
  }

  fileprivate func counts(_ date: CalendarDate) -> Bool { date >= given && last.map { date <= $0 } ?? true }

  /// Money of a customer that has not been counted yet, in the order of its days.
  private struct Pool {
    private var payments: [(date: CalendarDate, currency: Currency, left: Int64)] = []

    init(_ all: [Payment], asOf: CalendarDate) {
      for payment in all.sorted(by: { ($0.date, $0.id) < ($1.date, $1.id) }) where payment.date <= asOf {
        if payment.money.minorUnits > 0 {
          payments.append((payment.date, payment.money.currency, payment.money.minorUnits))
        } else {
          giveBack(payment.money.minorUnits, payment.money.currency)
        }
      }
    }

    private mutating func giveBack(_ amount: Int64, _ currency: Currency) {
      var toGo = amount
      if let same = payments.lastIndex(where: { $0.currency == currency && $0.left == -amount }) {
        payments[same].left = 0
        return
      }
      for index in payments.indices.reversed() where toGo < 0 && payments[index].currency == currency {
        let part = min(payments[index].left, -toGo)
        payments[index].left -= part
        toGo += part
      }
    }

    /// What there is for a promise, no more than it needs, and the day on which it was enough.
    func look(_ promise: PaymentPromise) -> (sum: Int64, keptOn: CalendarDate?) {
      var sum: Int64 = 0
      for payment in payments where payment.currency == promise.amount.currency && promise.counts(payment.date) {
        sum += min(payment.left, promise.amount.minorUnits - sum)
        if sum >= promise.amount.minorUnits { return (sum, payment.date) }
      }
      return (sum, nil)
    }

    mutating func take(_ sum: Int64, for promise: PaymentPromise) {
      var toGo = sum
      for index in payments.indices
      where toGo > 0 && payments[index].currency == promise.amount.currency && promise.counts(payments[index].date) {
        let part = min(payments[index].left, toGo)
        payments[index].left -= part
        toGo -= part
      }
    }
  }
}

extension Decision {
  /// Whether a promise is about a document: the one that it names; of the whole customer, what was there when it was learned and overdue by the
  /// promised day: what falls due later was not promised.
  /// - Parameter last: the last day of the promise, grace counted in.
  public func hasPromised(
    _ documentDate: CalendarDate, due: CalendarDate?, isNamed: Bool, last: CalendarDate
  ) -> Bool {
    guard documentDate <= learnedOn ?? from ?? last else { return false }
    return documentID != nil ? isNamed : due.map { $0 < until ?? last } ?? false
  }

  /// The day that orders a decision and its release: when it was learned, else its first day.
  public var day: CalendarDate { learnedOn ?? from ?? .missing }

  /// Whether a release names this decision: by its id, its plan, its kind or its reason, or, left empty, every hold but the hard stops. By kind it
  /// ends what was decided up to the day it was learned; what says something else since is not what it ended; and of hard stops of a party those
  /// that were recorded of its own customer. Whom and what the release is about is not asked here otherwise.
  public func isNamed(by release: Decision) -> Bool {
    guard !isRenewed || word < release.word else { return false }
    let value = release.value ?? ""
    if value == id || (!value.isEmpty && value == planID) { return true }
    let isNamed = value.isEmpty ? !kind.isHardStop : kind.names.contains(value.lowercased())
    return isNamed && release.day >= day && (!kind.isHardStop || recordedOf == release.recordedOf)
  }
}

extension Decision {
  /// What the value of a release may be beside the id of a decision or a plan: kinds, and reasons for which a document is held without a decision.
  public static let releaseWords: [String] =
    Kind.allCases.flatMap(\.names) + [
      "adjustment-review", "adjustment", "review", "direct-debit", "direct_debit", "erp-level", "erp_level",
      "hand-over", "handover", "payment-seen", "payment_seen",
    ]

  /// The id of a decision or a plan that a release names; nil: it names something else, or it is no release. Where there is none of that id, it
  /// ends nothing.
  public var releasedID: String? {
    guard kind == .release, let value, !value.isEmpty, !Decision.releaseWords.contains(value.lowercased()) else {
      return nil
    }
    return value
  }
}

extension Decision.Kind {
  /// How a release may name it: the kind, or the reason it gives.
  fileprivate var names: [String] {
    switch self {
    case .dispute: ["dispute", "disputed"]
    case .exclude: ["exclude", "excluded"]
    default: [rawValue]
    }
  }
}
