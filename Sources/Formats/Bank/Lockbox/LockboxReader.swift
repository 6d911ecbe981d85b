import Ledger

/// Reads lockbox files of American banks: checks that payers sent to a post box, with what they wrote about their invoices.
///
/// One record per check (6), because a check is one payment: it clears or bounces as a whole. The invoices that the payer named (in 6 and
/// in the overflow records 4 behind it) stand in `remittance`, a single one also in `reference`.
///
/// Where the columns lie is a `LockboxLayout`. Controls: number and sum of checks of batches (7) and lockboxes (8), number of records
/// (9), as far as the layout names them.
struct LockboxReader: BankLineReader {
  private(set) var controls: [SourceControl] = []

  private struct Sum {
    var line = 0
    var checks = 0
    var amount = BankAmount.zero
  }
  /// An invoice that the payer names, and what he pays of it; empty: the file does not say.
  private struct Invoice {
    var id: String
    var paid = ""
  }
  private struct Check {
    var row: BankRow
    var invoices: [Invoice]
    var texts: [String]
  }

  /// Overflow records of one check; more is no check.
  private static let overflows = 5000

  private let file: String
  private let layout: LockboxLayout
  var lines: BankLines
  private var rows: BankRows
  var notes: BankNotes
  private var fileDate = ""
  private var date = ""
  private var lockbox = ""
  private var currency = "USD"
  private var batch = Sum()
  private var box = Sum()
  private var check: Check?
  /// Whether the check at hand, or its place in the batch, has a number.
  private var hasNumber = true
  private var records = 0
  private var hasTrailer = false
  private var lastLine = 0

  init(file: String, layout: LockboxLayout = .bai, mask: AccountMask) {
    self.file = file
    self.layout = layout
    lines = BankLines(file: file)
    rows = BankRows(mask: mask)
    notes = BankNotes(file: file)
  }

  mutating func end(_ body: (RecordView) throws -> Void) throws {
    try endCheck(body)
    guard hasTrailer else {
      throw Diagnostic.bank(
        file, max(lastLine, 1), "bank-truncated", "the file ends without its trailer (9)", Diagnostic.bankCut)
    }
  }

  mutating func take(_ line: BankLine, _ body: (RecordView) throws -> Void) throws {
    guard !BankText.trimmed(line.bytes).isEmpty, line.bytes.first != 0x1A else { return }
    let fixed = FixedLine(line.bytes)
    lastLine = line.number
    guard (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(fixed.type), !hasTrailer else {
      throw Diagnostic.bank(
        file, line.number, "bank-syntax",
        "a record starts with \(BankText.quoted(BankText.string(line.bytes.prefix(1))))",
        "lockbox records start with 1, 2, 4, 5, 6, 7, 8 or 9, and 9 is the last")
    }
    records += 1
    if fixed.type != UInt8(ascii: "4") { try endCheck(body) }
    switch fixed.type {
    case UInt8(ascii: "1"): fileDate = layout.text("date", fixed)
    case UInt8(ascii: "5"): startBatch(fixed, line)
    case UInt8(ascii: "6"): startCheck(fixed, line)
    case UInt8(ascii: "4"): try overflow(fixed, line)
    case UInt8(ascii: "7"):
      stateTotals(fixed, line, "batch", batch)
      batch = Sum(line: line.number)
    case UInt8(ascii: "8"):
      stateTotals(fixed, line, "lockbox", box)
      box = Sum(line: line.number)
    case UInt8(ascii: "9"): endFile(fixed, line)
    default: break
    }
  }

  // MARK: Batches and totals

  private mutating func startBatch(_ line: FixedLine, _ place: BankLine) {
    batch = Sum(line: place.number)
    if box.checks == 0 { box.line = place.number }
    date = layout.text("date", line)
    lockbox = layout.text("lockbox", line)
    currency = layout.text("currency", line)
    if currency.isEmpty { currency = "USD" }
    rows.startStatement()
  }

  private mutating func stateTotals(_ line: FixedLine, _ place: BankLine, _ what: String, _ sum: Sum) {
    let name = "\(what) on line \(sum.line)"
    let count = layout.text("count", line)
    if !count.isEmpty {
      controls.append(
        SourceControl("checks of the \(name)", line: place.number, states: count.utf8, counted: sum.checks))
    }
    let amount = layout.text("amount", line)
    if !amount.isEmpty {
      controls.append(
        SourceControl(
          "sum of the \(name)", line: place.number, states: amount.utf8, exponent: exponent, counted: sum.amount))
    }
  }

  private mutating func endFile(_ line: FixedLine, _ place: BankLine) {
    hasTrailer = true
    let count = layout.text("records", line)
    guard !count.isEmpty else { return }
    controls.append(SourceControl("records of the file", line: place.number, states: count.utf8, counted: records))
  }

  private var exponent: Int { Currency(currency)?.exponent ?? 2 }

  private func amount(_ text: String) -> BankAmount? {
    BankAmount(minor: text.utf8, exponent: exponent)
  }

  // MARK: Checks

  private mutating func startCheck(_ line: FixedLine, _ place: BankLine) {
    var row = BankRow()
    row.lineFrom = place.number
    row.byteOffset = place.offset
    row.source =
      layout.fields.filter { $0.record == line.type && $0.name == "account" }
      .reduce(line) { $0.hiding($1.from, $1.to) }.bytes
    row[.method] = "check"
    row[.reversal] = "false"
    row[.account] = lockbox
    row[.statement] = layout.text("batch", line)
    let currency = layout.text("currency", line)
    row[.currency] = currency.isEmpty ? self.currency : currency
    row[.payerName] = layout.text("payer", line)
    let account = layout.text("account", line)
    row[.payerAccount] = account.isEmpty ? "" : BankText.joined([layout.text("routing", line), account])
    row[.bankReference] = BankText.reference(layout.text("check", line))
    setDate(&row)
    let text = layout.text("amount", line)
    if let amount = amount(text) {
      row.set(amount)
      batch.amount += amount
      box.amount += amount
    } else {
      row.fail(amount: text, "the layout gives columns of digits, the last two of them cents")
    }
    batch.checks += 1
    box.checks += 1
    row.identity = [
      date.isEmpty ? fileDate : date, row[.statement], layout.text("item", line), row[.currency], row[.amount],
      row[.payerAccount], layout.text("check", line),
    ]
    hasNumber = !BankText.reference(of: [layout.text("item", line), row[.bankReference]]).isEmpty
    check = Check(row: row, invoices: invoices(line), texts: layout.texts("remittance", line))
  }

  /// The invoices of a line, each with the amount that the layout has behind it.
  private func invoices(_ line: FixedLine) -> [Invoice] {
    var found: [Invoice] = []
    for field in layout.fields where field.record == line.type {
      if field.name == "invoice" {
        found.append(Invoice(id: line.text(field.from, field.to)))
      } else if field.name == "invoiceAmount", let last = found.indices.last, found[last].paid.isEmpty {
        let paid = amount(line.text(field.from, field.to)) ?? .zero
        if !paid.isZero { found[last].paid = paid.text(in: currency) }
      }
    }
    return found.filter { !$0.id.isEmpty }
  }

  /// `INV1 60.00, INV2 200.00`; without amounts the invoices with blanks between, each once.
  private func named(_ invoices: [Invoice]) -> String {
    guard invoices.contains(where: { !$0.paid.isEmpty }) else { return BankText.joined(invoices.map(\.id)) }
    return invoices.map { BankText.joined([$0.id, $0.paid]) }.joined(separator: ", ")
  }

  private func setDate(_ row: inout BankRow) {
    let text = date.isEmpty ? fileDate : date
    let bytes = Array(text.utf8)
    guard let day = bytes.count == 8 ? BankDate.yyyymmdd(bytes) : BankDate.yymmdd(bytes) else {
      return row.fail(date: text, in: .paymentDate)
    }
    row.set(.paymentDate, day)
  }

  private mutating func overflow(_ line: FixedLine, _ place: BankLine) throws {
    guard check != nil else {
      return notes.leaveOut("overflow records (4) without a check before them", line: place.number)
    }
    let more = invoices(line)
    check?.invoices += more
    check?.texts += layout.texts("remittance", line)
    check?.row.lineTo = place.number
    check?.row.source += [0x0A] + Array(place.bytes)
    guard (check?.row.source.count ?? 0) < BankText.fieldBytes * 8, (check?.texts.count ?? 0) < LockboxReader.overflows
    else {
      throw Diagnostic.bank(
        file, place.number, "record-too-long", "a check has thousands of overflow records",
        "is this the right layout for the file?")
    }
  }

  private mutating func endCheck(_ body: (RecordView) throws -> Void) throws {
    guard var check else { return }
    self.check = nil
    check.row[.remittance] = BankText.joined([named(check.invoices)] + check.texts)
    if check.invoices.count == 1 { check.row[.reference] = check.invoices[0].id }
    if check.row[.reference].isEmpty {
      check.row[.reference] = BankText.creditorReference(in: check.row[.remittance])
    }
    if !hasNumber {
      // Without the number of a check or an item what the payer wrote tells checks apart.
      check.row.formerIdentity = check.row.identity
      check.row.identity += [check.row[.payerName], check.row[.remittance]]
    }
    try rows.show(check.row, body)
  }
}
