/// Why the ERP itself keeps reminders back: it blocks them, or we collect the money.
public enum ERPHold: Sendable { case block, directDebit }

/// What happened to a document's balance, and on which days it was held: what interest is counted by.
public struct DocumentPast: Equatable, Sendable {
  /// Days on which a hold stood on it, first and last inclusive.
  public struct HeldSpan: Equatable, Sendable {
    public var first: CalendarDate
    public var last: CalendarDate
    /// The held part in minor units; nil: the whole document.
    public var amount: Int64?
    public init(first: CalendarDate, last: CalendarDate, amount: Int64? = nil) {
      self.first = first
      self.last = last
      self.amount = amount
    }

    public func has(_ day: CalendarDate) -> Bool { first <= day && day <= last }
  }

  /// A balance as a run learned it.
  public struct Version: Equatable, Sendable {
    public var learnedOn: CalendarDate
    public var balance: Int64
    /// What it was written for; nil where nobody asks what had been paid before it was first seen.
    public var amount: Int64?
    public init(learnedOn: CalendarDate, balance: Int64, amount: Int64? = nil) {
      self.learnedOn = learnedOn
      self.balance = balance
      self.amount = amount
    }
  }

  /// A payment that settled part of it, on its own day; or a credit that was set off against it.
  public struct Payment: Equatable, Sendable {
    public var id: String
    public var date: CalendarDate
    public var amount: Int64
    /// The day on which it came back: it explains no fall that was learned from then on. Nil: it did not.
    public var cameBackOn: CalendarDate?
    /// Of a credit: the night that saw it used. It was open beside the document before and explains no earlier fall.
    public var usedOn: CalendarDate?
    public init(
      id: String = "", date: CalendarDate, amount: Int64, cameBackOn: CalendarDate? = nil, usedOn: CalendarDate? = nil
    ) {
      self.usedOn = usedOn
      self.id = id
      self.date = date
      self.amount = amount
      self.cameBackOn = cameBackOn
    }

    func mayExplain(_ version: Version) -> Bool {
      date <= version.learnedOn && cameBackOn.map { version.learnedOn < $0 } ?? true
        && usedOn.map { $0 <= version.learnedOn } ?? true
    }
  }

  /// Oldest first; the first is how it was first seen.
  public var versions: [Version]
  /// In any order.
  public var payments: [Payment]
  /// Oldest first, without overlap.
  public var held: [HeldSpan]
  /// As-of date of its first real reminder.
  public var firstReminded: CalendarDate?
  /// What the ERP held it by on the night before, where it was not due yet then and days have passed without a run; nil: nothing.
  public var heldBeforeDue: ERPHold?

  public init(
    versions: [Version], payments: [Payment] = [], held: [HeldSpan] = [], firstReminded: CalendarDate? = nil
  ) {
    self.versions = versions
    self.payments = payments
    self.held = held
    self.firstReminded = firstReminded
  }

  /// What it owed on each day, from long ago as it was first seen. Interest includes the day of a payment, so a balance holds from the
  /// day after it. A fall is dated by the payments that explain it; what none explains, by the night that learned it. What had been paid before
  /// it was first seen, and what came back, explains none.
  public var principal: Principal { traced.principal }

  /// The day of the last payment or other fall, where nothing is owed any more: no day need have borne interest before it, where it was paid on the day on
  /// which it was open again. Nil: it is owed still, or never was.
  public var lastPaidOn: CalendarDate? {
    let (principal, lastFall) = traced
    return principal.lastDayOwed == nil ? nil : lastFall
  }

  /// What it owed, and the day of its last fall.
  private var traced: (principal: Principal, lastFall: CalendarDate?) {
    guard let first = versions.first else { return (Principal([]), nil) }
    var lastFall: CalendarDate?
    var steps = [Principal.Step(from: .missing, amount: first.balance)]
    var left = payments.sorted { ($0.date, $0.amount, $0.id) < ($1.date, $1.amount, $1.id) }
    var exact: [Int: CalendarDate] = [:]
    takeExact(&left, into: &exact, isLate: false)
    let paidBefore = takeWhole((first.amount ?? first.balance) - first.balance, by: first, &left)
    takeExact(&left, into: &exact, isLate: true)
    _ = DocumentPast.explain(paidBefore, by: first, &left)
    for version in versions.indices.dropFirst() {
      let (before, after) = (versions[version - 1], versions[version])
      var balance = before.balance
      let fall = balance - after.balance
      for (date, part) in exact[version].map({ [($0, fall)] }) ?? DocumentPast.explain(fall, by: after, &left) {
        balance -= part
        lastFall = max(lastFall ?? date, date)
        let day = date.adding(days: 1)
        // Earlier steps of later days come down with it: a payment that was learned late.
        for place in steps.indices where steps[place].from > day { steps[place].amount -= part }
        steps.append(Principal.Step(from: day, amount: Principal(steps).amount(on: day) - part))
      }
      if balance != after.balance {
        if balance > after.balance { lastFall = max(lastFall ?? after.learnedOn, after.learnedOn) }
        steps.append(Principal.Step(from: after.learnedOn.adding(days: 1), amount: after.balance))
      }
    }
    return (Principal(steps), lastFall)
  }

  /// Takes off the payments of just what the balance fell by: what they pay no other fall was paid with.
  /// - Parameters:
  ///   - exact: their days, by place of the version that shows the fall.
  ///   - isLate: whether also older ones than the balance before count, which the ERP has booked late.
  private func takeExact(_ left: inout [Payment], into exact: inout [Int: CalendarDate], isLate: Bool) {
    for version in versions.indices.dropFirst() where exact[version] == nil {
      let (before, after) = (versions[version - 1], versions[version])
      let fitting = left.indices.filter {
        left[$0].amount > 0 && left[$0].amount == before.balance - after.balance && left[$0].mayExplain(after)
      }
      // One of the day of the balance before may be in it; where a newer one is there, that is it.
      guard
        let one = fitting.first(where: { left[$0].date > before.learnedOn })
          ?? fitting.first(where: { left[$0].date == before.learnedOn }) ?? (isLate ? fitting.first : nil)
      else { continue }
      exact[version] = left[one].date
      left[one].amount = 0
    }
  }

  /// Takes off payments that are no more than what had been paid before the document was first seen, the one of just that amount or the oldest first.
  /// - Returns: what is left of that.
  private func takeWhole(_ paid: Int64, by version: Version, _ left: inout [Payment]) -> Int64 {
    var open = paid
    let exact = left.indices.first { left[$0].amount == paid && left[$0].mayExplain(version) }
    for index in exact.map({ [$0] }) ?? Array(left.indices)
    where open > 0 && left[index].amount > 0 && left[index].amount <= open && left[index].mayExplain(version) {
      open -= left[index].amount
      left[index].amount = 0
    }
    return open
  }

  /// Sets payments against a fall of the balance, and takes them off: the one of just that amount, else the oldest first.
  private static func explain(
    _ fall: Int64, by version: Version, _ left: inout [Payment]
  ) -> [(date: CalendarDate, amount: Int64)] {
    guard fall > 0 else { return [] }
    let fitting = left.indices.filter { left[$0].amount > 0 && left[$0].mayExplain(version) }
    var parts: [(date: CalendarDate, amount: Int64)] = []
    var open = fall
    for index in fitting.first(where: { left[$0].amount == fall }).map({ [$0] }) ?? fitting where open > 0 {
      let part = min(left[index].amount, open)
      left[index].amount -= part
      open -= part
      parts.append((left[index].date, part))
    }
    return parts
  }
}

/// What is known about an account for interest and fees. Made only for accounts that they may concern. A class: it is passed along with the
/// account and never changed.
public final class AccountCharges: Sendable {
  /// Claims on this payer, open ones and those about documents that are open.
  public let claims: [ChargeClaim]
  /// By row of the ledger's table, of items that may bear interest.
  public let pasts: [Int: DocumentPast]
  /// As-of date of the run before tonight's; nil: there was none.
  public let lastNight: CalendarDate?
  public let rates: RateTables
  /// What this payer has paid of what messages claimed, and the ERP has not applied yet: the oldest first.
  public let paid: [PaidCharges]

  public init(
    claims: [ChargeClaim] = [], pasts: [Int: DocumentPast] = [:], lastNight: CalendarDate? = nil,
    rates: RateTables = .builtin, paid: [PaidCharges] = []
  ) {
    self.paid = paid
    self.claims = claims
    self.pasts = pasts
    self.lastNight = lastNight
    self.rates = rates
  }

  /// The same without some claims, by id.
  public func without(_ ids: Set<String>) -> AccountCharges {
    AccountCharges(
      claims: claims.filter { !ids.contains($0.id) }, pasts: pasts, lastNight: lastNight, rates: rates, paid: paid)
  }
}

/// What a unit's message claims beside the invoices. A class: most units have none, and the decision is copied often.
public final class UnitCharges: Sendable {
  /// Interest and lump sum of an item.
  public struct Item: Sendable {
    /// Index into the unit's items.
    public var item: Int
    public var interest: Interest
    /// A lump sum that tonight's message claims for the first time, in minor units.
    public var compensation: Int64
    public init(item: Int, interest: Interest, compensation: Int64 = 0) {
      self.item = item
      self.interest = interest
      self.compensation = compensation
    }
  }

  /// By item.
  public let items: [Item]
  /// What of their interest has been paid with money that waits for the ERP, in minor units: it is not asked for.
  public let paidInterest: Int64
  /// Claimed for the first time by tonight's message: its fee, and fee and lump sums together; in minor units.
  public let fee: Int64
  public let newFees: Int64
  /// What is claimed once the message is out for real: new claims, and known ones with the interest of tonight.
  public let claims: [ChargeClaim]
  /// Claims of earlier messages that tonight's asks for once more as they stand.
  public let told: [ChargeClaim]
  /// Closed tonight whether or not a message goes out: claims that `waive` decisions give up, and the ids of those decisions.
  public let waived: [ChargeClaim]
  public let waivers: [String]
  /// Held days of items as they are to be remembered, by row.
  public let held: [(row: Int, spans: [DocumentPast.HeldSpan])]
  /// Reference rates that a day of interest asked for in vain.
  public let missing: [ReferenceRate]

  public init(
    items: [Item] = [], paidInterest: Int64 = 0, fee: Int64 = 0, newFees: Int64 = 0, claims: [ChargeClaim] = [],
    told: [ChargeClaim] = [],
    waived: [ChargeClaim] = [],
    waivers: [String] = [], held: [(row: Int, spans: [DocumentPast.HeldSpan])] = [], missing: [ReferenceRate] = []
  ) {
    self.items = items
    self.paidInterest = paidInterest
    self.fee = fee
    self.newFees = newFees
    self.claims = claims
    self.told = told
    self.waived = waived
    self.waivers = waivers
    self.held = held
    self.missing = missing
  }

  /// What is known of an item; nil: it bears none.
  public func of(_ item: Int) -> Item? { items.first { $0.item == item } }
}
