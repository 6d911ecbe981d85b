/// Writing of small XML: a rejected record, to be corrected and dropped again.
enum XMLText {
  /// `<document><company>ACME</company>...</document>`, without the elements that are empty.
  static func element(
    _ name: String, columns: [String], fields: UnsafeBufferPointer<UnsafeRawBufferPointer>
  ) -> [UInt8] {
    var out: [UInt8] = Array("<\(name)>".utf8)
    for (column, field) in zip(columns, fields) where !field.isEmpty {
      out.append(contentsOf: "<\(column)>".utf8)
      escape(field, to: &out)
      out.append(contentsOf: "</\(column)>".utf8)
    }
    out.append(contentsOf: "</\(name)>".utf8)
    return out
  }

  private static func escape(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
      case 0x0A: out.append(contentsOf: "&#10;".utf8)
      case 0x0D: out.append(contentsOf: "&#13;".utf8)
      default: out.append(byte)
      }
    }
  }
}
