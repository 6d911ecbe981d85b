import Formats
import Ledger
import Pipeline

/// What the beginning of a file says about its columns.
struct Header: Sendable {
  var format: ResolvedFile.Format
  /// Names of the columns; for XML those of the elements in the first records.
  var columns: [String]
  /// Line of the header in the file, 0 for XML.
  var line = 0
  /// CSV: its bytes in the file; nil for XML.
  var raw: [UInt8]?
  /// XML: the root and the first element in it, where there is one.
  var root: String?
  var record: String?

  /// Reads the header of a CSV file with the delimiter that finds most names any feed knows, then most columns, then the
  /// first of comma, semicolon, TAB, pipe. A `sep=;` line is obeyed.
  static func csv(_ head: FileHead, feeds: [FeedDeclaration]) throws(Diagnostic) -> Header {
    let (preamble, declared) = separatorLine(head.bytes)
    var best: (known: Int, count: Int, header: Header)?
    var problem: Diagnostic?
    for delimiter in declared.map({ [$0] }) ?? CSVDialect.delimiters {
      let dialect = CSVDialect(delimiter: delimiter, preambleLines: preamble)
      do throws(Diagnostic) {
        guard let header = try read(head, dialect) else { continue }
        let known = feeds.map { $0.mapping.known(in: header.columns) }.max() ?? 0
        let isBetter = best.map { (known, header.columns.count) > ($0.known, $0.count) } ?? true
        if isBetter { best = (known, header.columns.count, header) }
      } catch { problem = problem ?? error }
    }
    if let best { return best.header }
    throw problem
      ?? Diagnostic(
        file: head.path, line: 1, message: "no header ends within the first \(FileHead.limit / 1024) KiB",
        code: "header-missing", help: "the first line names the columns; is this a text file with line ends?")
  }

  /// The header in one dialect; nil where it does not end within the bytes at hand.
  private static func read(_ head: FileHead, _ dialect: CSVDialect) throws(Diagnostic) -> Header? {
    var reader = CSVReader(dialect: dialect, file: head.path)
    var bytes = head.bytes
    if let last = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }), !head.isWhole || bytes.count > 4096 {
      // The header alone, as a rule: problems of later rows are the reader's business.
      bytes = Array(bytes[...headerEnd(bytes, from: last, dialect)])
    }
    do {
      try bytes.withUnsafeBytes { try reader.push($0) { _ in } }
      if head.isWhole, !reader.hasHeader { try reader.finish { _ in } }
    } catch let problem as Diagnostic {
      if !reader.hasHeader { throw problem }
    } catch {}
    guard reader.hasHeader else { return nil }
    return Header(format: .csv(dialect), columns: reader.columns, line: reader.headerLine, raw: reader.rawHeader)
  }

  /// Offset of the line end that closes the first line that is not empty, behind the `sep=` line.
  private static func headerEnd(_ bytes: [UInt8], from first: Int, _ dialect: CSVDialect) -> Int {
    var lines = 0
    var isInQuotes = false
    var hasText = false
    for (index, byte) in bytes.enumerated() {
      if byte == 0x22 { isInQuotes.toggle() }
      if byte != 0x0A, byte != 0x0D {
        hasText = true
      } else if hasText, !isInQuotes {
        lines += 1
        if lines > dialect.preambleLines { return index }
        hasText = false
      }
    }
    return bytes.count - 1
  }

  /// `sep=;` alone in the first line, as spreadsheets write it.
  private static func separatorLine(_ bytes: [UInt8]) -> (lines: Int, delimiter: UInt8?) {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=",
      let delimiter = line.last, CSVDialect.delimiters.contains(delimiter)
    else { return (0, nil) }
    return (1, delimiter)
  }

  /// Root, first record and elements of an XML file.
  static func xml(_ head: FileHead) throws(Diagnostic) -> Header {
    let reader = XMLReader(root: nil, record: nil, file: head.path)
    do {
      try head.bytes.withUnsafeBytes { try reader.push($0) { _ in } }
    } catch let problem as Diagnostic {
      // With the root known, the reader tells the problem in its place.
      if reader.root == nil || problem.code == "xml-doctype" { throw problem }
    } catch {}
    guard let root = reader.root else {
      throw Diagnostic(
        file: head.path, line: 1, message: "no root element starts within the first \(FileHead.limit / 1024) KiB",
        code: "header-missing", help: "is this an XML file?")
    }
    return Header(format: .xml, columns: reader.columns, root: root, record: reader.firstRecord)
  }
}
