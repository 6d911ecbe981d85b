/// Why bytes are not a font this writer can embed.
public enum FontProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// Not a TrueType file: a collection, a PostScript flavoured OpenType font, or something else.
  case notTrueType
  /// A table that every TrueType font has is not there, or is cut short.
  case damaged(table: String)
  /// No character map of format 4 or 12.
  case noCharacterMap
  /// More characters than the code space of an embedded font holds.
  case tooManyCharacters(Int)

  public var description: String {
    switch self {
    case .notTrueType: "not a TrueType font with glyf outlines"
    case .damaged(let table): "the font's table '\(table)' is missing or damaged"
    case .noCharacterMap: "the font has no Unicode character map of format 4 or 12"
    case .tooManyCharacters(let count): "the font maps \(count) characters, at most \(FontUse.capacity) can be embedded"
    }
  }
}

/// Reads big-endian numbers of one table, and never beyond its end.
struct FontReader {
  let bytes: [UInt8]
  let table: String
  let range: Range<Int>

  var count: Int { range.count }

  func u8(_ offset: Int) throws(FontProblem) -> Int {
    guard offset >= 0, offset < range.count else { throw .damaged(table: table) }
    return Int(bytes[range.lowerBound + offset])
  }

  func u16(_ offset: Int) throws(FontProblem) -> Int { try u8(offset) << 8 | u8(offset + 1) }

  func i16(_ offset: Int) throws(FontProblem) -> Int { Int(Int16(truncatingIfNeeded: try u16(offset))) }

  func u32(_ offset: Int) throws(FontProblem) -> Int { try u16(offset) << 16 | u16(offset + 2) }

  func slice(_ from: Int, _ to: Int) throws(FontProblem) -> [UInt8] {
    guard from >= 0, from <= to, to <= range.count else { throw .damaged(table: table) }
    return Array(bytes[(range.lowerBound + from)..<(range.lowerBound + to)])
  }

  func reader(from offset: Int) throws(FontProblem) -> FontReader {
    guard offset >= 0, offset <= range.count else { throw .damaged(table: table) }
    return FontReader(bytes: bytes, table: table, range: (range.lowerBound + offset)..<range.upperBound)
  }
}

/// The tables of a TrueType file, by their four-letter tags.
struct FontTables: Sendable {
  let bytes: [UInt8]
  private var ranges: [String: Range<Int>] = [:]

  init(_ bytes: [UInt8]) throws(FontProblem) {
    self.bytes = bytes
    let file = FontReader(bytes: bytes, table: "directory", range: 0..<bytes.count)
    guard bytes.count >= 12, [0x0001_0000, 0x7472_7565].contains(try file.u32(0)) else { throw .notTrueType }
    for index in 0..<(try file.u16(4)) {
      let entry = 12 + 16 * index
      let tag = String(decoding: try file.slice(entry, entry + 4), as: UTF8.self)
      let (offset, length) = (try file.u32(entry + 8), try file.u32(entry + 12))
      guard offset + length <= bytes.count else { throw .damaged(table: tag) }
      ranges[tag] = offset..<(offset + length)
    }
    guard ranges["glyf"] != nil else { throw .notTrueType }
  }

  func optional(_ tag: String) -> FontReader? {
    ranges[tag].map { FontReader(bytes: bytes, table: tag, range: $0) }
  }

  func required(_ tag: String) throws(FontProblem) -> FontReader {
    guard let reader = optional(tag) else { throw .damaged(table: tag) }
    return reader
  }
}
