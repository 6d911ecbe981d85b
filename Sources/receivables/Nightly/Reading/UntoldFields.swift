import Intake
import Ledger

/// Fields of customers that a table has no column for: nothing is told of them, so they stay as they are known. An update of the ERP that renames a
/// column releases nobody who is held over the limit, makes nobody a stranger of whom nothing may be claimed, and has nobody reminded whom a field
/// kept from it. Other fields, an address for one, are gone with their column.
struct UntoldFields {
  /// As details are written.
  private static let kept: [StaticString] = [
    #""party_id""#, #""bill_to""#, #""party_type""#, #""intercompany""#, #""channel""#, #""payment_method""#,
    #""reminder_block""#, #""reminder_block_until""#, #""credit_limit""#,
  ]
  private let fields: [String]

  init(_ file: ResolvedFile, _ book: Book) {
    fields = UntoldFields.kept.compactMap { word in
      let field = String("\(word)".dropFirst().dropLast())
      return file.lacks(field) && book.customers.text.holds(word) ? field : nil
    }
  }

  /// The customer as it is to be taken.
  func filled(_ customer: Customer, from book: Book) -> Customer {
    guard !fields.isEmpty, let row = book.customerRow(customer.company, customer.id) else { return customer }
    let known = book.customer(row).details
    var customer = customer
    for field in fields where customer[field] == nil {
      if let value = known[field] { customer.details = customer.details.setting(field, to: value) }
    }
    return customer
  }
}
