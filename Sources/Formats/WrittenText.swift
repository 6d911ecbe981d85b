import Ledger

/// Whether a text that people write for the program is UTF-8. What is not is refused, never repaired: a debtor would read the repair.
public enum WrittenText {
  /// Nil: it is. Else the first place where it is not.
  /// - Parameter file: the name that it is reported under.
  public static func problem(of bytes: [UInt8], file: String) -> Diagnostic? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return problem("the file is UTF-16", file, line: 1, column: 1)
    }
    guard let offset = bytes.withUnsafeBytes(UTF8Check.firstInvalid) else { return nil }
    let line = bytes[..<offset].count { $0 == 0x0A } + 1
    let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    var before = bytes[start..<offset]
    if start == 0, before.starts(with: [0xEF, 0xBB, 0xBF]) { before = before.dropFirst(3) }
    // Everything before is UTF-8: a character begins with each byte that continues none.
    let column = before.count { $0 & 0xC0 != 0x80 } + 1
    let digits = String(bytes[offset], radix: 16, uppercase: true)
    return problem("the byte 0x\(digits) is no character of UTF-8", file, line: line, column: column)
  }

  private static func problem(_ message: String, _ file: String, line: Int, column: Int) -> Diagnostic {
    Diagnostic(
      file: file, line: line, column: column, message: message, code: "template-encoding",
      help: "save the file as UTF-8")
  }
}
