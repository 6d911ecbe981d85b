import Formats
import Ledger

/// `columns` and `keep`: what fills the fields.
extension MappingReader {
  static let moneyKeys = ["decimal", "group", "negative", "minorUnits", "excess", "sign"]
  static let dateKeys = ["dates", "pivot", "excelSerial", "yearFrom"]
  private static let wordKeys = ["map", "else"]
  private static let forms = ["const", "add", "sub", "plusDays", "first", "when"]
  private static let columnKeys = ["from", "steps"] + moneyKeys + dateKeys + wordKeys

  mutating func columns(_ json: JSONValue?, _ whole: JSONValue, _ mapping: inout Mapping) {
    for member in json.map({ named($0) }) ?? [] {
      guard let index = mapping.fields.firstIndex(where: { $0.name == member.key }) else {
        report(
          member.place, "`\(member.key)` is no field of \(mapping.feed.rawValue)", code: "unknown-key",
          help: suggestion(member.key, mapping.fields.map(\.name)))
        continue
      }
      fill(&mapping.fields[index], member)
    }
    // The company is the feed's to say.
    guard mapping.read != nil else { return }
    for field in mapping.fields
    where field.isRequired && field.name != "company" && field.from.isEmpty && field.constant == nil
      && field.value == nil
      && json?[field.name] == nil
    {
      report(
        json ?? whole, "`columns` does not fill `\(field.name)`, which \(mapping.feed.rawValue) need",
        code: "missing-setting", help: "add \"\(field.name)\": \"name of its column\"")
    }
  }

  mutating func keep(_ json: JSONValue, _ mapping: inout Mapping) {
    for member in named(json) {
      guard !mapping.fields.contains(where: { $0.name == member.key }) else {
        report(
          member.place, "`\(member.key)` is a field of \(mapping.feed.rawValue)", code: "contradiction",
          help: "fill it under `columns`")
        continue
      }
      var kind = FieldKind.text
      if let value = member.value["as"], let name = text(value) {
        let kinds = FieldKind.kept
        if let known = kinds.first(where: { $0.name == name }) {
          kind = known
        } else {
          report(
            value, "`\(name)` is no kind of value", code: "impossible-value", help: suggestion(name, kinds.map(\.name)))
        }
      }
      var field = FieldRule(member.key, kind, from: [])
      fill(&field, member, isKept: true)
      mapping.keep.append(field)
    }
  }

  /// Reads the rule of a field. What only names columns, or a constant, needs no `value`.
  private mutating func fill(_ field: inout FieldRule, _ member: JSONMember, isKept: Bool = false) {
    let json = member.value
    var isStricter = false
    if case .object = json.content {
      isStricter = facts(&field, json, isKept: isKept)
      if let value = json["default"] { field.constant = constant(value, field.kind) }
      if let value = json["const"], json["from"] != nil {
        field.constant = constant(value, field.kind)
      }
    }
    guard let rule = rule(json, field.kind, isWhole: true) else { return }
    field.value = nil
    switch rule {
    case .constant(let text):
      field.from = []
      field.constant = text
    case .column(let column) where column.isPlain && !isStricter:
      if !column.from.isEmpty || json["from"] != nil { field.from = column.from }
    default:
      field.from = rule.columns
      field.value = rule
    }
    if isStricter, field.from.isEmpty, field.value == nil, field.constant == nil {
      field.value = .column(ColumnRule(from: field.from))
    }
  }

  /// `as`, `words` and `required` of a whole rule: they tell what the canonical field is. True where `required` asks for more.
  private mutating func facts(_ field: inout FieldRule, _ json: JSONValue, isKept: Bool) -> Bool {
    let fixed = field.json
    for key in isKept ? ["words"] : ["as", "words"] {
      guard let value = json[key], value.written(.compact) != fixed[key]?.written(.compact) else { continue }
      let expected = fixed[key].map { "\"\(key)\": \($0.written(.compact))" } ?? "no `\(key)`"
      report(value, "`\(field.name)` has \(expected) and no other", code: "contradiction", help: "leave `\(key)` out")
    }
    guard let value = json["required"], let isRequired = bool(value) else { return false }
    if field.isRequired, !isRequired {
      report(value, "`\(field.name)` is required, always", code: "contradiction", help: "leave `required` out")
    }
    let isStricter = isRequired && !field.isRequired
    if isStricter { field.isRequired = true }
    return isStricter
  }

  // MARK: Rules

  /// - Parameter isWhole: the rule of a field, not a part of one: it may say `as`, `words`, `required`, `default` beside any form.
  mutating func rule(_ json: JSONValue, _ kind: FieldKind, isWhole: Bool = false, mayChoose: Bool = true) -> ValueRule?
  {
    switch json.content {
    case .string: return .column(ColumnRule(from: columnNames(json)))
    case .array: return .column(ColumnRule(from: columnNames(json)))
    case .object: return objectRule(json, kind, isWhole: isWhole, mayChoose: mayChoose)
    default:
      report(
        json, "a column name, a list of names, or an object is needed here, not \(json.kindName)", code: "wrong-type")
      return nil
    }
  }

  private mutating func objectRule(_ json: JSONValue, _ kind: FieldKind, isWhole: Bool, mayChoose: Bool) -> ValueRule? {
    let given = MappingReader.forms.filter { json[$0] != nil && !($0 == "const" && json["from"] != nil) }
    let whole = isWhole ? ["as", "words", "required"] : []
    guard given.count <= 1, given.isEmpty || json["from"] == nil else {
      report(
        json, "one rule says \(given.map { "`\($0)`" }.joined(separator: " and "))", code: "contradiction",
        help: "keep one, or try them one after the other with `first`")
      return nil
    }
    switch given.first {
    case "const":
      return (object(json, ["const"] + whole)["const"]).flatMap { constant($0, kind).map(ValueRule.constant) }
    case "add": return sum(json, "add", kind, whole)
    case "sub": return sum(json, "sub", kind, whole)
    case "plusDays": return plusDays(json, kind, whole)
    case "first":
      let members = object(json, ["first", "default"] + whole)
      return .first((members["first"].map { list($0) } ?? []).compactMap { rule($0, kind) })
    case "when": return choice(json, kind, whole, mayChoose)
    default: return columnRule(json, kind, isWhole: isWhole, whole).map(ValueRule.column)
    }
  }

  private mutating func sum(_ json: JSONValue, _ key: String, _ kind: FieldKind, _ whole: [String]) -> ValueRule? {
    let members = object(json, [key, "default"] + whole)
    guard kind == .money else {
      report(json, "`\(key)` is for amounts", code: "contradiction")
      return nil
    }
    let parts = (members[key].map { list($0) } ?? []).compactMap { rule($0, .money) }
    guard parts.count == 2 else {
      report(members[key] ?? json, "`\(key)` takes a list of two", code: "impossible-value")
      return nil
    }
    return key == "add" ? .add(parts[0], parts[1]) : .subtract(parts[0], parts[1])
  }

  private mutating func plusDays(_ json: JSONValue, _ kind: FieldKind, _ whole: [String]) -> ValueRule? {
    let parts = object(json, ["plusDays", "default"] + whole)["plusDays"].map { list($0) } ?? []
    guard kind == .date, parts.count == 2 else {
      report(json, "`plusDays` is for dates and takes a date and a number of days", code: "contradiction")
      return nil
    }
    let date = rule(parts[0], .date)
    let days: DayCount?
    if case .number = parts[1].content {
      days = int(parts[1], -3660...3660).map(DayCount.fixed)
    } else {
      days = rule(parts[1], .integer).map(DayCount.read)
    }
    guard let date, let days else { return nil }
    return .plusDays(date, days)
  }

  private mutating func choice(_ json: JSONValue, _ kind: FieldKind, _ whole: [String], _ mayChoose: Bool) -> ValueRule?
  {
    let members = object(json, ["when", "then", "else", "default"] + whole)
    guard mayChoose else {
      report(json, "a `when` inside a `when`", code: "contradiction", help: "several tests stand in one list")
      return nil
    }
    let when = members["when"].map { tests($0) } ?? []
    let then = required(json, members, "then").flatMap { rule($0, kind, mayChoose: false) }
    let otherwise = members["else"].map { rule($0, kind, mayChoose: false) }
    guard let then else { return nil }
    if let otherwise, otherwise == nil { return nil }
    return .choose(when, then: then, otherwise: otherwise ?? nil)
  }

  private mutating func columnRule(_ json: JSONValue, _ kind: FieldKind, isWhole: Bool, _ whole: [String])
    -> ColumnRule?
  {
    let members = object(json, MappingReader.columnKeys + ["default"] + whole + (isWhole ? ["const"] : []))
    var rule = ColumnRule(from: members["from"].map { columnNames($0) } ?? [])
    if let value = members["steps"] { rule.steps = steps(value) }
    if members["from"] == nil, !isWhole || members["default"] == nil, members["as"] == nil, members["required"] == nil {
      if case .join? = rule.steps.first {} else { report(json, "`from` is missing", code: "missing-setting") }
    }
    refuseForeign(json, kind)
    if kind == .money || kind == .percent { rule.money = moneyFacets(members) }
    if kind == .date {
      rule.date = dateFacets(members)
      lintDates(members["dates"], rule.date, isField: true)
    }
    if let value = members["sign"], kind == .money { rule.sign = sign(value) }
    if let value = members["map"], takesWords(kind) { rule.words = words(value, members["else"], kind) }
    if !isWhole, let value = members["default"] { rule.standard = constant(value, kind) }
    return rule
  }

  /// Keys that belong to another kind of field.
  private mutating func refuseForeign(_ json: JSONValue, _ kind: FieldKind) {
    for member in json.members {
      let owner: String
      if MappingReader.moneyKeys.contains(member.key), !takes(member.key, kind) {
        owner = "amounts"
      } else if MappingReader.dateKeys.contains(member.key), kind != .date {
        owner = "dates"
      } else if MappingReader.wordKeys.contains(member.key), !takesWords(kind) {
        owner = "words"
      } else if member.key == "else", json["map"] == nil {
        owner = "`map`"
      } else {
        continue
      }
      report(member.place, "`\(member.key)` is for \(owner)", code: "contradiction", help: "remove it")
    }
  }

  /// A percentage is written as amounts are, but it is in no currency and has no side.
  private func takes(_ moneyKey: String, _ kind: FieldKind) -> Bool {
    kind == .money || kind == .percent && moneyKey != "minorUnits" && moneyKey != "sign"
  }

  private func takesWords(_ kind: FieldKind) -> Bool { kind != .money && kind != .date && kind != .percent }
}
