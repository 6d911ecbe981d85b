import Ledger

/// A transaction (STMTTRN) while its elements come in: the first of a name counts.
struct OFXTransaction {
  var line: Int
  var offset: Int
  var lastLine: Int
  private var values: [String: String] = [:]
  private static let names: Set<String> = [
    "TRNTYPE", "DTPOSTED", "DTUSER", "TRNAMT", "FITID", "CHECKNUM", "REFNUM", "NAME", "EXTDNAME", "MEMO", "CURSYM",
    "ACCTID", "CORRECTFITID", "CORRECTACTION", "SIC", "PAYEEID",
  ]

  init(line: Int, offset: Int) {
    self.line = line
    self.offset = offset
    lastLine = line
  }

  mutating func set(_ name: String, _ text: String) {
    guard OFXTransaction.names.contains(name) else { return }
    // A value may come in pieces: CDATA beside text.
    if let known = values[name] {
      if known.utf8.count < BankText.fieldBytes, name == "MEMO" { values[name] = known + text }
    } else {
      values[name] = text
    }
  }

  subscript(name: String) -> String { values[name] ?? "" }

  func row(account: String, currency: String, statement: String) -> BankRow {
    var row = BankRow()
    row.lineFrom = line
    row.lineTo = lastLine
    row.byteOffset = offset
    row[.account] = account
    row[.statement] = statement
    // Inside CURRENCY the amount is in that currency; inside ORIGCURRENCY it was converted already.
    row[.currency] = self["CURSYM"].isEmpty ? currency : self["CURSYM"].uppercased()
    row[.bankCode] = self["TRNTYPE"].uppercased()
    row[.method] = OFXTransaction.methods[row[.bankCode]] ?? ""
    row[.payerName] = self["EXTDNAME"].isEmpty ? self["NAME"] : self["EXTDNAME"]
    row[.payerAccount] = self["ACCTID"]
    row[.remittance] = self["MEMO"]
    row[.bankReference] = BankText.reference(self["FITID"])
    row[.endToEndID] = BankText.reference(of: [self["CHECKNUM"], self["REFNUM"]])
    row[.reference] = BankText.creditorReference(in: self["MEMO"])
    row[.reversal] = self["CORRECTFITID"].isEmpty ? "false" : "true"
    set(date: "DTPOSTED", .paymentDate, &row)
    if let day = BankDate.yyyymmdd(Array(self["DTUSER"].utf8.prefix(8))) { row.set(.valueDate, day) }
    if let amount = BankAmount(decimal: self["TRNAMT"]) {
      row.set(amount)
    } else {
      row.fail(
        amount: self["TRNAMT"],
        "it has digits, one decimal mark and a sign in front; the bank has to write the file again")
    }
    row.identity = [self["FITID"], row[.paymentDate], row[.currency], row[.amount]]
    if row[.bankReference].isEmpty {
      // Earlier versions took `0` for an id.
      if !self["FITID"].isEmpty { row.formerIdentity = row.identity }
      row.identity += [self["NAME"], self["MEMO"], self["CHECKNUM"]]
    }
    return row
  }

  /// `20090401122017.000[-5:EST]`: the calendar date in the bank's own zone.
  private func set(date name: String, _ column: BankColumn, _ row: inout BankRow) {
    guard let day = BankDate.yyyymmdd(Array(self[name].utf8.prefix(8))) else {
      return row.fail(date: self[name], in: column)
    }
    row.set(column, day)
  }

  private static let methods = [
    "CHECK": "check", "XFER": "transfer", "DIRECTDEP": "transfer", "DIRECTDEBIT": "direct-debit", "POS": "card",
    "CASH": "cash", "ATM": "cash", "FEE": "fee", "SRVCHG": "fee", "INT": "interest", "PAYMENT": "transfer",
  ]
}
