import Ledger

/// Reads SWIFT statements MT940 and interim reports MT942 as banks really write them: with or without the SWIFT envelope, several
/// statements in a file, lines wrapped anywhere, a carriage return or control characters in between.
///
/// One record per statement line (field 61) with its information (field 86). `RC` takes a credit back and is money out, `RD` money
/// in. Expected entries (`EC`, `ED`) are not booked: left out and counted. A value date that the month does not have (30 February) is
/// its last day, with warning `[bank-date-clamped]`.
///
/// Controls: opening balance and entries give the closing balance (60 and 62), number and sum of debits and credits (90D, 90C).
/// The file is refused where it holds no statement `[bank-syntax]` or ends inside one `[bank-truncated]`.
struct MT940Reader: BankLineReader {
  private(set) var controls: [SourceControl] = []

  private let file: String
  var lines: BankLines
  private var rows: BankRows
  var notes: BankNotes
  private var statement: MT940Statement?
  private var statements = 0
  /// The field at hand: its tag and lines, and where it began.
  private var tag = ""
  private var field: [[UInt8]] = []
  private var fieldBytes = 0
  /// The entry that waits for its information.
  private var entry: BankRow?
  private var source: [UInt8] = []
  private var sourceEnd = 0
  private var place = (line: 0, offset: 0, last: 0)

  init(file: String, mask: AccountMask) {
    self.file = file
    lines = BankLines(file: file)
    rows = BankRows(mask: mask)
    notes = BankNotes(file: file)
  }

  mutating func end(_ body: (RecordView) throws -> Void) throws {
    try endField(body)
    try endEntry(body)
    if let statement, statement.opening != nil, !statement.isClosed { throw cut(statement) }
    guard statements > 0 else {
      throw Diagnostic.bank(
        file, 1, "bank-syntax", "the file holds no statement (no field :20:)", "is this an MT940 or MT942 file?")
    }
  }

  private func cut(_ statement: MT940Statement) -> Diagnostic {
    .bank(file, place.last, "bank-truncated", "\(statement.name) has no closing balance", Diagnostic.bankCut)
  }

  // MARK: Lines and fields

  mutating func take(_ line: BankLine, _ body: (RecordView) throws -> Void) throws {
    var bytes = line.bytes.drop { $0 < 0x20 }
    while let last = bytes.last, last < 0x20 { bytes.removeLast() }
    if bytes.first == UInt8(ascii: "{") {
      guard let text = MT940Reader.insideEnvelope(bytes) else { return }
      bytes = text
    }
    guard !bytes.isEmpty else { return }
    place.last = line.number
    if bytes.elementsEqual([0x2D]) || bytes.starts(with: [0x2D, 0x7D]) {
      try endField(body)
      try endEntry(body)
      tag = ""
      return
    }
    if let found = MT940Reader.tag(bytes) {
      try endField(body)
      tag = found.tag
      if tag != "86" { try endEntry(body) }
      if tag == "61" { place = (line.number, line.offset, line.number) }
      field = [Array(bytes.dropFirst(found.count))]
    } else if !tag.isEmpty {
      field.append(Array(bytes))
    } else {
      return
    }
    fieldBytes += bytes.count
    if fieldBytes > BankText.fieldBytes {
      throw Diagnostic.bank(
        file, line.number, "record-too-long", "field :\(tag): has more than 64 KiB", "is this the right kind of file?")
    }
    if tag == "61" || tag == "86" && entry != nil {
      if !source.isEmpty { source.append(0x0A) }
      source.append(contentsOf: bytes)
      sourceEnd = line.number
    }
  }

  /// What stands behind `{4:`; nil where the line holds the header blocks alone.
  private static func insideEnvelope(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let mark: [UInt8] = [0x7B, 0x34, 0x3A]
    guard let at = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return nil }
    return bytes[(at + 3)...]
  }

  private static let tags: Set<String> = [
    "20", "21", "25", "25P", "28", "28C", "60F", "60M", "61", "62F", "62M", "64", "65", "86", "13", "13D", "34F", "90C",
    "90D", "NS",
  ]

  private static func tag(_ bytes: ArraySlice<UInt8>) -> (tag: String, count: Int)? {
    guard bytes.first == 0x3A, let end = bytes.dropFirst().prefix(4).firstIndex(of: 0x3A) else { return nil }
    let tag = BankText.string(bytes[(bytes.startIndex + 1)..<end])
    return tags.contains(tag) ? (tag, end + 1 - bytes.startIndex) : nil
  }

  // MARK: What the fields mean

  private mutating func endField(_ body: (RecordView) throws -> Void) throws {
    defer {
      field = []
      fieldBytes = 0
    }
    guard !tag.isEmpty, let first = field.first else { return }
    let text = BankText.clean(first)
    switch tag {
    case "20": try open()
    case "25", "25P": statement?.account = MT940Reader.account(text)
    case "28", "28C": statement?.number = text
    case "60F", "60M": openingBalance(first)
    case "34F": if statement?.currency == "" { statement?.currency = String(text.prefix(3)) }
    case "61": startEntry()
    case "86": addInformation()
    case "62F", "62M": closingBalance(first)
    case "90C", "90D": interimSum(first)
    default: break
    }
  }

  private mutating func open() throws {
    if let statement, statement.opening != nil, !statement.isClosed { throw cut(statement) }
    statement = MT940Statement(line: place.last)
    statements += 1
  }

  /// `NL91ABNA0417164300EUR`: some banks put the currency behind the IBAN.
  private static func account(_ text: String) -> String {
    let plain = AccountMask.normalized(text)
    let bare = plain.dropLast(3)
    return IBAN.isValid(bare) && !IBAN.isValid(plain) && bare.count > 14 ? String(decoding: bare, as: UTF8.self) : text
  }

  private mutating func openingBalance(_ text: [UInt8]) {
    guard let balance = MT940Balance(text) else { return badBalance("opening", text) }
    statement?.opening = balance
    statement?.currency = balance.currency
    statement?.isContinued = tag == "60M"
    if tag == "60F" { rows.startStatement() }
  }

  private mutating func closingBalance(_ text: [UInt8]) {
    statement?.isClosed = true
    guard let balance = MT940Balance(text) else { return badBalance("closing", text) }
    if let control = statement?.control(closing: balance, line: place.last) { controls.append(control) }
  }

  /// A balance that cannot be read cannot prove anything: the control says so by not tying.
  private mutating func badBalance(_ which: String, _ text: [UInt8]) {
    controls.append(
      SourceControl(
        name: "\(which) balance of \(statement?.name ?? "statement")", line: place.last,
        stated: BankText.quoted(BankText.string(text)), counted: ""))
  }

  private mutating func interimSum(_ text: [UInt8]) {
    guard let sum = MT940Sum(text), let statement else { return }
    controls.append(contentsOf: statement.controls(sum: sum, isDebit: tag == "90D", line: place.last))
  }

  // MARK: Entries

  private mutating func startEntry() {
    var row = BankRow()
    row.lineFrom = place.line
    row.byteOffset = place.offset
    row[.account] = statement?.account ?? ""
    row[.statement] = statement?.number ?? ""
    row[.currency] = statement?.currency ?? ""
    let supplement = field.dropFirst().map { BankText.clean($0) }.joined(separator: " ")
    do {
      let found = try MT940Entry(field[0], supplement: supplement)
      if found.mark == .expected {
        notes.leaveOut("entries that are expected and not booked (EC, ED)", line: place.line)
        source = []
        return
      }
      fill(&row, found)
      statement?.add(found.amount)
      entry = row
    } catch {
      if error.code == "bank-amount" {
        row.fail(amount: error.text, "field 61 has digits with a comma, such as `12,50`")
      } else if error.code == "bank-date" {
        row.fail(date: error.text, in: .paymentDate)
      } else {
        row.fail(
          error.code, "field 61 has no \(error.what): \(BankText.quoted(error.text))",
          "it starts with the value date, then C, D, RC or RD")
      }
      entry = row
    }
  }

  private mutating func fill(_ row: inout BankRow, _ found: MT940Entry) {
    if found.isClamped {
      notes.warn(
        "bank-date-clamped", line: place.line,
        "the value date is a day that its month does not have; \(found.valueDate) is taken")
    }
    row.set(.paymentDate, found.entryDate ?? found.valueDate)
    row.set(.valueDate, found.valueDate)
    if row[.currency].isEmpty {
      row.fail("bank-currency", "the statement names no currency", "fields 60F and 34F have it", in: .currency)
    }
    row.set(found.amount)
    row[.reversal] = found.mark.isReversal ? "true" : "false"
    row[.bankReference] = BankText.reference(found.bankReference)
    row[.bankCode] = found.type
    row[.method] = MT940Method.of(type: found.type)
    row[.endToEndID] = BankText.reference(found.ownerReference)
    row[.remittance] = found.supplement
    row.identity = [
      found.valueDate.description, row[.paymentDate], row[.currency], row[.amount], found.type, found.ownerReference,
      found.bankReference,
    ]
    // SWIFT puts both on the second line of field 61; the id is made of what was booked.
    if let words = MT940Words(Array(found.supplement.utf8)) {
      row.explain(original: MT940Money(words["OCMT"]), charges: MT940Money(chargesOf: words))
    }
  }

  private mutating func addInformation() {
    guard var row = entry else { return }
    let found = MT940Information(lines: field)
    row[.remittance] = BankText.joined([
      found.remittance, row[.remittance], found.remittance.isEmpty ? found.postingText : "",
    ])
    if !found.ultimatePayer.isEmpty, found.ultimatePayer != found.payerName {
      row[.remittance] = BankText.joined([row[.remittance], found.ultimatePayer])
    }
    if !found.endToEnd.isEmpty { row[.endToEndID] = found.endToEnd }
    if ["KREF+", "EREF+"].contains(row[.endToEndID]) { row[.endToEndID] = "" }
    row[.payerName] = found.payerName
    row[.payerAccount] = found.payerAccount
    row[.reference] = found.reference
    row[.returnReason] = found.returnReason
    if !found.code.isEmpty { row[.bankCode] = found.code }
    if found.isReturn { row[.reversal] = "true" }
    if row[.method].isEmpty { row[.method] = MT940Method.of(code: found.code) }
    row.explain(original: found.original, charges: found.charges)
    row.identity.append(BankText.string(field.flatMap { $0 }.filter { $0 > 0x20 }))
    entry = row
  }

  private mutating func endEntry(_ body: (RecordView) throws -> Void) throws {
    guard var row = entry else { return }
    entry = nil
    row.lineTo = sourceEnd
    row.source = source
    source = []
    try rows.show(row, body)
  }
}

/// How the money moved, by the codes of fields 61 and 86.
enum MT940Method {
  static func of(type: String) -> String {
    switch type.dropFirst() {
    case "TRF", "TFR", "TCK": "transfer"
    case "DDT": "direct-debit"
    case "CHK", "CLR": "check"
    case "CHG", "COM": "fee"
    case "INT": "interest"
    case "CCR", "CAR": "card"
    default: ""
    }
  }

  static func of(code: String) -> String {
    switch code {
    case "166", "152", "116", "117", "177", "191", "051", "052", "053", "067": "transfer"
    case "105", "108", "109", "171", "174", "192", "193", "195", "005", "009": "direct-debit"
    case "001", "002", "011", "012", "070": "check"
    case "106", "107": "card"
    case "805", "808": "fee"
    case "814": "interest"
    default: ""
    }
  }
}
