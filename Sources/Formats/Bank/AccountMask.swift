import Ledger

/// How account numbers leave a bank reader: as a salted hash, by which the same account is known again, and their last four
/// characters, by which people know it. The number itself goes nowhere.
///
/// `h:9f86d081884c7d65:0532`
public struct AccountMask: Sendable {
  private let salt: [UInt8]

  /// - Parameter salt: of the installation, always the same: with another one no account and no payment is known again.
  public init(salt: String) { self.salt = Array(salt.utf8) }

  /// Empty for an empty account. A card number has no hash either: it could be found by trying all of them.
  public func masked(_ account: String) -> String {
    let plain = AccountMask.normalized(account)
    guard !plain.isEmpty else { return "" }
    let tail = AccountMask.tail(plain)
    let words = account.utf8.split(separator: 0x20).map { Array($0)[...] } + [plain[...]]
    if words.contains(where: CardNumber.isCard) { return CardNumber.stars + tail }
    return "h:\(hash([plain], digits: 16)):\(tail)"
  }

  /// What people may see of an account: its last four characters, `****1234`.
  static func shown(_ account: String) -> String { CardNumber.stars + tail(normalized(account)) }

  /// Nothing of an account so short that its end would be most of it.
  private static func tail(_ plain: [UInt8]) -> String {
    String(decoding: plain.suffix(plain.count > 6 ? 4 : 0), as: UTF8.self)
  }

  /// Whether a text is what `masked` makes.
  public static func isMasked(_ text: String) -> Bool { text.hasPrefix("h:") || text.hasPrefix(CardNumber.stars) }

  /// Letters and digits only, in capitals: what makes `DE89 3704 0044..` and `de893704..` one account.
  public static func normalized(_ account: String) -> [UInt8] {
    account.utf8.compactMap { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A: byte
      case 0x61...0x7A: byte - 0x20
      default: nil
      }
    }
  }

  /// The first hex digits of SHA-256 over the salt and the parts, each with its length before it.
  func hash(_ parts: [[UInt8]], digits: Int) -> String {
    var hash = SHA256()
    hash.update(salt)
    for part in parts {
      hash.update("\u{1F}\(part.count):")
      hash.update(part)
    }
    return SHA256.hex(hash.finish().prefix(digits / 2))
  }
}
