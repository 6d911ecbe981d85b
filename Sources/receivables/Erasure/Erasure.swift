import Emit
import Formats
import Ledger
import Pipeline
import Store

/// Removes a customer's personal data from archive, outbox, inbox and state. Every step can be done again: an erasure that was cut off is
/// finished by the next command that writes.
struct Erasure {
  let installation: Installation
  let state: State
  let record: ErasureRecord
  let traces: CustomerTraces
  private let text: TextErasure
  private let table: TableErasure

  init(_ installation: Installation, _ state: State, _ record: ErasureRecord, _ traces: CustomerTraces) {
    (self.installation, self.state, self.record, self.traces) = (installation, state, record, traces)
    text = TextErasure(
      company: record.company, customerID: record.customerID, pseudonym: record.pseudonym, traces)
    table = TableErasure(text: text, messages: Set(traces.messages))
  }

  /// A file that has to change: its new bytes, or nil where it has to go.
  struct Change {
    var path: String
    var bytes: [UInt8]?
  }

  /// Finishes erasures that were cut off.
  static func resume(_ installation: Installation, _ state: State) throws {
    var open: [Erasure] = []
    let records = try state.erasures.all().filter { !$0.isDone }
    for (record, traces) in zip(records, try state.erasures.traces(of: records.map { ($0.company, $0.customerID) })) {
      // Without traces the state knows the customer no more: a file that came since did.
      open.append(Erasure(installation, state, record, traces ?? .none))
    }
    if !open.isEmpty { try run(open) }
  }

  /// Part of a transaction: from its end on the erasure is finished by whatever command writes next. Who asked for it stands in the trail.
  static func begin(_ state: State, company: String, customer: String, by: String, reason: String) throws
    -> ErasureRecord
  {
    let record = try state.erasures.begin(company: company, customer: customer)
    try note("erasure-begun", record.pseudonym, ["by": by, "reason": reason], state)
    return record
  }

  /// A row of the trail.
  static func note(_ event: String, _ subject: String, _ detail: KeyValuePairs<String, String>, _ state: State) throws {
    _ = try state.trail.append(
      run: try state.runs.newest()?.run ?? "", event: event, subject: subject, detail: Details(detail).json)
  }

  /// Does it all, and gives the number of files it changed and removed. None of the customers is done before the files are: what is cut off is
  /// done again for all of them.
  @discardableResult
  static func run(_ erasures: [Erasure]) throws -> (changed: Int, removed: Int) {
    guard let first = erasures.first else { return (0, 0) }
    let (installation, state) = (first.installation, first.state)
    var changes: [String: Bool] = [:]
    for erasure in erasures {
      try erasure.forEachChange { change in
        try change.apply(installation, state)
        changes[change.path] = change.bytes == nil
      }
    }
    try ErasedFiles.mark(installation, state)
    let list = try ErasedFiles.digest(state)
    for erasure in erasures {
      try state.database.transaction {
        try state.erasures.pseudonymize(erasure.record, erasure.traces)
        try state.erasures.finish(erasure.record)
        try note("customer-erased", erasure.record.pseudonym, ["files": list], state)
      }
    }
    try state.erasures.vacuum()
    let removed = changes.values.count { $0 }
    return (changes.count - removed, removed)
  }

  // MARK: What has to change

  /// Shows every file that has to change, one after the other.
  func forEachChange(_ body: (Change) throws -> Void) throws {
    let others = try OthersLines(
      installation, state, company: record.company, customerID: record.customerID)
    for archived in try state.arrivals.archivedPaths() {
      let path = Path.join(installation.archive, archived)
      guard try Path.exists(path) else { continue }
      let own = try others.decided(of: archived, traces)
      if let change = try export(path, others: { try others.lines(of: archived) }, own: own) { try body(change) }
    }
    for run in try state.runs.all() {
      let folder = Path.join(installation.runs, run.run)
      guard try Path.isFolder(folder) else { continue }
      try forEachChange(inRun: folder, others.page, body)
    }
    // Nobody has to keep a rehearsal.
    if try Path.isFolder(installation.rehearsals) {
      for path in try Erasure.files(installation.rehearsals) { try body(Change(path: path, bytes: nil)) }
    }
    for folder in [installation.rejected, installation.held] where try Path.isFolder(folder) {
      for name in try Path.list(folder) {
        let path = Path.join(folder, name)
        if let change = name.hasSuffix(".reason.json") ? try page(path) : try export(path) { try body(change) }
      }
    }
    let copies = InboxCopies(inbox: installation.inbox)
    for path in try copies.paths(company: record.company, documents: traces.documents) {
      try body(Change(path: path, bytes: nil))
    }
  }

  /// Tables first: they say which print files and messages are the customer's.
  private func forEachChange(inRun folder: String, _ companies: PageCompanies, _ body: (Change) throws -> Void) throws {
    let files = try Erasure.files(folder)
    var gone: Set<String> = []
    var removed: Set<String> = []
    for path in files where path.hasSuffix(".csv") && !removed.contains(path) {
      let result = try table.erase(try ReadableFile(path).all(), file: path)
      guard let bytes = result.bytes else { continue }
      // What is handed over has a folder for each customer, called by its number, with copies of its invoices. They go first: the table that
      // tells of them says nothing of them afterwards.
      for own in files where result.folders.contains(where: { own.hasPrefix("\(Path.join(folder, $0))/") }) {
        try body(Change(path: own, bytes: nil))
        removed.insert(own)
      }
      try body(Change(path: path, bytes: bytes))
      gone.formUnion(printed(beside: path, result.files, files).filter { !removed.contains($0) })
    }
    for message in traces.messages { gone.formUnion(files.filter { $0.hasSuffix("/\(message).eml") }) }
    for path in files where !path.hasSuffix(".csv") && !path.hasSuffix("/manifest.json") && !removed.contains(path) {
      if gone.contains(path) {
        try body(Change(path: path, bytes: nil))
      } else if path.hasSuffix(".eml") {
        if text.mentions(try ReadableFile(path).all()[...]) { try body(Change(path: path, bytes: nil)) }
      } else if path.hasSuffix(".html") || path.hasSuffix(".json") || path.hasSuffix(".jsonl") || path.hasSuffix(".xml")
      {
        if let change = try page(path, companies) { try body(change) }
      }
    }
  }

  /// Print files in which the customer of a table's row stands: those the row names, else that of the table's own name, else all beside it.
  private func printed(beside table: String, _ named: Set<String>, _ files: [String]) -> [String] {
    let folder = Path.parent(table)
    let beside = files.filter { $0.hasSuffix(".pdf") && Path.parent($0) == folder }
    let byName = files.filter { path in named.contains { path.hasSuffix("/\($0)") } }
    if !byName.isEmpty { return byName }
    let own = String(table.dropLast(4)) + ".pdf"
    return beside.contains(own) ? [own] : beside
  }

  private func page(_ path: String, _ companies: PageCompanies = .none) throws -> Change? {
    text.replaced(try ReadableFile(path).all(), page: companies).map { Change(path: path, bytes: $0) }
  }

  /// - Parameters:
  ///   - others: numbers of lines that are of others.
  ///   - own: of those that are about the customer's documents.
  private func export(
    _ path: String, others: () throws -> Set<Int> = { [] }, own: Set<Int> = []
  ) throws -> Change? {
    let bytes = try ReadableFile(path).all()
    if TextErasure.isBinary(bytes) { return text.mentions(bytes[...]) ? Change(path: path, bytes: nil) : nil }
    return try text.blankedExport(bytes, others: others, own: own).map { Change(path: path, bytes: $0) }
  }

  static func files(_ folder: String) throws -> [String] {
    try Path.list(folder).flatMap { name -> [String] in
      let path = Path.join(folder, name)
      return try Path.isFolder(path) ? files(path) : [path]
    }
  }

}

extension Erasure.Change {
  /// Notes the change, then makes it: `verify` knows it whenever the power goes.
  func apply(_ installation: Installation, _ state: State) throws {
    let before = try ReadableFile(path).sha256()
    let after = bytes.map { SHA256.hex(SHA256.digest($0)) }
    try state.database.transaction {
      try state.erasures.note(ErasedFile(path: installation.relative(path), before: before, after: after))
    }
    if let bytes {
      let isArchived = path.hasPrefix(installation.archive)
      try Durable.put(bytes, at: path, mode: isArchived ? 0o400 : Durable.fileMode)
    } else {
      try Durable.remove(path)
    }
  }
}

extension Installation {
  /// A path of the installation without the folder of pipeline.json, by which files stay known when the installation is moved.
  func relative(_ path: String) -> String {
    !root.isEmpty && path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path
  }
}
