import Formats
import Ledger
import Pipeline

extension Attention {
  /// `outbox/attention.txt`: OK, WARN or STOP in the first line, alone; then what needs somebody, worst and oldest first.
  package var text: [UInt8] {
    var lines = [level.rawValue, "", standing]
    for (index, item) in ordered.enumerated() {
      lines += ["", "\(index + 1). \(item.level.rawValue) \(Attention.oneLine(item.what)) [\(item.code)]"]
      lines += Attention.facts(item).map { "   \($0): \(Attention.oneLine($1))" }
    }
    return Array(lines.joined(separator: "\n").utf8) + [0x0A]
  }

  /// `outbox/attention.json`: the same for programs.
  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("level", level.rawValue)
      json.member("run", ifPresent: run)
      json.member("asOf", ifPresent: asOf?.description)
      json.member("items", array: { json in for item in ordered { Attention.write(item, &json) } })
    }
    return json.bytes
  }

  private var standing: String {
    guard let run, let asOf else { return "No run is published yet." }
    return items.isEmpty
      ? "Run \(run), as of \(asOf), is complete. Nothing waits for you."
      : "The newest run is \(run), as of \(asOf)."
  }

  private static func facts(_ item: Item) -> [(String, String)] {
    var facts: [(String, String)] = []
    if let since = item.since { facts.append(("since", "the night of \(since)")) }
    if let feed = item.feed { facts.append(("feed", feed + (item.owner.map { ", looked after by \($0)" } ?? ""))) }
    if item.feed == nil, let owner = item.owner { facts.append(("owner", owner)) }
    if let type = item.type { facts.append(("type", type)) }
    return facts
  }

  private static func write(_ item: Item, _ json: inout JSONWriter) {
    json.object { json in
      json.member("level", item.level.rawValue)
      json.member("code", item.code)
      json.member("what", item.what)
      json.member("since", ifPresent: item.since?.description)
      json.member("feed", ifPresent: item.feed)
      json.member("owner", ifPresent: item.owner)
      json.member("type", ifPresent: item.type)
    }
  }

  /// A hostile file name must not forge a line of its own.
  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
