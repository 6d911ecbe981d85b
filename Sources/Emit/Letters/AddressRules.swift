/// How the place is written in the countries of the world (UPU S42; the national pages of the Universal Postal Union). A country that is not
/// listed has the postal code before the city, as most have.
enum AddressRules {
  /// Lines of parts: `Z` postal code, `C` city, `R` region, `CC` and `RR` in capitals, each with what stands before it where another
  /// part precedes.
  private static let rules: [(countries: String, lines: [String])] = [
    ("AT BE BG CH CY CZ DE DK EE ES FI GR HR HU IS LI LT LU NL NO PL PT RO RS SE SI SK", ["Z| C"]),
    ("FR MC RE GP MQ GF", ["Z| CC"]),
    ("IT SM VA", ["Z| C| RR"]),
    ("US PR AU CA", ["CC| RR| Z"]),
    ("GB GG JE IM GI", ["CC", "Z"]),
    ("IE", ["C", "R", "Z"]),
    ("NZ SG LV IL", ["C| Z"]),
    ("JP KR CN TW TH", ["C|, R| Z"]),
    ("IN ID PH", ["C| Z", "R"]),
    ("BR", ["C| - R", "Z"]),
    ("MX", ["Z| C|, R"]),
    ("ZA", ["C", "Z"]),
    ("TR", ["Z| C|/R"]),
    ("UA RU KZ BY", ["C", "R", "Z"]),
    ("AE SA QA KW BH OM HK MO", ["C| R| Z"]),
  ]

  private static let byCountry: [String: [String]] = {
    var table: [String: [String]] = [:]
    for rule in rules {
      for country in rule.countries.split(separator: " ") { table[String(country)] = rule.lines }
    }
    return table
  }()

  /// The lines of a place. Parts that are missing leave neither blanks nor commas.
  static func place(country: String, postalCode: String?, city: String?, region: String?) -> [String] {
    (byCountry[country] ?? ["Z| C"]).map { line in
      line.split(separator: "|").reduce(into: "") { text, part in
        let separator = part.prefix { !$0.isLetter }
        guard let value = value(part.dropFirst(separator.count), postalCode, city, region) else { return }
        text += (text.isEmpty ? "" : separator) + value
      }
    }.filter { !$0.isEmpty }
  }

  private static func value(_ name: Substring, _ postalCode: String?, _ city: String?, _ region: String?) -> String? {
    let value: String? =
      switch name {
      case "Z": postalCode
      case "C": city
      case "CC": city?.uppercased()
      case "R": region
      default: region?.uppercased()
      }
    return value?.isEmpty == false ? value : nil
  }
}
