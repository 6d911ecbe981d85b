import Formats
import Intake
import Ledger
import Pipeline

/// What `check FILE` tells people, in lines of at most 100 characters where it is a table.
struct FileCheckText {
  private let check: FileCheck
  private static let width = 100
  private static let rawWidth = 40

  init(_ check: FileCheck) { self.check = check }

  var text: String {
    var lines = check.refusals.map(\.description)
    if let settled = check.settled { lines += told(settled) }
    if let proposal = check.proposal { lines += proposed(proposal) }
    if check.blank != nil {
      lines.append(
        "  help: receivables check --write \(check.path) writes a mapping with its columns, and says which lines to fill in"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func told(_ settled: SettledFile) -> [String] {
    var lines: [String] = []
    let kind = settled.feed.feed.rawValue
    if check.proposal == nil {
      let preset = check.preset.map { ", preset \($0)" } ?? ""
      lines.append("\(check.path): feed \(settled.feed.name) (\(kind)) \(settled.resolved.evidence)\(preset)")
    } else {
      lines.append("\(check.path): read as \(kind) by the mapping proposed below")
    }
    for finding in settled.findings {
      lines.append(line(finding.subject.rawValue, "\(finding.value): \(finding.evidence)"))
    }
    for evidence in settled.styles?.evidence ?? [] { lines.append(line("values", evidence)) }
    lines += mapped(settled)
    lines += table
    lines += check.warnings.map(\.description)
    return lines + outcome
  }

  private func line(_ label: String, _ text: String) -> String {
    "  " + label + String(repeating: " ", count: max(1, 11 - label.count)) + text
  }

  // MARK: Columns

  private func mapped(_ settled: SettledFile) -> [String] {
    var lines: [String] = []
    for (index, column) in FileCheck.columns(settled).enumerated() {
      lines.append(line(index == 0 ? "columns" : "", "\(column.field) \(column.source)"))
    }
    let kept = FileCheck.kept(settled)
    if !kept.isEmpty { lines += wrapped("kept", kept) }
    return lines
  }

  private func wrapped(_ label: String, _ words: [String]) -> [String] {
    var lines: [String] = []
    var text = ""
    for (index, word) in words.enumerated() {
      let part = word + (index == words.count - 1 ? "" : ", ")
      if !text.isEmpty, text.count + part.count > FileCheckText.width - 13 {
        lines.append(line(lines.isEmpty ? label : "", text))
        text = ""
      }
      text += part
    }
    return lines + [line(lines.isEmpty ? label : "", text)]
  }

  // MARK: Rows

  /// The first rows: left as they stand in the file, right as they are read.
  private var table: [String] {
    guard !check.rows.isEmpty else { return [] }
    let numbers = ["line"] + check.rows.map { String($0.line) }
    let raws =
      [check.showsItsLines ? "as in the file" : "as read, on one line"] + check.rows.map { FileCheckText.plain($0.raw) }
    let values = FileCheckText.aligned([check.fields] + check.rows.map { $0.values.map(FileCheckText.plain) })
    let numberWidth = numbers.map(\.count).max() ?? 4
    let rawWidth = min(FileCheckText.rawWidth, raws.map(\.count).max() ?? 0)
    return numbers.indices.map { index in
      let number = String(repeating: " ", count: numberWidth - numbers[index].count) + numbers[index]
      let left = "  \(number)  \(FileCheckText.cut(raws[index], rawWidth, fills: true)) | "
      return left + FileCheckText.cut(values[index], FileCheckText.width - left.count, fills: false)
    }
  }

  /// Cells of one column begin below each other; none takes more than a third of the line.
  private static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in min(24, rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
    }
    return rows.map { row in
      row.enumerated().map { column, text in cut(text, widths[column], fills: column < row.count - 1) }
        .joined(separator: "  ")
    }
  }

  private static func cut(_ text: String, _ width: Int, fills: Bool) -> String {
    guard text.count > width else { return fills ? text + String(repeating: " ", count: width - text.count) : text }
    return width < 2 ? String(text.prefix(width)) : text.prefix(width - 1) + "…"
  }

  /// On one line, without control characters.
  private static func plain(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" || ($0.asciiValue ?? 32) < 32 ? " " : $0 })
  }

  // MARK: The end

  private var outcome: [String] {
    var lines = check.rejected.map(\.description)
    for left in check.leftOut {
      let what = left.kind == .control ? "as totals" : "as no data"
      lines.append(
        line("left out", "\(left.rows.counted("row")) \(what), \(left.lines): \(left.words)"))
    }
    for skip in check.skipped {
      lines.append(line("skipped", "\(skip.rows.counted("row")), because not: \(skip.test)"))
    }
    for names in check.settled?.resolved.idleTests ?? [] {
      lines.append(line("skipped", "nothing by \(FileCheckText.list(names)): the file has no such column"))
    }
    for control in check.controls {
      let state =
        control.ties
        ? "\(control.name): \(control.stated ?? "") is what the rows give" : ControlDifference(control).message
      lines.append(line("totals", state + (control.ties ? "" : " [control-total]")))
    }
    for warning in check.problems.warningCounts {
      lines += check.rowWarnings.filter { $0.code == warning.code }.prefix(3).map(\.description)
      lines.append("  warning: \(warning.count.counted("row")) [\(warning.code)]")
    }
    lines.append(
      "  \(check.problems.rows.counted("row")), \(check.rejectedRows) would be rejected"
        + (check.isTooBad ? ": too many, the file would be refused as a whole [too-many-rejects]" : ""))
    if check.controls.contains(where: { !$0.ties }) {
      lines.append("  the file would be held until a person accepts it")
      lines.append("  help: is it the complete file, as it was exported? ask for it again, or look for missing rows")
    }
    return lines
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(4).map { "`\($0)`" }.joined(separator: ", ") + (names.count > 4 ? ", ..." : "")
  }

  private func proposed(_ proposal: MappingProposal) -> [String] {
    var lines: [String] = []
    let what = proposal.preset.map { "the preset \($0)" } ?? "a mapping made from what its columns are called"
    guard proposal.missing.isEmpty else {
      lines.append(
        "  no mapping can be proposed: nothing in the file seems to be its \(proposal.missing.joined(separator: ", "))")
      lines += proposal.remarks.map { "    - \($0)" }
      lines.append(
        "  help: receivables check --write \(check.path) writes what is known, and says which lines to fill in")
      return lines
    }
    lines.append("  proposed: \(what); look at the rows above")
    lines += proposal.remarks.map { "    - \($0)" }
    if proposal.isTakenForSnapshot {
      lines.append(
        "    - the file is taken to hold everything that is open: if it holds changes only, write \"extent\": \"delta\""
      )
    }
    lines.append("  help: receivables check --write \(check.path) writes the mapping and prints what to paste")
    return lines
  }
}
