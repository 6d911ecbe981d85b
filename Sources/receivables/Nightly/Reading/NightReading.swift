import Diff
import Formats
import Intake
import Ledger
import Normalize
import Pipeline
import Store

/// Reads tonight's files into the book: which feed each belongs to, what its rows say, what speaks against it. Changes nothing in the state;
/// what became of each file is in `files`.
struct NightReading {
  let installation: Installation
  let state: State
  let asOf: CalendarDate
  let log: Log

  var files: [PendingFile]
  var book: Book
  var tables: BookTables
  var changes = ChangeLog()
  var contacts: [Contact] = []
  var payments: [Payment] = []
  var applications: [Application] = []
  var controls: [ControlTotal] = []
  var rates: [ExchangeRate] = []
  var decisions: [Decision] = []
  /// File and line of tonight's decisions, by id.
  var decisionPlaces: [String: String] = [:]
  var deliveryEvents: [DeliveryEvent] = []
  var accessRequests: [AccessRequest] = []
  /// Of contacts and decisions what `snapshot` feeds list, and feed and day of each of tonight's rows.
  var lists: [Ledger.Feed: [FeedList]] = [:]
  var listed: [Ledger.Feed: [(feed: String, date: CalendarDate)]] = [:]
  var snapshots: [NightResult.SettledSnapshot] = []
  /// Exports of the past, newest first.
  var late: [LatePast.Export] = []
  var told = TonightsDays()
  var recordSums = RecordSums()
  /// Columns that feeds have from tonight on.
  var headers: [FeedHeaders.Header] = []
  var reportControls: [RunReport.Control] = []
  /// What exports of earlier days show, for control rows of their days.
  var earlierTotals = EarlierTotals()
  var warnings: [RunReport.Warning] = []
  /// Newest documents date of companies that had a documents file tonight.
  var refreshed: [String: CalendarDate] = [:]
  /// By checksum, the companies that tonight's documents files speak for.
  var spokenFor: [String: [String]] = [:]
  /// Companies of which a whole snapshot was accepted tonight, and the day that it is of.
  var replaced: [String: CalendarDate] = [:]
  /// What tonight's documents files were taken for.
  var taken: [TakenDocuments] = []
  /// Feeds that had another name.
  let former: FormerFeeds
  /// Which feeds are paused or disconnected.
  let standings: FeedStandings
  /// Rows that were rejected and are missing, tonight's and those of earlier nights.
  var missing: MissingRows
  /// What files of single records tell of, by place in `files`, where somebody asks.
  var tellings: [Int: Telling] = [:]
  /// Customers of whom a redrop of tonight brought a row, by arrival.
  var corrected: [Int64: Set<CustomerKey>] = [:]
  /// What documents files say about their customers, by arrival; counts once the file is accepted.
  var customerFacts: [Int64: CustomerFacts] = [:]
  /// Open balances that stand although tonight's snapshot does not show them, because a rejected row hides them.
  var keptOpen: [Movements.Key: Int64] = [:]
  /// Date of the newest documents export of each company that was accepted before tonight.
  let dataAsOf: [String: CalendarDate]
  /// Customers who were erased, and those of them whom late files of tonight have once more, by the erasure.
  let erased: ErasedCustomers
  var erasedAgain: [Int64: CustomerKey] = [:]
  private let hasClosed: Bool
  /// What these files brought has ended the program behind reading: it is done without them.
  var isTrapped = false

  init(installation: Installation, state: State, asOf: CalendarDate, files: [PendingFile], log: Log, mark: ReadingMark)
    throws
  {
    self.mark = mark
    self.installation = installation
    self.state = state
    self.asOf = asOf
    self.log = log
    self.files = files
    accountMask = try installation.accountMask(state)
    tables = BookTables(state.database)
    book = try tables.load(companies: installation.configuration.companies.map(\.id))
    if files.contains(where: { $0.isOpen }) { try tables.loadLines(&book) }
    dataAsOf = try state.arrivals.dataAsOf()
    former = try FormerFeeds(state, installation)
    standings = try FeedStandings(state, installation, former)
    missing = try MissingRows(state, installation.configuration, standings)
    erased = try state.erasures.customersErased()
    hasClosed = try tables.hasClosedDocuments()
  }

  /// Hides account numbers of bank files.
  let accountMask: AccountMask
  /// Tells the next run which file was being read, should this one end over it.
  let mark: ReadingMark

  var companyIDs: [String] { installation.configuration.companies.map(\.id) }

  mutating func read() throws {
    try resolve()
    try FileOrder(installation: installation, state: state, asOf: asOf).settle(&files)
    for index in files.indices where files[index].isOpen && files[index].kind != .documents {
      try readRecords(index)
    }
    noteUnreadLists()
    try readDocuments()
    // Only now are all customers known.
    try remarkDecisions()
    try remarkApplications()
    for contact in contacts { remark(contact) }
    try noteRejected()
    try noteDuplicates()
    try noteHeaders()
    noteWarnings()
  }

  /// Finds each file's feed.
  private mutating func resolve() throws {
    let settings = installation.configuration.intake.feeds
    let feeds = settings.compactMap(FeedDeclaration.init)
    let quarantined = try state.crashes.quarantined()
    for index in files.indices where files[index].isOpen {
      guard !quarantined.contains(files[index].arrival.sha256) else {
        files[index].refuse(
          .rejected, "crashed-before", "the program ended twice while it was reading this file",
          "this is a defect of receivables: please report it with the file; dropped again it is tried again")
        noteFeed(ofRefused: index, [], feeds)
        continue
      }
      guard !isTrapped else {
        files[index].refuse(
          .rejected, "crashed-night", "the program ended by a fault of its own over what tonight's files brought",
          "this is a defect of receivables: please report it with the files; dropped again, one after the other, they are tried again"
        )
        noteFeed(ofRefused: index, [], feeds)
        continue
      }
      try mark.begin(files[index].arrival.sha256)
      let source = try ReadableFile(files[index].path)
      let head = try FileHead(source, name: files[index].arrival.name, folder: files[index].arrival.folder)
      do {
        let resolved = try FeedResolution.resolve(head, feeds: feeds, company: companyIDs.first)
        let settled = try settle(resolved, source, files[index])
        files[index].reading = settled
        files[index].feed = settings.first { $0.feed == resolved.feed.name }
        files[index].arrival.feed = resolved.feed.name
        files[index].header = resolved.header
        files[index].footer = resolved.footer
        for warning in settled.warnings { remark(warning, files[index]) }
        if let standing = standings.of(resolved.feed.name), standing.state == .disconnected {
          files[index].refuse(
            .rejected, "feed-disconnected",
            "feed \(standing.feed) was disconnected on \(standing.since) by \(standing.by)",
            "receivables connect \(standing.feed) --by NAME --reason TEXT, then drop the file again")
        }
      } catch let error as FileRefusal {
        files[index].problems = error.problems
        let first = error.problems[0]
        let place = first.line > 0 ? "line \(first.line): " : ""
        files[index].refuse(.rejected, first.code, place + first.message, first.help)
        noteFeed(ofRefused: index, error.feeds, feeds)
      }
    }
  }

  // MARK: Feeds of single records

  private mutating func readRecords(_ index: Int) throws {
    guard let reading = files[index].reading else { return }
    var normalizer = RecordNormalizer(
      mapping: reading.mapping, companies: companyIDs, named: reading.feed.companies,
      limit: installation.configuration.normalize.maxRejects)
    var records: [(record: FeedRecord, position: RecordPosition)] = []
    let poured = try pour(files[index]) { record in
      if let made = normalizer.add(record) { records.append((made, record.position)) }
    }
    files[index].arrival.rows = normalizer.problems.rows
    files[index].arrival.rejectedRows = normalizer.problems.rejectedRows
    files[index].reject(normalizer.problems)
    remark(normalizer.problems.warnings, files[index])
    guard note(poured, index) else { return }
    files[index].skipped += normalizer.problems.othersLeftOut
    giveToOwners(&records, index)
    try nameAsKnown(&records, index)
    try reject(twice: TwiceInAFile.remove(from: &records), index)
    try rejectContacts(&records, index)
    try rejectZeros(&records, index)
    maskRejects(index)
    guard !isTooBad(index), ties(index) else { return }
    if files[index].arrival.rows == 0 { remarkNoRows(index) }
    if let newer = files[index].overtakenBy { return try compareOlder(records.map(\.record), index, newer) }
    let late = try LateRecords(files[index], state, former)
    if let late { try leaveOvertaken(&records, index, late) }
    if files[index].arrival.state == .waiting { files[index].arrival.state = .accepted }
    files[index].taken = records.count
    noteTelling(records, index)
    let before = applications.count
    let untold = UntoldFields(reading.resolved, book)
    for (record, position) in records {
      if case .payment(let payment) = record { recordSums.add(payment, feed: reading.feed.name) }
      if case .decision(var decision) = record {
        decisionPlaces[decision.id] = "\(files[index].arrival.name) line \(position.lineFrom)"
        // A person has let the file in: what it says is said today, be it the same as before.
        decision.isRenewed = files[index].arrival.waived
        take(.decision(decision))
      } else if case .customer(let customer) = record {
        take(untold.filled(customer, from: book))
      } else {
        take(record)
      }
    }
    if applications.count > before {
      recordSums.note(applications: before..<applications.count, feed: reading.feed.name)
    }
    noteListed(records, index, isLate: late != nil)
  }

  /// The payer's account as a hash and its end, also where the ERP writes it in full: nobody needs more to know it again. Card numbers and
  /// IBANs in all other texts end in stars, whatever file they came from.
  func masked(_ payment: Payment) -> Payment {
    var payment = payment
    if let account = payment.details["payer_account"], !AccountMask.isMasked(account) {
      payment.details = payment.details.setting("payer_account", to: accountMask.masked(account))
    }
    guard TextMask.masked(payment.details.json) != payment.details.json else { return payment }
    for (name, value) in payment.details.fields where name != "payer_account" {
      let clean = TextMask.masked(value)
      if clean != value { payment.details = payment.details.setting(name, to: clean) }
    }
    return payment
  }

  /// Rejected rows of payments go into files for people: without card numbers and account numbers.
  private mutating func maskRejects(_ index: Int) {
    guard files[index].reading?.feed.feed == .payments else { return }
    for row in files[index].rejected.indices { files[index].rejected[row].maskNumbers() }
  }

  private mutating func take(_ record: FeedRecord) {
    switch record {
    case .customer(let customer): take(customer)
    case .contact(let contact): contacts.append(contact)
    case .payment(let payment): payments.append(masked(payment))
    case .application(let application): applications.append(application)
    case .control(let control): controls.append(control)
    case .accessRequest(var request):
      if request.at.isEmpty { request.at = "\(asOf)" }
      accessRequests.append(request)
    case .deliveryEvent(var event):
      if event.at.isEmpty { event.at = "\(asOf)" }
      deliveryEvents.append(event)
    case .rate(let rate): rates.append(rate)
    case .decision(var decision):
      decision.learnedOn = asOf
      decisions.append(decision)
    }
  }

  private mutating func remark(_ contact: Contact) {
    guard !isKnown(contact.company, contact.customerID) else { return }
    warn(
      code: "contact-customer-unknown",
      "contact \(contact.id) is one of customer \(contact.customerID) of \(contact.company), whom no file has named")
  }

  /// News of a message that nobody has sent is kept and told.
  mutating func remark(_ deliveries: Deliveries) {
    for report in deliveries.reports where report.message == nil {
      warn(
        code: "delivery-event-unknown",
        "`\(report.event.kind.rawValue)` is about message \(report.event.messageID) of \(report.event.company), which was never sent from here"
      )
    }
  }

  func isKnown(_ company: String, _ customer: String) -> Bool {
    book.customerRow(company, customer) != nil
  }

  /// Of each code the first message is told, and how often it came.
  mutating func warn(code: String, _ message: String) {
    if let at = warnings.firstIndex(where: { $0.code == code }) {
      warnings[at].count += 1
    } else {
      warnings.append(RunReport.Warning(code: code, message: message))
    }
  }

  mutating func take(_ customer: Customer) {
    let company = book.company(customer.company)
    if let row = book.customers.find(company: company, id: customer.id) {
      _ = book.customers.update(row, name: customer.name, details: customer.details)
      return
    }
    var (id, name, details) = (customer.id, customer.name, customer.details.json)
    id.withUTF8 { id in
      name.withUTF8 { name in
        details.withUTF8 { details in
          _ = book.customers.add(
            company: company, id: UnsafeRawBufferPointer(id), name: UnsafeRawBufferPointer(name),
            details: UnsafeRawBufferPointer(details), stateID: 0)
        }
      }
    }
  }

  /// An ERP contact is changed only by a feed that may do so.
  private mutating func rejectContacts(
    _ records: inout [(record: FeedRecord, position: RecordPosition)], _ index: Int
  ) throws {
    guard files[index].feed?.changesContacts != true else { return }
    var rows: Set<Int> = []
    records.removeAll { record, position in
      guard case .decision(let decision) = record, decision.kind == .contact else { return false }
      rows.insert(position.record)
      return true
    }
    try reject(
      rows, index, code: "contact-not-allowed", message: "this feed may not change contact fields",
      hint: "set \"changesContacts\": true on the feed, or change the contact in the ERP")
  }

  func hasClosedDocuments() -> Bool { hasClosed }

  // MARK: Afterwards

  private mutating func noteHeaders() throws {
    var comparison = HeaderComparison(state, asOf: asOf)
    for file in files {
      guard let gone = try comparison.look(at: file) else { continue }
      remark(gone, file)
    }
    headers = comparison.news
  }

  private mutating func noteWarnings() {
    if let first = changes.unannounced.first {
      let customer = book.customer(first)
      warnings.append(
        RunReport.Warning(
          code: "customer-unknown",
          message:
            "customer \(customer.id) of \(customer.company) is on documents, but in no customers file; it was created under its id",
          count: changes.unannounced.count))
    }
    remarkStrangersByZeros()
    remarkPayers()
    remarkUnlistedCompanies()
    warnings += installation.warnings.map { RunReport.Warning(code: $0.code, message: $0.message) }
  }
}

extension RejectedRow {
  fileprivate mutating func maskNumbers() {
    raw = TextMask.masked(raw)
    above = TextMask.masked(above)
    message = TextMask.masked(message)
  }
}
