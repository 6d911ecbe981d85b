/// The alphabet of short messages (3GPP TS 23.038, 6.2.1): 7 bits a character, and an escape before the characters of its extension.
enum GSM7 {
  /// One septet each.
  private static let basic = Set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
      .unicodeScalars)
  /// Two septets each: an escape and the character. A segment never ends between them.
  private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

  /// Septets of a character; nil where the alphabet has none for it.
  static func septets(_ scalar: Unicode.Scalar) -> Int? {
    basic.contains(scalar) ? 1 : extended.contains(scalar) ? 2 : nil
  }

  /// What stands in for a character that the alphabet lacks, as people write it without its keyboard; nil: nothing does.
  static func replacement(_ scalar: Unicode.Scalar) -> String? {
    // An accent that combines with the letter before it: the letter stands alone.
    (0x300...0x36F).contains(scalar.value) ? "" : replacements[scalar]
  }

  private static let replacements: [Unicode.Scalar: String] = {
    var table: [Unicode.Scalar: String] = [
      "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'", "“": "\"", "”": "\"", "„": "\"", "«": "\"",
      "»": "\"", "‹": "'", "›": "'", "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "...", "•": "-", "×": "x", "·": "-",
      "ẞ": "SS", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "þ": "th", "Þ": "Th", "ð": "d",
      "Ð": "D", "ı": "i", "™": "(TM)", "®": "(R)", "©": "(c)", "°": "o", "²": "2", "³": "3", "½": "1/2", "ª": "a",
      "º": "o",
    ]
    let letters: [(plain: String, accented: String)] = [
      ("a", "áâãāăą"), ("A", "ÀÁÂÃĀĂĄ"), ("c", "çćĉċč"), ("C", "ĆĈĊČ"), ("d", "ď"), ("D", "Ď"), ("e", "êëēĕėęě"),
      ("E", "ÈÊËĒĔĖĘĚ"), ("g", "ĝğġģ"), ("G", "ĜĞĠĢ"), ("h", "ĥ"), ("H", "Ĥ"), ("i", "íîïĩīĭį"), ("I", "ÌÍÎÏĨĪĬĮİ"),
      ("j", "ĵ"), ("J", "Ĵ"), ("k", "ķ"), ("K", "Ķ"), ("l", "ĺļľ"), ("L", "ĹĻĽ"), ("n", "ńņň"), ("N", "ŃŅŇ"),
      ("o", "óôõōŏő"), ("O", "ÒÓÔÕŌŎŐ"), ("r", "ŕŗř"), ("R", "ŔŖŘ"), ("s", "śŝşšș"), ("S", "ŚŜŞŠȘ"), ("t", "ţťț"),
      ("T", "ŢŤȚ"), ("u", "úûũūŭůűų"), ("U", "ÙÚÛŨŪŬŮŰŲ"), ("w", "ŵ"), ("W", "Ŵ"), ("y", "ýÿŷ"), ("Y", "ÝŸŶ"),
      ("z", "źżž"), ("Z", "ŹŻŽ"),
    ]
    for (plain, accented) in letters { for scalar in accented.unicodeScalars { table[scalar] = plain } }
    return table
  }()
}
