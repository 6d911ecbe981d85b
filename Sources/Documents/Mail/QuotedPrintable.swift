/// Quoted-printable of RFC 2045, 6.7: text that people can still read in the source, in lines of at most 76 characters.
enum QuotedPrintable {
  private static let hex = Array("0123456789ABCDEF".utf8)

  /// Lines of the text end with LF; they leave with CRLF, the last one too.
  static func append(_ text: String, to out: inout [UInt8]) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0) {
      append(line: Array(line.utf8), to: &out)
      out += [0x0D, 0x0A]
    }
  }

  private static func append(line: [UInt8], to out: inout [UInt8]) {
    var length = 0
    for (index, byte) in line.enumerated() {
      let isLast = index + 1 == line.count
      let isEscaped = mustEscape(byte, isLast: isLast)
      // Room for the "=" of a soft break, which the last character of a line does not need.
      if length + (isEscaped ? 3 : 1) > (isLast ? 76 : 75) {
        out += [UInt8(ascii: "="), 0x0D, 0x0A]
        length = 0
      }
      // A dot alone at the start of a line, or "From ", would be touched on the way; either can come by a soft break, too.
      if isEscaped || (length == 0 && (byte == UInt8(ascii: ".") || isFrom(line[index...]))) {
        out += [UInt8(ascii: "="), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        length += 3
      } else {
        out.append(byte)
        length += 1
      }
    }
  }

  private static func mustEscape(_ byte: UInt8, isLast: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "="): true
    case 0x20, 0x09: isLast
    case 0x21...0x7E: false
    default: true
    }
  }

  private static func isFrom(_ rest: ArraySlice<UInt8>) -> Bool { rest.starts(with: from) }

  private static let from = Array("From ".utf8)
}
