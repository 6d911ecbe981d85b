import Ledger
import Testing

private let (eur, usd, jpy, kwd) = (Currency("EUR")!, Currency("USD")!, Currency("JPY")!, Currency("KWD")!)

private func rate(_ from: Currency, _ to: Currency, _ text: String, on date: String = "2026-11-20") -> ExchangeRate? {
  ExchangeRate(date: CalendarDate(date)!, from: from, to: to, text)
}

@Suite struct ExchangeRateTests {
  @Test func amountsAreConvertedExactlyAndRoundedHalfAwayFromZero() {
    #expect(rate(usd, eur, "0.9")?.convert(10_000) == 9_000)
    #expect(rate(usd, eur, "0.5")?.convert(1) == 1)
    #expect(rate(usd, eur, "0.5")?.convert(-1) == -1)
    #expect(rate(usd, eur, "0.499999")?.convert(1) == 0)
    // 150,000 yen at 0.0061 are 915.00 euros; 100.00 euros at 163.25 are 16,325 yen; 1.000 dinar at 3.05 are 3.05 euros.
    #expect(rate(jpy, eur, "0.0061")?.convert(150_000) == 91_500)
    #expect(rate(eur, jpy, "163.25")?.convert(10_000) == 16_325)
    #expect(rate(kwd, eur, "3.05")?.convert(1_000) == 305)
    #expect(rate(usd, eur, "0.923456789012345")?.convert(Money.largestAmount) == 923_456_789_012_344)
  }

  @Test(arguments: ["", "0", "0.00", "-1", "1,5", "1.2.3", ".5", "1e3", "1234567890123456789"])
  func whatIsNoPositiveDecimalIsNoRate(_ text: String) { #expect(rate(usd, eur, text) == nil) }

  @Test func theNewestRateOfTheDayCounts() {
    let all = [
      rate(usd, eur, "0.90", on: "2026-11-18")!, rate(usd, eur, "0.95", on: "2026-11-19")!,
      rate(usd, eur, "0.99", on: "2026-11-21")!,
    ]
    let rates = ExchangeRates(all, on: CalendarDate("2026-11-20")!)
    #expect(rates.rate(from: usd, to: eur)?.text == "0.95")
    #expect(rates.rate(from: eur, to: usd) == nil)
    #expect(rates.rate(from: eur, to: eur)?.convert(123) == 123)
  }
}
