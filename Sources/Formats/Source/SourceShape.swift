/// How a file is taken apart before its columns mean anything: the `read` of a mapping.
///
/// Whatever the format, what comes out are records over named columns, see `SourceColumn`.
package struct SourceShape: Equatable, Sendable {
  package enum Format: String, Sendable, CaseIterable {
    case csv, xml
    /// QuickBooks Desktop lists and transactions: TAB, record types, `!` lines that declare columns.
    case iif
    case camt, mt940, bai2, lockbox, nacha, ofx
    case pain002 = "pain.002"
  }

  package var format: Format
  /// Nil: told by the file, see `EncodingEvidence`.
  package var encoding: TextEncoding?
  /// For `csv`.
  package var sheet: SheetShape
  /// For `xml`.
  package var rows: XMLRowShape?
  /// For `lockbox`.
  package var lockbox: LockboxLayout?

  package init(
    format: Format, encoding: TextEncoding? = nil, sheet: SheetShape = SheetShape(), rows: XMLRowShape? = nil,
    lockbox: LockboxLayout? = nil
  ) {
    self.format = format
    self.encoding = encoding
    self.sheet = sheet
    self.rows = rows
    self.lockbox = lockbox
  }
}

/// How a mapping names what it reads from:
/// - `Due Date`: a column of the header, compared exactly first, then without regard to capital letters;
/// - `Amount#2`: the second column of that name, where names repeat;
/// - `#3`: the third column, whatever its name;
/// - `^group`: a value carried from a group row above (`carry`), or from above in XML (`above`);
/// - `@as_of`: a value of the title block (`preamble`);
/// - `cac:Party/cbc:ID`, `@currencyID`, `each:c:Amt`: paths of XML, see `XMLRowShape`.
package enum SourceColumn {
  package static let carriedMark: Character = "^"
  package static let preambleMark: Character = "@"
  package static let positionMark: Character = "#"
  package static let eachPrefix = "each:"

  /// `#3` is 3; nil for names of another form.
  package static func position(_ name: String) -> Int? {
    guard name.first == positionMark, name.count > 1, name.count < 6, name.dropFirst().allSatisfy(\.isASCII) else {
      return nil
    }
    return Int(name.dropFirst()).flatMap { $0 > 0 ? $0 : nil }
  }

  /// `Amount#2` is the second `Amount`; nil for names of another form.
  package static func repeated(_ name: String) -> (name: String, number: Int)? {
    guard let mark = name.lastIndex(of: positionMark), mark > name.startIndex,
      let number = Int(name[name.index(after: mark)...]), number > 0
    else { return nil }
    return (String(name[..<mark]), number)
  }

  /// Which column a list of names means, the first that there is; nil where there is none. Exact names come before names that
  /// differ in capital letters only, whole names before `#` forms.
  package static func index(of names: [String], in columns: [String]) -> Int? {
    for name in names {
      if let index = columns.firstIndex(of: name) { return index }
    }
    for name in names {
      let folded = name.lowercased()
      if let index = columns.firstIndex(where: { $0.lowercased() == folded }) { return index }
      if let position = position(name), position <= columns.count { return position - 1 }
      guard let (base, number) = repeated(name) else { continue }
      let same = columns.indices.filter { columns[$0].lowercased() == base.lowercased() }
      if number <= same.count { return same[number - 1] }
    }
    return nil
  }
}

/// A table as reports and spreadsheets write it: a title block, a header somewhere, group rows, totals, repeated page heads.
package struct SheetShape: Equatable, Sendable {
  package enum Header: Equatable, Sendable {
    /// Looked for in the first lines: the first row that has all of `SheetShape.required` (alternatives within).
    case within(Int)
    /// On this line, counted from 1.
    case line(Int)
    /// There is none: names of the columns from the left.
    case none([String])
  }
  /// A value of the title block: the rest of the first cell above the header that starts with a text.
  package struct Preamble: Equatable, Sendable {
    package var name: String
    package var startsWith: [String]
    /// Or the cell at this line and column, both from 1 (DATEV's first line).
    package var cell: (line: Int, column: Int)?
    package static func == (a: Preamble, b: Preamble) -> Bool {
      a.name == b.name && a.startsWith == b.startsWith && a.cell?.line == b.cell?.line
        && a.cell?.column == b.cell?.column
    }
    package init(_ name: String, startsWith: [String] = [], cell: (line: Int, column: Int)? = nil) {
      self.name = name
      self.startsWith = startsWith
      self.cell = cell
    }
  }
  /// A group row: not data itself, its value counts for the rows below until the next one.
  package struct Carry: Equatable, Sendable {
    package var name: String
    package var from: [String]
    package var when: [RowTest]
    /// True: the row is a group row and nothing else; false: it is data as well (a blank repeats the value above).
    package var isGroupRow: Bool
    package init(_ name: String, from: [String], when: [RowTest], isGroupRow: Bool = true) {
      self.name = name
      self.from = from
      self.when = when
      self.isGroupRow = isGroupRow
    }
  }
  /// Rows that are not data.
  package struct Drop: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
      case footer
      /// A total: kept in `RecordReader.controls` and compared by the mapping's `check`.
      case control
    }
    package var when: [RowTest]
    package var kind: Kind
    package init(when: [RowTest], kind: Kind) {
      self.when = when
      self.kind = kind
    }
  }

  /// Nil: told by the file, one of `CSVDialect.delimiters`.
  package var delimiter: UInt8?
  /// False: quotes are characters like any other (lists framed with pipes, IIF).
  package var hasQuotes = true
  package var header = Header.within(30)
  /// Names that the header has to have, each with its alternatives: how it is found among title lines.
  package var required: [[String]] = []
  /// True: every row begins and ends with the delimiter, rules of hyphens stand between (SAP lists).
  package var isFramed = false
  package var preamble: [Preamble] = []
  package var carry: [Carry] = []
  package var drop: [Drop] = []

  package init() {}
}

/// What one row of an XML file is, and where its values stand.
///
/// Paths are child steps separated by `/`, without prefix (any namespace) or with one declared in `namespaces`; the last step may be
/// `@attribute`; a step may have one condition on the text of a child, `E1EDKA1[PARVW='AG']`, or of an attribute, `[@schemeID='VA']`. `above` paths start with `../`
/// steps from the row. A name in `from` that starts with `each:` is looked up in the child row of `each`, all others in the row itself.
package struct XMLRowShape: Equatable, Sendable {
  /// Prefix to namespace; `@root` is the namespace of the root element, whatever it is.
  package var namespaces: [String: String] = [:]
  /// From the root: `/Document/BkToCstmrStmt/Stmt/Ntry`; alternatives, the first step may differ.
  package var row: [String]
  /// Values of ancestors and their children before the row: name to path, read as `^name`. Where a path can only be met after
  /// the row (a trailer), it is empty.
  package var above: [(name: String, paths: [String])] = []
  /// Child rows: one record each. Without any, the row itself is the record.
  package var each: String?

  package init(row: [String]) { self.row = row }

  package static func == (a: XMLRowShape, b: XMLRowShape) -> Bool {
    a.namespaces == b.namespaces && a.row == b.row && a.each == b.each && a.above.map(\.name) == b.above.map(\.name)
      && a.above.map(\.paths) == b.above.map(\.paths)
  }
}

/// Where the fields of a lockbox file lie; banks differ ("typical, not definitive"). Columns from 1, both ends included.
package struct LockboxLayout: Equatable, Sendable {
  /// One field of a record type: `amount` of type `6` in columns 12 to 21.
  package struct Field: Equatable, Sendable {
    package var record: UInt8
    package var name: String
    package var from: Int
    package var to: Int
    package init(_ record: UInt8, _ name: String, _ from: Int, _ to: Int) {
      self.record = record
      self.name = name
      self.from = from
      self.to = to
    }
  }
  package var fields: [Field]
  package init(fields: [Field]) { self.fields = fields }
}
