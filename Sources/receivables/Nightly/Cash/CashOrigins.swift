import Cash
import Ledger
import Pipeline
import Store

/// What is known of the payments of a night beside what they say: where they come from, and what they had settled before.
extension CashEntries {
  struct Origin {
    /// Key of the payment in the state; 0: new.
    var stateID: Int64 = 0
    /// It waits, and no rule was ever asked about it.
    var isUnasked = false
    /// Waited for a person before tonight, with nothing matched; or only what a person has said is told otherwise, before the ERP has posted it.
    var wasWaiting = false
    /// Matches that tonight's replace. Others of the payment stay as they are.
    var previous: [CashTables.Match] = []
    /// The ERP, or a person, says tonight where its money goes.
    var isTold = false
    /// A person has moved it to other documents after the ERP had posted it, or was told to; see `LateAnswers`.
    var isMoved = false
    /// What it had paid is in another currency from tonight on: its money pays nothing of that.
    var isForeign = false

    /// What is said of it is a person's answer, or may be: the ERP has posted it once balances show it.
    var isAnswer: Bool { wasWaiting || isMoved }

    /// Nothing was decided about it before tonight.
    var isNew: Bool { stateID == 0 || isUnasked }

    init(stateID: Int64 = 0, previous: [CashTables.Match] = [], isForeign: Bool = false) {
      (self.stateID, self.previous, self.isForeign) = (stateID, previous, isForeign)
    }

    /// - Parameters:
    ///   - known: nil: the state does not know it.
    ///   - wasWaiting: nobody was asked about what no rule was asked about, and what is said of it answers nobody.
    init(
      _ known: CashTables.Known?, wasWaiting: Bool, previous: [CashTables.Match] = [], isTold: Bool = false
    ) {
      (stateID, isUnasked) = (known?.stateID ?? 0, known?.isUnasked ?? false)
      (self.wasWaiting, self.previous, self.isTold) = (wasWaiting && !isUnasked, previous, isTold)
    }
  }

  /// A match of an earlier night: a payment on a document.
  struct MatchKey: Hashable {
    var payment: Int64
    var document: Int64

    init(payment: Int64, document: Int64) { (self.payment, self.document) = (payment, document) }
    init(_ match: CashTables.Match) { self.init(payment: match.payment, document: match.document) }
  }
}

extension CashTables.Known {
  /// Whether nothing is decided about money that waits for nobody and is told again: where it concerned no customer, other words may name one.
  func rests(_ told: Payment) -> Bool {
    guard let open, CashTables.isDone(open.reason) else { return false }
    return open.reason == CashReason.refunded.rawValue || told.writtenText == payment.writtenText
  }

  /// It waits, and no rule was ever asked about it.
  var isUnasked: Bool { open?.reason == CashReason.notMatched.rawValue }

  /// What is left of it pays its document once that has room, see `RoomToCome`.
  var waitsForRoom: Bool { open?.reason == CashReason.alreadyPaid.rawValue }

  /// What waits of it; nil: nothing does.
  func receipt(isBegun: Bool) -> Receipt? {
    open.map {
      var waitsAs = CashReason(rawValue: $0.reason)
      if isBegun, waitsAs != .charges, waitsAs != .leftByERP { waitsAs = .overPayment }
      return Receipt(payment, left: $0.left, since: $0.since, isBegun: isBegun, waitsAs: waitsAs)
    }
  }
}
