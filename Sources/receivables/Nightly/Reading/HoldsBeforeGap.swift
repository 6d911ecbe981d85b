import Decide
import Diff
import Ledger
import Store

/// What the ERP held documents by on the night before, where days have passed without a run since: of what was not due then nobody has kept it, and
/// of what has become due meanwhile those days were held.
struct HoldsBeforeGap {
  private let state: State
  private let lastNight: CalendarDate
  /// Customers of whom tonight's files tell something new.
  private let changed: Set<CompanyKey>

  /// Nil: no day has passed without a run.
  init?(_ state: State, _ book: Book, lastNight: CalendarDate?, asOf: CalendarDate) {
    guard let lastNight, asOf.days(since: lastNight) > 1 else { return nil }
    self.state = state
    self.lastNight = lastNight
    var changed: Set<CompanyKey> = []
    for (row, customer) in book.customers.rows.enumerated() where customer.isChanged && customer.stateID != 0 {
      changed.insert(CompanyKey(book.companies[Int(customer.company)], book.customers.id(row)))
    }
    self.changed = changed
  }

  /// - Parameters:
  ///   - item: overdue tonight.
  ///   - before: its document as it was before tonight.
  func hold(of item: AccountItem, _ before: DocumentRow, in account: CustomerAccount, _ book: Book) throws -> ERPHold? {
    guard let due = item.dueDate, due >= lastNight, item.memory.learnedOn.map({ $0 <= lastNight }) ?? false else {
      return nil
    }
    let owner = account.paidFor.first { $0.id == item.document.customerID }
    return ERPHold(
      { book.documents.detail($0, of: before) }, payer: try details(account.customer),
      owner: try owner.map(details), on: lastNight)
  }

  /// What was known of a customer on the night before.
  private func details(_ customer: Customer) throws -> Details {
    guard changed.contains(CompanyKey(customer.company, customer.id)) else { return customer.details }
    return try state.charges.customerDetails(company: customer.company, id: customer.id) ?? customer.details
  }
}
