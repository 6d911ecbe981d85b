import Formats
import Ledger

/// What the first bytes of a file say it is.
enum FileKind {
  case empty, xml, text
  /// UTF-16 by its mark, or by the zero bytes of plain letters; `text` and `xml` are the rest.
  case refused(code: String, message: String, help: String)

  init(_ head: FileHead) {
    let bytes = head.bytes
    self =
      if head.size == 0 || head.isWhole && FileKind.text(bytes).isEmpty {
        .empty
      } else if let found = FileSignature.find(bytes, name: head.name) {
        .refused(code: found.code, message: found.message, help: found.help)
      } else if FileKind.isBinary(bytes) {
        .refused(
          code: "file-binary", message: "is no text",
          help: "drop what the ERP or the bank exports: CSV, XML or a bank format")
      } else if FileKind.letters(bytes).first == UInt8(ascii: "<") {
        .xml
      } else { .text }
  }

  /// The text behind the byte order mark of UTF-8 and blanks.
  static func text(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.dropFirst(ByteOrderMark.length(bytes)).drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  /// The same of any encoding: marks, blanks and zero bytes go before.
  private static func letters(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let wide: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
    let mark = wide.first { bytes.starts(with: $0) }?.count ?? ByteOrderMark.length(bytes)
    return bytes.dropFirst(mark).drop { $0 <= 0x20 }
  }

  /// Many zero bytes that do not stand as UTF-16 has them, at every other place. Single ones are a row's problem.
  private static func isBinary(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(1024)
    let zeros = start.count { $0 == 0 }
    guard zeros * 10 > start.count else { return false }
    let even = start.enumerated().count { $0.offset % 2 == 0 && $0.element == 0 }
    return min(even, zeros - even) * 10 > start.count
  }
}
