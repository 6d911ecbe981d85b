import Ledger
import Pipeline

extension FeedRecord {
  /// Keeps the e-mail addresses of a customer or contact that cannot be written to: a person has to correct them.
  /// - Parameter field: all that stands in `email`.
  mutating func noteUnusable(_ field: String?) {
    let mistaken = EmailField(field ?? "").mistaken.joined(separator: "; ")
    guard !mistaken.isEmpty else { return }
    switch self {
    case .customer(var customer):
      customer.details = customer.details.setting(Details.unusableEmail, to: mistaken)
      self = .customer(customer)
    case .contact(var contact):
      contact.details = contact.details.setting(Details.unusableEmail, to: mistaken)
      self = .contact(contact)
    default: break
    }
  }
}
