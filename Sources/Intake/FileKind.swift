import Ledger

/// What the first bytes of a file say it is.
enum FileKind {
  case empty, xml, text
  case refused(code: String, message: String, help: String)

  init(_ head: FileHead) {
    let bytes = head.bytes
    self =
      if head.size == 0 || head.isWhole && FileKind.isBlank(bytes) {
        .empty
      } else if let refusal = FileKind.magic(bytes) ?? FileKind.unreadable(bytes) {
        refusal
      } else if FileKind.startsMarkup(bytes) {
        .xml
      } else { .text }
  }

  private static let signatures: [(start: [UInt8], code: String, what: String, help: String)] = [
    ([0x1F, 0x8B], "file-compressed", "is a gzip archive", "unpack it and drop the file inside"),
    ([0x42, 0x5A, 0x68], "file-compressed", "is a bzip2 archive", "unpack it and drop the file inside"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "file-compressed", "is an xz archive", "unpack it and drop the file inside"),
    ([0x28, 0xB5, 0x2F, 0xFD], "file-compressed", "is a zstd archive", "unpack it and drop the file inside"),
    ([0x37, 0x7A, 0xBC, 0xAF], "file-compressed", "is a 7z archive", "unpack it and drop the files inside"),
    (
      [0x25, 0x50, 0x44, 0x46], "file-pdf", "is a PDF",
      "export the same report as CSV or XML; a PDF holds a picture of it"
    ),
    ([0xD0, 0xCF, 0x11, 0xE0], "file-spreadsheet", "is a workbook of an old spreadsheet program", saveAsCSV),
    ([0x53, 0x51, 0x4C, 0x69, 0x74, 0x65], "file-binary", "is a database", "export its table as CSV"),
  ]
  private static let saveAsCSV =
    "export CSV (UTF-8) from the ERP; saving it with a spreadsheet can change ids and dates"

  private static func magic(_ bytes: [UInt8]) -> FileKind? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      let isWorkbook = contains(bytes, "xl/") || contains(bytes, "[Content_Types].xml")
      return isWorkbook
        ? .refused(code: "file-spreadsheet", message: "is a spreadsheet workbook", help: saveAsCSV)
        : .refused(code: "file-compressed", message: "is a zip archive", help: "unpack it and drop the files inside")
    }
    guard let found = signatures.first(where: { bytes.starts(with: $0.start) }) else { return nil }
    return .refused(code: found.code, message: found.what, help: found.help)
  }

  /// UTF-16 with or without its mark, and files full of NUL bytes.
  private static func unreadable(_ bytes: [UInt8]) -> FileKind? {
    let start = bytes.prefix(256)
    let isEven = start.enumerated().count { $0.offset % 2 == 0 && $0.element == 0 } * 3 > start.count
    let isOdd = start.enumerated().count { $0.offset % 2 == 1 && $0.element == 0 } * 3 > start.count
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || isEven != isOdd {
      return .refused(
        code: "utf-16", message: "is UTF-16", help: "export it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")")
    }
    guard start.count(where: { $0 == 0 }) * 10 > start.count else { return nil }
    return .refused(code: "file-binary", message: "is no text", help: "drop CSV or XML files here")
  }

  private static func isBlank(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return text.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private static func startsMarkup(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    return text.first { $0 > 0x20 } == UInt8(ascii: "<")
  }

  private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
  }
}
