import Ledger

/// A value for a field of a template, before it is written in somebody's language.
public enum FieldValue: Equatable, Sendable {
  case money(Money)
  case date(CalendarDate)
  case text(String)
  /// A word of ours in the language of the message, such as the kind of a document; a text to the template.
  case label(Label)
  case int(Int)
  /// In hundredths of a percent: 11.27 % is 1127.
  case percent(basisPoints: Int)
  /// A rate of interest; a percentage to the template.
  case rate(YearlyRate)
  /// Why and how interest is claimed; a text to the template.
  case basis(InterestBasis)
  case bool(Bool)
  case list([Fields])

  public var type: FieldType {
    switch self {
    case .money: .money
    case .date: .date
    case .text, .label, .basis: .text
    case .int: .int
    case .percent, .rate: .percent
    case .bool: .bool
    case .list: .list
    }
  }
}

/// The values of one message, or of one row of a list, by field name. What is not there is missing.
public struct Fields: Equatable, Sendable, ExpressibleByDictionaryLiteral {
  private var values: [String: FieldValue]

  public init(_ values: [String: FieldValue] = [:]) { self.values = values }
  init(capacity: Int) { values = Dictionary(minimumCapacity: capacity) }
  public init(dictionaryLiteral elements: (String, FieldValue)...) {
    values = Dictionary(elements, uniquingKeysWith: { _, last in last })
  }

  public subscript(name: String) -> FieldValue? {
    get { values[name] }
    set { values[name] = newValue }
  }

  /// In alphabetical order.
  public var names: [String] { values.keys.sorted() }
}

/// A message in one language: its subject line and its parts in reading order. Amounts and dates are written.
public struct RenderedText: Equatable, Sendable {
  public var language: Language
  public var subject: String
  public var blocks: [Block]
}

/// Why a message cannot be written. It is held back with this reason; the others go out.
public enum RenderProblem: Error, Equatable {
  case missingField(String)
  case wrongType(String, expected: FieldType)

  /// Stable code for reasons and logs.
  public var code: String {
    switch self {
    case .missingField: "template-field-missing"
    case .wrongType: "template-field-value"
    }
  }

  public var message: String {
    switch self {
    case .missingField(let name): "the template needs \(name), and this message has none"
    case .wrongType(let name, let expected): "\(name) is not of type \(expected.rawValue)"
    }
  }
}
