/// Bytes above ASCII by where they stand: what a single-byte encoding is told by.
struct HighBytes: Sendable {
  enum Place: Int, CaseIterable { case alone, inWord, afterSmallLetter }

  private var counts = [Int](repeating: 0, count: 3 * 128)
  /// High bytes in all, and those that follow two others: words of Greek or Cyrillic consist of them.
  private(set) var total = 0
  private(set) var inRuns = 0
  private var run = 0
  /// A byte whose successor has not come yet.
  private var waiting: (byte: UInt8, place: Place)?

  static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 }

  /// - Parameters:
  ///   - before: the byte in front of it, nil at the start of the file.
  ///   - after: the byte behind it, nil where it has not come yet: the next call tells.
  mutating func add(_ byte: UInt8, after before: UInt8?, before after: UInt8?) {
    settle(isFollowedByHigh: (before ?? 0) >= 0x80)
    let place: Place =
      switch before {
      case .some(UInt8(ascii: "a")...UInt8(ascii: "z")): .afterSmallLetter
      case .some(let letter) where HighBytes.isLetter(letter): .inWord
      default: .alone
      }
    run = (before ?? 0) >= 0x80 ? run + 1 : 1
    total += 1
    if run > 2 { inRuns += 1 }
    if let after {
      count(byte, place == .alone && HighBytes.isLetter(after) ? .inWord : place)
    } else {
      waiting = (byte, place)
    }
  }

  private mutating func settle(isFollowedByHigh: Bool) {
    guard let (byte, place) = waiting else { return }
    waiting = nil
    count(byte, place == .alone && isFollowedByHigh ? .inWord : place)
  }

  private mutating func count(_ byte: UInt8, _ place: Place) { counts[place.rawValue * 128 + Int(byte & 0x7F)] += 1 }

  func count(of byte: UInt8, _ place: Place) -> Int {
    counts[place.rawValue * 128 + Int(byte & 0x7F)] + (waiting?.byte == byte && waiting?.place == place ? 1 : 0)
  }

  func count(of byte: UInt8) -> Int { Place.allCases.reduce(0) { $0 + count(of: byte, $1) } }

  /// How well the bytes read in an encoding: letters of Western European languages in words count for it, frames, capital letters
  /// behind small ones and bytes without meaning against it.
  func score(_ encoding: TextEncoding) -> Int {
    guard let table = SingleByteTable.upperHalf(encoding) else { return 0 }
    return table.indices.reduce(0) { sum, index in
      let byte = UInt8(0x80 + index)
      return sum + Place.allCases.reduce(0) { $0 + count(of: byte, $1) * HighBytes.weight(table[index], $1) }
    }
  }

  private static let common = Set("äöüÄÖÜßéèêëàâçñáíóúîïôõãåæøÅÆØùûòìÉÈÀÇÑÁÍÓÚ".unicodeScalars)
  private static let signs = Set("€£§°²³½¼«»‘’“”„–—…•®©™\u{A0}µªº¡¿´".unicodeScalars)

  private static func weight(_ scalar: Unicode.Scalar, _ place: Place) -> Int {
    if scalar == SingleByteTable.nothing { return -10 }
    if scalar.properties.isAlphabetic, scalar.value < 0x250, !signs.contains(scalar) {
      if place == .afterSmallLetter, scalar.properties.isUppercase { return -3 }
      let base = place == .alone ? 0 : 1
      return common.contains(scalar) ? base * 2 + 1 : base
    }
    if scalar == "’" { return place == .alone ? 1 : 2 }
    if signs.contains(scalar) { return place == .alone ? 1 : -1 }
    return place == .alone ? -1 : -3
  }
}
