/// The public holidays that are built in, by ISO 3166 code. Sources: the laws of the countries and states and the lists their
/// authorities publish (gov.uk/bank-holidays, OPM, Algemene termijnenwet, Code du travail L3133-1, Feiertagsgesetze of the German
/// states), as they stood in 2025. What a town keeps, and what a government proclaims once, comes by an ICS file.
enum HolidayTables {
  /// Nil: no rules are built in.
  static func holidays(of region: String) -> [Holiday]? {
    if let country = countries[region] { return country }
    guard region.utf8.count > 3, let country = countries[String(region.prefix(2))], let own = regions[region] else {
      return nil
    }
    return region.hasPrefix("GB-") ? own : country + own
  }

  static let codes = (Array(countries.keys) + Array(regions.keys)).sorted()

  private static let newYear = Holiday("New Year", .on(1, 1))
  private static let epiphany = Holiday("Epiphany", .on(1, 6))
  private static let goodFriday = Holiday("Good Friday", .easter(-2))
  private static let easterSunday = Holiday("Easter Sunday", .easter(0))
  private static let easterMonday = Holiday("Easter Monday", .easter(1))
  private static let mayDay = Holiday("May Day", .on(5, 1))
  private static let ascension = Holiday("Ascension", .easter(39))
  private static let whitSunday = Holiday("Whit Sunday", .easter(49))
  private static let whitMonday = Holiday("Whit Monday", .easter(50))
  private static let corpusChristi = Holiday("Corpus Christi", .easter(60))
  private static let assumption = Holiday("Assumption", .on(8, 15))
  private static let reformation = Holiday("Reformation Day", .on(10, 31))
  private static let allSaints = Holiday("All Saints", .on(11, 1))
  private static let immaculate = Holiday("Immaculate Conception", .on(12, 8))
  private static let christmas = Holiday("Christmas Day", .on(12, 25))
  private static let secondChristmas = Holiday("St Stephen's Day", .on(12, 26))

  private static let countries: [String: [Holiday]] = [
    "DE": [
      newYear, goodFriday, easterMonday, mayDay, ascension, whitMonday, Holiday("German Unity Day", .on(10, 3)),
      christmas, secondChristmas,
    ],
    "FR": [
      newYear, easterMonday, mayDay, Holiday("Victory Day", .on(5, 8)), ascension, whitMonday,
      Holiday("Bastille Day", .on(7, 14)), assumption, allSaints, Holiday("Armistice Day", .on(11, 11)), christmas,
    ],
    "GB": england,
    "US": [
      Holiday("New Year", .on(1, 1), .friday), Holiday("Martin Luther King Day", .weekday(1, 3, of: 1)),
      Holiday("Washington's Birthday", .weekday(1, 3, of: 2)), Holiday("Memorial Day", .weekday(1, -1, of: 5)),
      Holiday("Juneteenth", .on(6, 19), .friday, years: 2021...9999),
      Holiday("Independence Day", .on(7, 4), .friday), Holiday("Labor Day", .weekday(1, 1, of: 9)),
      Holiday("Columbus Day", .weekday(1, 2, of: 10)), Holiday("Veterans Day", .on(11, 11), .friday),
      Holiday("Thanksgiving", .weekday(4, 4, of: 11)), Holiday("Christmas Day", .on(12, 25), .friday),
    ],
    "NL": [
      newYear, goodFriday, easterSunday, easterMonday, Holiday("King's Day", .on(4, 27), .saturday),
      Holiday("Liberation Day", .on(5, 5)), ascension, whitSunday, whitMonday, christmas, secondChristmas,
    ],
    "ES": [
      newYear, epiphany, goodFriday, mayDay, assumption, Holiday("National Day", .on(10, 12)), allSaints,
      Holiday("Constitution Day", .on(12, 6)), immaculate, christmas,
    ],
    "IT": [
      newYear, epiphany, easterSunday, easterMonday, Holiday("Liberation Day", .on(4, 25)), mayDay,
      Holiday("Republic Day", .on(6, 2)), assumption, Holiday("St Francis", .on(10, 4), years: 2026...9999), allSaints,
      immaculate, christmas, secondChristmas,
    ],
    "AT": [
      newYear, epiphany, easterMonday, mayDay, ascension, whitMonday, corpusChristi, assumption,
      Holiday("National Day", .on(10, 26)), allSaints, immaculate, christmas, secondChristmas,
    ],
    // Days that are kept in all or nearly all cantons.
    "CH": [
      newYear, goodFriday, easterMonday, ascension, whitMonday, Holiday("National Day", .on(8, 1)), christmas,
      secondChristmas,
    ],
    "PL": [
      newYear, epiphany, easterSunday, easterMonday, mayDay, Holiday("Constitution Day", .on(5, 3)), whitSunday,
      corpusChristi, assumption, allSaints, Holiday("Independence Day", .on(11, 11)),
      Holiday("Christmas Eve", .on(12, 24), years: 2025...9999), christmas, secondChristmas,
    ],
  ]

  // MARK: United Kingdom

  private static let christmasUK = [
    Holiday("Christmas Day", .on(12, 25), .substitute), Holiday("Boxing Day", .on(12, 26), .substitute),
  ]
  private static let springUK = [
    Holiday("Early May bank holiday", .weekday(1, 1, of: 5)), Holiday("Spring bank holiday", .weekday(1, -1, of: 5)),
  ]
  private static let england =
    [Holiday("New Year", .on(1, 1), .substitute), goodFriday, easterMonday] + springUK
    + [Holiday("Summer bank holiday", .weekday(1, -1, of: 8))] + christmasUK
  private static let scotland =
    [Holiday("New Year", .on(1, 1), .substitute), Holiday("2nd January", .on(1, 2), .substitute), goodFriday]
    + springUK + [Holiday("World Cup bank holiday", .on(6, 15), years: 2026...2026)]
    + [Holiday("Summer bank holiday", .weekday(1, 1, of: 8)), Holiday("St Andrew's Day", .on(11, 30), .substitute)]
    + christmasUK
  private static let northernIreland =
    england + [
      Holiday("St Patrick's Day", .on(3, 17), .substitute), Holiday("Battle of the Boyne", .on(7, 12), .substitute),
    ]

  // MARK: Regions

  private static let regions: [String: [Holiday]] = [
    "DE-BB": [easterSunday, whitSunday, reformation],
    "DE-BE": [
      Holiday("Women's Day", .on(3, 8), years: 2019...9999),
      Holiday("80 years of liberation", .on(5, 8), years: 2025...2025),
      Holiday("75 years of the uprising of 1953", .on(6, 17), years: 2028...2028),
    ],
    "DE-BW": [epiphany, corpusChristi, allSaints],
    // Assumption where most live, in 1,700 of 2,056 municipalities.
    "DE-BY": [epiphany, corpusChristi, assumption, allSaints],
    "DE-HB": [reformation],
    "DE-HE": [corpusChristi],
    "DE-HH": [reformation],
    "DE-MV": [Holiday("Women's Day", .on(3, 8), years: 2023...9999), reformation],
    "DE-NI": [reformation],
    "DE-NW": [corpusChristi, allSaints],
    "DE-RP": [corpusChristi, allSaints],
    "DE-SH": [reformation],
    "DE-SL": [corpusChristi, assumption, allSaints],
    "DE-SN": [reformation, Holiday("Day of Repentance", .weekdayBefore(3, 11, 23))],
    "DE-ST": [epiphany, reformation],
    "DE-TH": [Holiday("Children's Day", .on(9, 20), years: 2019...9999), reformation],
    "FR-57": alsaceMoselle, "FR-67": alsaceMoselle, "FR-68": alsaceMoselle,
    "GB-ENG": england, "GB-WLS": england, "GB-SCT": scotland, "GB-NIR": northernIreland,
  ]
  private static let alsaceMoselle = [goodFriday, secondChristmas]
}
