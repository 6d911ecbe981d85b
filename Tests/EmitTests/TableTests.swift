import Ledger
import Pipeline
import Testing

@testable import Emit

/// The smaller CSV artefacts, whole.
@Suite struct TableTests {
  private func change(
    _ kind: ChangeKind, _ id: String, from old: Int64, to new: Int64, _ cause: ChangeCause? = nil, fields: [String] = []
  ) -> DocumentChange {
    DocumentChange(kind: kind, document: item(id, new, late: 1).document, oldBalance: old, fields: fields, cause: cause)
  }

  @Test func changesAndAdjustments() throws {
    let sink = MemorySink()
    var report = try ChangesReport(sink, night: night())
    let changes = [
      change(.reopened, "R", from: 0, to: 12_34, fields: ["balance"]),
      change(.paid, "P", from: 10_00, to: 0, .payment, fields: ["balance"]),
      change(.changed, "C", from: 5_00, to: 5_00, fields: ["due_date", "reference"]),
      change(.new, "N", from: 0, to: 7_00),
    ]
    try report.add(account(customer("C1", "Cafe"), []), AccountOutcome(changes: changes))
    try report.finish()
    #expect(
      sink["changes/changes.csv"] == """
        company,customer_id,document_id,instalment,change,currency,old_balance,new_balance,fields,cause
        ACME,C1,C,,changed,EUR,5.00,5.00,due_date;reference,
        ACME,C1,N,,new,EUR,0.00,7.00,,
        ACME,C1,P,,paid,EUR,10.00,0.00,balance,payment
        ACME,C1,R,,reopened,EUR,0.00,12.34,balance,

        """)
    #expect(
      sink["changes/adjustments.csv"] == """
        company,customer_id,document_id,date,currency,amount,instalment
        ACME,C1,R,2026-11-21,EUR,12.34,

        """)
  }

  @Test func scores() throws {
    let sink = MemorySink()
    var report = try ScoresReport(sink, night: night())
    var score = CustomerScore(
      score: 90, grade: .a, confidence: .limited, daysBeyondTerms: -150, computed: 62,
      reasons: ["2 days early, on average"])
    try report.add(account(customer("C1", "Cafe"), [], score: score), AccountOutcome())
    try report.add(account(customer("C2", "Nobody knows"), []), AccountOutcome())
    score.overriddenBy = "jo"
    score.overrideUntil = day("2027-01-31")
    score.daysBeyondTerms = nil
    score.reasons = ["a", "b", "c"]
    try report.add(account(customer("C3", "Bar"), [], score: score), AccountOutcome())
    try report.finish()
    #expect(
      sink["scores/scores.csv"] == """
        company,customer_id,score,grade,confidence,days_beyond_terms,reason1,reason2,reason3,overridden_by,override_until,computed
        ACME,C1,90,A,limited,-1.50,"2 days early, on average",,,,,62
        ACME,C3,90,A,limited,,a,b,c,jo,2027-01-31,62

        """)
  }

  @Test func worklistIsSortedWhoeverFoundTheItem() throws {
    let sink = MemorySink()
    var report = try WorklistReport(sink)
    let items = [
      WorklistItem(
        company: "ACME", customerID: "C1", documentID: "B", what: .disputeOpen, currency: eur, amount: 5_00,
        due: day("2026-12-01"), owner: "kim", since: day("2026-10-01"), next: "settle it"),
      WorklistItem(company: "ACME", customerID: "C1", documentID: "A", what: .adjustmentReview, next: "look at it"),
      WorklistItem(
        company: "ACME", customerID: "C1", what: .noContact, currency: jpy, amount: 700, next: "find an address"),
    ]
    try report.add(account(customer("C1", "Cafe"), []), AccountOutcome(worklist: items))
    try report.finish()
    #expect(
      sink["worklist.csv"] == """
        company,customer_id,document_id,what,currency,amount,due,owner,since,next
        ACME,C1,,no-contact,JPY,700,,,,find an address
        ACME,C1,A,adjustment-review,,,,,,look at it
        ACME,C1,B,dispute-open,EUR,5.00,2026-12-01,kim,2026-10-01,settle it

        """)
  }
}
