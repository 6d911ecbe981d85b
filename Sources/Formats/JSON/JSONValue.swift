/// Where something stands in a JSON text. Values that were made rather than read stand nowhere: all zero.
public struct JSONPlace: Hashable, Sendable {
  /// 1-based.
  public var line: Int
  /// 1-based, in Unicode scalars of the line; a byte order mark counts as nothing.
  public var column: Int
  /// 0-based, in bytes of the file.
  public var offset: Int

  public init(line: Int = 0, column: Int = 0, offset: Int = 0) {
    self.line = line
    self.column = column
    self.offset = offset
  }
}

/// One value of a JSON text that knows where it stands, so that a setting can be blamed at its line and column.
public struct JSONValue: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The number as it is written: `1`, `0.10`, `1e3`. Kept as text, so nothing is rounded.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the file; keys are unique.
    case object([JSONMember])
  }

  public var content: Content
  /// The first character of the value: the quote of a text, the brace of an object.
  public var place: JSONPlace

  public init(_ content: Content, at place: JSONPlace = JSONPlace()) {
    self.content = content
    self.place = place
  }
}

/// A key of an object with its value.
public struct JSONMember: Hashable, Sendable {
  public var key: String
  /// The opening quote of the key.
  public var place: JSONPlace
  public var value: JSONValue

  public init(_ key: String, at place: JSONPlace = JSONPlace(), _ value: JSONValue) {
    self.key = key
    self.place = place
    self.value = value
  }
}

extension JSONValue {
  /// The value of `key`, nil where this is no object or has no such key.
  public subscript(key: String) -> JSONValue? { members.first { $0.key == key }?.value }

  /// Empty where this is no object.
  public var members: [JSONMember] {
    if case .object(let members) = content { members } else { [] }
  }

  /// Empty where this is no array.
  public var elements: [JSONValue] {
    if case .array(let elements) = content { elements } else { [] }
  }

  public var string: String? {
    if case .string(let text) = content { text } else { nil }
  }

  public var bool: Bool? {
    if case .bool(let value) = content { value } else { nil }
  }

  /// A whole number written without point and exponent that fits 64 bits; nil for anything else.
  public var int: Int? {
    if case .number(let text) = content { Int(text) } else { nil }
  }

  public var isNull: Bool { content == .null }

  /// What a person would call it: "a text", "a list".
  public var kindName: String {
    switch content {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral text: String) { self.init(.string(text)) }
  public init(integerLiteral value: Int) { self.init(.number(String(value))) }
  public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
  public init(arrayLiteral elements: JSONValue...) { self.init(.array(elements)) }
  /// Keeps the order of the literal.
  public init(dictionaryLiteral pairs: (String, JSONValue)...) {
    self.init(.object(pairs.map { JSONMember($0.0, $0.1) }))
  }

  public static func text(_ text: String) -> JSONValue { JSONValue(.string(text)) }
  public static func number(_ value: Int) -> JSONValue { JSONValue(.number(String(value))) }
  public static func list(_ values: [JSONValue]) -> JSONValue { JSONValue(.array(values)) }
  public static func texts(_ values: [String]) -> JSONValue { JSONValue(.array(values.map { .text($0) })) }
  public static func object(_ members: [JSONMember]) -> JSONValue { JSONValue(.object(members)) }
}
