import Formats
import Ledger

/// From the columns of a file to the fields of a canonical feed. A value: the presets are instances of it, and a feed of
/// pipeline.json may bring its own. docs/mapping.md tells the language it is written in.
///
/// Without `read` the file is a table in the program's own terms: fields that the mapping does not name are read from columns of
/// their own names, and columns that no field is read from are kept under theirs. With `read` only what is named counts.
public struct Mapping: Equatable, Sendable {
  /// What it fills: `documents`.
  public var feed: Ledger.Feed
  /// In the order of CONTRACT section 3; details are stored in this order.
  public var fields: [FieldRule]
  /// Of an XML file: its root element, and the element of one record.
  public var xmlRoot: String
  public var xmlRecord: String
  /// The file writes credit notes and payments on account as positive amounts.
  public var hasUnsignedCredits = false
  /// False: documents with what was invoiced, whatever was paid of it since.
  public var carriesPayments = true
  /// Payments may come without a customer: cash application finds him.
  public var isUnidentified = false
  /// One line about the mapping; presets have theirs beside it.
  public var summary = ""
  /// What a file of it is, unless the feed says otherwise.
  public var extent: FeedSettings.Extent?
  public var system: SourceSystem?
  public var match = MappingMatch()
  /// Nil: a CSV file with its header in the first line, or flat XML.
  public var read: SourceShape?
  public var locale = LocaleStyle()
  /// Rows that do not fit each of these are counted and not taken.
  public var when: [RowTest] = []
  public var incomplete: IncompleteSign?
  public var groupBy: LineGrouping?
  /// Kept as attributes, in this order.
  public var keep: [FieldRule] = []
  public var check: [SumCheck] = []

  public init(feed: Ledger.Feed, fields: [FieldRule], xmlRoot: String, xmlRecord: String) {
    self.feed = feed
    self.fields = fields
    self.xmlRoot = xmlRoot
    self.xmlRecord = xmlRecord
  }

  public subscript(name: String) -> FieldRule? { fields.first { $0.name == name } }

  /// The same mapping with fields read from other columns, of which the first that a file has is taken: `["customer_id": ["customer_no"]]`. A
  /// name that is no field of the feed changes nothing; `MappingReader` reports it.
  public func reading(_ names: [String: [String]]) -> Mapping {
    var mapping = self
    for index in fields.indices {
      if let from = names[fields[index].name] { mapping.fields[index].from = from }
    }
    return mapping
  }

  /// The same mapping with a value for a field that the file does not name: `company`.
  public func constant(_ name: String, _ value: String) -> Mapping {
    var mapping = self
    for index in fields.indices where fields[index].name == name { mapping.fields[index].constant = value }
    return mapping
  }

  /// The same mapping for files whose amounts and dates are written so, unless a field says it of itself.
  public func written(in locale: LocaleStyle) -> Mapping {
    var mapping = self
    mapping.locale.money = locale.money.or(mapping.locale.money)
    mapping.locale.date = locale.date.or(mapping.locale.date)
    return mapping
  }
}

extension Mapping {
  /// True where columns are at most renamed: values are canonical as they stand, and the file is read without translation.
  public var isDirect: Bool {
    read == nil && locale == LocaleStyle() && when.isEmpty && incomplete == nil && groupBy == nil && keep.isEmpty
      && check.isEmpty
      && fields.allSatisfy { $0.value == nil }
  }

  /// How the file is taken apart. A header that is looked for has to have the columns of `match`, else those of the required fields.
  public var shape: SourceShape {
    var shape = read ?? SourceShape(format: .csv)
    if read == nil { shape.sheet.header = .line(1) }
    let required = fields.filter { $0.isRequired && $0.constant == nil && !$0.from.isEmpty }.map(\.from)
      .filter { $0.allSatisfy { !Mapping.isElsewhere($0) } }
    shape.sheet.required = match.columns.isEmpty ? required : match.columns
    return shape
  }

  /// The mapping of what the translation shows: canonical columns under their own names.
  public var translated: Mapping {
    var mapping = self
    mapping.fields = fields.map { FieldRule($0.name, $0.kind, isRequired: $0.isRequired) }
    mapping.read = nil
    mapping.locale = LocaleStyle()
    mapping.when = []
    mapping.incomplete = nil
    mapping.groupBy = nil
    mapping.keep = []
    mapping.check = []
    return mapping
  }

  /// True for names that no header has: carried values, values of the title block, columns by number.
  public static func isElsewhere(_ name: String) -> Bool {
    guard let first = name.first else { return false }
    if first == SourceColumn.carriedMark || first == SourceColumn.preambleMark { return true }
    return SourceColumn.position(name) != nil
  }

  /// Which column of a header fills a field; nil where none does. Names are compared exactly first, then without regard to
  /// capital letters.
  public func column(of rule: FieldRule, in header: [String]) -> Int? {
    Mapping.column(rule.from, in: header)
  }

  /// The same for a list of names. `Amount#2` is the second column called so, `#3` the third whatever its name.
  public static func column(_ names: [String], in header: [String]) -> Int? {
    SourceColumn.index(of: names, in: header)
  }

  /// Required fields that neither a column of the header nor a constant fills.
  public func missing(in header: [String]) -> [FieldRule] {
    fields.filter { rule in
      rule.isRequired && rule.constant == nil && column(of: rule, in: header) == nil
        && !rule.from.contains(where: Mapping.isElsewhere)
    }
  }

  /// Columns that fill no field and yet carry the name of one that is filled otherwise: two values for one name.
  /// With `read` there are none: only what is named counts.
  public func conflicts(in header: [String]) -> [(column: String, rule: FieldRule)] {
    if read != nil { return [] }
    let used = Set(fields.compactMap { column(of: $0, in: header) })
    return header.indices.compactMap { index in
      let name = header[index].lowercased()
      guard !used.contains(index), let rule = fields.first(where: { $0.name == name }) else { return nil }
      // A column twice is another problem.
      if let filled = column(of: rule, in: header), header[filled].lowercased() == name { return nil }
      return (header[index], rule)
    }
  }

  /// How many columns of a header some field is read from.
  public func known(in header: [String]) -> Int {
    Set(fields.compactMap { column(of: $0, in: header) }).count
  }
}
