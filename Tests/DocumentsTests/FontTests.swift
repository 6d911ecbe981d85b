import Testing

@testable import Documents

@Suite struct FontTests {
  @Test func readsMetricsOfLiberationSans() {
    let font = Sample.fonts.regular
    #expect(font.postScriptName == "LiberationSans")
    #expect(Sample.fonts.bold.postScriptName == "LiberationSans-Bold")
    #expect(font.unitsPerEm == 2048)
    #expect(font.ascent == 905)
    #expect(font.descent == -212 || font.descent == -211)
  }

  /// The widths of Helvetica and Arial, which Liberation Sans shares.
  @Test(
    arguments: [
      ("A", 667, 722), ("i", 222, 278), ("0", 556, 556), (" ", 278, 278), ("ß", 611, 611), ("€", 556, 556),
      ("Ж", 923, 924), ("Ω", 748, 748), ("\u{A0}", 278, 278),
    ] as [(Character, Int, Int)])
  func widthsOfCharacters(character: Character, regular: Int, bold: Int) throws {
    let scalar = try #require(character.unicodeScalars.first)
    let tolerance = 1
    #expect(abs(try #require(Sample.fonts.regular.width(scalar)) - regular) <= tolerance)
    if !"ЖΩ".contains(character) {
      #expect(abs(try #require(Sample.fonts.bold.width(scalar)) - bold) <= tolerance)
    }
  }

  @Test(arguments: ["漢", "\u{1F600}", "\u{10FFFF}"] as [Unicode.Scalar])
  func charactersWithoutGlyphHaveNoWidth(scalar: Unicode.Scalar) {
    #expect(Sample.fonts.regular.width(scalar) == nil)
  }

  @Test(arguments: [
    ([], FontProblem.notTrueType), (Array("OTTO and more bytes".utf8), .notTrueType),
    (Array("%PDF-1.7 is not a font".utf8), .notTrueType),
  ])
  func refusesWhatIsNotAFont(bytes: [UInt8], expected: FontProblem) {
    #expect(throws: expected) { try TrueTypeFont(bytes) }
  }

  /// A file cut anywhere is refused and never read beyond its end.
  @Test func refusesFontsThatAreCutShort() {
    let whole = Sample.fontBytes("Regular")
    for count in stride(from: 0, to: whole.count - 4, by: whole.count / 37) {
      #expect(throws: FontProblem.self) { try TrueTypeFont(Array(whole.prefix(count))) }
    }
  }

  /// Wrong bytes in any table are an error or a font, never a crash.
  @Test func survivesDamage() {
    let whole = Sample.fontBytes("Regular")
    var seed: UInt64 = 88_172_645_463_325_252
    for _ in 0..<25 {
      var bytes = whole
      for _ in 0..<40 {
        seed ^= seed << 13
        seed ^= seed >> 7
        seed ^= seed << 17
        // Most hits in the first 60 kB: directory, head, hhea, maxp, hmtx, cmap.
        bytes[Int(seed % UInt64(min(60_000, bytes.count)))] = UInt8(truncatingIfNeeded: seed >> 32)
      }
      guard let font = try? TrueTypeFont(bytes) else { continue }
      var use = FontUse()
      for scalar in "Grüße, Ångström €".unicodeScalars { _ = use.number(scalar.value) }
      _ = try? TrueTypeSubset.bytes(of: font, use)
    }
  }

  @Test func readsFormat12CharacterMaps() throws {
    // Platform 3, encoding 10; one group: U+1F600...U+1F602 are glyphs 5...7.
    let table: [UInt8] =
      [0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12] + [0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1]
      + [0, 1, 0xF6, 0, 0, 1, 0xF6, 2, 0, 0, 0, 5]
    let map = try CharacterMap(FontReader(bytes: table, table: "cmap", range: 0..<table.count), glyphCount: 7)
    #expect(map.glyph(0x1F600) == 5)
    #expect(map.glyph(0x1F601) == 6)
    #expect(map.glyph(0x1F602) == 0)  // glyph 7 does not exist
    #expect(map.glyph(0x41) == 0)
  }

  @Test func charactersAreNumberedInOrderOfFirstUse() {
    var use = FontUse()
    #expect("HALLO".unicodeScalars.map { use.number($0.value) } == [1, 2, 3, 3, 4])
    #expect(use.scalars == [0, 0x48, 0x41, 0x4C, 0x4F])
    #expect(FontUse.code(191) == 0xBF)
    #expect(FontUse.code(192) == 0xC000)
  }

  /// One byte below 192, then two; a backslash before parentheses, backslashes and line ends, which are numbers like any other.
  @Test func codesAreWrittenAsTheInsideOfALiteralString() {
    var use = FontUse()
    let scalars = (0x100..<0x200).map { UInt32($0) }
    let text = [scalars, [TrueTypeFont.softHyphen], [scalars[0], 0x1F600]].flatMap { $0 }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4 * text.count) { buffer, count in
      var place = buffer.baseAddress!
      text.withUnsafeBufferPointer { use.encode($0, to: &place) }
      count = place - buffer.baseAddress!
    }
    var expected: [UInt8] = []
    for number in Array(1...256) + [1, 257] {
      for byte in number < 192 ? [number] : [0xC0 + (number - 192) >> 8, (number - 192) & 0xFF] {
        if [0x28, 0x29, 0x5C, 0x0D].contains(byte) { expected.append(0x5C) }
        expected.append(byte == 0x0D ? UInt8(ascii: "r") : UInt8(byte))
      }
    }
    #expect(bytes == expected)
  }

  /// The subset is a font of its own: the same outlines, with the parts of accented letters.
  @Test func subsetHoldsTheGlyphsAndTheirParts() throws {
    var use = FontUse()
    for scalar in "Äß".unicodeScalars { _ = use.number(scalar.value) }
    let bytes = try TrueTypeSubset.bytes(of: Sample.fonts.regular, use)
    #expect(bytes.count < 25_000)
    let tables = try FontTables(bytes)
    let count = try tables.required("maxp").u16(4)
    #expect(count >= 3 && count <= 6)
    let loca = try tables.required("loca")
    #expect(try loca.u32(4 * count) == tables.required("glyf").count)
    #expect(
      try tables.required("hmtx").u16(8)
        == Sample.fonts.regular.advance(Int(Sample.fonts.regular.characters.glyph(0xDF))))
  }
}
