/// How a file is taken apart before its columns mean anything: the `read` of a mapping.
///
/// Whatever the format, what comes out are records over named columns, see `SourceColumn`.
public struct SourceShape: Equatable, Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case csv, xml
    /// QuickBooks Desktop lists and transactions: TAB, record types, `!` lines that declare columns.
    case iif
    case camt, mt940, bai2, lockbox, nacha, ofx
    case pain002 = "pain.002"
  }

  public var format: Format
  /// Nil: told by the file, see `EncodingEvidence`.
  public var encoding: TextEncoding?
  /// What files of the kind are written in as a rule: taken without a remark where the bytes fit it and nothing surer is told by them.
  public var usualEncoding: TextEncoding?
  /// For `csv`.
  public var sheet: SheetShape
  /// For `iif`: the type of record that is read, such as `TRNS` or `CUST`.
  public var record: String?
  /// For `xml`.
  public var rows: XMLRowShape?
  /// For `lockbox`.
  public var lockbox: LockboxLayout?

  public init(
    format: Format, encoding: TextEncoding? = nil, sheet: SheetShape = SheetShape(), record: String? = nil,
    rows: XMLRowShape? = nil, lockbox: LockboxLayout? = nil
  ) {
    self.format = format
    self.encoding = encoding
    self.sheet = sheet
    self.record = record
    self.rows = rows
    self.lockbox = lockbox
  }
}

/// A table as reports and spreadsheets write it: a title block, a header somewhere, group rows, totals, repeated page heads.
public struct SheetShape: Equatable, Sendable {
  public enum Header: Equatable, Sendable {
    /// Looked for in the first lines: the first row that has all of `SheetShape.required` (alternatives within).
    case within(Int)
    /// On this line, counted from 1.
    case line(Int)
    /// There is none: names of the columns from the left, each with what else a header that is there all the same may call it.
    case none([[String]])
  }
  /// A value of the title block: the rest of the first cell above the header that starts with a text.
  public struct Preamble: Equatable, Sendable {
    public var name: String
    public var startsWith: [String]
    /// Or the cell at this line and column, both from 1 (DATEV's first line).
    public var cell: (line: Int, column: Int)?
    public static func == (a: Preamble, b: Preamble) -> Bool {
      a.name == b.name && a.startsWith == b.startsWith && a.cell?.line == b.cell?.line
        && a.cell?.column == b.cell?.column
    }
    public init(_ name: String, startsWith: [String] = [], cell: (line: Int, column: Int)? = nil) {
      self.name = name
      self.startsWith = startsWith
      self.cell = cell
    }
  }
  /// A group row: not data itself, its value counts for the rows below until the next one.
  public struct Carry: Equatable, Sendable {
    public var name: String
    public var from: [String]
    public var when: [RowTest]
    /// True: the row is a group row and nothing else; false: it is data as well (a blank repeats the value above).
    public var isGroupRow: Bool
    public init(_ name: String, from: [String], when: [RowTest], isGroupRow: Bool = true) {
      self.name = name
      self.from = from
      self.when = when
      self.isGroupRow = isGroupRow
    }
  }
  /// Rows that are not data.
  public struct Drop: Equatable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
      case footer
      /// A total: kept in `RecordReader.controls` and compared by the mapping's `check`.
      case control
    }
    public var when: [RowTest]
    public var kind: Kind
    public init(when: [RowTest], kind: Kind) {
      self.when = when
      self.kind = kind
    }
  }

  /// Nil: told by the file, one of `CSVDialect.delimiters`.
  public var delimiter: UInt8?
  /// False: quotes are characters like any other (lists framed with pipes, IIF).
  public var hasQuotes = true
  public var header = Header.within(30)
  /// Names that the header has to have, each with its alternatives: how it is found among title lines.
  public var required: [[String]] = []
  /// True: every row begins and ends with the delimiter, rules of hyphens stand between (SAP lists).
  public var isFramed = false
  public var preamble: [Preamble] = []
  public var carry: [Carry] = []
  public var drop: [Drop] = []

  public init() {}
}

/// What one row of an XML file is, and where its values stand. `XMLRowReader` reads by it.
///
/// Paths are child steps separated by `/`, without prefix (any namespace) or with one declared in `namespaces`:
/// - `LegalMonetaryTotal/PayableAmount`: the element's own text without blanks around it. Of several the first that is not empty counts;
/// - `RmtInf/Ustrd[*]`: with `[*]` at the end, the texts of all, with a blank between them;
/// - `Amt/@Ccy`, `@id`: an attribute of an element, of the row itself;
/// - `E1EDKA1[PARVW='AG']/PARTN`, `ID[@schemeID='VA']`, `Bal[Tp/CdOrPrtry/Cd='CLBD']/Amt`: a step may have one condition on the text of
///   an element within it or of an attribute;
/// - `.`: the text of the row itself; `local-name()`: the name of the row element.
///
/// In `row` and `each` a condition may stand at the last step. `above` paths start with `../` steps from the row. A name in `from` that
/// starts with `each:` is looked up in the child row of `each` (also `each:.`, and `each:position()`, its number within the row from 1),
/// all others in the row itself, be they before or behind the child rows.
public struct XMLRowShape: Equatable, Sendable {
  /// Prefix to namespace; `@root` is the namespace of the root element, whatever it is.
  public var namespaces: [String: String] = [:]
  /// From the root: `/Document/BkToCstmrStmt/Stmt/Ntry`; alternatives, the first step may differ.
  public var row: [String]
  /// Values of ancestors and their children before the row: name to path, read as `^name`. Where a path can only be met after
  /// the row (a trailer), it is empty.
  public var above: [(name: String, paths: [String])] = []
  /// Child rows: one record each. Without any, the row itself is the record.
  public var each: String?

  public init(row: [String]) { self.row = row }

  public static func == (a: XMLRowShape, b: XMLRowShape) -> Bool {
    a.namespaces == b.namespaces && a.row == b.row && a.each == b.each && a.above.map(\.name) == b.above.map(\.name)
      && a.above.map(\.paths) == b.above.map(\.paths)
  }
}

/// Where the fields of a lockbox file lie; banks differ ("typical, not definitive"). Columns from 1, both ends included.
public struct LockboxLayout: Equatable, Sendable {
  /// One field of a record type: `amount` of type `6` in columns 12 to 21.
  public struct Field: Equatable, Sendable {
    public var record: UInt8
    public var name: String
    public var from: Int
    public var to: Int
    public init(_ record: UInt8, _ name: String, _ from: Int, _ to: Int) {
      self.record = record
      self.name = name
      self.from = from
      self.to = to
    }
  }
  public var fields: [Field]
  public init(fields: [Field]) { self.fields = fields }
}
