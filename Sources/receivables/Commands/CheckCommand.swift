import Formats
import Intake
import Ledger
import Normalize
import Pipeline

/// `check`: pipeline.json and templates without files; with files, how each would be read.
enum CheckCommand {
  static let command = Command(
    "check", operands: "[FILE...]",
    "Without files: everything wrong with pipeline.json and the templates. With files: feed, dialect, first rows, what would be rejected.",
    count: 0...1000
  ) { invocation in
    let installation = try Installation.load(invocation.configPath)
    for warning in installation.warnings { Terminal.complain(warning.description) }
    _ = try FontFiles(installation.configuration.fonts)
    if invocation.operands.isEmpty {
      tell(installation)
      return .done
    }
    var exit = ExitCode.done
    for path in invocation.operands {
      do {
        exit = max(exit, try check(path, installation))
      } catch let failure as IOFailure {
        Terminal.complain("\(failure) [unreadable]")
        exit = max(exit, .unreadableInput)
      }
    }
    return exit
  }

  private static func tell(_ installation: Installation) {
    let configuration = installation.configuration
    Terminal.say(
      "\(installation.configPath) is right: \(configuration.companies.count) companies, \(configuration.intake.feeds.count) feeds, "
        + "\(configuration.decide.policiesInForce.count) policies, \(configuration.emit.count) artefacts")
    guard let live = configuration.decide.liveFrom else {
      Terminal.say(
        "messages are rehearsed only: set \"liveFrom\" on stage decide when the rehearsals are right [not-live]")
      return
    }
    Terminal.say("messages are real from \(live) on")
  }

  private static func check(_ path: String, _ installation: Installation) throws -> ExitCode {
    let source = try ReadableFile(path)
    let folder = Path.name(Path.parent(path))
    let settings = installation.configuration.intake.feeds
    let head = FileHead(
      name: Path.name(path), folder: settings.contains { $0.feed == folder } ? folder : nil,
      bytes: try source.head(FileHead.limit), size: source.size)
    let resolved: ResolvedFile
    do throws(FileRefusal) {
      resolved = try FeedResolution.resolve(head, feeds: settings.compactMap(FeedDeclaration.init))
    } catch {
      for problem in error.problems { Terminal.say(problem.description) }
      return .inputRefused
    }
    for warning in resolved.warnings { Terminal.say(warning.description) }
    return try FileCheck(path, resolved, installation).tell(source)
  }
}

/// How one file would be read: its first rows raw and canonical side by side, and every row that would be rejected.
private struct FileCheck {
  private let path: String
  private let resolved: ResolvedFile
  private let installation: Installation

  init(_ path: String, _ resolved: ResolvedFile, _ installation: Installation) {
    self.path = path
    self.resolved = resolved
    self.installation = installation
  }

  func tell(_ source: borrowing ReadableFile) throws -> ExitCode {
    Terminal.say(
      "\(path): feed \(resolved.feed.name) (\(resolved.feed.feed.rawValue)) \(resolved.evidence), \(resolved.formatName)"
    )
    var sample: [String] = []
    var problem: Diagnostic?
    let companies = installation.configuration.companies.map(\.id)
    let limit = installation.configuration.normalize.maxRejects
    var documents = DocumentNormalizer(mapping: resolved.feed.mapping, companies: companies, limit: limit)
    let isDocuments = resolved.feed.feed == .documents
    var records =
      isDocuments ? nil : RecordNormalizer(mapping: resolved.feed.mapping, companies: companies, limit: limit)
    var batch = DocumentBatch()
    var reader = resolved.reader()
    func take(_ record: RecordView) {
      if sample.count < 10 { sample.append(row(record)) }
      if isDocuments {
        documents.add(record, to: &batch)
        if batch.isFull { batch.removeAll() }
      } else {
        _ = records?.add(record)
      }
    }
    do {
      try source.forEachChunk { try reader.push($0, take) }
      try reader.finish(take)
    } catch let diagnostic as Diagnostic { problem = diagnostic }
    let problems = records?.problems ?? documents.problems
    Terminal.write(mapped(reader.columns))
    for line in sample { Terminal.say(line) }
    return finish(problems, problem, limit)
  }

  /// Which column fills which field.
  private func mapped(_ columns: [String]) -> String {
    var used: Set<String> = []
    let pairs = resolved.feed.mapping.fields.compactMap { rule -> String? in
      guard let at = resolved.feed.mapping.column(of: rule, in: columns) else { return nil }
      used.insert(columns[at])
      return columns[at] == rule.name ? rule.name : "\(rule.name) <- \(columns[at])"
    }
    let others = columns.filter { !used.contains($0) }
    return "  columns: \(pairs.joined(separator: ", "))\n"
      + (others.isEmpty ? "" : "  kept as attributes: \(others.joined(separator: ", "))\n")
  }

  private func row(_ record: RecordView) -> String {
    let fields = resolved.feed.mapping.fields.compactMap { rule -> String? in
      guard let at = resolved.feed.mapping.column(of: rule, in: record.columns), at < record.fields.count,
        !record.fields[at].isEmpty
      else { return nil }
      return "\(rule.name)=\(String(decoding: record.fields[at], as: UTF8.self))"
    }
    let raw = String(decoding: record.raw.prefix(200), as: UTF8.self)
    return "  \(record.position.lineFrom): \(raw)\n     -> \(fields.joined(separator: " "))"
  }

  private func finish(_ problems: RowProblems, _ problem: Diagnostic?, _ limit: MaxRejects) -> ExitCode {
    for row in problems.rejects {
      Terminal.say(
        Diagnostic(
          file: path, line: row.position.lineFrom, column: 0,
          message: row.column.isEmpty ? row.message : "\(row.column): \(row.message)",
          code: row.code, help: row.hint
        ).description)
    }
    for warning in problems.warningCounts { Terminal.say("  warning: \(warning.count) rows [\(warning.code)]") }
    if let problem {
      Terminal.say(problem.description)
      return .inputRefused
    }
    Terminal.say(
      "  \(problems.rows) rows, \(problems.rejectedRows) would be rejected"
        + (problems.exceed(limit) ? ": too many, the file would be refused as a whole" : ""))
    return problems.rejectedRows > 0 ? .inputRefused : .done
  }
}
