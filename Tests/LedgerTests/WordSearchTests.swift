import Ledger
import Testing

@Suite struct WordSearchTests {
  private static func found(_ text: [UInt8], _ words: [String], numbers: [String] = []) -> Range<Int>? {
    let search = WordSearch(words: words.map { Array($0.utf8) }, numbers: numbers.map { Array($0.utf8) })
    return text.withUnsafeBufferPointer { search.first(in: $0) }
  }

  @Test(arguments: [
    ("Meyer", "Meyer", true), ("a,Meyer,b", "Meyer", true), ("MEYER GMBH", "Meyer GmbH", true),
    ("Meyerhof AG", "Meyer", false), ("Obermeyer", "Meyer", false), ("?32Meyer?33", "Meyer", true),
    ("Meyer2", "Meyer", true), ("Meyerö", "Meyer", false), ("öMeyer", "Meyer", false), ("„Meyer“", "Meyer", true),
    ("\u{A0}Meyer\u{A0}", "Meyer", true), ("+49 30 12345678", "+49 30 1234567", false),
    ("tel +49 30 1234567.", "+49 30 1234567", true), ("ap@meyer.example.org", "ap@meyer.example", true),
    ("map@meyer.example", "ap@meyer.example", false), ("", "Meyer", false), ("Meye", "Meyer", false),
    ("Müller & Söhne", "Müller", true), ("Meyerhof Meyer", "Meyer", true),
  ])
  func wordsStandByThemselves(text: String, word: String, isFound: Bool) {
    #expect((WordSearchTests.found(Array(text.utf8), [word]) != nil) == isFound)
  }

  @Test func lettersOfOneByteAreLetters() {
    let word = Array("Meyer".utf8)
    #expect(WordSearchTests.found([0xFC] + word, ["Meyer"]) == nil)
    #expect(WordSearchTests.found(word + [0xFC, 0x20], ["Meyer"]) == nil)
    #expect(WordSearchTests.found([0x20] + word + [0x2E], ["Meyer"]) == 1..<6)
  }

  @Test func numbersStandAmongOtherDigits() {
    #expect(WordSearchTests.found(Array("000123456789000".utf8), ["123456789"]) == nil)
    #expect(WordSearchTests.found(Array("000123456789000".utf8), [], numbers: ["123456789"]) == 3..<12)
  }

  @Test func theFirstPlaceAndThereTheLongestCounts() {
    #expect(WordSearchTests.found(Array("x Meyer GmbH".utf8), ["GmbH", "Meyer", "Meyer GmbH"]) == 2..<12)
  }

  @Test func everyPlaceIsReplaced() {
    let search = WordSearch(words: [Array("Meyer".utf8), Array("ap@meyer.example".utf8)])
    func replaced(_ text: String) -> String? {
      Array(text.utf8).withUnsafeBufferPointer { search.replacing(in: $0, by: Array("gone".utf8)) }.map {
        String(decoding: $0, as: UTF8.self)
      }
    }
    #expect(replaced("Meyer, MEYER <ap@meyer.example> and Meyerhof") == "gone, gone <gone> and Meyerhof")
    #expect(replaced("nobody") == nil)
  }
}
