/// A TrueType font, read from bytes the shell hands in: what each character is drawn with and how wide it is.
public struct TrueTypeFont: Sendable {
  let tables: FontTables
  let characters: CharacterMap
  let glyphCount: Int
  /// Whether `loca` holds 4-byte offsets.
  let longOffsets: Bool
  let unitsPerEm: Int
  /// Number of glyphs with a width of their own; all later ones are as wide as the last of them.
  let widthCount: Int
  /// The name inside the PDF: letters, digits and hyphens only.
  let postScriptName: String
  /// Bounding box, ascent, descent and height of capitals, in 1/1000 of the type size.
  let box: [Int]
  let ascent: Int
  let descent: Int
  let capHeight: Int
  /// Width of each character up to U+FFFF in 1/1000 of the type size; `missing` where the font has no glyph or where a glyph alone
  /// would not do (Hebrew letters, marks). The PDF declares the same numbers, so that a viewer advances exactly as the layout did.
  let widths: [UInt16]

  static let missing = UInt16.max
  /// A permitted place to hyphenate: no width, no picture.
  static let softHyphen: UInt32 = 0xAD

  /// Reads a font. The file's bytes are kept, for the outlines are copied from them when a document is finished.
  public init(_ bytes: [UInt8]) throws(FontProblem) {
    let tables = try FontTables(bytes)
    let head = try tables.required("head")
    let hhea = try tables.required("hhea")
    let unitsPerEm = try head.u16(18)
    guard unitsPerEm >= 16 else { throw .damaged(table: "head") }
    func scaled(_ value: Int) -> Int { value * 1000 / unitsPerEm }
    self.tables = tables
    self.unitsPerEm = unitsPerEm
    glyphCount = try tables.required("maxp").u16(4)
    longOffsets = try head.u16(50) == 1
    widthCount = try hhea.u16(34)
    guard widthCount > 0 else { throw .damaged(table: "hhea") }
    characters = try CharacterMap(try tables.required("cmap"), glyphCount: glyphCount)
    guard characters.count <= FontUse.capacity else { throw .tooManyCharacters(characters.count) }
    postScriptName = TrueTypeFont.readName(tables) ?? "Embedded"
    box = [
      scaled(try head.i16(36)), scaled(try head.i16(38)), scaled(try head.i16(40)), scaled(try head.i16(42)),
    ]
    ascent = scaled(try hhea.i16(4))
    descent = scaled(try hhea.i16(6))
    capHeight = scaled(TrueTypeFont.readCapHeight(tables) ?? unitsPerEm * 7 / 10)
    widths = try TrueTypeFont.readWidths(tables, characters, widthCount, unitsPerEm)
  }

  /// Width of a character in 1/1000 of the type size, nil where the font cannot draw it.
  public func width(_ scalar: Unicode.Scalar) -> Int? {
    let value = scalar.value
    if value < 0x10000 { return widths[Int(value)] == TrueTypeFont.missing ? nil : Int(widths[Int(value)]) }
    let glyph = characters.glyph(value)
    return glyph == 0 ? nil : try? advance(Int(glyph)) * 1000 / unitsPerEm
  }

  /// Width of a glyph in the font's own units.
  func advance(_ glyph: Int) throws(FontProblem) -> Int {
    try tables.required("hmtx").u16(4 * min(glyph, widthCount - 1))
  }

  private static func readWidths(
    _ tables: FontTables, _ characters: CharacterMap, _ widthCount: Int, _ unitsPerEm: Int
  ) throws(FontProblem) -> [UInt16] {
    let hmtx = try tables.required("hmtx")
    var widths = [UInt16](repeating: missing, count: 0x10000)
    for scalar in 0..<0x10000 {
      let glyph = Int(characters.basic[scalar])
      guard glyph != 0, !Scripts.needsCare(UInt32(scalar)) else { continue }
      let width = (try hmtx.u16(4 * min(glyph, widthCount - 1)) * 1000 + unitsPerEm / 2) / unitsPerEm
      widths[scalar] = UInt16(clamping: min(width, Int(missing) - 1))
    }
    widths[Int(softHyphen)] = 0
    return widths
  }

  /// Name record 6 of Microsoft's or Apple's platform, whatever is there of it in plain letters.
  private static func readName(_ tables: FontTables) -> String? {
    guard let name = tables.optional("name"), let count = try? name.u16(2), let storage = try? name.u16(4) else {
      return nil
    }
    for record in 0..<count {
      let at = 6 + 12 * record
      guard (try? name.u16(at + 6)) == 6, let length = try? name.u16(at + 8), let offset = try? name.u16(at + 10),
        let raw = try? name.slice(storage + offset, storage + offset + length)
      else { continue }
      let kept = raw.filter { (48...57).contains($0) || (65...90).contains($0 & 0xDF) || $0 == 45 }
      if !kept.isEmpty { return String(decoding: kept, as: UTF8.self) }
    }
    return nil
  }

  private static func readCapHeight(_ tables: FontTables) -> Int? {
    guard let os2 = tables.optional("OS/2"), let version = try? os2.u16(0), version >= 2 else { return nil }
    return try? os2.i16(88)
  }
}

/// The two faces every document is set in.
public enum Face: UInt8, Sendable, CaseIterable { case regular, bold }

/// The fonts of a document. Kerning is not applied.
public struct Fonts: Sendable {
  public let regular: TrueTypeFont
  public let bold: TrueTypeFont

  public init(regular: TrueTypeFont, bold: TrueTypeFont) {
    self.regular = regular
    self.bold = bold
  }

  /// Fonts from the bytes of two TrueType files.
  public init(regular: [UInt8], bold: [UInt8]) throws(FontProblem) {
    self.init(regular: try TrueTypeFont(regular), bold: try TrueTypeFont(bold))
  }

  public subscript(_ face: Face) -> TrueTypeFont { face == .regular ? regular : bold }
}
