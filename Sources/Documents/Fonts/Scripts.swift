/// Scripts this writer refuses by name: they run from right to left, or their letters change shape beside each other. Setting them
/// character by character would print nonsense in somebody's name.
enum Scripts {
  private static let refused: [(range: ClosedRange<UInt32>, name: String)] = [
    (0x0590...0x05FF, "Hebrew"), (0x0600...0x06FF, "Arabic"), (0x0700...0x074F, "Syriac"),
    (0x0750...0x077F, "Arabic"), (0x0780...0x07BF, "Thaana"), (0x07C0...0x07FF, "N'Ko"),
    (0x0800...0x085F, "Samaritan or Mandaic"), (0x0860...0x08FF, "Arabic"), (0x0900...0x097F, "Devanagari"),
    (0x0980...0x09FF, "Bengali"), (0x0A00...0x0A7F, "Gurmukhi"), (0x0A80...0x0AFF, "Gujarati"),
    (0x0B00...0x0B7F, "Oriya"), (0x0B80...0x0BFF, "Tamil"), (0x0C00...0x0C7F, "Telugu"),
    (0x0C80...0x0CFF, "Kannada"), (0x0D00...0x0D7F, "Malayalam"), (0x0D80...0x0DFF, "Sinhala"),
    (0x0E00...0x0E7F, "Thai"), (0x0E80...0x0EFF, "Lao"), (0x0F00...0x0FFF, "Tibetan"),
    (0x1000...0x109F, "Myanmar"), (0x1780...0x17FF, "Khmer"), (0x1800...0x18AF, "Mongolian"),
    (0xFB1D...0xFB4F, "Hebrew"), (0xFB50...0xFDFF, "Arabic"), (0xFE70...0xFEFE, "Arabic"),
    (0x10800...0x10FFF, "a right-to-left script"), (0x1E800...0x1EEFF, "a right-to-left script"),
  ]

  /// The script's name where `scalar` belongs to one that is refused.
  static func refusal(of scalar: UInt32) -> String? {
    guard scalar >= 0x0590 else { return nil }
    return refused.first { $0.range.contains(scalar) }?.name
  }

  /// A mark that stands on the letter before it.
  static func isCombining(_ scalar: UInt32) -> Bool {
    (0x0300...0x036F).contains(scalar) || (0x1AB0...0x1AFF).contains(scalar) || (0x1DC0...0x1DFF).contains(scalar)
      || (0x20D0...0x20FF).contains(scalar) || (0xFE20...0xFE2F).contains(scalar)
  }

  /// Without picture and without meaning on paper: joiners, direction marks, byte order mark, variation selectors.
  static func isInvisible(_ scalar: UInt32) -> Bool {
    (0x200B...0x200F).contains(scalar) || (0x202A...0x202E).contains(scalar) || (0x2060...0x2069).contains(scalar)
      || scalar == 0xFEFF || (0xFE00...0xFE0F).contains(scalar)
  }

  /// Not to be set just because the font has a glyph: refused, composed or left out.
  static func needsCare(_ scalar: UInt32) -> Bool {
    scalar >= 0x0300 && (isCombining(scalar) || isInvisible(scalar) || refusal(of: scalar) != nil)
  }

  /// A character that looks the same and that every font has.
  static func substitute(for scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x2007, 0x202F: 0xA0
    case 0x2000...0x200A: 0x20
    case 0x2010, 0x2011: 0x2D
    case 0x2212: 0x2013
    default: nil
    }
  }

  /// The one character for a letter and its marks, "u" and U+0308 for "ü". Files from a Mac come with such pairs.
  static func composed(_ cluster: Character) -> UInt32? { precomposed[cluster] }

  /// Characters compare by canonical equivalence, which makes this dictionary a table of compositions.
  private static let precomposed: [Character: UInt32] = {
    var table: [Character: UInt32] = [:]
    for range in [UInt32(0xC0)...0x24F, 0x386...0x3CE, 0x400...0x4FF, 0x1E00...0x1FFF] {
      for value in range {
        if let scalar = Unicode.Scalar(value), table[Character(scalar)] == nil { table[Character(scalar)] = value }
      }
    }
    return table
  }()
}
