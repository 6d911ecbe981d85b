import Formats
import Ledger

/// One setting of a JSON object: its key, where its value goes, what it takes, its default and what it is for. The default is
/// what `Root()` holds, so it stands in one place, at the property.
public struct Setting<Root: Settings> {
  public let key: String
  let isRequired: Bool
  let row: SettingsDescription.Row
  let objects: () -> [SettingsDescription]
  let read: (JSONValue, inout Root, inout SettingProblems) -> Void
  let write: (Root) -> JSONValue?

  /// A setting that always has a value.
  public init<Value: Equatable>(
    _ key: String, _ path: WritableKeyPath<Root, Value>, _ type: SettingType<Value>, required: Bool = false,
    _ doc: String
  ) {
    let standard = required ? nil : Root()[keyPath: path]
    self.init(
      key, type, required: required, standard: standard.map(type.write), absent: "", doc,
      store: { $0[keyPath: path] = $1 }, write: { type.write($0[keyPath: path]) })
  }

  /// A setting that may have no value at all; `absent` says what holds then.
  public init<Value: Equatable>(
    _ key: String, _ path: WritableKeyPath<Root, Value?>, _ type: SettingType<Value>,
    absent: String = "none", _ doc: String
  ) {
    self.init(
      key, type, required: false, standard: Root()[keyPath: path].map(type.write), absent: absent, doc,
      store: { $0[keyPath: path] = $1 }, write: { $0[keyPath: path].map(type.write) })
  }

  /// - Parameter store: puts the value into the root.
  private init<Value>(
    _ key: String, _ type: SettingType<Value>, required: Bool, standard: JSONValue?, absent: String,
    _ doc: String, store: @escaping (inout Root, Value) -> Void, write: @escaping (Root) -> JSONValue?
  ) {
    self.key = key
    isRequired = required
    objects = type.objects
    self.write = write
    row = SettingsDescription.Row(
      key: key, type: type.name, schema: type.schema, standard: standard, absent: absent, isRequired: required,
      doc: doc)
    read = { json, root, problems in
      problems.key = key
      guard let value = type.read(json, &problems) else { return }
      store(&root, value)
    }
  }
}

extension Setting {
  /// The row of the handbook's table, with a link to the chapter of the object that the setting takes.
  fileprivate var linkedRow: SettingsDescription.Row {
    var row = row
    let titles = objects().map(\.title)
    let links = titles.map { "[\($0)](#\(SettingsDescription.anchor($0)))" }
    if !links.isEmpty { row.type += ", see " + links.joined(separator: ", ") }
    return row
  }
}

/// A JSON object of pipeline.json: its settings, declared once, from which it is read, written and described.
public protocol Settings: Equatable, Sendable {
  /// Every setting at its default; required ones are empty.
  init()
  /// What a message and the handbook call the object: `policy`, `stage diff`.
  static var title: String { get }
  /// What it is, for the handbook: one or two sentences.
  static var doc: String { get }
  static var settings: [Setting<Self>] { get }
  /// Fixed keys that tell the object apart from its neighbours and were read before it: `stage`, `artifact`.
  static var tags: [(key: String, value: String)] { get }
  /// What one setting alone cannot tell: two that contradict each other, a list out of order. `json` is the object, for places.
  func check(_ json: JSONValue, _ problems: inout SettingProblems)
}

extension Settings {
  public static var tags: [(key: String, value: String)] { [] }
  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {}

  /// Reads the object and reports everything that is wrong with it. Nil only where it is no object.
  public static func read(_ json: JSONValue, _ problems: inout SettingProblems) -> Self? {
    guard case .object(let members) = json.content else {
      problems.wrongType(json, takes: "an object in { }")
      return nil
    }
    let outer = problems.key
    var value = Self()
    let settings = Self.settings
    var missing = settings.filter { $0.isRequired && json[$0.key] == nil }.map(\.key)
    for member in members {
      if let setting = settings.first(where: { $0.key == member.key }) {
        setting.read(member.value, &value, &problems)
      } else if !tags.contains(where: { $0.key == member.key }) {
        let nearest = reportUnknown(member, settings, taken: Set(members.map(\.key)), &problems)
        missing.removeAll { $0 == nearest }
      }
    }
    for key in missing {
      problems.report(
        at: json.place, "\(title) has no `\(key)`", code: "missing-setting",
        help: "add \"\(key)\", which takes \(settings.first { $0.key == key }?.row.type ?? "a value")")
    }
    problems.key = outer
    value.check(json, &problems)
    return value
  }

  /// Reports a key that the object does not have, and gives back the one that was most likely meant.
  private static func reportUnknown(
    _ member: JSONMember, _ settings: [Setting<Self>], taken: Set<String>, _ problems: inout SettingProblems
  ) -> String? {
    let names = settings.map(\.key) + tags.map(\.key)
    let nearest =
      nearestName(to: member.key, in: names.filter { !taken.contains($0) }) ?? nearestName(to: member.key, in: names)
    var help = SettingProblems.suggestion(for: member.key, among: names, otherwise: "it takes")
    if let nearest {
      help = "did you mean `\(nearest)`?"
    } else if let owner = settings.first(where: { $0.objects().contains { $0.rows.contains { $0.key == member.key } } })
    {
      help = "`\(member.key)` belongs inside `\(owner.key)`"
    }
    problems.report(
      at: member.place, "`\(member.key)` is not a setting of \(title)", code: "unknown-key", help: help)
    return nearest
  }

  /// The object with every setting spelt out.
  public func json() -> JSONValue {
    let tags = Self.tags.map { JSONMember($0.key, .text($0.value)) }
    return .object(
      tags + Self.settings.compactMap { setting in setting.write(self).map { JSONMember(setting.key, $0) } })
  }

  public static var description: SettingsDescription {
    let settings = Self.settings
    return SettingsDescription(
      title: title, doc: doc, tags: tags, rows: settings.map(\.linkedRow), objects: settings.flatMap { $0.objects() })
  }

  static var schemaName: String { SettingsDescription.anchor(title) }
}
