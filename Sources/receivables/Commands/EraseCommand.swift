import Ledger
import Pipeline
import Store

/// `erase`: removes a customer's personal data everywhere, provably. Amounts stay under a pseudonym, so that totals stay true.
enum EraseCommand {
  static let command = Command(
    "erase", "Removes a customer's personal data from state, archive, outbox and inbox; totals stay under a pseudonym.",
    options: [.company, .customer, .preview, .overrideRetention, .by, .reason, .now]
  ) { try erase($0) }

  private static func erase(_ invocation: Invocation) throws -> ExitCode {
    guard let company = invocation[.company], let customer = invocation[.customer] else {
      throw Failure(.usage, "erase needs --company C and --customer ID")
    }
    let isPreview = invocation.has(.preview)
    let (by, reason) = isPreview ? ("", "") : try invocation.decider()
    let installation = try Installation.load(invocation.configPath)
    guard try Path.exists(installation.database) else { throw unknown(company, customer) }
    let day = try invocation.clock().day(in: installation.configuration.timeZone)
    let lock = isPreview ? nil : try Lock(Path.join(installation.stateFolder, "lock"))
    defer { withExtendedLifetime(lock) {} }
    let state = isPreview ? try State.look(installation.database) : try State.open(installation.database)
    try state.refuseCutOffRun()
    if !isPreview { try Erasure.resume(installation, state) }
    guard let traces = try state.erasures.traces(company: company, customer: customer) else {
      throw unknown(company, customer)
    }
    try refuse(company, customer, traces, installation, state, day, invocation)
    if isPreview { return try preview(company, customer, traces, installation, state) }
    let record = try state.database.transaction {
      try Erasure.begin(state, company: company, customer: customer, by: by, reason: reason)
    }
    let erasure = Erasure(installation, state, record, traces)
    let (changed, removed) = try Erasure.run([erasure])
    try Standing(installation: installation, state: state).write()
    Terminal.say(
      "erased \(company) \(customer): it is \(record.pseudonym) now; \(changed.counted("file")) \(changed == 1 ? "was" : "were") rewritten, \(removed) removed"
    )
    return .done
  }

  private static func preview(
    _ company: String, _ customer: String, _ traces: CustomerTraces, _ installation: Installation, _ state: State
  ) throws -> ExitCode {
    let record = ErasureRecord(id: 0, company: company, customerID: customer, pseudonym: "erased", isDone: false)
    Terminal.say(
      "\(traces.documents.count.counted("document")) and \(traces.messages.count.counted("message")) would stay under a pseudonym; these files would change:"
    )
    try Erasure(installation, state, record, traces).forEachChange { change in
      Terminal.say("  \(change.bytes == nil ? "removed  " : "rewritten") \(change.path)")
    }
    Terminal.say("nothing was changed; copies of runs that others have taken are theirs to erase")
    return .done
  }

  // MARK: What stands against it

  private static func refuse(
    _ company: String, _ customer: String, _ traces: CustomerTraces, _ installation: Installation, _ state: State,
    _ day: CalendarDate, _ invocation: Invocation
  ) throws {
    if !traces.open.isEmpty {
      throw Failure(
        .usage, "\(company) \(customer) has open items of \(traces.openSums) [erase-open]",
        help: "settle or write them off in the ERP and run a night first")
    }
    if let found = try newestExport(with: customer, company, installation, state) {
      throw Failure(
        .usage, "the newest export of feed \(found) still holds \(company) \(customer) [erase-exported]",
        help: "remove the customer in the ERP and run a night first: otherwise the next export brings it back")
    }
    if let newest = traces.newest, !invocation.has(.overrideRetention) {
      try refuse("\(company) \(customer)", recordsOf: newest, installation, day)
    }
  }

  /// Books have to be kept so many years.
  static func refuse(_ whose: String, recordsOf newest: CalendarDate, _ installation: Installation, _ day: CalendarDate)
    throws
  {
    let years = installation.configuration.legalRetention
    guard newest > day.adding(days: -Int(Double(years) * 365.25)) else { return }
    throw Failure(
      .usage, "\(whose) has records of \(newest), which is less than \(years) years ago [erase-retention]",
      help:
        "books have to be kept (\"legalRetention\"); where the law lets you erase all the same, add --override-retention"
    )
  }

  /// The feed whose newest file, which the next night would bring again, has the customer.
  private static func newestExport(
    with customer: String, _ company: String, _ installation: Installation, _ state: State
  ) throws -> String? {
    let text = TextErasure(company: company, customerID: customer, pseudonym: "")
    let others = try OthersLines(installation, state, company: company, customerID: customer)
    let former = try FormerFeeds(state, installation)
    for feed in installation.configuration.intake.feeds {
      guard feed.company == nil || feed.company == company,
        let (archived, bytes) = try feed.newestExport(installation, state, former)
      else { continue }
      if try !text.lines(of: bytes, others: { try others.lines(of: archived) }).isEmpty { return feed.feed }
    }
    return nil
  }

  static func unknown(_ company: String, _ customer: String) -> Failure {
    Failure(
      .usage, "the state knows no customer \(customer) of company \(company)", help: "receivables history finds ids")
  }
}

extension FeedSettings {
  /// The newest file of a feed that would bring the same customers again the next night: customers, and whole exports of documents. Nil for
  /// other feeds, and where there is none. It may have come under a name that the feed had before.
  func newestExport(
    _ installation: Installation, _ state: State, _ former: FormerFeeds
  ) throws -> (archived: String, bytes: [UInt8])? {
    guard let columns,
      columns.feed == .customers || columns.feed == .documents && (extent ?? columns.extent) == .snapshot,
      let newest = try former.allNames(of: feed).compactMap({ try state.arrivals.accepted(feed: $0).first })
        .max(by: { ($0.fileDate ?? .missing, $0.id) < ($1.fileDate ?? .missing, $1.id) })
    else { return nil }
    let path = Path.join(installation.archive, newest.archived)
    return try Path.exists(path) ? (newest.archived, try ReadableFile(path).all()) : nil
  }
}

extension CustomerTraces {
  /// What is open, in words: `600.00 EUR and 20.00 USD`.
  var openSums: String {
    open.map { sum in
      Currency(sum.currency).map { Money(minorUnits: sum.balance, currency: $0).description } ?? sum.currency
    }.joined(separator: " and ")
  }
}
