import Ledger

/// Reads payment status reports pain.002 of direct debits that we sent (pain.008): what the banks rejected or returned.
///
/// One record per rejected transaction (`TxSts` `RJCT`) that names its amount: money out on the day of the report, with the reason. A
/// rejected one without an amount can be no payment: it is told in a warning `[bank-no-amount]` with its end-to-end id and reason, as is
/// a rejection of a whole batch or message that lists no transactions `[bank-rejected-whole]`. Accepted and pending transactions, and
/// reports on transfers of ours (pain.001), are left out and counted.
///
/// Controls: the numbers of rejected transactions that message and batches state.
final class Pain002Reader: RecordReader {
  var columns: [String] { BankColumn.names }
  var warnings: [Diagnostic] { xml.warnings + notes.warnings }
  private(set) var controls: [SourceControl] = []

  private let file: String
  private let xml: XMLMessageParser
  private var rows: BankRows
  private var notes: BankNotes
  private var report = Pain002Values()
  private var group = Pain002Values()
  private var instruction: Pain002Values?
  private var transaction: (values: Pain002Values, line: Int, offset: Int)?
  private var count = Pain002Values()
  private var inCount = false
  /// Rejected transactions of the batch at hand and of the message; and the numbers that the message states.
  private var rejected = (batch: 0, all: 0)
  private var statedAll: Int?
  private var statedBatch: Int?

  /// - Parameter encoding: what the configuration says it is, whatever the file declares.
  init(file: String, mask: AccountMask, encoding: TextEncoding? = nil) {
    self.file = file
    xml = XMLMessageParser(.pain002, file: file, encoding: encoding)
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
    guard xml.message != nil else { throw wrongMessage("the file has no message in a Document") }
    notes.close()
  }

  private func checkMessage() throws {
    guard let message = xml.message, message != "CstmrPmtStsRpt" else { return }
    throw wrongMessage("the message is <\(message)>, not a payment status report")
  }

  private func wrongMessage(_ text: String) -> Diagnostic {
    .bank(file, 1, "xml-root", text, "pain.002 is read here")
  }

  private func take(_ event: XMLEvent, _ body: (RecordView) throws -> Void) throws {
    switch event.kind {
    case .begin: if let unit = Pain002Unit(rawValue: event.id) { begin(unit, event) }
    case .leaf: if let leaf = Pain002Leaf(rawValue: event.id) { try value(leaf, event) }
    case .end: if let unit = Pain002Unit(rawValue: event.id) { try end(unit, event, body) }
    }
  }

  private func begin(_ unit: Pain002Unit, _ event: XMLEvent) {
    switch unit {
    case .instruction:
      instruction = Pain002Values()
      rejected.batch = 0
      statedBatch = nil
    case .transaction: transaction = (Pain002Values(), event.line, event.offset)
    case .groupCount, .instructionCount:
      inCount = true
      count = Pain002Values()
    default: break
    }
  }

  private func value(_ leaf: Pain002Leaf, _ event: XMLEvent) throws {
    switch leaf {
    case .detailStatus, .detailCount: count.add(leaf, event.text)
    case .messageID, .created: report.add(leaf, event.text)
    default:
      if transaction != nil {
        transaction?.values.add(leaf, event.text)
      } else if instruction != nil {
        instruction?.add(leaf, event.text)
      } else {
        group.add(leaf, event.text)
      }
    }
    if max(transaction?.values.count ?? 0, instruction?.count ?? 0, group.count, report.count) > 10_000 {
      throw Diagnostic.bank(
        file, event.line, "record-too-long", "a transaction has thousands of values", "is this a message of a bank?")
    }
  }

  private func end(_ unit: Pain002Unit, _ event: XMLEvent, _ body: (RecordView) throws -> Void) throws {
    switch unit {
    case .groupCount, .instructionCount:
      inCount = false
      if count[.detailStatus] == "RJCT", let number = BankText.count(Array(count[.detailCount].utf8)) {
        if unit == .groupCount { statedAll = number } else { statedBatch = number }
      }
    case .transaction: try endTransaction(event, body)
    case .instruction: endInstruction(event)
    case .report: endReport(event)
    case .group, .reason: break
    }
  }

  // MARK: Transactions

  private var isOurTransfer: Bool { group[.originalMessageName].hasPrefix("pain.001") }

  private func endTransaction(_ event: XMLEvent, _ body: (RecordView) throws -> Void) throws {
    guard let (values, line, offset) = transaction else { return }
    transaction = nil
    // Where a transaction has no status of its own, that of its batch or message counts.
    let status =
      [values[.status], instruction?[.instructionStatus] ?? "", group[.groupStatus]].first { !$0.isEmpty } ?? ""
    guard status == "RJCT" else {
      return notes.leaveOut("transactions that are not rejected (\(BankText.quoted(status)))", line: line)
    }
    rejected = (rejected.batch + 1, rejected.all + 1)
    guard !isOurTransfer else {
      return notes.leaveOut("rejected transfers of our own (pain.001)", line: line)
    }
    let reason = values.reason.isEmpty ? instruction?.reason ?? group.reason : values.reason
    guard !values[.amount].isEmpty else {
      return notes.warn(
        "bank-no-amount", line: line,
        "transaction \(BankText.quoted(values[.endToEndID])) was rejected (\(reason)) and names no amount",
        "look it up by its end-to-end id; ask the bank to report original transaction references")
    }
    try rows.show(row(values, reason: reason, (line, event.line, offset)), body)
  }

  private func row(_ values: Pain002Values, reason: String, _ place: (Int, Int, Int)) -> BankRow {
    var row = BankRow()
    (row.lineFrom, row.lineTo, row.byteOffset) = place
    row[.account] = values[.creditorAccount]
    row[.currency] = values[.currency]
    row[.statement] = report[.messageID]
    row[.method] = "direct-debit"
    row[.reversal] = "true"
    row[.bankCode] = "RJCT"
    row[.returnReason] = reason
    row[.endToEndID] = BankText.reference(values[.endToEndID])
    row[.bankReference] = BankText.reference(of: [values[.statusID], values[.originalID]])
    row[.reference] = values[.creditorReference]
    row[.remittance] = BankText.joined(values.all(.unstructured))
    row[.payerName] = values[.debtorName]
    row[.payerAccount] = values[.debtorAccount]
    if let amount = BankAmount(decimal: values[.amount]) {
      row.set(-amount)
    } else {
      row.fail(amount: values[.amount], "an amount has digits and a point")
    }
    if let date = BankDate.iso(report[.created]) {
      row.set(.paymentDate, date)
    } else {
      row.fail(date: report[.created], in: .paymentDate)
    }
    row.set(.valueDate, BankDate.iso(values[.collectionDate]))
    // Not the report's date: banks send a rejection again in a later report.
    row.identity = [
      group[.originalMessageID], instruction?[.originalInstructionID] ?? "", values[.endToEndID], values[.originalID],
      row[.currency], row[.amount], reason,
    ]
    if BankText.reference(of: [values[.endToEndID], values[.originalID]]).isEmpty {
      // Without an id of the collection whose money it was tells rejections apart.
      row.formerIdentity = row.identity
      row.identity += [row[.payerName], row[.payerAccount], row[.reference], row[.remittance]]
    }
    return row
  }

  // MARK: Batches and the message

  private func endInstruction(_ event: XMLEvent) {
    guard let instruction else { return }
    self.instruction = nil
    let name = BankText.quoted(instruction[.originalInstructionID])
    if let statedBatch {
      controls.append(
        SourceControl(
          name: "rejected transactions of batch \(name)", line: event.line, stated: String(statedBatch),
          counted: String(rejected.batch)))
    }
    if instruction[.instructionStatus] == "RJCT", rejected.batch == 0 {
      notes.warn(
        "bank-rejected-whole", line: event.line,
        "batch \(name) was rejected as a whole (\(instruction.reason)) and lists no transactions",
        "none of its collections was carried out")
    }
  }

  private func endReport(_ event: XMLEvent) {
    if let statedAll {
      controls.append(
        SourceControl(
          name: "rejected transactions of the message", line: event.line, stated: String(statedAll),
          counted: String(rejected.all)))
    }
    if group[.groupStatus] == "RJCT", rejected.all == 0 {
      notes.warn(
        "bank-rejected-whole", line: event.line,
        "message \(BankText.quoted(group[.originalMessageID])) was rejected as a whole (\(group.reason)) and lists no transactions",
        "none of its collections was carried out")
    }
  }
}
