import Ledger
import Pipeline

extension FieldReader {
  /// A request for access by CONTRACT section 3. A wrong address rejects it: there is nothing else to know the person by.
  mutating func accessRequest(_ company: String) -> AccessRequest? {
    let email = text("email", isRequired: true)
    let at = instant("at")
    guard let email else { return nil }
    guard EmailAddress.isPlausible(email) else {
      fail("email", "no-address", "`\(email)` is no e-mail address", "write name@company.example")
      return nil
    }
    return AccessRequest(email: email, company: company.isEmpty ? nil : company, at: at ?? "", name: text("name"))
  }
}
