import Formats

extension SourceShape {
  /// The `read` of a mapping.
  var json: JSONValue {
    var members = [JSONMember("format", .text(format.rawValue))]
    if let encoding { members.append(JSONMember("encoding", .text(encoding.rawValue))) }
    if let usualEncoding { members.append(JSONMember("usualEncoding", .text(usualEncoding.rawValue))) }
    if format == .csv { members += sheet.members }
    if let record { members.append(JSONMember("record", .text(record))) }
    if let rows { members += rows.members }
    if let lockbox { members.append(JSONMember("fields", .list(lockbox.fields.map(\.json)))) }
    return .object(members)
  }
}

extension SheetShape {
  var members: [JSONMember] {
    var members: [JSONMember] = []
    if let delimiter {
      members.append(JSONMember("delimiter", .text(String(Character(Unicode.Scalar(delimiter))))))
    }
    if !hasQuotes { members.append(JSONMember("quotes", false)) }
    if isFramed { members.append(JSONMember("framed", true)) }
    switch header {
    case .within(let lines): members.append(JSONMember("header", ["within": .number(lines)]))
    case .line(let line): members.append(JSONMember("header", ["line": .number(line)]))
    case .none(let names): members.append(JSONMember("header", ["none": .list(names.map { .oneOrMore($0) })]))
    }
    if !preamble.isEmpty {
      members.append(JSONMember("preamble", .object(preamble.map { JSONMember($0.name, $0.json) })))
    }
    if !carry.isEmpty { members.append(JSONMember("carry", .object(carry.map { JSONMember($0.name, $0.json) }))) }
    if !drop.isEmpty { members.append(JSONMember("drop", .list(drop.map(\.json)))) }
    return members
  }
}

extension SheetShape.Preamble {
  var json: JSONValue {
    if let cell { return ["line": .number(cell.line), "column": .number(cell.column)] }
    return ["startsWith": .texts(startsWith)]
  }
}

extension SheetShape.Carry {
  var json: JSONValue {
    var members = [JSONMember("from", .oneOrMore(from))]
    if !isGroupRow { members.append(JSONMember("repeat", true)) }
    if !when.isEmpty { members.append(JSONMember("when", .list(when.map(\.json)))) }
    return .object(members)
  }
}

extension SheetShape.Drop {
  var json: JSONValue { ["when": .list(when.map(\.json)), "as": .text(kind.rawValue)] }
}

extension XMLRowShape {
  var members: [JSONMember] {
    var members: [JSONMember] = []
    if !namespaces.isEmpty {
      let sorted = namespaces.sorted { $0.key < $1.key }
      members.append(JSONMember("ns", .object(sorted.map { JSONMember($0.key, .text($0.value)) })))
    }
    members.append(JSONMember("row", .oneOrMore(row)))
    if !above.isEmpty {
      members.append(JSONMember("above", .object(above.map { JSONMember($0.name, .oneOrMore($0.paths)) })))
    }
    if let each { members.append(JSONMember("each", .text(each))) }
    return members
  }
}

extension LockboxLayout.Field {
  var json: JSONValue {
    [
      "record": .text(String(Character(Unicode.Scalar(record)))), "name": .text(name), "from": .number(from),
      "to": .number(to),
    ]
  }
}
