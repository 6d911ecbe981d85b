import Formats
import Ledger
import Pipeline

/// `outbox/attention.txt` and `.json`: how things stand, for whoever looks at the outbox first.
public enum AttentionFile {
  /// OK, WARN or STOP in the first line, alone; then what needs somebody, worst and oldest first.
  public static func text(_ attention: Attention) -> [UInt8] {
    var lines = [attention.level.rawValue, "", standing(attention)]
    for (index, item) in attention.ordered.enumerated() {
      lines += ["", "\(index + 1). \(item.level.rawValue) \(oneLine(item.what)) [\(item.code)]"]
      lines += facts(item).map { "   \($0): \(oneLine($1))" }
    }
    return Array(lines.joined(separator: "\n").utf8) + [0x0A]
  }

  /// The same for programs.
  public static func json(_ attention: Attention) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("level", attention.level.rawValue)
      json.member("run", ifPresent: attention.run)
      json.member("asOf", ifPresent: attention.asOf?.description)
      json.member("items", array: { json in for item in attention.ordered { write(item, &json) } })
    }
    return json.bytes
  }

  private static func standing(_ attention: Attention) -> String {
    guard let run = attention.run, let asOf = attention.asOf else { return "No run is published yet." }
    return attention.items.isEmpty
      ? "Run \(run), as of \(asOf), is complete. Nothing waits for you."
      : "The newest run is \(run), as of \(asOf)."
  }

  private static func facts(_ item: Attention.Item) -> [(String, String)] {
    var facts: [(String, String)] = []
    if let since = item.since { facts.append(("since", "the night of \(since)")) }
    if let feed = item.feed { facts.append(("feed", feed + (item.owner.map { ", looked after by \($0)" } ?? ""))) }
    if item.feed == nil, let owner = item.owner { facts.append(("owner", owner)) }
    // A command is typed; what is done elsewhere is said.
    if let type = item.type { facts.append((type.hasPrefix("receivables ") ? "type" : "do", type)) }
    return facts
  }

  private static func write(_ item: Attention.Item, _ json: inout JSONWriter) {
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
