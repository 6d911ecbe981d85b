import Formats
import Ledger
import Testing

@testable import Pipeline

/// Interest of policies, and reference rates from a file beside pipeline.json.
@Suite struct InterestSettingsTests {
  @Test func everySettingIsRead() throws {
    let text = Sample.policy(
      #""interest": { "regime": "uk-1998", "dayCount": "30/360", "rounding": "daily", "compensation": true, "fromLevel": 2 }, "steps": [ { "days": 7, "channel": ["email"], "template": "firm", "fee": { "GBP": "12.50" } } ]"#
    )
    let policy = try #require(Sample.load(text).0?.decide.policies.first)
    let interest = try #require(policy.interest)
    #expect((interest.regime, interest.dayCount, interest.rounding) == ("uk-1998", .thirty360, .daily))
    #expect(interest.compensation && interest.fromLevel == 2)
    #expect(policy.steps[0].fee.amounts.map(\.decimal) == ["12.50"])
  }

  private func load(_ rates: String) -> (Configuration?, [Diagnostic]) {
    let file = MappingFile(path: "rates.json", file: "rates.json", bytes: Array(rates.utf8))
    let known = KnownNames(templates: [], letterProfiles: [], mappings: [file])
    let text = Sample.decide(#""interestRates": "rates.json""#)
    return Configuration.load(bytes: Array(text.utf8), file: "pipeline.json", known: known)
  }

  @Test func ratesOfAFileGoOnWhereTheTableEnds() throws {
    let (configuration, problems) = load(
      #"{ "rates": [ { "reference": "boe-bank-rate", "from": "2027-01-01", "percent": "4.00", "source": "Bank of England" } ] }"#
    )
    #expect(problems.isEmpty)
    let tables = try #require(configuration).decide.rateTables
    let day = try #require(CalendarDate("2026-11-28"))
    #expect(tables.lastDay(of: .bankOfEngland, from: day) == CalendarDate("2027-06-30"))
    #expect(tables.lastDay(of: .ecbMainRefinancing, from: day) == CalendarDate("2026-12-31"))
  }

  @Test(arguments: [
    (
      #"{ "rates": [ { "reference": "ecb", "from": "2027-01-01", "percent": "1", "source": "x" } ] }"#,
      "1:29 impossible-value"
    ),
    (
      #"{ "rates": [ { "reference": "ecb-mro", "from": "2027-02-01", "percent": "1", "source": "x" } ] }"#,
      "1:48 impossible-value"
    ),
    (
      #"{ "rates": [ { "reference": "ecb-mro", "from": "2027-01-01", "percent": "2,4", "source": "x" } ] }"#,
      "1:73 impossible-value"
    ),
    (#"{ "rates": [ { "reference": "ecb-mro", "from": "2027-01-01", "percent": "1" } ] }"#, "1:14 missing-setting"),
    (#"{ "rates": "#, "json-syntax"),
  ]) func problemsStandAtTheirPlaceInTheFile(_ rates: String, _ problem: String) {
    let (configuration, problems) = load(rates)
    #expect(configuration == nil)
    #expect(problems.map(\.file) == ["rates.json"])
    #expect(problems.map { "\($0.line):\($0.column) \($0.code)".hasSuffix(problem) } == [true])
  }

  @Test func theFileIsPartOfTheConfiguration() {
    #expect(MappingFile.paths(in: Array(Sample.decide(#""interestRates": "rates.json""#).utf8)) == ["rates.json"])
  }
}
