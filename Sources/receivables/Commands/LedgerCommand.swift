import Formats
import Ledger
import Pipeline
import Store

/// `ledger`: open items, movements of a period, and that opening plus movements is closing.
enum LedgerCommand {
  static let command = Command(
    "ledger",
    "Open items, movements of a period and their roll-forward, at the end of any day, as known now or then.",
    options: [.from, .to, .asOf, .knownOn, .company, .customer, .out, .json, .now]
  ) { invocation in
    let past = try PastDay(invocation, .to, .asOf)
    let from = try invocation.date(.from) ?? past.day.firstOfMonth
    guard from <= past.day else {
      throw Failure(.usage, "--from \(from) is after \(past.day)", help: "the period ends on the day of --to")
    }
    if let folder = invocation[.out] {
      let position = try past.position(asOf: past.day)
      try PastArtefacts(past, folder: folder, clock: try invocation.clock(), only: AccountSelection(invocation))
        .writeStatements(position.book, from: from)
      return .done
    }
    let account = try LedgerAccount(
      past, from: from, only: AccountSelection(invocation))
    let pages = LedgerPages(account)
    Terminal.write(invocation.has(.json) ? pages.json : pages.text)
    guard let wrong = account.rollForward.first(where: { !$0.ties }) else { return .done }
    throw Failure(
      .integrity, "\(wrong.company) \(wrong.currency): opening and movements do not come to the closing balance",
      help: "receivables verify")
  }
}

/// The receivables account of a period.
struct LedgerAccount {
  struct Movement {
    var date: CalendarDate
    var company: String
    var customer: String
    var document: String
    var currency: Currency
    var kind: LedgerMovement
    /// In minor units; what lowers the balance is negative.
    var amount: Int64
    var basis: BalanceStep.Basis
    /// Payment or credit that dates it; empty without one.
    var clearing: String
    /// The run by which it was known.
    var run: String
  }

  let past: PastDay
  let from: CalendarDate
  /// Open on the last day, by company, customer, currency and due date.
  private(set) var items: [(customer: Customer, item: AccountItem)] = []
  private(set) var movements: [Movement] = []
  private(set) var rollForward: [RollForward] = []
  let afterClose: [AfterClose.Movement]
  let notes: [String]

  init(_ past: PastDay, from: CalendarDate, only: AccountSelection) throws {
    self.past = past
    self.from = from
    let before = try past.position(asOf: from.adding(days: -1)).book
    let closing = try past.position(asOf: past.day)
    notes = past.notes(closing, from: from)
    afterClose = try AfterClose.movements(past, from: from.adding(days: -1), only: only)
    var sums: [String: RollForward] = [:]
    func add(_ company: String, _ currency: Currency, _ body: (inout RollForward) -> Void) {
      body(&sums["\(company)\u{1F}\(currency)", default: RollForward(company: company, currency: currency)])
    }
    for (_, item) in LedgerAccount.items(before, only) {
      add(item.document.company, item.document.currency) { $0.opening += item.document.balance }
    }
    items = LedgerAccount.items(closing.book, only)
    for (_, item) in items {
      add(item.document.company, item.document.currency) { $0.closing += item.document.balance }
    }
    let names = try past.runNames()
    let book = closing.book
    let customers = CustomerNames(book)
    try past.forEachChanged(since: from.adding(days: -1), in: book) { document, steps in
      guard let (company, customer) = customers.of(document), only.has(company: company, customer: customer) else {
        return
      }
      for step in steps where step.date >= from && step.date <= past.day && step.change != 0 {
        let kind = LedgerMovement(step, of: document.kind)
        add(company, document.currency) { $0.add(step.change, kind) }
        movements.append(
          Movement(
            date: step.date, company: company, customer: customer, document: document.label,
            currency: document.currency, kind: kind, amount: step.change, basis: step.basis,
            clearing: step.clearing ?? "", run: names[step.run] ?? ""))
      }
    }
    movements = movements.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      return (x.date, x.company, x.customer, x.document, a.offset) < (
        y.date, y.company, y.customer, y.document, b.offset
      )
    }.map(\.element)
    rollForward = sums.values.sorted { ($0.company, $0.currency) < ($1.company, $1.currency) }
  }

  private static func items(
    _ book: Book, _ only: AccountSelection
  ) -> [(customer: Customer, item: AccountItem)] {
    let accounts = Accounts(book)
    return accounts.order.flatMap { customer -> [(customer: Customer, item: AccountItem)] in
      guard let account = accounts.account(customer), only.has(account.customer) else { return [] }
      return account.items.map { (account.customer, $0) }
    }
  }
}

/// Ids of companies and customers by their keys in the state.
struct CustomerNames {
  private var rows: [Int64: (company: String, customer: String)] = [:]

  init(_ book: Book) {
    for row in book.customers.rows {
      rows[row.stateID] = (book.companies[Int(row.company)], book.customers.text.string(row.id))
    }
  }

  func of(_ document: PastDocument) -> (company: String, customer: String)? { rows[document.customer] }
}
