import Formats
import Ledger
import Pipeline

/// The rows of one file of the inbox that were not taken.
public struct RejectedFile: Sendable {
  public var name: String
  /// The bytes before the first record and after the last, without the line break at their ends: the header line of a CSV, the
  /// opening and the closing tag of an XML file.
  public var header: [UInt8]
  public var footer: [UInt8]
  /// In the order of the file; several problems of one record are several entries one after the other.
  public var rows: [RejectedRow]
  /// False for formats whose records mean nothing without the rest of their file, such as a bank's statement.
  public var canBeRedropped: Bool

  public init(
    name: String, header: [UInt8], footer: [UInt8] = [], rows: [RejectedRow], canBeRedropped: Bool = true
  ) {
    self.name = name
    self.header = header
    self.footer = footer
    self.rows = rows
    self.canBeRedropped = canBeRedropped
  }
}

/// `rejects/<feed>.csv`: a row per problem; `rejects/<feed>-redrop.csv`: the records themselves, each once, under their header, to be
/// corrected and dropped again.
///
/// A redrop file has one header. Files of the feed with other headers get redrop files of their own, `<feed>-redrop-2.csv` and so
/// on; records of an XML feed stand in an `.xml`. A row that belongs to a group of a report stands below the group's row.
public enum RejectFiles {
  public enum Form: String, Sendable { case csv, xml }

  private static let columns = [
    "file", "record", "line_from", "line_to", "byte_offset", "column", "code", "message", "hint", "raw",
  ]

  /// Writes the files of one feed; nothing where no row was rejected.
  public static func write(
    feed: String, _ files: [RejectedFile], form: Form = .csv, audience: CSVAudience = .machine,
    to sink: any ArtefactSink
  ) throws {
    let files = files.filter { !$0.rows.isEmpty }
    guard !files.isEmpty else { return }
    var table = try CSVTable(sink, path: "rejects/\(feed).csv", columns: columns, audience: audience)
    for file in files {
      for row in file.rows { try add(row, of: file.name, to: &table) }
    }
    try table.finish()
    for (index, group) in grouped(files.filter(\.canBeRedropped)).enumerated() {
      let name = index == 0 ? "\(feed)-redrop" : "\(feed)-redrop-\(index + 1)"
      try writeRedrop(group, at: "rejects/\(name).\(form.rawValue)", to: sink)
    }
  }

  private static func add(_ row: RejectedRow, of file: String, to table: inout CSVTable) throws {
    table.text(file)
    table.int(row.position.record)
    table.int(row.position.lineFrom)
    table.int(row.position.lineTo)
    table.int(row.position.byteOffset)
    table.text(row.column)
    table.text(row.code)
    table.text(row.message)
    table.text(row.hint)
    // The machine file is UTF-8 whatever the rejected one was; the redrop keeps the bytes.
    table.text(String(decoding: row.raw, as: UTF8.self))
    try table.endRow()
  }

  /// Files with the same header and footer, in the order of the first of each.
  private static func grouped(_ files: [RejectedFile]) -> [[RejectedFile]] {
    var groups: [[RejectedFile]] = []
    for file in files {
      if let at = groups.firstIndex(where: { $0[0].header == file.header && $0[0].footer == file.footer }) {
        groups[at].append(file)
      } else {
        groups.append([file])
      }
    }
    return groups
  }

  private static func writeRedrop(_ files: [RejectedFile], at path: String, to sink: any ArtefactSink) throws {
    var text = try ArtefactText(sink, path: path)
    appendLine(files[0].header, to: &text)
    for file in files {
      var above: [UInt8] = []
      for (index, row) in file.rows.enumerated() {
        if index > 0, file.rows[index - 1].position == row.position { continue }
        if row.above != above { text.bytes.append(contentsOf: row.above) }
        above = row.above
        appendLine(row.raw, to: &text)
        try text.rowEnded()
      }
    }
    appendLine(files[0].footer, to: &text)
    try text.close()
  }

  private static func appendLine(_ line: [UInt8], to text: inout ArtefactText) {
    guard !line.isEmpty else { return }
    text.bytes.append(contentsOf: line)
    text.bytes.append(0x0A)
  }
}
