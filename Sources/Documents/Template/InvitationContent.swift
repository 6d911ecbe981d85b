import Ledger

/// What invitations to the portal offer to their template.
public enum InvitationFields {
  public static let all: [FieldDeclaration] = [
    .init("company_name", .text, required: true, meaning: "our name"),
    .init("customer_name", .text, required: true, meaning: "name of the customer"),
    .init("customer_id", .text, required: true, meaning: "the customer's number"),
    .init("contact_name", .text, meaning: "person who is invited"),
    .init("email", .text, meaning: "e-mail address of that person: what to sign in with"),
    .init("portal", .text, required: true, meaning: "address of the portal"),
    .init("sender_name", .text, meaning: "our person in charge"),
    .init("sender_email", .text, meaning: "where our person in charge reads e-mail"),
    .init("sender_phone", .text, meaning: "our person in charge on the telephone"),
    .init("sender_line", .text, meaning: "our person in charge with telephone, else e-mail, in one line"),
    .init("has_contact", .bool, meaning: "contact_name is known"),
    .init("has_no_contact", .bool, meaning: "contact_name is not known"),
    .init("has_email", .bool, meaning: "email is known"),
    .init("has_no_email", .bool, meaning: "email is not known"),
    .init("has_sender", .bool, meaning: "sender_name, sender_email or sender_phone is known"),
  ]
}

/// An invitation as its template sees it.
public struct InvitationContent: Sendable {
  public var customer: Customer
  public var contact: String?
  /// What the person signs in with; nil: it is not known.
  public var email: String?
  public var sender: MessageSender
  public var portal: String

  public init(customer: Customer, contact: String?, email: String?, sender: MessageSender, portal: String) {
    self.customer = customer
    self.email = email
    self.contact = contact
    self.sender = sender
    self.portal = portal
  }

  /// The values of all fields of `InvitationFields`.
  public var fields: Fields {
    var fields = Fields()
    sender.fill(&fields)
    fields.set("customer_name", customer.name.isEmpty ? customer.id : customer.name)
    fields.set("customer_id", customer.id)
    fields.set("contact_name", contact)
    fields.set("email", email)
    fields["has_email"] = .bool(email?.isEmpty == false)
    fields["has_no_email"] = .bool(email?.isEmpty != false)
    fields.set("portal", portal)
    fields["has_contact"] = .bool(contact?.isEmpty == false)
    fields["has_no_contact"] = .bool(contact?.isEmpty != false)
    return fields
  }
}
