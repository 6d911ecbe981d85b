import Formats
import Ledger
import Pipeline

/// Weighs what a survey has gathered. A column decides for itself; where it cannot, the columns of the same mapping that can do it
/// together, provided that they agree.
struct StyleVerdict {
  private struct Amount {
    var name: String
    var facets: MoneyFacets
    var evidence: AmountEvidence
  }
  private struct Day {
    var name: String
    var facets: DateFacets
    var evidence: DayEvidence
  }
  private let file: String
  private var amounts: [Amount] = []
  private var days: [Day] = []

  init(file: String) { self.file = file }

  mutating func add(_ rule: StyledRule, _ facets: MoneyFacets, _ evidence: AmountEvidence, _ columns: [String]) {
    amounts.append(Amount(name: StyleVerdict.name(rule, columns), facets: facets, evidence: evidence))
  }

  mutating func add(_ rule: StyledRule, _ facets: DateFacets, _ evidence: DayEvidence, _ columns: [String]) {
    days.append(Day(name: StyleVerdict.name(rule, columns), facets: facets, evidence: evidence))
  }

  private static func name(_ rule: StyledRule, _ columns: [String]) -> String {
    SourceColumn.index(of: rule.rule.columns, in: columns).map { SourceColumn.name(of: $0, in: columns) } ?? rule.field
  }

  func settle() throws(StylesUndecided) -> Styles {
    var styles = Styles()
    var problems: [Diagnostic] = []
    for amount in amounts {
      switch settled(amount) {
      case .success(let style):
        styles.amounts.append(style.style)
        if let told = style.told, !styles.evidence.contains(told) { styles.evidence.append(told) }
      case .failure(let problem): if !problems.contains(problem.diagnostic) { problems.append(problem.diagnostic) }
      }
    }
    for day in days {
      switch settled(day) {
      case .success(let style):
        styles.days.append(style.style)
        if let told = style.told, !styles.evidence.contains(told) { styles.evidence.append(told) }
      case .failure(let problem): if !problems.contains(problem.diagnostic) { problems.append(problem.diagnostic) }
      }
    }
    if !problems.isEmpty { throw StylesUndecided(problems: problems) }
    return styles
  }

  private struct Undecided: Error { var diagnostic: Diagnostic }

  // MARK: Amounts

  private func settled(_ amount: Amount) -> Result<(style: AmountStyle, told: String?), Undecided> {
    if let style = AmountStyle(amount.facets) { return .success((style, nil)) }
    let found = amount.evidence
    if let point = found.firstPoint, let comma = found.firstComma {
      return .failure(contradiction(amount.name, point, comma))
    }
    func style(_ mark: Character, _ told: String?) -> Result<(style: AmountStyle, told: String?), Undecided> {
      let style = AmountStyle(amount.facets, decimal: mark.asciiValue) ?? AmountStyle()
      return .success((style, told))
    }
    if let sample = found.firstPoint {
      return style(".", told(amount.name, found.point, found.values, "have a decimal point", sample))
    }
    if let sample = found.firstComma {
      return style(",", told(amount.name, found.comma, found.values, "have a decimal comma", sample))
    }
    guard let open = found.firstOpen else { return style(".", nil) }
    let voters = amounts.filter(\.evidence.isDecided)
    let points = voters.filter { $0.evidence.point > 0 }
    if let voter = voters.first, points.isEmpty || points.count == voters.count {
      let mark = points.isEmpty ? "comma" : "point"
      return style(
        points.isEmpty ? "," : ".",
        "\(amount.name): \(open.text) on line \(open.line) could be read both ways; decided by \(voter.name), which has a decimal \(mark)"
      )
    }
    return .failure(
      Undecided(
        diagnostic: Diagnostic(
          file: file, line: open.line,
          message: "nothing in the column `\(amount.name)` tells whether \(open.text) is a thousand or one",
          code: "decimal-mark",
          help:
            "add to the feed: \"locale\": { \"decimal\": \",\", \"group\": \".\" } or \"locale\": { \"decimal\": \".\", \"group\": \",\" }"
        )))
  }

  private func contradiction(_ name: String, _ point: AmountEvidence.Sample, _ comma: AmountEvidence.Sample)
    -> Undecided
  {
    let (first, second) = point.line <= comma.line ? (point, comma) : (comma, point)
    return Undecided(
      diagnostic: Diagnostic(
        file: file, line: second.line,
        message:
          "the column `\(name)` has \(first.text) on line \(first.line) and \(second.text) on line \(second.line): two decimal marks",
        code: "decimal-mark",
        help: "export again with one way of writing amounts; no line is read differently from the others"))
  }

  private func told(_ name: String, _ count: Int, _ of: Int, _ what: String, _ sample: AmountEvidence.Sample) -> String
  {
    "\(name): \(count) of \(of) values \(what), e.g. \(sample.text) on line \(sample.line)"
  }

  // MARK: Dates

  private func settled(_ day: Day) -> Result<(style: DayStyle, told: String?), Undecided> {
    if let style = DayStyle(day.facets) { return .success((style, nil)) }
    let found = day.evidence
    if let a = found.firstDayFirst, let b = found.firstMonthFirst {
      return .failure(orderContradiction(day.name, a, b))
    }
    if let short = found.firstShortYear, day.facets.pivot == nil { return .failure(century(day, short)) }
    func style(_ isDayFirst: Bool, _ told: String?) -> Result<(style: DayStyle, told: String?), Undecided> {
      let patterns = found.patterns(isDayFirst: isDayFirst, pivot: day.facets.pivot)
      let expected = patterns.isEmpty ? DatePattern("ISO").map { [$0] } ?? [] : patterns
      let style = DayStyle(expected, pivot: day.facets.pivot, takesSerials: day.facets.excelSerial == true)
      return .success((style, told.map { $0 + (patterns.first?.text ?? "") + tail($0, found) }))
    }
    if found.dayFirst > 0 {
      return style(true, "\(day.name): \(found.dayFirst) of \(found.values) values can only be ")
    }
    if found.monthFirst > 0 {
      return style(false, "\(day.name): \(found.monthFirst) of \(found.values) values can only be ")
    }
    guard let open = found.firstOpen else {
      return style(true, found.fixed.isEmpty && found.separators.isEmpty ? nil : "\(day.name): all values are ")
    }
    let voters = days.filter(\.evidence.isDecided)
    let dayFirst = voters.filter { $0.evidence.dayFirst > 0 }
    if let voter = voters.first, dayFirst.isEmpty || dayFirst.count == voters.count {
      return style(!dayFirst.isEmpty, "\(day.name): undecided by itself; decided by \(voter.name), which can only be ")
    }
    // A point between numbers is Central Europe's, and there the day comes first.
    if voters.isEmpty, found.separators == [UInt8(ascii: ".")] {
      return style(true, "\(day.name): numbers with points are ")
    }
    return .failure(undecided(day, open))
  }

  private func tail(_ told: String, _ found: DayEvidence) -> String {
    guard told.hasSuffix("can only be "), let sample = found.firstDayFirst ?? found.firstMonthFirst else { return "" }
    return ", e.g. \(sample.text) on line \(sample.line)"
  }

  private func orderContradiction(_ name: String, _ a: DayEvidence.Sample, _ b: DayEvidence.Sample) -> Undecided {
    let isFirst = a.line <= b.line
    let day = "\(a.text) on line \(a.line), which can only be day first"
    let month = "\(b.text) on line \(b.line), which can only be month first"
    return Undecided(
      diagnostic: Diagnostic(
        file: file, line: max(a.line, b.line),
        message: "the column `\(name)` has \(isFirst ? day : month), and \(isFirst ? month : day)", code: "date-order",
        help: "export again with one way of writing dates; no line is read differently from the others"))
  }

  private func undecided(_ day: Day, _ open: DayEvidence.Sample) -> Undecided {
    let names = [true, false].map { isDayFirst in
      day.evidence.patterns(isDayFirst: isDayFirst, pivot: day.facets.pivot).map { "\"\($0.text)\"" }.joined(
        separator: ", ")
    }
    return Undecided(
      diagnostic: Diagnostic(
        file: file, line: open.line,
        message: "nothing in the column `\(day.name)` tells whether \(open.text) has its day or its month first",
        code: "date-order",
        help:
          "add to the feed: \"locale\": { \"dates\": [\(names[0])] } or \"locale\": { \"dates\": [\(names[1])] }"
      ))
  }

  private func century(_ day: Day, _ short: DayEvidence.Sample) -> Undecided {
    Undecided(
      diagnostic: Diagnostic(
        file: file, line: short.line,
        message:
          "years of the column `\(day.name)` have two digits, such as \(short.text), and nothing says of which century",
        code: "date-order",
        help: "add to the feed: \"locale\": { \"pivot\": 70 }: years below 70 are then 20xx, others 19xx"
      ))
  }
}
