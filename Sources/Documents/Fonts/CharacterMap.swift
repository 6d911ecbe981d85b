/// Which glyph a character is drawn with: the `cmap` table, formats 4 (the first 65,536 characters) and 12 (all).
struct CharacterMap: Sendable {
  /// Glyph by code point up to U+FFFF; 0 where the font has none.
  private(set) var basic = [UInt16](repeating: 0, count: 0x10000)
  /// Glyph by code point above U+FFFF.
  private(set) var beyond: [UInt32: UInt16] = [:]
  /// How many characters have a glyph.
  private(set) var count = 0

  init(_ cmap: FontReader, glyphCount: Int) throws(FontProblem) {
    guard let (format, table) = try CharacterMap.best(of: cmap) else { throw .noCharacterMap }
    if format == 12 {
      try readFormat12(table, glyphCount)
    } else {
      try readFormat4(table, glyphCount)
    }
  }

  func glyph(_ scalar: UInt32) -> UInt16 {
    scalar < 0x10000 ? basic[Int(scalar)] : beyond[scalar] ?? 0
  }

  /// The Unicode subtable with the widest reach: platform 0, or platform 3 with encoding 1 or 10.
  private static func best(of cmap: FontReader) throws(FontProblem) -> (format: Int, table: FontReader)? {
    var found: (format: Int, table: FontReader)?
    for index in 0..<(try cmap.u16(2)) {
      let platform = try cmap.u16(4 + 8 * index)
      let encoding = try cmap.u16(6 + 8 * index)
      guard platform == 0 || platform == 3 && (encoding == 1 || encoding == 10) else { continue }
      let table = try cmap.reader(from: try cmap.u32(8 + 8 * index))
      let format = try table.u16(0)
      if format == 12 || format == 4 && found == nil { found = (format, table) }
    }
    return found
  }

  private mutating func set(_ scalar: Int, _ glyph: Int, _ glyphCount: Int) {
    guard glyph > 0, glyph < glyphCount, let value = UInt32(exactly: scalar), Unicode.Scalar(value) != nil else {
      return
    }
    if scalar < 0x10000 {
      if basic[scalar] == 0 { count += 1 }
      basic[scalar] = UInt16(glyph)
    } else if beyond.updateValue(UInt16(glyph), forKey: value) == nil {
      count += 1
    }
  }

  private mutating func readFormat4(_ table: FontReader, _ glyphCount: Int) throws(FontProblem) {
    let segments = try table.u16(6) / 2
    for segment in 0..<segments {
      let last = try table.u16(14 + 2 * segment)
      let first = try table.u16(16 + 2 * segments + 2 * segment)
      let delta = try table.u16(16 + 4 * segments + 2 * segment)
      let offsetAt = 16 + 6 * segments + 2 * segment
      let offset = try table.u16(offsetAt)
      guard first <= last, first != 0xFFFF else { continue }
      for scalar in first...last where scalar != 0xFFFF {
        var glyph = scalar
        if offset != 0 { glyph = try table.u16(offsetAt + offset + 2 * (scalar - first)) }
        if offset == 0 || glyph != 0 { glyph = (glyph + delta) & 0xFFFF }
        set(scalar, glyph, glyphCount)
      }
    }
  }

  private mutating func readFormat12(_ table: FontReader, _ glyphCount: Int) throws(FontProblem) {
    for group in 0..<(try table.u32(12)) {
      let first = try table.u32(16 + 12 * group)
      let last = try table.u32(20 + 12 * group)
      let glyph = try table.u32(24 + 12 * group)
      guard first <= last, last <= 0x10FFFF, glyph < glyphCount else { throw .damaged(table: "cmap") }
      for scalar in first...min(last, first + glyphCount - glyph) {
        set(scalar, glyph + scalar - first, glyphCount)
      }
    }
  }
}
