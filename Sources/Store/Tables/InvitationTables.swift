import Ledger

/// Who was invited to the portal by which decision or request for access: where the message reached nobody, it stands again.
public struct InvitationTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// The layout's step that made the table. invitee is the contact's id, empty for the customer's own mail.
  static let layout = """
    CREATE TABLE invitation(
      message INTEGER NOT NULL, decision_id TEXT NOT NULL, invitee TEXT NOT NULL,
      PRIMARY KEY(message, decision_id)) STRICT, WITHOUT ROWID;
    """

  /// - Parameters:
  ///   - message: key of the log.
  ///   - decisions: ids of decisions and requests that it carries out.
  public func insert(_ message: Int64, to invitee: String, by decisions: [String]) throws {
    for decision in Set(decisions).sorted() {
      try database.run(
        "INSERT INTO invitation VALUES(?, ?, ?)", .int(message), .text(decision), .text(invitee))
    }
  }
}

extension DecisionTables {
  /// Invitations that these messages carried out, each waiting again for those people, beside whom it waited for before.
  /// - Parameter messages: keys of messages that left and reached nobody.
  public func invites(by messages: [Int64]) throws -> [Decision] {
    guard !messages.isEmpty else { return [] }
    let rows = try database.rows(
      "SELECT \(DecisionTables.columns), CASE WHEN d.acted_run IS NULL THEN d.uninvited END, i.invitee FROM decision d "
        + "JOIN invitation i ON i.decision_id = d.decision_id AND i.message IN (SELECT value FROM json_each(?)) "
        + "WHERE d.kind = 'invite' AND d.ended_run IS NULL AND (d.acted_run IS NOT NULL OR d.uninvited IS NOT NULL) "
        + "ORDER BY d.id, i.invitee", .text(messages.jsonList)
    ) { row in
      (DecisionTables.decision(row), row.optionalText(17).map(DecisionTables.invitees) ?? [], row.text(18))
    }
    var found: [Decision] = []
    for (decision, waiting, invitee) in rows {
      if found.last?.id != decision.id {
        found.append(decision)
        found[found.count - 1].waitingInvitees = waiting
      }
      if found[found.count - 1].waitingInvitees?.contains(invitee) == false {
        found[found.count - 1].waitingInvitees?.append(invitee)
      }
    }
    return found
  }

  /// An invitation waits for those people again.
  public func standAgain(_ invite: Decision) throws {
    try database.run("UPDATE decision SET acted_run = NULL WHERE decision_id = ?", .text(invite.id))
    try leave((invite.waitingInvitees ?? []).sorted(), of: invite.id)
  }
}

extension AccessTables {
  private static let answeredBy =
    "answered_run IS NOT NULL AND '\(AccessRequest.mark)' || email || ' ' || at IN "
    + "(SELECT decision_id FROM invitation WHERE message IN (SELECT value FROM json_each(?)))"

  /// Requests that these messages answered.
  /// - Parameter messages: keys of messages that left and reached nobody.
  public func answered(by messages: [Int64]) throws -> [Waiting] {
    guard !messages.isEmpty else { return [] }
    return try database.rows(
      "SELECT \(AccessTables.columns) FROM access_request WHERE \(AccessTables.answeredBy) ORDER BY learned_on, email, at",
      .text(messages.jsonList), row: AccessTables.waiting)
  }

  /// They are to be answered again.
  public func forgetAnswers(by messages: [Int64]) throws {
    guard !messages.isEmpty else { return }
    try database.run(
      "UPDATE access_request SET answered_run = NULL WHERE \(AccessTables.answeredBy)", .text(messages.jsonList))
  }
}
