/// Writes operators and numbers of PDF into memory that has room for them: whoever has it sees to that.
struct PDFPen {
  /// Where the next byte goes.
  var place: UnsafeMutablePointer<UInt8>

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    place.pointee = byte
    place += 1
  }

  @inline(__always)
  mutating func put(digit: some BinaryInteger) { put(UInt8(truncatingIfNeeded: 48 + digit)) }

  @inline(__always)
  mutating func literal(_ text: StaticString) {
    place.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    place += text.utf8CodeUnitCount
  }

  @inline(__always)
  mutating func bytes(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    place.update(from: start, count: bytes.count)
    place += bytes.count
  }

  /// A character in UTF-8: at most four bytes.
  @inline(__always)
  mutating func utf8(_ scalar: UInt32) {
    if scalar < 0x80 { return put(UInt8(truncatingIfNeeded: scalar)) }
    let count: UInt32 = scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
    put(UInt8(truncatingIfNeeded: 0xF00 >> count | scalar >> (6 * (count - 1))))
    for rest in (0..<count - 1).reversed() { put(UInt8(truncatingIfNeeded: 0x80 | scalar >> (6 * rest) & 0x3F)) }
  }

  /// At most 20 bytes.
  mutating func integer(_ value: Int) {
    if value < 0 { put(0x2D) }
    var rest = value.magnitude
    // Most numbers have at most three digits: places on a page, and divisions by constants are multiplications.
    if rest < 1000 {
      if rest >= 100 { put(digit: rest / 100) }
      if rest >= 10 { put(digit: rest / 10 % 10) }
      return put(digit: rest % 10)
    }
    var divisor: UInt = 1000
    while rest / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      put(digit: rest / divisor)
      rest %= divisor
      divisor /= 10
    }
  }

  /// A length given in 1/1000 pt, written in points with at most two decimals: at most 24 bytes.
  mutating func points(_ thousandths: Int) {
    let hundredths = (thousandths.magnitude + 5) / 10
    if thousandths < 0, hundredths > 0 { put(0x2D) }
    integer(Int(hundredths / 100))
    let rest = hundredths % 100
    guard rest > 0 else { return }
    put(0x2E)
    put(digit: rest / 10)
    if rest % 10 > 0 { put(digit: rest % 10) }
  }
}
