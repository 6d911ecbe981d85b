import Formats
import Ledger

/// `when`: conditions on rows.
extension MappingReader {
  private static let conditions = ["in", "notIn", "empty", "startsWith", "between", "matches"]

  /// A list of tests, all of which have to fit; `any` among them takes a list of its own, in which there is no other `any`.
  mutating func tests(_ json: JSONValue, mayBranch: Bool = true) -> [RowTest] {
    list(json).compactMap { entry in
      guard entry["any"] != nil else { return test(entry) }
      let members = object(entry, ["any"])
      guard mayBranch else {
        report(entry, "an `any` inside an `any`", code: "contradiction", help: "write their tests in one list")
        return nil
      }
      return RowTest([], .any(members["any"].map { tests($0, mayBranch: false) } ?? []))
    }
  }

  private mutating func test(_ json: JSONValue) -> RowTest? {
    let members = object(json, ["field"] + MappingReader.conditions)
    guard case .object = json.content, let field = required(json, members, "field") else { return nil }
    let from = columnNames(field)
    let given = MappingReader.conditions.filter { members[$0] != nil }
    guard given.count == 1, let key = given.first, let value = members[key] else {
      report(
        json, given.isEmpty ? "the test says nothing about its field" : "the test says several things about its field",
        code: given.isEmpty ? "missing-setting" : "contradiction",
        help: "one of \(MappingReader.conditions.joined(separator: ", ")); several tests stand in a list")
      return nil
    }
    return condition(key, value).map { RowTest(from, $0) }
  }

  private mutating func condition(_ key: String, _ json: JSONValue) -> RowTest.Condition? {
    switch key {
    case "empty": return bool(json).map { .isEmpty($0) }
    case "between":
      let ends = list(json).compactMap { anyText($0) }
      guard ends.count == 2, isOrdered(ends[0], ends[1]) else {
        report(
          json, "`between` takes two numbers, or two texts of one length, the lower first", code: "impossible-value")
        return nil
      }
      return .isBetween(ends[0], ends[1])
    default:
      let words = elements(json).compactMap { anyText($0) }
      switch key {
      case "in": return .isIn(words)
      case "notIn": return .isNotIn(words)
      case "startsWith": return .startsWith(words)
      default: return .matches(words)
      }
    }
  }

  private func isOrdered(_ low: String, _ high: String) -> Bool {
    if let low = Int(low), let high = Int(high) { return low <= high }
    return low.utf8.count == high.utf8.count && low <= high
  }
}
