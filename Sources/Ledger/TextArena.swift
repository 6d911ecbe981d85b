/// Where a text lies in a `TextArena`. Eight bytes instead of a string's sixteen, and no reference count.
public struct TextRange: Hashable, Sendable {
  public var offset: UInt32
  public var count: UInt32
  public init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }
  public static let empty = TextRange(offset: 0, count: 0)
}

/// Texts of a table, one behind the other. Texts are only added; a replaced text stays until the night is over.
/// An arena holds at most 4 GiB, some forty million documents; more traps.
public struct TextArena: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// An arena of texts that somebody has put together.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  public var count: Int { bytes.count }

  public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  public mutating func add(_ text: UnsafeRawBufferPointer) -> TextRange {
    let range = TextRange(offset: UInt32(bytes.count), count: UInt32(text.count))
    bytes.append(contentsOf: text)
    return range
  }

  public mutating func add(_ text: String) -> TextRange {
    var text = text
    return text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
  }

  /// Takes over a text of another arena.
  public mutating func add(_ range: TextRange, of other: TextArena) -> TextRange { other.with(range) { add($0) } }

  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// The bytes of a text. The pointer is valid inside `body` only.
  @inlinable @inline(__always)
  public func with<R>(_ range: TextRange, _ body: (UnsafeRawBufferPointer) -> R) -> R {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range.slice])) }
  }

  public func string(_ range: TextRange) -> String {
    bytes.withUnsafeBufferPointer { String(decoding: $0[range.slice], as: UTF8.self) }
  }

  @inlinable
  public func equal(_ range: TextRange, _ text: UnsafeRawBufferPointer) -> Bool {
    guard Int(range.count) == text.count else { return false }
    return with(range) { $0.elementsEqualFast(text) }
  }

  public func equal(_ range: TextRange, _ text: String) -> Bool {
    var text = text
    return text.withUTF8 { equal(range, UnsafeRawBufferPointer($0)) }
  }

  /// Whether a text is the same as one of another arena.
  public func equal(_ range: TextRange, _ text: TextRange, of other: TextArena) -> Bool {
    range.count == text.count && other.with(text) { equal(range, $0) }
  }

  /// True where both are the same bytes at one place in memory: copies of which none was changed.
  func isOne(with other: TextArena) -> Bool {
    bytes.withUnsafeBytes { own in
      other.bytes.withUnsafeBytes { own.baseAddress == $0.baseAddress && own.count == $0.count }
    }
  }

  /// A cheap look for a word in a text, such as a key before details are read. Looks at the byte where the word would end: where it is
  /// none of the word's, the word lies behind it (Horspool).
  public func mentions(_ range: TextRange, _ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    let word = UnsafeRawBufferPointer(start: word.utf8Start, count: count)
    /// A bit for each byte of the word by its lower six bits.
    let own = word.reduce(UInt64(0)) { $0 | 1 &<< UInt64($1 & 63) }
    return with(range) { text in
      var at = 0
      while at &+ count <= text.count {
        if own &>> UInt64(text[at &+ count &- 1] & 63) & 1 == 0 {
          at &+= count
          continue
        }
        if text[at] == word[0], UnsafeRawBufferPointer(rebasing: text[at..<(at &+ count)]).elementsEqualFast(word) {
          return true
        }
        at &+= 1
      }
      return false
    }
  }
}

extension TextArena {
  /// Whether a word of eight bytes or more stands anywhere in the arena.
  ///
  /// Looks at every eighth to sixteenth byte (Horspool), in four places by turns: a search waits for each byte before it knows the next
  /// place, and four wait together. A gigabyte takes a tenth of a second.
  public func holds(_ word: StaticString) -> Bool {
    let search = Search(word)
    return bytes.withUnsafeBytes { text in
      let quarter = text.count < 4096 ? text.count : text.count / 4
      var (a, b, c, d) = (search.count &- 1, quarter, quarter &* 2, quarter &* 3)
      guard quarter < text.count else { return search.finds(in: text, from: a, to: quarter) }
      while a < quarter, b < quarter &* 2, c < quarter &* 3, d < text.count {
        if search.step(&a, text) || search.step(&b, text) || search.step(&c, text) || search.step(&d, text) {
          return true
        }
      }
      return search.finds(in: text, from: a, to: quarter) || search.finds(in: text, from: b, to: quarter &* 2)
        || search.finds(in: text, from: c, to: quarter &* 3) || search.finds(in: text, from: d, to: text.count)
    }
  }

  private struct Search {
    let count: Int
    private let word: UnsafeRawBufferPointer
    private let tail: UInt64
    private let last: UInt8
    /// By the byte under the word's last one: how far on the word can end at the earliest.
    private let shifts: [UInt8]

    init(_ word: StaticString) {
      let text = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
      precondition((8..<256).contains(text.count), "a word of 8 to 255 bytes")
      var shifts = [UInt8](repeating: UInt8(text.count), count: 256)
      for at in 0..<(text.count - 1) { shifts[Int(text[at])] = UInt8(text.count - 1 - at) }
      (count, self.word, self.shifts) = (text.count, text, shifts)
      (tail, last) = (text.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self), text[text.count - 1])
    }

    /// True where the word ends at `end`; else `end` moves to the next place where it can.
    @inline(__always)
    func step(_ end: inout Int, _ text: UnsafeRawBufferPointer) -> Bool {
      let byte = text[end]
      if byte == last, text.loadUnaligned(fromByteOffset: end &- 7, as: UInt64.self) == tail,
        UnsafeRawBufferPointer(rebasing: text[(end &+ 1 &- count)...end]).elementsEqualFast(word)
      {
        return true
      }
      end &+= Int(shifts[Int(byte)])
      return false
    }

    func finds(in text: UnsafeRawBufferPointer, from start: Int, to limit: Int) -> Bool {
      var end = start
      while end < limit {
        if step(&end, text) { return true }
      }
      return false
    }
  }
}

extension TextRange {
  @inlinable @inline(__always)
  public var slice: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
}

extension UnsafeRawBufferPointer {
  /// A text of the arena whose bytes these are.
  @inline(__always)
  public subscript(range: TextRange) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range.slice]) }

  /// Byte equality, eight bytes at a time.
  @inlinable
  public func elementsEqualFast(_ other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let a = baseAddress, let b = other.baseAddress else { return true }
    var index = 0
    while index &+ 32 <= count {
      var difference: UInt64 = 0
      for word in 0..<4 {
        let at = index &+ word &* 8
        difference |=
          a.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ b.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      }
      if difference != 0 { return false }
      index &+= 32
    }
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

  /// The first eight bytes as a number with the first one highest; zeros behind a shorter text.
  @inlinable @inline(__always)
  public var start: UInt64 {
    if count >= 8 { return UInt64(bigEndian: loadUnaligned(as: UInt64.self)) }
    var number: UInt64 = 0
    for index in 0..<8 { number = number &<< 8 | (index < count ? UInt64(self[index]) : 0) }
    return number
  }

  /// Byte order, as `memcmp` and SQLite's BINARY collation have it.
  @inlinable
  public func precedes(_ other: UnsafeRawBufferPointer) -> Bool { order(other) < 0 }

  /// Negative where this text comes first in byte order, zero where both are equal. Eight bytes at a time.
  @inlinable
  public func order(_ other: UnsafeRawBufferPointer) -> Int {
    let shared = Swift.min(count, other.count)
    var index = 0
    while index &+ 8 <= shared {
      let a = UInt64(bigEndian: loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let b = UInt64(bigEndian: other.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      if a != b { return a < b ? -1 : 1 }
      index &+= 8
    }
    while index < shared {
      if self[index] != other[index] { return Int(self[index]) &- Int(other[index]) }
      index &+= 1
    }
    return count &- other.count
  }
}

/// Finds rows of a table by a number (the company) and a text (the id): open addressing, the texts stay in the table.
/// The order of rows never depends on it.
public struct KeyIndex: Sendable {
  /// The low half of a row's hash in the upper bits, the row in the lower: a slot of another key is mostly told by the hash, without
  /// a look at the table.
  @usableFromInline var slots: [UInt64]
  @usableFromInline var mask: Int
  public private(set) var count = 0

  @usableFromInline static let empty = UInt64.max

  public init(expecting rows: Int = 0) {
    var size = 64
    while size < rows * 2 { size *= 2 }
    slots = [UInt64](repeating: KeyIndex.empty, count: size)
    mask = size - 1
  }

  @inlinable @inline(__always)
  public static func hash(_ scope: Int, _ text: UnsafeRawBufferPointer) -> UInt64 {
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

  /// The hash of a number and a text of an arena.
  public static func hash(_ scope: Int, _ range: TextRange, of arena: TextArena) -> UInt64 {
    arena.with(range) { hash(scope, $0) }
  }

  /// The row with this hash for which `matches` holds, or nil.
  @inlinable @inline(__always)
  public func find(_ hash: UInt64, matches: (Int) -> Bool) -> Int? {
    let wanted = UInt32(truncatingIfNeeded: hash)
    var at = Int(truncatingIfNeeded: wanted) & mask
    while true {
      let slot = slots[at]
      if slot == KeyIndex.empty { return nil }
      if UInt32(truncatingIfNeeded: slot &>> 32) == wanted {
        let row = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF)
        if matches(row) { return row }
      }
      at = (at &+ 1) & mask
    }
  }

  /// The first row with this hash, -1 for none: mostly the wanted one, and to be compared with it.
  @inline(__always)
  func candidate(_ hash: UInt64) -> Int32 {
    let wanted = UInt32(truncatingIfNeeded: hash)
    var at = Int(truncatingIfNeeded: wanted) & mask
    while true {
      let slot = slots[at]
      if slot == KeyIndex.empty { return -1 }
      if UInt32(truncatingIfNeeded: slot &>> 32) == wanted { return Int32(truncatingIfNeeded: slot & 0xFFFF_FFFF) }
      at = (at &+ 1) & mask
    }
  }

  /// Adds a row that was not found. Rows are fewer than four billion.
  public mutating func insert(_ row: Int, hash: UInt64) {
    if (count + 1) * 2 > slots.count { grow() }
    place(UInt64(UInt32(truncatingIfNeeded: hash)) &<< 32 | UInt64(UInt32(row)))
    count += 1
  }

  /// Adds many rows that are known to have different keys: row `first` has the hash `hashes[0]`, and so on. They are put into the order of
  /// their places first, for a million places at random are a million waits for memory.
  public mutating func insert(rowsFrom first: Int, hashes: [UInt32]) {
    while (count + hashes.count) * 2 > slots.count { grow() }
    let shift = max(0, mask.bitWidth - mask.leadingZeroBitCount - KeyIndex.partBits)
    var ends = [Int](repeating: 0, count: (mask >> shift) + 1)
    for hash in hashes { ends[(Int(hash) & mask) >> shift] += 1 }
    for part in ends.indices.dropFirst() { ends[part] += ends[part - 1] }
    var sorted = [UInt64](repeating: 0, count: hashes.count)
    for at in hashes.indices.reversed() {
      let part = (Int(hashes[at]) & mask) >> shift
      ends[part] -= 1
      sorted[ends[part]] = UInt64(hashes[at]) &<< 32 | UInt64(UInt32(first + at))
    }
    for slot in sorted { place(slot) }
    count += hashes.count
  }

  /// So many bits of a place tell its part of the index: a part fits the processor's nearest memory.
  private static let partBits = 9

  private mutating func place(_ slot: UInt64) {
    var at = Int(truncatingIfNeeded: slot &>> 32) & mask
    while slots[at] != KeyIndex.empty { at = (at &+ 1) & mask }
    slots[at] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: KeyIndex.empty, count: old.count * 2)
    mask = slots.count - 1
    for slot in old where slot != KeyIndex.empty { place(slot) }
  }
}
