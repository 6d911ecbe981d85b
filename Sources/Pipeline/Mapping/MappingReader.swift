import Formats
import Ledger

/// Reads a mapping, as it stands under `mapping` of a feed of pipeline.json or in a preset:
///
///     { "feed": "documents", "read": { "format": "csv" }, "locale": { "dates": ["DD.MM.YYYY"] },
///       "columns": { "customer_id": "Kunde", "document_id": ["Rechnung", "Nummer"], "company": { "const": "ACME" } } }
///
/// docs/mapping.md tells the whole language. It is closed: an unknown key, a wrong type, an impossible value and two settings that
/// exclude each other are errors, all of them told at once with line and column. What `preset show` prints is read too; its
/// `as`, `words` and `required` say what the canonical field is and cannot say anything else.
public struct MappingReader {
  let file: String
  var problems: [Diagnostic] = []
  /// Every column that something reads, for `MappingLint`.
  var references: [(name: String, place: JSONPlace)] = []
  /// Names that `carry`, `preamble` and `above` give, with the mark they are read by.
  var declared: [(name: String, place: JSONPlace)] = []
  /// The pivot of `locale`, which holds for fields without one.
  var localePivot: Int?

  /// - Returns: the mapping, nil where its feed cannot be told; and everything that is wrong with it.
  public static func read(_ json: JSONValue, file: String) -> (mapping: Mapping?, problems: [Diagnostic]) {
    var reader = MappingReader(file: file)
    let mapping = reader.mapping(json)
    let places = reader.problems.enumerated().sorted {
      ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
    }
    return (mapping, places.map(\.element))
  }

  /// Reads a `locale` that stands by itself: that of a feed.
  static func readLocale(_ json: JSONValue, file: String) -> (locale: LocaleStyle, problems: [Diagnostic]) {
    var reader = MappingReader(file: file)
    let locale = reader.locale(json)
    return (locale, reader.problems)
  }

  private init(file: String) { self.file = file }

  private static let keys = [
    "feed", "summary", "extent", "erp", "match", "read", "locale", "when", "incomplete", "groupBy", "unsignedCredits",
    "carriesPayments", "unidentified", "columns", "keep", "check", "xml",
  ]

  private mutating func mapping(_ json: JSONValue) -> Mapping? {
    let members = object(json, MappingReader.keys)
    guard var mapping = canonical(json) else { return nil }
    if let value = members["xml"] { xml(value, &mapping) }
    if let value = members["summary"] { mapping.summary = text(value) ?? "" }
    if let value = members["extent"] { mapping.extent = word(value) }
    if let value = members["erp"] { mapping.system = system(value) }
    if let value = members["match"] { mapping.match = match(value) }
    if let value = members["read"] {
      mapping.read = shape(value)
      for index in mapping.fields.indices { mapping.fields[index].from = [] }
    }
    if let value = members["locale"] { mapping.locale = locale(value) }
    if let value = members["when"] { mapping.when = tests(value) }
    if let value = members["incomplete"] { mapping.incomplete = incomplete(value) }
    if let value = members["unsignedCredits"] { unsignedCredits(value, &mapping) }
    if let value = members["carriesPayments"] { carriesPayments(value, &mapping) }
    if let value = members["unidentified"] { unidentified(value, &mapping) }
    columns(members["columns"], json, &mapping)
    if let value = members["keep"] { keep(value, &mapping) }
    if let value = members["groupBy"] { mapping.groupBy = grouping(value, mapping) }
    if let value = members["check"] { mapping.check = checks(value, mapping) }
    lint(mapping)
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

  // MARK: What the file is

  private mutating func xml(_ json: JSONValue, _ mapping: inout Mapping) {
    let members = object(json, ["root", "record"])
    if let root = members["root"].flatMap({ text($0) }) { mapping.xmlRoot = root }
    if let record = members["record"].flatMap({ text($0) }) { mapping.xmlRecord = record }
  }

  private mutating func system(_ json: JSONValue) -> SourceSystem? {
    let members = object(json, ["name", "minimumVersion", "refuse"])
    guard let name = required(json, members, "name").flatMap({ text($0) }) else { return nil }
    var system = SourceSystem(name: name)
    system.minimumVersion = members["minimumVersion"].flatMap { text($0) }
    for entry in members["refuse"].map({ list($0) }) ?? [] {
      let parts = object(entry, ["extent", "version", "because"])
      guard let because = required(entry, parts, "because").flatMap({ text($0) }) else { continue }
      let refusal = SourceSystem.Refusal(
        extent: parts["extent"].flatMap { word($0) }, version: parts["version"].flatMap { text($0) }, because: because)
      if parts["extent"] == nil, parts["version"] == nil {
        report(entry, "this refuses every file", code: "contradiction", help: "add `extent` or `version`")
      }
      system.refuse.append(refusal)
    }
    return system
  }

  private mutating func match(_ json: JSONValue) -> MappingMatch {
    let members = object(json, ["files", "columns", "root"])
    var match = MappingMatch()
    match.files = (members["files"].map { texts($0) } ?? []).map(FilePattern.init)
    match.columns = (members["columns"].map { list($0) } ?? []).map { texts($0) }.filter { !$0.isEmpty }
    match.root = members["root"].map { texts($0) } ?? []
    return match
  }

  private mutating func unsignedCredits(_ json: JSONValue, _ mapping: inout Mapping) {
    guard let flag = bool(json) else { return }
    if flag, mapping.feed != .documents {
      report(json, "`unsignedCredits` means nothing for \(mapping.feed.rawValue)", code: "contradiction")
    }
    mapping.hasUnsignedCredits = flag
  }

  private mutating func carriesPayments(_ json: JSONValue, _ mapping: inout Mapping) {
    guard let flag = bool(json) else { return }
    if mapping.feed != .documents {
      report(json, "`carriesPayments` means nothing for \(mapping.feed.rawValue)", code: "contradiction")
    }
    mapping.carriesPayments = flag
  }

  private mutating func unidentified(_ json: JSONValue, _ mapping: inout Mapping) {
    guard let flag = bool(json), flag else { return }
    guard mapping.feed == .payments, let index = mapping.fields.firstIndex(where: { $0.name == "customer_id" }) else {
      report(
        json, "`unidentified` means nothing for \(mapping.feed.rawValue)", code: "contradiction",
        help: "only payments may come without their customer")
      return
    }
    mapping.isUnidentified = true
    mapping.fields[index].isRequired = false
  }

  // MARK: Rows

  private mutating func incomplete(_ json: JSONValue) -> IncompleteSign? {
    let members = object(json, ["when", "because", "help"])
    let parts = ["when", "because", "help"].map { required(json, members, $0) }
    guard let when = parts[0], let because = parts[1].flatMap({ text($0) }), let help = parts[2].flatMap({ text($0) })
    else { return nil }
    let tests = tests(when)
    if case .array(let entries) = when.content, entries.isEmpty {
      report(
        when, "this refuses every file", code: "contradiction", help: "say by what a file is known that is not complete"
      )
    }
    return IncompleteSign(when: tests, because: because, help: help)
  }

  private mutating func grouping(_ json: JSONValue, _ mapping: Mapping) -> LineGrouping? {
    let members = object(json, ["key", "sum"])
    guard let key = required(json, members, "key") else { return nil }
    let sums = members["sum"].map { elements($0) } ?? []
    for sum in sums { amount(sum, mapping) }
    return LineGrouping(key: columnNames(key), sum: sums.compactMap(\.string))
  }

  private mutating func checks(_ json: JSONValue, _ mapping: Mapping) -> [SumCheck] {
    list(json).compactMap { entry in
      let members = object(entry, ["sum", "equals"])
      guard let sum = required(entry, members, "sum"), let equals = required(entry, members, "equals") else {
        return nil
      }
      amount(sum, mapping)
      let columns = columnNames(equals)
      guard let field = text(sum), !columns.isEmpty else { return nil }
      return SumCheck(sum: field, equals: columns)
    }
  }

  /// A name that has to be that of a field with an amount, which the mapping fills.
  private mutating func amount(_ json: JSONValue, _ mapping: Mapping) {
    guard let name = text(json) else { return }
    let amounts = mapping.fields.filter { $0.kind == .money }
    guard let field = amounts.first(where: { $0.name == name }) else {
      report(
        json, "`\(name)` is no amount of \(mapping.feed.rawValue)", code: "impossible-value",
        help: suggestion(name, amounts.map(\.name)))
      return
    }
    if field.from.isEmpty, field.value == nil {
      report(json, "`\(name)` is added up, and `columns` does not fill it", code: "contradiction")
    }
  }
}
