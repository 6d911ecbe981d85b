import Testing

@testable import Formats

/// Texts that people write are UTF-8, and what is not is told with its place.
@Suite struct WrittenTextTests {
  @Test(
    arguments: [
      ([], nil), (Array("für\n".utf8), nil), ([0xEF, 0xBB, 0xBF, 0x61], nil),
      (Array("f".utf8) + [0xFC, 0x72], "1:2"), (Array("ü\nfü".utf8) + [0xFC], "2:3"),
      // Behind a byte order mark, a character that is cut off, and half of a pair.
      ([0xEF, 0xBB, 0xBF, 0x61, 0xFF], "1:2"), ([0x61, 0xC3], "1:2"), ([0xED, 0xA0, 0x80], "1:1"),
      ([0xFF, 0xFE, 0x61, 0x00], "1:1"),
    ] as [([UInt8], String?)])
  func tellsThePlace(_ bytes: [UInt8], _ place: String?) {
    let problem = WrittenText.problem(of: bytes, file: "body.de.txt")
    #expect(problem.map { "\($0.line):\($0.column)" } == place)
  }
}
