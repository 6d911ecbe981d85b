import Formats
import Ledger

extension Mapping {
  /// The canonical mapping of a feed; nil for feeds that this version does not read.
  public static func canonical(_ feed: Ledger.Feed) -> Mapping? {
    Presets.all.first { $0.feed == feed && $0.name == "canonical.\(feed.rawValue)" }?.mapping
  }

  /// As it may stand under `mapping` of a feed in pipeline.json; `MappingReader` reads it back.
  public var json: JSONValue {
    var members = [
      JSONMember("feed", .text(feed.rawValue)),
      JSONMember("xml", ["root": .text(xmlRoot), "record": .text(xmlRecord)]),
    ]
    if hasUnsignedCredits { members.append(JSONMember("unsignedCredits", true)) }
    members.append(JSONMember("columns", .object(fields.map { JSONMember($0.name, $0.json) })))
    return .object(members)
  }
}

extension FieldRule {
  /// `{ "from": ["customer_no"], "as": "id", "required": true }`.
  public var json: JSONValue {
    var members: [JSONMember] = []
    if !from.isEmpty { members.append(JSONMember("from", .texts(from))) }
    if let constant { members.append(JSONMember("const", .text(constant))) }
    members.append(JSONMember("as", .text(kind.name)))
    if case .choice(let words) = kind { members.append(JSONMember("words", .texts(words))) }
    if isRequired { members.append(JSONMember("required", true)) }
    return .object(members)
  }
}

/// Reads the `mapping` of a feed of pipeline.json:
///
///     { "feed": "documents", "unsignedCredits": true, "xml": { "root": "invoices", "record": "invoice" },
///       "columns": { "customer_id": "customer_no", "document_id": ["invoice_no", "number"], "company": { "const": "ACME" } } }
///
/// Fields that `columns` does not name are read from columns of their own names. What `preset show` prints is read too; its
/// `as`, `words` and `required` say what the canonical field is and cannot say anything else.
public struct MappingReader {
  private let file: String
  private var problems: [Diagnostic] = []

  /// - Returns: the mapping, nil where its feed cannot be told; and everything that is wrong with it.
  public static func read(_ json: JSONValue, file: String) -> (mapping: Mapping?, problems: [Diagnostic]) {
    var reader = MappingReader(file: file)
    let mapping = reader.mapping(json)
    return (mapping, reader.problems)
  }

  private init(file: String) { self.file = file }

  private mutating func mapping(_ json: JSONValue) -> Mapping? {
    check(json, keys: ["feed", "xml", "unsignedCredits", "columns"])
    guard var mapping = canonical(json) else { return nil }
    if let root = text(json["xml"]?["root"]) { mapping.xmlRoot = root }
    if let record = text(json["xml"]?["record"]) { mapping.xmlRecord = record }
    if let xml = json["xml"] { check(xml, keys: ["root", "record"]) }
    if let flag = json["unsignedCredits"] {
      guard let value = flag.bool else {
        report(flag, "`unsignedCredits` is true or false, not \(flag.kindName)", code: "wrong-type")
        return mapping
      }
      mapping.hasUnsignedCredits = value
    }
    for member in json["columns"]?.members ?? [] { column(member, &mapping) }
    return mapping
  }

  private mutating func canonical(_ json: JSONValue) -> Mapping? {
    guard let value = json["feed"] else {
      report(json, "mapping has no `feed`", code: "missing-setting", help: "add \"feed\": \"documents\" or another")
      return nil
    }
    let names = Ledger.Feed.read.map(\.rawValue)
    guard let mapping = value.string.flatMap(Ledger.Feed.init(rawValue:)).flatMap(Mapping.canonical) else {
      report(
        value, "`\(value.string ?? value.kindName)` is no feed that can be read", code: "impossible-value",
        help: suggestion(value.string ?? "", names))
      return nil
    }
    return mapping
  }

  private mutating func column(_ member: JSONMember, _ mapping: inout Mapping) {
    guard let index = mapping.fields.firstIndex(where: { $0.name == member.key }) else {
      problems.append(
        Diagnostic(
          file: file, line: member.place.line, column: member.place.column,
          message: "`\(member.key)` is no field of \(mapping.feed.rawValue)", code: "unknown-key",
          help: suggestion(member.key, mapping.fields.map(\.name))))
      return
    }
    switch member.value.content {
    case .string(let name): mapping.fields[index].from = [name]
    case .array: mapping.fields[index].from = names(member.value)
    case .object: rule(member.value, &mapping.fields[index])
    default:
      report(member.value, "`\(member.key)` takes a column name, a list of names, or an object", code: "wrong-type")
    }
  }

  private mutating func rule(_ json: JSONValue, _ rule: inout FieldRule) {
    check(json, keys: ["from", "const", "as", "words", "required"])
    if let value = json["from"] { rule.from = value.string.map { [$0] } ?? names(value) }
    if let value = json["const"] {
      if json["from"] == nil { rule.from = [] }
      rule.constant = text(value)
    }
    let fixed = rule.json
    for key in ["as", "words"] {
      guard let value = json[key], value.written(.compact) != fixed[key]?.written(.compact) else { continue }
      let expected = fixed[key].map { "\"\(key)\": \($0.written(.compact))" } ?? "no `\(key)`"
      report(value, "`\(rule.name)` has \(expected) and no other", code: "contradiction", help: "leave `\(key)` out")
    }
    if let value = json["required"], value.bool != rule.isRequired {
      report(
        value, "`\(rule.name)` is \(rule.isRequired ? "" : "not ")required, always", code: "contradiction",
        help: "leave `required` out")
    }
  }

  private mutating func names(_ json: JSONValue) -> [String] { json.elements.compactMap { text($0) } }

  private mutating func text(_ json: JSONValue?) -> String? {
    guard let json else { return nil }
    if let text = json.string, !text.isEmpty { return text }
    report(
      json, "a text is needed here, not \(json.string == nil ? json.kindName : "an empty one")", code: "wrong-type")
    return nil
  }

  private mutating func check(_ json: JSONValue, keys: [String]) {
    for member in json.members where !keys.contains(member.key) {
      problems.append(
        Diagnostic(
          file: file, line: member.place.line, column: member.place.column, message: "unknown key `\(member.key)`",
          code: "unknown-key", help: suggestion(member.key, keys)))
    }
  }

  private mutating func report(_ json: JSONValue, _ message: String, code: String, help: String = "") {
    problems.append(
      Diagnostic(
        file: file, line: json.place.line, column: json.place.column, message: message, code: code, help: help))
  }

  private func suggestion(_ name: String, _ names: [String]) -> String {
    nearestName(to: name, in: names).map { "did you mean `\($0)`?" } ?? "known: \(names.joined(separator: ", "))"
  }
}
