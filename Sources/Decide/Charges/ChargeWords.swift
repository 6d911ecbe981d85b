import Ledger

extension UnitChargeCount {
  /// `interest 17.51 (INV-1 17.51); reminder fee 10.00; ...`: what is claimed beside the invoices, for the decision's story.
  var words: Words {
    let currency = currency
    var story = Words()
    if interest != 0 {
      let own = charges.items.filter { $0.interest.amount > 0 }
      var told: Words = "interest \(amount: interest, currency) \(currency) by \(regime)"
      if !own.isEmpty {
        told +=
          ": "
          + Words.first(3, of: own) { item in
            "\(document(item.item)) \(amount: item.interest.amount, currency) (\(item.interest.pieceList(currency)))"
          }
      }
      if charges.paidInterest != 0 {
        told += "; \(amount: charges.paidInterest, currency) of it is paid and waits for the ERP"
      }
      story.add(told)
    }
    if fees != 0 { story.add("fees and lump sums \(amount: fees, currency) \(currency)") }
    for reference in charges.missing {
      story.add("no interest for days whose rate is unknown: table \(reference.rawValue) ends before them")
    }
    return story
  }
}
