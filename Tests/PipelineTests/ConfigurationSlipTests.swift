import Formats
import Ledger
import Testing

@testable import Pipeline

/// Every key of a full pipeline.json misspelt, in every usual way: the problem stands at the key and names the right one.
@Suite struct ConfigurationSlipTests {
  struct Slip: Sendable, CustomTestStringConvertible {
    var name: String
    var spell: @Sendable (String) -> String
    var testDescription: String { name }
  }

  static let slips = [
    Slip(name: "a letter too many") { $0 + "x" },
    Slip(name: "the last letter missing") { String($0.dropLast()) },
    Slip(name: "two letters swapped") { key in
      var letters = Array(key)
      if letters.count > 3 { letters.swapAt(1, 2) }
      return String(letters)
    },
    Slip(name: "all in capitals") { $0.uppercased() },
  ]

  @Test(arguments: slips)
  func everyKeyMisspeltIsNamed(_ slip: Slip) throws {
    let json = try JSONReader.read(Array(Sample.full.utf8), file: "f")
    let bytes = Array(Sample.full.utf8)
    var tried = 0
    for member in allMembers(json) {
      let wrong = slip.spell(member.key)
      guard wrong != member.key, !wrong.isEmpty else { continue }
      let start = member.place.offset + 1
      let text = bytes[..<start] + Array(wrong.utf8) + bytes[(start + member.key.utf8.count)...]
      let diagnostics = Configuration.load(bytes: Array(text), file: "f", known: Sample.known).1
      let there = diagnostics.filter { $0.line == member.place.line && $0.column == member.place.column && $0.isError }
      #expect(there.map(\.help) == ["did you mean `\(member.key)`?"], "\(wrong) for \(member.key)")
      tried += 1
    }
    #expect(tried > 100)
  }

  private func allMembers(_ json: JSONValue) -> [JSONMember] {
    json.members.flatMap { [$0] + allMembers($0.value) } + json.elements.flatMap(allMembers)
  }

  /// Every value replaced by one of each other kind: never a trap, and always an error at that value or inside it.
  @Test func everyValueOfAnotherKindIsRefused() throws {
    let bytes = Array(Sample.full.utf8)
    let json = try JSONReader.read(bytes, file: "f")
    for value in allValues(json) {
      guard let end = end(of: value, bytes) else { continue }
      for other in ["null", "true", "17.5", "\"\"", "[[]]"] where !isAllowed(other, value) {
        let text = bytes[..<value.place.offset] + Array(other.utf8) + bytes[end...]
        let diagnostics = Configuration.load(bytes: Array(text), file: "f", known: Sample.known).1
        #expect(
          diagnostics.contains { $0.isError && $0.line == value.place.line && $0.column >= value.place.column },
          "\(other) at \(value.place)")
      }
    }
  }

  private func isAllowed(_ other: String, _ value: JSONValue) -> Bool { other == "true" && value.bool != nil }

  /// Leaves only: where a text, number or word ends.
  private func end(of value: JSONValue, _ bytes: [UInt8]) -> Int? {
    switch value.content {
    case .string(let text): value.place.offset + text.utf8.count + 2
    case .number(let text): value.place.offset + text.utf8.count
    case .bool(let flag): value.place.offset + (flag ? 4 : 5)
    default: nil
    }
  }

  private func allValues(_ json: JSONValue) -> [JSONValue] {
    [json] + json.members.flatMap { allValues($0.value) } + json.elements.flatMap(allValues)
  }
}
