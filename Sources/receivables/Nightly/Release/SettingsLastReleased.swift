import Formats
import Ledger
import Store

/// What debtors were last told with somebody's approval: bank data, senders, the portal and templates of the newest run of which messages
/// were released. A change waits until it was approved, however many nights come in between and whatever became of them.
struct SettingsLastReleased {
  let installation: Installation
  let state: State

  /// What of a company is compared, and what it is called.
  private static let kinds = [
    ("bank", "the bank data"), ("email", "sender or reply address"), ("mail", "sender or reply address"),
    ("portal", "the portal"),
  ]

  /// What is different by now, in words: `the bank data of ACME`.
  func changes() throws -> [String] {
    let runs = try state.releases.releasedFirst()
    guard let last = runs.first, let now = try? JSONReader.read(installation.configBytes, file: "") else { return [] }
    var changes = try companies(now["companies"]?.elements ?? [], runs)
    let templates = installation.templates.files.map { "templates/\($0.path) \(SHA256.hex(SHA256.digest($0.bytes)))" }
    let pinned = try state.runs.settings(of: last).filter { $0.name.hasPrefix("templates/") }
    if templates.sorted() != pinned.map({ "\($0.name) \($0.sha256)" }).sorted() { changes.append("the templates") }
    return changes
  }

  /// Compares each company with the first of the runs that had it; one that none had has nothing that was changed.
  private func companies(_ companies: [JSONValue], _ runs: [Int64]) throws -> [String] {
    var missing = companies
    var changes: [String: [String]] = [:]
    var seen: Set<String> = []
    for run in runs {
      guard !missing.isEmpty else { break }
      guard let (sha256, bytes) = try state.runs.configuration(of: run, unless: seen),
        let before = try? JSONReader.read(bytes, file: "")
      else { continue }
      seen.insert(sha256)
      let known = before["companies"]?.elements ?? []
      missing.removeAll { company in
        guard let id = company["id"]?.string, let old = known.first(where: { $0["id"]?.string == id }) else {
          return false
        }
        changes[id] = SettingsLastReleased.changes(from: old, to: company)
        return true
      }
    }
    return companies.flatMap { company in
      let id = company["id"]?.string ?? ""
      return (changes[id] ?? []).map { "\($0) of \(id)" }
    }
  }

  private static func changes(from old: JSONValue, to new: JSONValue) -> [String] {
    var found: [String] = []
    for (key, words) in kinds where !found.contains(words) && compared(old[key]) != compared(new[key]) {
      found.append(words)
    }
    return found
  }

  /// Of mail settings what a reader sees and what decides which of them is used, not the servers.
  private static func compared(_ value: JSONValue?) -> String? {
    guard let value, !value.elements.isEmpty else { return value?.written() }
    return JSONValue.list(
      value.elements.map { setting in
        .object(setting.members.filter { !["description", "provider", "incoming"].contains($0.key) })
      }
    ).written()
  }
}
