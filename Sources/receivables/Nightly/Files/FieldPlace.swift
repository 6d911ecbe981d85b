import Formats
import Intake
import Ledger
import Normalize
import Pipeline

extension ResolvedFile {
  /// Where the field of a rejected row begins in its line, in a table: from 1, in characters. 0 where the whole row is wrong, or the field is on a
  /// later line of the record.
  func place(of row: RejectedRow) -> Int {
    guard !row.column.isEmpty, let index = SourceColumn.index(of: [row.column], in: columns) else { return 0 }
    switch format {
    case .csv(let dialect): return FieldPlace.column(of: index, in: row.raw, dialect)
    case .sheet(let shape):
      let dialect = CSVDialect(delimiter: shape.sheet.delimiter ?? 0x2C, hasQuotes: shape.sheet.hasQuotes)
      let isFramed = shape.sheet.isFramed && row.raw.first == dialect.delimiter
      return FieldPlace.column(of: index + (isFramed ? 1 : 0), in: row.raw, dialect)
    case .xml, .other: return 0
    }
  }
}

extension PendingFile {
  /// Keeps rejected rows with their places, before account numbers in them are masked.
  mutating func reject(_ problems: RowProblems) {
    (rejected, othersRejected) = (problems.rejects, problems.othersRejected)
    guard let resolved = reading?.resolved else { return }
    for index in rejected.indices { rejected[index].place = resolved.place(of: rejected[index]) }
  }
}

/// Where a field begins in its line.
enum FieldPlace {
  /// From 1, in characters; 0 where the field is on a later line of the record, or not there.
  static func column(of field: Int, in raw: [UInt8], _ dialect: CSVDialect) -> Int {
    var delimiters = 0
    var characters = 1
    var isQuoted = false
    for byte in raw {
      if delimiters == field { return characters }
      if byte == 0x22, dialect.hasQuotes { isQuoted.toggle() }
      if byte == 0x0A || byte == 0x0D { return 0 }
      if byte == dialect.delimiter, !isQuoted { delimiters += 1 }
      if byte & 0xC0 != 0x80 { characters += 1 }
    }
    return delimiters == field ? characters : 0
  }
}
