import Formats
import Ledger

/// Who is reminded, when, and by which ladder.
public struct DecideSettings: Settings {
  public enum Release: String, Sendable, CaseIterable { case auto, approve }

  /// From this as-of date on messages count; nil: never, all are rehearsals.
  public var liveFrom: CalendarDate?
  public var policies: [Policy] = []
  /// Business days the newest documents of a company may be old.
  public var maxDataAge = 1
  /// Hours until the next scheduled run: only messages whose window opens before it are published.
  public var horizon = 24
  public var release = Release.auto
  /// Reference rates beside the built-in tables; nil: those only.
  public var interestRates: InterestRatesFile?
  /// Business days after a promised day before reminders go on.
  public var promiseGrace = 3

  public init() {}

  /// The policies in force: those of the file, or the built-in ladder where it has none.
  public var policiesInForce: [Policy] { policies.isEmpty ? [Policy()] : policies }

  /// What is known of reference rates.
  public var rateTables: RateTables { interestRates?.tables ?? .builtin }

  /// The first policy whose `for` fits; nil: the customer is not reminded in this currency.
  public func policy(for customer: Customer, currency: Currency) -> Policy? {
    policiesInForce.first { $0.scope.fits(customer, currency) }
  }

  public static let title = "stage decide"
  public static let doc = "Who is reminded, when, and by which ladder; and when nobody is, because the data are old."
  public static let tags = [(key: "stage", value: "decide")]
  public static var settings: [Setting<DecideSettings>] {
    [
      Setting(
        "liveFrom", \.liveFrom, .date, absent: "never",
        "From this as-of date on messages are real. Before it they are rendered into `reminders/rehearsal/` and count for nothing."
      ),
      Setting(
        "policies", \.policies, .list(of: .object(Policy.self), count: 0...200),
        "The first whose `for` fits a customer is taken. Without any: e-mail at 7 days, e-mail at 30, letter at 60."),
      Setting(
        "maxDataAge", \.maxDataAge, .int(0...60, "business days"),
        "When the documents of a company are older, every message is suppressed `stale-data`."),
      Setting(
        "promiseGrace", \.promiseGrace, .int(0...60, "business days"),
        "How long after a promised day without payment reminders stay silent."),
      Setting(
        "interestRates", \.interestRates, .interestRates, absent: "the built-in tables only",
        "A file with reference rates of interest that are newer than the built-in ones, see [charges](charges.md)."),
      Setting(
        "horizon", \.horizon, .int(1...168, "hours"), notYet: true,
        "Only messages whose window opens so soon are published; the rest are decided again."),
      Setting(
        "release", \.release, .choice, notYet: true,
        "`auto`: messages are released as they are published. `approve`: a person releases each batch."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    let policies = json["policies"]?.elements ?? []
    problems.reportDuplicates(policies.compactMap { $0["policy"] }, of: "policy", code: "duplicate-policy")
    guard let last = policies.last else { return }
    for policy in policies.dropLast() where fitsAll(policy) {
      problems.report(
        at: policy.place, "policies after `\(policy["policy"]?.string ?? "")` are never reached", code: "policy-order",
        help: "it has no `for` and fits everyone: move it to the end")
    }
    if !policies.contains(where: fitsAll) {
      problems.report(
        at: last.place, "customers that no `for` fits are not reminded", code: "policy-gap",
        help: "add a last policy without `for`, unless that is meant", severity: .warning)
    }
  }

  private func fitsAll(_ policy: JSONValue) -> Bool {
    policy["for"]?.members.allSatisfy { $0.value.elements.isEmpty } ?? true
  }
}

/// Whom a policy is for: every list that is given has to hold the customer's value.
public struct PolicyScope: Settings {
  public enum Party: String, Sendable, CaseIterable { case business, consumer, `public`, unknown }

  public var company: [String] = []
  public var customer: [String] = []
  public var group: [String] = []
  public var country: [String] = []
  public var currency: [Currency] = []
  public var partyType: [Party] = []

  public init() {}

  public func fits(_ customer: Customer, _ currency: Currency) -> Bool {
    // The customer's fields are looked for only where a list asks for them.
    func has(_ list: [String], _ value: @autoclosure () -> String?) -> Bool {
      list.isEmpty || value().map(list.contains) == true
    }
    func isParty() -> Bool {
      partyType.contains(customer.partyType.flatMap { Party(rawValue: $0.rawValue) } ?? .unknown)
    }
    return has(company, customer.company) && has(self.customer, customer.id) && has(group, customer.group)
      && has(country, customer.country) && (self.currency.isEmpty || self.currency.contains(currency))
      && (partyType.isEmpty || isParty())
  }

  public static let title = "policy scope"
  public static let doc =
    "Whom a policy is for. Every list that is given has to hold the customer's value; without any it is for everyone."
  public static var settings: [Setting<PolicyScope>] {
    [
      Setting("company", \.company, .list(of: .company, distinct: true), "Ids of companies."),
      Setting("customer", \.customer, .list(of: .text, distinct: true), "Ids of customers."),
      Setting(
        "group", \.group, .list(of: .text, distinct: true), "Values of the column `group` of the customers feed."),
      Setting("country", \.country, .list(of: .country, distinct: true), "Countries of the customers."),
      Setting("currency", \.currency, .list(of: .currency, distinct: true), "Currencies of the reminder unit."),
      Setting(
        "partyType", \.partyType, .list(of: .choice, distinct: true),
        "Types of party; `unknown` where the customers feed says nothing."),
    ]
  }
}
