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

  /// Appends what `body` writes, which is at most `capacity` bytes.
  @inline(__always)
  mutating func append(atMost capacity: Int, _ body: (inout PDFPen) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { buffer in
      guard let start = buffer.baseAddress else { return }
      var pen = PDFPen(place: start)
      body(&pen)
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: pen.place - start))
    }
  }

  mutating func integer(_ value: Int) { append(atMost: 20) { $0.integer(value) } }

  /// A length given in 1/1000 pt, written in points with at most two decimals.
  mutating func points(_ thousandths: Int) { append(atMost: 24) { $0.points(thousandths) } }

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
