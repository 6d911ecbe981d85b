/// A person or desk of a customer who hears of one thing or another: a row of the `contacts` feed.
public struct Contact: Equatable, Sendable {
  /// What a contact is there for.
  public enum Role: String, Sendable, CaseIterable {
    case reminders, statements, invoices, disputes, escalation, portal
  }

  public var company: String
  public var customerID: String
  public var id: String
  public var name: String
  /// All other columns of the feed under their names.
  public var details: Details

  public init(company: String, customerID: String, id: String, name: String, details: Details = Details()) {
    self.company = company
    self.customerID = customerID
    self.id = id
    self.name = name
    self.details = details
  }

  /// Empty: nobody whom messages go to.
  public var roles: [Role] { Contact.roleWords(details["role"] ?? "").compactMap(Role.init(rawValue:)) }
  public var email: String? { details["email"] }
  /// See `Customer.unusableEmail`.
  public var unusableEmail: String? { details[Details.unusableEmail] }
  public var phone: String? { details["phone"] }
  public var language: String? { details["language"] }
  /// How the person wants to be reached; `none`: not at all.
  public var channel: Channel? { details["channel"].flatMap(Channel.init(rawValue:)) }

  /// The day on which the person agreed to messages on the telephone by this channel; nil: never, or none is needed.
  public func consent(to channel: Channel) -> CalendarDate? {
    switch channel {
    case .sms: details["consent_sms_on"].flatMap { CalendarDate($0) }
    case .whatsapp: details["consent_whatsapp_on"].flatMap { CalendarDate($0) }
    case .email, .letter, .call, .none: nil
    }
  }

  /// The words of the column `role`: one, or several separated by `;`, blanks around them.
  public static func roleWords(_ text: String) -> [String] {
    text.split(whereSeparator: { $0 == ";" || $0 == " " }).map(String.init)
  }
}
