/// A font file with only the glyphs a document uses, renumbered: glyph n is the n-th character of `FontUse`, followed by the parts
/// that composite glyphs (letters with accents) are made of.
struct TrueTypeSubset {
  private let font: TrueTypeFont
  /// Original glyph by new number.
  private var order: [Int]
  /// New number by original glyph, for the parts of composites.
  private var numbers: [Int: Int] = [:]
  private var glyf: [UInt8] = []
  private var loca: [UInt8] = []
  private var hmtx: [UInt8] = []

  /// The bytes of a TrueType file for exactly these characters.
  static func bytes(of font: TrueTypeFont, _ use: FontUse) throws(FontProblem) -> [UInt8] {
    var subset = TrueTypeSubset(font, use)
    try subset.copyGlyphs()
    return try subset.assemble()
  }

  private init(_ font: TrueTypeFont, _ use: FontUse) {
    self.font = font
    order = use.scalars.enumerated().map { $0.offset == 0 ? 0 : Int(font.characters.glyph($0.element)) }
    for (number, glyph) in order.enumerated() where numbers[glyph] == nil { numbers[glyph] = number }
  }

  private mutating func copyGlyphs() throws(FontProblem) {
    let metrics = try font.tables.required("hmtx")
    var next = 0
    while next < order.count {
      let glyph = order[next]
      TrueTypeSubset.append32(glyf.count, to: &loca)
      glyf += try outline(of: glyph)
      while glyf.count % 4 != 0 { glyf.append(0) }
      TrueTypeSubset.append16(try font.advance(glyph), to: &hmtx)
      let count = font.widthCount
      TrueTypeSubset.append16(
        try metrics.u16(glyph < count ? 4 * glyph + 2 : 4 * count + 2 * (glyph - count)), to: &hmtx)
      next += 1
    }
    TrueTypeSubset.append32(glyf.count, to: &loca)
  }

  /// The outline of a glyph; the numbers inside a composite are the new ones.
  private mutating func outline(of glyph: Int) throws(FontProblem) -> [UInt8] {
    let loca = try font.tables.required("loca")
    let from = try font.longOffsets ? loca.u32(4 * glyph) : 2 * loca.u16(2 * glyph)
    let to = try font.longOffsets ? loca.u32(4 * glyph + 4) : 2 * loca.u16(2 * glyph + 2)
    var bytes = try font.tables.required("glyf").slice(from, to)
    guard bytes.count >= 10, bytes[0] & 0x80 != 0 else { return bytes }
    try renumberParts(of: &bytes)
    return bytes
  }

  /// Walks the component records of a composite (OpenType specification, "glyf", composite glyph description).
  private mutating func renumberParts(of bytes: inout [UInt8]) throws(FontProblem) {
    var at = 10
    while true {
      guard at + 4 <= bytes.count else { throw .damaged(table: "glyf") }
      let flags = Int(bytes[at]) << 8 | Int(bytes[at + 1])
      let part = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
      guard part < font.glyphCount else { throw .damaged(table: "glyf") }
      let number = self.number(ofPart: part)
      bytes[at + 2] = UInt8(number >> 8)
      bytes[at + 3] = UInt8(number & 0xFF)
      at += 4 + (flags & 0x01 != 0 ? 4 : 2)
      at += flags & 0x08 != 0 ? 2 : flags & 0x40 != 0 ? 4 : flags & 0x80 != 0 ? 8 : 0
      guard flags & 0x20 != 0 else { return }
    }
  }

  private mutating func number(ofPart glyph: Int) -> Int {
    if let number = numbers[glyph] { return number }
    numbers[glyph] = order.count
    order.append(glyph)
    return order.count - 1
  }

  private func assemble() throws(FontProblem) -> [UInt8] {
    var head = try copy("head", atLeast: 54)
    head.replaceSubrange(8..<12, with: [0, 0, 0, 0])
    head.replaceSubrange(50..<52, with: [0, 1])
    let count = [UInt8(order.count >> 8), UInt8(order.count & 0xFF)]
    var hhea = try copy("hhea", atLeast: 36)
    hhea.replaceSubrange(34..<36, with: count)
    var maxp = try copy("maxp", atLeast: 6)
    maxp.replaceSubrange(4..<6, with: count)
    var parts: [(tag: String, bytes: [UInt8])] = [
      ("glyf", glyf), ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", loca), ("maxp", maxp),
    ]
    for tag in ["cvt ", "fpgm", "prep"] where font.tables.optional(tag) != nil {
      parts.append((tag, try copy(tag, atLeast: 0)))
    }
    return TrueTypeSubset.file(parts.sorted { $0.tag < $1.tag })
  }

  private func copy(_ tag: String, atLeast count: Int) throws(FontProblem) -> [UInt8] {
    let table = try font.tables.required(tag)
    guard table.count >= count else { throw .damaged(table: tag) }
    return try table.slice(0, table.count)
  }

  /// Directory and tables of a TrueType file; the tables are sorted by tag.
  private static func file(_ parts: [(tag: String, bytes: [UInt8])]) -> [UInt8] {
    var power = 1
    while power * 2 <= parts.count { power *= 2 }
    var directory: [UInt8] = []
    append32(0x0001_0000, to: &directory)
    for value in [parts.count, power * 16, power.trailingZeroBitCount, (parts.count - power) * 16] {
      append16(value, to: &directory)
    }
    var body: [UInt8] = []
    for part in parts {
      directory += Array(part.tag.utf8)
      append32(Int(checksum(part.bytes)), to: &directory)
      append32(12 + 16 * parts.count + body.count, to: &directory)
      append32(part.bytes.count, to: &directory)
      body += part.bytes
      while body.count % 4 != 0 { body.append(0) }
    }
    return directory + body
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() { sum &+= UInt32(byte) << UInt32(24 - index % 4 * 8) }
    return sum
  }

  private static func append16(_ value: Int, to bytes: inout [UInt8]) {
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
    bytes.append(UInt8(truncatingIfNeeded: value))
  }

  private static func append32(_ value: Int, to bytes: inout [UInt8]) {
    append16(value >> 16, to: &bytes)
    append16(value, to: &bytes)
  }
}
