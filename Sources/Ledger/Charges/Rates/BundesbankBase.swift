extension RateTables {
  /// The base rate (Basiszinssatz) of section 247 BGB, in hundredths of a percent.
  ///
  /// Source: Deutsche Bundesbank, "Basiszinssatz nach § 247 BGB",
  /// https://www.bundesbank.de/de/bundesbank/organisation/agb-und-regelungen/basiszinssatz-607820. The rate moves by as much as
  /// the ECB's main refinancing rate did (section 247 (1)); 2026-07-01 was worked out from that rule. Written down 2026-11-27.
  static let bundesbankBase = table(
    "Deutsche Bundesbank, Basiszinssatz nach § 247 BGB",
    [
      (2014, 2, -73), (2015, 1, -83), (2015, 2, -83), (2016, 1, -83), (2016, 2, -88), (2017, 1, -88), (2017, 2, -88),
      (2018, 1, -88), (2018, 2, -88), (2019, 1, -88), (2019, 2, -88), (2020, 1, -88), (2020, 2, -88), (2021, 1, -88),
      (2021, 2, -88), (2022, 1, -88), (2022, 2, -88), (2023, 1, 162), (2023, 2, 312), (2024, 1, 362), (2024, 2, 337),
      (2025, 1, 227), (2025, 2, 127), (2026, 1, 127), (2026, 2, 152),
    ])
}
