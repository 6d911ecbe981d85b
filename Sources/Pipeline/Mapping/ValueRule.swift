import Formats

/// Where a value comes from: one rule of `columns` or `keep` of a mapping.
public indirect enum ValueRule: Equatable, Sendable {
  /// `{ "from": ..., "steps": [...] }` and what its kind takes.
  case column(ColumnRule)
  /// `{ "const": "USD" }`.
  case constant(String)
  /// `{ "add": [a, b] }` and `{ "sub": [a, b] }`: amounts. An empty one counts as nothing; without any there is no value.
  case add(ValueRule, ValueRule)
  case subtract(ValueRule, ValueRule)
  /// `{ "plusDays": [date, days] }`: no value where either is missing.
  case plusDays(ValueRule, DayCount)
  /// `{ "first": [a, b] }`: the first that gives a value.
  case first([ValueRule])
  /// `{ "when": [tests], "then": a, "else": b }`.
  case choose([RowTest], then: ValueRule, otherwise: ValueRule?)

  /// All columns that it reads, each once, in the order of the mapping; those of tests and signs are not among them.
  public var columns: [String] {
    var seen: Set<String> = []
    return columnRules.flatMap(\.columns).filter { seen.insert($0).inserted }
  }

  /// The rules that read columns, from left to right.
  public var columnRules: [ColumnRule] {
    switch self {
    case .column(let rule): [rule]
    case .constant: []
    case .add(let a, let b), .subtract(let a, let b): a.columnRules + b.columnRules
    case .plusDays(let date, .fixed): date.columnRules
    case .plusDays(let date, .read(let days)): date.columnRules + days.columnRules
    case .first(let rules): rules.flatMap(\.columnRules)
    case .choose(_, let then, let otherwise): then.columnRules + (otherwise?.columnRules ?? [])
    }
  }

  /// A value that is there whatever the file holds.
  var standard: String? {
    switch self {
    case .constant(let text): text
    case .column(let rule): rule.standard
    case .first(let rules): rules.lazy.compactMap(\.standard).first
    case .choose(_, let then, let otherwise): then.standard == nil ? nil : otherwise?.standard
    case .add, .subtract, .plusDays: nil
    }
  }
}

/// How many days `plusDays` adds.
public enum DayCount: Equatable, Sendable {
  case fixed(Int)
  /// A whole number in the file: days of the terms.
  case read(ValueRule)
}

/// A value read from a column: the first of `from` that is not empty, taken through `steps`, understood by its kind.
public struct ColumnRule: Equatable, Sendable {
  /// See `SourceColumn`.
  public var from: [String]
  /// In this order, at most `TextStep.most`.
  public var steps: [TextStep] = []
  /// Where nothing is left.
  public var standard: String?
  /// Of an amount; nil parts are those of the mapping's `locale`.
  public var money = MoneyFacets()
  /// Of a date; the same.
  public var date = DateFacets()
  /// Words of the file and what they mean here: `["INV": "invoice"]`.
  public var words: WordMap?
  /// Of an amount: which other column says whether it counts for or against the customer.
  public var sign: SignRule?

  public init(from: [String], steps: [TextStep] = []) {
    self.from = from
    self.steps = steps
  }

  /// The columns of the value; that of the sign is not among them.
  public var columns: [String] {
    if case .join(_, let names)? = steps.first { return from + names }
    return from
  }

  /// True where nothing is done with the text but to read it.
  var isPlain: Bool { self == ColumnRule(from: from) }
}

/// Words of the file and what they mean; compared as they are written, without blanks around them.
public struct WordMap: Equatable, Sendable {
  /// In the order of the mapping.
  public var entries: [(word: String, meaning: String)]
  /// For any other word; nil: it is refused `[choice]`.
  public var otherwise: String?

  public init(_ entries: [(word: String, meaning: String)], otherwise: String? = nil) {
    self.entries = entries
    self.otherwise = otherwise
  }

  public static func == (a: WordMap, b: WordMap) -> Bool {
    a.otherwise == b.otherwise && a.entries.map(\.word) == b.entries.map(\.word)
      && a.entries.map(\.meaning) == b.entries.map(\.meaning)
  }
}

/// A column whose words say what an unsigned amount is: `{ "from": "S/H", "map": { "S": 1, "H": -1 } }`.
public struct SignRule: Equatable, Sendable {
  public var from: [String]
  /// The word, and whether the amount counts the other way round.
  public var words: [(word: String, isNegative: Bool)]

  public init(from: [String], words: [(word: String, isNegative: Bool)]) {
    self.from = from
    self.words = words
  }

  public static func == (a: SignRule, b: SignRule) -> Bool {
    a.from == b.from && a.words.map(\.word) == b.words.map(\.word)
      && a.words.map(\.isNegative) == b.words.map(\.isNegative)
  }
}
