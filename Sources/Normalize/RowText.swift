import Ledger

/// Texts of the row at hand on their way into an arena: the memory is used again for every row.
/// Copies of a normalizer share it, which does no harm: nothing in it outlives a row.
struct RowText {
  /// Owns the memory.
  private final class Memory {
    var base: UnsafeMutableRawPointer
    var capacity: Int

    init(_ capacity: Int) {
      self.capacity = capacity
      base = .allocate(byteCount: capacity, alignment: 8)
    }
    deinit { base.deallocate() }
  }

  private let memory = Memory(4096)
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init() {
    base = memory.base
    capacity = memory.capacity
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  @inline(__always)
  mutating func clear() {
    count = 0
    base = memory.base
    capacity = memory.capacity
  }

  @inline(__always)
  private mutating func reserve(_ more: Int) { if count &+ more > capacity { grow(more) } }

  @inline(never)
  private mutating func grow(_ more: Int) {
    let size = max(capacity * 2, count + more)
    let new = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
    new.copyMemory(from: base, byteCount: count)
    memory.base.deallocate()
    memory.base = new
    memory.capacity = size
    base = new
    capacity = size
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  @inline(__always)
  mutating func append(_ text: UnsafeRawBufferPointer) {
    guard let start = text.baseAddress else { return }
    reserve(text.count)
    (base + count).copyMemory(from: start, byteCount: text.count)
    count &+= text.count
  }

  /// Appends a short text without a call of `memmove`.
  @inline(__always)
  mutating func append(short text: UnsafeRawBufferPointer) {
    reserve(text.count)
    (base + count).copy(short: text)
    count &+= text.count
  }

  /// Appends text as a value of packed details.
  @inline(__always)
  mutating func append(packed text: UnsafeRawBufferPointer) {
    let start = count
    append(0)
    appendJSON(text)
    let length = count &- start &- 1
    if length < PackedValue.long {
      base.storeBytes(of: UInt8(truncatingIfNeeded: length), toByteOffset: start, as: UInt8.self)
    } else {
      makeRoom(forCountOf: length, at: start)
    }
  }

  /// Puts the longer count before a value that has one byte for it.
  @inline(never)
  private mutating func makeRoom(forCountOf length: Int, at start: Int) {
    let count = withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) {
      PackedValue.write(count: length, to: $0.baseAddress!)
    }
    reserve(count)
    (base + start + count).copyMemory(from: base + start + 1, byteCount: length)
    _ = PackedValue.write(count: length, to: base + start)
    self.count += count - 1
  }

  /// Appends a short text behind which at least seven bytes more can be read: a call of `memmove` costs more than the copy.
  @inline(__always)
  mutating func append(padded text: UnsafeRawPointer, _ length: Int) {
    reserve(length &+ 8)
    let target = base + count
    var index = 0
    while index < length {
      target.storeBytes(
        of: text.loadUnaligned(fromByteOffset: index, as: UInt64.self), toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    count &+= length
  }

  /// Appends text as the inside of a JSON string, as `Details` writes it.
  @inline(__always)
  mutating func appendJSON(_ text: UnsafeRawBufferPointer) {
    guard let start = text.baseAddress else { return }
    let length = text.count
    reserve(length &* 6 &+ 8)
    let target = base + count
    var index = 0
    while index &+ 8 <= length {
      let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if RowText.needsEscape(word) { return appendEscaped(text, from: index) }
      target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
      index &+= 8
    }
    if index < length, length >= 8 {
      // The last eight bytes once more: cheaper than up to seven single ones.
      let last = length &- 8
      let word = start.loadUnaligned(fromByteOffset: last, as: UInt64.self)
      if RowText.needsEscape(word) { return appendEscaped(text, from: index) }
      target.storeBytes(of: word, toByteOffset: last, as: UInt64.self)
      index = length
    }
    while index < length {
      let byte = start.load(fromByteOffset: index, as: UInt8.self)
      if byte < 0x20 || byte == 0x22 || byte == 0x5C { return appendEscaped(text, from: index) }
      target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
      index &+= 1
    }
    count &+= length
  }

  /// True where one of eight bytes is a control character, a quote or a backslash.
  @inline(__always)
  private static func needsEscape(_ word: UInt64) -> Bool {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let quote = word ^ 0x2222_2222_2222_2222
    let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
    let notControl = ((word & low) &+ 0x6060_6060_6060_6060) | word
    let notQuote = ((quote & low) &+ low) | quote
    let notBackslash = ((backslash & low) &+ low) | backslash
    return ~(notControl & notQuote & notBackslash) & 0x8080_8080_8080_8080 != 0
  }

  /// The rest of a text whose first `from` bytes stand in place already.
  @inline(never)
  private mutating func appendEscaped(_ text: UnsafeRawBufferPointer, from: Int) {
    count += from
    for byte in text[from...] {
      switch byte {
      case 0x22, 0x5C:
        append(0x5C)
        append(byte)
      case 0x0A:
        append(0x5C)
        append(UInt8(ascii: "n"))
      case 0x00..<0x20:
        for digit in "\\u00".utf8 { append(digit) }
        append(RowText.hexDigit(byte >> 4))
        append(RowText.hexDigit(byte & 15))
      default: append(byte)
      }
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
