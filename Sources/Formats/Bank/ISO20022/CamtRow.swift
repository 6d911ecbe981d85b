import Ledger

/// Makes rows of entries and their transactions.
struct CamtRow {
  var account: String
  var statement: String

  /// - Parameters:
  ///   - transaction: nil where the entry has no details, or none with amounts.
  ///   - amount: signed.
  func row(
    _ entry: CamtEntry, _ transaction: CamtTransaction?, amount: BankAmount?, currency: String, charges: BankAmount
  ) -> BankRow {
    let values = transaction?.values ?? CamtValues()
    var row = BankRow()
    row.lineFrom = transaction?.line ?? entry.line
    row.lineTo = transaction?.lastLine ?? entry.lastLine
    row.byteOffset = transaction?.offset ?? entry.offset
    row[.account] = account
    row[.statement] = statement
    row[.currency] = currency
    if let amount {
      row.set(amount)
    } else if entry.sign == nil, BankAmount(decimal: entry.values[.entryAmount]) != nil {
      row[.amount] = entry.values[.entryAmount]
      row.fail(
        "bank-sign", "the entry is neither CRDT nor DBIT", "CdtDbtInd tells whether money came in", in: .amount)
    } else {
      row.fail(amount: entry.values[.entryAmount], "an amount has digits and a point")
    }
    if !charges.isZero { row[.charges] = charges.text(in: currency) }
    setDates(&row, entry)
    let isReturn = !values[.returnCode].isEmpty || !values[.returnProprietary].isEmpty
    row[.reversal] = entry.isReversal ? "true" : "false"
    row[.returnReason] =
      [values[.returnCode], values[.returnProprietary], values[.returnInformation]].first { !$0.isEmpty } ?? ""
    setCode(&row, entry, values)
    let isMoneyIn = amount.map { $0 >= .zero } ?? true
    setParties(&row, values, isPayerDebtor: isMoneyIn || isReturn || entry.isReversal)
    row[.endToEndID] = BankText.reference(values[.endToEndID])
    let references = [values[.serviceRef], entry.values[.entryServiceRef], values[.transactionID]]
    row[.bankReference] = BankText.reference(of: references)
    let ultimate = row[.remittance]
    setRemittance(&row, entry, values, isDetailed: transaction != nil)
    row.identity = identity(row, entry, transaction?.ordinal ?? 1)
    row.formerIdentity = formerIdentity(row, entry, values, references, transaction?.ordinal ?? 1)
    addStated(&row, values, onBehalf: ultimate)
    return row
  }

  /// One row for an entry whose transactions name no amounts, with the words of all of them. It is the payment that it was when these were not
  /// read.
  func row(ofWhole entry: CamtEntry) -> BankRow {
    let bare = row(entry, nil, amount: entry.amount, currency: entry.currency, charges: entry.charges.sum)
    guard let joined = entry.joined else { return bare }
    var row = row(entry, joined, amount: entry.amount, currency: entry.currency, charges: entry.charges.sum)
    (row.identity, row.formerIdentity) = (bare.identity, bare.formerIdentity)
    (row.lineFrom, row.lineTo, row.byteOffset) = (bare.lineFrom, bare.lineTo, bare.byteOffset)
    return row
  }

  private func setDates(_ row: inout BankRow, _ entry: CamtEntry) {
    if let date = entry.booked {
      row.set(.paymentDate, date)
    } else {
      row.fail(date: entry.values[.entryBooked], in: .paymentDate)
    }
    row.set(.valueDate, BankDate.iso(entry.values[.entryValue]))
  }

  private func setCode(_ row: inout BankRow, _ entry: CamtEntry, _ values: CamtValues) {
    var parts = [values[.domain], values[.family], values[.subFamily]].filter { !$0.isEmpty }
    if parts.isEmpty {
      parts = [entry.values[.entryDomain], entry.values[.entryFamily], entry.values[.entrySubFamily]].filter {
        !$0.isEmpty
      }
    }
    let proprietary = [values[.proprietary], entry.values[.entryProprietary]].first { !$0.isEmpty } ?? ""
    row[.bankCode] = parts.isEmpty ? proprietary : parts.joined(separator: "/")
    row[.method] = CamtRow.method(parts)
  }

  /// ISO 20022 bank transaction codes: the family says how the money moved, the sub-family what a charge is.
  private static func method(_ parts: [String]) -> String {
    guard parts.count >= 2 else { return "" }
    if let last = parts.last, ["CHRG", "FEES", "COMM", "COMT"].contains(last) { return "fee" }
    switch parts[1] {
    case "RCDT", "ICDT", "RRCT", "IRCT": return "transfer"
    case "RDDT", "IDDT": return "direct-debit"
    case "RCHQ", "ICHQ", "LBOX": return "check"
    case "CCRD", "MCRD": return "card"
    case "CNTR": return "cash"
    default: return ""
    }
  }

  /// The other side. Of a returned collection it is the debtor although money goes out; an account that is our own is never it.
  private func setParties(_ row: inout BankRow, _ values: CamtValues, isPayerDebtor: Bool) {
    let own = AccountMask.normalized(account)
    let debtor = (values[.debtorName], values[.debtorAccount], values[.ultimateDebtor])
    let creditor = (values[.creditorName], values[.creditorAccount], values[.ultimateCreditor])
    let sides = isPayerDebtor ? [debtor, creditor] : [creditor, debtor]
    let others = sides.filter { $0.1.isEmpty || own.isEmpty || AccountMask.normalized($0.1) != own }
    let found = others.first { !$0.0.isEmpty || !$0.1.isEmpty } ?? ("", "", "")
    row[.payerName] = found.0
    row[.payerAccount] = found.1
    // On whose behalf: the customer whose invoice it is may stand here only.
    if row[.payerName].isEmpty {
      row[.payerName] = found.2
    } else if found.2 != found.0 {
      row[.remittance] = found.2
    }
  }

  private func setRemittance(_ row: inout BankRow, _ entry: CamtEntry, _ values: CamtValues, isDetailed: Bool) {
    let references = values.all(.creditorReference)
    let documents = values.all(.documentNumber)
    row[.reference] = references.first ?? documents.first ?? ""
    let ultimate = row[.remittance]
    var texts = values.all(.unstructured) + references.dropFirst() + documents + values.all(.additionalRemittance)
    if references.isEmpty, documents.count == 1 { texts.removeAll { $0 == documents[0] } }
    if texts.isEmpty, row[.reference].isEmpty {
      texts = [values[.information], isDetailed ? "" : entry.values[.entryInformation]]
      if texts.allSatisfy(\.isEmpty) { texts = [entry.values[.entryInformation]] }
    }
    row[.remittance] = BankText.joined(texts + [ultimate])
    if row[.reference].isEmpty { row[.reference] = BankText.creditorReference(in: row[.remittance]) }
  }

  /// What the payer states for each of several documents, instead of their numbers alone, and what he has taken off: `RF18539007547034 60.00 less
  /// 2.00 discount, 4712 200.00`. Of one document, whose number stands already, only what is taken off. A payment's id is made before, so that it is the
  /// one that it was when amounts were not read.
  private func addStated(_ row: inout BankRow, _ values: CamtValues, onBehalf: String) {
    // Most payments state nothing.
    let stated: [CamtLeaf] = [.remittedAmount, .discountApplied, .creditNoteAmount, .adjustment]
    guard stated.contains(where: { !values[$0].isEmpty }) else { return }
    let structured = values.structured
    let documents = structured.compactMap { one -> String? in
      let names = [one[.creditorReference]] + one.all(.documentNumber)
      guard let amount = BankAmount(decimal: one[.remittedAmount]), names.contains(where: { !$0.isEmpty }) else {
        return nil
      }
      return BankText.joined(names + [amount.text(in: row[.currency])] + deductions(one, in: row[.currency]))
    }
    if documents.count > 1 {
      row[.remittance] = BankText.joined(
        [documents.joined(separator: ", ")] + values.all(.unstructured) + values.all(.additionalRemittance) + [onBehalf]
      )
    } else if structured.count == 1 {
      row[.remittance] = BankText.joined([row[.remittance]] + deductions(structured[0], in: row[.currency]))
    }
  }

  /// What is taken off a document, in words that cash application understands. An adjustment is `DBIT`, a decrease, unless it says that it is added.
  private func deductions(_ one: CamtValues, in currency: String) -> [String] {
    func told(_ sign: String, _ amount: String, _ reason: String) -> String? {
      guard let amount = BankAmount(decimal: amount), !amount.isZero else { return nil }
      return BankText.joined([sign, amount.magnitude.text(in: currency), reason])
    }
    return one.all(.discountApplied).compactMap { told("less", $0, "discount") }
      + one.all(.creditNoteAmount).compactMap { told("less", $0, "credit note") }
      + one.parts(endedBy: .adjustmentEnd).compactMap { part in
        let reason = BankText.joined(part.all(.adjustmentReason))
        return told(part[.adjustmentSign] == "CRDT" ? "plus" : "less", part[.adjustment], reason)
      }
  }

  /// The bank's own reference of the entry where there is one; a payment then has the same id in camt.052, 053 and 054. Else all
  /// that is known. A short `NtryRef` is a running number of the statement and says nothing.
  ///
  /// Transactions of one entry are counted, for what files tell of each differs; the night finds out which is which (`entry`).
  private func identity(_ row: BankRow, _ entry: CamtEntry, _ ordinal: Int) -> [String] {
    let reference = BankText.reference(entry.values[.entryServiceRef])
    guard reference.isEmpty else { return referred(reference, row, entry) + [String(ordinal)] }
    return all(row, row[.endToEndID], row[.bankReference], BankText.reference(entry.values[.entryRef]))
  }

  private func referred(_ reference: String, _ row: BankRow, _ entry: CamtEntry) -> [String] {
    let amount = entry.amount?.text(in: entry.currency) ?? entry.values[.entryAmount]
    return ["ref", reference, row[.paymentDate], entry.currency, amount]
  }

  private func all(_ row: BankRow, _ endToEnd: String, _ bankReference: String, _ entryRef: String) -> [String] {
    [
      "all", row[.paymentDate], row[.valueDate], row[.currency], row[.amount], endToEnd, bankReference,
      row[.reference], row[.remittance], row[.payerName], row[.payerAccount], entryRef.utf8.count < 8 ? "" : entryRef,
    ]
  }

  /// When `NOTPROVIDED` counted as a reference of the entry.
  private func formerIdentity(
    _ row: BankRow, _ entry: CamtEntry, _ values: CamtValues, _ references: [String], _ ordinal: Int
  ) -> [String] {
    let reference = entry.values[.entryServiceRef]
    guard reference.isEmpty else { return referred(reference, row, entry) + [String(ordinal)] }
    return all(
      row, BankText.formerReference(values[.endToEndID]),
      BankText.formerReference(references.first { !$0.isEmpty } ?? ""), entry.values[.entryRef])
  }

  /// What makes an entry the one it is, for transactions that are some of several in it; see `BankRow.entry`.
  func key(of entry: CamtEntry, _ row: BankRow) -> [String] {
    let reference = entry.values[.entryServiceRef]
    return reference.isEmpty ? [] : referred(reference, row, entry) + ["entry"]
  }
}
