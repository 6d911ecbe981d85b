import Ledger
import Store

/// The two times of a question about the past: the day whose position is asked for, and the day up to which knowledge counts.
struct PastDay {
  let installation: Installation
  let state: State
  /// Position at the end of this day; without an option today in the zone of the configuration.
  let day: CalendarDate
  /// Use what runs up to this day had learned; nil: everything.
  let knownOn: CalendarDate?
  private var ledger: PastLedger

  /// - Parameter options: which options name the day; where several are given they have to agree.
  init(_ invocation: Invocation, _ options: Option...) throws {
    installation = try Installation.load(invocation.configPath)
    let known = installation.configuration.companies.map(\.id)
    if let company = invocation[.company], !known.contains(company) {
      throw Failure(
        .usage, "there is no company `\(company)`",
        help: nearestName(to: company, in: known).map { "did you mean `\($0)`?" }
          ?? "companies of \(installation.configPath): \(known.joined(separator: ", "))")
    }
    state = try State.look(installation.database)
    guard try state.runs.newestPublished() != nil else {
      throw Failure(.usage, "there was no run yet", help: "receivables run")
    }
    if let customer = invocation[.customer] { try PastDay.require(customer, of: invocation[.company], state) }
    let days = try options.compactMap { option in try invocation.date(option).map { (option.name, $0) } }
    if let first = days.first, let other = days.first(where: { $0.1 != first.1 }) {
      throw Failure(.usage, "--\(first.0) and --\(other.0) name the same day and differ", help: "give one of them")
    }
    knownOn = try invocation.date(.knownOn)
    day = try days.first?.1 ?? invocation.clock().day(in: installation.configuration.timeZone)
    ledger = try PastLedger(state.database, knownOn: knownOn)
    if let knownOn, ledger.knownRun == 0 {
      throw Failure(.usage, "nothing was known on \(knownOn): the first run is of a later day")
    }
  }

  /// Nobody reads a mistyped number as one who owes nothing.
  private static func require(_ customer: String, of company: String?, _ state: State) throws {
    guard try DocumentLookup(state.database).customers(id: customer, company: company).isEmpty else { return }
    let known = try state.erasures.customers().filter { $0.company == company ?? $0.company }.map(\.customerID)
    throw Failure(
      .usage, "there is no customer `\(customer)`" + (company.map { " of company \($0)" } ?? ""),
      help: nearestName(to: customer, in: known).map { "did you mean `\($0)`?" } ?? "receivables history finds ids")
  }

  /// Date of the newest documents of a company that were known; nil where none were.
  func dataAsOf(_ company: String) throws -> CalendarDate? { try ledger.dataAsOf(company) }

  /// The newest run whose knowledge counts.
  var knownRun: Int64 { ledger.knownRun }

  var title: String { "as of \(day)" + (knownOn.map { ", as known on \($0)" } ?? "") }

  private var companies: [String] { installation.configuration.companies.map(\.id) }

  /// The day as its night printed it, where that is what is asked for; else the position at its end.
  func printedPosition() throws -> PastLedger.Position {
    var ledger = ledger
    return try ledger.position(companies: companies, asOf: day, isAsPrinted: knownOn == day)
  }

  func position(asOf date: CalendarDate) throws -> PastLedger.Position {
    var ledger = ledger
    return try ledger.position(companies: companies, asOf: date)
  }

  /// The last day of a closed period as it was frozen.
  func frozen(_ closing: ClosingTables.Closing) throws -> Book {
    var ledger = try PastLedger(state.database, knownOn: nil, run: closing.run)
    return try ledger.position(companies: companies, asOf: closing.lastDay).book
  }

  /// Calls `body` with every document whose balance changed after a day, and all its steps.
  func forEachChanged(
    since date: CalendarDate, in book: Book, _ body: (PastDocument, [BalanceStep]) throws -> Void
  ) throws {
    var ledger = ledger
    try ledger.forEachChanged(since: date, in: book, body)
  }

  /// Calls `body` with what was entered after a run of the days up to one; see `PastLedger.forEachEntry`.
  func forEachEntry(
    after run: Int64, of told: CalendarDate, until day: CalendarDate, _ body: (PastLedger.Entry) throws -> Void
  ) throws {
    try ledger.forEachEntry(after: run, of: told, until: day, movedTo: { _, _ in nil }, body)
  }

  func documents(_ ids: [Int64]) throws -> [(past: PastDocument, steps: [BalanceStep])] { try ledger.documents(ids) }
  func runNames() throws -> [Int64: String] { try ledger.runNames() }

  /// Whether a run's knowledge counts: runs are named by their day.
  func knows(run: String) -> Bool {
    guard let knownOn else { return true }
    return CalendarDate(run.prefix(10)).map { $0 <= knownOn } ?? true
  }
  func knows(_ message: MessageTables.Line) -> Bool { knows(run: message.run) }

  func knows(_ claim: ChargeClaim) -> Bool { knownOn.map { claim.claimedOn <= $0 } ?? true }

  /// The day of the first export of a company that was known; nil where there was none.
  func firstExport(_ company: String) -> CalendarDate? { ledger.firstExports[company] }

  /// What a reader has to know to compare the figures with others, as sentences.
  /// - Parameter from: the first day of the movements that are shown.
  func notes(_ position: PastLedger.Position, from: CalendarDate? = nil) -> [String] {
    var notes: [String] = []
    let settled = position.settledByExport
    if settled > 0 {
      notes.append(
        "\(settled.counted("open item")) \(settled == 1 ? "was" : "were") settled later on a day that no payment tells; the export that first showed it dates it"
      )
    }
    for (company, first) in ledger.firstExports.sorted(by: { $0.key < $1.key })
    where first > day || from.map({ first >= $0 }) ?? false {
      let parts = from == nil || first > day ? "" : ", neither in the opening balance nor in the movements"
      notes.append("the first export of \(company) is of \(first): what was closed before it is not known\(parts)")
    }
    return notes
  }
}

/// The accounts that a question is about: `--company` and `--customer`.
struct AccountSelection {
  private let company: String?
  private let customer: String?

  init(_ invocation: Invocation) { (company, customer) = (invocation[.company], invocation[.customer]) }

  func has(company: String, customer: String) -> Bool {
    (self.company ?? company) == company && (self.customer ?? customer) == customer
  }
  func has(_ customer: Customer) -> Bool { has(company: customer.company, customer: customer.id) }
}
