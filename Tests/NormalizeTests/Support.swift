import Formats
import Ledger
import Normalize
import Pipeline

/// The outcome of a documents file, with texts instead of ranges.
struct ReadDocuments {
  var documents: [Document] = []
  var positions: [RecordPosition] = []
  var problems: RowProblems

  /// Rejects as `code@column:line`.
  var rejects: [String] { problems.rejects.map { "\($0.code)@\($0.column):\($0.position.lineFrom)" } }
  /// Rejects as `code@column`, for files of one row.
  var codes: [String] { problems.rejects.map { "\($0.code)@\($0.column)" } }
  var warnings: [String] { problems.warnings.map { "\($0.code):\($0.position.lineFrom)" } }
}

let companies = ["ACME", "NORD"]

func documents(
  _ csv: String, mapping: Mapping = .documents, limit: MaxRejects = MaxRejects(), piece: Int = 1 << 20
) throws -> ReadDocuments {
  try documents(Array(csv.utf8), CSVReader(file: "f.csv"), mapping, limit, piece)
}

func documents(
  _ bytes: [UInt8], _ reader: some RecordReader, _ mapping: Mapping = .documents, _ limit: MaxRejects = MaxRejects(),
  _ piece: Int = 1 << 20
) throws -> ReadDocuments {
  var reader = reader
  var normalizer = DocumentNormalizer(mapping: mapping, companies: companies, limit: limit)
  var batch = DocumentBatch()
  var from = 0
  while from < bytes.count {
    let to = min(bytes.count, from + piece)
    try bytes[from..<to].withUnsafeBytes { try reader.push($0) { normalizer.add($0, to: &batch) } }
    from = to
  }
  try reader.finish { normalizer.add($0, to: &batch) }
  return ReadDocuments(
    documents: batch.rows.map { document($0, batch) }, positions: batch.positions, problems: normalizer.problems)
}

private func document(_ row: DocumentRow, _ batch: DocumentBatch) -> Document {
  let text = batch.text
  let key = text.string(row.key).split(separator: "\u{1F}", omittingEmptySubsequences: false)
  return Document(
    company: companies[Int(row.company)], customerID: text.string(row.customerText), id: String(key[0]),
    instalment: key.count > 1 ? String(key[1]) : "", kind: row.kind, documentDate: row.documentDate,
    dueDate: row.dueDate.orNil, currency: row.currency, amount: row.amount, balance: row.balance,
    isVoid: row.flags.contains(.void), details: Details(json: batch.shapes.json(row.details, in: text)))
}

func records(_ csv: String, _ mapping: Mapping) throws -> (records: [FeedRecord], problems: RowProblems) {
  var reader = CSVReader(file: "f.csv")
  var normalizer = RecordNormalizer(mapping: mapping, companies: companies)
  var records: [FeedRecord] = []
  func take(_ view: RecordView) { if let record = normalizer.add(view) { records.append(record) } }
  try Array(csv.utf8).withUnsafeBytes { try reader.push($0, take) }
  try reader.finish(take)
  return (records, normalizer.problems)
}

extension RowProblems {
  var codes: [String] { rejects.map { "\($0.code)@\($0.column)" } }
}
