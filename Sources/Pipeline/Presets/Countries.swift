import Formats

/// Names of countries as accounting systems export them, for the presets: most write names or codes of three letters, and the
/// canonical field holds the code of two.
public enum Countries {
  /// The rule of a `country` field: a code of two letters as it is, a name or code of the table by the table, and no value for
  /// anything else, so that an unusual name costs the country and not the customer.
  static func rule(_ columns: String...) -> String {
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let codes = columns.map { column in
      """
      { "when": [ { "field": "\(column)", "matches": ["@@"] } ], "then": { "from": "\(column)", "steps": ["upper"] } }
      """
    }
    return """
      { "first": [ \(codes.joined(separator: ", ")),
        { "from": [\(names)], "steps": ["collapse", "lower", { "lookup": { \(lookup) } }, { "capture": "={@@}" }] } ] }
      """
  }

  /// The same for a mapping in the making, of one column.
  public static func value(of column: String) -> ValueRule {
    let words = table.flatMap { code, names in names.map { ($0, "=\(code)") } }
    var steps: [TextStep] = [.collapse, .lower, .lookup(words)]
    if let code = CapturePattern("={@@}") { steps.append(.capture(code)) }
    return .first([
      .choose(
        [RowTest([column], .matches(["@@"]))], then: .column(ColumnRule(from: [column], steps: [.upper])),
        otherwise: nil), .column(ColumnRule(from: [column], steps: steps)),
    ])
  }

  /// Whether `value` finds a country in a text.
  public static func isKnown(_ text: String) -> Bool {
    let isCode = text.utf8.count == 2 && text.allSatisfy { $0.isASCII && $0.isLetter }
    return isCode || table.contains { $0.names.contains(text.lowercased()) }
  }

  private static let lookup = table.flatMap { code, names in names.map { "\"\($0)\": \"=\(code)\"" } }
    .joined(separator: ", ")

  /// ISO 3166-1: the code, then names in the languages of the exports, in small letters, and the code of three letters.
  private static let table: [(code: String, names: [String])] = [
    ("AE", ["united arab emirates", "are", "uae"]), ("AR", ["argentina", "argentinien", "arg"]),
    ("AT", ["austria", "österreich", "autriche", "aut"]), ("AU", ["australia", "australien", "australie", "aus"]),
    ("BE", ["belgium", "belgien", "belgique", "belgië", "bel"]), ("BG", ["bulgaria", "bulgarien", "bgr"]),
    ("BR", ["brazil", "brasilien", "brasil", "bra"]), ("CA", ["canada", "kanada", "can"]),
    ("CH", ["switzerland", "schweiz", "suisse", "svizzera", "che"]), ("CL", ["chile", "chl"]),
    ("CN", ["china", "chn"]), ("CO", ["colombia", "kolumbien", "col"]), ("CY", ["cyprus", "zypern", "cyp"]),
    ("CZ", ["czech republic", "czechia", "tschechien", "tschechische republik", "cze"]),
    ("DE", ["germany", "deutschland", "allemagne", "alemania", "germania", "duitsland", "deu"]),
    ("DK", ["denmark", "dänemark", "danmark", "danemark", "dnk"]), ("EE", ["estonia", "estland", "est"]),
    ("EG", ["egypt", "ägypten", "egy"]),
    ("ES", ["spain", "spanien", "españa", "espagne", "spagna", "spanje", "esp"]),
    ("FI", ["finland", "finnland", "fin"]),
    ("FR", ["france", "frankreich", "francia", "frankrijk", "fra"]),
    (
      "GB",
      [
        "united kingdom", "great britain", "england", "scotland", "wales", "northern ireland", "uk",
        "vereinigtes königreich", "großbritannien", "royaume-uni", "reino unido", "gbr",
      ]
    ),
    ("GR", ["greece", "griechenland", "grc"]), ("HK", ["hong kong", "hkg"]),
    ("HR", ["croatia", "kroatien", "hrv"]), ("HU", ["hungary", "ungarn", "hun"]),
    ("ID", ["indonesia", "indonesien", "idn"]), ("IE", ["ireland", "irland", "irlande", "republic of ireland", "irl"]),
    ("IL", ["israel", "isr"]), ("IN", ["india", "indien", "ind"]), ("IS", ["iceland", "island", "isl"]),
    ("IT", ["italy", "italien", "italia", "italie", "italië", "ita"]), ("JP", ["japan", "jpn"]),
    ("KE", ["kenya", "kenia", "ken"]), ("KR", ["south korea", "korea, republic of", "südkorea", "kor"]),
    ("LI", ["liechtenstein", "lie"]), ("LT", ["lithuania", "litauen", "ltu"]),
    ("LU", ["luxembourg", "luxemburg", "lux"]), ("LV", ["latvia", "lettland", "lva"]), ("MT", ["malta", "mlt"]),
    ("MX", ["mexico", "mexiko", "méxico", "mex"]), ("MY", ["malaysia", "mys"]), ("NG", ["nigeria", "nga"]),
    ("NL", ["netherlands", "the netherlands", "niederlande", "nederland", "pays-bas", "holland", "nld"]),
    ("NO", ["norway", "norwegen", "norge", "nor"]), ("NZ", ["new zealand", "neuseeland", "nzl"]),
    ("PE", ["peru", "per"]), ("PH", ["philippines", "philippinen", "phl"]), ("PK", ["pakistan", "pak"]),
    ("PL", ["poland", "polen", "polska", "pol"]), ("PT", ["portugal", "prt"]),
    ("RO", ["romania", "rumänien", "rou"]), ("RS", ["serbia", "serbien", "srb"]),
    ("SA", ["saudi arabia", "saudi-arabien", "sau"]), ("SE", ["sweden", "schweden", "sverige", "swe"]),
    ("SG", ["singapore", "singapur", "sgp"]), ("SI", ["slovenia", "slowenien", "svn"]),
    ("SK", ["slovakia", "slowakei", "svk"]), ("TH", ["thailand", "tha"]),
    ("TR", ["turkey", "türkei", "türkiye", "tur"]), ("TW", ["taiwan", "twn"]), ("UA", ["ukraine", "ukr"]),
    (
      "US",
      [
        "united states", "united states of america", "usa", "u.s.a.", "vereinigte staaten", "états-unis",
        "estados unidos",
      ]
    ), ("VN", ["vietnam", "viet nam", "vnm"]), ("ZA", ["south africa", "südafrika", "zaf"]),
  ]
}
