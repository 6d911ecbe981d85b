import Formats
import Ledger

/// A ladder of reminders and its rules, for some customers or for all.
public struct Policy: Settings {
  public enum Content: String, Sendable, CaseIterable { case allOverdue, triggered }
  public enum CatchUp: String, Sendable, CaseIterable { case next, byDays }

  public var policy = "standard"
  public var scope = PolicyScope()
  public var steps = [
    ReminderStep(days: 7, channel: [.email], template: "gentle"),
    ReminderStep(days: 30, channel: [.email], template: "firm"),
    ReminderStep(days: 60, channel: [.letter], template: "final"),
  ]
  /// Days between two reminders of a unit, inclusive.
  public var minInterval = 7
  /// Messages to one customer or party in any seven days; nil: no limit.
  public var maxPerWeek: Int?
  public var minAmount = CurrencyAmounts()
  public var content = Content.allOverdue
  public var includeNotDue = false
  public var catchUp = CatchUp.next
  /// Days past due beyond which an item is not reminded; nil: no limit.
  public var ignoreOlderThan: Int?
  public var afterLast = AfterLast.stop
  public var pilot: Pilot?
  public var interest: InterestSettings?
  /// The first that fits a unit is taken.
  public var tone: [ToneRule] = []
  /// Templates of the first message after a promise was not kept, or an instalment not paid.
  public var promiseBroken = "promise-broken"
  public var planMissed = "plan-missed"
  public var windows: [SendWindow] = []
  public var holidays: [HolidaySource] = []

  /// The built-in ladder.
  public init() {}

  /// Pre-due notices, in the order of their days; not levels.
  public var notices: [ReminderStep] { steps.filter(\.isNotice) }
  /// Level 1 is the first of them.
  public var levels: [ReminderStep] { steps.filter { !$0.isNotice } }

  /// The least that is asked for, in minor units: what `minAmount` says, else 0.01, or the smallest unit where that is more.
  public func minimum(in currency: Currency) -> Int64 {
    minAmount[currency]?.minorUnits ?? max(currency.minorPerMajor / 100, 1)
  }

  public static let title = "policy"
  public static let doc = "A ladder of reminders and its rules. The first whose `for` fits is taken."
  public static var settings: [Setting<Policy>] {
    [
      Setting("policy", \.policy, .id, required: true, "Its name, as `reminders.csv` and `why` show it."),
      Setting("for", \.scope, .object(PolicyScope.self), "Whom it is for. Left out: everyone."),
      Setting(
        "steps", \.steps, .list(of: .object(ReminderStep.self), count: 0...30),
        "The ladder in ascending order of days. An empty list: these customers are never reminded."),
      Setting(
        "minInterval", \.minInterval, .int(0...366, "days"),
        "Least time between two reminders of a customer and currency."),
      Setting(
        "maxPerWeek", \.maxPerWeek, .int(1...100, "messages"), absent: "no limit",
        "Most messages to one customer or party in seven days. Pre-due notices wait for it too, and make no reminder wait."
      ),
      Setting(
        "minAmount", \.minAmount, .amounts,
        "Least amount that is asked for, by currency. A currency that is not named: 0.01, or its smallest unit."),
      Setting(
        "content", \.content, .choice,
        "`allOverdue`: a message lists everything overdue. `triggered`: only what reached a step tonight."),
      Setting(
        "includeNotDue", \.includeNotDue, .bool, "Whether items not yet due are listed, in a section of their own."),
      Setting(
        "catchUp", \.catchUp, .choice,
        "After missed nights: `next` goes up one level a run, `byDays` to the level that the days past due give."),
      Setting(
        "ignoreOlderThan", \.ignoreOlderThan, .int(1...36_500, "days"), absent: "no limit",
        "Items more days past due are not reminded `too-old`."),
      Setting("afterLast", \.afterLast, .afterLast, "What follows the last step."),
      Setting(
        "pilot", \.pilot, .object(Pilot.self), absent: "everyone",
        "Reminds only some of the customers, chosen for good; the others are suppressed `pilot`."),
      Setting(
        "tone", \.tone, .list(of: .object(ToneRule.self), count: 0...20),
        "Other words for some: the first that fits a customer is taken. None: everyone reads the same."),
      Setting(
        "promiseBroken", \.promiseBroken, .template,
        "Template of the first e-mail, letter or text message after a promise was not kept; it repeats the old level."),
      Setting(
        "planMissed", \.planMissed, .template,
        "The same after an instalment of a plan has not come in full."),
      Setting(
        "interest", \.interest, .object(InterestSettings.self), absent: "none is claimed",
        "Late-payment interest beside the invoices."),
      Setting(
        "windows", \.windows, .list(of: .object(SendWindow.self), count: 0...20),
        "When automatic messages may go out; a person's `send` does not wait. None: at any time."),
      Setting(
        "holidays", \.holidays, .list(of: .holidays, distinct: true),
        "Countries, regions and calendar files on whose holidays no automatic message goes out. They count as no business days; without any, those of the company's country do."
      ),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    let steps = json["steps"]?.elements ?? []
    var previous: Int?
    for step in steps {
      guard let json = step["days"], let days = json.int else { continue }
      if let previous, days <= previous {
        problems.report(
          at: json.place, "step at \(days) days after the one at \(previous)", code: "ladder-order",
          help: "write the steps in ascending order of `days`, each once")
      }
      previous = days
    }
    checkReach(json, &problems)
  }

  /// What nothing can ever reach.
  private func checkReach(_ json: JSONValue, _ problems: inout SettingProblems) {
    if let interest, !levels.isEmpty, interest.fromLevel > levels.count {
      problems.unread(
        json["interest"]?["fromLevel"], "interest",
        "it begins at level \(interest.fromLevel), and the ladder has \(levels.count)",
        help: "no interest is ever claimed: lower `fromLevel`")
    }
    if let limit = ignoreOlderThan, let first = levels.first, limit < first.days,
      let place = json["ignoreOlderThan"]?.place
    {
      problems.report(
        at: place,
        "nobody is ever reminded: items of more than \(limit) days past due are left out, and the first step is at \(first.days)",
        code: "never-reached", help: "raise `ignoreOlderThan`, or leave it out", severity: .warning)
    }
    for (step, own) in zip(json["steps"]?.elements ?? [], steps)
    where !scope.currency.isEmpty && !own.scope.currency.isEmpty {
      guard let place = step["for"]?["currency"]?.place, scope.currency.allSatisfy({ !own.scope.currency.contains($0) })
      else { continue }
      problems.report(
        at: place, "the step is never reached: the policy is for other currencies", code: "never-reached",
        help: "take the step out, or name one of \(scope.currency.map(\.code).joined(separator: ", "))",
        severity: .warning)
    }
    checkTones(json["tone"]?.elements ?? [], &problems)
  }

  private func checkTones(_ json: [JSONValue], _ problems: inout SettingProblems) {
    let used = Set(steps.map(\.template))
    var isReached = true
    for (json, rule) in zip(json, tone) where json["tone"]?.string == rule.tone {
      if !isReached {
        problems.report(
          at: json.place, "the tone `\(rule.tone)` is never taken: the one before it fits everyone",
          code: "never-reached",
          help: "move the one without `for` to the end", severity: .warning)
      }
      isReached = isReached && !(rule.scope.isOpen && rule.fromMonths == nil && rule.belowMonths == nil)
      for variant in rule.templates where !used.contains(variant.template) {
        problems.unread(
          json["templates"]?[variant.template], variant.template, "no step of the policy has this template")
      }
    }
  }
}

/// One rung of a ladder.
public struct ReminderStep: Settings {
  /// Days past the due date from which it holds, inclusive; negative: before it.
  public var days = 0
  /// In order of preference; the customer's own and reachable ones go first.
  public var channel: [Channel] = []
  public var template = ""
  /// Whom of the customer's contacts it goes to.
  public var contact = Contact.Role.reminders
  public var fee = CurrencyAmounts()
  /// Days from the message to the pay-by date it prints; nil: it prints none.
  public var payBy: Int?
  /// Whom the step is for; units that it does not fit pass it over.
  public var scope = PolicyScope()

  public init() {}
  public init(days: Int, channel: [Channel], template: String, payBy: Int? = nil) {
    self.days = days
    self.channel = channel
    self.template = template
    self.payBy = payBy
  }

  /// True for a notice before or on the due date: nothing is overdue yet, so it is no level.
  public var isNotice: Bool { days <= 0 }

  public static let title = "step"
  public static let doc =
    "One rung of a ladder: a message of this template when an item is so many days past due. Days of 0 or less are notices before the due date; they are not levels."
  public static var settings: [Setting<ReminderStep>] {
    [
      Setting(
        "days", \.days, .int(-365...3650, "days"), required: true,
        "Days past the due date, inclusive; negative before it."),
      Setting(
        "channel", \.channel,
        .list(of: .choice([.email, .letter, .call, .sms, .whatsapp]), count: 1...5, distinct: true),
        required: true,
        "How it goes out, in order of preference: the next is taken where a customer has no address for one."),
      Setting("template", \.template, .template, required: true, "Name of the template, without language."),
      Setting(
        "contact", \.contact, .choice([.reminders, .escalation]),
        "Whom of the customer's contacts it goes to. `escalation`: whoever has that role, such as a head of finance; where nobody has, as `reminders`."
      ),
      Setting(
        "payBy", \.payBy, .int(1...180, "days"),
        "Prints a date by which to pay, so many days on; the next level waits for it."),
      Setting(
        "for", \.scope, .object(PolicyScope.self),
        "A condition: whom the step is for. Others pass it over as if it were not there; levels keep their numbers."),
      Setting(
        "fee", \.fee, .amounts,
        "A fee claimed once with this level, by currency; of businesses and public bodies only, see [charges](charges.md)."
      ),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    if isNotice, !fee.isEmpty { problems.unread(json["fee"], "fee", "a notice before the due date claims nothing") }
  }
}

/// What follows the last step of a ladder.
public enum AfterLast: Equatable, Sendable {
  case stop
  /// Onto the worklist, for a lawyer or an agency.
  case handOver
  /// The last step again, every so many days.
  case repeatEvery(days: Int)
}

extension SettingType where Value == AfterLast {
  public static var afterLast: Self {
    let name = "`\"stop\"`, `\"handOver\"` or `{ \"repeatEvery\": 14 }`"
    return SettingType(
      name: name,
      schema: [
        "oneOf": [
          ["enum": ["stop", "handOver"]], ["$ref": .text("#/$defs/" + RepeatLast.schemaName)],
        ]
      ], objects: { [RepeatLast.description] },
      read: { json, problems in
        switch json.content {
        case .string("stop"): return .stop
        case .string("handOver"): return .handOver
        case .string(let word):
          let nearest = nearestName(to: word, in: ["stop", "handOver"]).map { "did you mean `\($0)`?" }
          problems.impossible(json, takes: name, help: nearest ?? "")
          return nil
        case .object: return RepeatLast.read(json, &problems).map { .repeatEvery(days: $0.repeatEvery) }
        default:
          problems.wrongType(json, takes: name)
          return nil
        }
      },
      write: { value in
        switch value {
        case .stop: "stop"
        case .handOver: "handOver"
        case .repeatEvery(let days): ["repeatEvery": .number(days)]
        }
      })
  }
}

/// The object form of `afterLast`.
struct RepeatLast: Settings {
  var repeatEvery = 14

  static let title = "repeat"
  static let doc = "Sends the last step again and again, as long as something is overdue."
  static var settings: [Setting<RepeatLast>] {
    [Setting("repeatEvery", \.repeatEvery, .int(1...366, "days"), required: true, "Days between two repetitions.")]
  }
}
