/// The text of a short message, and what it costs: its alphabet and its segments, as networks count and bill them.
///
/// A message of one segment has 160 septets or 70 UTF-16 units. A longer one loses 7 or 3 of each to the header that joins the parts,
/// and a part never ends inside an escaped character or a surrogate pair.
public struct SMSText: Equatable, Sendable {
  public enum Alphabet: String, Sendable { case gsm7 = "gsm-7", ucs2 = "ucs-2" }

  public let text: String
  public let alphabet: Alphabet
  /// Septets, or UTF-16 units, of each segment.
  public let segments: [Int]
  /// The characters for which UCS-2 is needed, each once, in the order of the text; empty for GSM-7.
  public let foreign: [Character]

  public init(_ text: String) {
    self.text = text
    var seen: Set<Character> = []
    foreign = text.filter { character in
      let fits = character.unicodeScalars.allSatisfy { GSM7.septets($0) != nil }
      return !fits && seen.insert(character).inserted
    }
    .map(\.self)
    if foreign.isEmpty {
      alphabet = .gsm7
      segments = SMSText.split(text.unicodeScalars.map { GSM7.septets($0) ?? 1 }, whole: 160, part: 153)
    } else {
      alphabet = .ucs2
      segments = SMSText.split(text.unicodeScalars.map { UTF16.width($0) }, whole: 70, part: 67)
    }
  }

  private static func split(_ widths: [Int], whole: Int, part: Int) -> [Int] {
    let sum = widths.reduce(0, +)
    if sum <= whole { return [sum] }
    var segments = [0]
    for width in widths {
      if segments[segments.count - 1] + width > part { segments.append(0) }
      segments[segments.count - 1] += width
    }
    return segments
  }

  /// The text as short messages write it: on one line each, with plain spaces and the hyphen for the minus of documents.
  public static func plain(_ text: String) -> String {
    var plain = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: plain.unicodeScalars.append(scalar)
      case 0xA0, 0x202F, 0x2009, 0x00..<0x20, 0x7F...0x9F, 0x2028, 0x2029: plain.append(" ")
      case 0x2212: plain.append("-")
      default: plain.unicodeScalars.append(scalar)
      }
    }
    return plain
  }

  /// The text with characters outside of GSM-7 replaced by what people write instead: `Łódź` is `Lodz`. Characters without a stand-in,
  /// Greek and Cyrillic letters among them, stay, and with them UCS-2.
  public static func transliterated(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if GSM7.septets(scalar) == nil, let replacement = GSM7.replacement(scalar) {
        result += replacement
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
