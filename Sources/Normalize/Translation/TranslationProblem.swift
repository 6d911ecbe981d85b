import Ledger
import Pipeline

/// What is wrong with a value of a file, in words. The column is added by whoever knows it.
enum TranslationProblem {
  static func amount(
    _ problem: AmountText.Problem, _ text: UnsafeRawBufferPointer, _ style: AmountStyle, _ exponent: Int
  ) -> Fault {
    let value = FieldText.quoted(text)
    let decimal = style.decimal == UInt8(ascii: ",") ? "," : "."
    switch problem {
    case .notANumber: return noAmount(value, text, decimal)
    case .group where sign(text) != nil: return noAmount(value, text, decimal)
    case .group:
      return Fault(
        "", "number-group", "\(value) is not grouped as its column is",
        "the decimal mark is `\(decimal)`; groups have three digits and \(groups(style))")
    case .scale:
      return Fault(
        "", "number-scale",
        "\(value) has more decimals than the \(style.countsMinorUnits ? "0" : "\(exponent)") of its currency",
        "round where the data is kept, or write \"excess\": \"round\" in the mapping")
    case .sign(let signs):
      let names = signNames(signs)
      return Fault(
        "", "number-sign", "\(value) has its sign where the mapping expects none",
        "add \(names.map { "\"\($0)\"" }.joined(separator: ", ")) to \"negative\" of the mapping's locale")
    case .doubleSign:
      return Fault("", "number-sign", "\(value) has two signs", "correct it where the data is kept: one sign is enough")
    case .tooLarge:
      return Fault(
        "", "money-too-large", "\(value) is larger than any amount can be",
        "is a decimal mark or a delimiter missing?")
    }
  }

  private static func noAmount(_ value: String, _ text: UnsafeRawBufferPointer, _ decimal: String) -> Fault {
    if isScientific(text) {
      return Fault(
        "", "money", "\(value) is a number as a spreadsheet shortens it: its last digits are lost",
        "export it again and do not save it in a spreadsheet; there, format the column as a number with two decimals"
      )
    }
    return Fault(
      "", "money", "\(value) is no amount",
      "digits with the decimal mark `\(decimal)`; a currency sign goes with the step { \"strip\": \"\(sign(text) ?? "$")\" }"
    )
  }

  /// `1.2E+05`: digits, an E and a power of ten.
  private static func isScientific(_ text: UnsafeRawBufferPointer) -> Bool {
    let parts = text.split(omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
    guard parts.count == 2 else { return false }
    func isNumber(_ part: Slice<UnsafeRawBufferPointer>, _ marks: [UInt8]) -> Bool {
      let digits = part.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
      return digits.first.map(FieldText.isDigit) ?? false
        && digits.allSatisfy { FieldText.isDigit($0) || marks.contains($0) }
    }
    return isNumber(parts[0], [UInt8(ascii: "."), UInt8(ascii: ",")]) && isNumber(parts[1], [])
  }

  /// The currency sign or code that stands before or behind the digits of an amount.
  private static func sign(_ text: UnsafeRawBufferPointer) -> String? {
    let words = String(decoding: text, as: UTF8.self).split { !$0.isCurrencySymbol && !$0.isLetter }
    return words.count == 1 && words[0].count <= 3 ? String(words[0]) : nil
  }

  static func percent(_ problem: AmountText.Problem, _ text: UnsafeRawBufferPointer, _ style: AmountStyle) -> Fault {
    let value = FieldText.quoted(text)
    switch problem {
    case .notANumber, .tooLarge:
      return Fault(
        "", "percent", "\(value) is no percentage",
        "digits with the decimal mark `\(style.decimal == UInt8(ascii: ",") ? "," : ".")`, with or without % behind them"
      )
    case .scale:
      return Fault(
        "", "number-scale", "\(value) has more than \(PercentText.decimals) decimals",
        "round where the data is kept, or write \"excess\": \"round\" in the mapping")
    case .group, .sign, .doubleSign: return amount(problem, text, style, PercentText.decimals)
    }
  }

  private static func groups(_ style: AmountStyle) -> String {
    var marks: [String] = []
    if style.groups.contains(.point), style.decimal != UInt8(ascii: ".") { marks.append("`.`") }
    if style.groups.contains(.comma), style.decimal != UInt8(ascii: ",") { marks.append("`,`") }
    if style.groups.contains(.blank) { marks.append("a blank") }
    if style.groups.contains(.apostrophe) { marks.append("`'`") }
    return marks.isEmpty ? "no mark: there is no grouping" : marks.joined(separator: " or ") + " between them"
  }

  private static func signNames(_ signs: AmountStyle.Signs) -> [String] {
    let names: [(AmountStyle.Signs, MoneyFacets.Negative)] = [
      (.lead, .lead), (.trail, .trail), (.paren, .paren), (.crdr, .crdr),
    ]
    return names.filter { signs.contains($0.0) }.map(\.1.rawValue)
  }

  static func signWord(_ text: UnsafeRawBufferPointer) -> Fault {
    let what = text.isEmpty ? "nothing says" : "\(FieldText.quoted(text)) does not say"
    return Fault(
      "", "number-sign", "\(what) whether the amount counts for or against",
      "add the word to `map` of the mapping's `sign`")
  }

  static func day(_ problem: DayText.Problem, _ text: UnsafeRawBufferPointer, _ style: DayStyle) -> Fault {
    let value = FieldText.quoted(text)
    switch problem {
    case .noDate:
      let counted = DayText.serial(text).flatMap { $0 < FieldText.firstDay ? nil : $0 }.map {
        "; as a spreadsheet counts days it is \($0): export it again without one, or add \"excelSerial\": true to the mapping's locale"
      }
      return Fault("", "date", "\(value) is no date", "expected \(style.expected)\(counted ?? "")")
    case .noSuchDay:
      return Fault("", "date", "\(value) is no date", "the calendar has no such day; expected \(style.expected)")
    case .century:
      return Fault(
        "", "date", "\(value) does not say of which century it is",
        "add \"pivot\": 70 to the mapping's locale: years below 70 are then 20xx, others 19xx")
    case .year:
      return Fault(
        "", "date", "\(value) has no year",
        "say where it stands: \"yearFrom\": \"@name\" of the title block, or a column")
    }
  }

  static func absurd(_ text: UnsafeRawBufferPointer, _ date: CalendarDate) -> Fault {
    Fault(
      "", "date-absurd",
      "\(FieldText.quoted(text)) is \(date), outside \(FieldText.years.lowerBound) to \(FieldText.years.upperBound)",
      "correct the year where the data is kept")
  }

  static func word(_ text: UnsafeRawBufferPointer, _ field: String) -> Fault {
    Fault(
      "", "choice", "the mapping does not say which \(field) \(FieldText.quoted(text)) is",
      "add it to `map` of \(field), or an `else`")
  }

  static func choice(_ text: UnsafeRawBufferPointer, _ field: String, _ words: [String]) -> Fault {
    let near = nearestName(to: String(decoding: text, as: UTF8.self), in: words).map { "did you mean `\($0)`?" }
    return Fault(
      "", "choice", "\(FieldText.quoted(text)) is no \(field)",
      near ?? "one of \(words.joined(separator: ", ")); other words go through `map` in the mapping")
  }
}
