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
    let record = try state.database.transaction { try state.erasures.begin(company: company, customer: customer) }
    let (changed, removed) = try Erasure(installation, state, record, traces).run(by: by, reason: reason)
    try Standing(installation: installation, state: state).write()
    Terminal.say(
      "erased \(company) \(customer): it is \(record.pseudonym) now; \(changed) files were rewritten, \(removed) removed"
    )
    return .done
  }

  private static func preview(
    _ company: String, _ customer: String, _ traces: CustomerTraces, _ installation: Installation, _ state: State
  ) throws -> ExitCode {
    let record = ErasureRecord(id: 0, company: company, customerID: customer, pseudonym: "erased", isDone: false)
    Terminal.say(
      "\(traces.documents.count) documents and \(traces.messages.count) messages would stay under a pseudonym; these files would change:"
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
      let sums = traces.open.map { sum in
        Currency(sum.currency).map { Money(minorUnits: sum.balance, currency: $0).description } ?? sum.currency
      }
      throw Failure(
        .usage, "\(company) \(customer) has open items of \(sums.joined(separator: " and ")) [erase-open]",
        help: "settle or write them off in the ERP and run a night first")
    }
    if let found = try newestExport(with: customer, company, traces, installation, state) {
      throw Failure(
        .usage, "the newest export of feed \(found) still holds \(company) \(customer) [erase-exported]",
        help: "remove the customer in the ERP and run a night first: otherwise the next export brings it back")
    }
    let years = installation.configuration.legalRetention
    let limit = day.adding(days: -Int(Double(years) * 365.25))
    if let newest = traces.newest, newest > limit, !invocation.has(.overrideRetention) {
      throw Failure(
        .usage,
        "\(company) \(customer) has records of \(newest), which is less than \(years) years ago [erase-retention]",
        help:
          "books have to be kept (\"legalRetention\"); where the law lets you erase all the same, add --override-retention"
      )
    }
  }

  /// The feed whose newest file, which the next night would bring again, has the customer.
  private static func newestExport(
    with customer: String, _ company: String, _ traces: CustomerTraces, _ installation: Installation, _ state: State
  ) throws -> String? {
    let text = TextErasure(
      company: company, customerID: customer, pseudonym: "", texts: traces.texts, shortest: CustomerTraces.shortest)
    for feed in installation.configuration.intake.feeds {
      guard let kind = feed.columns?.feed, kind == .customers || kind == .documents,
        let newest = try state.arrivals.accepted(feed: feed.feed).first
      else { continue }
      let path = Path.join(installation.archive, newest.archived)
      guard try Path.exists(path) else { continue }
      let bytes = try ReadableFile(path).all()
      let isThere = bytes.split(separator: 0x0A).contains {
        text.names($0) && (kind == .customers || feed.columns?.extent == .snapshot)
      }
      if isThere { return feed.feed }
    }
    return nil
  }

  static func unknown(_ company: String, _ customer: String) -> Failure {
    Failure(
      .usage, "the state knows no customer \(customer) of company \(company)", help: "receivables history finds ids")
  }
}
