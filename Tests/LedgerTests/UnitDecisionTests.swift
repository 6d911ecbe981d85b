import Ledger
import Testing

/// One reference inside, a value outside.
@Suite struct UnitDecisionTests {
  private static let eur = Currency("EUR")!

  private static func decision() -> UnitDecision {
    let document = Document(
      company: "ACME", customerID: "C1", id: "INV-1", documentDate: CalendarDate("2026-01-02")!,
      dueDate: CalendarDate("2026-02-01"), currency: eur, amount: 100, balance: 90)
    return UnitDecision(
      company: "ACME", customer: Customer(company: "ACME", id: "C1", name: "Buyer", details: Details(["city": "Bonn"])),
      currency: eur, items: [AccountItem(document: document, dueDate: document.dueDate)],
      outcomes: [ItemOutcome(item: 0, includedAs: .trigger, levelBefore: 0, levelAfter: 1)], suppressed: .notLive,
      explanation: "why", policy: "stages", level: 1, overdue: 90, credits: 0, interest: 1, fees: 2, amountDue: 93,
      message: ReminderMessage(
        id: "m", channel: .email, template: "gentle", address: "ap@buyer.example", contact: nil, language: "en",
        level: 1, stepDays: 7),
      actedOn: ["D1"])
  }

  @Test func aCopyThatIsChangedLeavesTheOther() {
    let first = UnitDecisionTests.decision()
    var second = first
    second.suppressed = nil
    second.outcomes[0].levelAfter = 2
    second.message?.address = "other@buyer.example"
    second.explanation += " not"
    second.amountDue -= 3
    second.customer.name = "Other"
    #expect(first.suppressed == .notLive && first.isRehearsal && !first.isSent)
    #expect(first.outcomes[0].levelAfter == 1 && first.message?.address == "ap@buyer.example")
    #expect(first.explanation == "why" && first.amountDue == 93 && first.customer.name == "Buyer")
    #expect(second.isSent && second.hasMessage && !second.isRehearsal)
    #expect(second.outcomes[0].levelAfter == 2 && second.message?.address == "other@buyer.example")
    #expect(second.explanation == "why not" && second.amountDue == 90 && second.customer.name == "Other")
  }

  @Test func whatIsKeptOfAMessage() {
    let whole = UnitDecisionTests.decision()
    let slim = whole.withoutItems
    #expect(slim.items.isEmpty && slim.outcomes.isEmpty && slim.charges == nil && slim.customer["city"] == nil)
    #expect(slim.customer.id == "C1" && slim.message == whole.message && slim.actedOn == ["D1"] && slim.fees == 2)
    #expect(whole.items.count == 1 && whole.outcomes.count == 1 && whole.customer["city"] == "Bonn")
  }
}
