extension Language {
  private static let space = "\u{A0}"

  static let lastResort = Habits(
    decimal: ".", group: ",", currency: .before, percent: "%",
    // The fallback language is read everywhere, so its dates must not be mistaken: 3 Apr 2026, never 03/04/2026.
    shortDate: "d mmm yyyy", longDate: "d mmmm yyyy", months: englishNames.months, shortMonths: englishNames.short)

  /// Patterns after the Unicode CLDR; where it uses the narrow no-break space or the curly apostrophe, which fonts lack and
  /// people cannot type, the plain no-break space and apostrophe stand instead.
  static let habitsByTag: [String: Habits] = [
    "en-GB": lastResort,
    "en-US": Habits(
      decimal: ".", group: ",", currency: .before, signs: ["EUR": "€", "GBP": "£", "USD": "$"], percent: "%",
      shortDate: "mm/dd/yyyy", longDate: "mmmm d, yyyy", months: englishNames.months),
    "de": Habits(
      decimal: ",", group: ".", currency: .after, percent: space + "%", shortDate: "dd.mm.yyyy",
      longDate: "d. mmmm yyyy", months: german),
    "de-CH": Habits(
      decimal: ".", group: "'", currency: .beforeSpaced, signs: [:], percent: "%", shortDate: "dd.mm.yyyy",
      longDate: "d. mmmm yyyy", months: german),
    "fr": Habits(
      decimal: ",", group: space, currency: .after, percent: space + "%", shortDate: "dd/mm/yyyy",
      longDate: "d mmmm yyyy", months: french, first: "1er", colon: space + ":"),
    "fr-CH": Habits(
      decimal: ".", group: space, currency: .after, signs: [:], percent: space + "%", shortDate: "dd.mm.yyyy",
      longDate: "d mmmm yyyy", months: french, first: "1er", colon: space + ":"),
    "it": Habits(
      decimal: ",", group: ".", currency: .after, percent: "%", shortDate: "dd/mm/yyyy", longDate: "d mmmm yyyy",
      months: names("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
      first: "1º"),
    "es": Habits(
      decimal: ",", group: ".", groupsFrom: 5, currency: .after, percent: space + "%", shortDate: "dd/mm/yyyy",
      longDate: "d de mmmm de yyyy",
      months: names("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")),
    "nl": Habits(
      decimal: ",", group: ".", currency: .beforeSpaced, percent: "%", shortDate: "dd-mm-yyyy",
      longDate: "d mmmm yyyy",
      months: names("januari februari maart april mei juni juli augustus september oktober november december")),
    "pt": Habits(
      decimal: ",", group: space, groupsFrom: 5, currency: .after, percent: "%", shortDate: "dd/mm/yyyy",
      longDate: "d de mmmm de yyyy",
      months: names("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro")),
    "sv": Habits(
      decimal: ",", group: space, currency: .after, percent: space + "%", shortDate: "yyyy-mm-dd",
      longDate: "d mmmm yyyy",
      months: names("januari februari mars april maj juni juli augusti september oktober november december")),
    "da": Habits(
      decimal: ",", group: ".", currency: .after, percent: space + "%", shortDate: "dd.mm.yyyy",
      longDate: "d. mmmm yyyy",
      months: names("januar februar marts april maj juni juli august september oktober november december")),
    "nb": Habits(
      decimal: ",", group: space, currency: .after, percent: space + "%", shortDate: "dd.mm.yyyy",
      longDate: "d. mmmm yyyy",
      months: names("januar februar mars april mai juni juli august september oktober november desember")),
    "fi": Habits(
      decimal: ",", group: space, currency: .after, percent: space + "%", shortDate: "d.m.yyyy",
      longDate: "d. mmmm yyyy",
      months: names(
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
          + " marraskuuta joulukuuta")),
    "pl": Habits(
      decimal: ",", group: space, groupsFrom: 5, currency: .after, percent: "%", shortDate: "dd.mm.yyyy",
      longDate: "d mmmm yyyy",
      months: names(
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia")),
    "cs": Habits(
      decimal: ",", group: space, currency: .after, percent: space + "%", shortDate: "dd.mm.yyyy",
      longDate: "d. mmmm yyyy",
      months: names("ledna února března dubna května června července srpna září října listopadu prosince")),
  ]

  private static let german = names(
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
  private static let french = names(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
  private static let englishNames = (
    months: names("January February March April May June July August September October November December"),
    short: names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
  )

  private static func names(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}
