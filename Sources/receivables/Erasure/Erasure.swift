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
      company: record.company, customerID: record.customerID, pseudonym: record.pseudonym, texts: traces.texts,
      shortest: CustomerTraces.shortest)
    table = TableErasure(text: text, messages: Set(traces.messages))
  }

  /// A file that has to change: its new bytes, or nil where it has to go.
  struct Change {
    var path: String
    var bytes: [UInt8]?
  }

  /// Finishes erasures that were cut off.
  static func resume(_ installation: Installation, _ state: State) throws {
    for record in try state.erasures.all() where !record.isDone {
      // Without traces the state is done; what is left is to say so.
      if let traces = try state.erasures.traces(company: record.company, customer: record.customerID) {
        try Erasure(installation, state, record, traces).run(by: "", reason: "finished after it was cut off")
      } else {
        try state.database.transaction { try state.erasures.finish(record) }
      }
    }
  }

  /// Does it all, and gives the number of files it changed and removed.
  @discardableResult
  func run(by: String, reason: String) throws -> (changed: Int, removed: Int) {
    var (changed, removed) = (0, 0)
    try forEachChange { change in
      try apply(change)
      if change.bytes == nil { removed += 1 } else { changed += 1 }
    }
    try ErasedFiles.mark(installation, state)
    let list = try state.erasures.files().map { "\($0.path) \($0.before) \($0.after ?? "removed")\n" }.joined()
    try state.database.transaction {
      try state.erasures.pseudonymize(record, traces)
      try state.erasures.finish(record)
      try state.trail.append(
        run: try state.runs.newest()?.run ?? "", event: "customer-erased", subject: record.pseudonym,
        detail: Details(["by": by, "reason": reason, "files": SHA256.hex(of: list)]).json)
    }
    try state.erasures.vacuum()
    return (changed, removed)
  }

  // MARK: What has to change

  /// Shows every file that has to change, one after the other.
  func forEachChange(_ body: (Change) throws -> Void) throws {
    for arrival in try state.arrivals.archivedPaths() {
      let path = Path.join(installation.archive, arrival)
      guard try Path.exists(path) else { continue }
      if let change = try export(path) { try body(change) }
    }
    for run in try state.runs.all() {
      let folder = Path.join(installation.runs, run.run)
      guard try Path.isFolder(folder) else { continue }
      try forEachChange(inRun: folder, body)
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
  private func forEachChange(inRun folder: String, _ body: (Change) throws -> Void) throws {
    let files = try Erasure.files(folder)
    var gone: Set<String> = []
    for path in files where path.hasSuffix(".csv") {
      let result = try table.erase(try ReadableFile(path).all(), file: path)
      guard let bytes = result.bytes else { continue }
      try body(Change(path: path, bytes: bytes))
      gone.formUnion(printed(beside: path, result.files, files))
    }
    for message in traces.messages { gone.formUnion(files.filter { $0.hasSuffix("/\(message).eml") }) }
    for path in files where !path.hasSuffix(".csv") && !path.hasSuffix("/manifest.json") {
      if gone.contains(path) {
        try body(Change(path: path, bytes: nil))
      } else if path.hasSuffix(".eml") {
        if text.mentions(try ReadableFile(path).all()[...]) { try body(Change(path: path, bytes: nil)) }
      } else if path.hasSuffix(".html") || path.hasSuffix(".json") || path.hasSuffix(".jsonl") || path.hasSuffix(".xml")
      {
        if let change = try page(path) { try body(change) }
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

  private func page(_ path: String) throws -> Change? {
    text.replaced(try ReadableFile(path).all()).map { Change(path: path, bytes: $0) }
  }

  private func export(_ path: String) throws -> Change? {
    let bytes = try ReadableFile(path).all()
    if TextErasure.isWide(bytes) { return text.mentions(bytes[...]) ? Change(path: path, bytes: nil) : nil }
    return text.blankedExport(bytes).map { Change(path: path, bytes: $0) }
  }

  static func files(_ folder: String) throws -> [String] {
    try Path.list(folder).flatMap { name -> [String] in
      let path = Path.join(folder, name)
      return try Path.isFolder(path) ? files(path) : [path]
    }
  }

  // MARK: Changing it

  /// Notes the change, then makes it: `verify` knows it whenever the power goes.
  private func apply(_ change: Change) throws {
    let before = try ReadableFile(change.path).sha256()
    let after = change.bytes.map { SHA256.hex(SHA256.digest($0)) }
    try state.database.transaction {
      try state.erasures.note(ErasedFile(path: installation.relative(change.path), before: before, after: after))
    }
    if let bytes = change.bytes {
      let isArchived = change.path.hasPrefix(installation.archive)
      try Durable.put(bytes, at: change.path, mode: isArchived ? 0o400 : Durable.fileMode)
    } else {
      try Durable.remove(change.path)
    }
  }
}

extension Installation {
  /// A path of the installation without the folder of pipeline.json, by which files stay known when the installation is moved.
  func relative(_ path: String) -> String {
    !root.isEmpty && path.hasPrefix(root + "/") ? String(path.dropFirst(root.utf8.count + 1)) : path
  }
}
