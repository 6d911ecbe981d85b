import Formats
import Ledger
import Normalize
import Pipeline
import Testing

/// What a translation showed, as texts.
struct Translated {
  struct Row: Equatable {
    var values: [String: String]
    var lines: ClosedRange<Int>
    var raw: String
    /// `code@column`.
    var problems: [String]
    var messages: [String]
  }
  var rows: [Row] = []
  var columns: [String] = []
  var skipped: [String] = []
  var controls: [SourceControl] = []
  var evidence: [String] = []

  /// The values of one field, row by row; `-` where the row has a problem.
  func field(_ name: String) -> [String] { rows.map { $0.problems.isEmpty ? $0.values[name] ?? "" : "-" } }
  /// `code@column:line` of all rows.
  var problems: [String] { rows.flatMap { row in row.problems.map { "\($0):\(row.lines.lowerBound)" } } }
}

func mapping(_ json: String) throws -> Mapping {
  let (mapping, problems) = MappingReader.read(try JSONReader.read(Array(json.utf8), file: "m"), file: "m")
  try #require(problems == [])
  return try #require(mapping)
}

/// Reads a CSV file through a mapping in two passes, as a night does.
func translate(_ csv: String, _ json: String, piece: Int = 1 << 20) throws -> Translated {
  try translate(csv, try mapping(json), piece: piece) { CSVReader(file: "f.csv") }
}

func translate(
  _ text: String, _ mapping: Mapping, piece: Int = 1 << 20, _ reader: () -> any RecordReader
) throws -> Translated {
  let bytes = Array(text.utf8)
  func run(_ reader: inout some RecordReader, _ body: (RecordView) throws -> Void) throws {
    var from = 0
    while from < bytes.count {
      let to = min(bytes.count, from + piece)
      try bytes[from..<to].withUnsafeBytes { try reader.push($0, body) }
      from = to
    }
    try reader.finish(body)
  }
  var survey = StyleSurvey(mapping: mapping, file: "f.csv")
  var first = AnyReader(reader())
  if survey.isNeeded { try run(&first) { survey.look(at: $0) } }
  let styles = try survey.settle()
  var translation = Translation(reader: reader(), mapping: mapping, styles: styles, file: "f.csv")
  var result = Translated(evidence: styles.evidence)
  try run(&translation) { view in
    result.columns = view.columns
    let values = zip(view.columns, view.fields).map { ($0, String(decoding: $1, as: UTF8.self)) }
    result.rows.append(
      Translated.Row(
        values: Dictionary(values, uniquingKeysWith: { a, _ in a }),
        lines: view.position.lineFrom...view.position.lineTo, raw: String(decoding: view.raw, as: UTF8.self),
        problems: view.problems.map { "\($0.code)@\($0.column ?? "")" },
        messages: view.problems.map { "\($0.message) [\($0.hint)]" }))
  }
  result.skipped = translation.skipped.map { "\($0.test): \($0.rows)" }
  result.controls = translation.controls
  return result
}

/// A reader of any kind where one of a known kind is asked for, with totals that a test makes up.
struct AnyReader: RecordReader {
  var reader: any RecordReader
  var controls: [SourceControl]

  init(_ reader: any RecordReader, controls: [SourceControl] = []) {
    self.reader = reader
    self.controls = controls
  }
  var columns: [String] { reader.columns }
  var warnings: [Diagnostic] { reader.warnings }
  mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try reader.push(chunk, body)
  }
  mutating func finish(_ body: (RecordView) throws -> Void) throws { try reader.finish(body) }
}
