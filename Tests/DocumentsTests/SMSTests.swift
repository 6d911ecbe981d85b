import Documents
import Testing

/// Segments as networks count them: the vectors are those that gateways publish.
@Suite struct SMSTests {
  private static func times(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  static let vectors: [(text: String, segments: [Int])] = [
    ("", [0]), (times("a", 160), [160]), (times("a", 161), [153, 8]), (times("a", 158) + "€", [160]),
    (times("a", 159) + "€", [153, 8]), (times("€", 80), [160]), (times("€", 81), [152, 10]),
    (times("a", 152) + "€" + times("b", 10), [152, 12]), (times("a", 306), [153, 153]),
    (times("a", 307), [153, 153, 1]), (times("ж", 70), [70]), (times("ж", 71), [67, 4]), (times("😀", 35), [70]),
    (times("😀", 36), [66, 6]), ("Grüße: 1.234,56 € offen", [24]),
  ]

  @Test(arguments: vectors)
  func segments(_ text: String, _ segments: [Int]) { #expect(SMSText(text).segments == segments) }

  @Test(
    arguments: [
      ("^{}\\[~]|€", SMSText.Alphabet.gsm7), ("ÄÖÑÜäöñüàèéùìòÇØøÅåÆæßÉ§¿¡£$¥¤", .gsm7), ("ΔΦΓΛΩΠΨΣΘΞ", .gsm7),
      ("ç", .ucs2),
      ("`", .ucs2), ("„", .ucs2), ("’", .ucs2), ("ő", .ucs2), ("ê", .ucs2), ("–", .ucs2),
    ] as [(String, SMSText.Alphabet)])
  func alphabet(_ text: String, _ alphabet: SMSText.Alphabet) { #expect(SMSText(text).alphabet == alphabet) }

  @Test func whatCostsTheAlphabetIsNamed() { #expect(SMSText("ça, ça: “a”").foreign == ["ç", "“", "”"]) }

  @Test(arguments: [
    ("Łódź – “Grüße” …", "Lodz - \"Grüße\" ..."), ("François Dvořák", "Francois Dvorak"),
    ("Œuvre, Işık, Ñandú", "Oeuvre, Isik, Ñandu"),
    ("Rene\u{301}", "Rene"), ("Москва", "Москва"), ("1.234,56 €", "1.234,56 €"),
  ])
  func transliteration(_ text: String, _ expected: String) {
    #expect(SMSText.transliterated(text) == expected)
    #expect(SMSText(SMSText.transliterated(text)).alphabet == (text == "Москва" ? .ucs2 : .gsm7))
  }

  @Test func ourOwnSpacesAndMinusCostNothing() {
    let text = SMSText.plain("\u{2212}1.234,50\u{A0}€\tbis 3.\u{A0}April")
    #expect(text == "-1.234,50 € bis 3. April")
    #expect(SMSText(text).alphabet == .gsm7)
  }
}
