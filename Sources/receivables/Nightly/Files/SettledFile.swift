import Formats
import Intake
import Ledger
import Normalize
import Pipeline

/// A file that can be read: its feed is known, and so are its encoding and how it writes amounts and dates, which only the whole file can
/// tell. What it reads are canonical records, whatever the file's format.
struct SettledFile {
  let resolved: ResolvedFile
  /// The encoding that the whole file tells; nil for formats that tell it themselves.
  let encoding: TextEncoding?
  /// How amounts and dates are written; nil where the file is in the program's own terms.
  let styles: Styles?
  /// What was found out about the file, and by what.
  let findings: [Finding]
  /// Remarks that do not keep it from being read.
  let warnings: [Diagnostic]
  private let mask: AccountMask

  var feed: FeedDeclaration { resolved.feed }
  var isXML: Bool { resolved.isXML }
  /// For the normalizers: fields by the columns of the records that `reader` shows.
  var mapping: Mapping { styles == nil ? resolved.mapping : resolved.mapping.translated }

  /// Looks through the whole file where it has to be.
  /// - Parameter known: how amounts and dates are written, where another file has told it.
  /// - Throws: `FileRefusal` where something cannot be told and the mapping has to say it, `IOFailure`.
  init(_ resolved: ResolvedFile, _ source: borrowing ReadableFile, mask: AccountMask, known: Styles? = nil) throws {
    var survey = FileSurvey(resolved, mask: mask, known: known)
    do {
      while survey.isOpen {
        try source.forEachChunk { try survey.look(at: $0) }
        try survey.endPass()
      }
    } catch let problem as Diagnostic { throw FileRefusal(problems: [problem]) }
    let problems = survey.problems
    if problems.contains(where: \.isError) { throw FileRefusal(problems: problems) }
    self.resolved = resolved
    self.mask = mask
    encoding = survey.encoding
    styles = survey.styles
    let order = Finding.Subject.allCases
    findings = (resolved.findings + survey.findings).enumerated().sorted {
      (order.firstIndex(of: $0.element.subject) ?? 0, $0.offset) < (
        order.firstIndex(of: $1.element.subject) ?? 0, $1.offset
      )
    }.map(\.element)
    warnings = resolved.warnings + problems
  }

  /// The mapping with everything that this file told in it.
  var frozen: Mapping {
    guard case .sheet(let shape) = resolved.format else {
      return resolved.mapping.frozen(nil, columns: resolved.columns, encoding: nil, styles: styles)
    }
    return resolved.mapping.frozen(shape, columns: resolved.columns, encoding: encoding, styles: styles)
  }

  /// The day that the title block of a report says it is of; nil: its mapping reads none there, or it is none.
  func titleDay(_ source: borrowing ReadableFile) throws -> CalendarDate? {
    guard feed.feed == .documents, case .sheet(let shape) = resolved.format,
      shape.sheet.preamble.contains(where: { $0.name == SourceColumn.titleDate })
    else { return nil }
    struct Found: Error {}
    var day: CalendarDate?
    var reader = resolved.reader(encoding: encoding, mask: mask)
    do {
      try source.forEachChunk {
        try reader.push($0) { record in
          if let at = record.columns.firstIndex(of: SourceColumn.titleDateColumn), at < record.fields.count {
            day = TitleDay.day(record.fields[at], styles)
          }
          throw Found()
        }
      }
    } catch is Found { return day } catch is Diagnostic {
      // Reading it properly will tell what is wrong.
    }
    return day
  }

  /// Reads the file from its first byte on.
  func reader() -> SettledReader {
    let reader = resolved.reader(encoding: encoding, mask: mask)
    guard let styles else { return SettledReader(direct: reader) }
    return SettledReader(Translation(reader: reader, mapping: resolved.mapping, styles: styles, file: resolved.path))
  }
}

extension LeftOutRows {
  /// How people read the rule.
  var words: String { when.map(\.words).joined(separator: " and ") }
  var lines: String { firstLine == lastLine ? "line \(firstLine)" : "lines \(firstLine) to \(lastLine)" }

  /// A footer stands at the end: what a rule of a user's own takes out of the middle may be data, and a document that is left out counts as
  /// paid. Subtotals of the presets' reports are known.
  func warning(_ file: String) -> Diagnostic? {
    guard kind == .footer, isAmidData else { return nil }
    return Diagnostic(
      file: file, line: firstLine, severity: .warning,
      message: "\(rows.counted("row")) on \(lines) count as no data, with data behind: \(words)",
      code: "footer-amid-data",
      help: "are they subtotals, and no documents or payments? else narrow `when` of `drop` in the mapping")
  }
}

/// Canonical records of a file, with what was left out and what the file says about itself.
struct SettledReader: RecordReader {
  private var direct: FileReader?
  private var translation: Translation?

  init(direct: FileReader) { self.direct = direct }
  init(_ translation: Translation) { self.translation = translation }

  var columns: [String] { direct?.columns ?? translation?.columns ?? [] }
  var warnings: [Diagnostic] { direct?.warnings ?? translation?.warnings ?? [] }
  var controls: [SourceControl] { direct?.controls ?? translation?.controls ?? [] }
  var leftOut: [LeftOutRows] { direct?.leftOut ?? translation?.leftOut ?? [] }
  /// Rows that the mapping's `when` did not let through, by condition.
  var skipped: [(test: String, rows: Int)] { translation?.skipped ?? [] }

  mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    if direct != nil { try direct?.push(chunk, body) } else { try translation?.push(chunk, body) }
  }

  mutating func push(
    _ chunk: UnsafeRawBufferPointer, passing: LinePassing,
    _ body: (RecordView) throws -> Void
  ) throws {
    if direct != nil { try direct?.push(chunk, passing: passing, body) } else { try translation?.push(chunk, body) }
  }

  mutating func finish(_ body: (RecordView) throws -> Void) throws {
    if direct != nil { try direct?.finish(body) } else { try translation?.finish(body) }
  }
}
