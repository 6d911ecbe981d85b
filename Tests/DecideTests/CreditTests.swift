import Ledger
import Pipeline
import Testing

@testable import Decide

/// What speaks for a credit hold.
@Suite struct CreditTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var reasons: [CreditHold.Reason]?
    var why: String
    var rule = CreditHoldRule()
    var scene: Scene
    init(
      _ reasons: [CreditHold.Reason]?, _ why: String, _ scene: Scene,
      _ change: (inout CreditHoldRule) -> Void = { _ in }
    ) {
      self.reasons = reasons
      self.why = why
      self.scene = scene
      change(&rule)
    }
    var testDescription: String { why }
  }

  /// One item of 1000.00 EUR, and a customer with that limit.
  private static func limited(_ limit: String, _ items: AccountItem..., change: (inout Scene) -> Void = { _ in })
    -> Scene
  {
    var scene = Scene()
    scene.items = items.isEmpty ? [item("INV-1", -5)] : items
    scene.details.append(("credit_limit", limit))
    change(&scene)
    return scene
  }

  /// First seen on the Friday before.
  private static func learned(_ id: String, _ days: Int) -> AccountItem {
    item(id, days) { $0.learnedOn = day("2026-11-20") }
  }

  private static func late(received: Int64) -> Scene {
    Scene(item("INV-1", 60)) {
      $0.cash = [CashFact(row: $0.items[0].row, paymentID: "P1", seenOn: day("2026-11-23"), amount: received)]
    }
  }

  static let rows: [Row] = [
    Row([], "no limit", Scene(item())),
    Row([], "the limit itself", limited("1000.00")),
    Row([.limitExceeded], "a cent above", limited("999.99")),
    Row([], "110 % of the limit", limited("910.00")) { $0.limitPercent = 110 },
    Row([.limitExceeded], "above 110 %", limited("909.00")) { $0.limitPercent = 110 },
    Row([], "limits do not count", limited("1.00")) { $0.overLimit = false },
    Row([], "0 is no limit", limited("0")),
    Row([.limitExceeded], "0 is nothing on credit", limited("0.00")) { $0.zeroLimit = .nothing },
    Row([], "a credit note", limited("950.00", item("INV-1", -5), item("CN-1", nil, -50_00))),
    Row(
      [], "a receipt that is not posted",
      limited("950.00", item("INV-1", -5)) {
        $0.cash = [CashFact(row: $0.items[0].row, paymentID: "P1", seenOn: day("2026-11-23"), amount: 50_00)]
      }),
    Row([], "dollars without a rate", limited("950.00", item("INV-1", -5, currency: usd))),
    Row([], "overdue for 59 days", Scene(item("INV-1", 59))) { $0.overdueDays = 60 },
    Row([.overdue], "for 60", Scene(item("INV-1", 60))) { $0.overdueDays = 60 },
    Row([], "days do not count", Scene(item("INV-1", 600))),
    Row([], "too little", Scene(item("INV-1", 60, 49_99))) {
      $0.overdueDays = 60
      $0.minOverdue = CurrencyAmounts([money(50_00)])
    },
    Row([], "disputed", Scene(item("INV-1", 60)) { $0.decisions = [decided(.dispute, on: "INV-1")] }) {
      $0.overdueDays = 60
    },
    Row([], "promised", Scene(item("INV-1", 60)) { $0.decisions = [decided(.promise, until: "2026-11-30")] }) {
      $0.overdueDays = 60
    },
    Row(
      [.overdue], "the promise is broken",
      Scene(item("INV-1", 60)) { $0.decisions = [decided(.promise, until: "2026-11-10")] }
    ) {
      $0.overdueDays = 60
    },
    Row(
      [.overdue], "the promise is broken, and its week of silence not over",
      Scene(item("INV-1", 60)) { $0.decisions = [decided(.promise, until: "2026-11-17")] }
    ) {
      $0.overdueDays = 60
    },
    Row([.overdue], "first seen when it was overdue", Scene(learned("INV-1", 60))) { $0.overdueDays = 60 },
    Row([.overdue], "a cent came for it and is not posted", late(received: 1)) { $0.overdueDays = 60 },
    Row([], "all came for it and is not posted", late(received: 1000_00)) { $0.overdueDays = 60 },
    Row(
      [.overdue], "disputed in part",
      Scene(item("INV-1", 60)) { $0.decisions = [decided(.dispute, on: "INV-1", amount: "400.00")] }
    ) {
      $0.overdueDays = 60
      $0.minOverdue = CurrencyAmounts([money(600_00)])
    },
    Row(
      [], "less was not disputed",
      Scene(item("INV-1", 60)) { $0.decisions = [decided(.dispute, on: "INV-1", amount: "400.00")] }
    ) {
      $0.overdueDays = 60
      $0.minOverdue = CurrencyAmounts([money(600_01)])
    },
    Row([], "credited, and silent for a week", Scene(learned("INV-1", 60), credit(-1000_00, for: "INV-1"))) {
      $0.overdueDays = 60
    },
    Row([.overdue], "credited is another", Scene(item("INV-1", 60), item("INV-2", 5), credit(-1000_00, for: "INV-2"))) {
      $0.overdueDays = 60
    },
    Row(
      [], "the rest of a credit is free",
      Scene(item("INV-1", 60), item("INV-2", 5, 1_00), credit(-1001_00, for: "INV-2"))
    ) {
      $0.overdueDays = 60
    },
    Row(
      [.overdue], "not triggered, where messages list what is",
      Scene(item("INV-1", 60) { $0.level = 3 }) { $0.policy.content = .triggered }
    ) { $0.overdueDays = 60 },
    Row([.hardStop], "insolvency", Scene(item("INV-1", -5)) { $0.decisions = [decided(.insolvency)] }),
    Row([], "insolvency does not count", Scene(item("INV-1", -5)) { $0.decisions = [decided(.insolvency)] }) {
      $0.hardStops = false
    },
    Row(
      [.limitExceeded, .overdue, .hardStop], "all of it",
      limited("10.00", item("INV-1", 90)) { $0.decisions = [decided(.insolvency)] }
    ) { $0.overdueDays = 60 },
    Row([], "intercompany", limited("10.00") { $0.details.append(("intercompany", "yes")) }),
    Row(nil, "old data", limited("10.00") { $0.stale = "old" }),
    Row(nil, "a rejected row", limited("10.00") { $0.rejected = ["C1"] }),
    Row(nil, "not live", limited("10.00") { $0.isLive = false }),
  ]

  @Test(arguments: rows) func holds(_ row: Row) {
    let decider = row.scene.decider
    let account = row.scene.account
    let findings = decider.credit(
      account, decider.decide(account), by: row.rule, rates: ExchangeRates([], on: row.scene.asOf))
    #expect(findings?.reasons == row.reasons)
  }

  /// What waits to be applied; what is on account may be the same money.
  @Test(
    arguments: [
      (50_00, 0, 950_00), (50_00, 30_00, 950_00), (50_00, 80_00, 920_00), (0, 80_00, 920_00), (1200_00, 0, -200_00),
    ] as [(Int64, Int64, Int64)])
  func moneyThatWaits(_ waiting: Int64, _ onAccount: Int64, _ exposure: Int64) {
    var credit = item("OA-1", nil, -onAccount)
    credit.document.kind = .onAccount
    let scene = CreditTests.limited("950.00", item("INV-1", -5), credit)
    let rates = ExchangeRates([], on: scene.asOf)
    let findings = scene.decider.credit(
      scene.account, [], by: CreditHoldRule(), rates: rates, waiting: [eur: waiting, usd: 700_00])
    #expect(findings?.position.exposure == exposure)
    #expect(findings?.reasons == [])
  }

  @Test func foreignMoneyIsConvertedOrTold() throws {
    var scene = CreditTests.limited("950.00", item("INV-1", -5, currency: usd))
    scene.asOf = Scene.monday
    let account = scene.account
    let rate = try #require(ExchangeRate(date: day("2026-11-20"), from: usd, to: eur, "0.96"))
    func findings(_ rates: [ExchangeRate]) -> CreditFindings? {
      scene.decider.credit(account, [], by: CreditHoldRule(), rates: ExchangeRates(rates, on: scene.asOf))
    }
    #expect(findings([rate])?.position.exposure == 960_00)
    #expect(findings([rate])?.note == "960.00 EUR open, limit 950.00")
    #expect(findings([])?.position.exposure == 0)
    #expect(findings([])?.note == "1,000.00 USD not counted: no rate to EUR")
  }
}
