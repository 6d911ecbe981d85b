import Ledger

/// A piece of an OFX file.
enum OFXToken: Equatable {
  case open(String)
  case close(String)
  /// Text between tags with its references resolved; never blank.
  case text(String)
}

/// Takes OFX apart, the SGML of version 1 and the XML of version 2 alike: in both a tag opens, text follows, and an end may be missing.
/// Nothing is ever looked up elsewhere: a DOCTYPE refuses the file `[xml-doctype]`, references other than the five of XML, `&nbsp;` and
/// numbers stay as they are written.
struct OFXTokens {
  private static let textBytes = BankText.fieldBytes
  private static let tagBytes = 4096

  private let file: String
  private var held: [UInt8] = []
  private var start = 0
  /// How far the piece at hand was searched for its end.
  private var searched = 0
  private var isAtEnd = false
  private(set) var line = 1
  private(set) var offset = 0

  init(file: String) { self.file = file }

  mutating func append(_ chunk: UnsafeRawBufferPointer) {
    held.removeFirst(start)
    searched = max(0, searched - start)
    start = 0
    held.append(contentsOf: chunk)
  }

  mutating func end() { isAtEnd = true }

  /// The next piece that is complete; nil where more bytes are needed, or at the end.
  mutating func next() throws -> OFXToken? {
    while start < held.count {
      if held[start] == UInt8(ascii: "<") {
        switch try markup() {
        case .none: return nil
        case .some(nil): continue
        case .some(let token?): return token
        }
      }
      guard let text = try text() else { return nil }
      if !text.isEmpty { return .text(text) }
    }
    return nil
  }

  // MARK: Text

  private mutating func text() throws -> String? {
    searched = max(searched, start)
    let end = held[searched...].firstIndex(of: UInt8(ascii: "<"))
    guard let end = end ?? (isAtEnd ? held.count : nil) else {
      searched = held.count
      if held.count - start > OFXTokens.textBytes { throw tooLong("a text has more than 64 KiB") }
      return nil
    }
    if end - start > OFXTokens.textBytes { throw tooLong("a text has more than 64 KiB") }
    let bytes = held[start..<end]
    advance(to: end)
    return BankText.clean(OFXTokens.resolved(bytes))
  }

  private func tooLong(_ message: String) -> Diagnostic {
    .bank(file, line, "record-too-long", message, "is this the right kind of file?")
  }

  // MARK: Markup

  /// Nil where it is not complete; `.some(nil)` where it says nothing (comments, declarations).
  private mutating func markup() throws -> OFXToken?? {
    let rest = held[start...]
    if rest.starts(with: "<![CDATA[".utf8) { return try cdata() }
    for (mark, end) in [("<!--", "-->"), ("<?", "?>")] where rest.starts(with: mark.utf8) {
      guard try find(end, limit: OFXTokens.textBytes) != nil else { return nil }
      return .some(nil)
    }
    if rest.count < 9, !isAtEnd, rest.dropFirst().first == UInt8(ascii: "!") { return nil }
    if rest.starts(with: "<!DOCTYPE".utf8) || rest.starts(with: "<!ENTITY".utf8) {
      throw Diagnostic.bank(
        file, line, "xml-doctype", "the file has a DOCTYPE",
        "export it without one; a DOCTYPE can name other files and is never read")
    }
    guard let tag = try find(">", limit: OFXTokens.tagBytes) else { return nil }
    let name = tag.dropFirst().dropLast()
    let isClose = name.first == UInt8(ascii: "/")
    let word = (isClose ? name.dropFirst() : name).prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
    let text = BankText.string(word).uppercased()
    guard !text.isEmpty else { return .some(nil) }
    return isClose ? .close(text) : .open(text)
  }

  private mutating func cdata() throws -> OFXToken?? {
    guard let whole = try find("]]>", limit: OFXTokens.textBytes) else { return nil }
    let text = BankText.clean(whole.dropFirst(9).dropLast(3))
    return .some(text.isEmpty ? nil : .text(text))
  }

  /// Takes everything up to and with `end`; nil where it has not come yet.
  private mutating func find(_ end: String, limit: Int) throws -> ArraySlice<UInt8>? {
    let mark = Array(end.utf8)
    // A few bytes back: the end itself may have been cut in two.
    var at = max(searched - mark.count, start)
    while at + mark.count <= held.count {
      if held[at] == mark[0], held[at...].starts(with: mark) {
        let whole = held[start..<(at + mark.count)]
        if whole.count > limit { break }
        advance(to: at + mark.count)
        return whole
      }
      at += 1
    }
    searched = held.count
    if held.count - start > limit { throw tooLong("a tag is not closed") }
    if isAtEnd {
      throw Diagnostic.bank(file, line, "bank-truncated", "the file ends inside a tag", Diagnostic.bankCut)
    }
    return nil
  }

  private mutating func advance(to index: Int) {
    line += held[start..<index].count { $0 == 0x0A }
    offset += index - start
    start = index
    searched = index
  }

  // MARK: References

  private static let references: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ",
  ]

  private static func resolved(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "&")) else { return BankText.string(bytes) }
    var out: [UInt8] = []
    var rest = bytes
    while let byte = rest.first {
      if byte == UInt8(ascii: "&"), let end = rest.prefix(10).firstIndex(of: UInt8(ascii: ";")),
        let text = character(BankText.string(rest[(rest.startIndex + 1)..<end]))
      {
        out.append(contentsOf: text.utf8)
        rest = rest[(end + 1)...]
      } else {
        out.append(byte)
        rest = rest.dropFirst()
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func character(_ name: String) -> String? {
    if let known = references[name.lowercased()] { return known }
    guard name.hasPrefix("#") else { return nil }
    let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
    return UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10).flatMap(Unicode.Scalar.init).map { String($0) }
  }
}
