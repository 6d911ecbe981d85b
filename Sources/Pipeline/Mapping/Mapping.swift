import Ledger

/// What a canonical field holds: how its text is checked, and what it becomes.
public enum FieldKind: Equatable, Sendable {
  case text
  /// Text that names something: leading zeros stay, control characters are refused.
  case id
  /// ISO 8601, `2026-06-30`.
  case date
  /// A plain decimal with a point: `-1234.50`.
  case money
  /// ISO 4217: `EUR`.
  case currency
  /// A whole number, not negative.
  case integer
  /// One of these words.
  case choice([String])
  /// ISO 3166-1 alpha-2: `DE`.
  case country
  /// One or more e-mail addresses, separated by semicolon or comma.
  case email
  /// yes or no: true, false, yes, no, y, n, 1, 0, x or empty.
  case bool

  /// The word of a mapping's `as`.
  public var name: String {
    switch self {
    case .text: "text"
    case .id: "id"
    case .date: "date"
    case .money: "money"
    case .currency: "currency"
    case .integer: "int"
    case .choice: "enum"
    case .country: "country"
    case .email: "email"
    case .bool: "bool"
    }
  }
}

/// How one canonical field is filled from a file.
public struct FieldRule: Equatable, Sendable {
  /// The canonical name: `document_id`.
  public var name: String
  public var kind: FieldKind
  public var isRequired: Bool
  /// Columns or elements of the file that may hold it; the first that the file has is read.
  public var from: [String]
  /// Taken where the file has no such column, or its cell is empty: a company that the export does not name.
  public var constant: String?

  public init(
    _ name: String, _ kind: FieldKind = .text, isRequired: Bool = false, from: [String]? = nil, constant: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.from = from ?? [name]
    self.constant = constant
  }
}

/// From the columns of a file to the fields of a canonical feed. A value: the presets are instances of it, and a feed of
/// pipeline.json may bring its own. Columns that no field is read from are kept under their own names.
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

  public init(feed: Ledger.Feed, fields: [FieldRule], xmlRoot: String, xmlRecord: String) {
    self.feed = feed
    self.fields = fields
    self.xmlRoot = xmlRoot
    self.xmlRecord = xmlRecord
  }

  public subscript(name: String) -> FieldRule? { fields.first { $0.name == name } }

  /// The same mapping with fields read from other columns: `["customer_id": "customer_no"]`. A name that is no field of
  /// the feed changes nothing; `MappingReader` reports it.
  public func renaming(_ names: [String: String]) -> Mapping {
    reading(names.mapValues { [$0] })
  }

  /// The same with several columns to choose from.
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
}

extension Mapping {
  /// Which column of a header fills a field; nil where none does. Names are compared exactly first, then without regard to
  /// capital letters.
  public func column(of rule: FieldRule, in header: [String]) -> Int? {
    for name in rule.from {
      if let index = header.firstIndex(of: name) { return index }
    }
    for name in rule.from {
      let folded = name.lowercased()
      if let index = header.firstIndex(where: { $0.lowercased() == folded }) { return index }
    }
    return nil
  }

  /// Required fields that neither a column of the header nor a constant fills.
  public func missing(in header: [String]) -> [FieldRule] {
    fields.filter { $0.isRequired && $0.constant == nil && column(of: $0, in: header) == nil }
  }

  /// Columns that fill no field and yet carry the name of one that is filled otherwise: two values for one name.
  public func conflicts(in header: [String]) -> [(column: String, rule: FieldRule)] {
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
