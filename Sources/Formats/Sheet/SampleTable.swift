/// The first rows of a file as they come apart at one delimiter: what header and delimiter are told by.
struct SampleTable {
  struct Row {
    var line: Int
    var cells: [String]
  }
  let delimiter: UInt8
  private(set) var rows: [Row] = []
  /// More rows say nothing new.
  private static let rowLimit = 300

  private struct Enough: Error {}

  /// - Parameters:
  ///   - text: the beginning of the file in UTF-8; a last row that is cut off is left out.
  ///   - isWhole: the text is all of the file.
  init(_ text: [UInt8], delimiter: UInt8, hasQuotes: Bool, isFramed: Bool, isWhole: Bool) {
    self.delimiter = delimiter
    var rows: [Row] = []
    text.withUnsafeBytes { bytes in
      let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeRawBufferPointer(rebasing: bytes[3...]) : bytes
      let hasSeparator = SheetReader.separator(body) != nil
      var scan = CSVScan(
        bytes, isEnd: isWhole, dialect: CSVDialect(delimiter: delimiter, hasQuotes: hasQuotes), file: "",
        fields: CSVFields(), place: CSVPlace(preambleLines: hasSeparator ? 1 : 0), context: RecordContext(columns: []))
      guard scan.skipByteOrderMark() else { return }
      do {
        try scan.run(stopAfterFirst: false) { view in
          if SheetRow.isBlank(view.fields) || SheetRow.isRule(view.fields) { return }
          rows.append(Row(line: view.position.lineFrom, cells: SheetHead.cells(view.fields, isFramed: isFramed)))
          if rows.count == SampleTable.rowLimit { throw Enough() }
        }
      } catch {
        // An unbalanced quote: with another delimiter it may be none; what was read until there counts.
      }
    }
    self.rows = rows
  }

  /// The width, of two fields or more, that most rows have; nil where none has.
  var width: (fields: Int, rows: Int)? {
    var counts: [Int: Int] = [:]
    for row in rows where row.cells.count > 1 { counts[row.cells.count, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// Whether the first row of that width can be a header: names, no numbers.
  var hasHeader: Bool {
    guard let width, let row = rows.first(where: { $0.cells.count == width.fields }) else { return false }
    let filled = row.cells.filter { !$0.isEmpty }
    return filled.count * 2 >= row.cells.count
      && filled.allSatisfy { $0.unicodeScalars.contains(where: \.properties.isAlphabetic) }
  }
}
