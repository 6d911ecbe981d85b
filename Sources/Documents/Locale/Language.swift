/// The language and habits in which a customer reads numbers and dates. Built in, so that the same night gives the same
/// bytes on every computer; the systems' own formatters change with their versions.
public struct Language: Sendable {
  /// BCP 47, as printed in `lang` attributes and `Content-Language`: `en-GB`, `de`, `de-CH`.
  public let tag: String
  let habits: Habits

  /// What a language writes differently from others.
  struct Habits: Sendable {
    /// Between whole and fraction, and between groups of three digits. No-break spaces, never plain ones.
    var decimal: String
    var group: String
    /// Digits before the decimal sign from which groups are formed: 4, or 5 where 1234 stays together (Spanish, Polish).
    var groupsFrom = 4
    var currency: CurrencyPlace
    /// Currencies with a sign of their own in this language; all others are written as their ISO 4217 code.
    var signs: [String: String] = ["EUR": "€", "GBP": "£"]
    var percent: String
    var shortDate: DatePattern
    var longDate: DatePattern
    var months: [String]
    /// Empty where the short date has no name in it.
    var shortMonths: [String] = []
    /// How the first of the month is written in a long date, where not as a plain number: `1er`.
    var first: String?
    /// Behind a label: French keeps it off the word, with a space that does not break.
    var colon = ":"
  }

  /// Where the currency stands.
  enum CurrencyPlace: Sendable {
    /// `€1,234.50`, and with a code `CHF 1,234.50`.
    case before
    /// `CHF 1'234.50`, `€ 1.234,50`
    case beforeSpaced
    /// `1.234,50 €`
    case after
  }

  /// Language of last resort.
  public static let english = Language(shipped: "en-GB")

  /// All languages, by tag.
  public static let shipped: [Language] = habitsByTag.keys.sorted().map { Language(shipped: $0) }

  private init(shipped tag: String) {
    self.tag = tag
    habits = Language.habitsByTag[tag] ?? Language.lastResort
  }

  /// The shipped language that is nearest to a BCP 47 tag (`de-AT` is `de`, `en` and `en-IE` are `en-GB`, `nn` is `nb`); case
  /// and `_` for `-` do not matter. Nil where none is near.
  public init?(_ tag: String) {
    var parts = tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).map { $0.lowercased() }
    guard let base = parts.first else { return nil }
    parts[0] = ["no": "nb", "nn": "nb"][base] ?? base
    // Liechtenstein writes as Switzerland does; of a script or variant in between nothing is needed.
    let region = parts.dropFirst().first { $0.utf8.count == 2 }.map { $0 == "li" ? "CH" : $0.uppercased() }
    let candidates = [region.map { parts[0] + "-" + $0 }, parts[0] == "en" ? "en-GB" : parts[0]]
    guard let found = candidates.compactMap({ $0 }).first(where: { Language.habitsByTag[$0] != nil }) else {
      return nil
    }
    self.init(shipped: found)
  }

  /// The first of these tags that a shipped language is near to, English where none is: the customer's first, then the company's.
  /// - Parameter bases: languages in which there are words (`["en", "de"]`); nil: numbers and dates are enough.
  public init(nearest tags: [String?], in bases: Set<String>? = nil) {
    for case let tag? in tags {
      guard let language = Language(tag), bases?.contains(language.base) ?? true else { continue }
      self = language
      return
    }
    self = .english
  }

  /// The language without its region: `en`, `de`. Bodies of templates and labels are kept by it.
  public var base: String { String(tag.prefix { $0 != "-" }) }
}

extension Language: Hashable {
  public static func == (a: Language, b: Language) -> Bool { a.tag == b.tag }
  public func hash(into hasher: inout Hasher) { hasher.combine(tag) }
}

extension Language: CustomStringConvertible {
  public var description: String { tag }
}
