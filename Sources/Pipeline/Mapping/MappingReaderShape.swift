import Formats
import Ledger

/// `read`: how the file is taken apart.
extension MappingReader {
  private static let sheetKeys = ["delimiter", "quotes", "framed", "header", "preamble", "carry", "drop"]
  private static let xmlKeys = ["ns", "row", "above", "each"]

  mutating func shape(_ json: JSONValue) -> SourceShape {
    let members = object(
      json,
      ["format", "encoding", "usualEncoding", "fields", "record"] + MappingReader.sheetKeys + MappingReader.xmlKeys)
    var shape = SourceShape(format: .csv)
    if let value = members["format"] { shape.format = word(value) ?? .csv }
    if let value = members["encoding"], value.string != "auto" { shape.encoding = word(value) }
    if let value = members["usualEncoding"] { shape.usualEncoding = word(value) }
    refuseForeign(json, shape.format)
    switch shape.format {
    case .csv: shape.sheet = sheet(members)
    case .xml: shape.rows = rows(json, members)
    case .iif: shape.record = required(json, members, "record").flatMap { text($0) }
    case .lockbox: shape.lockbox = members["fields"].map { LockboxLayout(fields: lockboxFields($0)) }
    default: break
    }
    return shape
  }

  /// Keys that belong to another format.
  private mutating func refuseForeign(_ json: JSONValue, _ format: SourceShape.Format) {
    for member in json.members {
      let owner: SourceShape.Format
      if MappingReader.sheetKeys.contains(member.key) {
        owner = .csv
      } else if MappingReader.xmlKeys.contains(member.key) {
        owner = .xml
      } else if member.key == "fields" {
        owner = .lockbox
      } else if member.key == "record" {
        owner = .iif
      } else {
        continue
      }
      if owner == format { continue }
      report(
        member.place, "`\(member.key)` means nothing for the format \(format.rawValue)", code: "contradiction",
        help: "remove it, or write \"format\": \"\(owner.rawValue)\"")
    }
  }

  // MARK: Tables

  private mutating func sheet(_ members: [String: JSONValue]) -> SheetShape {
    var sheet = SheetShape()
    if let value = members["delimiter"] { sheet.delimiter = delimiter(value) }
    if let value = members["quotes"] { sheet.hasQuotes = bool(value) ?? true }
    if let value = members["framed"] { sheet.isFramed = bool(value) ?? false }
    if let value = members["header"] { sheet.header = header(value) }
    for member in members["preamble"].map({ named($0) }) ?? [] {
      guard declare(member, mark: SourceColumn.preambleMark), let found = preamble(member) else { continue }
      sheet.preamble.append(found)
    }
    for member in members["carry"].map({ named($0) }) ?? [] {
      guard declare(member, mark: SourceColumn.carriedMark), let found = carry(member) else { continue }
      sheet.carry.append(found)
    }
    for entry in members["drop"].map({ list($0) }) ?? [] {
      let parts = object(entry, ["when", "as"])
      guard let when = required(entry, parts, "when") else { continue }
      sheet.drop.append(SheetShape.Drop(when: tests(when), kind: parts["as"].flatMap { word($0) } ?? .footer))
    }
    return sheet
  }

  private mutating func delimiter(_ json: JSONValue) -> UInt8? {
    guard let text = text(json), text != "auto" else { return nil }
    let names = ["comma", "semicolon", "tab", "pipe"]
    if let index = names.firstIndex(of: text) { return CSVDialect.delimiters[index] }
    if text.utf8.count == 1, let byte = text.utf8.first, CSVDialect.delimiters.contains(byte) { return byte }
    report(
      json, "`\(text)` is no delimiter", code: "impossible-value",
      help: "write `,`, `;`, `|`, `tab`, or `auto`: others are not taken for one")
    return nil
  }

  private mutating func header(_ json: JSONValue) -> SheetShape.Header {
    let members = object(json, ["within", "line", "none"])
    if members.count > 1 {
      report(json, "`header` says several things", code: "contradiction", help: "keep one of `within`, `line`, `none`")
    }
    if let value = members["line"] { return .line(int(value, 1...1000) ?? 1) }
    if let value = members["none"] { return .none(elements(value).map { texts($0) }) }
    return .within(members["within"].flatMap { int($0, 1...1000) } ?? 30)
  }

  private mutating func preamble(_ member: JSONMember) -> SheetShape.Preamble? {
    let parts = object(member.value, ["startsWith", "line", "column"])
    let (begin, line, column) = (parts["startsWith"], parts["line"], parts["column"])
    switch (begin, line, column) {
    case (let begin?, nil, nil): return SheetShape.Preamble(member.key, startsWith: texts(begin))
    case (nil, let line?, let column?):
      guard let line = int(line, 1...1000), let column = int(column, 1...4096) else { return nil }
      return SheetShape.Preamble(member.key, cell: (line, column))
    default:
      report(
        member.value, "`\(member.key)` needs either `startsWith`, or `line` and `column`", code: "contradiction")
      return nil
    }
  }

  private mutating func carry(_ member: JSONMember) -> SheetShape.Carry? {
    let parts = object(member.value, ["from", "when", "repeat"])
    guard let from = required(member.value, parts, "from") else { return nil }
    let isRepeated = parts["repeat"].flatMap { bool($0) } ?? false
    let when = parts["when"].map { tests($0) } ?? []
    if !isRepeated, parts["when"] == nil {
      report(
        member.value, "nothing tells a group row from data", code: "missing-setting",
        help: "add `when`, or \"repeat\": true where a blank repeats the value above")
    }
    return SheetShape.Carry(member.key, from: columnNames(from), when: when, isGroupRow: !isRepeated)
  }

  // MARK: XML

  private mutating func rows(_ json: JSONValue, _ members: [String: JSONValue]) -> XMLRowShape? {
    guard let row = required(json, members, "row") else { return nil }
    var shape = XMLRowShape(row: texts(row))
    for element in elements(row) where element.string?.hasPrefix("/") == false {
      report(element, "the path of a row starts at the root: `/...`", code: "impossible-value")
    }
    for member in members["ns"].map({ named($0) }) ?? [] {
      if let namespace = text(member.value) { shape.namespaces[member.key] = namespace }
    }
    for member in members["above"].map({ named($0) }) ?? [] {
      guard declare(member, mark: SourceColumn.carriedMark) else { continue }
      for element in elements(member.value) where element.string?.hasPrefix("../") == false {
        report(element, "a path above the row starts with `../`", code: "impossible-value")
      }
      shape.above.append((member.key, texts(member.value)))
    }
    shape.each = members["each"].flatMap { text($0) }
    return shape
  }

  // MARK: Lockbox

  private mutating func lockboxFields(_ json: JSONValue) -> [LockboxLayout.Field] {
    list(json).compactMap { entry in
      let parts = object(entry, ["record", "name", "from", "to"])
      guard let record = required(entry, parts, "record"), let name = required(entry, parts, "name"),
        let from = required(entry, parts, "from"), let to = required(entry, parts, "to"), let type = text(record),
        let name = text(name), let from = int(from, 1...1000), let to = int(to, 1...1000)
      else { return nil }
      guard type.utf8.count == 1, let byte = type.utf8.first, from <= to else {
        report(
          entry, "a field has a record type of one character and ends where it begins or later",
          code: "impossible-value")
        return nil
      }
      guard LockboxLayout.names.contains(name) else {
        report(
          entry, "no lockbox has a field `\(name)`", code: "impossible-value",
          help: LockboxLayout.names.sorted().joined(separator: ", "))
        return nil
      }
      return LockboxLayout.Field(byte, name, from, to)
    }
  }

  /// Remembers a name that `carry`, `preamble` or `above` gives.
  private mutating func declare(_ member: JSONMember, mark: Character) -> Bool {
    let isName = !member.key.isEmpty && member.key.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    if isName {
      declared.append((String(mark) + member.key, member.place))
    } else {
      report(member.place, "`\(member.key)` is no name", code: "impossible-value", help: "letters, digits and `_`")
    }
    return isName
  }
}
