import Ledger

/// What the bytes of a file say about its encoding, gathered over the whole file while it is copied; `verdict` then decides.
///
/// A byte order mark decides, then zero bytes in every other place (UTF-16), then strict UTF-8. What is none of these is written in
/// one byte per character, and which bytes stand in words and which alone tells windows-1252 from what DOS programs wrote.
public struct EncodingEvidence: Sendable {
  private(set) var start: [UInt8] = []
  private(set) var count = 0
  /// Zero bytes at even and odd offsets of the first 4096 bytes.
  private(set) var zeros = (even: 0, odd: 0)
  /// Characters of two to four bytes that are well-formed, and sequences that are not.
  private(set) var sequences = 0
  private(set) var invalid = 0
  /// The first byte that is not part of UTF-8, its line, and the word it stands in.
  private(set) var firstInvalid: (byte: UInt8, offset: Int, line: Int)?
  private(set) var word: [UInt8] = []
  private(set) var bytes = HighBytes()

  private var utf8 = UTF8Progress()
  private var line = 1
  private var endsInCR = false
  private var isWordOpen = false
  /// The last bytes of what came before.
  private var tail: [UInt8] = []
  private static let wordBytes = 24

  public init() {}

  /// The next bytes of the file, any number of them.
  public mutating func add(_ piece: UnsafeRawBufferPointer) {
    guard let base = piece.baseAddress, !piece.isEmpty else { return }
    if count < 4096 { lookAtStart(piece) }
    if isWordOpen { continueWord(piece, from: 0) }
    var counted = 0
    var at = 0
    while at < piece.count {
      if !utf8.isInside, at &+ 8 <= piece.count,
        base.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        at &+= 8
        continue
      }
      let byte = base.load(fromByteOffset: at, as: UInt8.self)
      if firstInvalid != nil, byte >= 0x80 { note(byte, at, in: piece) }
      if let bad = utf8.take(byte, &sequences) {
        invalid += bad.isTwo ? 2 : 1
        if firstInvalid == nil {
          markFirst(at - bad.back, in: piece, &counted)
          for index in (at - bad.back)...at { note(self.byte(index, in: piece), index, in: piece) }
        }
      }
      at &+= 1
    }
    if firstInvalid == nil { countLines(piece, counted..<piece.count) }
    tail = Array((tail + piece.suffix(EncodingEvidence.wordBytes)).suffix(EncodingEvidence.wordBytes))
    count += piece.count
  }

  /// The file has ended: a character that has begun is none.
  mutating func end() {
    guard utf8.isInside else { return }
    let begun = utf8.length
    utf8 = UTF8Progress()
    invalid += 1
    guard firstInvalid == nil else { return }
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    var counted = 0
    markFirst(-begun, in: nothing, &counted)
    for index in -begun..<0 { note(byte(index, in: nothing), index, in: nothing) }
  }

  private mutating func lookAtStart(_ piece: UnsafeRawBufferPointer) {
    start += piece.prefix(max(0, 4 - start.count))
    for (index, byte) in piece.prefix(4096 - count).enumerated() where byte == 0 {
      if (count + index) % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
  }

  /// Where a high byte stands: in a word or alone. What came before the first byte that is no UTF-8 says nothing.
  private mutating func note(_ byte: UInt8, _ at: Int, in piece: UnsafeRawBufferPointer) {
    guard byte >= 0x80 else { return }
    let before = at > -tail.count ? self.byte(at - 1, in: piece) : nil
    bytes.add(byte, after: before, before: at + 1 < piece.count ? self.byte(at + 1, in: piece) : nil)
  }

  /// Also of what came before the piece, as far as it is kept.
  private func byte(_ at: Int, in piece: UnsafeRawBufferPointer) -> UInt8 {
    at >= 0 ? piece[at] : tail[tail.count + at]
  }

  private mutating func markFirst(_ index: Int, in piece: UnsafeRawBufferPointer, _ counted: inout Int) {
    func byte(_ at: Int) -> UInt8 { self.byte(at, in: piece) }
    if index > 0 { countLines(piece, counted..<index) }
    counted = max(0, index)
    firstInvalid = (byte(index), count + index, line)
    var from = index
    while from > index - EncodingEvidence.wordBytes / 2, from > -tail.count, HighBytes.isLetter(byte(from - 1)) {
      from -= 1
    }
    word = (from...index).map(byte)
    isWordOpen = true
    var next = index + 1
    while next < 0 {
      word.append(byte(next))
      next += 1
    }
    continueWord(piece, from: next)
  }

  private mutating func continueWord(_ piece: UnsafeRawBufferPointer, from first: Int) {
    for byte in piece[first...] {
      guard word.count < EncodingEvidence.wordBytes, HighBytes.isLetter(byte) else {
        isWordOpen = false
        return
      }
      word.append(byte)
    }
  }

  /// Lines end in LF, CR LF or CR.
  private mutating func countLines(_ piece: UnsafeRawBufferPointer, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if endsInCR, piece[range.lowerBound] != 0x0A { line += 1 }
    var at = range.lowerBound
    var lines = 0
    while at &+ 8 < range.upperBound {
      let word = UInt64(littleEndian: piece.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let feeds = EncodingEvidence.lanes(of: 0x0A, in: word)
      let returns = EncodingEvidence.lanes(of: 0x0D, in: word)
      var ends = feeds
      if returns != 0 {
        let next: UInt64 = piece[at &+ 8] == 0x0A ? 1 << 63 : 0
        ends |= returns & ~(feeds >> 8 | next)
      }
      lines &+= Int(((ends >> 7) &* 0x0101_0101_0101_0101) >> 56)
      at &+= 8
    }
    let last = range.upperBound - 1
    while at < last {
      lines += piece[at] == 0x0A || piece[at] == 0x0D && piece[at + 1] != 0x0A ? 1 : 0
      at += 1
    }
    if piece[last] == 0x0A { lines += 1 }
    endsInCR = piece[last] == 0x0D
    line += lines
  }

  /// The top bit of every byte of a word that has this value.
  @inline(__always)
  private static func lanes(of byte: UInt8, in word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let other = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
    return ~(((other & low) &+ low) | other | low)
  }
}

/// How far a character of UTF-8 has come, byte by byte.
struct UTF8Progress: Sendable {
  private var needed = 0
  private var seen = 0
  private var lower: UInt8 = 0x80
  private var upper: UInt8 = 0xBF

  var isInside: Bool { needed > 0 }
  /// Bytes of the character that has begun.
  var length: Int { seen + 1 }

  /// Takes a byte. Where that shows a sequence that is no UTF-8: how many bytes ago it began, and whether the byte itself is
  /// a second one.
  @inline(__always)
  mutating func take(_ byte: UInt8, _ complete: inout Int) -> (back: Int, isTwo: Bool)? {
    if needed == 0 { return begin(byte) ? nil : (0, false) }
    if byte >= lower, byte <= upper {
      (lower, upper) = (0x80, 0xBF)
      seen += 1
      if seen == needed {
        needed = 0
        complete += 1
      }
      return nil
    }
    let back = seen + 1
    needed = 0
    return (back, !begin(byte))
  }

  private mutating func begin(_ byte: UInt8) -> Bool {
    seen = 0
    (lower, upper) = (0x80, 0xBF)
    switch byte {
    case 0..<0x80: break
    case 0xC2...0xDF: needed = 1
    case 0xE0...0xEF:
      needed = 2
      if byte == 0xE0 { lower = 0xA0 }
      if byte == 0xED { upper = 0x9F }
    case 0xF0...0xF4:
      needed = 3
      if byte == 0xF0 { lower = 0x90 }
      if byte == 0xF4 { upper = 0x8F }
    default: return false
    }
    return true
  }
}
