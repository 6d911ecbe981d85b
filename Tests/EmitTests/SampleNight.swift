import Ledger
import Pipeline

@testable import Emit

/// A portfolio as a trading company has it: two companies, three currencies, every age. The same on every computer.
enum SampleNight {
  static let night = EmitTests.night([
    companyNight("ACME", "Acme Trading GmbH", dataAsOf: day("2026-11-21")),
    companyNight(
      "NORD", "Nordlicht Ltd", dataAsOf: day("2026-11-17"),
      stale: "documents of 17 Nov 2026 are older than 1 business day"),
  ])

  private static let names = [
    "Müller & Söhne Feinkost", "Atelier Lumière SARL", "Grand Hotel Continental", "Bäckerei Sonnenschein",
    "Ștefan Ionescu Transport", "Łódź Medical Supplies", "Kestrel Garden Centres", "Björk Interiors", "Osprey Labs",
    "Harbour View Restaurants Group", "Zürcher Kantonsgarage", "Nguyễn Imports", "O'Brien <Hardware> & Tools",
    "Pâtisserie Étoile", "Schwarzwald Uhrenmanufaktur", "Fjord Outdoor Equipment", "La Huerta Fresca",
    "Trattoria del Porto", "Brightwater Dental Practice", "Donaudampfschifffahrtsgesellschaft mbH",
    "Papeterie du Marais", "Copper Kettle Brewery", "Silva Carpintaria", "Weston & Weston Architects",
  ]

  /// Accounts in key order.
  static var accounts: [CustomerAccount] {
    var random = Sequence32(state: 7)
    var all: [CustomerAccount] = []
    for (company, customers, currencies) in [("ACME", 54, [eur, usd]), ("NORD", 31, [Currency("GBP")!, eur])] {
      for number in 0..<customers {
        let id = "C\(10_000 + number * 7)"
        let customer = customer(
          id, names[(number * 5 + (company == "ACME" ? 0 : 11)) % names.count], company: company,
          number == 9 ? ["intercompany": "true"] : [:])
        var items: [AccountItem] = []
        for currency in currencies.prefix(number % 6 == 0 ? 2 : 1) {
          items += random.items(of: id, company, currency)
        }
        all.append(account(customer, items, score: random.score()))
      }
    }
    return all
  }

  static var portfolio: [PortfolioMeasures] {
    var first = PortfolioMeasures(company: "ACME", currency: eur)
    first.dsoSimple = 47_63
    first.dsoCountback = 44_20
    first.dsoBestPossible = 29_10
    first.averageDaysDelinquent = 18_53
    first.collectionEffectiveness = 87_44
    var second = PortfolioMeasures(company: "NORD", currency: Currency("GBP")!)
    second.dsoSimple = 61_05
    second.dsoCountback = 58_00
    second.countbackExhausted = true
    second.dsoBestPossible = 33_75
    second.averageDaysDelinquent = 27_30
    return [first, second]
  }

  static var report: RunReport {
    var report = RunReport()
    report.files = [
      RunReport.File(
        feed: "customers", name: "customers.xml", sha256: String(repeating: "7c4e", count: 16), bytes: 61_204,
        status: .accepted, rows: 85, changed: 3, unchanged: 82),
      RunReport.File(
        feed: "open-items", name: "open items 2026-11-21.csv", sha256: String(repeating: "09ab", count: 16),
        bytes: 212_930, status: .accepted, rows: 1407, changed: 276, unchanged: 1119, rejectedRows: 12),
      RunReport.File(
        feed: "open-items", name: "nord.csv", sha256: String(repeating: "d1f0", count: 16), bytes: 90_112,
        status: .held, rows: 402, code: "tail-missing", message: "the last 41 documents of NORD are missing",
        help: "receivables accept d1f0d1f0d1f0 --by NAME --reason TEXT"),
    ]
    var movement = RunReport.Movement(company: "ACME", currency: eur)
    movement.opening = 1_310_227_61
    movement.new = 42_100_00
    movement.partPaid = -3_200_00
    movement.paid = -52_000_00
    movement.closing = 1_297_127_61
    report.movements = [movement]
    report.controls = [
      RunReport.Control(
        feed: "open-items", company: "ACME", currency: eur, rows: 379, amount: 1_400_000_00,
        balance: 1_297_127_61, expected: 1_297_127_61),
      RunReport.Control(
        feed: "open-items", company: "ACME", currency: usd, rows: 61, amount: 240_000_00, balance: 235_376_45),
    ]
    report.changes = [
      (company: "ACME", kind: .paid, number: 31), (company: "ACME", kind: .new, number: 27),
      (company: "ACME", kind: .reopened, number: 1),
    ]
    report.messages = [
      (RunReport.MessageCount(company: "NORD", channel: "", level: 1, outcome: "stale-data"), 31),
      (RunReport.MessageCount(company: "ACME", channel: "letter", level: 3, outcome: "sent"), 4),
      (RunReport.MessageCount(company: "ACME", channel: "email", level: 1, outcome: "sent"), 17),
      (RunReport.MessageCount(company: "ACME", channel: "", level: 2, outcome: "min-interval"), 3),
      (RunReport.MessageCount(company: "ACME", channel: "", level: 1, outcome: "min-interval"), 5),
      (RunReport.MessageCount(company: "ACME", channel: "", level: 1, outcome: "disputed"), 2),
    ]
    report.portfolio = portfolio
    report.warnings = [
      RunReport.Warning(
        code: "unknown-customer", message: "customer C19 of document R4 is in no customers file", count: 2)
    ]
    return report
  }
}

/// Numbers that look random and are always the same.
struct Sequence32 {
  var state: UInt32

  mutating func next(_ bound: Int) -> Int {
    state = state &* 1_664_525 &+ 1_013_904_223
    return Int(state >> 8) % bound
  }

  mutating func items(of customer: String, _ company: String, _ currency: Currency) -> [AccountItem] {
    (0..<(3 + next(9))).map { number in
      let late = next(10) < 5 ? -next(40) : next(10) < 6 ? next(34) : next(170)
      let isCredit = next(12) == 0
      let amount = Int64(4_000 + next(900_000) / (late > 60 ? 3 : 1))
      return item(
        "R\(customer.dropFirst())-\(number)", isCredit ? -amount / 4 : amount, late: late, of: customer,
        company: company, currency: currency)
    }
  }

  mutating func score() -> CustomerScore {
    let score = 40 + next(60)
    let grade: CustomerScore.Grade = score >= 80 ? .a : score >= 70 ? .b : score >= 50 ? .c : .d
    return CustomerScore(
      score: score, grade: grade, confidence: next(6) == 0 ? .none : .established, daysBeyondTerms: 12_34,
      computed: score)
  }
}
