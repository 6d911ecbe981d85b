import Formats
import Intake
import Ledger
import Pipeline

/// What `check FILE --json` tells programs. Keys stay; more may follow.
struct FileCheckJSON {
  private let json: JSONValue

  /// - Parameter written: the mapping that `--write` wrote for the file.
  init(_ check: FileCheck, written: MappingTarget.Written? = nil) {
    let settled = check.settled
    func finding(_ subject: Finding.Subject) -> JSONValue {
      .orNull(settled?.findings.first { $0.subject == subject }?.value)
    }
    let isKnown = settled != nil && check.proposal == nil
    json = .object([
      JSONMember("file", .text(check.path)),
      JSONMember("feed", .orNull(isKnown ? settled?.feed.name : nil)),
      JSONMember("preset", .orNull(check.preset ?? check.proposal?.preset)),
      JSONMember("kind", .orNull(settled?.feed.feed.rawValue)),
      JSONMember("format", finding(.format)), JSONMember("encoding", finding(.encoding)),
      JSONMember("delimiter", finding(.delimiter)),
      JSONMember("headerLine", settled.map { JSONValue.number($0.resolved.headerLine) } ?? .orNull(nil)),
      JSONMember("evidence", .list(FileCheckJSON.evidence(check))),
      JSONMember("columns", .object(settled.map(FileCheckJSON.columns) ?? [])),
      JSONMember("kept", .texts(settled.map(FileCheck.kept) ?? [])),
      JSONMember("rows", .list(check.rows.map { FileCheckJSON.row($0, check.fields) })),
      JSONMember("read", .number(check.problems.rows)),
      JSONMember("rejectedRows", .number(check.rejectedRows)),
      JSONMember("rejected", .list(check.rejected.map(FileCheckJSON.problem))),
      JSONMember("skipped", .number(check.skipped.reduce(0) { $0 + $1.rows })),
      JSONMember("untested", .list((settled?.resolved.idleTests ?? []).map(JSONValue.texts))),
      JSONMember("leftOut", .list(check.leftOut.map(FileCheckJSON.leftOut))),
      JSONMember("controls", .list(check.controls.map(FileCheckJSON.control))),
      JSONMember("warnings", .list((check.warnings + check.rowWarnings).map(FileCheckJSON.problem))),
      JSONMember("refused", .list(check.refusals.map(FileCheckJSON.problem))),
      JSONMember("proposal", check.proposal.map(FileCheckJSON.proposal) ?? .orNull(nil)),
      JSONMember("written", written.map(FileCheckJSON.mapping) ?? .orNull(nil)),
      JSONMember("exit", .number(Int(check.exit.rawValue))),
    ])
  }

  private static func mapping(_ written: MappingTarget.Written) -> JSONValue {
    [
      "mapping": .text(written.place), "paste": .text(written.feed),
      "gaps": .list(written.gaps.map { ["line": .number($0.line), "fill": .text($0.advice)] }),
    ]
  }

  private static func leftOut(_ rows: LeftOutRows) -> JSONValue {
    .object([
      JSONMember("as", .text(rows.kind.rawValue)), JSONMember("rows", .number(rows.rows)),
      JSONMember("firstLine", .number(rows.firstLine)), JSONMember("lastLine", .number(rows.lastLine)),
      JSONMember("when", .text(rows.words)),
    ])
  }

  init(unreadable path: String, _ failure: IOFailure) {
    let problem = Diagnostic(file: path, message: failure.reason, code: "unreadable")
    json = .object([
      JSONMember("file", .text(path)), JSONMember("refused", .list([FileCheckJSON.problem(problem)])),
      JSONMember("exit", .number(Int(ExitCode.unreadableInput.rawValue))),
    ])
  }

  static func list(_ files: [FileCheckJSON], exit: ExitCode) -> String {
    JSONValue.object([
      JSONMember("files", .list(files.map(\.json))), JSONMember("exit", .number(Int(exit.rawValue))),
    ]).written(.pretty)
  }

  private static func evidence(_ check: FileCheck) -> [JSONValue] {
    guard let settled = check.settled else { return [] }
    let feed: [JSONValue] =
      check.proposal == nil
      ? [["what": "feed", "value": .text(settled.feed.name), "why": .text(settled.resolved.evidence)]] : []
    return feed
      + settled.findings.map {
        ["what": .text($0.subject.rawValue), "value": .text($0.value), "why": .text($0.evidence)]
      } + (settled.styles?.evidence ?? []).map { ["what": "values", "why": .text($0)] }
  }

  private static func columns(_ settled: SettledFile) -> [JSONMember] {
    FileCheck.columns(settled).map { column in
      JSONMember(column.field, column.from.isEmpty ? ["const": .text(column.constant ?? "")] : .texts(column.from))
    }
  }

  private static func row(_ row: FileCheck.Row, _ fields: [String]) -> JSONValue {
    let values = zip(fields, row.values).map { JSONMember($0.0, .text($0.1)) }
    return ["line": .number(row.line), "raw": .text(row.raw), "values": .object(values)]
  }

  static func problem(_ problem: Diagnostic) -> JSONValue {
    [
      "line": .number(problem.line), "column": .number(problem.column), "code": .text(problem.code),
      "message": .text(problem.message), "help": .text(problem.help),
    ]
  }

  private static func control(_ control: SourceControl) -> JSONValue {
    [
      "name": .text(control.name), "line": .number(control.line), "stated": .orNull(control.stated),
      "counted": .orNull(control.counted), "ties": JSONValue(.bool(control.ties)),
    ]
  }

  private static func proposal(_ proposal: MappingProposal) -> JSONValue {
    [
      "preset": .orNull(proposal.preset), "missing": .texts(proposal.missing),
      "remarks": .texts(proposal.remarks), "mapping": proposal.mapping.json,
    ]
  }
}

extension JSONValue {
  fileprivate static func orNull(_ text: String?) -> JSONValue { text.map { .text($0) } ?? JSONValue(.null) }
}
