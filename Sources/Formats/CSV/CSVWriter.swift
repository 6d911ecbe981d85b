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
  /// Where the bytes are, and how many have room there, owned by `memory`. Behind the last byte there is always room for `slack` more.
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private var memory: Memory
  /// Where the row at hand starts, and the text cell at hand.
  private var rowStart = 0
  private var textStart = 0

  /// Bytes that may be written behind the last one before anybody asks for room: the comma behind a cell, and what a short text or a number
  /// overshoots where it is stored eight bytes at a time.
  private static let slack = 48

  /// Owns the bytes.
  private final class Memory {
    let base: UnsafeMutableRawPointer
    init(_ capacity: Int) { base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16) }
    deinit { base.deallocate() }
  }

  public init(audience: CSVAudience = .machine) {
    self.audience = audience
    capacity = 4096
    memory = Memory(capacity)
    base = memory.base
  }

  /// What was written since the last `removeAll`.
  public var bytes: [UInt8] { withBytes { Array($0) } }

  /// The same without a copy; the pointer is valid inside `body` only.
  public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Forgets the bytes, keeps their memory. Between two rows only.
  public mutating func removeAll() {
    count = 0
    rowStart = 0
  }

  /// A place for so many bytes more, and the slack, behind the last one.
  @inline(__always)
  private mutating func room(_ more: Int) -> UnsafeMutableRawPointer {
    if capacity &- count < more &+ CSVWriter.slack { grow(more) }
    return base + count
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    capacity = max(capacity * 2, count + more + CSVWriter.slack)
    let larger = Memory(capacity)
    larger.base.copyMemory(from: base, byteCount: count)
    memory = larger
    base = larger.base
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
    base.storeBytes(of: 0x0A, toByteOffset: count &- 1, as: UInt8.self)
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
    textStart = count
    append(value)
    closeText()
  }

  /// A whole number. Numbers are never neutralised, for either audience.
  public mutating func number(_ value: Int) { money(Int64(value), exponent: 0) }

  /// A plain decimal in the currency's own exponent: `-12.50`, `1250` for yen.
  public mutating func money(_ value: Money) { money(value.minorUnits, exponent: value.currency.exponent) }

  public mutating func money(_ minorUnits: Int64, exponent: Int) {
    let out = room(Money.longestDecimal)
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
    guard let value else { return empty() }
    let out = room(CalendarDate.textCount)
    value.write(at: out)
    out.storeBytes(of: 0x2C, toByteOffset: CalendarDate.textCount, as: UInt8.self)
    count &+= CalendarDate.textCount &+ 1
  }

  /// A word that was made ready.
  @inline(__always)
  public mutating func word(_ cell: CSVWord) {
    let out = room(24)
    out.storeBytes(of: cell.bytes.0, as: UInt64.self)
    out.storeBytes(of: cell.bytes.1, toByteOffset: 8, as: UInt64.self)
    out.storeBytes(of: cell.bytes.2, toByteOffset: 16, as: UInt64.self)
    count &+= cell.count
  }

  /// Whole cells of another writer of the same audience.
  @inline(__always)
  public mutating func copy(_ cells: CSVWriter) {
    let out = room(cells.count)
    // Both have room for what the last step takes too much.
    var at = 0
    while at < cells.count {
      out.storeBytes(of: cells.base.load(fromByteOffset: at, as: UInt64.self), toByteOffset: at, as: UInt64.self)
      out.storeBytes(
        of: cells.base.load(fromByteOffset: at &+ 8, as: UInt64.self), toByteOffset: at &+ 8, as: UInt64.self)
      at &+= 16
    }
    count &+= cells.count
  }

  @inline(__always)
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
  @inline(__always)
  public mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    room(bytes.count).copyShort(from: start, count: bytes.count)
    count &+= bytes.count
  }

  public mutating func append(_ byte: UInt8) {
    room(1).storeBytes(of: byte, as: UInt8.self)
    count &+= 1
  }

  /// Ends the text cell: quotes it where it needs quotes, and makes a formula harmless for people.
  public mutating func closeText() {
    let (start, length) = (base + textStart, count &- textStart)
    if audience == .machine, !CSVWriter.needsQuotes(start, length) { return empty() }
    closeQuoted(UnsafeRawBufferPointer(start: start, count: length))
  }

  /// For a machine only what needs quotes comes here.
  @inline(never)
  private mutating func closeQuoted(_ value: UnsafeRawBufferPointer) {
    let isFormula = audience == .spreadsheet && CSVWriter.startsFormula(value)
    if audience == .machine || CSVWriter.needsQuotes(value.baseAddress!, value.count) {
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
    let start = base + textStart
    // May overlap: it moves as `memmove` does.
    (start + 1).copyMemory(from: start, byteCount: length)
    start.storeBytes(of: 0x22, as: UInt8.self)
    start.storeBytes(of: 0x22, toByteOffset: length &+ 1, as: UInt8.self)
    count &+= 2
  }

  private static func holdsQuote(_ value: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    while index &+ 8 <= value.count {
      let word = value.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if (word ^ 0x2222_2222_2222_2222).zeroBytes != 0 { return true }
      index &+= 8
    }
    while index < value.count {
      if value[index] == 0x22 { return true }
      index &+= 1
    }
    return false
  }

  private mutating func rewrite(_ value: [UInt8]) {
    count = textStart
    let (isFormula, isQuoted) = value.withUnsafeBytes { bytes in
      bytes.baseAddress.map { start in
        (audience == .spreadsheet && CSVWriter.startsFormula(bytes), CSVWriter.needsQuotes(start, bytes.count))
      } ?? (false, false)
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
  @inline(__always)
  private static func needsQuotes(_ start: UnsafeRawPointer, _ count: Int) -> Bool {
    if count >= 8 {
      var index = 0
      while index &+ 8 < count {
        if holdsSpecial(start.loadUnaligned(fromByteOffset: index, as: UInt64.self)) { return true }
        index &+= 8
      }
      return holdsSpecial(start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    }
    // What fills it up is nothing special.
    var word: UInt64 = 0x4040_4040_4040_4040
    for index in 0..<count { word = word &<< 8 | UInt64(start.load(fromByteOffset: index, as: UInt8.self)) }
    return holdsSpecial(word)
  }

  /// Ids, names and numbers mostly hold no byte that is as small as the special ones: one look tells.
  @inline(__always)
  private static func holdsSpecial(_ word: UInt64) -> Bool {
    guard (word &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & 0x8080_8080_8080_8080 != 0 else { return false }
    let found =
      (word ^ 0x2C2C_2C2C_2C2C_2C2C).zeroBytes | (word ^ 0x2222_2222_2222_2222).zeroBytes
      | (word ^ 0x0A0A_0A0A_0A0A_0A0A).zeroBytes | (word ^ 0x0D0D_0D0D_0D0D_0D0D).zeroBytes
    return found != 0
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
