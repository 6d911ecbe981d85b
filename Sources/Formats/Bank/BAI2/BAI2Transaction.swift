import Ledger

/// A transaction (16): `16,165,150000,V,261120,,REF123,CUST9,ACME INV 4711/`.
struct BAI2Transaction {
  let record: BAI2Record
  var typeText: String
  var type: Int?
  var amountText: String
  /// As written, without regard to the type; negative where the file has a minus.
  var amount: BankAmount?
  var valueDate: CalendarDate?
  var bankReference: String
  var customerReference: String
  /// Both as earlier versions read them: they go into the id of the payment, beside its whole text.
  private var identifying: [String]
  /// The text and the texts of all continuations, each a piece of its own.
  var texts: [String]

  init(_ record: BAI2Record, exponent: Int) {
    self.record = record
    // Where the record ends before its text, its continuations bring the fields that are missing.
    var content = record.content
    var continuations = record.continuations[...]
    while BAI2Transaction.isUnfinished(content), let next = continuations.first {
      content += [0x2C] + next
      continuations.removeFirst()
    }
    var fields = BAI2Fields(content)
    typeText = fields.text()
    type = typeText.utf8.count == 3 ? BankText.count(Array(typeText.utf8)) : nil
    amountText = fields.text()
    amount = BankAmount(minor: Array(amountText.utf8), exponent: exponent)
    if let date = fields.availability() { valueDate = BankDate.yymmdd(date) }
    let references = [fields.text(), fields.text()]
    bankReference = BankText.reference(references[0])
    customerReference = BankText.reference(references[1])
    identifying = references.map(BankText.formerReference)
    texts = [fields.remainder()] + continuations.map { BankText.clean($0) }
  }

  private static func isUnfinished(_ content: [UInt8]) -> Bool {
    var fields = BAI2Fields(content)
    _ = fields.next()
    _ = fields.next()
    _ = fields.availability()
    _ = fields.next()
    return fields.isAtEnd
  }

  func row(account: String, currency: String) -> BankRow {
    var row = BankRow()
    row.lineFrom = record.lineFrom
    row.lineTo = record.lineTo
    row.byteOffset = record.offset
    row.source = Array("16,".utf8) + record.source
    row[.account] = account
    row[.currency] = currency
    row.set(.valueDate, valueDate)
    row[.bankCode] = typeText
    row[.bankReference] = bankReference
    row[.endToEndID] = customerReference
    row[.reversal] = type.map(BAI2Types.isReversal) == true ? "true" : "false"
    row[.method] = type.map(BAI2Types.method) ?? ""
    if type == nil {
      row.fail(
        "bank-code", "\(BankText.quoted(typeText)) is no type code", "it has three digits", in: .bankCode)
    }
    if let amount {
      row.set(amount)
    } else {
      row.fail(amount: amountText, "amounts have digits only; the last two are cents")
    }
    readTexts(&row)
    if row[.reversal] == "true" { row[.returnReason] = BAI2Types.returnReason(in: row[.remittance]) }
    row[.reference] = BankText.creditorReference(in: row[.remittance])
    row.identity = [currency, row[.amount], typeText] + identifying + [texts.joined(separator: " ")]
    return row
  }

  /// Some banks put a keyword in front of each continuation: `DBNM: ACME`, `REMI: INV 4711`.
  private func readTexts(_ row: inout BankRow) {
    var texts: [String] = []
    let isDebit = type.map { BAI2Types.side($0) == .debit } ?? false
    for text in self.texts {
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      let value = parts.count == 2 ? BankText.clean(parts[1]) : ""
      switch parts.first {
      case "EREF" where parts.count == 2: if row[.endToEndID].isEmpty { row[.endToEndID] = BankText.reference(value) }
      case "DBNM" where !isDebit, "CRNM" where isDebit: row[.payerName] = value
      case "DACT" where !isDebit, "CACT" where isDebit: row[.payerAccount] = value
      case "DBNM", "CRNM", "DACT", "CACT", "DABA", "CABA", "DBIC", "CBIC", "CREF": break
      case "REMI" where parts.count == 2: texts.append(value)
      default: texts.append(text)
      }
    }
    row[.remittance] = BankText.joined(texts)
  }
}
