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
    cells += 1
    csv.text(value)
  }

  /// A text given as its bytes, which are UTF-8.
  public mutating func text(_ value: UnsafeRawBufferPointer) {
    cells += 1
    csv.text(value)
  }

  /// Cells that were encoded once for many rows.
  public mutating func copy(_ encoded: EncodedCells) {
    cells += encoded.count
    // A decimal is written as it is, and so is what is encoded already.
    csv.decimal(encoded.text)
  }

  /// Text cells as they will stand in the rows of this table.
  public func encoded(_ values: [String?]) -> EncodedCells {
    var cells = CSVWriter(audience: csv.audience)
    for value in values { cells.text(value) }
    return EncodedCells(text: String(decoding: cells.bytes, as: UTF8.self), count: values.count)
  }

  /// A list in one cell, separated by `;`.
  public mutating func list(_ values: some Sequence<String>) { text(values.joined(separator: ";")) }

  /// A plain decimal in the currency's own exponent.
  public mutating func money(_ minorUnits: Int64, _ currency: Currency) {
    cells += 1
    csv.money(minorUnits, exponent: currency.exponent)
  }

  /// A number kept in hundredths, as a decimal with two digits; nil is an empty cell.
  public mutating func hundredths(_ value: Int?) {
    cells += 1
    if let value { csv.money(Int64(value), exponent: 2) } else { csv.empty() }
  }

  public mutating func int(_ value: Int?) {
    cells += 1
    if let value { csv.number(value) } else { csv.empty() }
  }

  /// `YYYY-MM-DD`; nil is an empty cell.
  public mutating func date(_ value: CalendarDate?) {
    cells += 1
    csv.date(value)
  }

  public mutating func endRow() throws {
    precondition(cells == columns, "a row of \(columns) columns has \(cells) cells")
    csv.endRow()
    cells = 0
    rows += 1
    if csv.bytes.count >= CSVTable.flushAt { try flush() }
  }

  /// Ends the file; its number of rows goes into the manifest.
  public mutating func finish() throws {
    try flush()
    try sink.close(file, rows: rows)
  }

  private mutating func flush() throws {
    try csv.bytes.withUnsafeBytes { try sink.write($0, to: file) }
    csv.removeAll()
  }
}

/// Neighbouring cells of a table, quoted and separated.
public struct EncodedCells {
  fileprivate let text: String
  fileprivate let count: Int
}
