import Ledger
import Testing

@testable import Formats

/// A JSON text that is refused: where, and under which code.
struct JSONRefusal: CustomTestStringConvertible, Sendable {
  var text: String
  var place: String
  var code: String
  init(_ text: String, _ place: String, _ code: String = "json-syntax") {
    self.text = text
    self.place = place
    self.code = code
  }
  var testDescription: String { text.debugDescription }
}

private func problem(_ bytes: [UInt8], maxDepth: Int = 64) -> Diagnostic? {
  do {
    _ = try JSONReader.read(bytes, file: "f", maxDepth: maxDepth)
    return nil
  } catch { return error }
}

@Suite struct JSONReaderTests {
  @Test(arguments: [
    JSONRefusal("", "1:1"),
    JSONRefusal("  \n ", "2:2"),
    JSONRefusal("{", "1:2"),
    JSONRefusal("[1,]", "1:3"),
    JSONRefusal("{\"a\":1,\n}", "1:7"),
    JSONRefusal("{\"a\" 1}", "1:6"),
    JSONRefusal("{\"a\":1 \"b\":2}", "1:8"),
    JSONRefusal("[1 2]", "1:4"),
    JSONRefusal("{a:1}", "1:2"),
    JSONRefusal("{'a':1}", "1:2"),
    JSONRefusal("{\u{201C}a\u{201D}:1}", "1:2"),
    JSONRefusal("// hello\n{}", "1:1"),
    JSONRefusal("{} {}", "1:4"),
    JSONRefusal("[True]", "1:2"),
    JSONRefusal("[truest]", "1:2"),
    JSONRefusal("[nul]", "1:2"),
    JSONRefusal("[01]", "1:2"),
    JSONRefusal("[-]", "1:3"),
    JSONRefusal("[+1]", "1:2"),
    JSONRefusal("[.5]", "1:2"),
    JSONRefusal("[5.]", "1:4"),
    JSONRefusal("[1e]", "1:4"),
    JSONRefusal("[1.2.3]", "1:5"),
    JSONRefusal("[0x10]", "1:3"),
    JSONRefusal("[NaN]", "1:2"),
    JSONRefusal("\"abc", "1:1"),
    JSONRefusal("[\"a\nb\"]", "1:2"),
    JSONRefusal("[\"a\tb\"]", "1:4"),
    JSONRefusal(#"["\x"]"#, "1:3"),
    JSONRefusal(#"["\u12g4"]"#, "1:7"),
    JSONRefusal("\r\n\r[\n1,,\n]", "4:3"),
    JSONRefusal("[\"ü€😀\", x]", "1:9"),
    JSONRefusal("{\"a\":1,\n \"ä\":2, \"a\":3}", "2:9", "json-duplicate-key"),
    JSONRefusal(#"{"a":1,"\u0061":2}"#, "1:8", "json-duplicate-key"),
    JSONRefusal(#"["\ud800"]"#, "1:3", "json-surrogate"),
    JSONRefusal(#"["\ud800\u0041"]"#, "1:3", "json-surrogate"),
    JSONRefusal(#"["x\udc00"]"#, "1:4", "json-surrogate"),
    JSONRefusal("[[[[[1]]]]]", "1:5", "json-depth"),
  ])
  func refuses(_ refusal: JSONRefusal) throws {
    let found = try #require(problem(Array(refusal.text.utf8), maxDepth: 4))
    #expect("\(found.line):\(found.column)" == refusal.place)
    #expect(found.code == refusal.code)
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0xAF],
      [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func refusesBytesThatAreNotUTF8(_ bytes: [UInt8]) throws {
    for text in [[0x5B, 0x22] + bytes + [0x22, 0x5D], [0x5B] + bytes + [0x5D]] {
      let found = try #require(problem(text))
      #expect(found.code == "json-encoding")
    }
  }

  @Test func refusesUTF16() {
    #expect(
      problem([0xFF, 0xFE, 0x7B, 0x00])?.description
        == "f:1:1: error: the file is UTF-16 [json-encoding]\nhelp: save it as UTF-8")
  }

  @Test func saysWhatToDo() {
    #expect(
      problem(Array("{\n  \"a\": 1,\n}".utf8))?.description
        == "f:2:9: error: a comma before `}` [json-syntax]\nhelp: remove the comma")
    #expect(problem(Array("[1, # two\n]".utf8))?.help == "JSON has no comments; remove it")
    #expect(problem(Array("{\"a\": 007}".utf8))?.message == "a number starts with 0")
    #expect(problem(Array("{\"a\":".utf8))?.help == "the file ends too early; was it copied whole?")
  }

  @Test func everyValueAndKeyKnowsItsPlace() throws {
    let text = "\u{FEFF}{ \"ü\": [true, null],\r\n\t\"b\": { \"c\": -1.50e+3 } }"
    let json = try JSONReader.read(Array(text.utf8), file: "f")
    #expect(json.place == JSONPlace(line: 1, column: 1, offset: 3))
    #expect(json.members.map(\.key) == ["ü", "b"])
    #expect(json.members[0].place == JSONPlace(line: 1, column: 3, offset: 5))
    #expect(json["ü"]?.place == JSONPlace(line: 1, column: 8, offset: 11))
    #expect(json["ü"]?.elements.map(\.place.column) == [9, 15])
    #expect(json.members[1].place == JSONPlace(line: 2, column: 2, offset: 27))
    #expect(json["b"]?["c"]?.content == .number("-1.50e+3"))
    #expect(json["b"]?["c"]?.place.column == 14)
  }

  @Test func readsEveryEscape() throws {
    let text = #"["\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00"]"#
    let json = try JSONReader.read(Array(text.utf8), file: "f")
    #expect(json.elements[0].string == "\"\\/\u{8}\u{C}\n\r\té😀")
  }

  @Test func numbersKeepTheirDigits() throws {
    let json = try JSONReader.read(
      Array("[0, -0, 12, 9223372036854775807, 9223372036854775808, 1.0, 0.10]".utf8), file: "f")
    #expect(json.elements.map(\.int) == [0, 0, 12, .max, nil, nil, nil])
    #expect(json.elements[6].content == .number("0.10"))
  }

  /// Whatever the bytes, the reader ends with a value or a located problem and never traps.
  @Test func survivesEveryCutAndEveryChangedByte() {
    let text = Array(#"{"a":[1,-2.5e3,"x\u00e4\ud83d\ude00ü"],"b":{"c":null,"d":true}}"#.utf8)
    for end in 0..<text.count { #expect(problem(Array(text[..<end])) != nil) }
    for at in 0..<text.count {
      for byte in [0x00, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x80, 0xED, 0xFF] as [UInt8] {
        var changed = text
        changed[at] = byte
        if let found = problem(changed) { #expect(found.line == 1 && found.column >= 1) }
      }
    }
  }
}
