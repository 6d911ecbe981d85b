import Ledger

/// Reads account statements camt.053, reports camt.052 and notifications camt.054 of ISO 20022, versions 2 to 12.
///
/// One record per transaction (TxDtls); an entry without details, or whose details name no amounts, is one. Only booked entries are
/// payments: others are left out and counted. The sign is that of `CdtDbtInd`, also of reversals (`RvslInd`), which banks book as
/// what they are.
///
/// Controls: opening balance and entries give the closing balance; totals of `TxsSummry`; and the transactions of an entry add up to
/// it, charges explained. Where an entry has a single transaction of another amount, the entry's counts, with
/// warning `[bank-amount-differs]`.
final class CamtReader: RecordReader {
  var columns: [String] { BankColumn.names }
  var warnings: [Diagnostic] { xml.warnings + notes.warnings }
  private(set) var controls: [SourceControl] = []

  private let file: String
  private let xml: XMLMessageParser
  private var rows: BankRows
  private var notes: BankNotes
  private var statement: CamtStatement?
  private var statements = 0
  private var entry: CamtEntry?
  private var transaction: CamtTransaction?
  /// The transaction before: shown when it is known whether it was the only one.
  private var waiting: CamtTransaction?
  private var inBalance = false

  private static let messages = ["BkToCstmrStmt", "BkToCstmrAcctRpt", "BkToCstmrDbtCdtNtfctn"]
  /// Values of one transaction; more is none.
  private static let valuesOfOne = 10_000

  /// - Parameter encoding: what the configuration says it is, whatever the file declares.
  init(file: String, mask: AccountMask, encoding: TextEncoding? = nil) {
    self.file = file
    xml = XMLMessageParser(.camt, file: file, encoding: encoding)
    rows = BankRows(mask: mask)
    notes = BankNotes(file: file)
  }

  func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try xml.push(chunk) { try take($0, body) }
    try checkMessage()
  }

  func finish(_ body: (RecordView) throws -> Void) throws {
    try xml.finish { try take($0, body) }
    try checkMessage()
    guard xml.message != nil else { throw wrongMessage("the file has no camt message in a Document") }
    guard statements > 0 else {
      throw Diagnostic.bank(
        file, xml.line, "bank-syntax", "the message holds no statement (Stmt, Rpt or Ntfctn)",
        "ask the bank for the file again")
    }
    notes.close()
  }

  private func checkMessage() throws {
    guard let message = xml.message, !CamtReader.messages.contains(message) else { return }
    throw wrongMessage("the message is <\(message)>, not a statement")
  }

  private func wrongMessage(_ text: String) -> Diagnostic {
    .bank(file, 1, "xml-root", text, "camt.052, camt.053 and camt.054 are read here")
  }

  // MARK: Events

  private func take(_ event: XMLEvent, _ body: (RecordView) throws -> Void) throws {
    switch event.kind {
    case .begin: if let unit = CamtUnit(rawValue: event.id) { try begin(unit, event, body) }
    case .leaf: if let leaf = CamtLeaf(rawValue: event.id) { try value(leaf, event) }
    case .end: if let unit = CamtUnit(rawValue: event.id) { try end(unit, event, body) }
    }
  }

  private func begin(_ unit: CamtUnit, _ event: XMLEvent, _ body: (RecordView) throws -> Void) throws {
    switch unit {
    case .statement:
      statement = CamtStatement(line: event.line)
      statements += 1
      rows.startStatement()
    case .balance: inBalance = true
    case .entry: entry = CamtEntry(line: event.line, offset: event.offset)
    case .details:
      try showWaiting(isOnly: false, body)
      let before = entry?.transactions ?? 0
      entry?.batch = CamtBatch(from: before)
    case .transaction:
      try showWaiting(isOnly: false, body)
      entry?.transactions += 1
      transaction = CamtTransaction(line: event.line, offset: event.offset, ordinal: entry?.transactions ?? 1)
    case .charges, .charge, .structured, .adjustment: break
    }
  }

  private func value(_ leaf: CamtLeaf, _ event: XMLEvent) throws {
    switch leaf {
    case .chargeAmount, .chargeCurrency, .chargeSign, .chargeTotal:
      if transaction == nil { entry?.charges.add(leaf, event.text) } else { transaction?.charges.add(leaf, event.text) }
    case .batchCount: entry?.batch.count = event.text
    case .batchTotal: entry?.batch.total = event.text
    case .batchCurrency: entry?.batch.currency = event.text
    default:
      if transaction != nil {
        transaction?.values.add(leaf, event.text)
      } else if entry != nil {
        entry?.values.add(leaf, event.text)
      } else if inBalance {
        statement?.addToBalance(leaf, event.text)
      } else {
        statement?.values.add(leaf, event.text)
      }
    }
    let count = max(transaction?.values.count ?? 0, entry?.values.count ?? 0, statement?.values.count ?? 0)
    if count > CamtReader.valuesOfOne {
      throw Diagnostic.bank(
        file, event.line, "record-too-long", "an entry has thousands of values", "is this a message of a bank?")
    }
  }

  private func end(_ unit: CamtUnit, _ event: XMLEvent, _ body: (RecordView) throws -> Void) throws {
    let currency = entry?.currency ?? ""
    switch unit {
    case .statement: endStatement(event)
    case .balance:
      inBalance = false
      statement?.endBalance()
    case .charge, .charges:
      if transaction == nil {
        entry?.charges.end(currency: currency)
      } else {
        transaction?.charges.end(currency: currency)
      }
      if unit == .charges {
        if transaction == nil { entry?.charges.close() } else { transaction?.charges.close() }
      }
    case .structured: transaction?.values.end(.structuredEnd)
    case .adjustment: transaction?.values.end(.adjustmentEnd)
    case .transaction:
      transaction?.lastLine = event.line
      entry?.lastLine = event.line
      waiting = transaction
      transaction = nil
    case .details:
      if entry?.transactions ?? 0 > 1 { try showWaiting(isOnly: false, body) }
      endDetails(event)
    case .entry: try endEntry(event, body)
    }
  }

  // MARK: Entries

  private var row: CamtRow {
    CamtRow(account: statement?.account ?? "", statement: statement?.values[.statementID] ?? "")
  }

  /// Shows the transaction before the one at hand.
  private func showWaiting(isOnly: Bool, _ body: (RecordView) throws -> Void) throws {
    guard let transaction = waiting, let entry else { return }
    waiting = nil
    guard entry.isBooked else { return }
    if isOnly {
      try showOnly(transaction, of: entry, body)
    } else {
      try showPart(transaction, of: entry, body)
    }
  }

  /// The only transaction of an entry: the entry says what came in, unless charges explain that it was more.
  private func showOnly(
    _ transaction: CamtTransaction, of entry: CamtEntry, _ body: (RecordView) throws -> Void
  ) throws {
    let charges = transaction.charges.sum.isZero ? entry.charges.sum : transaction.charges.sum
    var amount = entry.amount
    if let own = transaction.amount(in: entry.currency), let whole = entry.amount, own.magnitude != whole.magnitude {
      if !charges.isZero, (own.magnitude - whole.magnitude).magnitude == charges.magnitude {
        amount = whole < .zero ? -own.magnitude : own.magnitude
      } else {
        notes.warn(
          "bank-amount-differs", line: transaction.line,
          "the transaction says \(own.text(in: entry.currency)) and its entry \(whole.text(in: entry.currency)), no charges explain it; the entry's amount is taken",
          "the difference may be charges of another bank")
      }
    }
    try rows.show(
      row.row(entry, transaction, amount: amount, currency: entry.currency, charges: charges), body)
  }

  /// One of several.
  private func showPart(
    _ transaction: CamtTransaction, of entry: CamtEntry, _ body: (RecordView) throws -> Void
  ) throws {
    let own = transaction.amount(in: entry.currency).map { ($0, entry.currency) }
    guard let (amount, currency) = own ?? transaction.amountInAnyCurrency else {
      self.entry?.addWithoutAmount(transaction)
      return
    }
    let signed = sign(of: transaction, in: entry, isComparable: own != nil) < 0 ? -amount : amount
    if own == nil {
      self.entry?.inOtherCurrency += 1
    } else {
      self.entry?.sum += signed
      self.entry?.deducted += transaction.charges.sum
    }
    self.entry?.batch.sum += signed
    self.entry?.batch.currencies.insert(currency)
    var shown = row.row(entry, transaction, amount: signed, currency: currency, charges: transaction.charges.sum)
    shown.entry = row.key(of: entry, shown)
    try rows.show(shown, body)
  }

  /// A batch may hold money in both directions; its sum proves the signs. Where it cannot be compared, the entry's sign counts: that
  /// is what moved on the account.
  private func sign(of transaction: CamtTransaction, in entry: CamtEntry, isComparable: Bool) -> Int {
    let own = transaction.values.sign(.sign)
    guard !isComparable, let whole = entry.sign, let own, own != whole else { return own ?? entry.sign ?? 1 }
    notes.warn(
      "bank-sign", line: transaction.line,
      "the transaction is \(own < 0 ? "DBIT" : "CRDT") and its entry \(whole < 0 ? "DBIT" : "CRDT"); the entry's sign is taken"
    )
    return whole
  }

  private func endDetails(_ event: XMLEvent) {
    guard let entry, entry.isBooked, entry.transactions > entry.batch.from, entry.transactions > 1 else { return }
    let counted = entry.transactions - entry.batch.from
    if let stated = BankText.count(Array(entry.batch.count.utf8)), stated != counted {
      notes.warn(
        "bank-batch-differs", line: event.line,
        "the batch on line \(entry.line) says it has \(stated) transactions and lists \(counted)", CamtReader.batchHelp)
    }
    let currency = entry.batch.currency.isEmpty ? entry.currency : entry.batch.currency
    guard entry.withoutAmount == 0, entry.batch.currencies == [currency],
      let total = BankAmount(decimal: entry.batch.total), total.magnitude != entry.batch.sum.magnitude
    else { return }
    notes.warn(
      "bank-batch-differs", line: event.line,
      "the batch on line \(entry.line) says \(total.text(in: currency)) and its transactions are \(entry.batch.sum.text(in: currency))",
      CamtReader.batchHelp)
  }

  private static let batchHelp = "it may say what was sent to the bank; what counts is the amount of the entry"

  private func endEntry(_ event: XMLEvent, _ body: (RecordView) throws -> Void) throws {
    entry?.lastLine = event.line
    try showWaiting(isOnly: entry?.transactions == 1, body)
    guard let entry else { return }
    self.entry = nil
    statement?.add(entry)
    guard entry.isBooked else {
      return notes.leaveOut(
        "entries that are not booked (\(BankText.quoted(entry.values[.entryStatus])))", line: entry.line)
    }
    if entry.transactions == entry.withoutAmount {
      return try rows.show(row.row(ofWhole: entry), body)
    }
    guard entry.transactions > 1 else { return }
    try checkSum(entry, event)
  }

  /// The transactions of a batch against its entry.
  private func checkSum(_ entry: CamtEntry, _ event: XMLEvent) throws {
    let whole = entry.amount ?? .zero
    if entry.inOtherCurrency > 0 {
      notes.warn(
        "bank-currency", line: entry.line,
        "transactions of an entry in \(entry.currency) are in another currency: their sum is not compared")
      return
    }
    let charges = entry.charges.sum.isZero ? entry.deducted : entry.charges.sum
    let difference = (entry.sum - whole).magnitude
    if entry.withoutAmount == 0, difference.isZero || difference == charges.magnitude {
      statement?.tiedBatches += 1
      return
    }
    controls.append(
      SourceControl(
        name: "transactions of the entry on line \(entry.line)"
          + (entry.withoutAmount > 0 ? ", \(entry.withoutAmount) of them without an amount" : ""), line: event.line,
        stated: whole.text(in: entry.currency), counted: entry.sum.text(in: entry.currency)))
  }

  private func endStatement(_ event: XMLEvent) {
    guard let statement else { return }
    let isReport = xml.message == "BkToCstmrAcctRpt"
    controls.append(contentsOf: statement.controls(isReport: isReport, line: event.line, &notes))
    self.statement = nil
  }
}
