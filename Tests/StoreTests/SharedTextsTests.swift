import Testing

@testable import Store

/// Which texts of a customer tell nobody of it, for others have them too.
@Suite struct SharedTextsTests {
  @Test(arguments: [
    ("10115 Berlin", "10115 berlin", true), ("Meyer", "Meyer & Co.", true), ("Meyer", "Meyerhof AG", false),
    ("Meyer & Co.", "MEYER & CO", true), ("ap@x.example", "other@y.example;AP@x.example", true),
    ("ap@x.example", "map@x.example", false), ("+49 30 1234567", "+49 30 12345678", false), ("Weg 5", "Weg 55", false),
    ("Alte Gasse 5", "Gasse 5", false),
  ])
  func aTextIsSharedWhereOthersHaveItsWords(own: String, other: String, isShared: Bool) {
    var known = SharedTexts([SharedTexts.words(own)])
    known.see(other)
    #expect(!known.shared.isEmpty == isShared)
  }
}
