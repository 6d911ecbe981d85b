import Emit
import Ledger
import Pipeline
import Store

/// `run --rehearse`: the night as a run would publish it, into a folder of its own, with TEST on everything. It is not recorded: levels, messages,
/// files of the inbox and attention stay as they are, and nothing marks it as released.
enum RehearsalRun {
  /// The one file that no run has: it says what the folder is to whoever finds it.
  private static let note = "REHEARSAL.txt"

  static func run(_ invocation: Invocation, log: Log) throws -> ExitCode {
    let address = try redirection(invocation)
    var folder = ""
    let night = try UnrecordedNight(invocation) { installation, asOf in
      let name = try free(on: asOf, in: installation.rehearsals)
      folder = Path.join(installation.rehearsals, name)
      return "TEST-\(name)"
    }
    if let newest = try night.state.runs.newest(), night.run.asOf < newest.asOf {
      throw Failure(
        .usage, "as-of date \(night.run.asOf) is before \(newest.asOf), the date of run \(newest.run)",
        help: "a rehearsal is of a night to come; receivables plan --as-of takes any date")
    }
    let staging = Path.join(night.installation.rehearsals, ".tmp")
    try Durable.makeFolder(night.installation.rehearsals)
    let sink = try StagingSink(folder: staging)
    let result: NightResult
    do {
      result = try night.compute(into: sink, log: log, rehearsal: Rehearsal(redirectTo: address))
    } catch {
      try Durable.removeFolder(staging)
      throw error
    }
    let mails = address.map { "E-mails are addressed to \($0).\n" } ?? ""
    try sink.put(
      Array(
        "A rehearsal of \(night.run.asOf). Nothing in here counts, and nothing is to be sent to customers.\n\(mails)"
          .utf8),
      at: note)
    try sink.put(manifest(result, night, sink), at: "manifest.json")
    try sink.sync()
    try Durable.move(staging, to: folder)
    Terminal.say(
      "rehearsed \(folder): \(result.sent.count.counted("message")), none of them counts; the inbox is as it was")
    return result.exit
  }

  private static func manifest(_ result: NightResult, _ night: UnrecordedNight, _ sink: StagingSink) -> [UInt8] {
    Manifest(
      night: result.night, configSha256: night.installation.configSha256, auditHead: "",
      inputs: Recording.inputs(result), files: sink.written, controls: result.report.controls
    ).bytes
  }

  private static func redirection(_ invocation: Invocation) throws -> String? {
    guard let text = invocation[.redirectTo] else { return nil }
    guard let address = EmailAddress.usable(text), EmailAddress.parts(of: address).count == 1 else {
      throw Failure(.usage, "--redirect-to \(text): not an e-mail address", help: "write it as you@company.example")
    }
    return address
  }

  /// `<as-of>-0001`, or the next number that no rehearsal of the day has.
  private static func free(on asOf: CalendarDate, in folder: String) throws -> String {
    var number = 1
    while true {
      let name = RunRecord.name(of: asOf, number)
      if try !Path.exists(Path.join(folder, name)) { return name }
      number += 1
    }
  }
}
