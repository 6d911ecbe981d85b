import Formats
import Ledger
import Normalize
import Pipeline

private let table = """
  Num,Customer,Date,Due Date,Amount,Open Balance,Currency,Status
  INV1,C1,2026-10-01,31.10.2026,"1.234,56",100.00-,EUR,open
  INV2,C2,01/02/26,46296,(1.00),1'000.00,usd,DRAFT

  """

/// A mapping as a person writes it: refused with places, or it reads back as what it writes and translates a table.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard let json = try? JSONReader.read(bytes, file: "fuzz.json") else { return -1 }
  let (mapping, problems) = MappingReader.read(json, file: "fuzz.json")
  for problem in problems {
    Property.expect(!problem.code.isEmpty && problem.line > 0, "a problem without code or place: \(problem)")
  }
  guard let mapping, problems.allSatisfy({ !$0.isError }) else { return 0 }
  let written = mapping.json.written(.pretty)
  guard let again = try? JSONReader.read(Array(written.utf8), file: "again.json") else {
    Property.expect(false, "written and not JSON: \(written)")
    return 0
  }
  let (other, more) = MappingReader.read(again, file: "again.json")
  Property.expect(other == mapping && more.allSatisfy { !$0.isError }, "written and read again: \(written)\n\(more)")
  translate(mapping)
  return 0
}

private func translate(_ mapping: Mapping) {
  guard !mapping.isDirect, mapping.shape.format == .csv else { return }
  var survey = StyleSurvey(mapping: mapping, file: "t.csv")
  var sheet = mapping.shape.sheet
  if sheet.delimiter == nil { sheet.delimiter = UInt8(ascii: ",") }
  do {
    var first = SheetReader(sheet, file: "t.csv")
    try Array(table.utf8).withUnsafeBytes { try first.push($0) { survey.look(at: $0) } }
    try first.finish { survey.look(at: $0) }
    var translation = Translation(
      reader: SheetReader(sheet, file: "t.csv"), mapping: mapping, styles: try survey.settle(), file: "t.csv")
    try Array(table.utf8).withUnsafeBytes { try translation.push($0) { _ in } }
    try translation.finish { _ in }
  } catch {}
}
