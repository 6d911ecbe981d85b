import Formats

/// Takes a customer out of a table that a run has published: its rows stay, for the totals, under a pseudonym and without what is personal.
struct TableErasure {
  let text: TextErasure
  let messages: Set<String>

  /// What became of a table.
  struct Result {
    /// Nil: nobody of it is concerned.
    var bytes: [UInt8]?
    /// Files that rows about the customer name.
    var files: Set<String> = []
    /// Folders of the customer alone that they name.
    var folders: Set<String> = []
  }

  /// Columns that say nothing personal: every other cell of a row about the customer is emptied.
  private static let kept: Set<String> = [
    "company", "currency", "kind", "document_date", "due_date", "amount", "balance", "days_past_due", "bucket", "level",
    "hold", "change", "old_balance", "new_balance", "fields", "cause", "date", "score", "grade", "confidence",
    "days_beyond_terms", "action", "reason", "channel", "policy", "overdue", "credits", "interest", "fees", "fee",
    "amount_due", "not_before", "message_id", "piece_id", "included_as", "level_before", "level_after", "template",
    "template_version", "language", "expires", "sequence", "envelope", "service", "duplex", "first_page", "pages",
    "sheets", "posting_date", "opening", "closing", "due", "what", "since", "as_of", "data_as_of", "not_due",
    "unapplied", "total", "rule",
    "document_type", "country", "sha256", "instalment", "document_id", "payment_id", "payment_date", "difference",
    "deducted", "posted", "reasons", "held_since",
  ]

  func erase(_ bytes: [UInt8], file: String) throws -> Result {
    var result = Result()
    var writer = CSVWriter()
    var columns: [String] = []
    var isChanged = false
    func take(_ record: RecordView) {
      if columns.isEmpty {
        columns = record.columns
        writer.row(columns)
      }
      let cells = record.fields.map { String(decoding: $0, as: UTF8.self) }
      guard isAbout(cells, columns) else { return writer.row(cells) }
      isChanged = true
      writer.row(zip(columns, cells).map { kept($0, $1) })
      if let name = TableErasure.cell("file", cells, columns), !name.isEmpty { result.files.insert(name) }
      if let name = TableErasure.cell("folder", cells, columns), !name.isEmpty { result.folders.insert(name) }
    }
    var reader = CSVReader(file: file)
    try bytes.withUnsafeBytes { try reader.push($0, take) }
    try reader.finish(take)
    if isChanged { result.bytes = writer.bytes }
    return result
  }

  /// Whether a row is about the customer, or says something of it.
  func isAbout(_ cells: [String], _ columns: [String]) -> Bool {
    func cell(_ name: String) -> String? { TableErasure.cell(name, cells, columns) }
    if cell("customer_id") == text.customerID, cell("company").map({ $0 == text.company }) ?? true { return true }
    if let message = cell("message_id"), messages.contains(message) { return true }
    // A row that was rejected, or one of a payment: it may say the customer's name anywhere, and its id in a raw line.
    return cells.contains { cell in
      let bytes = Array(cell.utf8)[...]
      return text.mentions(bytes) || (columns.contains("raw") && text.names(bytes))
    }
  }

  private static func cell(_ name: String, _ cells: [String], _ columns: [String]) -> String? {
    columns.firstIndex(of: name).flatMap { $0 < cells.count ? cells[$0] : nil }
  }

  private func kept(_ column: String, _ cell: String) -> String {
    if column == "customer_id" { return text.pseudonym }
    return TableErasure.kept.contains(column) || column.hasPrefix("d1") || column.hasSuffix("_plus") || isNumber(cell)
      ? cell : ""
  }

  private func isNumber(_ cell: String) -> Bool {
    cell.utf8.count < 14 && cell.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
      && cell != text.customerID
  }
}
