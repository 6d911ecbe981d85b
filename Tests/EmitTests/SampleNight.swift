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
