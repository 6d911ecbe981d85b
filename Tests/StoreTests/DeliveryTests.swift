import Ledger
import Testing

@testable import Store

@Suite struct DeliveryTests {
  private func event(_ kind: DeliveryEvent.Kind, _ id: String = "a1", at: String = "2026-11-20") -> DeliveryEvent {
    DeliveryEvent(company: "ACME", messageID: id, kind: kind, at: at, detail: "550")
  }

  private func state() throws -> (Database, DeliveryTables) {
    let database = try MessageTests.state()
    for id: Int64 in 1...3 { try run(id, in: database) }
    try MessageTables(database).insert(
      MessageTests.decision("a1", level: 1), items: [MessageTests.item], asOf: day("2026-11-19"), run: 1)
    return (database, DeliveryTables(database))
  }

  @Test func anEventIsNewOnce() throws {
    let (_, tables) = try state()
    let first = try tables.new([event(.bounced), event(.delivered, "zz")])
    #expect(first.map { $0.message?.customerID } == ["C1", nil])
    #expect(first[0].message?.address == "a@b.example")
    #expect(first[0].message?.asOf == day("2026-11-19"))
    for report in first { try tables.insert(report, asOf: day("2026-11-20"), run: 2) }
    #expect(try tables.new([event(.bounced), event(.delivered, "zz")]) == [])
    #expect(try tables.new([event(.bounced, at: "2026-11-21")]).count == 1)
  }

  @Test func anEmailToSeveralMayComeBackFromEach() throws {
    let (database, tables) = try state()
    var (one, other, delivered) = (event(.bounced), event(.bounced), event(.delivered))
    (one.detail, other.detail, delivered.detail) = ("550 <a@b.example>", "550 <c@b.example>", "250 ok")
    let first = try tables.new([one, other, one, delivered])
    #expect(first.map(\.event) == [one, other, delivered])
    for report in first { try tables.insert(report, asOf: day("2026-11-20"), run: 2) }
    delivered.detail = "250 queued"
    #expect(try tables.new([one, other, delivered]) == [])
    one.detail = "550 <d@b.example>"
    #expect(try tables.new([one]).count == 1)
    try database.execute("UPDATE delivery_event SET detail = NULL")
    #expect(try tables.new([one]) == [], "an erasure has forgotten what the server said")
  }

  @Test func whatLaterNightsNeed() throws {
    let (_, tables) = try state()
    for report in try tables.new([event(.bounced), event(.bounced, "zz")]) {
      try tables.insert(report, asOf: day("2026-11-20"), run: 2)
    }
    #expect(
      try tables.blocks() == [
        "ACME\u{1F}C1": [
          ChannelBlock(channel: .email, address: "a@b.example", kind: .bounced, at: "2026-11-20", messageID: "a1")
        ]
      ])
    #expect(try tables.events(company: "ACME", customer: "C1").map(\.event) == ["bounced"])
    #expect(try tables.events(message: "zz").map(\.detail) == ["550"])
  }

  @Test func anOptOutUndoesNothing() throws {
    let (_, tables) = try state()
    for report in try tables.new([event(.optedOut), event(.delivered)]) {
      try tables.insert(report, asOf: day("2026-11-20"), run: 2)
    }
    #expect(try tables.blocks().count == 1)
  }

  @Test func everyCauseOnce() throws {
    let (database, _) = try state()
    let tables = UndoneTables(database)
    try tables.undo([1], .bounced, in: 2)
    try tables.undo([1], .withdrawn)
    #expect(try tables.all() == [1: .bounced], "the first cause stays")
    #expect(try tables.waiting().isEmpty, "the run that learned it has taken its level back")
    #expect(try tables.ids(onlyOf: [1: .bounced]) == ["a1"])
    try MessageTables(database).insert(
      MessageTests.decision("a1", level: 1), items: [MessageTests.item], asOf: day("2026-11-19"), run: 3)
    #expect(try tables.ids(onlyOf: [1: .bounced]) == [], "it was sent again under its id")
  }

  @Test func whatIsKnownAsDelivered() throws {
    let (database, deliveries) = try state()
    for report in try deliveries.new([event(.submitted), event(.delivered, "zz")]) {
      try deliveries.insert(report, asOf: day("2026-11-20"), run: 2)
    }
    let tables = UndoneTables(database)
    #expect(try tables.delivered(ofRun: 1) == [], "handed to a mail server is not delivered")
    for report in try deliveries.new([event(.delivered)]) {
      try deliveries.insert(report, asOf: day("2026-11-20"), run: 2)
    }
    #expect(try tables.delivered(ofRun: 1) == [1])
  }

  @Test func whatNeverLeftIsNoMessage() throws {
    let (database, _) = try state()
    #expect(try MessageTests.memories(database, asOf: "2026-11-21", undone: [1: .withdrawn]) == [[], []])
  }

  @Test func whatReachedNobodyIsNoReminder() throws {
    let (database, _) = try state()
    let sent = UnitMemory.Sent("a1", on: day("2026-11-19"), isUndone: true)
    #expect(
      try MessageTests.memories(database, asOf: "2026-11-21", undone: [1: .bounced]) == [
        [UnitMemory(currency: eur, sent: [sent])], [],
      ])
  }

  /// An invitation that reached nobody stands again for those people, beside whom it waited for before.
  @Test func whoWasInvitedByWhat() throws {
    let (database, _) = try state()
    let (decisions, invitations, access) = (
      DecisionTables(database), InvitationTables(database), AccessTables(database)
    )
    for id in ["V1", "V2", "V3"] {
      let invite = Decision(company: "ACME", customerID: "C1", kind: .invite, id: id)
      try decisions.insert(invite, asOf: day("2026-11-19"), run: 1)
    }
    try decisions.act("V1", run: 1)
    try decisions.leave(["c"], of: "V2")
    let request = AccessRequest(email: "Ann@buyer.example", at: "2026-11-18")
    try access.insert(request, asOf: day("2026-11-18"), run: 1)
    try access.answer(request.id, run: 1)
    try invitations.insert(1, to: "a", by: ["V1", request.id])
    try invitations.insert(2, to: "b", by: ["V2", "V1"])
    #expect(try decisions.invites(by: []).isEmpty)
    #expect(try decisions.invites(by: [1]).map(\.waitingInvitees) == [["a"]])
    let both = try decisions.invites(by: [1, 2])
    #expect(both.map(\.id) == ["V1", "V2"])
    #expect(both.map(\.waitingInvitees) == [["a", "b"], ["c", "b"]])
    for invite in both { try decisions.standAgain(invite) }
    #expect(try decisions.standing().map(\.waitingInvitees) == [["a", "b"], ["b", "c"], nil])
    #expect(try access.answered(by: [2]).isEmpty)
    #expect(try access.answered(by: [1]).map(\.request.id) == [request.id])
    try access.forgetAnswers(by: [1])
    #expect(try !access.isAnswered(request))
  }

  @Test func requestsAreAnsweredOnce() throws {
    let (database, _) = try state()
    let tables = AccessTables(database)
    let request = AccessRequest(email: "Ann@buyer.example", at: "2026-11-20T10:00:00Z", name: "Ann")
    try tables.insert(request, asOf: day("2026-11-20"), run: 2)
    try tables.insert(request, asOf: day("2026-11-21"), run: 3)
    #expect(try tables.waiting(since: day("2026-11-01")).map(\.since) == [day("2026-11-20")])
    #expect(try tables.waiting(since: day("2026-11-21")).isEmpty)
    #expect(try !tables.isAnswered(request))
    try tables.answer(request.id, run: 3)
    #expect(try tables.isAnswered(request))
    #expect(try tables.waiting(since: day("2026-11-01")).isEmpty)
  }
}
