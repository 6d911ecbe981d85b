import Emit
import Ledger
import Pipeline
import Store

/// The aging and statement artefacts of any past day, as its night would have written them, into a folder that a person names: `aging --out`
/// and `ledger --out`. Nothing of them is sent.
struct PastArtefacts {
  let past: PastDay
  let only: AccountSelection
  private let sink: StagingSink
  private let night: Night

  init(_ past: PastDay, folder: String, clock: Clock, only: AccountSelection) throws {
    self.past = past
    self.only = only
    sink = try StagingSink(newFolder: folder)
    let zone = past.installation.configuration.timeZone
    night = Night(
      run: past.title, asOf: past.day, clock: clock.seconds, utcOffset: try clock.offset(in: zone),
      program: Program.nameAndVersion,
      companies: try past.installation.configuration.companies.map {
        var company = CompanyNight(company: $0, dataAsOf: try past.dataAsOf($0.id))
        company.firstExport = past.firstExport($0.id)
        return company
      })
  }

  /// Writes `aging/`.
  func writeAging(_ book: Book) throws {
    var settings = AgingReportSettings()
    for case .agingReport(let configured) in past.installation.configuration.emit { settings = configured }
    var report = try AgingReport(
      sink, night: night, settings: settings, portfolio: nil,
      rates: try past.state.payments.rates(onOrBefore: past.day, and: [], asKnownTo: past.knownRun))
    try forEachAccount(book, evenIfEmpty: false) { try report.add($0, $1) }
    try report.finish()
    try finish()
  }

  /// Writes `statements/` for a period that ends on the day.
  func writeStatements(_ book: Book, from: CalendarDate) throws {
    var settings = StatementSettings()
    settings.kind = .activity
    for case .statements(let configured) in past.installation.configuration.emit { settings = configured }
    (settings.from, settings.to) = (from, past.day)
    if settings.customers == .changed { settings.customers = .open }
    let changes = try changes(in: book, from: from)
    var statements = try Statements(
      sink, night: night, settings: settings, stationery: try past.installation.stationery(),
      history: { account in changes.of(account) })
    try forEachAccount(book, evenIfEmpty: true) { try statements.add($0, $1) }
    try statements.finish()
    for failure in statements.failures {
      let what = failure.isShortened ? "a shortened address on the statement for" : "no statement for"
      Terminal.say("\(what) \(failure.company) \(failure.customerID): \(failure.reason)")
    }
    try finish()
  }

  private func finish() throws {
    try sink.sync()
    for file in sink.written { Terminal.say(Path.join(sink.folder, file.path)) }
  }

  private func forEachAccount(
    _ book: Book, evenIfEmpty: Bool, _ body: (CustomerAccount, AccountOutcome) throws -> Void
  ) throws {
    let accounts = Accounts(book)
    let holds = try PastHolds(past, accounts, night)
    for customer in accounts.order {
      let company = book.companies[Int(book.customers.rows[customer].company)]
      guard only.has(company: company, customer: book.customers.id(customer)),
        let (account, outcome) = holds.account(customer, evenIfEmpty: evenIfEmpty)
      else { continue }
      try body(account, outcome)
    }
  }

  /// What moved in the period, each change on the day on which it was true.
  private func changes(in book: Book, from: CalendarDate) throws -> AccountChanges {
    var found = AccountChanges()
    let customers = CustomerNames(book)
    try past.forEachChanged(since: from.adding(days: -1), in: book) { document, steps in
      guard let (company, customer) = customers.of(document) else { return }
      found.add(document, steps, company: company, customer: customer, from: from, to: past.day)
    }
    if let last = try LastStatement.before(from, past.state, past.installation, upTo: past.knownRun) {
      try past.forEachEntry(after: last.run, of: last.to, until: from.adding(days: -1)) {
        found.add($0, after: last.to)
      }
    }
    return found
  }
}

/// Changes of documents by the customer who has them.
struct AccountChanges {
  private var byCustomer: [String: [DatedChange]] = [:]

  /// Takes the steps of a document that lie in a period.
  mutating func add(
    _ past: PastDocument, _ steps: [BalanceStep], company: String, customer: String, from: CalendarDate,
    to: CalendarDate
  ) {
    var balance: Int64 = 0
    if let first = steps.first, first.basis == .document, first.change != past.amount, from <= first.date,
      first.date <= to
    {
      let document = past.document(company: company, customer: customer, balance: first.change)
      let change = DocumentChange(kind: .new, document: document, oldBalance: 0)
      add(DatedChange(on: first.date, change: change, role: .beginning))
    }
    for step in steps where step.date <= to {
      let before = balance
      balance += step.change
      guard step.basis != .document, step.date >= from, let kind = ChangeKind(from: before, to: balance) else {
        continue
      }
      let document = past.document(company: company, customer: customer, balance: balance)
      add(
        DatedChange(
          on: step.date,
          change: DocumentChange(
            kind: step.isVoiding ? .voided : kind, document: document, oldBalance: before, cause: step.cause)))
    }
  }

  /// Takes what was entered after the last statement, whose movements ended on a day.
  mutating func add(_ entry: PastLedger.Entry, after last: CalendarDate) {
    for step in entry.steps where step.change != 0 {
      let document = entry.past.document(company: entry.company, customer: entry.customer, balance: step.change)
      let kind: ChangeKind = step.isVoiding ? .voided : step.basis == .document ? .new : .changed
      add(
        DatedChange(
          on: step.date, change: DocumentChange(kind: kind, document: document, oldBalance: 0, cause: step.cause),
          role: .late(after: last)))
    }
  }

  mutating func add(_ one: DatedChange) {
    let document = one.change.document
    byCustomer["\(document.company)\u{1F}\(document.customerID)", default: []].append(one)
  }

  var isEmpty: Bool { byCustomer.isEmpty }
  /// Whether documents of a customer moved.
  func has(_ company: String, _ customer: String) -> Bool { byCustomer["\(company)\u{1F}\(customer)"] != nil }

  /// Those of all whose bills a customer pays, nearly always its own alone; also of those of whom nothing is open any more.
  func of(_ account: CustomerAccount) -> [DatedChange] {
    let own =
      account.isPaidByOther ? [] : byCustomer["\(account.customer.company)\u{1F}\(account.customer.id)"] ?? []
    guard !account.paidFor.isEmpty else { return own }
    return own + account.paidFor.flatMap { byCustomer["\($0.company)\u{1F}\($0.id)"] ?? [] }
  }
}
