import Formats

/// A CSV file that a run has published, read back row by row.
struct PublishedTable {
  let path: String
  let columns: [String]

  init(_ path: String) throws {
    self.path = path
    let head = try ReadableFile(path).head(64 * 1024)
    let line = head.prefix { $0 != 0x0A }
    columns = String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false).map(
      String.init)
  }

  /// Shows every row as a look-up by column name; an unknown column is empty.
  func forEach(_ body: (_ value: (String) -> String) throws -> Void) throws {
    var reader = CSVReader(file: path)
    func show(_ record: RecordView) throws {
      try body { name in
        guard let index = record.columns.firstIndex(of: name), index < record.fields.count else { return "" }
        return String(decoding: record.fields[index], as: UTF8.self)
      }
    }
    let file = try ReadableFile(path)
    try file.forEachChunk { try reader.push($0, show) }
    try reader.finish(show)
  }
}
