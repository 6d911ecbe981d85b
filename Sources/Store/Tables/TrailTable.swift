import Ledger

/// The audit trail: what happened, in order, each row hashed over its content and the hash before it. A missing or changed row
/// breaks the chain, and the newest manifest holds its end.
public struct TrailTable {
  let database: Database
  public init(_ database: Database) { self.database = database }

  public struct Row: Sendable {
    public var seq: Int64
    public var run: String
    public var event: String
    public var subject: String
    public var detail: String
    public var hash: String
  }

  /// Something that happened. `detail` is compact JSON or plain words; neither it nor `subject` holds personal data.
  public struct Event: Sendable {
    public var event: String
    public var subject: String
    public var detail: String
    public init(event: String, subject: String, detail: String) {
      self.event = event
      self.subject = subject
      self.detail = detail
    }
  }

  /// Appends a row and returns its hash.
  @discardableResult
  public func append(run: String, event: String, subject: String, detail: String) throws -> String {
    try append(run: run, 1) { _ in Event(event: event, subject: subject, detail: detail) }
  }

  /// Appends so many rows and returns the hash of the last one, or of the trail's end where there is none.
  public func append(run: String, _ count: Int, _ event: (_ at: Int) -> Event) throws -> String {
    let (seq, end) = try last()
    var previous = end
    try database.insert(count, into: "trail(seq, run, event, subject, detail, hash)", columns: 6) { at, cells in
      let (row, number) = (event(at), seq + 1 + Int64(at))
      previous = TrailTable.hash(previous, number, run, row.event, row.subject, row.detail)
      cells.set(0, int: number)
      cells.set(1, text: run)
      cells.set(2, text: row.event)
      cells.set(3, text: row.subject)
      cells.set(4, text: row.detail)
      cells.set(5, text: previous)
    }
    return previous
  }

  /// Sequence number and hash of the last row; 0 and 64 zeros before the first.
  public func last() throws -> (seq: Int64, hash: String) {
    try database.rows("SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1") { ($0.int64(0), $0.text(1)) }.first
      ?? (0, String(repeating: "0", count: 64))
  }

  /// Fields are joined by line feeds behind their lengths, so that no two rows hash the same text.
  public static func hash(
    _ previous: String, _ seq: Int64, _ run: String, _ event: String, _ subject: String, _ detail: String
  ) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(256)
    for field in [previous, String(seq), run, event, subject, detail] {
      if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
      text.append(contentsOf: String(field.utf8.count).utf8)
      text.append(UInt8(ascii: ":"))
      text.append(contentsOf: field.utf8)
    }
    return SHA256.hex(SHA256.digest(text))
  }

  /// Every row whose hash does not follow from its content and its predecessor, and every gap.
  public func problems() throws -> [String] {
    var problems: [String] = []
    var previous = String(repeating: "0", count: 64)
    var expected: Int64 = 1
    for row in try rows() {
      if row.seq != expected { problems.append("trail row \(expected) is missing") }
      if TrailTable.hash(previous, row.seq, row.run, row.event, row.subject, row.detail) != row.hash {
        problems.append("trail row \(row.seq) was altered")
      }
      previous = row.hash
      expected = row.seq + 1
    }
    return problems
  }

  /// Whether a person has said since the newest run that nothing is waited for of a file, or that a feed goes on or ends: the next run decides
  /// anew, also on the same day.
  public func hasWord() throws -> Bool {
    let details = try database.rows(
      "SELECT detail FROM trail WHERE seq > COALESCE((SELECT seq FROM trail WHERE event = 'run-started' ORDER BY seq DESC LIMIT 1), 0) "
        + "AND event IN ('rows-dismissed', 'file-rejected', 'feed-connected', 'feed-disconnected')"
    ) { $0.text(0) }
    // What a run says of a file names nobody.
    return details.contains { Details(json: $0)["by"] != nil }
  }

  public func rows() throws -> [Row] {
    try database.rows("SELECT seq, run, event, subject, detail, hash FROM trail ORDER BY seq") {
      Row(
        seq: $0.int64(0), run: $0.text(1), event: $0.text(2), subject: $0.text(3), detail: $0.text(4), hash: $0.text(5))
    }
  }
}
