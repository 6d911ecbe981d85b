import Ledger

/// Reads balance reports BAI2: groups of accounts with their transactions (16), continued by 88.
///
/// One record per transaction. Types 100 to 399 are money in, 400 to 699 money out; a transaction that is neither is left out and
/// counted. Amounts have implied decimals, as many as the currency has. Quotes mean nothing; text may hold commas and slashes.
///
/// Controls: sums and numbers of records of accounts, groups and file (49, 98, 99), and where the bank lists every transaction also
/// total credits, total debits and the closing balance. Groups that the bank calls deletions or tests are left out.
struct BAI2Reader: BankLineReader {
  private(set) var controls: [SourceControl] = []

  private let file: String
  var lines: BankLines
  private var rows: BankRows
  var notes: BankNotes
  /// The record whose continuations may follow.
  private var held: BAI2Record?
  private var total = BAI2Total()
  private var group = BAI2Total()
  private var groupDate: CalendarDate?
  private var groupDateText = ""
  private var groupCurrency = ""
  private var isGroupTaken = true
  private var account: BAI2Account?
  private var hasHeader = false
  private var hasTrailer = false
  private var lastLine = 0

  /// Continuations of one record; more is no transaction.
  private static let continuations = 10_000

  init(file: String, mask: AccountMask) {
    self.file = file
    lines = BankLines(file: file)
    rows = BankRows(mask: mask)
    notes = BankNotes(file: file)
  }

  mutating func end(_ body: (RecordView) throws -> Void) throws {
    try endRecord(body)
    guard hasHeader else { throw noHeader(1) }
    guard hasTrailer else {
      throw Diagnostic.bank(
        file, lastLine, "bank-truncated", "the file ends without its trailer (99)", Diagnostic.bankCut)
    }
  }

  private func noHeader(_ line: Int) -> Diagnostic {
    .bank(file, line, "bank-syntax", "the file does not start with a header record (01)", "is this a BAI2 file?")
  }

  // MARK: Lines to records

  mutating func take(_ line: BankLine, _ body: (RecordView) throws -> Void) throws {
    let bytes = BankText.trimmed(line.bytes)
    guard !bytes.isEmpty, !bytes.elementsEqual([0x1A]) else { return }
    lastLine = line.number
    for (index, piece) in BAI2Lines.split(bytes).enumerated() {
      if let code = piece.code, code != 88 {
        try endRecord(body)
        held = BAI2Record(
          code: code, content: Array(BAI2Lines.trimmed(piece.content)), lineFrom: line.number, lineTo: line.number,
          offset: line.offset, source: Array(piece.content))
        continue
      }
      guard held != nil else { throw noHeader(line.number) }
      try continueRecord(piece, line, isBroken: piece.code == nil && index == 0)
    }
  }

  private mutating func continueRecord(
    _ piece: (code: Int?, content: ArraySlice<UInt8>), _ line: BankLine, isBroken: Bool
  ) throws {
    let content = BAI2Lines.trimmed(piece.content)
    if piece.code == 88 {
      held?.continuations.append(Array(content))
    } else if held?.continuations.isEmpty == false {
      let last = (held?.continuations.count ?? 1) - 1
      held?.continuations[last] += [0x20] + content
    } else {
      held?.content += [0x20] + content
    }
    held?.lineTo = line.number
    held?.source += [0x0A] + Array(line.bytes)
    guard (held?.bytes ?? 0) <= BankText.fieldBytes, (held?.count ?? 0) <= BAI2Reader.continuations else {
      throw Diagnostic.bank(
        file, line.number, "record-too-long", "a record goes on for more than 64 KiB", "is this the right kind of file?"
      )
    }
  }

  private mutating func endRecord(_ body: (RecordView) throws -> Void) throws {
    guard let record = held else { return }
    held = nil
    guard hasHeader || record.code == 1 else { throw noHeader(record.lineFrom) }
    total.records += record.count
    if record.code != 1, record.code != 99 { group.records += record.count }
    if [3, 16, 49].contains(record.code) { account?.total.records += record.count }
    switch record.code {
    case 1:
      hasHeader = true
      total.line = record.lineFrom
    case 2: startGroup(record)
    case 3: startAccount(record)
    case 16: try transaction(record, body)
    case 49: endAccount(record)
    case 98: endGroup(record)
    case 99: endFile(record)
    default: break
    }
  }

  // MARK: File, group, account

  private mutating func startGroup(_ record: BAI2Record) {
    var fields = BAI2Fields(record.content)
    _ = fields.next()
    _ = fields.next()
    let status = fields.text()
    let date = fields.next()
    _ = fields.next()
    groupCurrency = fields.text()
    group = BAI2Total(line: record.lineFrom, records: record.count)
    groupDate = BankDate.yymmdd(date)
    groupDateText = BankText.string(date)
    isGroupTaken = status != "2" && status != "4"
  }

  private mutating func startAccount(_ record: BAI2Record) {
    var account = BAI2Account()
    // An 88 goes on where the record stopped: its first field is the next one.
    let joined = ([record.content] + record.continuations).joined(separator: [0x2C])
    var fields = BAI2Fields(Array(joined))
    account.number = fields.text()
    account.currency = fields.text()
    if account.currency.isEmpty { account.currency = groupCurrency.isEmpty ? "USD" : groupCurrency }
    account.total = BAI2Total(line: record.lineFrom, records: record.count)
    account.readSummary(&fields)
    self.account = account
    rows.startStatement()
  }

  private mutating func endAccount(_ record: BAI2Record) {
    guard let account else { return }
    var fields = BAI2Fields(record.content)
    let name = "account " + AccountMask.shown(account.number) + " on line \(account.total.line)"
    state("total of \(name) (49)", record, fields.next(), account.total.sum)
    state("records of \(name) (49)", record, fields.next(), account.total.records)
    controls.append(contentsOf: account.controls(line: record.lineFrom, name: name))
    group.sum += account.total.sum
    group.parts += 1
    self.account = nil
  }

  private mutating func endGroup(_ record: BAI2Record) {
    var fields = BAI2Fields(record.content)
    let name = "group on line \(group.line) (98)"
    state("total of the \(name)", record, fields.next(), group.sum)
    state("accounts of the \(name)", record, fields.next(), group.parts)
    state("records of the \(name)", record, fields.next(), group.records)
    total.sum += group.sum
    total.parts += 1
    group = BAI2Total()
  }

  private mutating func endFile(_ record: BAI2Record) {
    var fields = BAI2Fields(record.content)
    state("total of the file (99)", record, fields.next(), total.sum)
    state("groups of the file (99)", record, fields.next(), total.parts)
    state("records of the file (99)", record, fields.next(), total.records)
    hasTrailer = true
  }

  private mutating func state(
    _ name: String, _ record: BAI2Record, _ text: ArraySlice<UInt8>, _ counted: BankAmount
  ) {
    guard !text.isEmpty else { return }
    controls.append(SourceControl(name, line: record.lineFrom, states: text, exponent: 0, counted: counted))
  }

  private mutating func state(_ name: String, _ record: BAI2Record, _ text: ArraySlice<UInt8>, _ counted: Int) {
    guard !text.isEmpty else { return }
    controls.append(SourceControl(name, line: record.lineFrom, states: text, counted: counted))
  }

  // MARK: Transactions

  private mutating func transaction(_ record: BAI2Record, _ body: (RecordView) throws -> Void) throws {
    var found = BAI2Transaction(record, exponent: account?.exponent ?? 2)
    account?.total.add(Array(found.amountText.utf8))
    let side = BAI2Types.side(found.type ?? 0)
    guard isGroupTaken else {
      return notes.leaveOut("transactions of groups that the bank deletes or tests (02)", line: record.lineFrom)
    }
    if found.type != nil, side == .information {
      return notes.leaveOut("items that are no payments (types 700 to 999)", line: record.lineFrom)
    }
    if side == .debit, let amount = found.amount { found.amount = -amount }
    if let amount = found.amount { account?.addDetail(amount) }
    var row = found.row(account: account?.number ?? "", currency: account?.currency ?? groupCurrency)
    if let groupDate {
      row.set(.paymentDate, groupDate)
    } else {
      row.fail(date: groupDateText, in: .paymentDate)
    }
    row.identity.insert(row[.paymentDate], at: 0)
    try rows.show(row, body)
  }
}
