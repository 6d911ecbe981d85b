import Cash
import Ledger
import Pipeline
import Store

extension CashStory {
  /// Says what the ERP has to take back of matches that tonight's replace, so that it is right once it has posted every file. Each of them it shows, or
  /// was told in a file.
  /// - Parameter first: place of the first of tonight's applications of the payment.
  mutating func takeBack(_ origin: CashEntries.Origin, _ payment: Payment, _ first: Int) throws {
    for old in origin.previous {
      guard let document = try lookup.document(key: old.document) else { continue }
      let same = result.outcome.applications[first...].firstIndex {
        $0.documentID == document.id && $0.instalment == document.instalment
      }
      let now = same.map { result.outcome.applications[$0] }
      let told = old.amount - old.posted
      var back: Int64
      if let now, let same, origin.isTold {
        // The ERP, or a person, says how much it is: more, or less, than was told.
        result.outcome.applications[same].posting = now.isPosted ? 0 : now.posting - told
        continue
      } else if origin.isTold {
        // Its own books are as it says; what it has not posted it may yet.
        back = -told
      } else {
        back = movedBack(old) - old.amount + (now.map { $0.money.minorUnits - $0.posting } ?? 0)
        if let same, let now, back + now.posting == 0 {
          (back, result.outcome.applications[same].posting) = (0, 0)
        }
      }
      guard back != 0 else { continue }
      result.outcome.takenBack.append(
        CashOutcome.Application(
          company: payment.company, paymentID: payment.id, customerID: document.customerID, documentID: document.id,
          instalment: document.instalment, money: Money(minorUnits: back, currency: payment.money.currency),
          rule: CashRule(rawValue: old.rule) ?? .erpApplication, confidence: old.confidence, difference: .correction,
          deducted: -old.deducted, paymentDate: payment.date, isPosted: false, posting: back))
    }
  }

  /// By how much tonight's balance shows that the ERP has taken a match back itself.
  private func movedBack(_ old: CashTables.Match) -> Int64 {
    let moved = moved[old.document] ?? 0
    return old.posted > 0 ? min(old.posted, max(0, moved)) : max(old.posted, min(0, moved))
  }
}
