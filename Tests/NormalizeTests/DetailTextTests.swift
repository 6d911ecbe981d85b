import Ledger
import Testing

@testable import Normalize

/// Texts of details are written eight bytes at a time: what comes out is what `Details` writes, whatever the length and wherever
/// something has to be escaped.
@Suite struct DetailTextTests {
  @Test(arguments: [UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x0A, 0x01, 0x1F, 0x7F, UInt8(ascii: "b"), 0xC3])
  func everyLengthAndPlace(_ odd: UInt8) {
    for length in 0...40 {
      for place in -1..<length {
        var value = (0..<length).map { UInt8(ascii: "a") + UInt8($0 % 26) }
        if place >= 0 { value[place] = odd }
        var expected: [UInt8] = []
        var first = true
        value.withUnsafeBytes { Details.write(key: "k", value: $0, first: &first, to: &expected) }
        var text = RowText()
        let key = Array("\"k\":\"".utf8) + [UInt8](repeating: 0, count: 8)
        key.withUnsafeBytes { text.append(padded: $0.baseAddress!, 5) }
        value.withUnsafeBytes { text.appendJSON($0) }
        text.append(UInt8(ascii: "\""))
        #expect(Array(text.bytes) == expected, "\(length) bytes, \(odd) at \(place)")
      }
    }
  }
}
