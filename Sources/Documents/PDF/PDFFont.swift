import Ledger

/// The objects that embed the used part of one face: Type 0 font, its encoding, CID font, descriptor, outlines and the way back to text.
struct PDFFont {
  let font: TrueTypeFont
  let use: FontUse
  let face: Face

  /// `ABCDEF+LiberationSans`: the six letters are a fingerprint of the characters, as PDF/A wants for subsets.
  var name: String {
    var hash = SHA256()
    hash.update("\(face.rawValue)")
    for scalar in use.scalars { hash.update([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar >> $0) }) }
    let tag = hash.finish().prefix(6).map { 65 + $0 % 26 }
    return String(decoding: tag, as: UTF8.self) + "+" + font.postScriptName
  }

  /// The Type 0 font that pages refer to.
  func type0(encoding: Int, descendant: Int, toUnicode: Int) -> String {
    "<</Type/Font/Subtype/Type0/BaseFont/\(name)/Encoding \(encoding) 0 R"
      + "/DescendantFonts[\(descendant) 0 R]/ToUnicode \(toUnicode) 0 R>>"
  }

  func descendant(descriptor: Int) -> String {
    var widths: [Int] = []
    for scalar in use.scalars { widths.append(Unicode.Scalar(scalar).flatMap(font.width) ?? 0) }
    widths[0] = (try? font.advance(0)).map { $0 * 1000 / font.unitsPerEm } ?? 0
    return "<</Type/Font/Subtype/CIDFontType2/BaseFont/\(name)"
      + "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity"
      + "/FontDescriptor \(descriptor) 0 R/DW 0/W[0[\(widths.map { "\($0)" }.joined(separator: " "))]]>>"
  }

  /// Flags 32: a Latin text font without serifs. The stem width is an estimate that only matters where a font is replaced.
  func descriptor(file: Int) -> String {
    "<</Type/FontDescriptor/FontName/\(name)/Flags 32/FontBBox[\(font.box.map { "\($0)" }.joined(separator: " "))]"
      + "/ItalicAngle 0/Ascent \(font.ascent)/Descent \(font.descent)/CapHeight \(font.capHeight)"
      + "/StemV \(face == .bold ? 140 : 80)/FontFile2 \(file) 0 R>>"
  }

  /// From codes to characters, so that text can be searched and copied.
  var toUnicode: PDFBytes {
    var out = PDFBytes()
    out.literal("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n")
    out.literal("/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n")
    out.literal("/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n")
    PDFFont.appendCodeSpace(to: &out)
    let numbers = Array(1..<max(1, use.scalars.count))
    for first in stride(from: 0, to: numbers.count, by: 100) {
      let block = numbers[first..<min(first + 100, numbers.count)]
      out.integer(block.count)
      out.literal(" beginbfchar\n")
      for number in block {
        out.literal("<")
        out.hex(FontUse.code(UInt16(number)), bytes: number < FontUse.oneByteCodes ? 1 : 2)
        out.literal("><")
        for unit in Unicode.Scalar(use.scalars[number]).map({ Array($0.utf16) }) ?? [] { out.hex(Int(unit), bytes: 2) }
        out.literal(">\n")
      }
      out.literal("endbfchar\n")
    }
    out.literal("endcmap CMapName currentdict/CMap defineresource pop end end")
    return out
  }

  /// The encoding shared by both faces: one byte below 192, two bytes from C000 on.
  static var encoding: PDFBytes {
    var out = PDFBytes()
    out.literal("/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n")
    out.literal("/CIDSystemInfo 3 dict dup begin/Registry(Adobe)def/Ordering(Identity)def/Supplement 0 def end def\n")
    out.literal("/CMapName/Receivables-H def/CMapVersion 1 def/CMapType 1 def/WMode 0 def\n")
    appendCodeSpace(to: &out)
    out.literal("2 begincidrange\n<00><BF>0\n<C000><FFFF>192\nendcidrange\n")
    out.literal("endcmap CMapName currentdict/CMap defineresource pop end end")
    return out
  }

  private static func appendCodeSpace(to out: inout PDFBytes) {
    out.literal("2 begincodespacerange\n<00><BF>\n<C000><FFFF>\nendcodespacerange\n")
  }
}
