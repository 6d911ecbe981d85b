import Ledger

/// An amount inside field 86, with or without its currency in front or behind: `EUR1000,00`, `107,50`, `7,50 EUR`.
struct MT940Money: Equatable {
  /// Empty: that of the statement.
  var currency: String
  /// Positive.
  var amount: BankAmount

  /// Nil where it is none.
  init?(_ text: String) {
    let letters = text.utf8.filter { TextMask.isLetterOrDigit($0) && !TextMask.isDigit($0) }
    let digits = text.utf8.filter { TextMask.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }
    guard letters.isEmpty || letters.count == 3, let amount = BankAmount(decimal: digits), amount > .zero else {
      return nil
    }
    (currency, self.amount) = (String(decoding: letters, as: UTF8.self).uppercased(), amount)
  }

  /// What several banks kept (`/CHGS1/EUR2,/CHGS2/EUR3,/`), together where it is in one currency; else what the first did.
  init?(chargesOf words: MT940Words) {
    let all = ["CHGS", "CHGS1", "CHGS2"].compactMap { MT940Money(words[$0]) }
    guard var sum = all.first else { return nil }
    for one in all.dropFirst() where one.currency == sum.currency { sum.amount += one.amount }
    self = sum
  }

  /// The amount, where it is in this currency.
  func amount(in currency: String) -> BankAmount? { self.currency.isEmpty || self.currency == currency ? amount : nil }
}

extension BankRow {
  /// What the bank says beside the booked amount. Money that came in settles what was sent; what the bank kept of it is `charges`, as is what it
  /// took beside a collection that came back. An amount in another currency, and one that no charges explain, is for the reader's eyes.
  mutating func explain(original: MT940Money?, charges kept: MT940Money?) {
    guard original != nil || kept != nil, let booked = BankAmount(decimal: self[.amount]) else { return }
    let currency = self[.currency]
    var charges = kept?.amount(in: currency)
    var isExplained = false
    if let sent = original?.amount(in: currency), sent != booked.magnitude {
      let difference = (sent - booked.magnitude).magnitude
      if booked > .zero, sent > booked, charges == difference {
        set(sent)
        isExplained = true
      } else if booked < .zero, sent < booked.magnitude {
        charges = difference
        isExplained = true
      }
    }
    if let charges { self[.charges] = charges.text(in: currency) }
    guard let original, !isExplained, original.amount(in: currency) != booked.magnitude else { return }
    let named = original.currency.isEmpty ? currency : original.currency
    let told = "(\(named) \(original.amount.text(in: named)))"
    if !self[.remittance].contains(told) { self[.remittance] = BankText.joined([self[.remittance], told]) }
  }
}
