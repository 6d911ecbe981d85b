import Formats
import Ledger
import Pipeline

/// A CSV artefact that grows row by row, with a header even where no row follows. Cells are appended in the order of the columns;
/// a row with too few or too many is a mistake of ours and traps.
public struct CSVTable {
  private var csv: CSVWriter
  private let sink: any ArtefactSink
  private let file: ArtefactFile
  private let columns: Int
  private var cells = 0
  /// Data rows so far.
  public private(set) var rows = 0

  private static let flushAt = 256 * 1024

  public init(
    _ sink: any ArtefactSink, path: String, columns: [String], audience: CSVAudience = .machine
  ) throws {
    self.sink = sink
    file = try sink.create(path)
    self.columns = columns.count
    csv = CSVWriter(audience: audience)
    csv.row(columns)
  }

  /// A text; nil is an empty cell.
  public mutating func text(_ value: String?) {
    cells &+= 1
    csv.text(value)
  }

  /// A text given as its bytes, which are UTF-8.
  public mutating func text(_ value: UnsafeRawBufferPointer) {
    cells &+= 1
    csv.text(value)
  }

  public mutating func empty() {
    cells &+= 1
    csv.empty()
  }

  /// A word that was made ready.
  @inline(__always)
  public mutating func word(_ word: CSVWord) {
    cells &+= 1
    csv.word(word)
  }

  /// A date that mostly is near the night's; nil is an empty cell.
  @inline(__always)
  mutating func date(_ value: CalendarDate?, _ known: DateCells) {
    cells &+= 1
    if let value, let cell = known[value] { csv.word(cell) } else { csv.date(value) }
  }

  /// A number of days that mostly is small; nil is an empty cell.
  @inline(__always)
  mutating func days(_ value: Int?, _ known: DayCells) {
    if let value, let cell = known[value] { word(cell) } else { int(value) }
  }

  /// Cells that were encoded once for many rows.
  @inline(__always)
  public mutating func copy(_ encoded: EncodedCells) {
    cells &+= encoded.count
    csv.copy(encoded.csv)
  }

  /// Cells that another writer of the same audience has written.
  public mutating func copy(_ bytes: UnsafeRawBufferPointer, cells count: Int) {
    cells &+= count
    csv.append(bytes)
  }

  /// Text cells as they will stand in the rows of this table.
  public func encoded(_ values: String?...) -> EncodedCells {
    var cells = EncodedCells(audience: csv.audience)
    cells.encode(values)
    return cells
  }

  /// A list in one cell, separated by `;`.
  public mutating func list(_ values: some Sequence<String>) { text(values.joined(separator: ";")) }

  /// Labels in one cell, separated by `;`, of the documents that a message asks for.
  mutating func labels(_ decision: UnitDecision, _ order: DocumentOrder) {
    cells &+= 1
    csv.labels(decision, order)
  }

  /// Two cells: document id and instalment.
  @inline(__always)
  public mutating func key(_ document: Document) {
    cells &+= 2
    document.withKey { id, instalment in
      csv.text(id)
      if instalment.isEmpty { csv.empty() } else { csv.text(instalment) }
    }
  }

  /// A detail of a document; an empty cell where it has none.
  public mutating func detail(_ name: StaticString, of document: Document) {
    cells &+= 1
    if !document.withDetail(name, { csv.text($0) }) { csv.empty() }
  }

  /// A plain decimal in the currency's own exponent.
  public mutating func money(_ minorUnits: Int64, _ currency: Currency) {
    money(minorUnits, exponent: currency.exponent)
  }

  /// The same for rows of one currency.
  @inline(__always)
  public mutating func money(_ minorUnits: Int64, exponent: Int) {
    cells &+= 1
    csv.money(minorUnits, exponent: exponent)
  }

  /// A number kept in hundredths, as a decimal with two digits; nil is an empty cell.
  public mutating func hundredths(_ value: Int?) {
    cells &+= 1
    if let value { csv.money(Int64(value), exponent: 2) } else { csv.empty() }
  }

  public mutating func int(_ value: Int?) {
    cells &+= 1
    if let value { csv.number(value) } else { csv.empty() }
  }

  /// `YYYY-MM-DD`; nil is an empty cell.
  public mutating func date(_ value: CalendarDate?) {
    cells &+= 1
    csv.date(value)
  }

  public mutating func endRow() throws {
    precondition(cells == columns, "a row of \(columns) columns has \(cells) cells")
    csv.endRow()
    cells = 0
    rows &+= 1
    if csv.count >= CSVTable.flushAt { try flush() }
  }

  /// Ends the file; its number of rows goes into the manifest.
  public mutating func finish() throws {
    try flush()
    try sink.close(file, rows: rows)
  }

  private mutating func flush() throws {
    try csv.withBytes { try sink.write($0, to: file) }
    csv.removeAll()
  }
}

extension CSVWriter {
  /// Labels in one cell, separated by `;`, of the documents that a message asks for.
  mutating func labels(_ decision: UnitDecision, _ order: DocumentOrder) {
    openText()
    var isFirst = true
    decision.items.withUnsafeBufferPointer { items in
      for at in 0..<order.count where decision.outcomes[order[at]].isDemanded {
        if !isFirst { append(UInt8(ascii: ";")) }
        isFirst = false
        appendLabel(of: items[decision.outcomes[order[at]].item].document)
      }
    }
    closeText()
  }

  @inline(never)
  private mutating func appendLabel(of document: Document) {
    document.withKey { id, instalment in
      append(id)
      guard !instalment.isEmpty else { return }
      append(UInt8(ascii: "/"))
      append(instalment)
    }
  }
}

extension ItemOutcome {
  /// A line that a message asks for.
  var isDemanded: Bool { includedAs == .trigger || includedAs == .content }
}

/// Neighbouring cells of a table, quoted and separated: what is the same in many rows is encoded once.
public struct EncodedCells {
  fileprivate private(set) var csv: CSVWriter
  fileprivate private(set) var count = 0

  init(audience: CSVAudience) { csv = CSVWriter(audience: audience) }

  /// Takes other cells in the place of those it has.
  mutating func encode(_ values: [String?]) {
    csv.removeAll()
    for value in values { csv.text(value) }
    count = values.count
  }

  /// So many cells as somebody writes them.
  mutating func encode(_ count: Int, _ write: (inout CSVWriter) -> Void) {
    csv.removeAll()
    write(&csv)
    self.count = count
  }

  /// The cells that nearly every row begins with.
  mutating func encode(_ customer: Customer, _ currency: Currency) {
    csv.removeAll()
    csv.text(customer.company)
    csv.text(customer.id)
    csv.text(currency.code)
    count = 3
  }
}
