import Testing

@testable import Pipeline

/// E-mail addresses as exports have them.
@Suite struct EmailFieldTests {
  @Test(
    arguments: [
      ("a@x.example", ["a@x.example"], []), ("a@x.example;b@x.example", ["a@x.example", "b@x.example"], []),
      ("a@x.example; b@y", ["a@x.example"], ["b@y"]), ("jo@x..example", [], ["jo@x..example"]),
      ("Jo Weber <jo@x.example>", ["jo@x.example"], []), ("\"Weber, Jo\" <jo@x.example>", ["jo@x.example"], []),
      ("a@x.example, Weber, Jo < jo@x.example >", ["a@x.example", "jo@x.example"], []),
      ("<jo@x.example>", ["jo@x.example"], []), ("a@x.example <b@x.example>", [], ["a@x.example <b@x.example>"]),
      ("Jo <jo@x.example", [], ["Jo <jo@x.example"]), ("a@x.example b@x.example", [], ["a@x.example b@x.example"]),
      ("jo\r\nBcc: <all@x.example>", [], ["jo\r\nBcc: <all@x.example>"]), ("jö@x.example", [], ["jö@x.example"]),
      ("", [], []), (" ; ", [], []), ("n/a", [], ["n/a"]),
    ] as [(String, [String], [String])])
  func reads(_ text: String, _ usable: [String], _ unusable: [String]) {
    let field = EmailField(text)
    #expect(field.usable == usable)
    #expect(field.unusable == unusable)
  }

  @Test func whatSaysThatThereIsNoneIsNoMistake() {
    #expect(EmailField("n/a; -; none").mistaken.isEmpty)
    #expect(EmailField("jo.x.example; jo@").mistaken == ["jo.x.example", "jo@"])
  }

  /// The encoded forms are those of Python's `idna`.
  @Test(
    arguments: [
      ("müller.example", "xn--mller-kva.example"), ("MÜLLER.Example", "xn--mller-kva.Example"),
      ("bücher.bücher.example", "xn--bcher-kva.xn--bcher-kva.example"), ("łódź.example", "xn--d-uga0v4h.example"),
      ("пример.example", "xn--e1afmkfd.example"), ("例え.example", "xn--r8jz45g.example"),
      ("한국.example", "xn--3e0b707e.example"), ("x.example", "x.example"),
      // Which letters are meant is not sure.
      ("straße.example", nil), ("mu\u{308}ller.example", nil), ("ｍuller.example", nil), ("ﬁrma.example", nil),
      ("a\u{200D}b.example", nil), ("मेल.example", nil), ("😀.example", nil),
    ] as [(String, String?)])
  func domains(_ name: String, _ ascii: String?) { #expect(InternationalDomain.ascii(name[...]) == ascii) }
}
