import Ledger
import Pipeline
import Testing

@testable import Emit

@Suite struct ReminderTests {
  /// A unit with a trigger, a held item, a credit and an item that is not due.
  private func unit(
    _ id: String, _ channel: Channel? = .email, suppressed: SuppressionReason? = nil, due: Int64 = 150_00,
    currency: Currency = eur
  ) -> UnitDecision {
    let items = [
      item("B", 100_00, late: 40, of: id, currency: currency),
      item("A", 60_00, late: 10, of: id, currency: currency, instalment: "2"),
      item("H", 5_00, late: 9, of: id, currency: currency), item("N", 9_00, late: -3, of: id, currency: currency),
      item("CN", -10_00, late: 0, of: id, currency: currency),
    ]
    let outcomes = [
      ItemOutcome(item: 0, includedAs: .trigger, levelBefore: 1, levelAfter: 2),
      ItemOutcome(item: 1, includedAs: .content, reason: .notYet, levelBefore: 0, levelAfter: 1),
      ItemOutcome(item: 2, includedAs: .held, reason: .disputed, levelBefore: 0, levelAfter: 0, hold: .disputed),
      ItemOutcome(item: 3, includedAs: .notDue, levelBefore: 0, levelAfter: 0),
      ItemOutcome(item: 4, includedAs: .credit, levelBefore: 0, levelAfter: 0),
    ]
    let message = channel.map {
      ReminderMessage(
        id: "00ff\(id)", channel: $0, template: "firm", address: $0 == .call ? "+49 30 1" : "a@b.example",
        contact: "Ann", language: "de", level: 2, stepDays: 30)
    }
    return UnitDecision(
      company: "ACME", customer: customer(id, "Cafe \(id)"), currency: currency, items: items, outcomes: outcomes,
      suppressed: suppressed, explanation: "level 2 after 40 days", policy: "standard", level: 2, overdue: 160_00,
      credits: -10_00, amountDue: due, message: message)
  }

  private func written(_ units: [UnitDecision]) throws -> MemorySink {
    let sink = MemorySink()
    var tables = try ReminderTables(sink, night: night())
    for unit in units {
      try tables.add(account(unit.customer, []), AccountOutcome(decisions: [unit]))
    }
    try tables.finish()
    return sink
  }

  @Test func aRowPerUnitSentOrNot() throws {
    let sink = try written([
      unit("C1"), unit("C2", nil, suppressed: .staleData), unit("C3", suppressed: .notLive),
    ])
    #expect(
      sink["reminders/reminders.csv"] == """
        company,customer_id,currency,action,reason,channel,policy,level,overdue,credits,interest,fees,amount_due,documents,not_before,message_id,explanation
        ACME,C1,EUR,send,,email,standard,2,160.00,-10.00,0.00,0.00,150.00,A/2;B,2026-11-21T02:00:00Z,00ffC1,level 2 after 40 days
        ACME,C2,EUR,suppress,stale-data,,standard,2,160.00,-10.00,0.00,0.00,150.00,A/2;B,,,level 2 after 40 days
        ACME,C3,EUR,suppress,not-live,email,standard,2,160.00,-10.00,0.00,0.00,150.00,A/2;B,,00ffC3,level 2 after 40 days

        """)
  }

  @Test func everyItemSaysHowItIsIncluded() throws {
    let sink = try written([unit("C1")])
    #expect(
      sink["reminders/items.csv"] == """
        company,customer_id,currency,document_id,instalment,included_as,reason,days_past_due,balance,level_before,level_after,interest,fee,message_id
        ACME,C1,EUR,A,2,content,not-yet,10,60.00,0,1,0.00,0.00,00ffC1
        ACME,C1,EUR,B,,trigger,,40,100.00,1,2,0.00,0.00,00ffC1
        ACME,C1,EUR,CN,,credit,,,-10.00,0,0,0.00,0.00,00ffC1
        ACME,C1,EUR,H,,held,disputed,9,5.00,0,0,0.00,0.00,00ffC1
        ACME,C1,EUR,N,,not_due,,-3,9.00,0,0,0.00,0.00,00ffC1

        """)
  }

  @Test func callsAreRankedByExpectedValueWithinACurrency() throws {
    let sink = try written([
      unit("C1", .call, due: 10_01), unit("C2", .email), unit("C3", .call, due: 701, currency: jpy),
      unit("C4", .call, due: 90_00), unit("C5", .call, suppressed: .notLive), unit("C6", .call, due: 10_00),
    ])
    #expect(
      sink["reminders/calls.csv"] == """
        company,currency,rank,customer_id,name,contact,phone,amount_due,level,oldest_days,documents,language,message_id,note,expected_value
        ACME,EUR,1,C4,Cafe C4,Ann,+49 30 1,90.00,2,40,A/2;B,de,00ffC4,level 2 after 40 days,45.00
        ACME,EUR,2,C1,Cafe C1,Ann,+49 30 1,10.01,2,40,A/2;B,de,00ffC1,level 2 after 40 days,5.01
        ACME,EUR,3,C6,Cafe C6,Ann,+49 30 1,10.00,2,40,A/2;B,de,00ffC6,level 2 after 40 days,5.00
        ACME,JPY,1,C3,Cafe C3,Ann,+49 30 1,701,2,40,A/2;B,de,00ffC3,level 2 after 40 days,351

        """)
  }

  @Test func standingsFollowTheDecisions() {
    let unit = unit("C1")
    var items = unit.items
    items.append(item("Z", 1_00, late: 3, of: "C1", currency: usd, level: 4))
    let standings = AccountOutcome.standings(of: items, after: [unit])
    #expect(standings.map(\.level) == [2, 1, 0, 0, 0, 4])
    #expect(standings.map(\.hold) == [nil, nil, .disputed, nil, nil, nil])
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (1_795_226_400, "2026-11-21T02:00:00Z"),
    (951_782_399, "2000-02-28T23:59:59Z"),
  ])
  func clockReadings(seconds: Int64, text: String) {
    #expect(Instant.iso8601(seconds) == text)
  }
}
