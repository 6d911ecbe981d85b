import Formats
import Ledger

/// `steps`, `locale`, and what amounts, dates and words take.
extension MappingReader {
  mutating func steps(_ json: JSONValue) -> [TextStep] {
    let entries = list(json)
    if entries.count > TextStep.most {
      report(
        json, "\(entries.count) steps, and at most \(TextStep.most) are done", code: "mapping-steps",
        help: "a value that needs more is better corrected where the data is kept")
    }
    return entries.enumerated().compactMap { step($1, isFirst: $0 == 0) }
  }

  private mutating func step(_ json: JSONValue, isFirst: Bool) -> TextStep? {
    if let word = json.string {
      switch word {
      case "trim": return .trim
      case "collapse": return .collapse
      case "upper": return .upper
      case "lower": return .lower
      default:
        let help =
          TextStep.keys.contains(word)
          ? "`\(word)` takes a value: { \"\(word)\": ... }" : suggestion(word, TextStep.words + TextStep.keys)
        report(json, "`\(word)` is no step", code: "impossible-value", help: help)
        return nil
      }
    }
    let members = object(json, TextStep.keys)
    guard members.count == 1, let (key, value) = members.first else {
      if members.count > 1 {
        report(
          json, "one step says several things", code: "contradiction", help: "write a step for each: [ {...}, {...} ]")
      } else if case .object = json.content, json.members.isEmpty {
        report(json, "the step says nothing", code: "impossible-value")
      }
      return nil
    }
    return step(key, value, isFirst: isFirst)
  }

  private mutating func step(_ key: String, _ json: JSONValue, isFirst: Bool) -> TextStep? {
    switch key {
    case "strip": return text(json).map { .strip($0) }
    case "before": return text(json).map { .before($0) }
    case "after": return text(json).map { .after($0) }
    case "dropPrefix": return .dropPrefix(texts(json))
    case "dropSuffix": return .dropSuffix(texts(json))
    case "lookup": return .lookup(named(json).compactMap { member in anyText(member.value).map { (member.key, $0) } })
    case "capture":
      guard let text = text(json) else { return nil }
      if let pattern = CapturePattern(text) { return .capture(pattern) }
      report(
        json, "`\(text)` has not exactly one part in braces", code: "mapping-format",
        help: "`INV-{#+}` takes the digits behind `INV-`: `#` is a digit, `@` a letter, `*` any run")
      return nil
    case "join":
      let members = object(json, ["with", "from"])
      guard isFirst else {
        report(
          json, "`join` begins: it says itself what it reads", code: "contradiction", help: "make it the first step")
        return nil
      }
      guard let from = required(json, members, "from") else { return nil }
      return .join(with: members["with"].flatMap { anyText($0) } ?? "", from: columnNames(from))
    default: return pair(key, json)
    }
  }

  /// Steps that take a list of two.
  private mutating func pair(_ key: String, _ json: JSONValue) -> TextStep? {
    let parts = list(json)
    guard parts.count == 2 else {
      let takes = ["slice": "[from, to]", "pad": "[width, \"0\"]", "split": "[separator, number]"][key] ?? ""
      if case .array = json.content { report(json, "`\(key)` takes \(takes)", code: "impossible-value") }
      return nil
    }
    switch key {
    case "slice":
      guard let from = int(parts[0], 0...10_000), let to = int(parts[1], 0...10_000) else { return nil }
      if from < to { return .slice(from, to) }
      report(json, "`slice` ends before it begins", code: "impossible-value")
      return nil
    case "pad":
      guard let width = int(parts[0], 1...255), let fill = text(parts[1]) else { return nil }
      if fill.utf8.count == 1 { return .pad(width, fill) }
      report(parts[1], "`pad` fills up with one character", code: "impossible-value")
      return nil
    default:
      guard let separator = text(parts[0]), let index = int(parts[1], -1...1000) else { return nil }
      return .split(separator, index)
    }
  }

  // MARK: Amounts, dates, words

  mutating func locale(_ json: JSONValue) -> LocaleStyle {
    let money = MappingReader.moneyKeys.filter { $0 != "sign" }
    let members = object(json, money + MappingReader.dateKeys.filter { $0 != "yearFrom" })
    var style = LocaleStyle()
    style.money = moneyFacets(members)
    style.date = dateFacets(members)
    localePivot = style.date.pivot
    lintDates(members["dates"], style.date, isField: false)
    return style
  }

  mutating func moneyFacets(_ members: [String: JSONValue]) -> MoneyFacets {
    var facets = MoneyFacets()
    facets.decimal = members["decimal"].flatMap { word($0) }
    facets.group = members["group"].flatMap { value in value.string == "" ? MoneyFacets.Group.none : word(value) }
    facets.negative = members["negative"].map { elements($0).compactMap { word($0) } }
    facets.minorUnits = members["minorUnits"].flatMap { bool($0) }
    facets.excess = members["excess"].flatMap { word($0) }
    if let decimal = facets.decimal, let group = facets.group, decimal != .auto, decimal.rawValue == group.rawValue,
      let place = members["group"]
    {
      report(place, "decimal mark and group mark are the same", code: "contradiction")
    }
    return facets
  }

  mutating func dateFacets(_ members: [String: JSONValue]) -> DateFacets {
    var facets = DateFacets()
    if let value = members["dates"] {
      facets.formats = value.string == "auto" ? .auto : .listed(elements(value).compactMap { datePattern($0) })
    }
    facets.pivot = members["pivot"].flatMap { int($0, 0...99) }
    facets.excelSerial = members["excelSerial"].flatMap { bool($0) }
    facets.yearFrom = members["yearFrom"].flatMap { value in columnNames(value).first }
    return facets
  }

  /// Years that nothing completes.
  mutating func lintDates(_ json: JSONValue?, _ facets: DateFacets, isField: Bool) {
    guard let json, case .listed(let patterns)? = facets.formats else { return }
    for pattern in patterns where pattern.parts.contains(.year2) && facets.pivot == nil && localePivot == nil {
      report(
        json, "`\(pattern.text)` has a year of two digits, and no `pivot` says of which century",
        code: "missing-setting",
        help: "add \"pivot\": 70: years below 70 are then 20xx, others 19xx")
    }
    for pattern in patterns where isField && !pattern.hasYear && facets.yearFrom == nil {
      report(
        json, "`\(pattern.text)` has no year, and no `yearFrom` says where it stands", code: "missing-setting",
        help: "add \"yearFrom\" with a column, or a `@name` of the title block")
    }
  }

  private mutating func datePattern(_ json: JSONValue) -> DatePattern? {
    guard let text = text(json) else { return nil }
    if let pattern = DatePattern(text) { return pattern }
    report(
      json, "`\(text)` is no way of writing dates", code: "mapping-format",
      help: "put together from YYYY YY MMMM MMM MM M DD D, such as `DD.MM.YYYY`, `MMM D, YYYY`, `YYYYMMDD`; or `ISO`")
    return nil
  }

  mutating func sign(_ json: JSONValue) -> SignRule? {
    let members = object(json, ["from", "map"])
    guard let from = required(json, members, "from"), let map = required(json, members, "map") else { return nil }
    let words = named(map).compactMap { member -> (word: String, isNegative: Bool)? in
      guard let sign = int(member.value, -1...1) else { return nil }
      if sign == 0 { report(member.value, "a sign is 1 or -1", code: "impossible-value") }
      return (member.key, sign < 0)
    }
    return SignRule(from: columnNames(from), words: words)
  }

  mutating func words(_ json: JSONValue, _ otherwise: JSONValue?, _ kind: FieldKind) -> WordMap {
    var map = WordMap([])
    for member in named(json) {
      if let meaning = constant(member.value, kind) { map.entries.append((member.key, meaning)) }
    }
    map.otherwise = otherwise.flatMap { constant($0, kind) }
    return map
  }

  /// A text that stands in the mapping for what a file would say, in canonical form.
  mutating func constant(_ json: JSONValue, _ kind: FieldKind) -> String? {
    if kind == .bool, let flag = json.bool { return flag ? "true" : "false" }
    let isNumber = kind == .money || kind == .integer || kind == .percent
    guard let text = isNumber ? anyText(json) : text(json) else { return nil }
    let isGood =
      switch kind {
      case .choice(let words): words.contains(text)
      case .bool: ["true", "false"].contains(text)
      case .currency: Currency(text) != nil
      case .country: CountryCode.isKnown(text)
      case .date: CalendarDate(text) != nil
      case .integer: Int(text).map { $0 >= 0 } ?? false
      case .money, .percent: MappingReader.isAmount(text)
      case .text, .id, .email, .language: true
      }
    if isGood { return text }
    var help = "in canonical form, as docs/formats.md says"
    var what = "is no \(kind.name)"
    if case .choice(let words) = kind {
      what = "is no word of the field"
      help = suggestion(text, words)
    }
    report(json, "`\(text)` \(what)", code: "impossible-value", help: help)
    return nil
  }

  private static func isAmount(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { bytes in
      do throws(Money.Problem) {
        _ = try Money.parse(bytes, exponent: 4)
        return true
      } catch { return false }
    }
  }
}
