import Ledger
import Store

/// Who pays for documents as the state has it: what commands ask between nights. See `PayerMoves` for tonight's.
struct StoredPayers {
  private let state: State
  /// By company and customer; nil: nobody knows the customer.
  private var details: [CustomerKey: Details?] = [:]

  init(_ state: State) { self.state = state }

  /// Whether a customer pays for a document, or another of its party does.
  mutating func pays(_ customer: String, for document: Int64) throws -> Bool {
    guard let owner = try state.charges.owner(ofDocument: document) else { return false }
    let payer = try payer(of: owner.customerID, owner.company)
    if payer == customer { return true }
    guard let party = try party(of: payer, owner.company) else { return false }
    return try party == self.party(of: customer, owner.company)
  }

  /// The customer itself where nobody else pays for it.
  mutating func payer(of customer: String, _ company: String) throws -> String {
    guard let other = try details(of: customer, company)?["bill_to"], try details(of: other, company) != nil else {
      return customer
    }
    return other
  }

  /// The `party_id` of a customer; nil: it has none.
  mutating func party(of customer: String, _ company: String) throws -> String? {
    try details(of: customer, company)?["party_id"].flatMap { $0.isEmpty ? nil : $0 }
  }

  private mutating func details(of customer: String, _ company: String) throws -> Details? {
    let key = CustomerKey(company: company, customer: customer)
    if let known = details[key] { return known }
    let found = try state.charges.customerDetails(company: company, id: customer)
    details[key] = .some(found)
    return found
  }
}
