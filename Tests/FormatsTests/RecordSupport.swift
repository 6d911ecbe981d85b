import Formats
import Ledger

/// A record as a test compares it.
struct ReadRecord: Equatable, CustomStringConvertible {
  var fields: [String]
  var lines: ClosedRange<Int>
  var byteOffset: Int
  var problems: [String]
  var raw: String

  init(_ view: RecordView) {
    fields = view.fields.map { String(decoding: $0, as: UTF8.self) }
    lines = view.position.lineFrom...view.position.lineTo
    byteOffset = view.position.byteOffset
    problems = view.problems.map { problem in
      problem.code + (problem.field.map { "@\($0)" } ?? "")
    }
    raw = String(decoding: view.raw, as: UTF8.self)
  }

  var description: String { "\(fields) lines \(lines) at \(byteOffset) \(problems) raw \(raw.debugDescription)" }
}

/// What a reader made of an input: its records, and the refusal as `code:line` where there was one.
struct ReadResult: Equatable, CustomStringConvertible {
  var columns: [String] = []
  var records: [ReadRecord] = []
  var refusal: String?
  var message = ""

  var description: String { "\(columns) \(records) \(refusal ?? "-")" }
  var fields: [[String]] { records.map(\.fields) }
}

/// Reads an input in pieces that end at `cuts`.
func read(_ input: [UInt8], cuts: [Int] = [], with reader: some RecordReader) -> ReadResult {
  var reader = reader
  var result = ReadResult()
  var numbers: [Int] = []
  do {
    var from = 0
    for cut in cuts + [input.count] {
      // A copy of its own per piece: a reader that looked beyond its piece would be caught by the sanitizer.
      try Array(input[from..<cut]).withUnsafeBytes { piece in
        try reader.push(piece) { view in
          result.records.append(ReadRecord(view))
          numbers.append(view.position.record)
        }
      }
      from = cut
    }
    try reader.finish { view in
      result.records.append(ReadRecord(view))
      numbers.append(view.position.record)
    }
  } catch let problem as Diagnostic {
    result.refusal = "\(problem.code):\(problem.line)"
    result.message = problem.description
  } catch {
    result.refusal = "\(error)"
  }
  result.columns = reader.columns
  if numbers != Array(1..<(numbers.count + 1)) { result.refusal = "records are numbered \(numbers)" }
  return result
}
