/// Quoted-printable of RFC 2045, 6.7: text that people can still read in the source, in lines of at most 76 characters.
enum QuotedPrintable {
  private static let hex = Array("0123456789ABCDEF".utf8)

  /// Lines of the text end with LF; they leave with CRLF, the last one too.
  static func append(_ text: String, to out: inout [UInt8]) {
    var text = text
    out.reserveCapacity(out.count + text.utf8.count * 5 / 4 + 2)
    text.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        append(line: UnsafeBufferPointer(rebasing: bytes[start..<end]), to: &out)
        start = end + 1
      }
    }
  }

  private static func append(line: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    var length = 0
    for (index, byte) in line.enumerated() {
      let isLast = index + 1 == line.count
      let isEscaped = mustEscape(byte, isLast: isLast)
      // Room for the "=" of a soft break, which the last character of a line does not need.
      if length + (isEscaped ? 3 : 1) > (isLast ? 76 : 75) {
        out.append(UInt8(ascii: "="))
        out.append(0x0D)
        out.append(0x0A)
        length = 0
      }
      if isEscaped || (length == 0 && isTouchedAtStart(line, index)) {
        out.append(UInt8(ascii: "="))
        out.append(hex[Int(byte >> 4)])
        out.append(hex[Int(byte & 15)])
        length += 3
      } else {
        out.append(byte)
        length += 1
      }
    }
    out.append(0x0D)
    out.append(0x0A)
  }

  private static func mustEscape(_ byte: UInt8, isLast: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "="): true
    case 0x20, 0x09: isLast
    case 0x21...0x7E: false
    default: true
    }
  }

  /// A dot alone at the start of a line, or "From ", would be changed on the way; either can get there by a soft break, too.
  private static func isTouchedAtStart(_ line: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    switch line[index] {
    case UInt8(ascii: "."): true
    case UInt8(ascii: "F"): line[index...].starts(with: from)
    default: false
    }
  }

  private static let from = Array("From ".utf8)
}
