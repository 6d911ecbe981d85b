import Documents
import Formats
import Ledger
import Pipeline

/// `statements/`: what is open between each customer and us, one statement over all currencies, as PDF, HTML and CSV with an index.
///
/// Customers who pay for others get one statement over all of it, those others none. Insolvency, death and lawyers stop statements as
/// they stop every message. A statement that cannot be laid out has its rows in the CSV files all the same, and is told in `failures`.
public struct Statements: MessageArtefact {
  private let night: Night
  private let settings: StatementSettings
  private let stationery: Stationery
  private let period: BalanceForward.Period
  private let history: (CustomerAccount) throws -> [DatedChange]
  private let day: (DocumentChange) -> CalendarDate?
  private var items: StatementItemTable?
  private var movements: StatementMovementTable?
  private var index: StatementIndex
  private var files: StatementFiles
  private let papers: CompanyPapers
  public private(set) var failures: [MessageFailure] = []

  /// - Parameters:
  ///   - history: for balance-forward, the changes of an account's documents on earlier nights from the first day of the period
  ///     on, oldest first, tonight's not among them. Without it a period shows tonight's changes only; see `BalanceForward`.
  ///   - day: on which a change of tonight was true, nil where `history` tells it, too; without: on the as-of date.
  public init(
    _ sink: any ArtefactSink, night: Night, settings: StatementSettings, stationery: Stationery,
    history: @escaping (CustomerAccount) throws -> [DatedChange] = { _ in [] },
    day: ((DocumentChange) -> CalendarDate?)? = nil
  ) throws {
    self.day = day ?? { _ in night.asOf }
    self.night = night
    self.settings = settings
    self.stationery = stationery
    papers = CompanyPapers(night, for: .statements, stationery.fonts)
    self.history = history
    period = BalanceForward.Period(settings, asOf: night.asOf)
    if settings.formats.contains(.csv) {
      items = try StatementItemTable(sink, asOf: night.asOf, audience: settings.audience)
      if settings.kind != .openItem { movements = try StatementMovementTable(sink, audience: settings.audience) }
    }
    index = try StatementIndex(sink, audience: settings.audience)
    files = try StatementFiles(sink, night: night, settings: settings, fonts: stationery.fonts)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    try add(account, outcome, made: nil)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome, made: Parcel.Reader?) throws {
    guard try isWanted(account, outcome) else { return }
    let claims = StatementClaims.claims(account, outcome, asOf: night.asOf)
    let positions = try positions(account, outcome, claims)
    try items?.add(account, positions, claims)
    for position in positions { try movements?.add(account.customer, position) }
    let printed = try made.flatMap { try take($0, account) } ?? print(account, positions, claims)
    for position in positions { try index.add(account.customer, position, printed) }
  }

  public mutating func finish() throws {
    try items?.finish()
    try movements?.finish()
    try files.finish()
    try index.finish()
  }

  private func isWanted(_ account: CustomerAccount, _ outcome: AccountOutcome) throws -> Bool {
    if account.hasHardStop(asOf: night.asOf) { return false }
    if !settings.only.isEmpty, !settings.only.contains(account.customer.id) { return false }
    // Somebody else gets the bill.
    if account.isPaidByOther, account.paidFor.isEmpty { return false }
    switch settings.customers {
    case .open: return try isOpen(account, outcome)
    case .changed: return !outcome.billedChanges.isEmpty
    case .all: return try !account.customer.isInactive || isOpen(account, outcome)
    }
  }

  private func isOpen(_ account: CustomerAccount, _ outcome: AccountOutcome) throws -> Bool {
    if account.billed.contains(where: { $0.document.balance != 0 }) { return true }
    // Who has paid everything in the period gets to see it.
    guard settings.kind == .activity else { return false }
    return try !outcome.billedChanges.isEmpty || !history(account).isEmpty
  }

  private func positions(
    _ account: CustomerAccount, _ outcome: AccountOutcome, _ claims: StatementClaims
  ) throws -> [StatementPosition] {
    var positions = StatementPosition.positions(account, claims, asOf: night.asOf)
    if settings.kind != .openItem || settings.customers != .open {
      let tonight = outcome.billedChanges.compactMap { change in
        (settings.kind == .openItem ? night.asOf : day(change)).map { DatedChange(on: $0, tonight: change) }
      }
      let changes = settings.kind == .openItem ? tonight : try history(account) + tonight
      add(Set(changes.map(\.change.document.currency)), to: &positions)
      for index in positions.indices where settings.kind != .openItem {
        positions[index].forward = BalanceForward(
          account.billed[positions[index].items], changes, positions[index].currency, period)
        positions[index].forward?.knownFrom = night.company(account.customer.company)?.firstExport
          .flatMap { $0 >= period.from ? $0 : nil }
      }
    }
    if positions.isEmpty, let company = night.company(account.customer.company) {
      positions = [StatementPosition(company.company.baseCurrency, items: 0..<0)]
    }
    return positions
  }

  /// Currencies in which nothing is open any more.
  private func add(_ currencies: Set<Currency>, to positions: inout [StatementPosition]) {
    for currency in currencies where !positions.contains(where: { $0.currency == currency }) {
      positions.append(StatementPosition(currency, items: 0..<0))
    }
    positions.sort { $0.currency < $1.currency }
  }

  private mutating func print(
    _ account: CustomerAccount, _ positions: [StatementPosition], _ claims: StatementClaims
  ) throws -> PrintedStatement {
    guard files.isNeeded else { return PrintedStatement() }
    let document: StatementDocument
    do throws(MessageProblem) { document = try compose(account, positions, claims) } catch {
      fail(account.customer, error)
      return PrintedStatement()
    }
    let (printed, problem) = try files.add(document, of: account.customer)
    if let problem { fail(account.customer, ToldProblem(.document(problem)), isWritten: printed.pages != nil) }
    return printed
  }

  private func compose(
    _ account: CustomerAccount, _ positions: [StatementPosition], _ claims: StatementClaims
  ) throws(MessageProblem) -> StatementDocument {
    try StatementDocument(
      account, positions, claims, night: night, settings: settings,
      paper: try papers.paper(of: account.customer.company),
      stationery: stationery)
  }

  private mutating func fail(_ customer: Customer, _ problem: MessageProblem) {
    fail(customer, ToldProblem(problem))
  }

  private mutating func fail(_ customer: Customer, _ problem: ToldProblem, isWritten: Bool = false) {
    var failure = MessageFailure(messageID: nil, company: customer.company, customerID: customer.id, problem)
    failure.isShortened = isWritten
    failures.append(failure)
  }
}

// MARK: Made before their turn

extension Statements {
  /// Where a statement is nothing but its pages. HTML needs the words themselves, and files of their own are written whole.
  public var isPiecewise: Bool { files.isOnePrintFile }

  public func pieces(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Int {
    guard (try? isWanted(account, outcome)) == true else { return 0 }
    _ = stationery.templates[StatementDocument.template]
    _ = try? papers.paper(of: account.customer.company)
    return 1
  }

  public func made(_ account: CustomerAccount, _ outcome: AccountOutcome) -> Parcel? {
    let claims = StatementClaims.claims(account, outcome, asOf: night.asOf)
    guard let positions = try? positions(account, outcome, claims) else { return nil }
    var parcel = Parcel(capacity: 6000)
    do throws(MessageProblem) {
      let pages = try laidOut(try compose(account, positions, claims), of: account.customer)
      parcel.put(pages.problem == nil ? Made.whole : Made.shortened)
      if let problem = pages.problem { ToldProblem(.document(problem)).put(into: &parcel) }
      pages.piece.draft(into: &parcel)
    } catch {
      parcel.put(Made.nothing)
      ToldProblem(error).put(into: &parcel)
    }
    return parcel
  }

  /// What a parcel holds: nothing but the problem, a statement, or the problem and a statement with a shortened address.
  private enum Made {
    static let nothing = 0
    static let whole = 1
    static let shortened = 2
  }

  private func laidOut(
    _ document: StatementDocument, of customer: Customer
  ) throws(MessageProblem) -> (piece: LaidOutPiece, problem: DocumentProblem?) {
    do throws(DocumentProblem) { return try files.laidOut(document, of: customer) } catch { throw .document(error) }
  }

  /// Writes what was made. Nil: these are not the pages of a statement.
  private mutating func take(_ made: Parcel.Reader, _ account: CustomerAccount) throws -> PrintedStatement? {
    var made = made
    guard let kind = made.integer() else { return nil }
    var problem: ToldProblem?
    if kind != Made.whole {
      problem = ToldProblem(from: &made)
      guard problem != nil else { return nil }
    }
    if kind == Made.nothing, let problem {
      fail(account.customer, problem)
      return PrintedStatement()
    }
    guard let paper = try? papers.paper(of: account.customer.company),
      let pages = LaidOutPiece(drafts: &made, stationery: paper.forStatements(night), profile: paper.profile)
    else { return nil }
    if let problem { fail(account.customer, problem, isWritten: true) }
    do { return try files.add(pages) } catch let problem as DocumentProblem {
      if case .cannotWrite(let failure) = problem { throw failure.cause }
      fail(account.customer, .document(problem))
      return PrintedStatement()
    }
  }
}
