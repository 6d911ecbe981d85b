import Diff
import Formats
import Ledger
import Normalize
import Pipeline

/// A settled file read to its end as a night reads it.
struct WholeReading {
  private(set) var reader: SettledReader
  private var documents: DocumentNormalizer
  private var records: RecordNormalizer
  private let isDocuments: Bool

  init(_ settled: SettledFile, _ companies: [String], _ limit: MaxRejects) {
    reader = settled.reader()
    isDocuments = settled.feed.feed == .documents
    documents = DocumentNormalizer(
      mapping: settled.mapping, companies: companies, named: settled.feed.companies, limit: limit)
    records = RecordNormalizer(
      mapping: isDocuments ? Mapping.customers : settled.mapping, companies: companies, named: settled.feed.companies,
      limit: limit)
  }

  /// Rows that are no document or no record of the feed, by the test that they failed.
  var skipped: [(test: String, rows: Int)] {
    reader.skipped + (isDocuments ? documents.skipped : records.problems.othersSkipped)
  }
  var problems: RowProblems { isDocuments ? documents.problems : records.problems }

  /// Shows every record, and what becomes of it: documents in batches, others one by one.
  /// - Throws: `Diagnostic` where the file cannot be read to its end; what came before was shown.
  mutating func run(
    _ source: borrowing ReadableFile, _ look: (RecordView) -> Void, batch body: (DocumentBatch) -> Void,
    record other: (FeedRecord, RecordPosition) -> Void
  ) throws {
    // Out of self for the time of the reading: nothing is copied.
    var work = self
    var batch = DocumentBatch()
    defer {
      body(batch)
      self = work
    }
    var reader = work.reader
    defer { work.reader = reader }
    func take(_ record: RecordView) {
      look(record)
      guard work.isDocuments else {
        if let found = work.records.add(record) { other(found, record.position) }
        return
      }
      work.documents.add(record, to: &batch)
      guard batch.isFull else { return }
      body(batch)
      batch.removeAll()
    }
    try source.forEachChunk { try reader.push($0, take) }
    try reader.finish(take)
  }
}

/// Looks for rows of one key with different content, which a night rejects, in memory that does not grow with the file: the first reading
/// notes keys that may have come before, which is nearly none, and only where there are some the file is read again for those alone.
struct FileDuplicates {
  private var seen: SeenKeys
  private var suspects: Set<UInt64> = []

  /// - Parameter bytes: size of the file.
  init(bytes: Int) { seen = SeenKeys(bytes: bytes) }

  mutating func look(at batch: DocumentBatch) { for row in batch.rows { note(FileDuplicates.hash(row, batch)) } }
  mutating func look(at record: FeedRecord) { note(record.hashOfKey) }

  private mutating func note(_ hash: UInt64) { if seen.insert(hash) { suspects.insert(hash) } }

  private static func hash(_ row: DocumentRow, _ batch: DocumentBatch) -> UInt64 {
    KeyIndex.hash(Int(row.company), row.key, of: batch.text)
  }

  /// Reads the file again for what may be twice, and where rows contradict each other once more for their lines.
  /// - Returns: the rows that a night would reject, in the order of the file.
  mutating func find(
    _ settled: SettledFile, _ source: borrowing ReadableFile, _ companies: [String], _ limit: MaxRejects
  ) throws -> [RejectedRow] {
    guard !suspects.isEmpty else { return [] }
    begin(companies)
    var again = WholeReading(settled, companies, limit)
    try again.run(source) { _ in
    } batch: {
      take($0)
    } record: {
      take($0, $1)
    }
    let rows = twice.union(diff?.conflicts.values.flatMap(\.records) ?? [])
    guard !rows.isEmpty else { return [] }
    var found: [RejectedRow] = []
    var last = WholeReading(settled, companies, limit)
    try last.run(source) { record in
      if rows.contains(record.position.record) { found.append(FileDuplicates.rejected(record.position)) }
    } batch: { _ in
    } record: { _, _ in
    }
    return found
  }

  // MARK: The second reading

  /// Of records of one key the first one's content and row.
  private var first: [[UInt8]: (content: [UInt8], row: Int)] = [:]
  private var twice: Set<Int> = []
  private var diff: DocumentDiff?
  private var book = Book(companies: [])

  private mutating func begin(_ companies: [String]) {
    book = Book(companies: companies)
    diff = DocumentDiff(extent: .delta, namedCompanies: nil, book: book)
  }

  private mutating func take(_ batch: DocumentBatch) {
    let places = batch.rows.indices.filter { suspects.contains(FileDuplicates.hash(batch.rows[$0], batch)) }
    guard !places.isEmpty else { return }
    var few = batch
    few.rows = places.map { batch.rows[$0] }
    few.positions = places.map { batch.positions[$0] }
    diff?.take(few, book: &book)
  }

  private mutating func take(_ record: FeedRecord, _ position: RecordPosition) {
    guard suspects.contains(record.hashOfKey) else { return }
    let (key, content) = record.identity
    guard let known = first[key] else {
      first[key] = (content, position.record)
      return
    }
    if known.content != content { twice.formUnion([known.row, position.record]) }
  }

  private static func rejected(_ position: RecordPosition) -> RejectedRow {
    RejectedRow(
      position: position, column: "", code: TwiceInAFile.code, message: TwiceInAFile.message, hint: TwiceInAFile.hint,
      raw: [])
  }
}

/// A set of hashes that may say of one in a million that it was there when it was not, and never that it was not when it was: a Bloom filter
/// whose six bits of a key lie in one line of the processor's cache. Eight bytes for each 64 of the file, 8 MiB at most.
private struct SeenKeys {
  private var words: [UInt64]
  private let lastBlock: UInt64

  init(bytes: Int) {
    var count = 1 << 10
    while count < 1 << 20, count < bytes / 64 { count <<= 1 }
    words = [UInt64](repeating: 0, count: count)
    lastBlock = UInt64(count / 8 - 1)
  }

  /// Takes a hash in; true where it was there before.
  mutating func insert(_ hash: UInt64) -> Bool {
    // Spread anew: the lower bits of the hash alone differ for some keys.
    var bits = (hash ^ hash &>> 29) &* 0xBF58_476D_1CE4_E5B9
    bits ^= bits &>> 32
    let block = Int(truncatingIfNeeded: (bits &>> 40) & lastBlock) &* 8
    var places = bits &* 0x94D0_49BB_1331_11EB
    var wasThere = true
    for _ in 0..<6 {
      let (word, bit) = (block &+ Int(truncatingIfNeeded: places &>> 61), UInt64(1) &<< (places &>> 55 & 63))
      wasThere = wasThere && words[word] & bit != 0
      words[word] |= bit
      places &<<= 9
    }
    return wasThere
  }
}
