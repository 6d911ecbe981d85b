import Formats
import Ledger
import Pipeline

extension ColumnPlan {
  /// Writes the details of a record as `Details` would: one flat JSON object, empty values left out. Values that are not what
  /// their field holds are faults.
  /// - Parameter exponent: decimals of the row's currency, for amounts.
  @inline(__always)
  func writeDetails(_ record: RecordView, exponent: Int, to text: inout RowText, _ faults: inout [Fault]) {
    let start = text.count
    text.append(UInt8(ascii: "{"))
    keys.withUnsafeBytes { keys in
      forEachValue(record, exponent, &faults) { _, detail, value in
        let isFirst = text.count == start &+ 1
        let key = Int(detail.keyStart) &+ (isFirst ? 1 : 0)
        let end = Int(detail.keyStart) &+ Int(detail.keyCount)
        text.append(padded: keys.baseAddress! + key, end &- key)
        text.appendJSON(value)
        text.append(UInt8(ascii: "\""))
      }
    }
    text.append(UInt8(ascii: "}"))
  }

  /// Writes the values of the details alone, as `PackedDetails` has them. Returns a bit for each of the plan's details that the record has, of
  /// the first 64.
  @inline(__always)
  func writeValues(_ record: RecordView, exponent: Int, to text: inout RowText, _ faults: inout [Fault]) -> UInt64 {
    var columns: UInt64 = 0
    forEachValue(record, exponent, &faults) { place, _, value in
      columns |= 1 << UInt64(place)
      text.append(packed: value)
    }
    return columns
  }

  /// Calls `body` with each value that is not empty and is what its field holds; the others of these are faults. Of e-mail addresses those
  /// that can be written to stay, as mail servers take them.
  @inline(__always)
  private func forEachValue(
    _ record: RecordView, _ exponent: Int, _ faults: inout [Fault],
    _ body: (_ place: Int, _ detail: Detail, _ value: UnsafeRawBufferPointer) -> Void
  ) {
    for place in details.indices {
      let detail = details[place]
      let value = FieldText.trimmed(record.fields[Int(detail.column)])
      if value.isEmpty { continue }
      // A language that is none is told, and stays.
      if detail.check != .none, !check(detail, value, exponent, &faults), detail.check != .language {
        guard detail.check == .email, var usable = EmailAddress.usable(String(decoding: value, as: UTF8.self)) else {
          continue
        }
        usable.withUTF8 { body(place, detail, UnsafeRawBufferPointer($0)) }
        continue
      }
      body(place, detail, value)
    }
  }

  /// False where the value cannot stay as it is.
  @inline(never)
  private func check(
    _ detail: Detail, _ value: UnsafeRawBufferPointer, _ exponent: Int, _ faults: inout [Fault]
  ) -> Bool {
    if detail.check == .email, FieldCheck.areAddresses(value) { return true }
    guard
      let fault = FieldCheck.fault(detail.check, value, exponent, { columns[Int(detail.column)] }, { rule(of: detail) })
    else { return detail.check != .email }
    faults.append(fault)
    return false
  }
}

/// Whether the text of a field is what its kind says. Shared by all feeds.
enum FieldCheck {
  static func fault(
    _ check: ColumnPlan.Check, _ text: UnsafeRawBufferPointer, _ exponent: Int, _ column: () -> String,
    _ rule: () -> FieldRule?
  ) -> Fault? {
    switch check {
    case .none: return nil
    case .id: return FieldText.idFault(text, column)
    case .date: return FieldText.date(text) == nil ? FieldText.dateFault(text, column()) : nil
    case .money:
      do throws(Money.Problem) {
        _ = try Money.parse(text, exponent: exponent)
        return nil
      } catch { return FieldText.moneyFault(error, text, column()) }
    case .currency: return Currency(code: text) == nil ? currencyFault(text, column()) : nil
    case .integer: return integerFault(text, column())
    case .choice: return choiceFault(text, column(), rule())
    case .country: return countryFault(text, column())
    case .email: return emailFault(text, column())
    case .language: return languageFault(text, column())
    case .bool: return boolFault(text, column())
    }
  }

  static func currencyFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault {
    Fault(
      column, "currency-unknown", "\(FieldText.quoted(text)) is no currency",
      "write the ISO 4217 code in capitals, such as EUR")
  }

  static func integerFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault? {
    if text.count <= 9, text.allSatisfy(FieldText.isDigit) { return nil }
    return Fault(column, "integer", "\(FieldText.quoted(text)) is no whole number", "write digits only")
  }

  private static func choiceFault(_ text: UnsafeRawBufferPointer, _ column: String, _ rule: FieldRule?) -> Fault? {
    guard let rule, case .choice(let words) = rule.kind else { return nil }
    let word = String(decoding: text, as: UTF8.self)
    if words.contains(word) { return nil }
    let hint =
      nearestName(to: word, in: words).map { "did you mean `\($0)`?" } ?? "one of \(words.joined(separator: ", "))"
    return Fault(column, "word-unknown", "\(FieldText.quoted(text)) is no \(rule.name)", hint)
  }

  private static func countryFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault? {
    if CountryCode.isKnown(String(decoding: text, as: UTF8.self)) { return nil }
    return Fault(
      column, "country-unknown", "\(FieldText.quoted(text)) is no country",
      "write the ISO 3166-1 code of two capital letters, such as DE")
  }

  /// The shape of a tag is enough: templates may be in any language.
  private static func languageFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault? {
    func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
    let parts = text.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    let isTag =
      (2...3).contains(parts[0].count) && parts[0].allSatisfy(isLetter)
      && parts.dropFirst().allSatisfy {
        (2...8).contains($0.count) && $0.allSatisfy { isLetter($0) || FieldText.isDigit($0) }
      }
    if isTag { return nil }
    return Fault(column, "language", "\(FieldText.quoted(text)) is no language", "write a tag such as de or en-GB")
  }

  /// One address or several, separated by semicolons or commas; blanks around them do not count.
  static func areAddresses(_ text: UnsafeRawBufferPointer) -> Bool {
    var found = false
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != UInt8(ascii: ";"), text[end] != UInt8(ascii: ",") { end += 1 }
      if end > start {
        var (first, last) = (start, end)
        while first < last, text[first] == 0x20 { first += 1 }
        while last > first, text[last - 1] == 0x20 { last -= 1 }
        guard EmailAddress.isPlausible(UnsafeRawBufferPointer(rebasing: text[first..<last])) else { return false }
        found = true
      }
      start = end + 1
    }
    return found
  }

  private static func emailFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault? {
    if areAddresses(text) { return nil }
    let unusable = EmailField(String(decoding: text, as: UTF8.self)).unusable
    guard let first = unusable.first else { return nil }
    let told = unusable.dropFirst().reduce(quoted(first)) { "\($0), \(quoted($1))" }
    return Fault(
      column, "email", "\(told) \(unusable.count == 1 ? "is no e-mail address" : "are no e-mail addresses")",
      "write name@company.example, several separated by a semicolon, or leave it empty")
  }

  private static func quoted(_ text: String) -> String {
    var text = text
    return text.withUTF8 { FieldText.quoted(UnsafeRawBufferPointer($0)) }
  }

  private static func boolFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault? {
    let words: [StaticString] = ["true", "false", "yes", "no", "y", "n", "1", "0", "x"]
    if words.contains(where: { FieldText.equals(text, $0) }) { return nil }
    return Fault(column, "bool", "\(FieldText.quoted(text)) is neither yes nor no", "write true or false")
  }
}
