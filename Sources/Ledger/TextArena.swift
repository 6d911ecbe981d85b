/// Where a text lies in a `TextArena`. Eight bytes instead of a string's sixteen, and no reference count.
package struct TextRange: Hashable, Sendable {
  package var offset: UInt32
  package var count: UInt32
  package init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }
  package static let empty = TextRange(offset: 0, count: 0)
}

/// Texts of a table, one behind the other. Texts are only added; a replaced text stays until the night is over.
/// An arena holds at most 4 GiB, some forty million documents; more traps.
package struct TextArena: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  package mutating func add(_ text: UnsafeRawBufferPointer) -> TextRange {
    let range = TextRange(offset: UInt32(bytes.count), count: UInt32(text.count))
    bytes.append(contentsOf: text)
    return range
  }

  package mutating func add(_ text: String) -> TextRange {
    var text = text
    return text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// The bytes of a text. The pointer is valid inside `body` only.
  @inline(__always)
  package func with<R>(_ range: TextRange, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range.slice])) }
  }

  package func string(_ range: TextRange) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0[range.slice], as: UTF8.self) }
  }

  package func equal(_ range: TextRange, _ text: UnsafeRawBufferPointer) -> Bool {
    guard Int(range.count) == text.count else { return false }
    return with(range) { $0.elementsEqualFast(text) }
  }
}

extension TextRange {
  @inline(__always)
  var slice: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
}

extension UnsafeRawBufferPointer {
  /// Byte equality, eight bytes at a time.
  package func elementsEqualFast(_ other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let a = baseAddress, let b = other.baseAddress else { return true }
    var index = 0
    while index &+ 8 <= count {
      if a.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        != b.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      {
        return false
      }
      index &+= 8
    }
    while index < count {
      if self[index] != other[index] { return false }
      index &+= 1
    }
    return true
  }

  /// Byte order, as `memcmp` and SQLite's BINARY collation have it.
  package func precedes(_ other: UnsafeRawBufferPointer) -> Bool {
    let shared = Swift.min(count, other.count)
    var index = 0
    while index < shared {
      if self[index] != other[index] { return self[index] < other[index] }
      index &+= 1
    }
    return count < other.count
  }
}

/// Finds rows of a table by a number (the company) and a text (the id): open addressing, the texts stay in the table.
/// The order of rows never depends on it.
package struct KeyIndex: Sendable {
  private var slots: [Int32]
  private var mask: Int
  package private(set) var count = 0

  package init(expecting rows: Int = 0) {
    var size = 64
    while size < rows * 2 { size *= 2 }
    slots = [Int32](repeating: -1, count: size)
    mask = size - 1
  }

  @inline(__always)
  package static func hash(_ scope: Int, _ text: UnsafeRawBufferPointer) -> UInt64 {
    var h = UInt64(truncatingIfNeeded: scope) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: text.count)
    var index = 0
    while index &+ 8 <= text.count {
      h = (h ^ text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0xFF51_AFD7_ED55_8CCD
      h ^= h &>> 32
      index &+= 8
    }
    var tail: UInt64 = 0
    while index < text.count {
      tail = tail &<< 8 | UInt64(text[index])
      index &+= 1
    }
    h = (h ^ tail) &* 0xC4CE_B9FE_1A85_EC53
    return h ^ (h &>> 29)
  }

  /// The row with this hash for which `matches` holds, or nil.
  @inline(__always)
  package func find(_ hash: UInt64, matches: (Int) -> Bool) -> Int? {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let row = slots[slot]
      if row < 0 { return nil }
      if matches(Int(row)) { return Int(row) }
      slot = (slot &+ 1) & mask
    }
  }

  /// Adds a row that was not found. `rehash` gives the hash of an earlier row when the index grows.
  package mutating func insert(_ row: Int, hash: UInt64, rehash: (Int) -> UInt64) {
    if (count + 1) * 2 > slots.count { grow(rehash) }
    place(row, hash)
    count += 1
  }

  private mutating func place(_ row: Int, _ hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 { slot = (slot &+ 1) & mask }
    slots[slot] = Int32(row)
  }

  private mutating func grow(_ rehash: (Int) -> UInt64) {
    let rows = slots.filter { $0 >= 0 }.map(Int.init)
    slots = [Int32](repeating: -1, count: slots.count * 2)
    mask = slots.count - 1
    for row in rows { place(row, rehash(row)) }
  }
}
