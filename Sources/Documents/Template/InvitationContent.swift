import Ledger

/// What invitations to the portal offer to their template.
public enum InvitationFields {
  public static let all: [FieldDeclaration] = [
    .init(.companyName, .text, required: true, meaning: "our name"),
    .init(.customerName, .text, required: true, meaning: "name of the customer"),
    .init(.customerID, .text, required: true, meaning: "the customer's number"),
    .init(.contactName, .text, meaning: "person who is invited"),
    .init(.email, .text, meaning: "e-mail address of that person, or several as `a or b`: what to sign in with"),
    .init(.portal, .text, required: true, meaning: "address of the portal"),
    .init(.senderName, .text, meaning: "our person in charge"),
    .init(.senderEmail, .text, meaning: "where our person in charge reads e-mail"),
    .init(.senderPhone, .text, meaning: "our person in charge on the telephone"),
    .init(.senderLine, .text, meaning: "our person in charge with telephone, else e-mail, in one line"),
    .init(.hasContact, .bool, meaning: "contact_name is known"),
    .init(.hasNoContact, .bool, meaning: "contact_name is not known"),
    .init(.hasEmail, .bool, meaning: "email is known"),
    .init(.hasNoEmail, .bool, meaning: "email is not known"),
    .init(.hasSender, .bool, meaning: "sender_name, sender_email or sender_phone is known"),
  ]
}

/// An invitation as its template sees it.
public struct InvitationContent: Sendable {
  public var customer: Customer
  public var contact: String?
  /// What the person signs in with, any of them; empty: it is not known.
  public var emails: [String]
  public var sender: MessageSender
  public var portal: String

  public init(customer: Customer, contact: String?, emails: [String], sender: MessageSender, portal: String) {
    self.customer = customer
    self.emails = emails
    self.contact = contact
    self.sender = sender
    self.portal = portal
  }

  /// The values of all fields of `InvitationFields`.
  public var fields: Fields {
    var fields = Fields()
    sender.fill(&fields)
    fields.set(.customerName, customer.name.isEmpty ? customer.id : customer.name)
    fields.set(.customerID, customer.id)
    fields.set(.contactName, contact)
    if !emails.isEmpty { fields[.email] = .oneOf(emails) }
    fields[.hasEmail] = .bool(!emails.isEmpty)
    fields[.hasNoEmail] = .bool(emails.isEmpty)
    fields.set(.portal, portal)
    fields[.hasContact] = .bool(contact?.isEmpty == false)
    fields[.hasNoContact] = .bool(contact?.isEmpty != false)
    return fields
  }
}
