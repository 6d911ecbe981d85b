import Ledger
import Testing

@testable import Formats

@Suite("Amounts, dates and masks of bank files")
struct BankValueTests {
  @Test(
    "row 16: amounts keep their scale, however many decimals they have",
    arguments: [
      ("9,", "9.00"), ("11,8", "11.80"), ("-110.7", "-110.70"), ("100", "100.00"), ("+0.005", "0.005"),
      ("8.850", "8.85"),
      ("1.00000000", "1.00"), ("", nil), ("1,234.56", nil), ("$120", nil), ("1e3", nil), ("--1", nil), (",", nil),
      ("1234567890123456", nil), ("0.000001", nil), ("12-", nil),
    ] as [(String, String?)])
  func decimals(_ text: String, _ expected: String?) {
    #expect(BankAmount(decimal: text)?.text(2) == expected)
  }

  @Test(
    "implied decimals follow the currency",
    arguments: [
      ("12345", "EUR", "123.45"), ("12345", "JPY", "12345"), ("12345", "KWD", "12.345"), ("-7", "USD", "-0.07"),
    ])
  func minor(_ text: String, _ currency: String, _ expected: String) {
    let exponent = Currency(currency)?.exponent ?? 2
    #expect(BankAmount(minor: Array(text.utf8), exponent: exponent)?.text(in: currency) == expected)
    #expect(BankAmount(minor: Array("1.5".utf8), exponent: 2) == nil)
  }

  @Test("row 23: a day that the month does not have is its last day, for value dates alone")
  func clamped() {
    func clamp(_ text: String) -> String {
      BankDate.clamped(yymmdd: Array(text.utf8)).map { "\($0.date)\($0.isClamped ? " clamped" : "")" } ?? "none"
    }
    #expect(clamp("160230") == "2016-02-29 clamped")
    #expect(clamp("260230") == "2026-02-28 clamped")
    #expect(clamp("260431") == "2026-04-30 clamped")
    #expect(clamp("260432") == "none")
    #expect(clamp("261301") == "none")
    #expect(clamp("991231") == "1999-12-31")
    #expect(BankDate.yymmdd(Array("260230".utf8)) == nil)
  }

  @Test("an entry date without a year takes the year next to its value date")
  func rollOver() throws {
    func near(_ text: String, _ day: String) throws -> String {
      let day = try #require(CalendarDate(day))
      return try #require(BankDate.mmdd(Array(text.utf8), near: day)).description
    }
    #expect(try near("1231", "2026-01-02") == "2025-12-31")
    #expect(try near("0102", "2025-12-31") == "2026-01-02")
    #expect(try near("0229", "2024-03-01") == "2024-02-29")
  }

  @Test("dates of ISO 20022 and OFX are those of their own zone")
  func isoDates() {
    #expect(BankDate.iso("2026-11-20T23:59:59-11:00")?.description == "2026-11-20")
    #expect(BankDate.iso("2026-11-20")?.description == "2026-11-20")
    #expect(BankDate.iso("2026-11-20x") == nil)
    #expect(BankDate.iso("2026-02-30") == nil)
  }

  @Test("accounts leave as salted hash and last four characters, whatever blanks they have")
  func accounts() {
    let mask = AccountMask(salt: "a")
    let one = mask.masked("DE89 3704 0044 0532 0130 00")
    #expect(one == mask.masked("de89370400440532013000"))
    #expect(one != AccountMask(salt: "b").masked("DE89370400440532013000"))
    #expect(one.hasPrefix("h:") && one.hasSuffix(":3000") && one.count == 23)
    #expect(mask.masked("") == "")
    // A short number would be told whole.
    #expect(mask.masked("12345").hasSuffix(":"))
    #expect(mask.masked("4111111111111111") == "****1111")
    #expect(mask.masked("021000021 4111111111111111") == "****1111")
  }

  @Test(
    "card numbers and IBANs go out of texts, references stay",
    arguments: [
      ("card 4111 1111 1111 1111 thanks", "card ****1111 thanks"),
      ("20261120 5555555555554444", "20261120 ****4444"), ("VISA4111111111111111EXP", "VISA****1111EXP"),
      ("3782-822463-10005", "****0005"), ("4111111111111112", "4111111111111112"),
      ("0724710345313905", "0724710345313905"), ("41111111111111111111", "41111111111111111111"),
      ("from DE89370400440532013000", "from ****3000"), ("DE89 3704 0044 0532 0130 00.", "****3000."),
      ("DE88370400440532013000", "DE88370400440532013000"), ("RF18539007547034", "RF18539007547034"),
      ("INV-2026-000123", "INV-2026-000123"),
    ])
  func texts(_ text: String, _ expected: String) {
    #expect(TextMask.masked(text) == expected)
  }

  @Test("a known account goes out of texts: a short one as a word, a long one anywhere")
  func knownAccounts() {
    #expect(
      TextMask.masked("to 1234567, ref 123456789", accounts: [Array("1234567".utf8)]) == "to ****4567, ref 123456789")
    #expect(TextMask.masked("X0532013000123Y", accounts: [Array("0532013000123".utf8)]) == "X****0123Y")
  }

  @Test("a creditor reference is found by its check digits")
  func creditorReference() {
    #expect(BankText.creditorReference(in: "pay RF18539007547034 now") == "RF18539007547034")
    #expect(BankText.creditorReference(in: "pay RF19539007547034 now") == "")
  }

  @Test("columns count characters, not bytes")
  func fixedColumns() {
    let line = FixedLine(Array("6JÜRGEN  42".utf8))
    #expect(line.text(2, 7) == "JÜRGEN")
    #expect(line.number(10, 11) == 42)
    #expect(line.text(40, 50) == "")
  }
}
