extension RateTables {
  /// The ECB's rate of main refinancing operations in force on 1 January (half 1) and 1 July (half 2), in hundredths of a percent.
  ///
  /// Source: European Central Bank, "Key ECB interest rates",
  /// https://www.ecb.europa.eu/stats/policy_and_exchange_rates/key_ecb_interest_rates/; 2026-07-01: monetary policy decision of
  /// 2026-06-11, https://www.ecb.europa.eu/press/pr/date/2026/html/ecb.mp260611~4d41bd5e83.en.html. Written down 2026-11-27.
  static let ecbMainRefinancing = table(
    "European Central Bank, Key ECB interest rates",
    [
      (2013, 1, 75), (2013, 2, 50), (2014, 1, 25), (2014, 2, 15), (2015, 1, 5), (2015, 2, 5), (2016, 1, 5),
      (2016, 2, 0), (2017, 1, 0), (2017, 2, 0), (2018, 1, 0), (2018, 2, 0), (2019, 1, 0), (2019, 2, 0), (2020, 1, 0),
      (2020, 2, 0), (2021, 1, 0), (2021, 2, 0), (2022, 1, 0), (2022, 2, 0), (2023, 1, 250), (2023, 2, 400),
      (2024, 1, 450), (2024, 2, 425), (2025, 1, 315), (2025, 2, 215), (2026, 1, 215), (2026, 2, 240),
    ])
}
