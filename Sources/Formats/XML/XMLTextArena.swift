/// Memory that the texts of a file's records are put into one behind the other, used again and again. Its owner deallocates it.
struct XMLTextArena {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity = 1 << 16

  init() { base = .allocate(capacity: capacity) }

  func deallocate() { base.deallocate() }

  @inline(__always)
  mutating func append(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    if count &+ length > capacity { grow(length) }
    (base + count).update(from: bytes, count: length)
    count &+= length
  }

  /// The value of an attribute: libxml2 writes `&` as `&#38;` in those, unless it may replace entities.
  mutating func appendAttribute(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    let escape = Array("&#38;".utf8)
    var at = 0
    while at < length {
      append(bytes[at])
      let isEscape = bytes[at] == escape[0] && at + 5 <= length && (0..<5).allSatisfy { bytes[at + $0] == escape[$0] }
      at += isEscape ? 5 : 1
    }
  }

  mutating func append(_ byte: UInt8) {
    if count == capacity { grow(1) }
    base[count] = byte
    count += 1
  }

  /// A copy of bytes of its own at its end.
  mutating func appendOwn(_ start: Int, _ length: Int) {
    if count + length > capacity { grow(length) }
    (base + count).update(from: base + start, count: length)
    count += length
  }

  @inline(__always)
  mutating func cut(to length: Int) { count = length }

  /// Takes `length` bytes out of the front.
  mutating func removeFirst(_ length: Int) {
    base.update(from: base + length, count: count - length)
    count -= length
  }

  /// Puts other bytes, not more of them, in place of the first `length`.
  mutating func replaceFirst(_ length: Int, with bytes: [UInt8]) {
    removeFirst(length - bytes.count)
    bytes.withUnsafeBufferPointer { if let from = $0.baseAddress { base.update(from: from, count: bytes.count) } }
  }

  subscript(start: Int, length: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base + start, count: length)
  }

  @inline(never)
  private mutating func grow(_ length: Int) {
    capacity = max(2 * capacity, count + length)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }
}
