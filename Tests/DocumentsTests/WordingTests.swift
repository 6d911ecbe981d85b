import Documents
import Testing

/// Words that somebody has to have decided on.
@Suite struct WordingTests {
  private func body(_ text: String) -> [TemplateBody] {
    [TemplateBody(language: "de", text: text, file: "templates/own/body.de.txt")]
  }

  @Test func aWordIsToldWithItsPlace() {
    let found = WordingRules.remarks(on: body("# Mahnung\n\nSonst folgt das Inkasso."), countries: ["DE"])
    #expect(found.map(\.code) == ["wording"])
    #expect(found.first?.line == 3)
    #expect(found.first?.column == 17)
    #expect(found.first?.isError == false)
  }

  @Test func rulesAreThoseOfTheCountry() {
    #expect(WordingRules.remarks(on: body("Inkasso"), countries: ["US"]).isEmpty)
    #expect(WordingRules.remarks(on: body("Legal Action"), countries: ["US"]).count == 1)
    #expect(WordingRules.remarks(on: body("Legal Action"), countries: []).isEmpty)
  }

  /// `il` and `al` become `l'` and `all'` before the 8th and the 11th: a date stands behind a word.
  @Test(arguments: BuiltinTemplate.all.map(\.declaration.id))
  func noItalianDateStandsBehindAnArticle(id: String) {
    for body in BuiltinTemplate.named(id)?.bodies ?? [] where body.language == "it" {
      for article in ["il", "al", "dal", "del", "nel", "sul"] { #expect(!body.text.contains(" \(article) {{")) }
    }
  }

  @Test(arguments: BuiltinTemplate.all.map(\.declaration.id))
  func builtInWordsNeedNoRemark(id: String) {
    let bodies = BuiltinTemplate.named(id)?.bodies ?? []
    let all = ["DE", "AT", "CH", "GB", "IE", "US", "FR", "BE", "LU", "ES", "IT", "NL"]
    #expect(WordingRules.remarks(on: bodies, countries: all).map(\.description) == [])
  }
}
