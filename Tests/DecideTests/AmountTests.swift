import Ledger
import Pipeline
import Testing

@testable import Decide

/// What is asked: overdue and not held, minus credits, in one currency.
@Suite struct AmountTests {
  @Test func onAccountCoversWhatIsOverdue() throws {
    let scene = Scene(item("INV-1", 10, 1000_00), item("INV-2", -20, 50_000_00), item("PAY", nil, -5000_00))
    let decision = try #require(scene.decision())
    #expect(decision.suppressed == .creditCovers)
    #expect(decision.explanation.contains("5,000.00 on account or credited covers the 1,000.00 asked for"))
    #expect(decision.outcomes.map(\.includedAs) == [.trigger, .credit])
  }

  @Test func onAccountIsTakenOffWithBothLines() throws {
    let scene = Scene(item("INV-1", 10, 1000_00), item("INV-2", -20, 50_000_00), item("PAY", nil, -400_00))
    let decision = try #require(scene.decision())
    #expect(decision.isSent)
    #expect((decision.overdue, decision.credits, decision.amountDue) == (1000_00, -400_00, 600_00))
    #expect(decision.outcomes.map(\.includedAs) == [.trigger, .credit])
    #expect(
      decision.explanation == "INV-1 is 10 days past due, level 1 (gentle) needs 7; no reminder before; "
        + "1,000.00 EUR overdue, 400.00 on account or credited; by e-mail to ap@buyer.example")
  }

  struct Row: Sendable {
    var items: [AccountItem]
    var decisions: [Decision] = []
    /// Nil: suppressed.
    var due: Int64?
    var why: String
  }

  static let rows: [Row] = [
    Row(items: [item(), credit(-300_00, for: "INV-1")], due: 700_00, why: "its own credit"),
    Row(
      items: [item(), item("INV-2", -5), credit(-300_00, for: "INV-2")], due: 1000_00, why: "credit for what is not due"
    ),
    Row(
      items: [item(), item("INV-2", -5, 100_00), credit(-300_00, for: "INV-2")], due: 800_00,
      why: "the rest of it is free"),
    Row(
      items: [item(), item("INV-2", 20), credit(-1000_00, for: "INV-2")], decisions: [decided(.dispute, on: "INV-2")],
      due: 1000_00, why: "a held document takes its credit first"),
    Row(
      items: [item(), item("INV-2", 20), credit(-1200_00, for: "INV-2")], decisions: [decided(.dispute, on: "INV-2")],
      due: 800_00, why: "and leaves the rest"),
    Row(items: [item(), credit(-300_00, for: "GONE")], due: 700_00, why: "names nothing that is open: free"),
    Row(
      items: [item()], decisions: [decided(.dispute, on: "INV-1", amount: "400.00")], due: 600_00, why: "disputed part"),
    Row(
      items: [item(), credit(-300_00, for: "INV-1")], decisions: [decided(.dispute, on: "INV-1", amount: "400.00")],
      due: 300_00, why: "the credit is not taken for the dispute"),
    Row(
      items: [item(), credit(-900_00, for: "INV-1")], decisions: [decided(.dispute, on: "INV-1", amount: "400.00")],
      due: nil, why: "then for the disputed part"),
    Row(
      items: [item(), item("INV-2", 8, 500_00), credit(-1000_00, for: "INV-1")], due: 500_00,
      why: "a covered document calls for nothing"),
    Row(items: [item(), credit(-999_99)], due: 1, why: "one cent is asked for"),
  ]

  @Test(arguments: rows)
  func asked(_ row: Row) throws {
    let decision = try #require(Scene().with(row).decision())
    #expect((decision.isSent ? decision.amountDue : nil) == row.due, "\(row.why): \(decision.explanation)")
    #expect(decision.amountDue == decision.overdue + decision.credits)
    let lines = decision.outcomes.reduce(Int64(0)) { sum, outcome in
      sum + decision.items[outcome.item].document.balance - outcome.heldAmount
    }
    #expect(lines == decision.amountDue, "the lines add up to what is asked")
  }

  @Test func aCoveredDocumentRaisesNoLevel() throws {
    let scene = Scene(item("INV-1", 40), item("INV-2", 8, 500_00), credit(-1000_00, for: "INV-1"))
    let decision = try #require(scene.decision())
    #expect(decision.level == 1)
    #expect(decision.outcomes.map(\.levelAfter) == [0, 1, 0])
    #expect(decision.outcomes[0].reason == .creditCovers)
  }

  @Test func instalmentsTakeACreditEarliestFirst() throws {
    var first = item("INV-1", 40, 100_00)
    var second = item("INV-1", 10, 100_00)
    first.document.instalment = "1"
    second.document.instalment = "2"
    let scene = Scene(first, second, credit(-150_00, for: "INV-1"))
    #expect(scene.decision()?.amountDue == 50_00)
    #expect(scene.decision()?.outcomes.map(\.includedAs) == [.content, .trigger, .credit])
  }

  /// Currencies are units of their own; what lies elsewhere is told.
  @Test func otherCurrenciesAreToldAndNotNetted() throws {
    let scene = Scene(
      item("INV-1", 10), item("INV-2", 10, 200_00, currency: usd), item("Z", nil, -700_00, currency: usd))
    let decisions = scene.decide()
    #expect(decisions.map(\.currency) == [eur, usd])
    #expect(decisions.map(\.suppressed) == [nil, .creditCovers])
    #expect(
      decisions[0].explanation.contains("not netted, in other currencies: USD: 200.00 overdue, 700.00 on account"))
  }

  /// What is held there is told apart: its own line asks for nothing of it.
  @Test func whatIsHeldInOtherCurrenciesIsToldAsHeld() throws {
    let scene = Scene(item("INV-1", 10), item("INV-2", 10, 1900_00, currency: usd)) {
      $0.decisions = [decided(.hold, on: "INV-2")]
    }
    let decisions = scene.decide()
    #expect(decisions.map(\.overdue) == [1000_00, 0])
    #expect(decisions[0].explanation.contains("in other currencies: USD: 1,900.00 overdue and held"))
    #expect(decisions[1].explanation.contains("in other currencies: EUR: 1,000.00 overdue"))
  }

  @Test func theWeekCountsAllCurrencies() {
    let scene = Scene(item("INV-1", 60), item("INV-2", 60, 200_00, currency: usd)) { $0.policy.maxPerWeek = 1 }
    #expect(scene.decide().map(\.suppressed) == [nil, .maxPerWeek])
    // The one that has waited longest is next, and what is decided stays in the order of currencies.
    #expect(scene.next(scene.asOf.adding(days: 7)).decide().map(\.suppressed) == [.maxPerWeek, nil])
  }

  @Test func aYenIsTheLeast() {
    let jpy = Currency(trusted: 0x4A5059)
    #expect(Scene(item("INV-1", 10, 1, currency: jpy)).decision()?.isSent == true)
  }
}

/// A credit that may name a document by its reference.
func credit(_ balance: Int64, for reference: String? = nil) -> AccountItem {
  item("CN", nil, balance, details: reference.map { [("reference", $0)] } ?? [])
}

extension Scene {
  func with(_ row: AmountTests.Row) -> Scene {
    var scene = self
    scene.items = row.items
    scene.decisions = row.decisions
    return scene
  }
}
