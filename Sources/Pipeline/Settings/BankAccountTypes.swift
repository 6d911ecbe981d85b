import Formats
import Ledger

/// International bank account number (ISO 13616).
public enum IBAN {
  /// Lengths by country, SWIFT IBAN Registry; countries that are not here are only checked for 15 to 34 characters.
  private static let lengths: [Substring: Int] = {
    let table =
      "AD24 AE23 AT20 BA20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 HR21 "
      + "HU28 IE22 IL23 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PL28 PT25 RO24 RS22 SA24 SE24 "
      + "SI19 SK24 SM27 TR26 UA29 VA22 XK20"
    return Dictionary(
      uniqueKeysWithValues: table.split(separator: " ").map { ($0.prefix(2), Int($0.dropFirst(2)) ?? 0) })
  }()

  /// What is wrong with it, nil for a good one. `text` is without blanks.
  static func problem(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard (15...34).contains(bytes.count), bytes.allSatisfy({ digitValue($0) != nil }), isLetter(bytes[0]),
      isLetter(bytes[1])
    else { return "an IBAN is a country code, two check digits and up to 30 letters and digits" }
    if let length = lengths[text.prefix(2)], length != bytes.count {
      return "an IBAN of \(text.prefix(2)) has \(length) characters, this one \(bytes.count)"
    }
    return remainder(bytes) == 1 ? nil : "its check digits do not match (ISO 13616); compare it digit by digit"
  }

  /// The number modulo 97 after the first four characters moved to the end, letters read as 10 to 35.
  private static func remainder(_ bytes: [UInt8]) -> Int {
    (bytes[4...] + bytes[..<4]).reduce(0) { rest, byte in
      let value = digitValue(byte) ?? 0
      return (rest * (value > 9 ? 100 : 10) + value) % 97
    }
  }

  private static func digitValue(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte) - 0x30
    case 0x41...0x5A: Int(byte) - 0x41 + 10
    default: nil
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}

extension SettingType where Value == String {
  /// Blanks between the groups are taken out.
  public static var iban: Self {
    let name = "an IBAN"
    var type = text(name)
    let read = type.read
    type.read = { json, problems in
      guard let text = read(json, &problems)?.filter({ $0 != " " }) else { return nil }
      guard let problem = IBAN.problem(text) else { return text }
      problems.report(at: json.place, "`\(text)` is not an IBAN", code: "iban", help: problem)
      return nil
    }
    return type
  }

  /// ISO 9362: four letters or digits, country, two more, and three of a branch where there is one.
  public static var bic: Self {
    text("a BIC of 8 or 11 characters", pattern: "^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$") { text in
      let country = text.dropFirst(4).prefix(2)
      return (text.count == 8 || text.count == 11) && text.allSatisfy { isCapital($0) || isDigit($0) }
        && country.allSatisfy(isCapital)
    }
  }
}
