import Ledger

/// Who reads a CSV file. Machines get the bytes as they are; in a file for people, text that a spreadsheet would run as a
/// formula is made harmless.
public enum CSVAudience: String, Sendable, CaseIterable { case machine, spreadsheet }

/// Writes CSV: RFC 4180, comma, LF, quotes only where a field needs them. Deterministic: no locale, no blanks, no byte order mark.
///
///     var csv = CSVWriter(audience: .machine)
///     csv.row(["company", "currency", "total"])
///     csv.text(company); csv.text("EUR"); csv.money(total); csv.endRow()
///     sink.write(csv.bytes); csv.removeAll()
public struct CSVWriter: Sendable {
  /// What was written since the last `removeAll`.
  public private(set) var bytes: [UInt8] = []
  public let audience: CSVAudience
  /// Rows so far, the header too; `removeAll` does not reset it.
  public private(set) var rows = 0
  private var isFirst = true
  /// Where the row at hand starts: a row of one empty field is written `""`, an empty line would be no row.
  private var rowStart = 0

  public init(audience: CSVAudience = .machine) { self.audience = audience }

  /// Forgets the bytes, keeps their memory. Between two rows only.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    rowStart = 0
  }

  /// A whole row of texts: a header.
  public mutating func row(_ fields: some Sequence<String>) {
    for field in fields { text(field) }
    endRow()
  }

  public mutating func endRow() {
    if bytes.count == rowStart { bytes.append(contentsOf: [0x22, 0x22]) }
    bytes.append(0x0A)
    rowStart = bytes.count
    rows += 1
    isFirst = true
  }

  /// A text cell; nil is an empty one.
  public mutating func text(_ value: String?) {
    var value = value ?? ""
    value.withUTF8 { text(UnsafeRawBufferPointer($0)) }
  }

  /// A text cell whose bytes are UTF-8 already.
  public mutating func text(_ value: UnsafeRawBufferPointer) {
    separate()
    let isFormula = audience == .spreadsheet && CSVWriter.startsFormula(value)
    guard CSVWriter.needsQuotes(value) else {
      if isFormula { bytes.append(UInt8(ascii: "'")) }
      bytes.append(contentsOf: value)
      return
    }
    bytes.append(0x22)
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    for byte in value {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  /// A whole number. Numbers are never neutralised, for either audience.
  public mutating func number(_ value: Int) {
    separate()
    Money.write(Int64(value), exponent: 0, to: &bytes)
  }

  /// A plain decimal in the currency's own exponent: `-12.50`, `1250` for yen.
  public mutating func money(_ value: Money) { money(value.minorUnits, exponent: value.currency.exponent) }

  public mutating func money(_ minorUnits: Int64, exponent: Int) {
    separate()
    Money.write(minorUnits, exponent: exponent, to: &bytes)
  }

  /// A decimal number that is text already, such as a percentage: `-3.5`. Written as it is.
  public mutating func decimal(_ value: String) {
    separate()
    bytes.append(contentsOf: value.utf8)
  }

  /// `YYYY-MM-DD`; nil is an empty cell.
  public mutating func date(_ value: CalendarDate?) {
    separate()
    guard let value else { return }
    withUnsafeTemporaryAllocation(byteCount: 10, alignment: 1) { buffer in
      value.write(to: buffer)
      bytes.append(contentsOf: buffer)
    }
  }

  public mutating func empty() { separate() }

  @inline(__always)
  private mutating func separate() {
    if !isFirst { bytes.append(0x2C) }
    isFirst = false
  }

  private static func needsQuotes(_ value: UnsafeRawBufferPointer) -> Bool {
    for byte in value where byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D { return true }
    return false
  }

  /// True for text that a spreadsheet would take for a formula: `= + - @ TAB CR LF` at the start, and the full-width forms
  /// of the four signs (U+FF1D, U+FF0B, U+FF0D, U+FF20), which some programs fold (OWASP, "CSV Injection").
  public static func startsFormula(_ value: UnsafeRawBufferPointer) -> Bool {
    switch value.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: true
    case 0xEF:
      value.count >= 3
        && (value[1] == 0xBC && [0x9D, 0x8B, 0x8D, 0xA0].contains(value[2]))
    default: false
    }
  }
}
