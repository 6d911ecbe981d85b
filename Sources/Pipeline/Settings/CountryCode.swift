import Ledger

/// ISO 3166-1 alpha-2, officially assigned codes as of 2025, and `XK` for Kosovo, which banks and post use.
public enum CountryCode {
  public static func isKnown(_ code: String) -> Bool { known.contains(code) }

  /// The code most likely meant; countries with postal times of their own come first.
  static func suggestion(for code: String) -> String {
    let common = ["AT", "CH", "DE", "ES", "FR", "GB", "IT", "NL", "PL", "US"]
    let nearest = nearestName(to: code, in: common) ?? nearestName(to: code, in: known.sorted())
    return nearest.map { "did you mean `\($0)`?" } ?? "such as DE or US"
  }

  private static let known: Set<String> = {
    let codes =
      "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
      + "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
      + "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
      + "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
      + "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
      + "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
      + "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
    return Set(codes.split(separator: " ").map(String.init))
  }()
}
