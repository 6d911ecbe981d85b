import Formats
import Ledger

/// Whom a policy or a step of it is for: everything that is given has to fit.
public struct PolicyScope: Settings {
  public enum Party: String, Sendable, CaseIterable { case business, consumer, `public`, unknown }

  public var company: [String] = []
  /// Explicit assignment: these customers and no others.
  public var customer: [String] = []
  public var group: [String] = []
  public var country: [String] = []
  public var currency: [Currency] = []
  public var partyType: [Party] = []
  public var grade: [CustomerScore.Grade] = []
  public var amount = AmountRange()

  public init() {}

  /// True where it is for everyone.
  public var isOpen: Bool { self == PolicyScope() }

  /// What is asked of a reminder unit.
  public struct Unit: Sendable {
    public var customer: Customer
    public var currency: Currency
    /// Nil: nothing is known of how the customer pays.
    public var grade: CustomerScore.Grade?
    /// What is overdue in the unit's currency, in minor units, before credits and holds.
    public var overdue: Int64

    public init(customer: Customer, currency: Currency, grade: CustomerScore.Grade? = nil, overdue: Int64 = 0) {
      self.customer = customer
      self.currency = currency
      self.grade = grade
      self.overdue = overdue
    }
  }

  public func fits(_ unit: Unit) -> Bool {
    let customer = unit.customer
    // The customer's fields are looked for only where a list asks for them.
    func has(_ list: [String], _ value: @autoclosure () -> String?) -> Bool {
      list.isEmpty || value().map(list.contains) == true
    }
    func isParty() -> Bool {
      partyType.contains(customer.partyType.flatMap { Party(rawValue: $0.rawValue) } ?? .unknown)
    }
    return has(company, customer.company) && has(self.customer, customer.id) && has(group, customer.group)
      && has(country, customer.country) && (currency.isEmpty || currency.contains(unit.currency))
      && (partyType.isEmpty || isParty()) && (grade.isEmpty || unit.grade.map(grade.contains) == true)
      && (amount.isEmpty || amount.contains(unit.overdue, unit.currency))
  }

  /// Whether it fits whoever another fits.
  func covers(_ other: PolicyScope) -> Bool {
    func has<T: Equatable>(_ list: [T], _ others: [T]) -> Bool {
      list.isEmpty || !others.isEmpty && others.allSatisfy(list.contains)
    }
    return has(company, other.company) && has(customer, other.customer) && has(group, other.group)
      && has(country, other.country) && has(currency, other.currency) && has(partyType, other.partyType)
      && has(grade, other.grade) && (amount.isEmpty || !other.amount.isEmpty && amount.covers(other.amount))
  }

  /// What it asks for, in words for `why`: `group retail, grade C or D`; empty where it is for everyone.
  public var words: String {
    func list(_ name: String, _ values: [String]) -> String? {
      values.isEmpty ? nil : "\(name) \(alternatives(values))"
    }
    let named = customer.isEmpty ? nil : customer.count == 1 ? "customer \(customer[0])" : "customers named in it"
    return [
      list("company", company), named, list("group", group), list("country", country),
      list("currency", currency.map(\.code)), list("party type", partyType.map(\.rawValue)),
      list("grade", grade.map(\.rawValue)), amount.isEmpty ? nil : "amount \(amount.words)",
    ].compactMap(\.self).joined(separator: ", ")
  }

  public static let title = "policy scope"
  public static let doc =
    "Whom a policy or a step is for. Everything that is given has to fit; without any it is for everyone."
  public static var settings: [Setting<PolicyScope>] {
    [
      Setting("company", \.company, .list(of: .company, distinct: true), "Ids of companies."),
      Setting(
        "customer", \.customer, .list(of: .text, distinct: true),
        "Ids of customers: explicit assignment. A customer may be named by one policy only."),
      Setting(
        "group", \.group, .list(of: .text, distinct: true), "Values of the column `group` of the customers feed."),
      Setting("country", \.country, .list(of: .country, distinct: true), "Countries of the customers."),
      Setting("currency", \.currency, .list(of: .currency, distinct: true), "Currencies of the reminder unit."),
      Setting(
        "partyType", \.partyType, .list(of: .choice, distinct: true),
        "Types of party; `unknown` where the customers feed says nothing."),
      Setting(
        "grade", \.grade, .list(of: .choice, distinct: true),
        "Grades of the customer's score, A to D, an override counted."),
      Setting(
        "amount", \.amount, .object(AmountRange.self),
        "What is overdue in the unit's currency, before credits and holds."),
    ]
  }
}

/// A range of amounts by currency: from one bound on, below another. A currency that neither names is in no range.
public struct AmountRange: Settings {
  public var from = CurrencyAmounts()
  public var below = CurrencyAmounts()

  public init() {}

  public var isEmpty: Bool { from.isEmpty && below.isEmpty }

  public func contains(_ minorUnits: Int64, _ currency: Currency) -> Bool {
    guard from[currency] != nil || below[currency] != nil else { return false }
    return (from[currency]?.minorUnits ?? .min) <= minorUnits && minorUnits < (below[currency]?.minorUnits ?? .max)
  }

  func covers(_ other: AmountRange) -> Bool {
    let currencies = other.from.amounts.map(\.currency) + other.below.amounts.map(\.currency)
    return currencies.allSatisfy { currency in
      (from[currency] != nil || below[currency] != nil)
        && from[currency]?.minorUnits ?? .min <= other.from[currency]?.minorUnits ?? .min
        && below[currency]?.minorUnits ?? .max >= other.below[currency]?.minorUnits ?? .max
    }
  }

  var words: String {
    func list(_ name: String, _ amounts: CurrencyAmounts) -> String? {
      amounts.isEmpty
        ? nil : "\(name) " + amounts.amounts.map { "\($0.decimal) \($0.currency.code)" }.joined(separator: " / ")
    }
    return [list("from", from), list("below", below)].compactMap(\.self).joined(separator: " ")
  }

  public static let title = "amount range"
  public static let doc = "A range of amounts by currency. A currency that it does not name is not in it."
  public static var settings: [Setting<AmountRange>] {
    [
      Setting("from", \.from, .amounts, "Least amount, inclusive. A currency that only `below` names: none."),
      Setting("below", \.below, .amounts, "First amount that is too much. A currency that only `from` names: none."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    for least in from.amounts {
      guard let most = below[least.currency], most.minorUnits <= least.minorUnits else { continue }
      problems.report(
        at: json.place, "no \(least.currency) amount is from \(least.decimal) and below \(most.decimal)",
        code: "contradiction", help: "`below` has to be more than `from`")
    }
  }
}

/// Customers that two policies name: which of them is meant?
enum PolicyAssignments {
  static func check(_ policies: [JSONValue], _ problems: inout SettingProblems) {
    for (at, policy) in policies.enumerated() {
      for id in policy["for"]?["customer"]?.elements ?? [] {
        guard let earlier = policies[..<at].first(where: { names($0, id) && canShare($0, policy) }) else { continue }
        problems.report(
          at: id.place,
          "customer \(SettingProblems.shown(id)) is assigned to policy `\(earlier["policy"]?.string ?? "")` already",
          code: "overlapping-assignment",
          help: "name the customer in one of the two, or give them different `company` or `currency` lists")
      }
    }
  }

  private static func names(_ policy: JSONValue, _ id: JSONValue) -> Bool {
    policy["for"]?["customer"]?.elements.contains { $0.string == id.string } == true
  }

  /// False where companies or currencies keep the two apart.
  private static func canShare(_ a: JSONValue, _ b: JSONValue) -> Bool {
    ["company", "currency"].allSatisfy { key in
      let (a, b) = ([a, b].map { Set(($0["for"]?[key]?.elements ?? []).compactMap(\.string)) }).pair
      return a.isEmpty || b.isEmpty || !a.isDisjoint(with: b)
    }
  }
}

extension Array {
  /// The first two.
  fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
