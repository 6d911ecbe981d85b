/// Bytes of a PDF in the making: operators, names and numbers in PDF's own notation.
struct PDFBytes {
  var bytes: [UInt8] = []

  var count: Int { bytes.count }

  @inline(__always)
  mutating func literal(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func text(_ text: String) { bytes.append(contentsOf: text.utf8) }

  @inline(__always)
  mutating func space() { bytes.append(0x20) }

  mutating func integer(_ value: Int) {
    if value < 0 { bytes.append(0x2D) }
    var rest = value.magnitude
    // Most numbers have at most three digits: places on a page, and divisions by constants are multiplications.
    if rest < 1000 {
      let (hundreds, tens) = (rest / 100, rest / 10 % 10)
      if hundreds > 0 { bytes.append(UInt8(truncatingIfNeeded: 48 + hundreds)) }
      if rest >= 10 { bytes.append(UInt8(truncatingIfNeeded: 48 + tens)) }
      bytes.append(UInt8(truncatingIfNeeded: 48 + rest % 10))
      return
    }
    var divisor: UInt = 1000
    while rest / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(truncatingIfNeeded: 48 + rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  /// A length given in 1/1000 pt, written in points with at most two decimals.
  mutating func points(_ thousandths: Int) {
    let hundredths = (thousandths.magnitude + 5) / 10
    if thousandths < 0, hundredths > 0 { bytes.append(0x2D) }
    integer(Int(hundredths / 100))
    let rest = hundredths % 100
    guard rest > 0 else { return }
    bytes.append(0x2E)
    bytes.append(UInt8(truncatingIfNeeded: 48 + rest / 10))
    if rest % 10 > 0 { bytes.append(UInt8(truncatingIfNeeded: 48 + rest % 10)) }
  }

  /// A reference to an object: `12 0 R`.
  mutating func reference(_ object: Int) {
    integer(object)
    literal(" 0 R")
  }

  /// Hexadecimal digits, `count` bytes wide.
  mutating func hex(_ value: Int, bytes count: Int) {
    for shift in stride(from: count * 8 - 4, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> shift) & 15
      bytes.append(digit < 10 ? 48 + digit : 55 + digit)
    }
  }

  /// A text string of the document, in UTF-16 with byte order mark, as hexadecimal digits.
  mutating func textString(_ text: String) {
    literal("<FEFF")
    for unit in text.utf16 { hex(Int(unit), bytes: 2) }
    literal(">")
  }
}
