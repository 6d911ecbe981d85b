import Formats
import Intake
import Ledger
import Normalize
import Pipeline
import Store

/// How one file would be read in a night: what was found out about it and by what, its first rows, what would be rejected.
struct FileCheck {
  /// A record of the file and what becomes of it.
  struct Row {
    var line: Int
    var raw: String
    /// In the order of `fields`; empty where the record has nothing for it.
    var values: [String]
  }
  static let shownRows = 10
  private static let shownBytes = 300

  let path: String
  /// Why the file would be refused as a whole before or while it is read; of a file that fits no feed also where a mapping is proposed.
  private(set) var refusals: [Diagnostic] = []
  private(set) var settled: SettledFile?
  /// Where no feed fits: what could be written into pipeline.json.
  private(set) var proposal: MappingProposal?
  /// Where its columns remind of nothing: a mapping that only keeps them, to be filled in.
  private(set) var blank: MappingProposal?
  /// The file as it would be read, were it told what the whole of it does not tell.
  private(set) var undecided: ResolvedFile?
  let preset: String?

  /// Canonical fields that the file fills, and names of those kept beside them.
  private(set) var fields: [String] = []
  private(set) var rows: [Row] = []
  private(set) var problems = RowProblems()
  /// Rows whose key stands in the file twice with different content.
  private(set) var duplicates: [RejectedRow] = []
  private(set) var warnings: [Diagnostic] = []
  private(set) var skipped: [(test: String, rows: Int)] = []
  private(set) var leftOut: [LeftOutRows] = []
  private(set) var controls: [SourceControl] = []
  private(set) var isTooBad = false

  /// - Parameters:
  ///   - proposes: look for a mapping where no feed fits.
  ///   - headers: what is known of the columns that feeds had.
  init(_ path: String, _ installation: Installation, proposes: Bool, headers: FeedHeaders? = nil) throws {
    self.path = path
    let source = try ReadableFile(path)
    let settings = installation.configuration.intake.feeds
    let head = try FileHead(source, name: Path.name(path), folder: FileCheck.folder(path, installation), path: path)
    let companies = installation.configuration.companies
    var resolved: ResolvedFile?
    do throws(FileRefusal) {
      resolved = try FeedResolution.resolve(
        head, feeds: settings.compactMap(FeedDeclaration.init), company: companies.first?.id)
    } catch { refusals = error.problems }
    let feed = resolved?.feed.name
    preset = settings.first { $0.feed == feed }?.preset
    try explainRefusal(source, head)
    if resolved == nil, proposes, refusals.contains(where: { $0.code == "feed-unknown" }) {
      resolved = propose(head, companies)
    }
    guard let resolved else { return }
    do {
      settled = try SettledFile(resolved, source, mask: AccountMask(salt: installation.accountSalt))
    } catch let error as FileRefusal {
      refusals += error.problems
      undecided = resolved
      return
    }
    warnings = settled?.warnings ?? []
    if let feed, let known = try headers?.newest(feed: feed, series: FeedHeaders.series(of: head.name)) {
      warnings += [GoneColumns(resolved, before: known.columns).warning(path, feed: feed)].compactMap(\.self)
    }
    let occurring = try read(source, companies.map(\.id), installation.configuration.normalize.maxRejects)
    if let settings = settings.first(where: { $0.feed == feed }), resolved.feed.feed == .documents,
      resolved.feed.isSnapshot,
      let beside = CompaniesBeside(settings, occurring: occurring).warning(path, name: Path.name(path))
    {
      warnings.append(beside)
    }
  }

  /// Remarks about rows that would be taken, the first of each kind.
  var rowWarnings: [Diagnostic] {
    problems.warnings.map {
      Diagnostic(file: path, line: $0.position.lineFrom, severity: .warning, message: $0.message, code: $0.code)
    }
  }

  /// Rows that a night would not take.
  var rejectedRows: Int { problems.rejectedRows + duplicates.count }

  var exit: ExitCode {
    let isWrong = !refusals.isEmpty || rejectedRows > 0 || controls.contains { !$0.ties }
    return isWrong ? .inputRefused : .done
  }

  /// The feed's folder of the inbox in which it lies; empty for a folder elsewhere, which is called what it likes.
  private static func folder(_ path: String, _ installation: Installation) -> String {
    let folder = Path.parent(path)
    guard let inbox = Path.resolved(installation.inbox), Path.resolved(Path.parent(folder)) == inbox else { return "" }
    let name = Path.name(folder)
    // What was refused waits here to be looked at.
    return name == "rejected" || name == "held" ? "" : name
  }

  /// Of an XML file that no feed fits: whether it is whole, which a beginning does not tell. That it can be checked is known here.
  private mutating func explainRefusal(_ source: borrowing ReadableFile, _ head: FileHead) throws {
    for at in refusals.indices where refusals[at].help.hasSuffix(FeedRefusals.checkAdvice) {
      refusals[at].help.removeLast(FeedRefusals.checkAdvice.count)
    }
    guard refusals.contains(where: { $0.code == "feed-unknown" }), source.size > FileHead.limit,
      head.bytes.withUnsafeBytes({ XMLRoot.sniff($0) }) != nil
    else { return }
    let reader = XMLReader(root: nil, record: nil, file: path)
    do {
      try source.forEachChunk { try reader.push($0) { _ in } }
      try reader.finish { _ in }
    } catch let problem as Diagnostic {
      if XMLReader.faults.contains(problem.code) { refusals = [problem] }
    }
  }

  /// Where no feed fits, what the file would be with a mapping of its own.
  private mutating func propose(_ head: FileHead, _ companies: [Company]) -> ResolvedFile? {
    guard let company = companies.first else { return nil }
    let currency = company.baseCurrency.code
    guard let found = try? MappingProposal.best(head, company: company.id, currency: currency) else {
      blank = MappingProposal.blank(head, company: company.id, currency: currency)
      return nil
    }
    proposal = found
    guard found.missing.isEmpty else { return nil }
    let feed = FeedDeclaration(name: MappingTarget.name(of: head.name, found), mapping: found.mapping)
    do throws(FileRefusal) { return try FeedResolution.resolve(head, as: feed) } catch {
      refusals += error.problems
      return nil
    }
  }

  /// Reads the whole file as a night would, and keeps nothing but what is to be told.
  /// - Returns: companies of its documents.
  private mutating func read(
    _ source: borrowing ReadableFile, _ companies: [String], _ limit: MaxRejects
  ) throws -> [String] {
    guard let settled else { return [] }
    var occurring: Set<UInt16> = []
    var sample: [(columns: [String], line: Int, raw: String, values: [String])] = []
    var twice = FileDuplicates(bytes: source.size)
    var reading = WholeReading(settled, companies, limit)
    do {
      try reading.run(source) { record in
        if sample.count < FileCheck.shownRows { sample.append(FileCheck.shown(record)) }
      } batch: { batch in
        for row in batch.rows { occurring.insert(row.company) }
        twice.look(at: batch)
      } record: { record, _ in
        twice.look(at: record)
      }
    } catch let problem as Diagnostic { refusals.append(problem) }
    problems = reading.problems
    if refusals.isEmpty { duplicates = try twice.find(settled, source, companies, limit) }
    isTooBad = RowProblems.isRefused(
      rejected: rejectedRows, ofOthers: problems.othersRejected, rows: problems.rows, limit: limit)
    warnings += reading.reader.warnings
    leftOut = reading.reader.leftOut
    if preset == nil { warnings += leftOut.compactMap { $0.warning(path) } }
    skipped = reading.skipped
    controls = reading.reader.controls
    arrange(sample, settled.mapping)
    if problems.rows == 0, refusals.isEmpty { warnings.append(noRows) }
    return occurring.map { companies[Int($0)] }
  }

  private static func shown(_ record: RecordView) -> (columns: [String], line: Int, raw: String, values: [String]) {
    (
      record.columns, record.position.lineFrom, String(decoding: record.raw.prefix(shownBytes), as: UTF8.self),
      record.fields.map { String(decoding: $0.prefix(shownBytes), as: UTF8.self) }
    )
  }

  /// The columns of the sample that hold something, canonical fields first.
  private mutating func arrange(
    _ sample: [(columns: [String], line: Int, raw: String, values: [String])], _ mapping: Mapping
  ) {
    guard let columns = sample.max(by: { $0.columns.count < $1.columns.count })?.columns else { return }
    let known = mapping.fields.compactMap { rule in mapping.column(of: rule, in: columns).map { (rule.name, $0) } }
    let others = columns.indices.filter { index in !known.contains { $0.1 == index } }.map { (columns[$0], $0) }
    // What every row has alike because the mapping says so is told with the columns.
    let constants = (settled?.resolved.mapping.fields ?? []).filter { $0.constant != nil && $0.from.isEmpty }.map(
      \.name)
    let shown = (known.filter { !constants.contains($0.0) } + others).filter { _, index in
      sample.contains { index < $0.values.count && !$0.values[index].isEmpty }
    }
    fields = shown.map(\.0)
    rows = sample.map { row in
      Row(line: row.line, raw: row.raw, values: shown.map { $0.1 < row.values.count ? row.values[$0.1] : "" })
    }
  }

  private var noRows: Diagnostic {
    Diagnostic(
      file: path, severity: .warning, message: "the file has no rows", code: "file-no-rows", help: noRowsHelp)
  }

  /// What an empty file of its feed would do, and where the rows may have gone.
  private var noRowsHelp: String {
    switch settled?.feed.feed {
    case .documents where settled?.feed.isSnapshot == true:
      "an export of what is open without rows closes everything; was it filtered, or run for the wrong company?"
    case .payments:
      warnings.contains { $0.code == "bank-skipped" }
        ? "it brings no money and changes nothing: all that stands in it was left out, see the remarks"
        : "it brings no money and changes nothing; is it the right account, and the right days?"
    default: "it changes nothing; was it filtered, or run for the wrong company?"
    }
  }
}
