import Intake
import Ledger

/// Credit limits of a customers file that has no column for them: nothing is told of them, so they stay as they are known. An update of the
/// ERP that renames the column releases nobody.
struct UntoldLimits {
  private static let field = "credit_limit"
  private let isUntold: Bool

  init(_ file: ResolvedFile) { isUntold = file.lacks(UntoldLimits.field) }

  /// The customer as it is to be taken.
  func filled(_ customer: Customer, from book: Book) -> Customer {
    guard isUntold, let row = book.customerRow(customer.company, customer.id),
      book.customers.text.mentions(book.customers.rows[row].details, "credit_limit"),
      let limit = book.customer(row)[UntoldLimits.field], customer[UntoldLimits.field] == nil
    else { return customer }
    var customer = customer
    customer.details = customer.details.setting(UntoldLimits.field, to: limit)
    return customer
  }
}
