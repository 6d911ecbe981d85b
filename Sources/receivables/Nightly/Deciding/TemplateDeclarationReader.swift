import Documents
import Formats
import Ledger

/// Reads `template.json`: id, version, channels, and the fields that its bodies use.
enum TemplateDeclarationReader {
  private static let keys = ["id", "version", "channels", "channel", "fields"]

  static func read(_ bytes: [UInt8], name: String, file: String) -> (TemplateDeclaration?, [Diagnostic]) {
    let json: JSONValue
    do { json = try JSONReader.read(bytes, file: file) } catch { return (nil, [error]) }
    var problems: [Diagnostic] = []
    func report(_ value: JSONValue, _ message: String, _ code: String, _ help: String) {
      problems.append(
        Diagnostic(
          file: file, line: value.place.line, column: value.place.column, message: message, code: code, help: help))
    }
    for member in json.members where !keys.contains(member.key) {
      let near = nearestName(to: member.key, in: keys).map { "did you mean `\($0)`?" }
      problems.append(
        Diagnostic(
          file: file, line: member.place.line, column: member.place.column, message: "unknown setting `\(member.key)`",
          code: "unknown-setting", help: near ?? "settings here: \(keys.joined(separator: ", "))"))
    }
    if let id = json["id"], id.string != name {
      report(id, "the id must be the folder's name, `\(name)`", "template-id", "write \"id\": \"\(name)\"")
    }
    var channels: [Channel] = []
    for value in json["channels"]?.elements ?? json["channel"]?.elements ?? [] {
      if let channel = value.string.flatMap(Channel.init(rawValue:)) {
        channels.append(channel)
      } else {
        report(value, "not a channel", "template-channel", "channels: email, letter, sms, call")
      }
    }
    let version = json["version"]
    if version == nil {
      report(
        json, "the template has no version", "missing-setting",
        "add \"version\": \"1\" and count it up with each change")
    }
    let fields = TemplateDeclarationReader.fields(json["fields"], report)
    guard problems.isEmpty else { return (nil, problems) }
    let declaration = TemplateDeclaration(
      id: name, version: version?.string ?? version?.int.map(String.init) ?? "1", channels: channels, fields: fields,
      file: file)
    return (declaration, [])
  }

  /// `{"amount_due": "money", "items": {"type": "list", "required": true}}`.
  private static func fields(
    _ json: JSONValue?, _ report: (JSONValue, String, String, String) -> Void
  ) -> [FieldDeclaration] {
    (json?.members ?? []).compactMap { member in
      let word = member.value.string ?? member.value["type"]?.string
      guard let type = word.flatMap(FieldType.init(rawValue:)) else {
        report(
          member.value, "field `\(member.key)` has no type", "template-field-type",
          "types: \(FieldType.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
      }
      var isRequired = false
      if let required = member.value["required"], case .bool(let value) = required.content { isRequired = value }
      return FieldDeclaration(
        member.key, type, required: isRequired, line: member.place.line, column: member.place.column)
    }
  }
}
