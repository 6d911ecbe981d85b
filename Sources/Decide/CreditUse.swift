import Ledger

/// What a credit of the unit is used for.
struct CreditUse: Sendable {
  /// Index into the unit's items.
  let index: Int
  let balance: Int64
  /// Taken by held or not-yet-due documents that it names, as a negative number: no longer free.
  var usedElsewhere: Int64 = 0
  /// The hold of the document that took it whole; nil: it stays a credit of the message.
  var heldBy: SuppressionReason?
  /// True when documents that are not yet due took all of it.
  var isForNotDue = false
  /// What of `usedElsewhere` messages show beside the documents that took it.
  var beside = CreditBeside()

  /// What counts against the demanded items.
  var counted: Int64 { balance - usedElsewhere }

  /// Sets credits against the documents that their `reference` names, also held ones; the rest of each is free in its unit. Of
  /// instalments with the same id the earliest is first. A partly disputed document gives its undisputed part first.
  /// - Complexity: linear in the unit's items.
  static func uses(of items: [AccountItem], against claims: inout [Claim]) -> [CreditUse] {
    var uses: [CreditUse] = []
    var named: [String: [Int]]?
    for index in items.indices where items[index].document.isCredit {
      var use = CreditUse(index: index, balance: items[index].document.balance)
      if !claims.isEmpty, let reference = items[index].document.reference {
        let places = named ?? Document.placesByName(claims.enumerated().lazy.map { ($0, $1.item.document) })
        named = places
        for place in places[reference] ?? [] { use.take(from: &claims[place]) }
      }
      uses.append(use)
    }
    return uses
  }

  /// Notes on which days payments on account were made of documents that they name, and that they do not cover.
  static func noteMoneyBeside(_ claims: inout [Claim], of unit: UnitCase) {
    let money = unit.items.indices.filter {
      let document = unit.items[$0].document
      return document.kind == .onAccount && document.isCredit && document.reference != nil
    }
    guard !money.isEmpty, !claims.isEmpty else { return }
    let places = Document.placesByName(claims.enumerated().lazy.map { ($0, $1.item.document) })
    var (used, days) = (
      [Int64](repeating: 0, count: claims.count), [CalendarDate?](repeating: nil, count: claims.count)
    )
    for index in money {
      let document = unit.items[index].document
      var credit = NamedCredit(balance: document.balance)
      for place in places[document.reference ?? ""] ?? []
      where credit.spend(on: claims[place].balance, asked: 0, used: &used[place]) != nil {
        days[place] = max(days[place] ?? .missing, min(document.documentDate, unit.asOf))
      }
    }
    for place in claims.indices where used[place] < claims[place].balance { claims[place].paidBesideOn = days[place] }
  }

  private var credit: NamedCredit
  private init(index: Int, balance: Int64) {
    self.index = index
    self.balance = balance
    credit = NamedCredit(balance: balance)
  }

  private mutating func take(from claim: inout Claim) {
    let asked = claim.isAsked ? claim.demanded : 0
    guard let elsewhere = credit.spend(on: claim.balance, asked: asked, used: &claim.offset) else { return }
    // What lowers the amount counts in the message beside the document's line.
    usedElsewhere -= elsewhere
    switch claim.hold ?? claim.reasonOfPart {
    case _ where !claim.isOverdue: beside.notDue -= elsewhere
    case .disputed?: beside.disputed -= elsewhere
    case let hold? where claim.isHeld ? !HoldRule.unlisted.contains(hold) : claim.isAsked: beside.held -= elsewhere
    default: break
    }
    guard usedElsewhere == balance else { return }
    heldBy = claim.hold
    isForNotDue = !claim.isOverdue
  }
}
