import Ledger

/// Reads bank and credit card statements in OFX, version 1 (SGML with tags that are never closed) and version 2 (XML), also as
/// QuickBooks (`.qbo`) and Quicken call it.
///
/// One record per transaction; the amount has its sign in the file. The ledger balance at the end is shown as information: OFX has no
/// opening balance that would prove anything. An amount or date that cannot be read rejects its transaction, not the file.
struct OFXReader: RecordReader {
  var columns: [String] { BankColumn.names }
  var warnings: [Diagnostic] { notes.warnings }
  private(set) var controls: [SourceControl] = []

  private let file: String
  private var tokens: OFXTokens
  private var rows: BankRows
  private var notes: BankNotes
  /// The element that opened last: text belongs to it.
  private var element = ""
  private var transaction: OFXTransaction?
  /// The part of the statement at hand that the names `ACCTID` and `BALAMT` belong to.
  private var part = ""
  private var currency = ""
  private var account = ""
  private var isCard = false
  private var range = (from: "", to: "")
  private var balance = (amount: "", day: "")
  private var hasRoot = false
  private var isClosed = false
  private var statements = 0

  init(file: String, mask: AccountMask) {
    self.file = file
    tokens = OFXTokens(file: file)
    rows = BankRows(mask: mask)
    notes = BankNotes(file: file)
  }

  mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    tokens.append(chunk)
    while let token = try tokens.next() { try take(token, body) }
  }

  mutating func finish(_ body: (RecordView) throws -> Void) throws {
    tokens.end()
    while let token = try tokens.next() { try take(token, body) }
    guard hasRoot else {
      throw Diagnostic.bank(file, 1, "bank-syntax", "the file has no <OFX> element", "is this an OFX file?")
    }
    guard isClosed else {
      throw Diagnostic.bank(file, tokens.line, "bank-truncated", "the file ends before </OFX>", Diagnostic.bankCut)
    }
    if statements == 0 {
      notes.warn("bank-empty", line: 1, "the file holds no bank or credit card statement")
    }
    notes.close()
  }

  private mutating func take(_ token: OFXToken, _ body: (RecordView) throws -> Void) throws {
    switch token {
    case .open(let name):
      element = name
      try open(name, body)
    case .close(let name): try close(name, body)
    case .text(let text):
      guard hasRoot else { return }
      try value(text)
    }
  }

  private mutating func open(_ name: String, _ body: (RecordView) throws -> Void) throws {
    switch name {
    case "OFX": hasRoot = true
    case "STMTRS", "CCSTMTRS":
      try endTransaction(body)
      statements += 1
      isCard = name == "CCSTMTRS"
      (currency, account, part, range, balance) = ("", "", "", ("", ""), ("", ""))
      rows.startStatement()
    case "STMTTRN":
      try endTransaction(body)
      transaction = OFXTransaction(line: tokens.line, offset: tokens.offset - "<STMTTRN>".utf8.count)
    case "BANKACCTFROM", "CCACCTFROM", "LEDGERBAL", "AVAILBAL", "BANKTRANLIST":
      if transaction == nil { part = name }
    case "ORIGCURRENCY": if transaction != nil { part = name }
    case "CURRENCY": if transaction != nil { part = name }
    default: break
    }
  }

  private mutating func close(_ name: String, _ body: (RecordView) throws -> Void) throws {
    element = ""
    switch name {
    case "STMTTRN":
      guard transaction != nil else { throw beginningMissing() }
      try endTransaction(body)
    case "BANKTRANLIST": try endTransaction(body)
    case "ORIGCURRENCY", "CURRENCY", "BANKACCTFROM", "CCACCTFROM", "AVAILBAL": part = ""
    case "LEDGERBAL": endBalance()
    case "OFX":
      try endTransaction(body)
      isClosed = true
    default: break
    }
  }

  /// OFX states no totals: a movement of which the first line is gone would be lost without a word.
  private func beginningMissing() -> Diagnostic {
    .bank(
      file, tokens.line, "bank-syntax", "a movement has no <STMTTRN> at its beginning",
      "a line of the file is missing: ask the bank for it again")
  }

  private mutating func value(_ text: String) throws {
    if transaction != nil {
      transaction?.lastLine = tokens.line
      if element == "CURSYM", part == "ORIGCURRENCY" { return }
      transaction?.set(element, text)
      return
    }
    if element == "TRNTYPE" { throw beginningMissing() }
    switch (part, element) {
    case (_, "CURDEF"): currency = text.uppercased()
    case ("BANKACCTFROM", "ACCTID"), ("CCACCTFROM", "ACCTID"): account = text
    case (_, "DTSTART"): range.from = day(text)
    case (_, "DTEND"): range.to = day(text)
    case ("LEDGERBAL", "BALAMT"): balance.amount = text
    case ("LEDGERBAL", "DTASOF"): balance.day = day(text)
    default: break
    }
  }

  private func day(_ text: String) -> String {
    BankDate.yyyymmdd(Array(text.utf8.prefix(8)))?.description ?? ""
  }

  private mutating func endTransaction(_ body: (RecordView) throws -> Void) throws {
    guard let transaction else { return }
    self.transaction = nil
    part = ""
    let statement = range.from.isEmpty && range.to.isEmpty ? "" : "\(range.from)/\(range.to)"
    try rows.show(transaction.row(account: account, currency: currency, statement: statement), body)
  }

  private mutating func endBalance() {
    part = ""
    controls.append(
      SourceControl(
        name: "ledger balance of account \(AccountMask.shown(account)) (information)", line: tokens.line,
        cells: [("amount", balance.amount), ("currency", currency), ("date", balance.day)]))
  }
}
