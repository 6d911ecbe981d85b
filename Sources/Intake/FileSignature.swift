/// Files that are no export and say so in their first bytes: what they are, and what to do instead.
struct FileSignature {
  var code: String
  /// For people, behind "the file": `is a gzip archive`.
  var message: String
  var help: String

  /// What a file is by its first bytes; nil where they speak of no such kind.
  static func find(_ bytes: [UInt8], name: String) -> FileSignature? {
    zip(bytes) ?? ole(bytes) ?? table.first { bytes.starts(with: $0.start) }?.signature ?? signed(bytes, name)
      ?? webPage(bytes) ?? json(bytes)
  }

  private init(code: String, _ message: String, _ help: String) {
    self.code = code
    self.message = message
    self.help = help
  }

  private static let table: [(start: [UInt8], signature: FileSignature)] =
    [
      ([0x1F, 0x8B], "is a gzip archive"), ([0x42, 0x5A, 0x68], "is a bzip2 archive"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "is an xz archive"), ([0x28, 0xB5, 0x2F, 0xFD], "is a zstd archive"),
      ([0x37, 0x7A, 0xBC, 0xAF], "is a 7z archive"), (Array("Rar!".utf8), "is a rar archive"),
    ].map { ($0.0, FileSignature(code: "file-compressed", $0.1, unpack)) }
    + [
      ([0x89, 0x50, 0x4E, 0x47], "is a picture (PNG)"), ([0xFF, 0xD8, 0xFF], "is a picture (JPEG)"),
      (Array("GIF8".utf8), "is a picture (GIF)"), ([0x49, 0x49, 0x2A, 0x00], "is a picture (TIFF)"),
      ([0x4D, 0x4D, 0x00, 0x2A], "is a picture (TIFF)"),
    ].map { ($0.0, FileSignature(code: "file-image", $0.1, picture)) }
    + [
      (Array("%PDF".utf8), FileSignature(code: "file-pdf", "is a PDF", picture)),
      (
        Array("SQLite format 3".utf8),
        FileSignature(code: "file-binary", "is a database (SQLite)", "export its table as CSV and drop that")
      ),
      (
        Array("{\\rtf".utf8),
        FileSignature(code: "file-binary", "is a text document (RTF)", "export the same report as CSV or XML")
      ),
      (
        Array("-----BEGIN PGP".utf8),
        FileSignature(code: "file-encrypted", "is encrypted (PGP)", "decrypt it and drop the file inside")
      ),
    ]

  private static let unpack = "unpack it and drop the file inside"
  private static let picture = "export the same report as CSV or XML; this holds a picture of it"
  private static let saveAsCSV = "export CSV from the ERP; saving it with a spreadsheet can change ids and dates"

  private static func zip(_ bytes: [UInt8]) -> FileSignature? {
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) else {
      return nil
    }
    let start = bytes.prefix(4096)
    if contains(start, "opendocument.spreadsheet") {
      return FileSignature(code: "file-spreadsheet", "is a spreadsheet workbook (ods)", saveAsCSV)
    }
    if contains(bytes[...], "word/document"), !contains(bytes[...], "xl/") {
      return FileSignature(code: "file-binary", "is a text document (docx)", "export the same report as CSV or XML")
    }
    if contains(bytes[...], "xl/") || contains(bytes[...], "[Content_Types].xml") {
      return FileSignature(code: "file-spreadsheet", "is a spreadsheet workbook (xlsx)", saveAsCSV)
    }
    return FileSignature(code: "file-compressed", "is a zip archive", "unpack it and drop the files inside")
  }

  private static func ole(_ bytes: [UInt8]) -> FileSignature? {
    guard bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else { return nil }
    return FileSignature(code: "file-spreadsheet", "is a workbook of an old spreadsheet program (xls)", saveAsCSV)
  }

  /// A signed wrapper (CMS, `.p7m`): DER with the identifier of signed data near its start, or the same in base64.
  private static func signed(_ bytes: [UInt8], _ name: String) -> FileSignature? {
    let identifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    let isDER = bytes.first == 0x30 && contains(bytes.prefix(32), identifier)
    let isText = contains(bytes.prefix(128), "BEGIN PKCS7") || name.lowercased().hasSuffix(".p7m") && isBase64(bytes)
    guard isDER || isText else { return nil }
    return FileSignature(
      code: "file-signed", "is wrapped in a signature (p7m)",
      "take the invoice out and drop that: openssl cms -verify -noverify -inform \(isDER ? "DER" : "PEM") -in \(name) -out invoice.xml"
    )
  }

  private static func isBase64(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: Array("MI".utf8))
      && bytes.prefix(60).allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2B
          || $0 == 0x2F
      }
  }

  /// Web pages that some programs save under the name of a spreadsheet, and workbooks written as XML.
  private static func webPage(_ bytes: [UInt8]) -> FileSignature? {
    let start = String(decoding: FileKind.text(bytes).prefix(1024), as: UTF8.self).lowercased()
    let tags = ["<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<style", "<script"]
    if tags.contains(where: start.hasPrefix) || start.hasPrefix("mime-version:") && start.contains("multipart/related")
    {
      return FileSignature(
        code: "file-html", "is a web page, whatever its name says",
        "choose CSV where the report is exported; some programs save a page under the name .xls")
    }
    guard start.hasPrefix("<"),
      start.contains("progid=\"excel.sheet\"") || start.contains("urn:schemas-microsoft-com:office:spreadsheet")
    else { return nil }
    return FileSignature(code: "file-spreadsheet", "is a workbook written as XML", saveAsCSV)
  }

  private static func json(_ bytes: [UInt8]) -> FileSignature? {
    let start = FileKind.text(bytes).prefix(4096).filter { $0 > 0x20 }
    let isObject = start.starts(with: Array("{\"".utf8)) || start.starts(with: Array("[{\"".utf8))
    guard isObject || start.elementsEqual(Array("{}".utf8)) || start.elementsEqual(Array("[]".utf8)) else { return nil }
    return FileSignature(code: "file-json", "is JSON", "export CSV or XML; JSON of an interface is not read")
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: String) -> Bool { contains(bytes, Array(text.utf8)) }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ wanted: [UInt8]) -> Bool {
    guard bytes.count >= wanted.count else { return false }
    return (bytes.startIndex...(bytes.endIndex - wanted.count)).contains {
      bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted)
    }
  }
}
