import Ledger

/// Who reads a CSV file. Machines get the bytes as they are; in a file for people, text that a spreadsheet would run as a
/// formula is made harmless.
public enum CSVAudience: String, Sendable, CaseIterable { case machine, spreadsheet }

/// Writes CSV: RFC 4180, comma, LF, quotes only where a field needs them. Deterministic: no locale, no blanks, no byte order mark.
///
///     var csv = CSVWriter(audience: .machine)
///     csv.row(["company", "currency", "total"])
///     csv.text(company); csv.text("EUR"); csv.money(total); csv.endRow()
///     csv.withBytes { sink.write($0) }; csv.removeAll()
///
/// A night writes thirty million cells: each goes straight into raw memory. A copy would write into the same memory; there is none.
public struct CSVWriter {
  public let audience: CSVAudience
  /// Rows so far, the header too; `removeAll` does not reset it.
  public private(set) var rows = 0
  /// Bytes since the last `removeAll`. Every cell is followed by a comma; the end of the row turns its last one into LF.
  public private(set) var count = 0
  private var memory = Memory(4096)
  /// Where the row at hand starts, and the text cell at hand.
  private var rowStart = 0
  private var textStart = 0

  /// Owns the bytes.
  private final class Memory {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    init(_ capacity: Int) {
      self.capacity = capacity
      base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    }
    deinit { base.deallocate() }
  }

  public init(audience: CSVAudience = .machine) { self.audience = audience }

  /// What was written since the last `removeAll`.
  public var bytes: [UInt8] { withBytes { Array($0) } }

  /// The same without a copy; the pointer is valid inside `body` only.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeRawBufferPointer(start: memory.base, count: count))
  }

  /// Forgets the bytes, keeps their memory. Between two rows only.
  public mutating func removeAll() {
    count = 0
    rowStart = 0
  }

  /// A place for so many bytes more, behind the last one.
  @inline(__always)
  private mutating func room(_ more: Int) -> UnsafeMutableRawPointer {
    if memory.capacity &- count < more { grow(more) }
    return memory.base + count
  }

  private mutating func grow(_ more: Int) {
    let larger = Memory(max(memory.capacity * 2, count + more))
    larger.base.copyMemory(from: memory.base, byteCount: count)
    memory = larger
  }
}

// MARK: - Rows and cells

extension CSVWriter {
  /// A whole row of texts: a header.
  public mutating func row(_ fields: some Sequence<String>) {
    for field in fields { text(field) }
    endRow()
  }

  public mutating func endRow() {
    // A row of one empty field is written `""`: an empty line would be no row.
    if count &- rowStart <= 1 {
      count = rowStart
      room(3).storeBytes(of: 0x2222, as: UInt16.self)
      count &+= 3
    }
    memory.base.storeBytes(of: 0x0A, toByteOffset: count &- 1, as: UInt8.self)
    rowStart = count
    rows &+= 1
  }

  /// A text cell; nil is an empty one.
  public mutating func text(_ value: String?) {
    guard var value else { return empty() }
    value.withUTF8 { text(UnsafeRawBufferPointer($0)) }
  }

  /// A text cell whose bytes are UTF-8 already.
  public mutating func text(_ value: UnsafeRawBufferPointer) {
    openText()
    append(value)
    closeText()
  }

  /// A whole number. Numbers are never neutralised, for either audience.
  public mutating func number(_ value: Int) { money(Int64(value), exponent: 0) }

  /// A plain decimal in the currency's own exponent: `-12.50`, `1250` for yen.
  public mutating func money(_ value: Money) { money(value.minorUnits, exponent: value.currency.exponent) }

  public mutating func money(_ minorUnits: Int64, exponent: Int) {
    let out = room(Money.longestDecimal &+ 1)
    let written = Money.write(minorUnits, exponent: exponent, at: out)
    out.storeBytes(of: 0x2C, toByteOffset: written, as: UInt8.self)
    count &+= written &+ 1
  }

  /// A decimal number that is text already, such as a percentage: `-3.5`. Written as it is.
  public mutating func decimal(_ value: String) {
    var value = value
    value.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    empty()
  }

  /// `YYYY-MM-DD`; nil is an empty cell.
  public mutating func date(_ value: CalendarDate?) {
    let out = room(CalendarDate.textCount &+ 1)
    guard let value else { return empty() }
    value.write(at: out)
    out.storeBytes(of: 0x2C, toByteOffset: CalendarDate.textCount, as: UInt8.self)
    count &+= CalendarDate.textCount &+ 1
  }

  public mutating func empty() {
    room(1).storeBytes(of: 0x2C, as: UInt8.self)
    count &+= 1
  }
}

// MARK: - Texts that are put together in place

extension CSVWriter {
  /// Begins a text cell whose parts follow by `append`; `closeText` ends it.
  public mutating func openText() { textStart = count }

  /// Bytes of UTF-8 at the end of the text cell that is open; or, between two cells, cells that another writer of the same audience has
  /// written, commas and all.
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    room(bytes.count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }

  public mutating func append(_ byte: UInt8) {
    room(1).storeBytes(of: byte, as: UInt8.self)
    count &+= 1
  }

  /// Ends the text cell: quotes it where it needs quotes, and makes a formula harmless for people.
  public mutating func closeText() {
    let value = UnsafeRawBufferPointer(start: memory.base + textStart, count: count &- textStart)
    let isFormula = audience == .spreadsheet && CSVWriter.startsFormula(value)
    if CSVWriter.needsQuotes(value) {
      if isFormula || CSVWriter.holdsQuote(value) { rewrite(Array(value)) } else { quote() }
    } else if isFormula {
      rewrite(Array(value))
    }
    empty()
  }

  /// Puts quotes around the open text cell, which has none in it: sentences with commas, mostly.
  private mutating func quote() {
    let length = count &- textStart
    _ = room(2)
    let start = memory.base + textStart
    // May overlap: it moves as `memmove` does.
    (start + 1).copyMemory(from: start, byteCount: length)
    start.storeBytes(of: 0x22, as: UInt8.self)
    start.storeBytes(of: 0x22, toByteOffset: length &+ 1, as: UInt8.self)
    count &+= 2
  }

  private static func holdsQuote(_ value: UnsafeRawBufferPointer) -> Bool {
    for byte in value where byte == 0x22 { return true }
    return false
  }

  private mutating func rewrite(_ value: [UInt8]) {
    count = textStart
    let (isFormula, isQuoted) = value.withUnsafeBytes {
      (audience == .spreadsheet && CSVWriter.startsFormula($0), CSVWriter.needsQuotes($0))
    }
    if isQuoted { append(0x22) }
    if isFormula { append(UInt8(ascii: "'")) }
    for byte in value {
      if byte == 0x22 { append(0x22) }
      append(byte)
    }
    if isQuoted { append(0x22) }
  }

  /// True where a comma, a quote or the end of a line is in the text. Eight bytes at a time.
  private static func needsQuotes(_ value: UnsafeRawBufferPointer) -> Bool {
    /// The high bit of a byte that is zero.
    func zeroes(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 }
    var index = 0
    while index &+ 8 <= value.count {
      let word = value.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let found =
        zeroes(word ^ 0x2C2C_2C2C_2C2C_2C2C) | zeroes(word ^ 0x2222_2222_2222_2222)
        | zeroes(word ^ 0x0A0A_0A0A_0A0A_0A0A) | zeroes(word ^ 0x0D0D_0D0D_0D0D_0D0D)
      if found != 0 { return true }
      index &+= 8
    }
    while index < value.count {
      let byte = value[index]
      if byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D { return true }
      index &+= 1
    }
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
