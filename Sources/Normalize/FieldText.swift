import Ledger
import Pipeline

/// What the bytes of a field mean. Nothing here allocates unless something is wrong.
enum FieldText {
  /// Dates outside these years are typing errors: nobody is owed money since 1969.
  static let years = 1970...2200
  static let firstDay = CalendarDate(days: 0)
  /// 2200-12-31.
  static let lastDay = CalendarDate(days: 84_370)
  static let idBytes = 255

  /// Without blanks around it. Most fields have none: two bytes are looked at. Stands here and not in Formats, because a
  /// function that many times a million is called has to be inlined, and `package` functions of other modules are not.
  @inline(__always)
  static func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard text.count > 0, text[0] <= 0x20 || text[text.count &- 1] <= 0x20 else { return text }
    return text.withoutBlanks
  }

  // MARK: Ids

  /// Why a text cannot be an id; nil where it can.
  @inline(__always)
  static func idFault(_ text: UnsafeRawBufferPointer, _ column: () -> String) -> Fault? {
    // `=`, `#` and an apostrophe in front are of spreadsheets.
    var suspect = text.count > idBytes
    if let first = text.first, first == 0x3D || first == 0x23 || first == 0x27 { suspect = true }
    for byte in text where byte < 0x20 || byte == 0x7F || byte == 0x2B { suspect = true }
    return suspect ? slowIDFault(text, column()) : nil
  }

  @inline(never)
  private static func slowIDFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault? {
    if text.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return Fault(
        column, "id-control", "an id holds a control character: \(quoted(text))", "remove it where the data is kept")
    }
    if text.count > idBytes {
      return Fault(
        column, "id-too-long", "an id has \(text.count) bytes, more than \(idBytes)", "is this the right column?")
    }
    if let fault = SpreadsheetID.fault(text, column) { return fault }
    guard isScientific(text) else { return nil }
    return Fault(
      column, "id-scientific", "\(quoted(text)) was an id before a spreadsheet rounded it",
      "its digits are lost: export again and do not save the file with a spreadsheet")
  }

  /// `2.4952E+19`, `1,5e+10`, `1E+5`: digits, a decimal mark, digits, `E+`, one to three digits.
  static func isScientific(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let plus = text.lastIndex(of: 0x2B), plus >= 2, text[plus - 1] | 0x20 == 0x65 else { return false }
    let exponent = text[(plus + 1)...]
    guard (1...3).contains(exponent.count), exponent.allSatisfy(isDigit) else { return false }
    let mantissa = text[..<(plus - 1)]
    guard let first = mantissa.first, let last = mantissa.last, isDigit(first), isDigit(last) else { return false }
    return mantissa.count { !isDigit($0) } <= 1
      && mantissa.allSatisfy { isDigit($0) || $0 == 0x2E || $0 == 0x2C }
  }

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  // MARK: Dates

  /// `YYYY-MM-DD` from 1970 to 2200; nil for anything else, see `dateFault`.
  @inline(__always)
  static func date(_ text: UnsafeRawBufferPointer) -> CalendarDate? {
    guard text.count == 10, let base = text.baseAddress else { return nil }
    func digit(_ index: Int) -> Int { Int(base.load(fromByteOffset: index, as: UInt8.self)) &- 48 }
    let head = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    // Bytes 0-7 are `dddd-dd-`: the upper halves tell digit from hyphen, the lower halves of digits stay below ten.
    guard head & 0xF0F0_F0F0_F0F0_F0F0 == 0x2030_3020_3030_3030, text[4] == 0x2D, text[7] == 0x2D,
      ((head & 0x0F0F_0F0F_0F0F_0F0F) &+ 0x0606_0606_0606_0606) & 0x00F0_F000_F0F0_F0F0 == 0,
      (0...9).contains(digit(8)), (0...9).contains(digit(9))
    else { return nil }
    let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
    let month = digit(5) &* 10 &+ digit(6)
    let day = digit(8) &* 10 &+ digit(9)
    guard years.contains(year) else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }

  static func dateFault(_ text: UnsafeRawBufferPointer, _ column: String) -> Fault {
    if let date = CalendarDate(iso: text), date < firstDay || date > lastDay {
      return Fault(
        column, "date-absurd", "\(quoted(text)) is outside \(years.lowerBound) to \(years.upperBound)",
        "correct the year where the data is kept")
    }
    let digits = text.count { isDigit($0) }
    let looksISO = text.count == 10 && digits == 8 && text[4] == 0x2D && text[7] == 0x2D
    return Fault(
      column, "date", "\(quoted(text)) is no date",
      looksISO ? "the calendar has no such day" : "write dates as YYYY-MM-DD, such as 2026-06-30")
  }

  // MARK: Money

  static func moneyFault(_ problem: Money.Problem, _ text: UnsafeRawBufferPointer, _ column: String) -> Fault {
    switch problem {
    case .notANumber:
      return Fault(
        column, "money", "\(quoted(text)) is no amount",
        "write a plain decimal with a point, without grouping or currency: -1234.50")
    case .tooManyDecimals(let allowed):
      return Fault(
        column, "money-scale", "\(quoted(text)) has more than \(allowed) decimals",
        "round where the data is kept; the currency has \(allowed) decimals")
    case .tooLarge:
      return Fault(
        column, "money-too-large", "\(quoted(text)) is larger than any amount can be",
        "is a decimal point or a delimiter missing?")
    }
  }

  // MARK: Words

  /// A value for a message: in quotes, control characters and all beyond 40 characters left out.
  static func quoted(_ text: UnsafeRawBufferPointer) -> String {
    let all = String(decoding: text.prefix(200), as: UTF8.self)
    let shown = all.unicodeScalars.prefix(40).map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : String($0) }
    return "`\(shown.joined())\(all.unicodeScalars.count > 40 ? "..." : "")`"
  }

  /// True where the text is this ASCII word in small letters, whatever its capitals.
  static func equals(_ text: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    for index in 0..<text.count {
      let byte = text[index]
      let small = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
      if small != word.utf8Start[index] { return false }
    }
    return true
  }
}
