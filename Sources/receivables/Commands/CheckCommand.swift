import Formats
import Intake
import Ledger
import Pipeline

/// `check`: pipeline.json and templates without files; with files, how each would be read.
enum CheckCommand {
  static let write = Option(
    name: "write", value: "PATH", isValueOptional: true,
    help: "write what was found out as a mapping: mappings/<name>.json, or --write=PATH")

  static let render = Option(
    name: "render", value: "DIR",
    help: "write every template in each language and on each channel with worst-case data into DIR, which must be new")

  static let command = Command(
    "check", operands: "[FILE...]",
    "Without files: everything wrong with pipeline.json and the templates. With files: feed, format and why, first rows as they are and as they are read, what would be rejected.",
    options: [.json, write, render, .asOf, .now], count: 0...1000
  ) { invocation in
    let isAboutConfiguration = invocation.operands.isEmpty && invocation[render] == nil
    if invocation.operands.isEmpty, invocation.has(write) {
      throw Failure(
        .usage, "check --write writes a mapping for a file, and none is named", help: "receivables check --write FILE")
    }
    if invocation.has(.json), invocation.has(render) {
      throw Failure(.usage, "check --render has no answer in JSON", help: "leave out --json, or --render")
    }
    if isAboutConfiguration, invocation.has(.json) { return try configurationJSON(invocation) }
    let installation = try Installation.load(invocation.configPath)
    for warning in installation.warnings { Terminal.complain(warning.description) }
    _ = try FontFiles(installation.configuration.fonts)
    if let folder = invocation[render] { return try show(folder, installation) }
    if isAboutConfiguration {
      let today = try invocation.date(.asOf) ?? invocation.clock().day(in: installation.configuration.timeZone)
      try tell(installation, today: today)
      for line in FirstNights.told(installation, today: today) { Terminal.say(line) }
      return .done
    }
    return try check(invocation, installation)
  }

  /// Everything that is wrong with pipeline.json and the templates, or remarkable about them.
  private static func configurationJSON(_ invocation: Invocation) throws -> ExitCode {
    var problems: [Diagnostic] = []
    var liveFrom: CalendarDate?
    do {
      let installation = try Installation.load(invocation.configPath)
      _ = try FontFiles(installation.configuration.fonts)
      let today = try invocation.date(.asOf) ?? invocation.clock().day(in: installation.configuration.timeZone)
      problems =
        try installation.warnings + HookRemarks.all(installation) + MessageRemarks.all(installation)
        + FarLiveFrom.all(installation, today: today)
      liveFrom = installation.configuration.decide.liveFrom
    } catch let failure as ConfigurationFailure { problems = failure.diagnostics }
    let isRight = !problems.contains(where: \.isError)
    let json: JSONValue = [
      "configuration": .text(invocation.configPath), "right": isRight ? true : false,
      "live_from": liveFrom.map { .text($0.description) } ?? JSONValue(.null),
      "problems": .list(problems.map(FileCheckJSON.problem)),
      "exit": .number(Int((isRight ? ExitCode.done : .configuration).rawValue)),
    ]
    Terminal.say(json.written(.pretty))
    return isRight ? .done : .configuration
  }

  private static func show(_ folder: String, _ installation: Installation) throws -> ExitCode {
    let (count, failures) = try TemplateRendering(installation: installation).write(to: folder)
    for failure in failures { Terminal.complain("\(failure.message): error: \(failure.reason) [\(failure.code)]") }
    Terminal.say(
      "\(count.counted("message")) \(count == 1 ? "is" : "are") in \(folder), with TEST on them"
        + (failures.isEmpty ? "" : "; \(failures.count) could not be made"))
    return failures.isEmpty ? .done : .configuration
  }

  private static func check(_ invocation: Invocation, _ installation: Installation) throws -> ExitCode {
    let target = invocation.has(write) ? MappingTarget(path: invocation[write] ?? "") : nil
    if let target, !target.path.isEmpty, invocation.operands.count > 1 {
      throw Failure(.usage, "--write=\(target.path) names one mapping, and there are several files")
    }
    var exit = ExitCode.done
    var json: [FileCheckJSON] = []
    // Files are checked as well beside a state that cannot be read.
    let headers = try? State.look(installation.database).headers
    for path in invocation.operands {
      do {
        let check = try FileCheck(path, installation, proposes: true, headers: headers)
        exit = max(exit, check.exit)
        if !invocation.has(.json) { Terminal.write(FileCheckText(check).text) }
        let written = try target?.write(check, installation)
        if let written, !invocation.has(.json) { MappingTarget.tell(written, installation) }
        json.append(FileCheckJSON(check, written: written))
      } catch let failure as IOFailure where failure.purpose == .read {
        Terminal.complain("\(failure) [unreadable]")
        exit = max(exit, .unreadableInput)
        json.append(FileCheckJSON(unreadable: path, failure))
      }
    }
    if invocation.has(.json) { Terminal.say(FileCheckJSON.list(json, exit: exit)) }
    return exit
  }

  private static func tell(_ installation: Installation, today: CalendarDate) throws {
    let configuration = installation.configuration
    let (companies, policies) = (configuration.companies.count, configuration.decide.policiesInForce.count)
    for remark in try HookRemarks.all(installation) + MessageRemarks.all(installation)
      + FarLiveFrom.all(installation, today: today)
    {
      Terminal.complain(remark.description)
    }
    Terminal.say(
      "\(installation.configPath) is right: \(companies.counted("company", "companies")), "
        + "\(configuration.intake.feeds.count.counted("feed")), \(policies.counted("policy", "policies")), "
        + configuration.emit.count.counted("artefact"))
    for end in RateEnd.near(configuration.decide, on: today) {
      Terminal.say("\(end.what); \(end.advice) [rate-missing]")
    }
    guard let live = configuration.decide.liveFrom else {
      Terminal.say(
        "messages are rehearsed only: set \"liveFrom\" on stage decide when the rehearsals are right [not-live]")
      return
    }
    Terminal.say("messages are real from \(live) on")
  }
}
