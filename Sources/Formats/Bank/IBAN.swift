/// International bank account numbers (ISO 13616): told in running text by country, length and check digits.
public enum IBAN {
  /// How many bytes from `start` on are an IBAN, blanks between its characters included.
  static func length(_ text: [UInt8], _ start: Int) -> Int? {
    guard start + 15 <= text.count, (0x41...0x5A).contains(text[start]), (0x41...0x5A).contains(text[start + 1]),
      TextMask.isDigit(text[start + 2]), start == 0 || !TextMask.isLetterOrDigit(text[start - 1]),
      let expected = length(of: text[start], text[start + 1])
    else { return nil }
    var plain: [UInt8] = []
    var at = start
    while at < text.count, plain.count < expected {
      if TextMask.isLetterOrDigit(text[at]) {
        plain.append(text[at])
      } else if text[at] != 0x20 || !TextMask.isLetterOrDigit(text[at - 1]) {
        return nil
      }
      at += 1
    }
    guard plain.count == expected, at == text.count || !TextMask.isLetterOrDigit(text[at]), isValid(plain) else {
      return nil
    }
    return at - start
  }

  /// Whether the check digits fit: the first four characters moved to the end, letters as 10 to 35, modulo 97 is 1 (ISO 7064).
  public static func isValid(_ plain: some BidirectionalCollection<UInt8>) -> Bool {
    var rest = 0
    for byte in Array(plain.dropFirst(4)) + Array(plain.prefix(4)) {
      switch byte {
      case 0x30...0x39: rest = (rest * 10 + Int(byte - 0x30)) % 97
      case 0x41...0x5A: rest = (rest * 100 + Int(byte - 0x41) + 10) % 97
      case 0x61...0x7A: rest = (rest * 100 + Int(byte - 0x61) + 10) % 97
      default: return false
      }
    }
    return rest == 1
  }

  /// How many characters an IBAN of a country has, by the two letters of its code; nil where the registry does not list it.
  public static func length(of first: UInt8, _ second: UInt8) -> Int? { lengths[UInt16(first) << 8 | UInt16(second)] }

  /// Length by country, from the IBAN registry.
  private static let lengths: [UInt16: Int] = {
    let table =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 "
      + "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
      + "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 "
      + "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    var lengths: [UInt16: Int] = [:]
    for entry in table.split(separator: " ") {
      let bytes = Array(entry.utf8)
      lengths[UInt16(bytes[0]) << 8 | UInt16(bytes[1])] = Int(entry.dropFirst(2)) ?? 0
    }
    return lengths
  }()
}
