import Formats
import Ledger

/// The first rows of a text file as one delimiter cuts them: what headers are looked for in.
struct HeadRows: Sendable {
  struct Row: Sendable {
    var line: Int
    /// Without blanks around them.
    var cells: [String]
    /// As it stands in the file, in UTF-8.
    var raw: [UInt8]
  }
  var dialect: CSVDialect
  var rows: [Row] = []
  /// Why no more rows could be cut off, where that is so.
  var problem: Diagnostic?

  /// Reports put their header on one of so many rows.
  static let looked = 60

  /// - Parameter text: the beginning of the file, in UTF-8.
  init(_ text: [UInt8], isWhole: Bool, dialect: CSVDialect, file: String) {
    self.dialect = dialect
    var reader = CSVReader(dialect: dialect, file: file)
    var rows: [Row] = []
    func take(_ view: RecordView) throws {
      rows.append(
        Row(
          line: view.position.lineFrom,
          cells: view.fields.map { String(decoding: $0.withoutBlanks, as: UTF8.self) }, raw: view.raw))
      if rows.count >= HeadRows.looked { throw Enough() }
    }
    do {
      try text.withUnsafeBytes { try reader.push($0, take) }
      if isWhole { try reader.finish(take) }
    } catch let found as Diagnostic { problem = found } catch {}
    if reader.hasHeader, problem.map({ $0.line > reader.headerLine }) ?? true {
      self.rows.append(Row(line: reader.headerLine, cells: reader.columns, raw: reader.rawHeader))
    }
    self.rows += rows
  }

  private struct Enough: Error {}

  /// `sep=;` alone in the first line, as spreadsheets write it.
  static func separator(_ text: [UInt8]) -> UInt8? {
    let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep=",
      let delimiter = line.last, CSVDialect.delimiters.contains(delimiter)
    else { return nil }
    return delimiter
  }
}
