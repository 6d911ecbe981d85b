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

extension HoldsBeforeGap {
  /// Notes on documents the last day on which the ERP held them, where its block, or our collecting, has gone in the meantime: it stood on the days
  /// without a run, as far as it had no last day of its own.
  /// - Returns: rows of the documents.
  static func remember(_ changes: [RowChange], in book: inout Book, lastNight: CalendarDate?, asOf: CalendarDate)
    -> Set<Int>
  {
    guard let lastNight, asOf.days(since: lastNight) > 1 else { return [] }
    var before: [Int: DocumentRow] = [:]
    for change in changes { before[change.row] = change.before }
    let customers = book.customers.rows.indices.map {
      book.customers.rows[$0].isChanged && book.customers.rows[$0].stateID != 0
    }
    let isAnyNew = customers.contains(true)
    var payers: [Int: Int] = [:]
    if isAnyNew, book.customers.text.holds("\"bill_to\"") {
      for owner in book.customers.rows.indices { payers[owner] = payerBefore(of: owner, book) }
    }
    var known: [Int: (of: Details, by: Details?)] = [:]
    var rows: Set<Int> = []
    for row in isAnyNew ? Array(book.documents.rows.indices) : before.keys.sorted()
    where book.documents.rows[row].balance > 0 {
      let document = before[row] ?? book.documents.rows[row]
      let owner = Int(document.customer)
      guard before[row] != nil || customers[owner] || payers[owner].map({ customers[$0] }) ?? false else { continue }
      let told = known[owner] ?? toldBefore(of: owner, book)
      known[owner] = told
      var last = asOf.adding(days: -1)
      while last > lastNight,
        ERPHold({ book.documents.detail($0, of: document) }, payer: told.of, owner: told.by, on: last) == nil
      {
        last = last.adding(days: -1)
      }
      guard last > lastNight, document.dueDate != .missing, document.dueDate < last,
        book.documents.learnedOn[row] <= last
      else { continue }
      var memory = book.documents.memory[row] ?? ItemMemory()
      guard last > memory.heldUntil ?? .missing else { continue }
      memory.heldUntil = last
      book.documents.memory[row] = memory
      rows.insert(row)
    }
    return rows
  }

  private static func payerBefore(of owner: Int, _ book: Book) -> Int? {
    Accounts.payer(of: owner, book.customers.detailsBefore(owner), in: book)
  }

  /// What the ERP had told before tonight of who paid for a customer, and where that was another, of the customer.
  private static func toldBefore(of owner: Int, _ book: Book) -> (of: Details, by: Details?) {
    func details(_ customer: Int) -> Details {
      Details(json: book.customers.text.string(book.customers.detailsBefore(customer)))
    }
    let payer = payerBefore(of: owner, book)
    return (details(payer ?? owner), payer == nil ? nil : details(owner))
  }
}
