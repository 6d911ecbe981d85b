import Formats
import Pipeline

/// One place of a mapping that names columns of the file.
struct NamedColumns: Equatable {
  /// What for, in words: "`due_date` is read from".
  var use: String
  /// Alternatives, see `SourceColumn`: one of them will do.
  var names: [String]
  /// Part of a required field: without it the field would not be empty but wrong, a balance without what is taken off it.
  var isNeeded = false
}

extension Mapping {
  /// Everything that names columns, in the order in which a person is told. Not among it are fields that a table in the program's own
  /// terms has under their own names.
  var namedColumns: [NamedColumns] {
    named(fields.filter { read != nil || $0.value != nil || $0.from != [$0.name] } + keep)
  }

  /// The same with fields under their own names.
  var everyNamedColumn: [NamedColumns] { named(fields + keep) }

  /// Whether a field is filled from nothing that a table with this header has.
  func lacks(_ field: String, in header: [String]) -> Bool {
    guard let rule = self[field] else { return true }
    return rule.constant == nil
      && !rule.filled.parts.contains { part in
        part.names.contains(where: Mapping.isElsewhere) || Mapping.column(part.names, in: header) != nil
      }
  }

  private func named(_ fields: [FieldRule]) -> [NamedColumns] {
    var named: [NamedColumns] = []
    for field in fields {
      let isNeeded = field.isRequired && field.constant == nil
      for part in field.filled.parts {
        named.append(
          NamedColumns(use: "`\(field.name)` is read from", names: part.names, isNeeded: isNeeded && part.isNeeded))
      }
    }
    return named + namedBeside
  }

  /// Columns that are read for something else than a field's own text.
  private var namedBeside: [NamedColumns] {
    var named: [NamedColumns] = []
    func add(_ use: String, _ names: [String]) { named.append(NamedColumns(use: use, names: names)) }
    for field in fields + keep {
      for rule in field.value?.columnRules ?? [] {
        if let sign = rule.sign { add("the sign of `\(field.name)` is read from", sign.from) }
        if let from = rule.date.yearFrom { add("the year of `\(field.name)` is read from", [from]) }
      }
      for test in field.value?.filters ?? [] {
        for name in Mapping.columns(test) { add("`\(field.name)` is chosen by", [name]) }
      }
    }
    for test in when { add("`when` tests", Mapping.columns(test)) }
    for key in groupBy?.key ?? [] { add("`groupBy` goes by", [key]) }
    for carry in read?.sheet.carry ?? [] { add("`carry` of `\(carry.name)` reads", carry.from) }
    for test in (read?.sheet.drop ?? []).flatMap(\.when) { add("`drop` tests", Mapping.columns(test)) }
    for sum in check { add("`check` of `\(sum.sum)` compares with", sum.equals) }
    if let from = locale.date.yearFrom { add("the year of dates is read from", [from]) }
    return named
  }
}

extension ValueRule {
  /// What it reads: alternatives, and whether the value would be another without them. Of several ways to get a value each may be
  /// closed.
  fileprivate var parts: [(names: [String], isNeeded: Bool)] {
    switch self {
    case .column(let rule):
      if case .join(_, let names)? = rule.steps.first { return (rule.from + names).map { ([$0], true) } }
      return [(rule.from, rule.standard == nil)]
    case .constant: return []
    case .add(let a, let b), .subtract(let a, let b): return a.parts + b.parts
    case .plusDays(let date, .fixed): return date.parts
    case .plusDays(let date, .read(let days)): return date.parts + days.parts
    case .first: return [(columns, false)]
    case .choose(_, let then, let otherwise):
      return (then.parts + (otherwise?.parts ?? [])).map { ($0.names, false) }
    }
  }
}
