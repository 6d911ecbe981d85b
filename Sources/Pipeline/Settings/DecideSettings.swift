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
  /// Nil: nothing waits but by `release`.
  public var approval: Approval?
  /// Reference rates beside the built-in tables; nil: those only.
  public var interestRates: InterestRatesFile?
  /// Business days after a promised day before reminders go on.
  public var promiseGrace = 3
  /// When the ERP is told to stop a customer's orders on credit; nil: never.
  public var creditHold: CreditHoldRule?
  /// How long letters are under way.
  public var postalTimes = PostalTimes()

  /// Whether messages of a night may wait for people.
  public var mayWaitForPeople: Bool { release != .auto || approval != nil }

  public init() {}

  /// The policies in force: those of the file, or the built-in ladder where it has none.
  public var policiesInForce: [Policy] { policies.isEmpty ? [Policy()] : policies }

  /// What is known of reference rates.
  public var rateTables: RateTables { interestRates?.tables ?? .builtin }

  /// The first policy whose `for` fits; nil: the customer is not reminded in this currency.
  public func policy(for unit: PolicyScope.Unit) -> Policy? { policiesInForce.first { $0.scope.fits(unit) } }

  /// Whether any policy or step asks for the score of a customer, or for the amount that is overdue: else neither is worked out.
  public var asksForGrade: Bool { scopes.contains { !$0.grade.isEmpty } }
  public var asksForAmount: Bool { scopes.contains { !$0.amount.isEmpty } }

  private var scopes: [PolicyScope] { policies.flatMap { [$0.scope] + $0.steps.map(\.scope) + $0.tone.map(\.scope) } }

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
        "postalTimes", \.postalTimes, .postalTimes,
        "How many days letters are under way, by country of the receiver, where you know better than the [built-in figures](reminders.md#letters-on-their-way). Pay-by dates and the next step count from the last of them."
      ),
      Setting(
        "interestRates", \.interestRates, .interestRates, absent: "the built-in tables only",
        "A file with reference rates of interest that are newer than the built-in ones, see [charges](charges.md)."),
      Setting(
        "creditHold", \.creditHold, .object(CreditHoldRule.self), absent: "nobody is held",
        "When the ERP is told to stop a customer's orders on credit, and to go on. It reads `writeback/credit-holds.csv`."
      ),
      Setting(
        "horizon", \.horizon, .int(1...168, "hours"),
        "Hours until the next scheduled run. Only messages whose window opens before it are published; the rest are decided again then."
      ),
      Setting(
        "release", \.release, .choice,
        "`auto`: messages are released as they are published. `approve`: a person releases each batch."),
      Setting(
        "approval", \.approval, .object(Approval.self), absent: "no caps",
        "Caps beyond which messages wait for people although `release` is `auto`; and how many people approve."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    let policies = json["policies"]?.elements ?? []
    problems.reportDuplicates(policies.compactMap { $0["policy"] }, of: "policy", code: "duplicate-policy")
    PolicyAssignments.check(policies, &problems)
    guard let last = policies.last else { return }
    for policy in policies.dropLast() where fitsAll(policy) {
      problems.report(
        at: policy.place, "policies after `\(policy["policy"]?.string ?? "")` are never reached", code: "policy-order",
        help: "it has no `for` and fits everyone: move it to the end")
    }
    checkHidden(policies, &problems)
    checkNotices(policies, &problems)
    if !policies.contains(where: fitsAll) {
      problems.report(
        at: last.place, "customers that no `for` fits are not reminded", code: "policy-gap",
        help: "add a last policy without `for`, unless that is meant", severity: .warning)
    }
  }

  /// Policies behind one that is for all whom they are for.
  private func checkHidden(_ json: [JSONValue], _ problems: inout SettingProblems) {
    guard json.count == policies.count else { return }
    for (at, policy) in policies.enumerated() where !policy.scope.isOpen {
      guard let first = policies[..<at].first(where: { !$0.scope.isOpen && $0.scope.covers(policy.scope) }) else {
        continue
      }
      problems.report(
        at: json[at].place,
        "policy `\(policy.policy)` is never reached: `\(first.policy)` before it is for all of them",
        code: "never-reached", help: "put the narrower one first", severity: .warning)
    }
  }

  /// Notices of what falls due that go by letter alone, and would come on the due date or after it wherever the customer lives.
  private func checkNotices(_ json: [JSONValue], _ problems: inout SettingProblems) {
    guard json.count == policies.count else { return }
    for (json, policy) in zip(json, policies) {
      let steps = json["steps"]?.elements ?? []
      guard steps.count == policy.steps.count else { continue }
      for (json, step) in zip(steps, policy.steps)
      where step.isNotice && step.channel.allSatisfy({ $0 == .letter }) && -step.days <= postalTimes.shortest {
        problems.report(
          at: json["days"]?.place ?? json.place,
          "the step is never sent: it is a notice before the due date, and a letter is under way for \(postalTimes.shortest) days or more",
          code: "never-reached",
          help:
            "put it \(postalTimes.shortest + 1) days or more before the due date, add another channel, or begin with 1 day past due",
          severity: .warning)
      }
    }
  }

  private func isEmpty(_ json: JSONValue) -> Bool {
    json.elements.isEmpty && json.members.allSatisfy { isEmpty($0.value) } && json.string == nil
  }

  private func fitsAll(_ policy: JSONValue) -> Bool {
    policy["for"].map(isEmpty) ?? true
  }
}
