import Formats
import Ledger
import Pipeline

/// What keeps the amounts or dates of a file from being understood: one problem per column, each with the line to add.
public struct StylesUndecided: Error, Sendable {
  public var problems: [Diagnostic]
}

/// Finds out how a file writes its amounts and dates where the mapping leaves that to it, over all values of all rows. Decimal mark
/// and order of dates are properties of a column, never of a cell: what the whole column does not decide is refused
/// `[decimal-mark]` or `[date-order]` with the line that decides it.
///
///     var survey = StyleSurvey(mapping: mapping, file: path)
///     try reader.push(chunk) { survey.look(at: $0) }
///     let styles = try survey.settle()
public struct StyleSurvey {
  private let mapping: Mapping
  private let file: String
  private let rules: [StyledRule]
  private var amounts: [AmountEvidence]
  private var days: [DayEvidence]
  private let arena = RecordArena()
  private var columns: [String]?
  private var reads: [Read] = []
  private var filter: RowFilter?

  /// A rule whose way of writing is open, bound to the columns of the file.
  private struct Read {
    var rule: Int
    var columns: [Int]
    var steps: [CompiledStep]
    var isAmount: Bool
  }

  public init(mapping: Mapping, file: String) {
    self.mapping = mapping
    self.file = file
    rules = StyledRule.all(mapping)
    amounts = Array(repeating: AmountEvidence(), count: rules.count)
    days = Array(repeating: DayEvidence(), count: rules.count)
  }

  /// False where the mapping says everything: no survey is needed.
  public var isNeeded: Bool { rules.contains { StyleSurvey.isOpen($0) } }

  private static func isOpen(_ rule: StyledRule) -> Bool {
    switch rule.kind {
    case .amount(let facets): AmountStyle(facets) == nil
    case .day(let facets): DayStyle(facets) == nil
    }
  }

  /// Takes in a record of the file. Rows that cannot be read, and those that `when` leaves out, tell nothing.
  public mutating func look(at record: RecordView) {
    if columns == nil || columns?.count != record.columnCount { bind(record.columns) }
    guard record.isSound, record.width == record.columnCount, filter?.fits(record.fields) != false else { return }
    for index in reads.indices {
      guard let text = text(index, record) else { continue }
      if reads[index].isAmount {
        amounts[reads[index].rule].look(text, line: record.position.lineFrom)
      } else {
        days[reads[index].rule].look(text, line: record.position.lineFrom)
      }
    }
  }

  private mutating func bind(_ columns: [String]) {
    self.columns = columns
    filter = mapping.when.isEmpty ? nil : RowFilter(mapping.when, columns: columns)
    reads = rules.indices.compactMap { index in
      let rule = rules[index].rule
      guard StyleSurvey.isOpen(rules[index]) else { return nil }
      let found = rule.columns.compactMap { SourceColumn.index(of: $0, in: columns) }
      if found.isEmpty { return nil }
      var isAmount = false
      if case .amount = rules[index].kind { isAmount = true }
      return Read(rule: index, columns: found, steps: rule.steps.compactMap(CompiledStep.init), isAmount: isAmount)
    }
  }

  private func text(_ index: Int, _ record: RecordView) -> UnsafeRawBufferPointer? {
    for place in reads[index].columns.indices {
      var text = FieldText.trimmed(record.fields[reads[index].columns[place]])
      if text.isEmpty { continue }
      if !reads[index].steps.isEmpty {
        arena.clear()
        for step in reads[index].steps where !text.isEmpty { text = step.run(text, arena) }
      }
      if rules[reads[index].rule].isPercent { text = PercentText.bare(text) }
      return text.isEmpty ? nil : text
    }
    return nil
  }

  /// How the file is written, or why that cannot be told.
  public func settle() throws(StylesUndecided) -> Styles {
    var verdict = StyleVerdict(file: file)
    for index in rules.indices {
      switch rules[index].kind {
      case .amount(let facets): verdict.add(rules[index], facets, amounts[index], columns ?? [])
      case .day(let facets): verdict.add(rules[index], facets, days[index], columns ?? [])
      }
    }
    return try verdict.settle()
  }
}
