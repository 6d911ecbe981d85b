import Formats
import Ledger

extension Mapping {
  /// The canonical mapping of a feed; nil for feeds that this version does not read.
  public static func canonical(_ feed: Ledger.Feed) -> Mapping? {
    Presets.all.first { $0.feed == feed && $0.name == "canonical.\(feed.rawValue)" }?.mapping
  }

  /// As it may stand under `mapping` of a feed in pipeline.json; `MappingReader` reads it back.
  public var json: JSONValue {
    var members = [JSONMember("feed", .text(feed.rawValue))]
    if !summary.isEmpty { members.append(JSONMember("summary", .text(summary))) }
    if let extent { members.append(JSONMember("extent", .text(extent.rawValue))) }
    if let system { members.append(JSONMember("erp", system.json)) }
    if match != MappingMatch() { members.append(JSONMember("match", match.json)) }
    if let read { members.append(JSONMember("read", read.json)) }
    if locale != LocaleStyle() { members.append(JSONMember("locale", locale.json)) }
    if !when.isEmpty { members.append(JSONMember("when", .list(when.map(\.json)))) }
    if let incomplete { members.append(JSONMember("incomplete", incomplete.json)) }
    if let groupBy { members.append(JSONMember("groupBy", groupBy.json)) }
    if read == nil { members.append(JSONMember("xml", ["root": .text(xmlRoot), "record": .text(xmlRecord)])) }
    if isUnidentified { members.append(JSONMember("unidentified", true)) }
    if hasUnsignedCredits { members.append(JSONMember("unsignedCredits", true)) }
    if !carriesPayments { members.append(JSONMember("carriesPayments", false)) }
    members.append(JSONMember("columns", columnsJSON))
    if !keep.isEmpty { members.append(JSONMember("keep", .object(keep.map { JSONMember($0.name, $0.keptJSON) }))) }
    if !check.isEmpty {
      members.append(JSONMember("check", .list(check.map { ["sum": .text($0.sum), "equals": .oneOrMore($0.equals)] })))
    }
    return .object(members)
  }

  /// Fields that are read where a mapping does not name them are spelt out only in a mapping that does nothing but rename.
  private var columnsJSON: JSONValue {
    if isDirect { return .object(fields.map { JSONMember($0.name, $0.json) }) }
    let canonical = Mapping.canonical(feed)
    return .object(
      fields.compactMap { field in
        let isUnnamed = field.value == nil && field.constant == nil && field.from == (read == nil ? [field.name] : [])
        let isStricter = field.isRequired && canonical?[field.name]?.isRequired == false
        return isUnnamed ? nil : JSONMember(field.name, field.shortJSON(isStricter: isStricter))
      })
  }
}

extension FieldRule {
  /// `{ "from": ["customer_no"], "as": "id", "required": true }`.
  public var json: JSONValue {
    var members: [JSONMember] = []
    if !from.isEmpty { members.append(JSONMember("from", .texts(from))) }
    if let constant { members.append(JSONMember(from.isEmpty ? "const" : "default", .text(constant))) }
    members.append(JSONMember("as", .text(kind.name)))
    if case .choice(let words) = kind { members.append(JSONMember("words", .texts(words))) }
    if isRequired { members.append(JSONMember("required", true)) }
    return .object(members)
  }

  /// As a person would write it.
  func shortJSON(isStricter: Bool) -> JSONValue {
    if from.isEmpty, value == nil, let constant { return ["const": .text(constant)] }
    let rule = filled.json
    guard constant != nil || isStricter else { return rule }
    var members = rule.members
    if members.isEmpty { members = [JSONMember("from", rule)] }
    if let constant { members.append(JSONMember("default", .text(constant))) }
    if isStricter { members.append(JSONMember("required", true)) }
    return .object(members)
  }

  var keptJSON: JSONValue {
    let rule = shortJSON(isStricter: isRequired)
    if kind == .text { return rule }
    var members = rule.members
    if members.isEmpty { members = [JSONMember("from", rule)] }
    return .object(members + [JSONMember("as", .text(kind.name))])
  }
}

extension SourceSystem {
  var json: JSONValue {
    var members = [JSONMember("name", .text(name))]
    if let minimumVersion { members.append(JSONMember("minimumVersion", .text(minimumVersion))) }
    if !refuse.isEmpty { members.append(JSONMember("refuse", .list(refuse.map(\.json)))) }
    return .object(members)
  }
}

extension SourceSystem.Refusal {
  var json: JSONValue {
    var members: [JSONMember] = []
    if let extent { members.append(JSONMember("extent", .text(extent.rawValue))) }
    if let version { members.append(JSONMember("version", .text(version))) }
    return .object(members + [JSONMember("because", .text(because))])
  }
}

extension IncompleteSign {
  var json: JSONValue {
    ["when": .list(when.map(\.json)), "because": .text(because), "help": .text(help)]
  }
}

extension LineGrouping {
  var json: JSONValue {
    let key = JSONMember("key", .oneOrMore(key))
    return .object(sum.isEmpty ? [key] : [key, JSONMember("sum", .texts(sum))])
  }
}

extension MappingMatch {
  var json: JSONValue {
    var members: [JSONMember] = []
    if !files.isEmpty { members.append(JSONMember("files", .texts(files.map(\.text)))) }
    if !columns.isEmpty { members.append(JSONMember("columns", .list(columns.map { .oneOrMore($0) }))) }
    if !root.isEmpty { members.append(JSONMember("root", .oneOrMore(root))) }
    return .object(members)
  }
}

extension JSONValue {
  /// A text where there is one only, else a list.
  static func oneOrMore(_ texts: [String]) -> JSONValue { texts.count == 1 ? .text(texts[0]) : .texts(texts) }
}

extension LocaleStyle {
  /// As it stands under `locale` of a mapping or of a feed.
  var json: JSONValue { .object(money.members + date.members) }
}
