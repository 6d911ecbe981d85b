import Documents
import Ledger
import Pipeline

/// A customer's postal address as it is printed: one text a line, ready for the window.
struct PostalAddress: Equatable {
  /// At most six; the country last where it is not the sender's.
  var lines: [String]
  /// As the customer's record has it.
  var postalCode: String?
  /// ISO 3166-1 alpha-2; the sender's where the record has none.
  var country: String

  /// - Parameters:
  ///   - contact: the person it goes to; left out first where lines are short.
  ///   - sender: decides which country is abroad, and in which language its name is written.
  init(of customer: Customer, contact: String?, sender: Company, profile: LetterProfile, fonts: Fonts) {
    postalCode = customer["postal_code"]
    country = customer.country?.uppercased() ?? sender.country
    let name = PostalAddress.clean(customer.name.isEmpty ? customer.id : customer.name)
    let person = contact.map(PostalAddress.clean).flatMap { $0.isEmpty || $0 == name ? nil : $0 }
    let street = customer.street.map(PostalAddress.clean).filter { !$0.isEmpty }
    var tail = AddressRules.place(
      country: country, postalCode: postalCode.map(PostalAddress.clean),
      city: customer["city"].map(PostalAddress.clean),
      region: customer["region"].map(PostalAddress.clean))
    if country != sender.country {
      tail.append(CountryNames.capitals(country, language: Language(nearest: [sender.language])))
    }
    let fit = LineFit(profile: profile, fonts: fonts)
    lines = PostalAddress.fitted(name, person, street, tail, fit)
  }

  /// Names too long for a line take a second one while there is room; where lines are short the contact goes first, then street lines
  /// share a line. What still does not fit is refused when the piece is laid out, never cut off.
  private static func fitted(
    _ name: String, _ person: String?, _ street: [String], _ tail: [String], _ fit: LineFit
  ) -> [String] {
    var street = street
    var head = fit.broken(name)
    var person = person
    func count() -> Int { head.count + (person == nil ? 0 : 1) + street.count + tail.count }
    if count() > fit.lines { person = nil }
    while count() > fit.lines, street.count > 1 {
      let last = street.removeLast()
      street[street.count - 1] += ", " + last
    }
    if count() > fit.lines { head = [name] }
    return head + (person.map { [$0] } ?? []) + street + tail
  }

  /// A field of an export on one line: line breaks and other controls are blanks, and blanks do not repeat.
  static func clean(_ text: String) -> String {
    if isClean(text) { return text }
    return text.split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
      .joined(separator: " ")
  }

  /// True where single blanks stand between ASCII and Latin letters and nothing else is there: most fields, told by their bytes.
  private static func isClean(_ text: String) -> Bool {
    var before: UInt8 = 0x20
    for byte in text.utf8 {
      switch byte {
      case 0x20: if before == 0x20 { return false }
      case 0x21..<0x7F, 0x80..<0xC0, 0xC3...0xCB: break
      default: return false
      }
      before = byte
    }
    return before != 0x20
  }
}

/// What fits the address field of a profile.
struct LineFit {
  /// Lines at the smallest permitted size, six at most.
  let lines: Int
  private let width: Int
  private let fonts: Fonts

  /// In 1/1000 pt: the size at which a name is rather broken than made smaller.
  private static let size = 9000

  init(profile: LetterProfile, fonts: Fonts) {
    self.fonts = fonts
    lines = profile.addressLines
    width = Length.fromMicrometres(profile.address.width)
  }

  /// A text in one line, or in two where it is too wide for one and has a blank to be broken at.
  func broken(_ text: String) -> [String] {
    guard measure(text) > width else { return [text] }
    let words = text.split(separator: " ")
    for count in (1..<max(words.count, 1)).reversed() {
      let first = words.prefix(count).joined(separator: " ")
      if measure(first) <= width { return [first, words.dropFirst(count).joined(separator: " ")] }
    }
    return [text]
  }

  /// A text cut to the width, with an ellipsis where something was cut.
  func clipped(_ text: String) -> String {
    guard measure(text) > width else { return text }
    var text = text
    while !text.isEmpty, measure(text + "…") > width { text.removeLast() }
    return text + "…"
  }

  private func measure(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (fonts.regular.width($1) ?? 0) } * LineFit.size / 1000
  }
}
