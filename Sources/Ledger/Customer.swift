/// Who buys: business, consumer or public body. Consumers and unknown ones are never charged statutory business interest.
public enum PartyType: String, Sendable { case business, consumer, `public` }

/// How a message travels.
public enum Channel: String, Sendable, CaseIterable, Codable { case email, letter, sms, whatsapp, call, none }

/// A customer of one company, as the ERP last showed it.
public struct Customer: Equatable, Sendable {
  public var company: String
  public var id: String
  public var name: String
  /// All other columns of the `customers` feed under their names.
  public var details: Details

  public init(company: String, id: String, name: String, details: Details = Details()) {
    self.company = company
    self.id = id
    self.name = name
    self.details = details
  }

  public subscript(field: String) -> String? { details[field] }

  /// Fields that name another customer: who pays, and to whom it belongs.
  public static let fieldsOfOthers = ["bill_to", "parent_id", "party_id"]

  /// The customer who pays: `bill_to`, or the customer.
  public var payerID: String { details["bill_to"] ?? id }
  public var email: String? { details["email"] }
  /// What of the e-mail addresses in the export cannot be written to, in one text.
  public var unusableEmail: String? { details[Details.unusableEmail] }
  public var phone: String? { details["phone"] }
  public var contact: String? { details["contact"] }
  public var language: String? { details["language"] }
  public var country: String? { details["country"] }
  public var group: String? { details["group"] }
  public var salesperson: String? { details["salesperson"] }
  public var terms: String? { details["terms"] }
  public var partyType: PartyType? { details["party_type"].flatMap(PartyType.init(rawValue:)) }
  public var channel: Channel? { details["channel"].flatMap(Channel.init(rawValue:)) }
  public var isIntercompany: Bool { Customer.isTrue(details["intercompany"]) }
  /// The ERP takes no orders of him any more, and counts him no more unless he owes something.
  public var isInactive: Bool { Customer.isTrue(details["inactive"]) }

  /// Whether only documents or payments have named him: no customers file has.
  public var isOnlyNamed: Bool { name == id && details.json == "{}" }

  /// Lines of the postal address without the name and without the country: `address_line1..4`, then postal code and city.
  public var street: [String] {
    (1...4).compactMap { details["address_line\($0)"] }
  }

  /// The words that mean yes in an export: true, yes, y, 1, x, in any case.
  public static func isTrue(_ text: String?) -> Bool {
    guard let text else { return false }
    return ["true", "yes", "y", "1", "x"].contains(text.lowercased())
  }
}

extension Details {
  /// The key of e-mail addresses of customers and contacts that cannot be written to.
  public static let unusableEmail = "email_unusable"
}
