import Formats
import Ledger
import Pipeline

/// `reminders/invitations.csv`: who is invited to the portal, and who waits for what; a row for each person. Only on nights with somebody to invite.
struct InvitationTable {
  private static let columns = [
    "company", "customer_id", "contact_id", "decision_id", "action", "reason", "channel", "not_before", "message_id",
    "explanation",
  ]

  private var table: CSVTable?
  private let sink: any ArtefactSink
  private let clock: Int64
  private let audience: CSVAudience

  init(_ sink: any ArtefactSink, clock: Int64, audience: CSVAudience) {
    self.sink = sink
    self.clock = clock
    self.audience = audience
  }

  mutating func add(_ invitation: UnitDecision) throws {
    var table =
      try self.table
      ?? CSVTable(sink, path: "reminders/invitations.csv", columns: InvitationTable.columns, audience: audience)
    table.text(invitation.company)
    table.text(invitation.customer.id)
    table.text(invitation.invitee)
    // A request of the person itself has no id that anybody knows.
    table.text(invitation.actedOn.filter { !$0.hasPrefix(AccessRequest.mark) }.joined(separator: ";"))
    table.text(invitation.isSent ? "send" : "suppress")
    table.text(invitation.suppressed?.rawValue)
    table.text(invitation.message?.channel.rawValue)
    table.text(invitation.isSent ? Instant.iso8601(invitation.message?.notBefore ?? clock) : nil)
    table.text(invitation.message?.id)
    table.text(invitation.explanation)
    try table.endRow()
    self.table = table
  }

  mutating func finish() throws { try table?.finish() }
}
