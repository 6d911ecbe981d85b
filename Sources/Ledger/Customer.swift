/// Who buys: business, consumer or public body. Consumers and unknown ones are never charged statutory business interest.
package enum PartyType: String, Sendable { case business, consumer, `public` }

/// How a message travels.
package enum Channel: String, Sendable, CaseIterable, Codable { case email, letter, sms, whatsapp, call, none }

/// A customer of one company, as the ERP last showed it.
package struct Customer: Equatable, Sendable {
  package var company: String
  package var id: String
  package var name: String
  /// All other columns of the `customers` feed under their names.
  package var details: Details

  package init(company: String, id: String, name: String, details: Details = Details()) {
    self.company = company
    self.id = id
    self.name = name
    self.details = details
  }

  package subscript(field: String) -> String? { details[field] }

  /// The customer who pays: `bill_to`, or the customer.
  package var payerID: String { details["bill_to"] ?? id }
  package var email: String? { details["email"] }
  package var phone: String? { details["phone"] }
  package var contact: String? { details["contact"] }
  package var language: String? { details["language"] }
  package var country: String? { details["country"] }
  package var group: String? { details["group"] }
  package var salesperson: String? { details["salesperson"] }
  package var terms: String? { details["terms"] }
  package var partyType: PartyType? { details["party_type"].flatMap(PartyType.init(rawValue:)) }
  package var channel: Channel? { details["channel"].flatMap(Channel.init(rawValue:)) }
  package var isIntercompany: Bool { Customer.isTrue(details["intercompany"]) }

  /// Lines of the postal address without the name and without the country: `address_line1..4`, then postal code and city.
  package var street: [String] {
    (1...4).compactMap { details["address_line\($0)"] }
  }

  /// The words that mean yes in an export: true, yes, y, 1, x, in any case.
  package static func isTrue(_ text: String?) -> Bool {
    guard let text else { return false }
    return ["true", "yes", "y", "1", "x"].contains(text.lowercased())
  }
}
