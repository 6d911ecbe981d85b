import Ledger

/// Texts by texts, found without a string being made: `lookup`, `map` and `sign` of a mapping.
/// A class because it owns its memory; it never changes.
final class WordTable {
  private let bytes: UnsafeMutableRawBufferPointer
  private let slots: UnsafeMutableBufferPointer<Slot>
  private let mask: Int

  private struct Slot {
    var key: UnsafeRawBufferPointer
    var value: UnsafeRawBufferPointer
    var isFilled = false
  }

  /// Of two entries with one word the first counts.
  init(_ entries: [(word: String, meaning: String)]) {
    var size = 8
    while size < entries.count * 2 { size *= 2 }
    mask = size - 1
    slots = .allocate(capacity: size)
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    slots.initialize(repeating: Slot(key: nothing, value: nothing))
    bytes = .allocate(byteCount: entries.reduce(0) { $0 + $1.word.utf8.count + $1.meaning.utf8.count }, alignment: 1)
    var used = 0
    for (word, meaning) in entries {
      let key = put(word, &used)
      let index = place(of: key)
      if slots[index].isFilled { continue }
      slots[index] = Slot(key: key, value: put(meaning, &used), isFilled: true)
    }
  }

  deinit {
    bytes.deallocate()
    slots.deallocate()
  }

  private func put(_ text: String, _ used: inout Int) -> UnsafeRawBufferPointer {
    let start = used
    for byte in text.utf8 {
      bytes[used] = byte
      used += 1
    }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<used])
  }

  /// The meaning of a word; nil where it has none.
  @inline(__always)
  func find(_ word: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let slot = slots[place(of: word)]
    return slot.isFilled ? slot.value : nil
  }

  /// Where a word stands or would stand: there is always a free slot.
  @inline(__always)
  private func place(of word: UnsafeRawBufferPointer) -> Int {
    let hash = FNV1a(word).value
    var index = Int(truncatingIfNeeded: hash ^ hash >> 29) & mask
    while slots[index].isFilled, !WordTable.equal(slots[index].key, word) { index = (index &+ 1) & mask }
    return index
  }

  @inline(__always)
  private static func equal(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    guard a.count == b.count else { return false }
    var index = 0
    while index < a.count {
      if a[index] != b[index] { return false }
      index &+= 1
    }
    return true
  }
}
