import Formats

extension ValueRule {
  /// A column name or a list of them where nothing else is said, else an object.
  var json: JSONValue {
    switch self {
    case .column(let rule): rule.json
    case .constant(let text): ["const": .text(text)]
    case .add(let a, let b): ["add": [a.json, b.json]]
    case .subtract(let a, let b): ["sub": [a.json, b.json]]
    case .plusDays(let date, .fixed(let days)): ["plusDays": [date.json, .number(days)]]
    case .plusDays(let date, .read(let days)): ["plusDays": [date.json, days.json]]
    case .first(let rules): ["first": .list(rules.map(\.json))]
    case .choose(let filters, let then, let otherwise):
      .object(
        [JSONMember("when", .list(filters.map(\.json))), JSONMember("then", then.json)]
          + (otherwise.map { [JSONMember("else", $0.json)] } ?? []))
    }
  }
}

extension ColumnRule {
  var json: JSONValue {
    if isPlain { return .oneOrMore(from) }
    var members: [JSONMember] = []
    if !from.isEmpty { members.append(JSONMember("from", .oneOrMore(from))) }
    if !steps.isEmpty { members.append(JSONMember("steps", .list(steps.map(\.json)))) }
    if let words {
      members.append(JSONMember("map", .object(words.entries.map { JSONMember($0.word, .text($0.meaning)) })))
      if let otherwise = words.otherwise { members.append(JSONMember("else", .text(otherwise))) }
    }
    members += money.members + date.members
    if let sign {
      members.append(
        JSONMember(
          "sign",
          [
            "from": .oneOrMore(sign.from),
            "map": .object(sign.words.map { JSONMember($0.word, .number($0.isNegative ? -1 : 1)) }),
          ]))
    }
    if let standard { members.append(JSONMember("default", .text(standard))) }
    return .object(members)
  }
}

extension TextStep {
  var json: JSONValue {
    switch self {
    case .trim: "trim"
    case .collapse: "collapse"
    case .upper: "upper"
    case .lower: "lower"
    case .strip(let text): ["strip": .text(text)]
    case .dropPrefix(let texts): ["dropPrefix": .texts(texts)]
    case .dropSuffix(let texts): ["dropSuffix": .texts(texts)]
    case .before(let text): ["before": .text(text)]
    case .after(let text): ["after": .text(text)]
    case .slice(let from, let to): ["slice": [.number(from), .number(to)]]
    case .pad(let width, let text): ["pad": [.number(width), .text(text)]]
    case .split(let separator, let index): ["split": [.text(separator), .number(index)]]
    case .join(let with, let from): ["join": ["with": .text(with), "from": .texts(from)]]
    case .lookup(let table): ["lookup": .object(table.map { JSONMember($0.0, .text($0.1)) })]
    case .capture(let pattern): ["capture": .text(pattern.text)]
    }
  }
}

extension MoneyFacets {
  var members: [JSONMember] {
    var members: [JSONMember] = []
    if let decimal { members.append(JSONMember("decimal", .text(decimal.rawValue))) }
    if let group { members.append(JSONMember("group", .text(group.rawValue))) }
    if let negative { members.append(JSONMember("negative", .texts(negative.map(\.rawValue)))) }
    if let minorUnits { members.append(JSONMember("minorUnits", JSONValue(.bool(minorUnits)))) }
    if let excess { members.append(JSONMember("excess", .text(excess.rawValue))) }
    return members
  }
}

extension DateFacets {
  var members: [JSONMember] {
    var members: [JSONMember] = []
    switch formats {
    case .auto?: members.append(JSONMember("dates", "auto"))
    case .listed(let patterns)?: members.append(JSONMember("dates", .texts(patterns.map(\.text))))
    case nil: break
    }
    if let pivot { members.append(JSONMember("pivot", .number(pivot))) }
    if let excelSerial { members.append(JSONMember("excelSerial", JSONValue(.bool(excelSerial)))) }
    if let yearFrom { members.append(JSONMember("yearFrom", .text(yearFrom))) }
    return members
  }
}

extension RowTest {
  var json: JSONValue {
    if case .any(let tests) = condition { return ["any": .list(tests.map(\.json))] }
    let condition: JSONMember =
      switch self.condition {
      case .isIn(let words): JSONMember("in", .texts(words))
      case .isNotIn(let words): JSONMember("notIn", .texts(words))
      case .isEmpty(let flag): JSONMember("empty", JSONValue(.bool(flag)))
      case .startsWith(let words): JSONMember("startsWith", .texts(words))
      case .isBetween(let low, let high): JSONMember("between", .texts([low, high]))
      case .matches(let shapes): JSONMember("matches", .texts(shapes))
      case .any: JSONMember("any", [])
      }
    return .object([JSONMember("field", .oneOrMore(from)), condition])
  }
}
