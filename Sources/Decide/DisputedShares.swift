import Ledger

/// What of each item of a unit is in dispute: the one rule for reminders, interest, hand-over, statements and worklist.
///
/// A disputed amount is held once: on the items that the dispute is about in their order, earliest due first, on each as far as it is
/// open. Disputes that name an instalment go before those that name its document, and these before those of the whole customer; several add up.
/// A dispute without an amount that can be read, or of the whole customer, is about all that it covers.
struct DisputedShares: Sendable {
  /// What of one item is disputed.
  struct Share: Sendable {
    /// In minor units; no more than the balance.
    var amount: Int64
    /// The first dispute that has a part in it.
    var dispute: Decision
  }

  /// By place; empty where nothing is disputed.
  private var shares: [Share?] = []

  /// - Parameters:
  ///   - items: of one unit, in the order of the account: by due date, missing last, document id and instalment.
  ///   - covers: whether a dispute stands and is about an item.
  init(_ disputes: [Decision], of items: [AccountItem], covers: (Decision, AccountItem) -> Bool) {
    guard !disputes.isEmpty else { return }
    shares = Array(repeating: nil, count: items.count)
    let named = Document.placesByName(items.enumerated().lazy.map { ($0, $1.document) })
    let about = disputes.map { dispute in dispute.documentID.flatMap { named[$0] } }
    for rank in Rank.allCases {
      for (dispute, places) in zip(disputes, about) where dispute.rank(places, items) == rank {
        let places = dispute.documentID == nil ? Array(items.indices) : places ?? []
        take(dispute, items, places.filter { covers(dispute, items[$0]) })
      }
    }
  }

  /// What is disputed of the item at a place; nil: nothing.
  subscript(place: Int) -> Share? { shares.isEmpty ? nil : shares[place] }

  /// What is disputed of the items that fit together, by their places, in minor units.
  func total(where fits: (Int) -> Bool) -> Int64 {
    shares.indices.reduce(0) { sum, place in sum + (shares[place].map { fits(place) ? $0.amount : 0 } ?? 0) }
  }

  private mutating func take(_ dispute: Decision, _ items: [AccountItem], _ places: [Int]) {
    guard let currency = items.first?.document.currency else { return }
    var left = dispute.disputedAmount(in: currency) ?? .max
    for place in places where left > 0 {
      let amount = min(items[place].document.balance - (shares[place]?.amount ?? 0), left)
      guard amount > 0 else { continue }
      left -= amount
      shares[place] = Share(
        amount: amount + (shares[place]?.amount ?? 0), dispute: shares[place]?.dispute ?? dispute)
    }
  }
}

extension Decision {
  /// The amount that a dispute of a document is about; nil: all of it, or the amount cannot be read.
  fileprivate func disputedAmount(in currency: Currency) -> Int64? {
    guard documentID != nil, let amount, let money = try? Money(amount, currency) else { return nil }
    return money.minorUnits > 0 ? money.minorUnits : nil
  }
}

extension StandingDecisions {
  /// What of the items of a unit is in dispute tonight.
  func disputed(of items: [AccountItem]) -> DisputedShares { disputed(by: all(.dispute), of: items) }

  /// What of the items of a unit these disputes are about, whatever else is in dispute.
  func disputed(by disputes: [Decision], of items: [AccountItem]) -> DisputedShares {
    DisputedShares(disputes, of: items) { covers($0, $1) && !isReleased($0, on: $1) }
  }
}

/// What a decision can be about, the narrowest first.
private enum Rank: CaseIterable { case instalment, document, customer }

extension Decision {
  /// - Parameter named: places of the items that it names.
  fileprivate func rank(_ named: [Int]?, _ items: [AccountItem]) -> Rank {
    guard let documentID else { return .customer }
    return named?.contains { items[$0].document.id == documentID } ?? false ? .document : .instalment
  }
}
