import Formats
import Ledger

// What only the whole of pipeline.json can tell.
extension Configuration {
  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    let companies = json["companies"]?.elements ?? []
    problems.reportDuplicates(companies.compactMap { $0["id"] }, of: "company", code: "duplicate-company")
    checkFolders(json, &problems)
    checkStages(json["stages"], &problems)
    checkChannels(json["stages"], &problems)
    if !problems.diagnostics.contains(where: \.isError) {
      checkUnread(json, &problems)
      checkUnworkable(json, &problems)
    }
  }

  /// No folder may be another one, or lie inside another one: what is published must not be taken as input.
  private func checkFolders(_ json: JSONValue, _ problems: inout SettingProblems) {
    let folders = [("inbox", inbox), ("outbox", outbox), ("archive", archive), ("state", state)]
    for (index, (key, path)) in folders.enumerated() {
      for (other, otherPath) in folders[..<index] {
        let (a, b) = (Self.parts(path), Self.parts(otherPath))
        guard a.starts(with: b) || b.starts(with: a) else { continue }
        problems.report(
          at: (json[key] ?? json[other] ?? json).place, "`\(key)` (\(path)) and `\(other)` (\(otherPath)) overlap",
          code: "folder-overlap", help: "give each a folder of its own, side by side")
      }
    }
  }

  /// Parts of a path, without `.` and empty ones; a leading `/` is a part, for an absolute path is never inside a relative one.
  private static func parts(_ path: String) -> [String] {
    var parts: [String] = path.hasPrefix("/") ? ["/"] : []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != "..", last != "/" {
        parts.removeLast()
      } else {
        parts.append(String(part))
      }
    }
    return parts
  }

  private func checkStages(_ json: JSONValue?, _ problems: inout SettingProblems) {
    guard let json, case .array(let entries) = json.content, !entries.isEmpty else { return }
    var last: (stage: StageName, place: JSONPlace)?
    for entry in entries {
      guard let word = entry["stage"], let stage = word.string.flatMap(StageName.init(rawValue:)) else { continue }
      if let last, stage != .emit, entries.filter({ $0["stage"]?.string == stage.rawValue }).first != entry {
        problems.report(
          at: word.place, "there is a second stage `\(stage.rawValue)`", code: "duplicate-stage",
          help: "keep one; the one before it is on line \(last.place.line)")
      } else if let last, order(stage) < order(last.stage) {
        problems.report(
          at: word.place, "stage `\(stage.rawValue)` after `\(last.stage.rawValue)`", code: "stage-order",
          help: "the order is " + StageName.allCases.map(\.rawValue).joined(separator: ", "))
      }
      if last.map({ order(stage) >= order($0.stage) }) ?? true { last = (stage, word.place) }
    }
    let artefacts = entries.filter { $0["stage"]?.string == "emit" }.compactMap { $0["artifact"] }
    problems.reportDuplicates(artefacts, of: "artifact", code: "duplicate-artifact")
    checkIntake(json, entries, &problems)
  }

  private func order(_ stage: StageName) -> Int { StageName.allCases.firstIndex(of: stage) ?? 0 }

  private func checkIntake(_ json: JSONValue, _ entries: [JSONValue], _ problems: inout SettingProblems) {
    let unclear = entries.contains { $0["stage"]?.string.flatMap(StageName.init(rawValue:)) == nil }
    guard !unclear, !entries.contains(where: { $0["stage"]?.string == "intake" }) else { return }
    problems.report(
      at: json.place, "`stages` has no `intake`, so no file is ever taken", code: "missing-setting",
      help:
        "add { \"stage\": \"intake\", \"feeds\": [ { \"feed\": \"open-items\", \"preset\": \"canonical.documents\", \"extent\": "
        + "\"snapshot\" } ] } to begin with; receivables check FILE then says what to write for a file of your own")
  }

  /// A step whose channel no artefact carries would never be sent: said once per channel.
  private func checkChannels(_ json: JSONValue?, _ problems: inout SettingProblems) {
    let clean = !problems.diagnostics.contains { $0.isError }
    guard clean, let json else { return }
    let carried = channels
    // Where no artefact carries anything nobody is to hear anything; where only letters are made, e-mails go as letters.
    guard !carried.isEmpty || emit.contains(where: { $0.artefact == .reminders }) else { return }
    let used = decide.policiesInForce.flatMap(\.steps).flatMap(\.channel)
    for channel in Channel.allCases where used.contains(channel) && !carried.contains(channel) {
      let format = ReminderSettings.Format.allCases.first { $0.channel == channel }
      let artefact =
        format.map { format in
          emit.contains { $0.artefact == .reminders }
            ? "\"\(format.rawValue)\" to the formats of the artifact `reminders`"
            : "{ \"stage\": \"emit\", \"artifact\": \"reminders\" } with the format \"\(format.rawValue)\": reminders.csv also says who hears nothing, and why"
        }
        ?? "{ \"stage\": \"emit\", \"artifact\": \"letters\" }"
      problems.report(
        at: json.place, "reminders use the channel `\(channel.rawValue)`, and no artifact carries it",
        code: "channel-not-emitted", help: "add \(artefact)", severity: .warning)
    }
    if carried.contains(.whatsapp) { checkWhatsApp(json, &problems) }
  }

  /// A message by WhatsApp is a template that the provider has approved: a step without one could never be sent.
  private func checkWhatsApp(_ json: JSONValue, _ problems: inout SettingProblems) {
    var approved: [String] = []
    for case .reminders(let settings) in emit { approved += settings.whatsapp.map(\.template) }
    let steps = decide.policiesInForce.flatMap(\.steps).filter { $0.channel.contains(.whatsapp) }
    for template in Set(steps.map(\.template)).subtracting(approved).sorted() {
      problems.report(
        at: json.place, "a step sends the template `\(template)` by WhatsApp, and no approved one stands for it",
        code: "whatsapp-template-missing",
        help:
          "add { \"template\": \"\(template)\", \"name\": ..., \"languages\": [...], \"parameters\": [...] } to `whatsapp` of the artifact `reminders`"
      )
    }
  }
}
