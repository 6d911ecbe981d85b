import Glibc

/// Standard output: answers of commands; and the last word on standard error. What happens on the way goes to the log.
enum Terminal {
  static func say(_ text: String) { write(text + "\n") }
  static func write(_ text: String) { write(text, to: 1) }
  static func complain(_ text: String) { write(text + "\n", to: 2) }

  static func write(_ text: String, to fd: Int32) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(fd, rest.baseAddress!, rest.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Columns of text, aligned; the first row is the head. Columns in `trailing` stand to the right.
  static func table(_ rows: [[String]], trailing: Set<Int> = []) -> String {
    guard let columns = rows.first?.count else { return "" }
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        let pad = String(repeating: " ", count: widths[column] - text.count)
        line += trailing.contains(column) ? pad + text : (column == columns - 1 ? text : text + pad)
        if column < columns - 1 { line += "  " }
      }
      return line + "\n"
    }.joined()
  }
}
