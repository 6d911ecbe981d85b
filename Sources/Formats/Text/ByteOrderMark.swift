/// The byte order mark of UTF-8. A second one behind it comes of a program that marks what was marked before.
public enum ByteOrderMark {
  private static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let most = 2

  /// How many bytes of marks a text begins with: 0, 3 or 6.
  public static func length(_ bytes: some Sequence<UInt8>) -> Int { matched(bytes) / utf8.count * utf8.count }

  /// Whether so few bytes do not tell yet how many marks there are.
  static func isOpen(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.count < utf8.count * most && matched(bytes) == bytes.count
  }

  private static func matched(_ bytes: some Sequence<UInt8>) -> Int {
    var matched = 0
    for byte in bytes {
      guard matched < utf8.count * most, byte == utf8[matched % utf8.count] else { break }
      matched += 1
    }
    return matched
  }
}
