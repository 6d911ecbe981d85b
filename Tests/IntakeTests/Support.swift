import Formats
import Intake
import Ledger
import Pipeline
import Testing

/// A file as intake resolves it, or its refusal.
func resolved(
  _ bytes: [UInt8], name: String = "f.csv", folder: String? = nil, feeds: [FeedDeclaration], size: Int? = nil
) -> Result<ResolvedFile, FileRefusal> {
  let head = FileHead(
    name: name, folder: folder, bytes: Array(bytes.prefix(FileHead.limit)), size: size ?? bytes.count)
  do { return .success(try FeedResolution.resolve(head, feeds: feeds, company: "ACME")) } catch {
    return .failure(error)
  }
}

/// Codes of a refusal; none where the file is taken.
func refusalCodes(_ result: Result<ResolvedFile, FileRefusal>) -> [String] {
  if case .failure(let refusal) = result { refusal.problems.map(\.code) } else { [] }
}

func feed(_ name: String, _ json: String, company: String? = "ACME") throws -> FeedDeclaration {
  let (mapping, problems) = MappingReader.read(try JSONReader.read(Array(json.utf8), file: name), file: name)
  try #require(problems.isEmpty, "\(problems)")
  return FeedDeclaration(name: name, mapping: try #require(mapping), company: company)
}

/// Fields of all records by the names of their columns, as the file's own reader shows them.
func records(_ file: ResolvedFile, _ bytes: [UInt8]) throws -> [[String: String]] {
  var found: [[String: String]] = []
  var reader = file.reader()
  func take(_ record: RecordView) {
    let texts = record.fields.map { String(decoding: $0, as: UTF8.self) }
    found.append(Dictionary(zip(record.columns, texts), uniquingKeysWith: { first, _ in first }))
  }
  try bytes.withUnsafeBytes { try reader.push($0, take) }
  try reader.finish(take)
  return found
}

/// Text in an encoding that has one byte for each of its characters here.
func windows(_ text: String) -> [UInt8] {
  text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8(truncatingIfNeeded: $0.value) }
}
func utf16(_ text: String, littleEndian: Bool, mark: Bool) -> [UInt8] {
  (mark ? [0xFEFF] + Array(text.utf16) : Array(text.utf16)).flatMap { unit in
    let (high, low) = (UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit))
    return littleEndian ? [low, high] : [high, low]
  }
}
