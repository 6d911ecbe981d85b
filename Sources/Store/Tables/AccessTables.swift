import Ledger

/// Requests for access to the portal.
public struct AccessTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// A request and the as-of date of the run that learned it.
  public struct Waiting: Equatable, Sendable {
    public var request: AccessRequest
    public var since: CalendarDate
    public init(request: AccessRequest, since: CalendarDate) {
      self.request = request
      self.since = since
    }
  }

  /// Requests since a day that nobody was invited for, oldest first.
  public func waiting(since day: CalendarDate) throws -> [Waiting] {
    try database.rows(
      "SELECT \(AccessTables.columns) FROM access_request WHERE answered_run IS NULL AND learned_on >= ? "
        + "ORDER BY learned_on, email, at", .int(Int(day.days)), row: AccessTables.waiting)
  }

  static let columns = "email, company, at, name, learned_on"

  static func waiting(_ row: Statement) -> Waiting {
    Waiting(
      request: AccessRequest(
        email: row.text(0), company: row.optionalText(1), at: row.text(2), name: row.optionalText(3)),
      since: CalendarDate(days: Int32(row.int(4))))
  }

  /// Ids of requests that were answered.
  public func isAnswered(_ request: AccessRequest) throws -> Bool {
    try !database.rows(
      "SELECT 1 FROM access_request WHERE email = ? AND at = ? AND answered_run IS NOT NULL",
      .text(request.email.lowercased()), .text(request.at), row: { $0.int(0) }
    ).isEmpty
  }

  public func insert(_ request: AccessRequest, asOf: CalendarDate, run: Int64) throws {
    try database.run(
      "INSERT OR IGNORE INTO access_request(email, at, company, name, run, learned_on) VALUES(?, ?, ?, ?, ?, ?)",
      .text(request.email.lowercased()), .text(request.at), .optional(request.company), .optional(request.name),
      .int(run), .int(Int(asOf.days)))
  }

  /// - Parameter id: `AccessRequest.id`.
  public func answer(_ id: String, run: Int64) throws {
    let parts = id.dropFirst(AccessRequest.mark.utf8.count).split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return }
    try database.run(
      "UPDATE access_request SET answered_run = ? WHERE email = ? AND at = ?", .int(run), .text(String(parts[0])),
      .text(String(parts[1])))
  }
}
