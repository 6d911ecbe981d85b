import Testing

@testable import Formats

@Suite struct JSONWriterTests {
  private func sample(_ style: JSONWriter.Style) -> String {
    var writer = JSONWriter(style)
    writer.object { json in
      json.member("version", 1)
      json.member("run", "2026-11-21-0001")
      json.member("live", true)
      json.member("help", ifPresent: nil)
      json.member(
        "files",
        array: { json in
          json.object { json in
            json.member("path", "aging/aging.csv")
            json.key("rows")
            json.null()
          }
        })
      json.member("empty", object: { _ in })
      json.member("none", [] as [String])
      json.key("balance")
      json.number("10.50")
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func prettyIsForPeople() {
    #expect(
      sample(.pretty) == """
        {
          "version": 1,
          "run": "2026-11-21-0001",
          "live": true,
          "files": [
            {
              "path": "aging/aging.csv",
              "rows": null
            }
          ],
          "empty": {},
          "none": [],
          "balance": 10.50
        }

        """)
  }

  @Test func compactIsOneLine() {
    #expect(
      sample(.compact)
        == #"{"version":1,"run":"2026-11-21-0001","live":true,"files":[{"path":"aging/aging.csv","rows":null}],"empty":{},"none":[],"balance":10.50}"#
    )
  }

  @Test(arguments: ["", "a\"b\\c", "\u{0}\u{1F}\u{7F}", "\n\r\t", "Köln 😀 \u{2028}", "</script>"])
  func textsComeBackAsTheyWent(_ text: String) throws {
    let written = JSONValue.text(text).written(.compact)
    #expect(try JSONReader.read(Array(written.utf8), file: "f").string == text)
    #expect(written.utf8.allSatisfy { $0 >= 0x20 })
  }

  @Test func aTreeComesBackInItsOrder() throws {
    let tree: JSONValue = ["z": [1, "two", true], "a": ["b": [:]]]
    let read = try JSONReader.read(Array(tree.written().utf8), file: "f")
    #expect(read.written() == tree.written())
    #expect(read.members.map(\.key) == ["z", "a"])
  }

  @Test func drainingBetweenElementsChangesNoByte() {
    var whole = JSONWriter()
    var parts = JSONWriter()
    var drained: [UInt8] = []
    whole.array { for number in 0..<50 { $0.int(number) } }
    parts.array {
      for number in 0..<50 {
        $0.int(number)
        drained += $0.drain()
      }
    }
    #expect(drained + parts.drain() == whole.bytes)
  }
}
