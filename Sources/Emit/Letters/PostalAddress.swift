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
  ///   - isCut: what is too wide or too long is cut with an ellipsis, the name first: street, place and country stay. Else what does not fit
  ///     is refused when the piece is laid out.
  init(
    of customer: Customer, contact: String?, sender: Company, profile: LetterProfile, fonts: Fonts, isCut: Bool = false
  ) {
    postalCode = customer["postal_code"]
    country = customer.country?.uppercased() ?? sender.country
    let name = PostalAddress.clean(customer.name.isEmpty ? customer.id : customer.name)
    let person = contact.map(PostalAddress.clean).flatMap { $0.isEmpty || $0 == name ? nil : $0 }
    let place = AddressRules.place(
      country: country, postalCode: postalCode.map(PostalAddress.clean),
      city: customer["city"].map(PostalAddress.clean),
      region: customer["region"].map(PostalAddress.clean))
    let abroad =
      country == sender.country
      ? nil : CountryNames.capitals(country, language: Language(nearest: [sender.language]))
    var parts = AddressParts(
      name: name, person: person, street: customer.street.map(PostalAddress.clean).filter { !$0.isEmpty }, place: place,
      abroad: abroad, fit: LineFit(profile: profile, fonts: fonts))
    lines = isCut ? parts.cut() : parts.fitted()
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
