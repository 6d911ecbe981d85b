import Ledger

/// A field of one or several e-mail addresses, separated by `;` or `,`, as exports have them: also `Jo Weber <jo@x.example>`.
public struct EmailField: Equatable, Sendable {
  /// Without names, their domains as mail servers know them; each mailbox once.
  public private(set) var usable: [String] = []
  /// What cannot be written to, as it stands there.
  public private(set) var unusable: [String] = []
  /// It holds nothing but different addresses that can stay as they are.
  public let isPlain: Bool

  public init(_ text: String) {
    var parts: [String] = []
    for piece in text.split(whereSeparator: { $0 == ";" || $0 == "," }) {
      let part = piece.withoutOuterBlanks
      if part.isEmpty { continue }
      if part.contains("<"), let last = parts.last, !last.contains("@") {
        // A comma in a name: Weber, Jo <jo@x.example>
        parts[parts.count - 1] = "\(last), \(part)"
      } else {
        parts.append(String(part))
      }
    }
    var written: Set<String> = []
    for part in parts {
      guard let address = EmailField.address(part) else {
        unusable.append(part)
        continue
      }
      if written.insert(address.lowercased()).inserted { usable.append(address) }
    }
    isPlain = !parts.isEmpty && usable == parts
  }

  /// Those that look as if an address was meant: `n/a` and `-` say that there is none.
  public var mistaken: [String] { unusable.filter { $0.contains("@") || $0.contains(".") } }

  /// What mail servers take for it, nil where that would be a guess.
  private static func address(_ text: String) -> String? {
    if EmailAddress.isPlausible(text) { return text }
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else { return nil }
    var address = text[...]
    if address.last == ">", let open = address.lastIndex(of: "<"), !address[..<open].contains("@") {
      address = address[address.index(after: open)...].dropLast().withoutOuterBlanks
    }
    guard let at = address.lastIndex(of: "@") else { return nil }
    let domain = address[address.index(after: at)...]
    guard let known = InternationalDomain.ascii(domain) else { return nil }
    let found = "\(address[..<at])@\(known)"
    return EmailAddress.isPlausible(found) ? found : nil
  }
}
