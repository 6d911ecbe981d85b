import Documents
import Ledger
import Testing

/// The habits of the customer's language: what stands on paper, to the character. `_` is a no-break space.
@Suite struct LocaleTests {
  private func shown(_ text: String) -> String {
    text.replacing("\u{A0}", with: "_")
  }

  @Test(arguments: [
    ("en", "EUR", "1234.50", "€1,234.50"), ("en", "GBP", "-400", "−£400.00"),
    ("en", "CHF", "1234567.89", "CHF_1,234,567.89"),
    ("en", "USD", "-0.01", "USD_−0.01"), ("en-US", "USD", "-1234.5", "−$1,234.50"),
    ("en", "JPY", "1234567", "JPY_1,234,567"),
    ("en", "KWD", "1234.567", "KWD_1,234.567"), ("de", "EUR", "1234.50", "1.234,50_€"),
    ("de", "USD", "-1234.50", "−1.234,50_USD"), ("de-CH", "CHF", "-1234.50", "CHF_−1'234.50"),
    ("de-CH", "EUR", "0", "EUR_0.00"), ("fr", "EUR", "1234567.89", "1_234_567,89_€"),
    ("it", "EUR", "999.99", "999,99_€"), ("es", "EUR", "1234.50", "1234,50_€"),
    ("es", "EUR", "12345.60", "12.345,60_€"),
    ("nl", "EUR", "-1234.50", "€_−1.234,50"), ("pl", "PLN", "12345.60", "12_345,60_PLN"),
    ("sv", "SEK", "1000", "1_000,00_SEK"), ("de", "JPY", "0", "0_JPY"), ("de", "EUR", "0.05", "0,05_€"),
  ])
  func money(tag: String, code: String, amount: String, expected: String) throws {
    let language = try #require(Language(tag))
    let money = try Money(amount, try #require(Currency(code)))
    #expect(shown(language.money(money)) == expected)
  }

  @Test func largestAmountsKeepAllDigits() throws {
    let eur = try #require(Currency("EUR"))
    #expect(Language.english.amount(Money(minorUnits: .max, currency: eur)) == "92,233,720,368,547,758.07")
    #expect(Language.english.amount(Money(minorUnits: .min, currency: eur)) == "−92,233,720,368,547,758.08")
  }

  @Test(arguments: [
    ("en", "3_Apr_2026", "3_April_2026"), ("en-US", "04/03/2026", "April_3,_2026"),
    ("de", "03.04.2026", "3._April_2026"),
    ("de-CH", "03.04.2026", "3._April_2026"), ("fr", "03/04/2026", "3_avril_2026"),
    ("it", "03/04/2026", "3_aprile_2026"),
    ("es", "03/04/2026", "3_de_abril_de_2026"), ("nl", "03-04-2026", "3_april_2026"),
    ("sv", "2026-04-03", "3_april_2026"),
    ("fi", "3.4.2026", "3._huhtikuuta_2026"), ("pl", "03.04.2026", "3_kwietnia_2026"),
  ])
  func dates(tag: String, short: String, long: String) throws {
    let language = try #require(Language(tag))
    let date = try #require(CalendarDate("2026-04-03"))
    #expect(shown(language.date(date)) == short)
    #expect(shown(language.longDate(date)) == long)
  }

  /// French keeps a colon off the word, and does not leave it alone on the next line.
  @Test(arguments: [("fr", "Montant\u{A0}:  5 €\nTVA\u{A0}:      1 €\n"), ("de", "Montant:  5 €\nTVA:      1 €\n")])
  func labelsEndAsTheLanguageDoes(tag: String, text: String) throws {
    let pairs = [KeyValue("Montant", "5 €"), KeyValue("TVA", "1 €")]
    #expect(MailBody(blocks: [.keyValues(pairs)], subject: "x", language: try #require(Language(tag))).text == text)
  }

  @Test func italianWritesTheFirstAsAnOrdinal() throws {
    let italian = try #require(Language("it"))
    #expect(shown(italian.longDate(try #require(CalendarDate("2026-12-01")))) == "1º_dicembre_2026")
    #expect(italian.date(try #require(CalendarDate("2026-12-01"))) == "01/12/2026")
  }

  @Test func frenchWritesTheFirstAsAnOrdinal() throws {
    let french = try #require(Language("fr"))
    #expect(shown(french.longDate(try #require(CalendarDate("2026-03-01")))) == "1er_mars_2026")
    #expect(french.date(try #require(CalendarDate("2026-03-01"))) == "01/03/2026")
  }

  @Test(arguments: [
    ("en", 1127, "11.27%"), ("de", 1127, "11,27_%"), ("en", 1000, "10%"), ("de", -50, "−0,5_%"), ("fr", 0, "0_%"),
    ("it", 123_450, "1.234,5%"),
  ])
  func percent(tag: String, basisPoints: Int, expected: String) throws {
    #expect(shown(try #require(Language(tag)).percent(basisPoints: basisPoints)) == expected)
  }

  @Test(arguments: [
    ("de-AT", "de"), ("DE", "de"), ("de_CH", "de-CH"), ("de-LI", "de-CH"), ("en", "en-GB"), ("en-IE", "en-GB"),
    ("en-us", "en-US"), ("fr-Latn-CH", "fr-CH"), ("nn-NO", "nb"), ("pt-BR", "pt"),
  ])
  func nearest(tag: String, expected: String) {
    #expect(Language(tag)?.tag == expected)
  }

  @Test func unknownLanguagesFallBackToTheCompanyAndThenToEnglish() {
    #expect(Language("zh") == nil)
    #expect(Language("") == nil)
    #expect(Language(nearest: ["zh", "de"]).tag == "de")
    #expect(Language(nearest: [nil, "tlh"]).tag == "en-GB")
    #expect(Language(nearest: ["pl", "de"], in: Language.written).tag == "de")
  }

  @Test(arguments: Language.shipped)
  func everyLanguageHasTwelveMonthsAndAllDatesAreDistinct(language: Language) throws {
    let first = try #require(CalendarDate("2026-01-15"))
    let dates = (0..<12).map { first.adding(days: $0 * 30) }
    #expect(Set(dates.map(language.longDate)).count == 12)
    #expect(Set(dates.map(language.date)).count == 12)
  }

  @Test(arguments: ["en", "de"])
  func everyLabelIsWritten(tag: String) throws {
    let language = try #require(Language(tag))
    for label in Label.allCases {
      #expect(!language.label(label).isEmpty)
      // A label that is missing would be printed by its name in the program.
      #expect(language.label(label) != label.rawValue || label == .iban || label == .bic, "\(label)")
    }
  }

  @Test func wordsAroundNumbers() throws {
    let german = try #require(Language("de"))
    #expect(Language.english.page(2, of: 3) == "Page 2 of 3")
    #expect(german.page(2, of: 3) == "Seite 2 von 3")
    #expect(shown(german.agingBucket(from: 1, to: 30)) == "1–30_Tage")
    #expect(Language.english.agingBucket(from: 121, to: nil) == "over 120 days")
  }
}
