import Formats
import Ledger
import Pipeline
import Testing

@testable import Normalize

/// Details of a file's rows are packed as the state's would be, and come back as `Details` writes them.
@Suite struct DetailPackingTests {
  /// Rows of a file with these columns beside the usual ones, and what their details are.
  private func read(
    _ columns: [String], _ rows: [[String]], shapes: DetailShapes = DetailShapes()
  ) throws -> DocumentBatch {
    var csv =
      (["company", "document_id", "customer_id", "document_date", "currency", "balance"] + columns)
      .joined(separator: ",") + "\n"
    for (at, row) in rows.enumerated() {
      let cells = row.map { $0.contains { "\",\n".contains($0) } ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0 }
      csv += (["ACME", "I\(at)", "C1", "2026-11-01", "EUR", "1.00"] + cells).joined(separator: ",") + "\n"
    }
    var reader = CSVReader(file: "f.csv")
    var normalizer = DocumentNormalizer(mapping: .documents, companies: ["ACME"], shapes: shapes)
    var batch = DocumentBatch()
    try Array(csv.utf8).withUnsafeBytes { try reader.push($0) { normalizer.add($0, to: &batch) } }
    try reader.finish { normalizer.add($0, to: &batch) }
    #expect(normalizer.problems.rejects.isEmpty)
    return batch
  }

  private func expected(_ columns: [String], _ row: [String]) -> String {
    var (bytes, first) = ([UInt8(ascii: "{")], true)
    for (name, value) in zip(columns, row) where !value.isEmpty {
      Details.write(key: name, value: value, first: &first, to: &bytes)
    }
    return String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self)
  }

  /// Packed by themselves, in a table that knows the shapes of the rows, details have the same number and bytes.
  private func check(_ columns: [String], _ rows: [[String]], areShapes: Bool = true) throws {
    let batch = try read(columns, rows)
    var (shapes, arena) = (batch.shapes, TextArena())
    for (row, cells) in zip(batch.rows, rows) {
      let json = expected(columns, cells)
      #expect(batch.shapes.json(row.details, in: batch.text) == json)
      let packed = Array(json.utf8).withUnsafeBytes { shapes.add($0, to: &arena) }
      #expect(packed.shape == row.details.shape && arena.equal(packed.values, row.details.values, of: batch.text))
      if areShapes { #expect(packed.shape != DetailShapes.json) }
    }
    #expect(shapes.count == batch.shapes.count)
  }

  @Test func everyCombinationOfEmptyColumns() throws {
    let columns = ["u1", "u2", "u3", "u4", "u5", "u6", "u7", "u8", "u9"]
    try check(columns, (0..<512).map { bits in columns.indices.map { bits >> $0 & 1 == 0 ? "" : "v\($0)" } })
  }

  @Test func valuesOfEveryKind() throws {
    let values = [
      "a", "say \"yes\"", "back\\slash", "straße 🙂", "two\nlines", String(repeating: "x", count: 254),
      String(repeating: "x", count: 255), String(repeating: "\"", count: 200), String(repeating: "x", count: 5000),
    ]
    try check(["u1", "u2"], values.map { [$0, "behind"] } + values.map { ["before", $0] })
  }

  @Test func moreColumnsThanBits() throws {
    let columns = (100..<180).map { "u\($0)" }
    try check(columns, (0..<50).map { row in columns.indices.map { $0 % (row + 1) == 0 ? "v\(row)" : "" } })
  }

  @Test func moreCombinationsThanNumbers() throws {
    let columns = (10..<23).map { "u\($0)" }
    try check(
      columns, (0..<5000).map { bits in columns.indices.map { bits >> $0 & 1 == 0 ? "" : "v\($0)" } }, areShapes: false)
  }

  /// A file that is compared with a book goes on with the book's numbers.
  @Test func numbersAreThoseOfTheBook() throws {
    var (shapes, arena) = (DetailShapes(), TextArena())
    let known = ["{\"x\":\"\"}", "{\"u1\":\"1\",\"u2\":\"2\"}"].map { json in
      Array(json.utf8).withUnsafeBytes { shapes.add($0, to: &arena) }
    }
    let batch = try read(["u1", "u2"], [["7", "8"], ["7", ""]], shapes: shapes)
    #expect(batch.rows.map(\.details.shape) == [known[1].shape, 3])
    shapes.follow(batch.shapes)
    #expect(shapes.count == 4)
  }
}
