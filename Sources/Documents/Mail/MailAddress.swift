/// An e-mail address that mail servers take: `name@host.domain`, ASCII, without quotes and comments. Whether somebody reads it, only
/// a bounce can tell.
public struct MailAddress: Hashable, Sendable {
  /// As written; only the domain is compared without regard to case by mail servers.
  public let text: String

  /// Why a text is no address that we send to.
  public enum Problem: Error, Equatable, Sendable {
    case empty, noAt, twoAts, space, control, nonASCII(part: String), noLocalPart, noDomain, dots, character(Character)
    case domainWithoutDot, domainLabel(String), tooLong
  }

  /// Refuses rather than repairs: an address that had to be guessed reaches the wrong person.
  public init(parsing text: some StringProtocol) throws(Problem) {
    let text = String(text)
    if let problem = MailAddress.problem(of: text) { throw problem }
    self.text = text
  }

  /// Nil where `init(parsing:)` throws.
  public init?(_ text: some StringProtocol) {
    guard let address = try? MailAddress(parsing: text) else { return nil }
    self = address
  }

  /// The addresses of a field that holds several, separated by `;` or `,`, as exports have them. Spaces around each are dropped.
  public static func list(_ text: some StringProtocol) throws(Problem) -> [MailAddress] {
    var addresses: [MailAddress] = []
    for part in text.split(whereSeparator: { $0 == ";" || $0 == "," }) {
      var part = part.drop { $0 == " " }
      while part.last == " " { part.removeLast() }
      if !part.isEmpty { addresses.append(try MailAddress(parsing: String(part))) }
    }
    if addresses.isEmpty { throw .empty }
    return addresses
  }

  public var localPart: Substring { text.prefix { $0 != "@" } }
  public var domain: Substring { text.drop { $0 != "@" }.dropFirst() }

  private static func problem(of text: String) -> Problem? {
    if text.isEmpty { return .empty }
    for scalar in text.unicodeScalars {
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { return .control }
      if scalar == " " || scalar == "\u{A0}" || scalar.properties.isWhitespace { return .space }
    }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    if parts.count != 2 { return parts.count < 2 ? .noAt : .twoAts }
    return problem(localPart: parts[0]) ?? problem(domain: parts[1])
      ?? (text.utf8.count > 254 || parts[0].utf8.count > 64 ? .tooLong : nil)
  }

  /// A dot-atom of RFC 5322, 3.2.3.
  private static func problem(localPart: Substring) -> Problem? {
    if localPart.isEmpty { return .noLocalPart }
    for character in localPart {
      guard character.isASCII else { return .nonASCII(part: "the name before @") }
      if !isAtom(character), character != "." { return .character(character) }
    }
    return localPart.hasPrefix(".") || localPart.hasSuffix(".") || localPart.contains("..") ? .dots : nil
  }

  /// Labels of letters, digits and inner hyphens (RFC 1035, 2.3.1).
  private static func problem(domain: Substring) -> Problem? {
    if domain.isEmpty { return .noDomain }
    for character in domain {
      guard character.isASCII else { return .nonASCII(part: "the domain") }
      if !character.isLetter, !character.isNumber, character != "-", character != "." { return .character(character) }
    }
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    if labels.contains("") { return .dots }
    if labels.count < 2 { return .domainWithoutDot }
    return labels.first { $0.hasPrefix("-") || $0.hasSuffix("-") || $0.utf8.count > 63 }.map {
      .domainLabel(String($0))
    }
  }

  /// Characters of an atom.
  static func isAtom(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "!#$%&'*+-/=?^_`{|}~".contains(character))
  }
}

extension MailAddress: CustomStringConvertible {
  public var description: String { text }
}

extension MailAddress.Problem {
  /// Stable name for worklists and reject files.
  public var code: String { "mail-address" }

  /// What is wrong, to follow the address and a colon.
  public var message: String {
    switch self {
    case .empty: "there is no address"
    case .noAt: "there is no @"
    case .twoAts: "there is more than one @"
    case .space: "there is a space in it"
    case .control: "there is a control character in it"
    case .nonASCII(let part): "\(part) has a character outside ASCII; write the domain in its xn-- form"
    case .noLocalPart: "there is nothing before the @"
    case .noDomain: "there is nothing after the @"
    case .dots: "a dot stands at an end or beside another dot"
    case .character(let character): "\(character) may not stand there"
    case .domainWithoutDot: "the domain has no dot"
    case .domainLabel(let label): "\(label) is no part of a domain"
    case .tooLong: "it is longer than 254 characters, or 64 before the @"
    }
  }
}

/// A person or department with an address: `Jo Fox <jo@acme.example>`.
public struct Mailbox: Hashable, Sendable {
  public var address: MailAddress
  /// Shown instead of the address; nil or empty: the address alone.
  public var name: String?

  public init(_ address: MailAddress, name: String? = nil) {
    self.address = address
    self.name = name
  }
}
