import Ledger

/// The fields of the record at hand, in memory that is used again for the next one.
/// A class because it owns that memory: a reader that is copied shares it, and only one of the copies may go on.
final class CSVFields {
  let slots = UnsafeMutablePointer<UnsafeRawBufferPointer>.allocate(capacity: CSVLimit.columns)
  // Only the reader on its one thread reaches these; checked at every access they were a tenth of the scan.
  @exclusivity(unchecked) private var text: UnsafeMutableRawBufferPointer = .init(start: nil, count: 0)
  /// Fields that hold doubled quotes.
  @exclusivity(unchecked) private var escaped: [Int] = []

  deinit {
    slots.deallocate()
    text.deallocate()
  }

  @inline(__always)
  func set(_ index: Int, _ start: UnsafeRawPointer, _ count: Int) {
    if index < CSVLimit.columns { slots[index] = UnsafeRawBufferPointer(start: start, count: count) }
  }

  func markEscaped(_ index: Int) {
    if index < CSVLimit.columns { escaped.append(index) }
  }

  /// The fields of a record of `bytes` bytes, with doubled quotes made one.
  @inline(__always)
  func view(_ count: Int, recordBytes: Int) -> UnsafeBufferPointer<UnsafeRawBufferPointer> {
    if !escaped.isEmpty { unescape(recordBytes) }
    return UnsafeBufferPointer(start: slots, count: min(count, CSVLimit.columns))
  }

  func forgetEscapes() { escaped.removeAll(keepingCapacity: true) }

  private func unescape(_ recordBytes: Int) {
    if text.count < recordBytes {
      text.deallocate()
      text = .allocate(byteCount: max(4096, recordBytes), alignment: 8)
    }
    var next = 0
    for index in escaped {
      let start = next
      var afterQuote = false
      for byte in slots[index] {
        if byte == 0x22, afterQuote {
          afterQuote = false
          continue
        }
        afterQuote = byte == 0x22
        text[next] = byte
        next += 1
      }
      slots[index] = UnsafeRawBufferPointer(rebasing: text[start..<next])
    }
    forgetEscapes()
  }
}
