import Ledger
import Pipeline
import Store

/// Runs that lie in the outbox and that the state does not know: a state of an earlier day was put back, and what they sent went out.
struct UnknownRuns {
  let installation: Installation
  let state: State

  /// Their names, in order. A mark that was left beside a folder that is gone counts: it would be that of the next run of its name.
  func names() throws -> [String] {
    let here = try UnknownRuns.names(in: installation.runs)
    guard !here.isEmpty else { return [] }
    let known = try state.runs.names()
    return here.filter { !known.contains($0) }
  }

  /// The number of the next run of the day: what lies in the outbox stays as it is.
  func nextSequence(on asOf: CalendarDate) throws -> Int {
    let taken = try UnknownRuns.names(in: installation.runs).filter { $0.hasPrefix("\(asOf)-") }
      .compactMap { Int($0.dropFirst("\(asOf)-".count)) }
    return max(try state.runs.nextSequence(on: asOf), (taken.max() ?? 0) + 1)
  }

  /// What people are to know of them as long as they lie there; nil where there is none.
  func attention() throws -> Attention.Item? {
    let names = try names()
    guard !names.isEmpty else { return nil }
    let told = names.prefix(UnknownRuns.told).joined(separator: ", ")
    let more = names.count > UnknownRuns.told ? " and \(names.count - UnknownRuns.told) more" : ""
    return Attention.Item(
      level: .warn, code: "unknown-run",
      what:
        "\(installation.runs) holds \(told)\(more), which the state does not know, as after a backup of an earlier day was put back: what was sent of it went out, and what is sent again has the same ids",
      type: remedy(names))
  }

  /// Night after night again, then the way out of `outbox/runs`.
  func remedy(_ names: [String]) -> String {
    "drop the files of these days again, run each for its day, and do not send what has an id that went out; then \(UnknownRuns.move(names, installation))"
  }

  /// The command that takes runs out of `outbox/runs`.
  static func move(_ names: [String], _ installation: Installation) -> String {
    let aside = Path.join(installation.outbox, "replaced")
    let what = names.map { Path.join(installation.runs, $0) + "*" }.joined(separator: " ")
    return "mkdir -p \(aside) && mv \(what) \(aside)/"
  }

  private static let told = 5

  private static func names(in folder: String) throws -> [String] {
    guard try Path.isFolder(folder) else { return [] }
    var names: [String] = []
    for entry in try Path.list(folder) {
      let name = String(entry.prefix { $0 != "." })
      guard names.last != name, isRun(name) else { continue }
      names.append(name)
    }
    return names
  }

  /// `2026-11-19-0001`.
  private static func isRun(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard bytes.count >= 15, bytes[10] == 0x2D, CalendarDate(String(name.prefix(10))) != nil else { return false }
    return bytes.dropFirst(11).allSatisfy { (0x30...0x39).contains($0) }
  }
}
