import Ledger

/// How the text of an XML file is written, told by its first bytes: byte order mark, zero bytes, declaration. `XMLPushParser` decodes
/// by it what `TextDecoder` knows, so that places are those of the file; other encodings are left to libxml2.
struct XMLEncoding: Equatable {
  /// Nil: one that only libxml2 may know.
  var text: TextEncoding?
  /// As the file declares it, in its own letters.
  var declared: String?
  /// The bytes say so, whatever is declared.
  var isCertain = false

  /// More than this before `?>` is no declaration.
  private static let longest = 1024

  /// - Parameter isAll: no more bytes will come.
  /// - Returns: nil where more bytes are needed.
  static func sniff(_ bytes: UnsafeRawBufferPointer, isAll: Bool) -> XMLEncoding? {
    if !isAll, ByteOrderMark.isOpen(bytes) { return nil }
    if let mark = byteOrderMark(bytes) { return mark }
    let start = bytes.prefix(4)
    if start.count < 4, !isAll { return nil }
    if start.starts(with: [0x3C, 0]) { return XMLEncoding(text: .utf16le, isCertain: true) }
    if start.starts(with: [0, 0x3C]) { return XMLEncoding(text: .utf16be, isCertain: true) }
    let text = bytes.drop { $0 <= 0x20 }
    if text.isEmpty, !isAll { return nil }
    guard text.prefix(5).elementsEqual("<?xml".utf8.prefix(text.count)) else { return XMLEncoding(text: .utf8) }
    guard let end = text.firstIndex(of: UInt8(ascii: ">")) else {
      return isAll || text.count > longest ? XMLEncoding(text: .utf8) : nil
    }
    guard let name = declared(in: text[text.startIndex..<end]) else { return XMLEncoding(text: .utf8) }
    return XMLEncoding(text: known(name), declared: name)
  }

  private static func byteOrderMark(_ bytes: UnsafeRawBufferPointer) -> XMLEncoding? {
    if ByteOrderMark.length(bytes) > 0 { return XMLEncoding(text: .utf8, isCertain: true) }
    if bytes.starts(with: [0xFF, 0xFE]) { return XMLEncoding(text: .utf16le, isCertain: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return XMLEncoding(text: .utf16be, isCertain: true) }
    return nil
  }

  /// `encoding = "..."` of a declaration.
  private static func declared(in declaration: Slice<UnsafeRawBufferPointer>) -> String? {
    let words = String(decoding: declaration, as: UTF8.self)
    guard let found = words.firstRange(of: "encoding") else { return nil }
    let value = words[found.upperBound...].drop { $0 == " " || $0 == "=" || $0.isNewline || $0 == "\t" }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
    return String(value.dropFirst().prefix { $0 != quote })
  }

  /// Latin 1 is read as windows-1252, as browsers do: the difference are control characters that no export carries.
  private static func known(_ name: String) -> TextEncoding? {
    switch name.lowercased() {
    case "utf-8", "utf8", "us-ascii", "ascii": .utf8
    case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252": .windows1252
    case "iso-8859-15", "iso8859-15", "latin9", "latin-9": .latin9
    case "windows-1250", "cp1250": .windows1250
    case "iso-8859-2", "iso8859-2", "latin2", "latin-2": .latin2
    case "cp850", "ibm850": .cp850
    default: nil
    }
  }
}

/// Tells a file that declares another encoding than UTF-8 and is UTF-8 all the same: it would be read without a word, and every
/// umlaut would turn into two wrong letters.
struct EncodingSuspicion {
  private var progress = UTF8Progress()
  private var sequences = 0
  private var strays = 0

  mutating func look(at chunk: UnsafeRawBufferPointer) {
    guard let base = chunk.baseAddress, strays == 0 else { return }
    var at = 0
    while at < chunk.count {
      if !progress.isInside, at &+ 8 <= chunk.count,
        base.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        at &+= 8
        continue
      }
      if progress.take(chunk[at], &sequences) != nil { strays += 1 }
      at &+= 1
    }
  }

  /// Characters of several bytes, and nothing that is not UTF-8.
  var looksLikeUTF8: Bool { sequences > 0 && strays == 0 && !progress.isInside }
}
