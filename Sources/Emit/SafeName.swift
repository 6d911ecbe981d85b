import Ledger

/// Ids as parts of file names: letters, digits, dot, underscore and hyphen of ASCII, at most 64 of them.
enum SafeName {
  private static let longest = 64

  /// The id itself where it is safe; else what is safe of it, and eight hex digits of its SHA-256, so that two ids never share a name.
  static func slug(_ id: String) -> String {
    let safe = String(decoding: id.utf8.map { isSafe($0) ? $0 : UInt8(ascii: "-") }, as: UTF8.self)
    guard safe != id || safe.utf8.count > longest || safe.isEmpty || safe.hasPrefix(".") else { return safe }
    return "\(safe.drop { $0 == "." || $0 == "-" }.prefix(longest - 9))-\(SHA256.hex(of: id).prefix(8))"
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
