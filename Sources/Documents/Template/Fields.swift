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
  indirect case basis(InterestBasis)
  /// What a lump sum is for, by the name of its regime; a text to the template.
  case lumpSum(regime: String)
  /// Texts of which the reader takes one: `a or b`; a text to the template.
  case oneOf([String])
  case bool(Bool)
  case list([Fields])

  public var type: FieldType {
    switch self {
    case .money: .money
    case .date: .date
    case .text, .label, .basis, .lumpSum, .oneOf: .text
    case .int: .int
    case .percent, .rate: .percent
    case .bool: .bool
    case .list: .list
    }
  }
}

/// The values of one message, or of one row of a list, by field. What is not there is missing.
///
/// They lie in one array in the order of their fields' numbers, and a bit for each says whether it is there: a value is found by counting
/// bits. (By the text of its name, in a dictionary, finding was a twelfth of what a letter costs.)
public struct Fields: Equatable, Sendable, ExpressibleByDictionaryLiteral {
  private var present: UInt128 = 0
  private var values: [FieldValue] = []

  public init() {}
  init(capacity: Int) { values.reserveCapacity(capacity) }
  public init(dictionaryLiteral elements: (FieldName, FieldValue)...) {
    for (name, value) in elements { self[name] = value }
  }

  public subscript(name: FieldName) -> FieldValue? {
    get {
      let bit = UInt128(1) << UInt128(name.number)
      return present & bit == 0 ? nil : values[place(bit)]
    }
    set {
      let bit = UInt128(1) << UInt128(name.number)
      let place = place(bit)
      switch (newValue, present & bit != 0) {
      case (let value?, true): values[place] = value
      case (let value?, false): values.insert(value, at: place)
      case (nil, true): values.remove(at: place)
      case (nil, false): return
      }
      present = newValue == nil ? present & ~bit : present | bit
    }
  }

  private func place(_ bit: UInt128) -> Int { (present & (bit - 1)).nonzeroBitCount }

  /// Of what is there, in the order of their numbers.
  public var names: [FieldName] { FieldName.allCases.filter { self[$0] != nil } }
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
