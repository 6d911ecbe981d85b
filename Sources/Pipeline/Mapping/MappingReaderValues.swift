import Formats
import Ledger

/// The parts of the language that stand everywhere: objects with known keys, texts, lists.
extension MappingReader {
  /// The members by key; keys that the object does not have are reported.
  mutating func object(_ json: JSONValue, _ keys: [String]) -> [String: JSONValue] {
    guard case .object(let members) = json.content else {
      report(json, "an object in { } is needed here, not \(json.kindName)", code: "wrong-type")
      return [:]
    }
    var known: [String: JSONValue] = [:]
    for member in members {
      if keys.contains(member.key) {
        known[member.key] = member.value
      } else {
        report(member.place, "unknown key `\(member.key)`", code: "unknown-key", help: suggestion(member.key, keys))
      }
    }
    return known
  }

  /// The members of an object whose keys are free.
  mutating func named(_ json: JSONValue) -> [JSONMember] {
    guard case .object(let members) = json.content else {
      report(json, "an object in { } is needed here, not \(json.kindName)", code: "wrong-type")
      return []
    }
    return members
  }

  mutating func required(_ json: JSONValue, _ members: [String: JSONValue], _ key: String) -> JSONValue? {
    if members[key] == nil, case .object = json.content { report(json, "`\(key)` is missing", code: "missing-setting") }
    return members[key]
  }

  mutating func text(_ json: JSONValue) -> String? {
    if let text = json.string, !text.isEmpty { return text }
    report(
      json, "a text is needed here, not \(json.string == nil ? json.kindName : "an empty one")", code: "wrong-type")
    return nil
  }

  /// A text that may be empty, or a number as it is written.
  mutating func anyText(_ json: JSONValue) -> String? {
    if case .number(let text) = json.content { return text }
    if let text = json.string { return text }
    report(json, "a text is needed here, not \(json.kindName)", code: "wrong-type")
    return nil
  }

  /// A list of texts, or one.
  mutating func texts(_ json: JSONValue) -> [String] { elements(json).compactMap { text($0) } }

  /// The elements of a list, or the value itself where it is no list. An empty list is reported.
  mutating func elements(_ json: JSONValue) -> [JSONValue] {
    guard case .array(let elements) = json.content else { return [json] }
    if elements.isEmpty { report(json, "the list is empty", code: "impossible-value") }
    return elements
  }

  mutating func list(_ json: JSONValue) -> [JSONValue] {
    if case .array(let elements) = json.content { return elements }
    report(json, "a list in [ ] is needed here, not \(json.kindName)", code: "wrong-type")
    return []
  }

  mutating func bool(_ json: JSONValue) -> Bool? {
    if let flag = json.bool { return flag }
    report(json, "this is true or false, not \(json.kindName)", code: "wrong-type")
    return nil
  }

  mutating func int(_ json: JSONValue, _ range: ClosedRange<Int>) -> Int? {
    guard case .number = json.content else {
      report(json, "a whole number is needed here, not \(json.kindName)", code: "wrong-type")
      return nil
    }
    if let number = json.int, range.contains(number) { return number }
    report(
      json, "a whole number from \(range.lowerBound) to \(range.upperBound) is needed here", code: "impossible-value")
    return nil
  }

  /// One of the words of an enumeration.
  mutating func word<Word: RawRepresentable & CaseIterable>(_ json: JSONValue) -> Word? where Word.RawValue == String {
    guard let text = text(json) else { return nil }
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    report(
      json, "`\(text)` is none of \(words.map { "`\($0)`" }.joined(separator: ", "))", code: "impossible-value",
      help: nearestName(to: text, in: words).map { "did you mean `\($0)`?" } ?? "")
    return nil
  }

  /// Names of columns that something reads.
  mutating func columnNames(_ json: JSONValue) -> [String] {
    elements(json).compactMap { element in
      guard let name = text(element) else { return nil }
      references.append((name, element.place))
      return name
    }
  }

  mutating func report(_ json: JSONValue, _ message: String, code: String, help: String = "") {
    report(json.place, message, code: code, help: help)
  }

  mutating func report(_ place: JSONPlace, _ message: String, code: String, help: String = "") {
    problems.append(
      Diagnostic(file: file, line: place.line, column: place.column, message: message, code: code, help: help))
  }

  func suggestion(_ name: String, _ names: [String]) -> String {
    nearestName(to: name, in: names).map { "did you mean `\($0)`?" } ?? "known: \(names.joined(separator: ", "))"
  }
}
