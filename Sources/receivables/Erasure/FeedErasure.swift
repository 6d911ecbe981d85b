import Ledger
import Pipeline
import Store

/// What `disconnect --erase` removes: the originals a feed has brought, whatever became of them, with what was rejected of them; and, as `erase`
/// does, the customers that only this feed knows. Customers whom the newest export of another feed names stay.
struct FeedErasure {
  let installation: Installation
  let state: State
  let feed: String
  /// Its name and those that it had before: what it brought goes, whatever it was called then.
  private let names: [String]

  struct Person {
    var company: String
    var customerID: String
    var traces: CustomerTraces

    var name: String { "\(company) \(customerID)" }
  }

  /// Customers that go, in byte order of company and id, and those that another feed still exports.
  let people: [Person]
  let staying: [String]
  /// Files of the feed itself, in byte order.
  let files: [String]
  private let arrivals: [Arrival]

  init(_ installation: Installation, _ state: State, feed: String) throws {
    (self.installation, self.state, self.feed) = (installation, state, feed)
    let former = try FormerFeeds(state, installation)
    names = former.allNames(of: feed)
    var arrivals: [Int64: Arrival] = [:]
    for name in names {
      for arrival in try state.arrivals.all(feed: name) { arrivals[arrival.id] = arrival }
    }
    self.arrivals = arrivals.values.sorted { $0.id < $1.id }
    files = try FeedErasure.files(of: self.arrivals, names, installation, state)
    let known = try FeedErasure.brought(by: names, self.arrivals, installation, state)
    let others = try FeedErasure.exported(of: known, except: feed, former, installation, state)
    staying = known.filter(others.contains).map(\.description)
    let going = known.filter { !others.contains($0) }
    people = try zip(going, state.erasures.traces(of: going.map { ($0.company, $0.id) })).compactMap {
      customer, traces in
      traces.map { Person(company: customer.company, customerID: customer.id, traces: $0) }
    }
  }

  // MARK: What stands against it

  /// - Parameter waiting: files of the feed that lie in the inbox: they would bring it all again.
  func refuse(waiting: [String], overridesRetention: Bool, day: CalendarDate) throws {
    if let first = waiting.first {
      throw Failure(
        .usage,
        "\(waiting.count.counted("file")) of \(feed) \(waiting.count == 1 ? "lies" : "lie") in the inbox: \(first) [erase-waiting]",
        help:
          "stop the export in the ERP and take the files away; whatever is dropped later is refused, and kept with the rejected"
      )
    }
    let open = people.filter { !$0.traces.open.isEmpty }
    if let first = open.first {
      let others = open.count == 1 ? "" : ", and \(open.count - 1) more customers of \(feed) have some"
      throw Failure(
        .usage, "\(first.name) has open items of \(first.traces.openSums)\(others) [erase-open]",
        help: "settle or write them off in the ERP and run a night first; receivables aging lists them")
    }
    guard !overridesRetention, let newest = people.compactMap(\.traces.newest).max() else { return }
    try EraseCommand.refuse("feed \(feed)", recordsOf: newest, installation, day)
  }

  // MARK: Telling and doing

  /// Everything that would go, a line each.
  func preview() throws -> String {
    var paths: [String: Bool] = [:]
    let records = people.map {
      ErasureRecord(id: 0, company: $0.company, customerID: $0.customerID, pseudonym: "erased", isDone: false)
    }
    for erasure in erasures(records) {
      try erasure.forEachChange { change in paths[change.path] = change.bytes == nil }
    }
    for path in files { paths[path] = true }
    let gone = people.map { "  \($0.name)\n" }.joined()
    let kept = staying.map { "  \($0)\n" }.joined()
    let changed = paths.sorted { $0.key < $1.key }.map { "  \($0.value ? "removed  " : "rewritten") \($0.key)\n" }
      .joined()
    return "customers that only this feed knows would be erased: \(people.count)\n\(gone)"
      + (staying.isEmpty ? "" : "another feed still exports these, and they stay: \(staying.count)\n\(kept)")
      + "files that would change: \(paths.count)\n\(changed)"
  }

  /// Part of the transaction that disconnects the feed: from here on the next command that writes finishes the customers.
  func begin(by: String, reason: String) throws -> [ErasureRecord] {
    for arrival in arrivals where arrival.state == .waiting || arrival.state == .held {
      try state.arrivals.decide(arrival.id, state: .rejected, waived: false, by: by, reason: reason)
    }
    // What was before is not brought back: it would be read from the originals.
    try state.undo.forget()
    return try people.map {
      try Erasure.begin(state, company: $0.company, customer: $0.customerID, by: by, reason: reason)
    }
  }

  /// Gives how many files were changed and removed.
  func finish(_ records: [ErasureRecord]) throws -> (changed: Int, removed: Int) {
    for path in files { try Erasure.Change(path: path, bytes: nil).apply(installation, state) }
    let done = try Erasure.run(erasures(records))
    if records.isEmpty {
      try ErasedFiles.mark(installation, state)
      try state.erasures.vacuum()
    }
    try state.database.transaction {
      try Erasure.note("feed-erased", feed, ["files": try ErasedFiles.digest(state)], state)
    }
    return (done.changed, done.removed + files.count)
  }

  /// - Parameter records: one for each of `people`, in their order.
  private func erasures(_ records: [ErasureRecord]) -> [Erasure] {
    zip(records, people).map { Erasure(installation, state, $0, $1.traces) }
  }
}

// MARK: - What the feed has brought

extension FeedErasure {
  private struct Customer: Hashable, CustomStringConvertible {
    var company: String
    var id: String
    var description: String { "\(company) \(id)" }
  }

  /// Originals, unless another feed has brought the same bytes; what lies refused or held beside the inbox; and rejected rows of published runs.
  private static func files(
    of arrivals: [Arrival], _ names: [String], _ installation: Installation, _ state: State
  ) throws -> [String] {
    var paths: Set<String> = []
    for arrival in arrivals {
      let isShared = try state.arrivals.arrivals(sha256Prefix: arrival.sha256).contains {
        $0.feed.map { !names.contains($0) } ?? false
      }
      if !isShared { paths.insert(Path.join(installation.archive, arrival.archived)) }
      for folder in [installation.rejected, installation.held] {
        let path = Path.join(folder, RefusedFile.name(arrival))
        paths.formUnion([path, path + ".reason.json"])
      }
    }
    for run in try state.runs.all() {
      let folder = Path.join(Path.join(installation.runs, run.run), "rejects")
      guard try Path.isFolder(folder) else { continue }
      for name in try Path.list(folder) where names.contains(where: { isReject(name, of: $0) }) {
        paths.insert(Path.join(folder, name))
      }
    }
    return try paths.sorted().filter { try Path.exists($0) }
  }

  /// `<feed>.csv`, `<feed>-redrop.csv`, `<feed>-redrop-2.xml`.
  private static func isReject(_ name: String, of feed: String) -> Bool {
    name == "\(feed).csv" || name.hasPrefix("\(feed)-redrop.") || name.hasPrefix("\(feed)-redrop-")
  }

  /// Customers whom an original of the feed names, or one of whose documents it has told of.
  private static func brought(
    by names: [String], _ arrivals: [Arrival], _ installation: Installation, _ state: State
  ) throws -> [Customer] {
    let all = try state.erasures.customers().map { Customer(company: $0.company, id: $0.customerID) }
    let ids = Set(all.map(\.id))
    var named: Set<String> = []
    for archived in Set(arrivals.map(\.archived)).sorted() {
      let path = Path.join(installation.archive, archived)
      if try Path.exists(path) { named.formUnion(TextErasure.named(in: try ReadableFile(path).all(), of: ids)) }
    }
    let told = Set(
      try names.flatMap(state.erasures.customers(withDocumentsOf:)).map {
        Customer(company: $0.company, id: $0.customerID)
      })
    let company = installation.configuration.intake.feeds.first { names.contains($0.feed) }?.company
    return all.filter { told.contains($0) || named.contains($0.id) && (company == nil || company == $0.company) }
  }

  /// Those whom the newest export of another feed names, in the companies that feed can speak for. In doubt a customer stays.
  private static func exported(
    of customers: [Customer], except feed: String, _ former: FormerFeeds, _ installation: Installation, _ state: State
  ) throws -> Set<Customer> {
    let ids = Set(customers.map(\.id))
    var found: Set<Customer> = []
    for other in installation.configuration.intake.feeds where other.feed != feed {
      guard let (_, bytes) = try other.newestExport(installation, state, former) else { continue }
      let named = TextErasure.named(in: bytes, of: ids)
      found.formUnion(
        customers.filter { named.contains($0.id) && (other.company == nil || other.company == $0.company) })
    }
    return found
  }
}
