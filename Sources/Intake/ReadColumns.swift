import Formats
import Pipeline

extension Mapping {
  /// Every column of the file that something in the mapping reads, each once: what a reader of paths has to show.
  var readColumns: [String] {
    var seen: Set<String> = []
    var names: [String] = []
    func add(_ more: [String]) { names += more.filter { seen.insert($0).inserted } }
    for field in fields + keep {
      add(field.from)
      for rule in field.value?.columnRules ?? [] {
        add(rule.columns)
        add(rule.sign?.from ?? [])
        if let from = rule.date.yearFrom { add([from]) }
      }
      add((field.value?.filters ?? []).flatMap(Mapping.columns))
    }
    add((when + (incomplete?.when ?? [])).flatMap(Mapping.columns))
    add(groupBy?.key ?? [])
    if let from = locale.date.yearFrom { add([from]) }
    return names
  }

  static func columns(_ test: RowTest) -> [String] {
    if case .any(let tests) = test.condition { return tests.flatMap(columns) }
    return test.from
  }
}

extension ValueRule {
  /// The conditions that choose between rules.
  var filters: [RowTest] {
    switch self {
    case .column, .constant, .plusDays(_, .fixed): []
    case .add(let a, let b), .subtract(let a, let b): a.filters + b.filters
    case .plusDays(let date, .read(let days)): date.filters + days.filters
    case .first(let rules): rules.flatMap(\.filters)
    case .choose(let tests, let then, let otherwise): tests + then.filters + (otherwise?.filters ?? [])
    }
  }
}
