/// Somebody asks for access to the portal: a row of `access_requests`. Nobody is answered who is not a contact of a customer.
public struct AccessRequest: Equatable, Sendable {
  public var email: String
  /// Nil: the request names none.
  public var company: String?
  /// As `DeliveryEvent.at`.
  public var at: String
  public var name: String?

  public init(email: String, company: String? = nil, at: String, name: String? = nil) {
    self.email = email
    self.company = company
    self.at = at
    self.name = name
  }

  /// Stands for the request where a decision's id would.
  public var id: String { AccessRequest.mark + email.lowercased() + " " + at }

  /// Begins the id of a decision that a request stands behind.
  public static let mark = "access request "
}
