import Formats
import Ledger

/// What the first bytes of a file say, whatever feed it may belong to.
struct FileLook {
  let head: FileHead
  let content: Content

  enum Content {
    case text(TextLook)
    case xml(XMLLook)
    /// A format of banks that is text; it may be a table all the same.
    case bank(BankFormat.Evidence, TextLook)
  }

  /// - Throws: why the file is none that could be read.
  init(_ head: FileHead) throws(Diagnostic) {
    self.head = head
    switch FileKind(head) {
    case .empty:
      throw Diagnostic(
        file: head.path, message: "the file is empty", code: "file-empty",
        help: "an export without rows still has its header; was the file copied while it was being written?")
    case .refused(let code, let message, let help):
      throw Diagnostic(file: head.path, message: "the file \(message)", code: code, help: help)
    case .xml: content = .xml(try XMLLook(head))
    case .text:
      let text = TextLook(head)
      content = BankLook.evidence(head).map { .bank($0, text) } ?? .text(text)
    }
  }
}

/// The beginning of a text file, decoded.
struct TextLook {
  let path: String
  /// Of the first bytes; the whole file has the last word.
  let verdict: EncodingVerdict
  /// In UTF-8, without byte order mark.
  let text: [UInt8]
  let isWhole: Bool
  /// What its first line `sep=;` says.
  let separator: UInt8?
  private let bytes: [UInt8]
  /// One for each delimiter.
  private let tables: [HeadRows]
  private let search: HeaderSearch

  init(_ head: FileHead, declared: TextEncoding? = nil) {
    path = head.path
    bytes = head.bytes
    isWhole = head.isWhole
    var evidence = EncodingEvidence()
    head.bytes.withUnsafeBytes { evidence.add($0) }
    verdict = TextLook.withoutCut(evidence, head).verdict(declared: declared, file: head.path)
    text = TextLook.decoded(head.bytes, verdict.encoding ?? .windows1252)
    separator = HeadRows.separator(text)
    tables = TextLook.tables(text, separator, isWhole, hasQuotes: true, head.path)
    search = HeaderSearch(text, isWhole: isWhole)
  }

  /// The row that has most of the names a mapping asks for, where it may stand.
  func header(_ shape: SheetShape) -> FoundHeader? {
    switch shape.header {
    case .none: return nil
    case .within(let lines):
      guard shape.delimiter != nil || !shape.hasQuotes || shape.isFramed || lines != 30 else {
        return search.best(for: shape.required).map { FoundHeader($0, shape.required) }
      }
      return HeaderSearch(
        text, isWhole: isWhole, delimiter: shape.delimiter, hasQuotes: shape.hasQuotes, isFramed: shape.isFramed,
        within: lines
      ).best(for: shape.required).map { FoundHeader($0, shape.required) }
    case .line(let line):
      let found = tables(shape).compactMap { table in
        table.rows.first { $0.line == line + table.dialect.preambleLines }.map {
          FoundHeader($0, table.dialect.delimiter, shape.required)
        }
      }
      return found.max { ($0.present.count, $0.columns.count) < ($1.present.count, $1.columns.count) }
    }
  }

  /// Why not even a header could be cut off; nil where one could.
  var problem: Diagnostic? {
    guard tables.allSatisfy(\.rows.isEmpty) else { return nil }
    return tables.lazy.compactMap(\.problem).first
      ?? Diagnostic(
        file: path, line: 1, message: "no header ends within the first \(FileHead.limit / 1024) KiB",
        code: "header-missing", help: "the first line names the columns; is this a text file with line ends?")
  }

  /// The first rows for each delimiter that may be meant.
  func tables(_ shape: SheetShape) -> [HeadRows] {
    let all =
      shape.hasQuotes ? tables : TextLook.tables(text, separator, isWhole, hasQuotes: false, path)
    guard separator == nil, let delimiter = shape.delimiter else { return all }
    return all.filter { $0.dialect.delimiter == delimiter }
  }

  /// The same file in the encoding that a mapping says it has.
  func declared(_ encoding: TextEncoding?, _ head: FileHead) -> TextLook {
    encoding.map { TextLook(head, declared: $0) } ?? self
  }

  /// A character that the end of the first bytes cuts in two is no sign of another encoding.
  private static func withoutCut(_ evidence: EncodingEvidence, _ head: FileHead) -> EncodingEvidence {
    guard !head.isWhole else { return evidence }
    let tail = head.bytes.suffix(4).lastIndex { $0 & 0xC0 != 0x80 } ?? head.bytes.endIndex
    guard tail < head.bytes.endIndex, head.bytes[tail] >= 0xC0 else { return evidence }
    var whole = EncodingEvidence()
    head.bytes[..<tail].withUnsafeBytes { whole.add($0) }
    return whole
  }

  private static func decoded(_ bytes: [UInt8], _ encoding: TextEncoding) -> [UInt8] {
    let decoder = TextDecoder(encoding)
    var text: [UInt8] = []
    bytes.withUnsafeBytes { bytes in
      var rest = bytes
      while let piece = decoder.next(&rest) { text += piece }
    }
    return text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
  }

  private static func tables(
    _ text: [UInt8], _ separator: UInt8?, _ isWhole: Bool, hasQuotes: Bool, _ path: String
  ) -> [HeadRows] {
    (separator.map { [$0] } ?? CSVDialect.delimiters).map { delimiter in
      let dialect = CSVDialect(delimiter: delimiter, preambleLines: separator == nil ? 0 : 1, hasQuotes: hasQuotes)
      return HeadRows(text, isWhole: isWhole, dialect: dialect, file: path)
    }
  }
}

/// A row that may be the header a mapping asks for.
struct FoundHeader {
  var delimiter: UInt8
  var line: Int
  var columns: [String]
  /// Names asked for that the row has, and those that it lacks, each by its first alternative.
  var present: [String]
  var missing: [String]
  /// Names asked for as the row has them.
  var named: [String]

  init(_ found: HeaderSearch.Found, _ required: [[String]]) {
    named = FoundHeader.named(required, found.columns)
    delimiter = found.delimiter
    line = found.line
    columns = found.columns
    present = found.present
    missing = found.missing
  }

  init(_ row: HeadRows.Row, _ delimiter: UInt8, _ required: [[String]]) {
    func has(_ names: [String]) -> Bool { SourceColumn.index(of: names, in: row.cells) != nil }
    self.delimiter = delimiter
    line = row.line
    columns = row.cells
    named = FoundHeader.named(required, row.cells)
    present = required.filter(has).compactMap(\.first)
    missing = required.filter { !has($0) }.compactMap(\.first)
  }

  private static func named(_ required: [[String]], _ columns: [String]) -> [String] {
    required.compactMap { SourceColumn.index(of: $0, in: columns).map { columns[$0] } }
  }
}

/// Root and first records of an XML file.
struct XMLLook {
  var root: String
  /// Empty where the root is in none.
  var namespace: String
  /// The first element in the root, where there is one.
  var record: String?
  /// Elements of the first records, for flat files.
  var columns: [String]
  /// Why it is no XML, as far as the beginning of the file tells; a short one is there as a whole.
  var fault: Diagnostic?

  init(_ head: FileHead) throws(Diagnostic) {
    let reader = XMLReader(root: nil, record: nil, file: head.path)
    do {
      try head.bytes.withUnsafeBytes { try reader.push($0) { _ in } }
      if head.isWhole { try reader.finish { _ in } }
    } catch let problem as Diagnostic {
      // With the root known, the reader tells the problem in its place.
      if reader.root == nil || problem.code == "xml-doctype" { throw problem }
      if XMLReader.faults.contains(problem.code) { fault = problem }
    } catch {}
    guard let root = reader.root else {
      throw Diagnostic(
        file: head.path, line: 1, message: "no root element starts within the first \(FileHead.limit / 1024) KiB",
        code: "header-missing", help: "is this an XML file?")
    }
    self.root = root
    namespace = head.bytes.withUnsafeBytes { XMLRoot.sniff($0)?.namespace } ?? ""
    record = reader.firstRecord
    columns = reader.columns
    bank = BankLook.evidence(head)
  }

  /// Of an XML format of banks.
  var bank: BankFormat.Evidence?

  /// For people: `{urn:...}Invoice`.
  var name: String { namespace.isEmpty ? root : "{\(namespace)}\(root)" }

  /// Whether the root is one that a mapping names: `Invoice`, `{urn:...}Invoice`, `{urn:...:camt.053.001.*}Document`.
  func matches(_ pattern: String) -> Bool {
    guard pattern.first == "{", let end = pattern.lastIndex(of: "}") else { return pattern == root }
    guard pattern[pattern.index(after: end)...] == root else { return false }
    let wanted = pattern[pattern.index(after: pattern.startIndex)..<end]
    return wanted.hasSuffix("*") ? namespace.hasPrefix(wanted.dropLast()) : wanted == namespace
  }
}

/// Formats of banks, known by their first bytes.
enum BankLook {
  static func evidence(_ head: FileHead) -> BankFormat.Evidence? { head.bytes.withUnsafeBytes(BankFormat.sniff) }
}
