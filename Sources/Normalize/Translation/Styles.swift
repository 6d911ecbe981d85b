import Formats
import Ledger
import Pipeline

/// How the amounts and dates of a file are written, with nothing left open: one entry for each rule of the mapping that reads an
/// amount or a date, in the order of the mapping.
public struct Styles: Sendable {
  var amounts: [AmountStyle] = []
  var days: [DayStyle] = []
  /// What decided, for people: "Date: 37 of 120 values can only be DD/MM/YYYY, e.g. 31/01/2026 on line 14".
  public internal(set) var evidence: [String] = []

  /// - Returns: nil where the mapping leaves something to the file: `StyleSurvey` finds it out.
  public init?(declared mapping: Mapping) {
    for rule in StyledRule.all(mapping) {
      switch rule.kind {
      case .amount(let facets):
        guard let style = AmountStyle(facets) else { return nil }
        amounts.append(style)
      case .day(let facets):
        guard let style = DayStyle(facets) else { return nil }
        days.append(style)
      }
    }
  }

  init() {}
}

/// A rule of a mapping whose way of writing may be left to the file.
struct StyledRule {
  enum Kind {
    case amount(MoneyFacets)
    case day(DateFacets)
  }
  var kind: Kind
  /// The field, for messages.
  var field: String
  var rule: ColumnRule
  /// What is counted may have its sign behind it.
  var isPercent = false

  /// In the order in which `ValueProgram` numbers them. Facets are complete, see `standard`.
  static func all(_ mapping: Mapping) -> [StyledRule] {
    let standard = standard(mapping)
    return (mapping.fields + mapping.keep).flatMap { field in
      rules(field.filled, field.kind).map { rule in
        StyledRule(
          kind: kind(rule, field.kind, standard), field: field.name, rule: rule, isPercent: field.kind == .percent)
      }
    }
  }

  private static func kind(_ rule: ColumnRule, _ kind: FieldKind, _ standard: LocaleStyle) -> Kind {
    guard kind != .date else { return .day(rule.date.or(standard.date)) }
    var facets = rule.money.or(standard.money)
    // Nothing but amounts is counted in cents.
    if kind == .percent { facets.minorUnits = nil }
    return .amount(facets)
  }

  /// None where a value is no amount, percentage or date.
  private static func rules(_ value: ValueRule, _ kind: FieldKind) -> [ColumnRule] {
    guard kind == .money || kind == .percent || kind == .date else { return [] }
    switch value {
    case .column(let rule): return rule.words == nil ? [rule] : []
    case .constant: return []
    case .add(let a, let b), .subtract(let a, let b): return rules(a, kind) + rules(b, kind)
    case .plusDays(let date, _): return rules(date, kind)
    case .first(let all): return all.flatMap { rules($0, kind) }
    case .choose(_, let then, let otherwise): return rules(then, kind) + (otherwise.map { rules($0, kind) } ?? [])
    }
  }

  /// The mapping's locale over what holds for its format: tables are written for people, every other format by machines.
  static func standard(_ mapping: Mapping) -> LocaleStyle {
    var style = LocaleStyle()
    let isTable = (mapping.read?.format ?? .csv) == .csv
    style.money.decimal = isTable ? .auto : .point
    style.money.group = isTable ? .auto : MoneyFacets.Group.none
    style.money.negative = [.lead]
    style.date.formats = isTable ? .auto : DatePattern("ISO").map { .listed([$0]) }
    style.money = mapping.locale.money.or(style.money)
    style.date = mapping.locale.date.or(style.date)
    return style
  }
}

extension AmountStyle {
  /// Nil where the decimal mark is left to the file.
  init?(_ facets: MoneyFacets) {
    self.init(facets, decimal: AmountStyle.decimal(facets))
  }

  /// The decimal mark that is declared, or follows from the group mark.
  static func decimal(_ facets: MoneyFacets) -> UInt8? {
    switch (facets.decimal, facets.group) {
    case (.point, _), (_, .comma): UInt8(ascii: ".")
    case (.comma, _), (_, .point): UInt8(ascii: ",")
    // Whole numbers of cents have no mark.
    default: facets.minorUnits == true ? UInt8(ascii: ".") : nil
    }
  }

  init?(_ facets: MoneyFacets, decimal: UInt8?) {
    guard let decimal else { return nil }
    self.decimal = decimal
    let other: Groups = decimal == UInt8(ascii: ".") ? .comma : .point
    groups =
      switch facets.group {
      case nil, .auto: [other, .blank, .apostrophe]
      case .none?: []
      case .point: .point
      case .comma: .comma
      case .blank: .blank
      case .apostrophe: .apostrophe
      }
    signs = []
    for sign in facets.negative ?? [.lead] {
      switch sign {
      case .lead: signs.insert(.lead)
      case .trail: signs.insert(.trail)
      case .paren: signs.insert(.paren)
      case .crdr: signs.insert(.crdr)
      }
    }
    countsMinorUnits = facets.minorUnits == true
    rounds = facets.excess == .round
  }
}

extension DayStyle {
  /// Nil where the order is left to the file.
  init?(_ facets: DateFacets) {
    guard case .listed(let patterns)? = facets.formats else { return nil }
    self.init(patterns, pivot: facets.pivot, takesSerials: facets.excelSerial == true)
  }
}
