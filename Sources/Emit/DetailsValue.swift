import Ledger

extension Details {
  /// Hands the value of a field to `body` without reading the other fields: for files of a million rows. False, and `body` is not
  /// called, where the record has no such field.
  func withValue(_ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
    var text = json
    let found = text.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      guard let start = Details.start(of: name, in: bytes) else { return Found.missing }
      var end = start
      while end < bytes.count, bytes[end] != 0x22 {
        if bytes[end] == 0x5C { return .escaped }
        end += 1
      }
      body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      return .plain
    }
    guard found == .escaped, var value = self["\(name)"] else { return found == .plain }
    value.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    return true
  }

  /// An escaped value is read the slow way, which undoes the escapes.
  private enum Found { case missing, plain, escaped }

  /// Where the value of `"name":"` begins. Quotes inside values are escaped, so that the text with plain quotes is the key itself.
  private static func start(of name: StaticString, in bytes: UnsafeRawBufferPointer) -> Int? {
    let length = name.utf8CodeUnitCount
    let key = UnsafeRawBufferPointer(start: name.utf8Start, count: length)
    var index = 0
    // Quote, name, quote, colon, quote, and the quote that ends the value.
    while index + length + 5 <= bytes.count {
      if bytes[index] == 0x22, bytes[index + 1] == key[0], bytes[index + length + 1] == 0x22,
        bytes[index + length + 2] == 0x3A, bytes[index + length + 3] == 0x22,
        UnsafeRawBufferPointer(rebasing: bytes[(index + 1)..<(index + 1 + length)]).elementsEqualFast(key)
      {
        return index + length + 4
      }
      index += 1
    }
    return nil
  }
}
