import Formats

/// What the handbook and the JSON Schema say about one object of pipeline.json.
public struct SettingsDescription {
  public struct Row {
    public var key: String
    public var type: String
    public var schema: JSONValue
    /// The default, nil where there is none.
    public var standard: JSONValue?
    /// What holds without a value, where there is no default.
    public var absent: String
    public var isRequired: Bool
    public var doc: String
  }

  public var title: String
  public var doc: String
  public var tags: [(key: String, value: String)]
  public var rows: [Row]
  public var objects: [SettingsDescription]

  /// This object and every object inside it, outermost first, each title once.
  public var all: [SettingsDescription] {
    var found: [SettingsDescription] = []
    func visit(_ description: SettingsDescription) {
      guard !found.contains(where: { $0.title == description.title }) else { return }
      found.append(description)
      description.objects.forEach(visit)
    }
    visit(self)
    return found
  }

  /// `stage diff` is `stage-diff`: name of its definition in the schema and of its heading in the handbook.
  static func anchor(_ title: String) -> String {
    String(title.compactMap { $0 == " " ? "-" : $0 == "." ? nil : $0 })
  }
}

// MARK: JSON Schema

extension SettingsDescription {
  /// The schema of this object, without the definitions it refers to.
  var schema: JSONValue {
    var properties = tags.map { JSONMember($0.key, ["const": .text($0.value)]) }
    properties += rows.map { row in JSONMember(row.key, row.described) }
    let required = tags.map(\.key) + rows.filter(\.isRequired).map(\.key)
    var members = [
      JSONMember("description", .text(doc)), JSONMember("type", "object"),
      JSONMember("properties", .object(properties)),
    ]
    if !required.isEmpty { members.append(JSONMember("required", .texts(required))) }
    members.append(JSONMember("additionalProperties", false))
    return .object(members)
  }

  /// The whole JSON Schema (draft 2020-12) whose root is this object.
  public func jsonSchema(title: String) -> String {
    let definitions = all.dropFirst().map { JSONMember(SettingsDescription.anchor($0.title), $0.schema) }
    var members = [
      JSONMember("$schema", "https://json-schema.org/draft/2020-12/schema"), JSONMember("title", .text(title)),
    ]
    members += schema.members
    members.append(JSONMember("$defs", .object(definitions)))
    return JSONValue.object(members).written()
  }
}

extension SettingsDescription.Row {
  /// The schema of the value with what it is for and its default.
  fileprivate var described: JSONValue {
    var members = [JSONMember("description", .text(doc))] + schema.members
    if let standard { members.append(JSONMember("default", standard)) }
    return .object(members)
  }
}

// MARK: Handbook

extension SettingsDescription {
  /// A heading, what the object is, and a table of its settings.
  var chapter: String {
    var text = "## \(title)\n\n\(doc)\n\n"
    if !tags.isEmpty {
      let marks = tags.map { "`\"\($0.key)\": \"\($0.value)\"`" }.joined(separator: ", ")
      text += "Marked by \(marks).\n\n"
    }
    guard !rows.isEmpty else { return text + "It has no settings.\n\n" }
    text += "| setting | takes | default | what for |\n|---|---|---|---|\n"
    for row in rows { text += row.line }
    return text + "\n"
  }

  public var handbook: String { all.map(\.chapter).joined() }
}

extension SettingsDescription.Row {
  fileprivate var line: String {
    return "| `\(key)` | \(cell(type)) | \(cell(shownDefault)) | \(cell(doc)) |\n"
  }

  private var shownDefault: String {
    if isRequired { return "**required**" }
    guard let standard else { return absent }
    if case .object(let members) = standard.content { return members.isEmpty ? "`{}`" : "as below" }
    if !standard.elements.isEmpty, standard.elements.contains(where: { !$0.members.isEmpty }) { return "as below" }
    return "`" + standard.written(.compact) + "`"
  }

  private func cell(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? Array("\\|") : [$0] })
  }
}
