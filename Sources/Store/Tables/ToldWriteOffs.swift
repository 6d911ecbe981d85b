import Ledger

/// Write-offs that runs have told the ERP: it may have read their files, so a retraction takes back neither that they were told nor what of which document.
public struct ToldWriteOffs {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// A decision as it was at the end of the run that told it.
  public struct Told: Sendable {
    var id: String
    /// Its columns, as a JSON list.
    var row: String
  }

  /// What runs from this one on have told. Asked for before they are taken back.
  public func told(from first: Int64) throws -> [Told] {
    let columns = try self.columns()
    guard let place = columns.firstIndex(of: "decision_id") else { return [] }
    let row = columns.map { "d.\($0)" }.joined(separator: ", ")
    return try database.rows(
      """
      SELECT d.decision_id, COALESCE((SELECT u.before FROM undo_row u WHERE u.source = 'decision' AND u.run > d.acted_run
        AND json_extract(u.before, '$[\(place)]') = d.decision_id ORDER BY u.id LIMIT 1), json_array(\(row)))
      FROM decision d WHERE d.kind = 'write_off' AND d.acted_run >= ? ORDER BY d.id
      """, .int(first), row: { Told(id: $0.text(0), row: $0.text(1)) })
  }

  /// Keeps that they were told, once the runs are taken back. One that only those runs had read waits for its file, which is read again.
  /// - Parameter endedIn: the newest run, where the file with the decisions is itself taken out: what nobody decides any more stands no longer.
  public func keep(_ told: [Told], endedIn: Int64?) throws {
    let columns = try self.columns()
    func value(_ column: String) -> String { "json_extract(?1, '$[\(columns.firstIndex(of: column) ?? 0)]')" }
    for one in told {
      let isKnown = try !database.rows(
        "SELECT 1 FROM decision WHERE decision_id = ?", .text(one.id), row: { $0.int(0) }
      ).isEmpty
      if isKnown {
        try keepShares(one.id, value("shares"), one.row)
        try database.run(
          "UPDATE decision SET acted_run = \(value("acted_run")), shares = COALESCE(shares, \(value("shares"))) "
            + "WHERE decision_id = ?2", .text(one.row), .text(one.id))
      } else {
        let values = columns.map { $0 == "id" ? "NULL" : value($0) }.joined(separator: ", ")
        try database.run("INSERT INTO decision VALUES(\(values))", .text(one.row))
        if let endedIn {
          try database.run(
            "UPDATE decision SET ended_run = ?, ended_on = (SELECT as_of FROM run WHERE id = ?1) WHERE decision_id = ?2",
            .int(endedIn), .text(one.id))
        }
      }
    }
  }

  /// What was told of shares that were there before, with another amount, stays told, too.
  private func keepShares(_ id: String, _ column: String, _ row: String) throws {
    let texts = try database.rows(
      "SELECT shares, \(column) FROM decision WHERE decision_id = ?2 AND shares IS NOT NULL AND \(column) IS NOT NULL",
      .text(row), .text(id), row: { ($0.text(0), $0.text(1)) })
    guard let (before, after) = texts.first, let shares = WriteOffShare.shares(before),
      let told = WriteOffShare.shares(after), told.contains(where: { $0.amount != nil })
    else { return }
    try database.run(
      "UPDATE decision SET shares = ? WHERE decision_id = ?",
      .text(WriteOffShare.text(WriteOffShare.told(shares, told))),
      .text(id))
  }

  private func columns() throws -> [String] {
    try database.rows("SELECT name FROM pragma_table_info('decision') ORDER BY cid", row: { $0.text(0) })
  }
}
