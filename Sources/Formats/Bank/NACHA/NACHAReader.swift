import Ledger

/// Reads return files of the American ACH network: what came back of the direct debits that we sent.
///
/// One record per entry with a return addenda (799, codes R01...): a returned debit is money out, a returned credit (a refund of ours
/// that could not be delivered) money in. Entries without one are what we or others sent, and notifications of change (798, codes
/// C01...) bring no money: both are left out and counted.
///
/// Controls: number of entries and addenda, sum of the routing numbers, debits and credits of batches and file (8, 9), number of
/// batches and blocks. Files without line ends are cut every 94 characters; of several files behind one another each has its own.
struct NACHAReader: BankLineReader {
  private(set) var controls: [SourceControl] = []

  private static let width = 94

  private let file: String
  var lines: BankLines
  private var rows: BankRows
  var notes: BankNotes
  private var fileDate: CalendarDate?
  private var fileName = ""
  private var batch: NACHABatch?
  private var entry: NACHAEntry?
  private var total = NACHATotals()
  private var batches = 0
  private var records = 0
  private var hasHeader = false
  private var hasTrailer = false
  private var lastLine = 0

  init(file: String, mask: AccountMask) {
    self.file = file
    lines = BankLines(file: file, width: NACHAReader.width)
    rows = BankRows(mask: mask)
    notes = BankNotes(file: file)
  }

  mutating func end(_ body: (RecordView) throws -> Void) throws {
    try endEntry(body)
    guard hasHeader else { throw noHeader(1) }
    guard hasTrailer else {
      throw Diagnostic.bank(
        file, lastLine, "bank-truncated", "the file ends without its control record (9)", Diagnostic.bankCut)
    }
  }

  private func noHeader(_ line: Int) -> Diagnostic {
    .bank(file, line, "bank-syntax", "the file does not start with a header record (101)", "is this an ACH file?")
  }

  mutating func take(_ line: BankLine, _ body: (RecordView) throws -> Void) throws {
    guard !BankText.trimmed(line.bytes).isEmpty, line.bytes.first != 0x1A else { return }
    let fixed = FixedLine(line.bytes)
    lastLine = line.number
    records += 1
    guard hasHeader || fixed.type == UInt8(ascii: "1") else { throw noHeader(line.number) }
    if fixed.type != UInt8(ascii: "7") { try endEntry(body) }
    switch fixed.type {
    case UInt8(ascii: "1"): startFile(fixed)
    case UInt8(ascii: "5"): batch = NACHABatch(fixed, at: line.number)
    case UInt8(ascii: "6"):
      let entry = NACHAEntry(fixed, batch: batch ?? NACHABatch(), line)
      batch?.totals.add(entry)
      self.entry = entry
    case UInt8(ascii: "7"):
      batch?.totals.entries += 1
      entry?.add(fixed, line)
    case UInt8(ascii: "8"): endBatch(fixed, line)
    case UInt8(ascii: "9"): endFile(fixed, line)
    default:
      throw Diagnostic.bank(
        file, line.number, "bank-syntax",
        "a record starts with \(BankText.quoted(BankText.string(line.bytes.prefix(1))))",
        "ACH records start with 1, 5, 6, 7, 8 or 9")
    }
  }

  // MARK: File and batch

  private mutating func startFile(_ line: FixedLine) {
    hasHeader = true
    if hasTrailer {
      // Several files behind one another: each has its own totals, and a return that stands in both is one.
      (hasTrailer, total, batches, batch) = (false, NACHATotals(), 0, nil)
      rows.startStatement()
    }
    fileDate = BankDate.yymmdd(BankText.trimmed(line[24, 29]))
    fileName = BankText.clean(line.text(24, 29) + line.text(34, 34))
  }

  private mutating func endBatch(_ line: FixedLine, _ place: BankLine) {
    guard let batch else { return }
    let name = "batch on line \(batch.line)"
    state("entries and addenda of the \(name)", place, line[5, 10], batch.totals.entries)
    state("routing hash of the \(name)", place, line[11, 20], batch.totals.hash)
    state("debits of the \(name)", place, line[21, 32], batch.totals.debits)
    state("credits of the \(name)", place, line[33, 44], batch.totals.credits)
    total += batch.totals
    batches += 1
    self.batch = nil
  }

  private mutating func endFile(_ line: FixedLine, _ place: BankLine) {
    // The rest of the last block is filled with nines.
    guard !hasTrailer else { return }
    hasTrailer = true
    state("batches of the file", place, line[2, 7], batches)
    state("entries and addenda of the file", place, line[14, 21], total.entries)
    state("routing hash of the file", place, line[22, 31], total.hash)
    state("debits of the file", place, line[32, 43], total.debits)
    state("credits of the file", place, line[44, 55], total.credits)
  }

  private mutating func state(_ name: String, _ place: BankLine, _ text: ArraySlice<UInt8>, _ counted: Int) {
    controls.append(SourceControl(name, line: place.number, states: BankText.trimmed(text), counted: counted))
  }

  private mutating func state(_ name: String, _ place: BankLine, _ text: ArraySlice<UInt8>, _ counted: BankAmount) {
    controls.append(
      SourceControl(name, line: place.number, states: BankText.trimmed(text), exponent: 2, counted: counted))
  }

  // MARK: Entries

  private mutating func endEntry(_ body: (RecordView) throws -> Void) throws {
    guard let entry else { return }
    self.entry = nil
    guard let found = entry.found else {
      return notes.leaveOut("entries that are no returns", line: entry.lineFrom)
    }
    guard found.code.first != "C" else {
      return notes.leaveOut("notifications of change (C01...), which bring no money", line: entry.lineFrom)
    }
    try rows.show(row(entry, found), body)
  }

  private func row(_ entry: NACHAEntry, _ found: NACHAEntry.Return) -> BankRow {
    let batch = self.batch ?? NACHABatch()
    var row = BankRow()
    row.lineFrom = entry.lineFrom
    row.lineTo = entry.lineTo
    row.byteOffset = entry.offset
    row.source = entry.source
    row[.currency] = "USD"
    row[.method] = "ach"
    row[.account] = batch.companyID
    row[.statement] = fileName
    row[.payerName] = entry.name
    row[.payerAccount] = entry.account.isEmpty ? "" : entry.routing + " " + entry.account
    row[.endToEndID] = entry.individualID
    row[.bankReference] = BankText.reference(found.originalTrace)
    row[.bankCode] = found.code
    row[.returnReason] = found.code
    row[.reversal] = "true"
    row[.remittance] = BankText.joined([batch.description, found.information] + entry.texts)
    if let date = batch.settlement(near: fileDate) ?? fileDate ?? batch.effective {
      row.set(.paymentDate, date)
    } else {
      row.fail(date: "", in: .paymentDate)
    }
    row.set(.valueDate, batch.effective)
    if let amount = entry.amount {
      row.set(entry.isDebit ? -amount : amount)
    } else {
      row.fail(amount: entry.amountText, "columns 30 to 39 hold cents, digits only")
    }
    row.identity = [
      entry.trace, found.originalTrace, found.code, row[.amount], entry.individualID, row[.paymentDate],
    ]
    if BankText.reference(of: [entry.trace, found.originalTrace]).isEmpty {
      // Without a trace number (zeros) whose money it was tells returns apart.
      row.formerIdentity = row.identity
      row.identity += [entry.name, row[.payerAccount]]
    }
    return row
  }
}
