import Formats
import Intake
import Ledger
import Normalize
import Pipeline
import Testing

/// What a preset makes of a file: read, surveyed, translated and normalized as a night does it.
struct FixtureReading {
  /// Records that the normalizer took, as canonical texts.
  private(set) var records = GoldenTable()
  private(set) var taken = 0
  private var refused: Set<Int> = []
  /// Rows that are known to the night: taken or refused. What is neither closes where the file is a snapshot.
  var known: Int { taken + refused.count }
  private(set) var rejects = GoldenTable()
  private(set) var controls: [SourceControl] = []
  private(set) var skipped: [(test: String, rows: Int)] = []
  private(set) var warnings: [String] = []
  /// Amounts of the documents or payments, in minor units, in the order of the file.
  private(set) var documents: [Document] = []

  init(_ fixture: Fixture) throws {
    let (mapping, companies) = try fixture.mapping()
    try self.init(fixture, try fixture.bytes(), mapping, companies)
  }

  /// Other bytes under the same name: a file that something has happened to.
  init(_ fixture: Fixture, _ bytes: [UInt8], _ mapping: Mapping, _ companies: [String]) throws {
    let file = try FixtureReading.resolved(fixture, mapping, bytes)
    let encoding = FixtureReading.encoding(file, bytes)
    let styles = try FixtureReading.styles(file, encoding, bytes)
    var translation: any RecordReader = Translation(
      reader: file.reader(encoding: encoding), mapping: file.mapping, styles: styles, file: fixture.input)
    if mapping.feed == .documents {
      try readDocuments(&translation, bytes, file.mapping.translated, companies)
    } else {
      try readRecords(&translation, bytes, file.mapping.translated, companies)
    }
    controls = translation.controls
    skipped = (translation as? Translation)?.skipped ?? []
  }

  /// Intake: header, delimiter and format by the file's first bytes.
  private static func resolved(_ fixture: Fixture, _ mapping: Mapping, _ bytes: [UInt8]) throws -> ResolvedFile {
    let feed = FeedDeclaration(name: "f", mapping: mapping)
    let head = FileHead(
      name: fixture.input, folder: "f", bytes: Array(bytes.prefix(FileHead.limit)), size: bytes.count,
      path: fixture.input)
    return try FeedResolution.resolve(head, as: feed)
  }

  private static func encoding(_ file: ResolvedFile, _ bytes: [UInt8]) -> TextEncoding? {
    guard file.needsEncoding else { return file.encoding?.encoding }
    var evidence = EncodingEvidence()
    bytes.withUnsafeBytes { evidence.add($0) }
    return evidence.verdict(declared: file.mapping.read?.encoding, file: file.path).encoding
  }

  /// How the whole file writes amounts and dates.
  private static func styles(_ file: ResolvedFile, _ encoding: TextEncoding?, _ bytes: [UInt8]) throws -> Styles {
    if let styles = Styles(declared: file.mapping) { return styles }
    var survey = StyleSurvey(mapping: file.mapping, file: file.path)
    var first: any RecordReader = file.reader(encoding: encoding)
    try FixtureReading.read(bytes, with: &first) { survey.look(at: $0) }
    return try survey.settle()
  }

  private static func read(
    _ bytes: [UInt8], with reader: inout any RecordReader, _ body: (RecordView) throws -> Void
  ) throws {
    // Pieces of an odd length: what comes out does not depend on them.
    var from = 0
    while from < bytes.count {
      let to = min(bytes.count, from + 1021)
      try bytes[from..<to].withUnsafeBytes { try reader.push($0, body) }
      from = to
    }
    try reader.finish(body)
  }

  private mutating func readDocuments(
    _ translation: inout any RecordReader, _ bytes: [UInt8], _ mapping: Mapping, _ companies: [String]
  ) throws {
    var normalizer = DocumentNormalizer(mapping: mapping, companies: companies)
    var batch = DocumentBatch()
    try FixtureReading.read(bytes, with: &translation) { normalizer.add($0, to: &batch) }
    for row in batch.rows { add(FixtureReading.document(row, batch, companies)) }
    take(normalizer.problems)
  }

  private mutating func readRecords(
    _ translation: inout any RecordReader, _ bytes: [UInt8], _ mapping: Mapping, _ companies: [String]
  ) throws {
    var normalizer = RecordNormalizer(mapping: mapping, companies: companies)
    var found: [FeedRecord] = []
    try FixtureReading.read(bytes, with: &translation) { view in
      if let record = normalizer.add(view) { found.append(record) }
    }
    for record in found { add(record) }
    take(normalizer.problems)
  }

  private mutating func take(_ problems: RowProblems) {
    for reject in problems.rejects {
      refused.insert(reject.position.lineFrom)
      rejects.add([
        ("line", "\(reject.position.lineFrom)"), ("column", reject.column), ("code", reject.code),
        ("document_id", reject.documentID ?? ""), ("customer_id", reject.customerID ?? ""), ("message", reject.message),
      ])
    }
    warnings = problems.warnings.map { "\($0.code):\($0.position.lineFrom)" }
  }

  private mutating func add(_ document: Document) {
    documents.append(document)
    taken += 1
    let exponent = document.currency.exponent
    records.add(
      [
        ("company", document.company), ("document_id", document.id), ("instalment", document.instalment),
        ("customer_id", document.customerID), ("kind", document.kind.name),
        ("document_date", "\(document.documentDate)"), ("due_date", document.dueDate.map { "\($0)" } ?? ""),
        ("currency", document.currency.code), ("amount", FixtureReading.plain(document.amount, exponent)),
        ("balance", FixtureReading.plain(document.balance, exponent)),
      ] + document.details.fields.map { ($0.name, $0.value) })
  }

  private mutating func add(_ record: FeedRecord) {
    taken += 1
    switch record {
    case .customer(let customer):
      records.add(
        [("company", customer.company), ("customer_id", customer.id), ("name", customer.name)]
          + customer.details.fields.map { ($0.name, $0.value) })
    case .payment(let payment):
      records.add(
        [
          ("company", payment.company), ("payment_id", payment.id), ("customer_id", payment.customerID),
          ("payment_date", "\(payment.date)"), ("currency", payment.money.currency.code),
          ("amount", FixtureReading.plain(payment.money.minorUnits, payment.money.currency.exponent)),
        ] + payment.details.fields.map { ($0.name, $0.value) })
    default: Issue.record("no preset fills \(record)")
    }
  }

  private static func document(_ row: DocumentRow, _ batch: DocumentBatch, _ companies: [String]) -> Document {
    let text = batch.text
    let key = text.string(row.key).split(separator: "\u{1F}", omittingEmptySubsequences: false)
    return Document(
      company: companies[Int(row.company)], customerID: text.string(row.customerText), id: String(key[0]),
      instalment: key.count > 1 ? String(key[1]) : "", kind: row.kind, documentDate: row.documentDate,
      dueDate: row.dueDate.orNil, currency: row.currency, amount: row.amount, balance: row.balance,
      isVoid: row.flags.contains(.void), details: Details(json: batch.shapes.json(row.details, in: text)))
  }

  /// `-12.50`
  static func plain(_ amount: Int64, _ exponent: Int) -> String {
    let digits = String(amount.magnitude)
    let padded = String(repeating: "0", count: max(0, exponent + 1 - digits.count)) + digits
    let whole = padded.dropLast(exponent)
    let sign = amount < 0 ? "-" : ""
    return exponent == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(padded.suffix(exponent))"
  }
}
