/// Names of payers as banks write them, brought to what tells them apart.
public enum PayerName {
  private static let forms: Set<String> = [
    "GMBH", "AG", "KG", "OHG", "MBH", "CO", "UG", "EK", "EV", "SE", "LTD", "LIMITED", "PLC", "LLC", "LLP", "INC",
    "CORP",
    "CORPORATION", "COMPANY", "SA", "SAS", "SARL", "SRL", "SPA", "BV", "NV", "AB", "AS", "OY", "APS", "THE", "UND",
    "AND",
  ]

  /// Words in capitals without legal forms, punctuation and titles; umlauts as two letters. Empty where nothing is left that could
  /// tell a name from another.
  public static func key(_ name: String) -> String {
    guard !name.isEmpty else { return "" }
    var words: [String] = []
    var word = ""
    for character in name.uppercased() + " " {
      switch character {
      case "Ä": word += "AE"
      case "Ö": word += "OE"
      case "Ü": word += "UE"
      case "ß": word += "SS"
      case "A"..."Z", "0"..."9": word.append(character)
      case ".", "'", "’": continue
      default:
        if !word.isEmpty, !forms.contains(word) { words.append(word) }
        word = ""
      }
    }
    let key = words.joined(separator: " ")
    return key.utf8.count >= 4 ? key : ""
  }
}
