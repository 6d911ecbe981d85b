import Formats
import Ledger

/// What kind of value a setting takes: one declaration that reads it from JSON, writes it back, and describes it in the
/// JSON Schema and in the handbook.
public struct SettingType<Value> {
  /// In the handbook and in messages, after "it takes": `a whole number from 0 to 100`.
  public var name: String
  /// The JSON Schema of the value, an object.
  public var schema: JSONValue
  /// Objects inside the value that have a table of their own; made only when a handbook or schema is.
  public var objects: () -> [SettingsDescription] = { [] }
  /// Nil where the value is refused, the problem being reported.
  public var read: (JSONValue, inout SettingProblems) -> Value?
  public var write: (Value) -> JSONValue
}

extension SettingType where Value == Bool {
  public static var bool: Self {
    let name = "true or false"
    return SettingType(
      name: name, schema: ["type": "boolean"],
      read: { json, problems in
        if let value = json.bool { return value }
        let help = ["true", "false"].contains(json.string) ? "write it without quotes" : ""
        problems.wrongType(json, takes: name, help: help)
        return nil
      }, write: { JSONValue(.bool($0)) })
  }
}

extension SettingType where Value == Int {
  /// A whole number in `range`; `unit` is what it counts, for the reader: `days`.
  public static func int(_ range: ClosedRange<Int>, _ unit: String = "") -> Self {
    let what = unit.isEmpty ? "a whole number" : "a whole number of \(unit)"
    let name = range.count == 1 ? "\(range.lowerBound)" : "\(what) from \(range.lowerBound) to \(range.upperBound)"
    return SettingType(
      name: name,
      schema: ["type": "integer", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)],
      read: { json, problems in
        guard case .number = json.content else {
          let help = json.string.flatMap { Int($0) } == nil ? "" : "write it without quotes"
          problems.wrongType(json, takes: name, help: help)
          return nil
        }
        if let value = json.int, range.contains(value) { return value }
        problems.impossible(json, takes: name)
        return nil
      }, write: { .number($0) })
  }
}

extension SettingType where Value: RawRepresentable, Value.RawValue == String {
  /// One word of a fixed list.
  public static func choice(_ cases: [Value]) -> Self {
    let words = cases.map(\.rawValue)
    let name = alternatives(words.map { "`\($0)`" })
    return SettingType(
      name: name, schema: ["enum": .texts(words)],
      read: { json, problems in
        guard let word = json.string else {
          problems.wrongType(json, takes: name)
          return nil
        }
        guard words.contains(word), let value = Value(rawValue: word) else {
          let help = nearestName(to: word, in: words).map { "did you mean `\($0)`?" } ?? ""
          problems.impossible(json, takes: name, help: help)
          return nil
        }
        return value
      }, write: { .text($0.rawValue) })
  }
}

extension SettingType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  public static var choice: Self { choice(Array(Value.allCases)) }
}

extension SettingType {
  /// A list. `count` limits its length; `distinct` refuses a value that is in it already.
  public static func list<Element: Equatable>(
    of element: SettingType<Element>, count: ClosedRange<Int> = 0...10_000, distinct: Bool = false
  ) -> Self where Value == [Element] {
    let name = "a list, each entry " + element.name
    var schema: [JSONMember] = [JSONMember("type", "array"), JSONMember("items", element.schema)]
    if count.lowerBound > 0 { schema.append(JSONMember("minItems", .number(count.lowerBound))) }
    if count.upperBound < 10_000 { schema.append(JSONMember("maxItems", .number(count.upperBound))) }
    if distinct { schema.append(JSONMember("uniqueItems", true)) }
    return SettingType(
      name: name, schema: .object(schema), objects: element.objects,
      read: { json, problems in
        guard case .array(let elements) = json.content else {
          problems.wrongType(json, takes: name, help: "put it in [ ]")
          return nil
        }
        guard count.contains(elements.count) else {
          problems.impossible(json, takes: "\(count.lowerBound) to \(count.upperBound) of them")
          return nil
        }
        return readElements(elements, element, distinct: distinct, &problems)
      }, write: { .list($0.map(element.write)) })
  }

  private static func readElements<Element: Equatable>(
    _ elements: [JSONValue], _ type: SettingType<Element>, distinct: Bool, _ problems: inout SettingProblems
  ) -> [Element] {
    let key = problems.key
    var values: [Element] = []
    for json in elements {
      problems.key = key
      guard let value = type.read(json, &problems) else { continue }
      problems.key = key
      if distinct, values.contains(value) {
        problems.report(
          at: json.place, "`\(key)` has \(SettingProblems.shown(json)) twice", code: "duplicate-value",
          help: "remove one")
      } else {
        values.append(value)
      }
    }
    return values
  }

  /// A JSON object with settings of its own.
  public static func object(_ type: Value.Type) -> Self where Value: Settings {
    SettingType(
      name: "an object in { }",
      schema: ["$ref": .text("#/$defs/" + type.schemaName)], objects: { [type.description] },
      read: { json, problems in Value.read(json, &problems) }, write: { $0.json() })
  }

  /// The same values, of which `isRight` lets some through; `name` says which, after "it takes".
  func narrowed(_ name: String, schema: JSONValue? = nil, help: String = "", _ isRight: @escaping (Value) -> Bool)
    -> Self
  {
    let wider = self
    var type = self
    type.name = name
    type.schema = schema ?? self.schema
    type.read = { json, problems in
      guard let value = wider.read(json, &problems) else { return nil }
      if isRight(value) { return value }
      problems.impossible(json, takes: name, help: help)
      return nil
    }
    return type
  }
}

/// `a`, `b` or `c`.
func alternatives(_ words: [String]) -> String {
  guard words.count > 1, let last = words.last else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
