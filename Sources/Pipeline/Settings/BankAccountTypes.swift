import Formats
import Ledger

extension IBAN {
  /// What is wrong with it, nil for a good one. `text` is without blanks. Of countries that the registry does not list only the number of
  /// characters any IBAN has is checked, 15 to 34.
  static func problem(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard (15...34).contains(bytes.count), bytes.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) }),
      isLetter(bytes[0]), isLetter(bytes[1])
    else { return "an IBAN is a country code, two check digits and up to 30 letters and digits" }
    if let length = length(of: bytes[0], bytes[1]), length != bytes.count {
      return "an IBAN of \(text.prefix(2)) has \(length) characters, this one \(bytes.count)"
    }
    return isValid(bytes) ? nil : "its check digits do not match (ISO 13616); compare it digit by digit"
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
