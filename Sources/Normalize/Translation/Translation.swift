import Formats
import Ledger
import Pipeline

/// Shows the records of a file as a mapping translates them: canonical columns with canonical texts, and what is kept. What comes
/// behind it, the normalizers above all, does not know how the file was written.
///
///     let styles = try StyleSurvey.styles(of: mapping, ...)   // or Styles(declared: mapping)
///     var reader = Translation(reader: file.reader(), mapping: mapping, styles: styles, file: name)
///     try reader.push(chunk) { record in normalizer.add(record, to: &batch) }   // with mapping.translated
///
/// A value that cannot be understood is a problem of its record, with the column as the file calls it. Rows that `when` does not
/// let through are counted in `skipped`. Consecutive rows of one document become one record where the mapping says so: it stands
/// on all their lines. Totals of the file that `check` names are compared with the sums after `finish`, see `controls`.
public struct Translation: RecordReader {
  private var reader: any RecordReader
  private var work: TranslationWork?

  /// - Parameters:
  ///   - styles: of this mapping and this file.
  ///   - file: the name that problems are reported under.
  public init(reader: any RecordReader, mapping: Mapping, styles: Styles, file: String) {
    self.reader = reader
    work = TranslationWork(mapping, styles, file: file)
  }

  public var columns: [String] { work?.columns ?? [] }
  public var warnings: [Diagnostic] { reader.warnings }
  /// What the reader compared itself, and the sums of `check`; complete after `finish`.
  public var controls: [SourceControl] { reader.controls.filter { $0.stated != nil } + (work?.compared ?? []) }
  public var leftOut: [LeftOutRows] { reader.leftOut }
  /// Rows that `when` did not let through, by the first test that they did not fit, in the order of the mapping.
  public var skipped: [(test: String, rows: Int)] { work?.skipped ?? [] }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    // Out of self for the time of the call, so that the closure works on a variable and nothing is copied.
    guard var work = self.work.take() else { return }
    defer { self.work = work }
    try reader.push(chunk) { try work.take($0, body) }
  }

  public mutating func finish(_ body: (RecordView) throws -> Void) throws {
    guard var work = self.work.take() else { return }
    defer { self.work = work }
    try reader.finish { try work.take($0, body) }
    try work.finish(reader.controls, body)
  }
}

/// What a translation does with each record of the file.
struct TranslationWork {
  private let mapping: Mapping
  private let styles: Styles
  private let file: String
  private let arena = RecordArena()
  private let frame = RecordFrame()
  private var machine: RecordMachine
  private var filters: [RowFilter] = []
  private var isCutShort: RowFilter?
  private var skippedRows: [Int]
  private var group: LineGroup?
  private var totals: TotalChecks
  private(set) var compared: [SourceControl] = []

  init(_ mapping: Mapping, _ styles: Styles, file: String) {
    self.mapping = mapping
    self.styles = styles
    self.file = file
    skippedRows = Array(repeating: 0, count: mapping.when.count)
    machine = RecordMachine(mapping, styles: styles, columns: [], arena: arena)
    totals = TotalChecks(mapping)
    group = mapping.groupBy.map { LineGroup($0) }
    frame.columns = machine.program.names
  }

  var columns: [String] { frame.columns }

  var skipped: [(test: String, rows: Int)] {
    zip(mapping.when, skippedRows).filter { $0.1 > 0 }.map { ($0.0.words, $0.1) }
  }

  @inline(__always)
  mutating func take(_ record: RecordView, _ body: (RecordView) throws -> Void) throws {
    if record.columnCount != machine.width { try compile(record.columns, body) }
    arena.clear()
    guard record.isSound, record.width == machine.width else { return try takeDamaged(record, body) }
    if !filters.isEmpty || totals.isNeeded || group != nil || isCutShort != nil {
      return try takeSlowly(record, body)
    }
    machine.fill(record)
    try body(frame.view(machine.view, problems: machine.problems, of: record))
  }

  /// With conditions, sums or lines of one document.
  private mutating func takeSlowly(_ record: RecordView, _ body: (RecordView) throws -> Void) throws {
    if isCutShort?.fits(record.fields) == true, let sign = mapping.incomplete { throw incomplete(sign, record) }
    let failed = filters.firstIndex { !$0.fits(record.fields) }
    if let failed { skippedRows[failed] += 1 }
    // A total of the file counts the rows that it lists, also those that are not taken.
    if failed != nil, !totals.isNeeded { return }
    machine.fill(record)
    totals.add(machine)
    if failed != nil { return }
    guard group != nil else { return try body(frame.view(machine.view, problems: machine.problems, of: record)) }
    try groupLine(record, machine.problems, body)
  }

  private func incomplete(_ sign: IncompleteSign, _ record: RecordView) -> Diagnostic {
    Diagnostic(
      file: file, line: record.position.lineFrom, message: "the file is not complete: \(sign.because)",
      code: "file-incomplete", help: sign.help)
  }

  /// A row that the reader could not read, or of the wrong width.
  private mutating func takeDamaged(_ record: RecordView, _ body: (RecordView) throws -> Void) throws {
    if record.width == machine.width, record.problems.allSatisfy({ $0.field != nil }) {
      if let failed = filters.firstIndex(where: { !$0.fits(record.fields) }) {
        skippedRows[failed] += 1
        return
      }
      machine.fill(record)
    } else {
      machine.fillConstants()
    }
    machine.addReadingProblems(record)
    if group != nil { return try groupLine(record, machine.problems, body) }
    try body(frame.view(machine.view, problems: machine.problems, of: record))
  }

  private mutating func groupLine(
    _ record: RecordView, _ problems: [RecordProblem], _ body: (RecordView) throws -> Void
  ) throws {
    guard group?.belongs(record, machine) == false else {
      group?.add(record, machine, problems)
      return
    }
    group?.end(before: record)
    try showGroup(body)
    group?.begin(record, machine, problems)
  }

  private mutating func showGroup(_ body: (RecordView) throws -> Void) throws {
    if let view = group?.finished(in: frame, arena) { try body(view) }
  }

  private mutating func compile(_ columns: [String], _ body: (RecordView) throws -> Void) throws {
    try showGroup(body)
    machine = RecordMachine(mapping, styles: styles, columns: columns, arena: arena)
    frame.columns = machine.program.names
    filters = mapping.when.map { RowFilter([$0], columns: columns) }
    isCutShort = mapping.incomplete.map { RowFilter($0.when, columns: columns) }
    totals.compile(machine.program.names)
    group?.compile(machine.program.names, columns)
  }

  mutating func finish(_ controls: [SourceControl], _ body: (RecordView) throws -> Void) throws {
    arena.clear()
    try showGroup(body)
    compared = totals.compared(with: controls, styles)
  }
}

extension RowTest {
  /// For people: `Status is none of DRAFT, VOIDED`.
  public var words: String {
    let name = from.first ?? ""
    switch condition {
    case .isIn(let texts): return "\(name) is one of \(texts.joined(separator: ", "))"
    case .isNotIn(let texts): return "\(name) is none of \(texts.joined(separator: ", "))"
    case .isEmpty(let flag): return "\(name) is \(flag ? "" : "not ")empty"
    case .startsWith(let texts): return "\(name) begins with \(texts.joined(separator: ", "))"
    case .isBetween(let low, let high): return "\(name) is from \(low) to \(high)"
    case .matches(let shapes): return "\(name) has the shape \(shapes.joined(separator: ", "))"
    case .any(let tests): return tests.map(\.words).joined(separator: " or ")
    }
  }
}
