/// Percentages as files write them, `12,5 %`, `3%`, `2.25`: read like an amount with four decimals, whatever the currency of the row.
enum PercentText {
  static let decimals = 4

  /// Ten-thousandths of a percent.
  static func parse(_ text: UnsafeRawBufferPointer, _ style: AmountStyle) throws(AmountText.Problem) -> Int64 {
    let number = bare(text)
    if number.isEmpty { throw .notANumber }
    return try AmountText.parse(number, style, exponent: decimals)
  }

  /// Without the sign behind it, and without the blanks before that, which may be narrow or not to be broken at.
  static func bare(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard text.last == UInt8(ascii: "%") else { return text }
    var end = text.count - 1
    while let length = blank(text, before: end) { end -= length }
    return UnsafeRawBufferPointer(rebasing: text[..<end])
  }

  /// Bytes of the blank that ends before a place; nil where none does.
  private static func blank(_ text: UnsafeRawBufferPointer, before end: Int) -> Int? {
    if end >= 1, text[end - 1] == 0x20 || text[end - 1] == 0x09 { return 1 }
    if end >= 2, text[end - 2] == 0xC2, text[end - 1] == 0xA0 { return 2 }
    if end >= 3, text[end - 3] == 0xE2, text[end - 2] == 0x80, text[end - 1] == 0xAF || text[end - 1] == 0x89 {
      return 3
    }
    return nil
  }

  /// In canonical form: a plain decimal without zeros at its end.
  static func write(_ number: Int64, _ arena: RecordArena) -> UnsafeRawBufferPointer {
    let text = arena.write(amount: number, exponent: decimals, isExact: true)
    var end = text.count
    while text[end - 1] == UInt8(ascii: "0") { end -= 1 }
    if text[end - 1] == UInt8(ascii: ".") { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: text[..<end])
  }
}
