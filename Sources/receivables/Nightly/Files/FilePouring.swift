import Formats
import Intake
import Ledger
import Normalize
import Pipeline
import Store

/// Reading whole files, and what keeps them from being accepted as a whole.
extension NightReading {
  /// What became of reading a file to its end.
  struct Poured {
    /// Why it could not be read to its end.
    var problem: Diagnostic?
    var controls: [SourceControl] = []
    var skipped = 0
    var leftOut: [LeftOutRows] = []
    var warnings: [Diagnostic] = []
  }

  /// Pushes a whole file through its reader.
  func pour(_ file: PendingFile, _ take: (RecordView) throws -> Void) throws -> Poured {
    try pour(file, take) { reader, chunk in try reader.push(chunk, take) }
  }

  /// The same where lines may be known by their bytes, see `RecordReader`.
  func pour(
    _ file: PendingFile, passing: LinePassing,
    _ take: (RecordView) throws -> Void
  ) throws -> Poured {
    try pour(file, take) { reader, chunk in try reader.push(chunk, passing: passing, take) }
  }

  private func pour(
    _ file: PendingFile, _ take: (RecordView) throws -> Void,
    _ push: (inout SettledReader, UnsafeRawBufferPointer) throws -> Void
  ) throws -> Poured {
    guard var reader = file.reading?.reader() else { return Poured() }
    try mark.begin(file.arrival.sha256)
    let source = try ReadableFile(file.path)
    var poured = Poured()
    do {
      try source.forEachChunk(pastCache: true) { try push(&reader, $0) }
      try reader.finish(take)
    } catch let diagnostic as Diagnostic { poured.problem = diagnostic }
    poured.controls = reader.controls
    poured.skipped = reader.skipped.reduce(0) { $0 + $1.rows }
    poured.leftOut = reader.leftOut
    poured.warnings = reader.warnings
    if file.reading?.feed.isOwnMapping == true {
      poured.warnings += poured.leftOut.compactMap { $0.warning(file.path) }
    }
    return poured
  }

  /// Keeps what the file says about itself. False where it cannot be read to its end; it is then refused.
  mutating func note(_ poured: Poured, _ index: Int) -> Bool {
    if let problem = poured.problem {
      refuseUnreadable(index, problem)
      return false
    }
    files[index].controls = poured.controls
    files[index].skipped = poured.skipped
    files[index].leftOut = poured.leftOut.reduce(0) { $0 + $1.rows }
    for warning in poured.warnings { remark(warning, files[index]) }
    return true
  }

  mutating func refuseUnreadable(_ index: Int, _ problem: Diagnostic) {
    files[index].problems.append(problem)
    let place =
      problem.line > 0 ? "line \(problem.line)\(problem.column > 0 ? ", column \(problem.column)" : ""): " : ""
    files[index].refuse(.rejected, problem.code, place + problem.message, problem.help)
  }

  mutating func reject(twice rows: Set<Int>, _ index: Int) throws {
    try reject(rows, index, code: TwiceInAFile.code, message: TwiceInAFile.message, hint: TwiceInAFile.hint)
  }

  /// Reads the file once more to find these records' bytes, and rejects them.
  mutating func reject(_ rows: Set<Int>, _ index: Int, code: String, message: String, hint: String) throws {
    guard !rows.isEmpty, let reading = files[index].reading else { return }
    var found: [RejectedRow] = []
    let mapping = reading.mapping
    _ = try pour(files[index]) { record in
      guard rows.contains(record.position.record) else { return }
      func value(_ name: String) -> String? {
        guard let rule = mapping[name] else { return nil }
        if let constant = rule.constant { return constant }
        guard let at = mapping.column(of: rule, in: record.columns), at < record.fields.count else { return nil }
        return String(decoding: record.fields[at], as: UTF8.self)
      }
      let feed = reading.feed.feed
      let document = value("document_id")
      found.append(
        RejectedRow(
          position: record.position, column: "", code: code, message: message, hint: hint, raw: record.raw,
          above: record.above,
          company: value("company"), documentID: document, instalment: value("instalment") ?? "",
          customerID: value("customer_id"),
          recordID: RejectedRow.recordID(feed, documentID: document) { value($0.description) },
          decisionKind: feed == .decisions ? value("kind") : nil))
    }
    files[index].rejected = (files[index].rejected + found).sorted { $0.position.record < $1.position.record }
  }

  /// Refuses a file as a whole when more of its rows are wrong than the settings allow. A row counts once.
  mutating func isTooBad(_ index: Int) -> Bool {
    // Beyond some thousand only their number is kept.
    let rows = max(files[index].arrival.rejectedRows, Set(files[index].rejected.map(\.position.record)).count)
    files[index].arrival.rejectedRows = rows
    let (all, limit) = (files[index].arrival.rows, installation.configuration.normalize.maxRejects)
    guard RowProblems.isRefused(rejected: rows, ofOthers: files[index].othersRejected, rows: all, limit: limit) else {
      return false
    }
    let others = RowProblems.passedOver(ofOthers: files[index].othersRejected, rows: all)
    let first = files[index].doubtful.first ?? files[index].rejected.first
    files[index].refuse(
      .rejected, "too-many-rejects",
      "\(rows - others) of \(all - others) rows are wrong, \(limit.limit(rows: all - others)) are allowed; "
        + "the first is on line \(first?.position.lineFrom ?? 0): \(first?.message ?? "")",
      "\(adviceOnAll(files[index].rejected, first))correct the export and drop it again; every wrong row is in its reason file"
    )
    return true
  }

  /// What the first row says to do, and of how many of them.
  private func adviceOnAll(_ rejected: [RejectedRow], _ first: RejectedRow?) -> String {
    guard let first, !first.hint.isEmpty else { return "" }
    let isSame = rejected.allSatisfy { $0.code == first.code && $0.hint == first.hint || $0.isOfOtherCompany }
    return isSame ? "\(first.hint); " : "for that one: \(first.hint); "
  }

  mutating func remark(_ found: [RowWarning], _ file: PendingFile) {
    for warning in found {
      warn(code: warning.code, "\(file.arrival.name) line \(warning.position.lineFrom): \(warning.message)")
    }
  }

  /// Holds a file whose own totals are not what its rows add up to: rows are missing, a sign was lost, a decimal mark moved.
  mutating func ties(_ index: Int) -> Bool {
    let wrong = files[index].controls.filter { !$0.ties }
    guard let first = wrong.first, !files[index].arrival.waived else { return true }
    files[index].problems += wrong.map { ControlDifference($0).diagnostic(file: files[index].arrival.name) }
    let more = wrong.count > 1 ? " (and \(wrong.count - 1) more)" : ""
    files[index].refuse(
      .held, "control-total", ControlDifference(first).message + more,
      "look for rows that are missing or rejected; receivables accept {sha12} --by NAME --reason TEXT takes it as it is"
    )
    return false
  }

  /// An export of changes without rows is taken: there was nothing to say. It may also have been filtered away.
  mutating func remarkNoRows(_ index: Int) {
    let message = "\(files[index].arrival.name): the file has no rows"
    warnings.append(RunReport.Warning(code: "file-no-rows", message: message))
  }

  mutating func remark(_ warning: Diagnostic, _ file: PendingFile) {
    let place = warning.line > 0 ? " line \(warning.line)" : ""
    warnings.append(
      RunReport.Warning(code: warning.code, message: "\(file.arrival.name)\(place): \(warning.message)"))
  }
}
