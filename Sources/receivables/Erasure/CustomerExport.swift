import Formats
import Ledger
import Store

/// Everything that an installation holds about a customer, as one JSON document: rows of the state, lines of archived exports and of files beside
/// the inbox, rows of published tables, messages as they went out, and the pages it stands in.
struct CustomerExport {
  let installation: Installation
  let state: State
  let company: String
  let customerID: String
  let traces: CustomerTraces
  private let text: TextErasure
  private let table: TableErasure

  init(_ installation: Installation, _ state: State, company: String, customerID: String, _ traces: CustomerTraces) {
    (self.installation, self.state, self.traces) = (installation, state, traces)
    (self.company, self.customerID) = (company, customerID)
    text = TextErasure(
      company: company, customerID: customerID, pseudonym: "", traces)
    table = TableErasure(text: text, messages: Set(traces.messages))
  }

  func json() throws -> JSONValue {
    let (rows, messages, pages) = try published()
    return [
      "company": .text(company), "customer_id": .text(customerID), "state": try stateRows(),
      "archive": .list(try archived()), "inbox": .list(try besideInbox()), "copies": .texts(try copies()),
      "published": .list(rows), "messages": .list(messages), "pages": .texts(pages),
    ]
  }

  /// By table, in byte order of their names.
  private func stateRows() throws -> JSONValue {
    let rows = try state.erasures.rows(company: company, customer: customerID, traces)
    let tables = Dictionary(grouping: rows, by: \.table).sorted { $0.key < $1.key }
    return .object(
      tables.map { table, rows in
        JSONMember(
          table, .list(rows.map { row in .object(row.cells.map { JSONMember($0.column, .text($0.value)) }) }))
      })
  }

  // MARK: Exports as they came

  private func archived() throws -> [JSONValue] {
    let others = try OthersLines(installation, state, company: company, customerID: customerID)
    return try state.arrivals.archivedPaths().flatMap { archived -> [JSONValue] in
      let path = Path.join(installation.archive, archived)
      guard try Path.exists(path) else { return [] }
      let names = try state.arrivals.arrivals(sha256Prefix: Path.name(archived)).map(\.path)
      let own = try others.decided(of: archived, traces)
      return try lines(of: path, others: { try others.lines(of: archived) }, own: own).map { line, words in
        [
          "file": .text(installation.relative(path)), "names": .texts(Array(Set(names)).sorted()),
          "line": .number(line), "text": .text(words),
        ]
      }
    }
  }

  private func besideInbox() throws -> [JSONValue] {
    try [installation.rejected, installation.held].flatMap { folder -> [JSONValue] in
      guard try Path.isFolder(folder) else { return [] }
      return try Path.list(folder).flatMap { name -> [JSONValue] in
        let path = Path.join(folder, name)
        return try lines(of: path).map { line, words in
          ["file": .text(installation.relative(path)), "line": .number(line), "text": .text(words)]
        }
      }
    }
  }

  /// Lines about the customer with their numbers. A file that is no text in lines is told as a whole, by line 0.
  /// - Parameters:
  ///   - others: numbers of lines that are of others.
  ///   - own: of those that are about the customer's documents.
  private func lines(
    of path: String, others: () throws -> Set<Int> = { [] }, own: Set<Int> = []
  ) throws -> [(line: Int, text: String)] {
    let bytes = try ReadableFile(path).all()
    if TextErasure.isBinary(bytes) { return text.mentions(bytes[...]) ? [(0, "(the whole file)")] : [] }
    return try text.lines(of: bytes, others: others, own: own).map { number, at in
      (number, CustomerExport.decoded(TextLines(bytes).text(at)))
    }
  }

  /// UTF-8, or where it is not, one byte a character.
  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }

  private func copies() throws -> [String] {
    try InboxCopies(inbox: installation.inbox).paths(company: company, documents: traces.documents)
      .map(installation.relative)
  }

  // MARK: What was published

  private func published() throws -> (rows: [JSONValue], messages: [JSONValue], pages: [String]) {
    var (rows, messages, pages): ([JSONValue], [JSONValue], [String]) = ([], [], [])
    let own = Set(traces.messages.map { "/\($0).eml" })
    for run in try state.runs.all() {
      let folder = Path.join(installation.runs, run.run)
      guard try Path.isFolder(folder) else { continue }
      for path in try Erasure.files(folder) {
        let name = JSONValue.text(installation.relative(path))
        if path.hasSuffix(".csv") {
          rows += try tableRows(path).map { ["file": name, "row": .object($0)] }
        } else if path.hasSuffix(".eml") {
          let bytes = try ReadableFile(path).all()
          guard own.contains(where: path.hasSuffix) || text.mentions(bytes[...]) else { continue }
          messages.append(["file": name, "text": .text(CustomerExport.decoded(bytes[...]))])
        } else if !path.hasSuffix(".pdf"), text.replaced(try ReadableFile(path).all()) != nil {
          pages.append(installation.relative(path))
        }
      }
    }
    return (rows, messages, pages)
  }

  private func tableRows(_ path: String) throws -> [[JSONMember]] {
    var rows: [[JSONMember]] = []
    var columns: [String] = []
    func take(_ record: RecordView) {
      if columns.isEmpty { columns = record.columns }
      let cells = record.fields.map { String(decoding: $0, as: UTF8.self) }
      guard table.isAbout(cells, columns) else { return }
      rows.append(zip(columns, cells).compactMap { $1.isEmpty ? nil : JSONMember($0, .text($1)) })
    }
    let bytes = try ReadableFile(path).all()
    var reader = CSVReader(file: path)
    try bytes.withUnsafeBytes { try reader.push($0, take) }
    try reader.finish(take)
    return rows
  }
}
