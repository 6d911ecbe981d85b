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
  /// A plain decimal without the sign behind it: `12.5`.
  case percent
  /// One of these words.
  case choice([String])
  /// ISO 3166-1 alpha-2: `DE`.
  case country
  /// One or more e-mail addresses, separated by semicolon or comma.
  case email
  /// BCP 47: `de`, `de-CH`. What is none stays as it is, and says nothing.
  case language
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
    case .percent: "percent"
    case .choice: "enum"
    case .country: "country"
    case .email: "email"
    case .language: "language"
    case .bool: "bool"
    }
  }

  /// What a kept column may be declared as.
  static let kept: [FieldKind] = [.text, .id, .date, .money, .currency, .integer, .percent, .country, .email, .bool]
}

/// How one canonical field is filled from a file.
public struct FieldRule: Equatable, Sendable {
  /// The canonical name: `document_id`.
  public var name: String
  public var kind: FieldKind
  public var isRequired: Bool
  /// Columns or elements of the file that may hold it, see `SourceColumn`. Without a `value` the first that the file has is
  /// read; with one they are all columns that it reads.
  public var from: [String]
  /// Taken where the file has no such column, or its cell is empty: a company that the export does not name.
  public var constant: String?
  /// What is done with the columns before they are the field; nil where the text of the column is it already.
  public var value: ValueRule?

  public init(
    _ name: String, _ kind: FieldKind = .text, isRequired: Bool = false, from: [String]? = nil, constant: String? = nil,
    value: ValueRule? = nil
  ) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.from = from ?? value?.columns ?? [name]
    self.constant = constant
    self.value = value
  }

  /// What fills the field: `value`, or its columns as they are.
  public var filled: ValueRule { value ?? .column(ColumnRule(from: from)) }
}
