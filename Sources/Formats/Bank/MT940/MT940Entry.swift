import Ledger

/// A statement line, field 61: `1701190119CN0,01NTRFNONREF//MB170119012058`.
struct MT940Entry {
  enum Mark {
    case credit, debit
    /// An earlier credit is taken back: money out; and an earlier debit: money in.
    case reversedCredit, reversedDebit
    /// Announced, not booked (MT942).
    case expected

    var isReversal: Bool { self == .reversedCredit || self == .reversedDebit }
    var isMoneyIn: Bool { self == .credit || self == .reversedDebit }
  }

  var valueDate: CalendarDate
  /// The file writes a day that the month does not have.
  var isClamped: Bool
  var entryDate: CalendarDate?
  var mark: Mark
  /// Positive is money in, whatever the mark.
  var amount: BankAmount
  /// `NTRF`: a letter for the kind of code, and the code.
  var type: String
  var ownerReference: String
  var bankReference: String
  /// What stands on a second line of the field.
  var supplement: String

  /// Nil where the line is none; `problem` tells what of it cannot be read.
  init(_ text: [UInt8], supplement: String) throws(MT940Fault) {
    var rest = text[...]
    guard let date = BankDate.clamped(yymmdd: rest.prefix(6)) else {
      throw MT940Fault(code: "bank-date", what: "value date", text: BankText.string(rest.prefix(6)))
    }
    valueDate = date.date
    isClamped = date.isClamped
    rest = rest.dropFirst(6)
    if rest.prefix(4).count == 4, rest.prefix(4).allSatisfy(TextMask.isDigit) {
      entryDate = BankDate.mmdd(rest.prefix(4), near: date.date)
      guard entryDate != nil else {
        throw MT940Fault(code: "bank-date", what: "entry date", text: BankText.string(rest.prefix(4)))
      }
      rest = rest.dropFirst(4)
    }
    guard let mark = MT940Entry.mark(&rest) else {
      throw MT940Fault(code: "bank-syntax", what: "debit or credit mark", text: BankText.string(rest.prefix(3)))
    }
    self.mark = mark.mark
    // The third letter of the currency may stand between mark and amount.
    if let first = rest.first, !TextMask.isDigit(first), TextMask.isLetterOrDigit(first) { rest = rest.dropFirst() }
    let digits = rest.prefix { TextMask.isDigit($0) || $0 == 0x2C || $0 == 0x2E }
    guard let amount = BankAmount(decimal: digits) else {
      throw MT940Fault(code: "bank-amount", what: "amount", text: BankText.string(rest.prefix(16)))
    }
    self.amount = mark.isCredit ? amount : -amount
    rest = rest.dropFirst(digits.count)
    type = BankText.clean(rest.prefix(4))
    let reference = rest.dropFirst(4)
    let slashes = MT940Entry.slashes(reference)
    ownerReference = BankText.clean(reference[..<(slashes ?? reference.endIndex)])
    bankReference = slashes.map { BankText.clean(reference[($0 + 2)...]) } ?? ""
    self.supplement = supplement
  }

  private static func mark(_ rest: inout ArraySlice<UInt8>) -> (mark: Mark, isCredit: Bool)? {
    let marks: [(text: String, mark: Mark, isCredit: Bool)] = [
      ("RC", .reversedCredit, false), ("RD", .reversedDebit, true), ("EC", .expected, true), ("ED", .expected, false),
      ("C", .credit, true), ("D", .debit, false),
    ]
    guard let found = marks.first(where: { rest.starts(with: $0.text.utf8) }) else { return nil }
    rest = rest.dropFirst(found.text.utf8.count)
    return (found.mark, found.isCredit)
  }

  /// Where `//` starts.
  private static func slashes(_ text: ArraySlice<UInt8>) -> Int? {
    text.indices.dropLast().first { text[$0] == 0x2F && text[$0 + 1] == 0x2F }
  }
}

/// What of a field cannot be read.
struct MT940Fault: Error {
  var code: String
  var what: String
  var text: String
}

/// A balance, fields 60 and 62: `D070903EUR1234718,36`.
struct MT940Balance {
  var date: CalendarDate?
  var currency: String
  /// Negative where the account is overdrawn.
  var amount: BankAmount

  init?(_ text: [UInt8]) {
    let text = text.filter { $0 > 0x20 }
    guard let mark = text.first, mark == UInt8(ascii: "C") || mark == UInt8(ascii: "D"), text.count > 10,
      let amount = BankAmount(decimal: text[10...])
    else { return nil }
    date = BankDate.clamped(yymmdd: text[1..<7])?.date
    currency = BankText.string(text[7..<10])
    self.amount = mark == UInt8(ascii: "D") ? -amount : amount
  }
}

/// Number and sum of the debits or credits of an interim report, fields 90D and 90C: `2EUR1000,`.
struct MT940Sum {
  var count: Int
  var currency: String
  var amount: BankAmount

  init?(_ text: [UInt8]) {
    let digits = text.prefix(while: TextMask.isDigit)
    guard let count = BankText.count(digits), text.count > digits.count + 3,
      let amount = BankAmount(decimal: BankText.trimmed(text[(digits.count + 3)...]))
    else { return nil }
    self.count = count
    currency = BankText.string(text[digits.count..<(digits.count + 3)])
    self.amount = amount
  }
}
