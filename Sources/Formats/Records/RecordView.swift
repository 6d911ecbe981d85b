import Ledger

/// Something about one record that keeps it from being taken; the rest of the file goes on.
public struct RecordProblem: Equatable, Sendable {
  /// Stable and kebab-case: `control-character`, `invalid-utf8`, `quote-text`, `field-too-long`, `xml-repeated`, ...
  public var code: String
  public var message: String
  public var hint: String
  /// Which field, from 0; nil where the whole record is meant.
  public var field: Int?
  /// The column of the file, where it has another name than the record's own column.
  public var column: String?

  public init(code: String, message: String, hint: String, field: Int? = nil, column: String? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.field = field
    self.column = column
  }
}

/// What many records of a file share. A class because the reader owns it and shows it with every record.
final class RecordContext {
  // Asked for every record, by the reader and its callback on one thread: not worth a check each time.
  @exclusivity(unchecked) var columns: [String]
  var element = ""
  @exclusivity(unchecked) var problems: [RecordProblem] = []
  var above: [UInt8] = []
  /// The record of the file that a translated one was made from.
  @exclusivity(unchecked) var original: RecordView?

  init(columns: [String]) { self.columns = columns }
}

/// One record of a file as its reader shows it: names of the columns, bytes of the fields, and where it stands.
///
/// Valid only while the reader's callback runs: the bytes belong to the reader and are used again for the next record.
/// Nothing in it is counted: a reference count per record was measured at a tenth of the whole reading.
public struct RecordView {
  private unowned(unsafe) let context: RecordContext
  /// Fields in the order of `columns`, unescaped, UTF-8. In CSV there may be more or fewer than columns (a row of the wrong
  /// width); in XML always as many, an absent element is empty.
  public private(set) var fields: UnsafeBufferPointer<UnsafeRawBufferPointer>
  /// How many fields the record has. More than `fields.count` where the row is absurdly wide and was not kept whole.
  public private(set) var width: Int
  /// How many columns the file has so far; in XML it grows.
  public private(set) var columnCount: Int
  /// Whether the reader found nothing wrong.
  public private(set) var isSound: Bool
  public private(set) var position: RecordPosition
  /// CSV: the record's bytes in the file without the line end. XML: empty, see `raw`.
  public private(set) var source: UnsafeRawBufferPointer

  init(
    _ context: RecordContext, fields: UnsafeBufferPointer<UnsafeRawBufferPointer>, width: Int, position: RecordPosition,
    source: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  ) {
    self.context = context
    self.fields = fields
    self.width = width
    self.position = position
    self.source = source
    columnCount = context.columns.count
    isSound = context.problems.isEmpty
  }

  /// The same record at another place, as the file numbers it that it really came from.
  @inline(__always)
  func at(_ position: RecordPosition) -> RecordView {
    var view = self
    view.position = position
    view.columnCount = context.columns.count
    return view
  }

  /// Names as the file writes them. In CSV the header; in XML the element names met so far: the list only grows.
  public var columns: [String] { context.columns }
  /// What the reader found wrong with the record. Fields that a problem names hold what could be read.
  public var problems: [RecordProblem] { context.problems }
  /// XML: the record's element name. CSV: empty.
  public var element: String { context.element }

  /// Rows above that the record depends on, its group rows: in a file to drop again they stand before it. Each ends in LF.
  public var above: [UInt8] { context.original?.above ?? context.above }

  /// The record as it can be dropped again: CSV its bytes, XML its element on one line.
  public var raw: [UInt8] {
    if let original = context.original { return original.raw }
    return element.isEmpty ? [UInt8](source) : XMLText.element(element, columns: columns, fields: fields)
  }
}

/// Whether the line at a place in a file is known, so that nobody need read it.
public typealias LinePassing = (_ line: UnsafeRawBufferPointer, _ position: RecordPosition) throws -> Bool

/// Reads a file of records that arrives in pieces. The records do not depend on how the file was cut.
public protocol RecordReader {
  /// Names of the columns, as far as they are known: after the header in CSV, as they occur in XML.
  var columns: [String] { get }
  /// Remarks about the file that do not keep it from being read.
  var warnings: [Diagnostic] { get }
  /// What the file says about itself: totals, counts, balances; complete after `finish`.
  var controls: [SourceControl] { get }
  /// Rows of a table that its shape says are no data, by rule; complete after `finish`.
  var leftOut: [LeftOutRows] { get }

  /// Takes the next bytes and shows every record that ends in them.
  /// - Throws: `Diagnostic` where the file cannot be read any further; it is then to be refused as a whole. Whatever `body` throws.
  mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws

  /// The same for a caller who may know a line by its bytes: each line that a record starts with is shown to `passing` first, without its
  /// end, and where that says true the line was a whole record and is not taken apart. A reader that cannot do so shows every record.
  mutating func push(
    _ chunk: UnsafeRawBufferPointer, passing: LinePassing,
    _ body: (RecordView) throws -> Void) throws

  /// Tells that the file has ended and shows the last record.
  mutating func finish(_ body: (RecordView) throws -> Void) throws
}

extension RecordReader {
  public var controls: [SourceControl] { [] }
  public var leftOut: [LeftOutRows] { [] }

  public mutating func push(
    _ chunk: UnsafeRawBufferPointer, passing: LinePassing,
    _ body: (RecordView) throws -> Void
  ) throws { try push(chunk, body) }
}

/// Rows that one `drop` rule of a table's shape took for no data.
public struct LeftOutRows: Equatable, Sendable {
  /// What the rule asks for, and what it says the rows are.
  public var when: [RowTest]
  public var kind: SheetShape.Drop.Kind
  public var rows = 0
  public var firstLine = 0
  public var lastLine = 0
  /// Data came behind one of them: a subtotal, or data that the rule takes for none.
  public var isAmidData = false

  public init(_ drop: SheetShape.Drop) { (when, kind) = (drop.when, drop.kind) }

  mutating func add(line: Int) {
    if rows == 0 { firstLine = line }
    (rows, lastLine) = (rows + 1, line)
  }
}

/// A total that a file states about itself, beside what its records add up to. Where they differ, rows are missing, a sign was
/// lost or a decimal point has moved: the file is held `[control-total]`.
public struct SourceControl: Equatable, Sendable {
  /// For people: `closing balance of statement 17/1`, `TOTAL on line 812`.
  public var name: String
  public var line: Int
  /// Texts of a total row by column of the file, for the mapping's `check` to compare; empty where the reader compares itself.
  public var cells: [(column: String, text: String)]
  /// What the file states and what was counted, as plain decimals; equal where it ties. Nil for a total row.
  public var stated: String?
  public var counted: String?
  public var ties: Bool { stated == counted }

  public init(
    name: String, line: Int, cells: [(column: String, text: String)] = [], stated: String? = nil, counted: String? = nil
  ) {
    self.name = name
    self.line = line
    self.cells = cells
    self.stated = stated
    self.counted = counted
  }

  public static func == (a: SourceControl, b: SourceControl) -> Bool {
    a.name == b.name && a.line == b.line && a.stated == b.stated && a.counted == b.counted
      && a.cells.map(\.column) == b.cells.map(\.column) && a.cells.map(\.text) == b.cells.map(\.text)
  }
}

extension UnsafeRawBufferPointer {
  /// Without blanks, TABs and line ends at both ends.
  public var withoutBlanks: UnsafeRawBufferPointer {
    guard let from = firstIndex(where: { $0 > 0x20 }), let to = lastIndex(where: { $0 > 0x20 }) else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(rebasing: self[from...to])
  }
}
