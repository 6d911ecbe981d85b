/// Telephone numbers as gateways of text messages take them (ITU-T E.164): a plus, the country code, up to 15 digits.
public enum TelephoneNumber {
  /// The number without the signs that people write it with: `+49 (0)221 555-030` is `+49221555030`, and so is `0049 221 555030`. Nil
  /// where no country code stands before it, for nobody knows which country was meant; and where it is no number at all.
  public static func international(_ text: String) -> String? {
    var digits = ""
    var hasPlus = false
    // A trunk zero in brackets is dialled only inside the country.
    for scalar in text.replacing("(0)", with: "").unicodeScalars {
      switch scalar {
      case "0"..."9": digits.unicodeScalars.append(scalar)
      case "+" where digits.isEmpty && !hasPlus: hasPlus = true
      case " ", "\u{A0}", "-", "\u{2010}", "\u{2011}", "\u{2013}", "/", ".", "(", ")": continue
      default: return nil
      }
    }
    if !hasPlus {
      guard digits.hasPrefix("00") else { return nil }
      digits.removeFirst(2)
    }
    guard (8...15).contains(digits.utf8.count), !digits.hasPrefix("0") else { return nil }
    return "+" + digits
  }
}
