import Glibc
import Ledger

/// Where a reader stands between two records.
struct CSVPlace {
  /// Physical line of the next record, from 1.
  var line = 1
  /// Its offset in the file.
  var byteOffset = 0
  /// Records so far, the header not counted.
  var record = 0
  /// The last line end was a CR: a LF that follows belongs to it.
  var afterCR = false
  var preambleLines: Int

  init(preambleLines: Int) { self.preambleLines = preambleLines }
}

/// One pass over bytes in memory: eight at a time, stopping only at delimiters, quotes and control characters.
/// (SWAR on `UInt64`: `SIMD16 .==` is not vectorised by Swift 6.3 and was measured twenty times slower.)
struct CSVScan {
  private enum State { case plain, quoted, quoteSeen }

  let base: UnsafeRawPointer
  let count: Int
  let isEnd: Bool
  let delimiter: UInt8
  /// What opens a quoted field; the delimiter itself where quotes mean nothing.
  private let quote: UInt8
  let file: String
  let fields: CSVFields
  private(set) var place: CSVPlace
  let context: RecordContext
  /// Where the text stands in the file, if it was written in another encoding.
  let origin: TextOrigin?
  private let passing: LinePassing?
  /// The memory of `fields`, which lives longer.
  private let slots: UnsafeMutablePointer<UnsafeRawBufferPointer>
  /// Bytes of the records shown so far: where the record at hand starts.
  private(set) var used = 0

  private var state = State.plain
  private var fieldStart = 0
  private var fieldCount = 0
  private var quoteAt = 0
  private var isEscaped = false
  /// Lines of the record, and of the quoted field, before the one at hand.
  private var linesInRecord = 0
  var linesAtQuote = 0
  /// Offset and field of the first character that does not belong, and of the first text behind a closing quote.
  var badByte: (at: Int, field: Int)?
  var textAfterQuote: (at: Int, field: Int)?
  var hasProblems = false

  init(
    _ bytes: UnsafeRawBufferPointer, isEnd: Bool, dialect: CSVDialect, file: String, fields: CSVFields, place: CSVPlace,
    context: RecordContext, origin: TextOrigin? = nil, passing: LinePassing? = nil
  ) {
    self.passing = passing
    base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
    count = bytes.count
    self.isEnd = isEnd
    delimiter = dialect.delimiter
    quote = dialect.hasQuotes ? 0x22 : dialect.delimiter
    self.origin = origin
    self.file = file
    self.fields = fields
    slots = fields.slots
    self.place = place
    self.context = context
  }

  /// False where too little of the file is there to tell whether it starts with a byte order mark. A second one behind it comes of a program
  /// that marks what was marked before.
  mutating func skipByteOrderMark() -> Bool {
    guard place.byteOffset == 0, count > 0 else { return true }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var present = 0
    while present < min(count, 6), byte(present) == mark[present % 3] { present += 1 }
    if present == count, present < 6, !isEnd { return false }
    if present >= 3 { startRecord(at: present / 3 * 3) }
    return true
  }

  /// After the header: its names, and records count from 1.
  mutating func startRecords() { place.record = 0 }

  @inline(__always)
  func byte(_ index: Int) -> UInt8 { base.load(fromByteOffset: index, as: UInt8.self) }

  /// Shows every record that ends in the bytes, or only the first.
  mutating func run(stopAfterFirst: Bool, _ body: (RecordView) throws -> Void) throws {
    let delimiter = self.delimiter
    let delimiters = UInt64(delimiter) &* 0x0101_0101_0101_0101
    let quotes = UInt64(quote) &* 0x0101_0101_0101_0101
    _ = try passKnownLines()
    var position = used
    var high: UInt64 = 0
    words: while position < count {
      let word = load(position)
      high |= word
      var mask = CSVScan.special(word, delimiters, quotes)
      while mask != 0 {
        let at = position &+ mask.trailingZeroBitCount &>> 3
        mask &= mask &- 1
        let byte = byte(at)
        if byte == delimiter, state == .plain {
          addField(to: at)
          fieldStart = at &+ 1
        } else if try step(at, byte) {
          try emit(end: at, hasHighBytes: high & CSVScan.top != 0, body)
          endLine(at)
          if stopAfterFirst, place.record > 0 { return }
          high = word
          if try passKnownLines() {
            (position, high) = (used, 0)
            continue words
          }
        }
      }
      position &+= 8
    }
    try end(hasHighBytes: high & CSVScan.top != 0, body)
  }

  /// Passes over lines that are known, from the start of a record up to the first that has to be read; true where the scan goes on elsewhere.
  /// A line of a record with a line end inside is none that is known.
  @inline(__always)
  private mutating func passKnownLines() throws -> Bool {
    guard let passing, place.preambleLines == 0 else { return false }
    return try passLines(passing)
  }

  private mutating func passLines(_ passing: LinePassing) throws -> Bool {
    let first = used
    if place.afterCR, used < count, byte(used) == 0x0A {
      place.afterCR = false
      startRecord(at: used + 1)
    }
    while used < count, let found = memchr(base + used, 0x0A, count &- used) {
      let end = UnsafeRawPointer(found) - base
      let length = end &- used &- (end > used && byte(end &- 1) == 0x0D ? 1 : 0)
      let position = RecordPosition(
        record: place.record &+ 1, lineFrom: place.line, lineTo: place.line, byteOffset: place.byteOffset)
      guard length > 0, try passing(UnsafeRawBufferPointer(start: base + used, count: length), position) else { break }
      place.record &+= 1
      place.line &+= 1
      place.afterCR = false
      startRecord(at: end &+ 1)
    }
    return used > first
  }

  private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  private static let top: UInt64 = 0x8080_8080_8080_8080

  /// The top bit of every byte that is below 0x20, a quote or the delimiter. Exact: no carry runs from byte to byte.
  @inline(__always)
  private static func special(_ word: UInt64, _ delimiters: UInt64, _ quotes: UInt64) -> UInt64 {
    let quote = word ^ quotes
    let delimiter = word ^ delimiters
    let notControl = ((word & low) &+ 0x6060_6060_6060_6060) | word
    let notQuote = ((quote & low) &+ low) | quote
    let notDelimiter = ((delimiter & low) &+ low) | delimiter
    return ~(notControl & notQuote & notDelimiter) & top
  }

  /// The eight bytes at `position`; behind the last one letters, which mean nothing.
  @inline(__always)
  private func load(_ position: Int) -> UInt64 {
    if position &+ 8 <= count {
      return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
    var word: UInt64 = 0x6161_6161_6161_6161
    var index = position
    while index < count {
      let shift = UInt64(truncatingIfNeeded: index &- position) &* 8
      word = word & ~(0xFF &<< shift) | UInt64(byte(index)) &<< shift
      index &+= 1
    }
    return word
  }

  /// What a special byte means where the scan stands. True at the end of a record.
  private mutating func step(_ at: Int, _ byte: UInt8) throws -> Bool {
    guard state == .plain else { return try inQuotes(at, byte) }
    if byte == delimiter {
      addField(to: at)
      fieldStart = at &+ 1
      return false
    }
    return plain(at, byte)
  }

  @inline(__always)
  private mutating func plain(_ at: Int, _ byte: UInt8) -> Bool {
    switch byte {
    case 0x0A, 0x0D:
      if at == used {
        skipEmptyLine(at, byte)
        return false
      }
      addField(to: at)
      return true
    case 0x22:
      if at == fieldStart {
        state = .quoted
        isEscaped = false
        linesAtQuote = linesInRecord
      }
    case 0x09: break
    default: noteBadByte(at)
    }
    return false
  }

  private mutating func inQuotes(_ at: Int, _ byte: UInt8) throws -> Bool {
    if state == .quoteSeen { return try afterQuote(at, byte) }
    switch byte {
    case 0x22:
      state = .quoteSeen
      quoteAt = at
    case 0x0A, 0x0D:
      if byte == 0x0A, self.byte(at - 1) == 0x0D { break }
      linesInRecord += 1
      if linesInRecord - linesAtQuote >= CSVLimit.fieldLines { throw unbalancedQuote() }
    case 0x09, delimiter: break
    default: noteBadByte(at)
    }
    return false
  }

  /// The byte behind a quote inside a quoted field: another quote, the end of the field, or text that does not belong.
  private mutating func afterQuote(_ at: Int, _ byte: UInt8) throws -> Bool {
    if at == quoteAt + 1, byte == 0x22 {
      isEscaped = true
      state = .quoted
      return false
    }
    if at == quoteAt + 1, byte == delimiter || byte == 0x0A || byte == 0x0D {
      try closeQuotedField()
      fieldStart = at + 1
      return byte != delimiter
    }
    textAfterQuote = textAfterQuote ?? (quoteAt + 1, fieldCount)
    state = .plain
    return try step(at, byte)
  }

  @inline(__always)
  private mutating func addField(to end: Int) {
    if fieldCount < CSVLimit.columns {
      slots[fieldCount] = UnsafeRawBufferPointer(start: base + fieldStart, count: end &- fieldStart)
    }
    fieldCount &+= 1
  }

  private mutating func closeQuotedField() throws {
    let start = fieldStart + 1
    if quoteAt - start > CSVLimit.fieldBytes { throw unbalancedQuote() }
    fields.set(fieldCount, base + start, quoteAt - start)
    if isEscaped { fields.markEscaped(fieldCount) }
    fieldCount += 1
    state = .plain
  }

  private mutating func skipEmptyLine(_ at: Int, _ byte: UInt8) {
    let endsEarlierLine = byte == 0x0A && place.afterCR
    if !endsEarlierLine { nextLine() }
    place.afterCR = byte == 0x0D
    startRecord(at: at + 1)
  }

  @inline(__always)
  private mutating func endLine(_ at: Int) {
    place.line &+= linesInRecord
    nextLine()
    place.afterCR = byte(at) == 0x0D
    startRecord(at: at &+ 1)
  }

  @inline(__always)
  private mutating func nextLine() {
    place.line &+= 1
    if place.preambleLines > 0 { place.preambleLines &-= 1 }
  }

  @inline(__always)
  private mutating func startRecord(at start: Int) {
    place.byteOffset &+= start &- used
    used = start
    fieldStart = start
    fieldCount = 0
    linesInRecord = 0
    state = .plain
  }

  private mutating func noteBadByte(_ at: Int) { badByte = badByte ?? (at, fieldCount) }
}

extension CSVScan {
  /// Shows the record that ends before `end`.
  @inline(__always)
  private mutating func emit(end: Int, hasHighBytes: Bool, _ body: (RecordView) throws -> Void) throws {
    if place.preambleLines > 0 { return forgetRecord() }
    let source = UnsafeRawBufferPointer(start: base + used, count: end &- used)
    place.record &+= 1
    let fields = fields.view(fieldCount, recordBytes: source.count)
    if hasHighBytes || badByte != nil || textAfterQuote != nil || source.count > CSVLimit.fieldBytes {
      try judge(source, fields, hasHighBytes: hasHighBytes)
    }
    let position = RecordPosition(
      record: place.record, lineFrom: place.line, lineTo: place.line &+ linesInRecord, byteOffset: place.byteOffset)
    try body(RecordView(context, fields: fields, width: fieldCount, position: position, source: source))
    if hasProblems {
      context.problems = []
      hasProblems = false
    }
  }

  /// The end of the bytes: at the end of the file the last record is shown, else it waits for more.
  private mutating func end(hasHighBytes: Bool, _ body: (RecordView) throws -> Void) throws {
    if state == .quoted, isEnd || count - fieldStart - 1 > CSVLimit.fieldBytes { throw unbalancedQuote() }
    guard isEnd else {
      if count - used > CSVLimit.recordBytes { throw endlessRecord() }
      return
    }
    guard used < count else { return }
    if state == .quoteSeen, quoteAt + 1 == count {
      try closeQuotedField()
    } else {
      if state == .quoteSeen { textAfterQuote = textAfterQuote ?? (quoteAt + 1, fieldCount) }
      addField(to: count)
    }
    try emit(end: count, hasHighBytes: hasHighBytes, body)
    startRecord(at: count)
  }
}
