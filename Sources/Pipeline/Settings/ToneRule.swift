import Formats
import Ledger

/// Whom a policy speaks to in other words: long-standing good payers more kindly, new customers with instructions how to pay.
public struct ToneRule: Settings {
  /// What it is called, for `why`.
  public var tone = ""
  /// The template that stands in for a step's, by its name; a step whose template is not named keeps it.
  public var templates: [TemplateVariant] = []
  public var scope = PolicyScope()
  /// Whole months since `customer_since`: at least, and fewer than. Nil: not asked.
  public var fromMonths: Int?
  public var belowMonths: Int?

  public init() {}

  /// - Parameter months: since the customer became one; nil: the customers feed does not say, and a rule that asks does not fit.
  public func fits(_ unit: PolicyScope.Unit, months: @autoclosure () -> Int?) -> Bool {
    guard scope.fits(unit) else { return false }
    guard fromMonths != nil || belowMonths != nil else { return true }
    guard let months = months() else { return false }
    return months >= fromMonths ?? .min && months < belowMonths ?? .max
  }

  /// What it asks for, in words for `why`.
  public var words: String {
    let months = [fromMonths.map { "from \($0) months" }, belowMonths.map { "below \($0) months" }].compactMap(\.self)
    let age = months.isEmpty ? nil : "customers " + months.joined(separator: " and ")
    let scope = scope.words.isEmpty ? nil : scope.words
    return [age, scope].compactMap(\.self).joined(separator: ", ")
  }

  public static let title = "tone"
  public static let doc =
    "Other words for some customers of a policy: templates that stand in for those of its steps."
  public static var settings: [Setting<ToneRule>] {
    [
      Setting("tone", \.tone, .id, required: true, "Its name, as `why` shows it."),
      Setting(
        "templates", \.templates, .variants, required: true,
        "For each template of a step the one that is taken in its place. Those not named stay."),
      Setting("for", \.scope, .object(PolicyScope.self), "Whom it is for. Left out: everyone."),
      Setting(
        "fromMonths", \.fromMonths, .int(0...1200, "months"), absent: "not asked",
        "Customers since so many months or longer, by `customer_since`."),
      Setting(
        "belowMonths", \.belowMonths, .int(1...1200, "months"), absent: "not asked",
        "Customers since fewer months."),
    ]
  }

  public func check(_ json: JSONValue, _ problems: inout SettingProblems) {
    guard let least = fromMonths, let most = belowMonths, most <= least else { return }
    problems.report(
      at: json.place, "no customer is one from \(least) months and below \(most)", code: "contradiction",
      help: "`belowMonths` has to be more than `fromMonths`")
  }
}

/// A template that stands in for another.
public struct TemplateVariant: Equatable, Sendable {
  public var template: String
  public var instead: String

  public init(template: String, instead: String) {
    self.template = template
    self.instead = instead
  }
}

extension SettingType where Value == [TemplateVariant] {
  /// `{ "gentle": "gentle-friendly" }`: both are templates that exist.
  static var variants: Self {
    let name = "templates by template, such as `{ \"gentle\": \"gentle-friendly\" }`"
    return SettingType(
      name: name,
      schema: ["type": "object", "minProperties": 1, "additionalProperties": ["type": "string", "minLength": 1]],
      read: { json, problems in
        guard case .object(let members) = json.content, !members.isEmpty else {
          problems.wrongType(json, takes: name)
          return nil
        }
        return members.compactMap { member in
          guard problems.known.templates.contains(member.key) else {
            problems.unknownName(
              JSONValue(.string(member.key), at: member.place), what: "template",
              among: problems.known.templates.sorted(), code: "unknown-template")
            return nil
          }
          problems.key = member.key
          return SettingType<String>.template.read(member.value, &problems).map {
            TemplateVariant(template: member.key, instead: $0)
          }
        }
      },
      write: { variants in .object(variants.map { JSONMember($0.template, .text($0.instead)) }) })
  }
}

extension Policy {
  /// The templates that a step may take: its own, and those that stand in for it.
  public func templates(of step: ReminderStep) -> [String] {
    let broken = step.isNotice ? [] : [promiseBroken, planMissed]
    return [step.template] + tone.flatMap(\.templates).filter { $0.template == step.template }.map(\.instead) + broken
  }
}
