import Formats
import Ledger

// Settings that are right by themselves and that nothing reads as the others stand.
extension Configuration {
  func checkUnread(_ json: JSONValue, _ problems: inout SettingProblems) {
    if let metrics, !metrics.hasSuffix(".prom"), let place = json["metrics"]?.place {
      problems.report(
        at: place, "node_exporter reads only files whose names end in `.prom`", code: "unread-setting",
        help: "call it \(metrics).prom", severity: .warning)
    }
    for (json, company) in zip(json["companies"]?.elements ?? [], companies)
    where company.mail.contains(where: \.isActive) {
      problems.unread(
        json["email"], "email", "`mail` says how e-mails of \(company.id) go out",
        help: "move what is right into `mail`, and take `email` out")
    }
    checkLetters(json["companies"]?.elements ?? [], &problems)
    checkCreditHold(json["stages"]?.elements ?? [], &problems)
    checkMatches(json["stages"]?.elements ?? [], &problems)
  }

  /// A letter without a sender.
  private func checkLetters(_ json: [JSONValue], _ problems: inout SettingProblems) {
    guard emit.contains(where: { $0.artefact == .letters }) else { return }
    for (json, company) in zip(json, companies) where company.address.isEmpty {
      problems.report(
        at: json.place, "letters of \(company.id) have no sender's address", code: "no-sender-address",
        help: "add \"address\": [\"\(company.name)\", \"street\", \"postal code and town\"]", severity: .warning)
    }
  }

  private func checkCreditHold(_ stages: [JSONValue], _ problems: inout SettingProblems) {
    guard decide.creditHold != nil, !emit.contains(where: { $0.artefact == .writeback }) else { return }
    problems.unread(
      stages.lazy.compactMap { $0["creditHold"] }.first, "creditHold", "no artifact tells the ERP of it",
      help: "add { \"stage\": \"emit\", \"artifact\": \"writeback\" }")
  }

  /// Feeds with the same patterns and columns: a file at the top of the inbox is then of none.
  private func checkMatches(_ stages: [JSONValue], _ problems: inout SettingProblems) {
    let feeds = stages.first { $0["stage"]?.string == "intake" }?["feeds"]?.elements ?? []
    var known: [(match: [String], feed: JSONValue)] = []
    for feed in feeds {
      guard let match = feed["match"] else { continue }
      let patterns = (match.string.map { [$0] } ?? match.elements.compactMap(\.string)).sorted()
      let isSame = { (other: JSONValue) in ["preset", "mapping", "company"].allSatisfy { other[$0] == feed[$0] } }
      if let other = known.first(where: { $0.match == patterns && isSame($0.feed) }) {
        problems.report(
          at: match.place,
          "feed `\(other.feed["feed"]?.string ?? "")` has the same `match`: nothing tells the files of the two apart",
          code: "same-match", help: "give them different patterns, or drop each file into the folder of its feed",
          severity: .warning)
      }
      known.append((patterns, feed))
    }
  }
}
