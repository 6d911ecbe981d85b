import Formats
import Ledger

/// Hashes of the records of one file, by which the next night knows again those that have not changed. Everything beside a record that decides
/// what is made of it goes into the hash too: with another configuration, mapping, header or program every line is read.
struct LineHashing {
  /// Goes up when the normalizer makes something else of the same record without a new version of the program.
  private static let generation = 9
  /// So many lines behind the last known one are a stretch of changed ones; then the export goes on somewhere else.
  static let patience = 64

  private let salt: UInt64
  /// The bytes of the file, and nothing found out from the rest of it, say what the record is.
  private let isPlain: Bool
  private var width = -1
  private var seed: UInt64 = 0

  init(_ installation: Installation, _ reading: SettledFile) {
    let parts = [
      "\(LineHashing.generation)", Program.version, installation.configSha256, reading.feed.name,
      reading.resolved.mapping.summary,
    ]
    salt = parts.reduce(0) { LineHashing.hash($1, $0) }
    if case .csv = reading.resolved.format { isPlain = reading.styles == nil } else { isPlain = false }
  }

  private static func hash(_ text: String, _ seed: UInt64) -> UInt64 {
    var text = text
    return text.withUTF8 { LineHash.of(UnsafeRawBufferPointer($0), seed) }
  }

  /// 0 where the record is not to be known again.
  @inline(__always)
  mutating func hash(_ record: RecordView) -> UInt64 {
    guard record.isSound else { return 0 }
    if record.columnCount != width { begin(record.columns) }
    if isPlain { return LineHash.of(record.source, seed) }
    var hash = seed
    for field in record.fields { hash = LineHash.of(field, hash) }
    return hash
  }

  /// The same by the bytes of a line alone; 0 before a record of the file was looked at.
  @inline(__always)
  func hash(line: UnsafeRawBufferPointer) -> UInt64 { isPlain && width >= 0 ? LineHash.of(line, seed) : 0 }

  private mutating func begin(_ columns: [String]) {
    width = columns.count
    seed = columns.reduce(salt) { LineHashing.hash($1, $0) }
  }
}
