extension RateTables {
  /// The Bank of England's Bank Rate on the day before each half-year, in hundredths of a percent: half 1 is that of 31 December.
  ///
  /// Source: Bank of England, "Official Bank Rate history", https://www.bankofengland.co.uk/boeapps/database/Bank-Rate.asp;
  /// 2026-07-01: held at 3.75 % on 2026-06-18. Written down 2026-11-27.
  static let bankOfEngland = table(
    "Bank of England, Official Bank Rate history",
    [
      (2013, 1, 50), (2013, 2, 50), (2014, 1, 50), (2014, 2, 50), (2015, 1, 50), (2015, 2, 50), (2016, 1, 50),
      (2016, 2, 50), (2017, 1, 25), (2017, 2, 25), (2018, 1, 50), (2018, 2, 50), (2019, 1, 75), (2019, 2, 75),
      (2020, 1, 75), (2020, 2, 10), (2021, 1, 10), (2021, 2, 10), (2022, 1, 25), (2022, 2, 125), (2023, 1, 350),
      (2023, 2, 500), (2024, 1, 525), (2024, 2, 525), (2025, 1, 475), (2025, 2, 425), (2026, 1, 375), (2026, 2, 375),
    ])
}
