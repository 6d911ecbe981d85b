extension PDFBytes {
  /// An inline image of one bit a module that paints the dark ones black.
  mutating func append(_ drawn: DrawnCode, pageHeight: Int) {
    let size = drawn.code.size
    literal("q 0 g ")
    points(drawn.area.width)
    literal(" 0 0 ")
    points(drawn.area.height)
    space()
    points(drawn.area.x)
    space()
    points(pageHeight - drawn.area.bottom)
    literal(" cm\nBI /W ")
    integer(size)
    literal(" /H ")
    integer(size)
    literal(" /BPC 1 /IM true /D [1 0] /F /AHx ID\n")
    // Bit 0 is the module at the left, and in the image the highest bit of the first digit.
    let reversed: StaticString = "084C2A6E195D3B7F"
    let digits = (size + 7) / 8 * 2
    append(atMost: size * digits) { pen in
      for var row in drawn.code.rows {
        for _ in 0..<digits {
          pen.put(reversed.utf8Start[Int(truncatingIfNeeded: row & 15)])
          row >>= 4
        }
      }
    }
    literal(">\nEI Q\n")
  }
}
