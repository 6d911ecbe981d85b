/// Blocks as plain text: paragraphs wrapped, tables aligned with spaces, nothing wider than 76 characters where it can be done.
public struct PlainText {
  /// Lines end with LF, the last one too; blocks are separated by an empty line.
  public private(set) var text = ""
  private let width: Int
  private let colon: String

  /// - Parameter colon: what stands behind a label, by the reader's language.
  public init(_ blocks: [Block], width: Int = 76, colon: String = ":") {
    self.width = width
    self.colon = colon
    var parts: [[String]] = []
    for block in blocks {
      let lines = lines(of: block)
      if !lines.isEmpty { parts.append(lines) }
    }
    text = parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func lines(of block: Block) -> [String] {
    switch block {
    case .heading(let text): [text, String(repeating: "-", count: min(width, PlainText.width(of: text)))]
    case .paragraph(let text), .smallPrint(let text):
      text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).flatMap { wrap(Substring($0), to: width) }
    case .table(let table): PlainTable(table, width: width, colon: colon).lines
    case .keyValues(let pairs): lines(of: pairs)
    case .spacer: []
    case .rule: [String(repeating: "-", count: width)]
    }
  }

  /// Labels in a column of their own, so that the values stand below each other.
  private func lines(of pairs: [KeyValue]) -> [String] {
    let labelWidth = pairs.map { PlainText.width(of: $0.label) }.max() ?? 0
    return pairs.map { pair in
      PlainText.padded(pair.label + colon, to: labelWidth + PlainText.width(of: colon) + 1) + " " + pair.value
    }
  }

  /// Greedy; a word that is longer than the line stands alone. No-break spaces hold.
  private func wrap(_ text: Substring, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var length = 0
    for word in text.utf8.split(separator: 0x20).map({ Substring($0) }) {
      let size = PlainText.width(of: word)
      if length > 0, length + 1 + size > width {
        lines.append(line)
        (line, length) = ("", 0)
      }
      line += (length > 0 ? " " : "") + word
      length += (length > 0 ? 1 : 0) + size
    }
    return lines + [line]
  }

  /// Columns of a terminal that a text takes: East Asian characters take two.
  static func width(of text: some StringProtocol) -> Int {
    // Below U+0300 every scalar is a character of one column; U+2212 and U+20AC, minus and euro, are, too.
    if text.utf8.allSatisfy({ $0 < 0xCC || $0 == 0xE2 }) { return text.unicodeScalars.count }
    return text.reduce(0) { $0 + ($1.unicodeScalars.first.map(isWide) == true ? 2 : 1) }
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }

  static func padded(_ text: String, to width: Int, trailing: Bool = false) -> String {
    let fill = String(repeating: " ", count: max(0, width - PlainText.width(of: text)))
    return trailing ? fill + text : text + fill
  }
}

/// A table of a text message. Where its columns do not fit side by side, each row becomes a short list.
private struct PlainTable {
  private let table: Table
  private let width: Int
  private let colon: String

  init(_ table: Table, width: Int, colon: String) {
    self.table = table
    self.width = width
    self.colon = colon
  }

  var lines: [String] {
    let hasHead = table.columns.contains { !$0.title.isEmpty }
    let widths = table.columns.indices.map { columnWidth($0) }
    // Where two spaces between columns are too wide, one still keeps them apart.
    guard let gap = [2, 1].first(where: { total(widths, gap: $0) <= width }) ?? (hasHead ? nil : 2) else {
      return stacked
    }
    let full = total(widths, gap: gap)
    var lines = hasHead ? head(widths, gap) + [String(repeating: "-", count: full)] : []
    for row in table.rows {
      if row.isSpanningNote {
        lines.append("  " + cell(row, 0))
        continue
      }
      if row.style == .total { lines.append(String(repeating: "-", count: full)) }
      lines.append(line(table.columns.indices.map { cell(row, $0) }, widths, gap))
    }
    return lines
  }

  private func total(_ widths: [Int], gap: Int) -> Int { widths.reduce(0, +) + gap * max(0, widths.count - 1) }

  private func cell(_ row: Table.Row, _ index: Int) -> String { index < row.cells.count ? row.cells[index] : "" }

  /// As wide as the widest cell and the longest word of the title.
  private func columnWidth(_ index: Int) -> Int {
    let words = table.columns[index].title.split(separator: " ").map { PlainText.width(of: $0) }
    let rows = table.rows.filter { !$0.isSpanningNote }
    return (words + rows.map { PlainText.width(of: cell($0, index)) }).max() ?? 0
  }

  /// Titles over one or more lines, standing on the rule below them.
  private func head(_ widths: [Int], _ gap: Int) -> [String] {
    let titles = table.columns.indices.map { wrapped(table.columns[$0].title, widths[$0]) }
    let height = titles.map(\.count).max() ?? 0
    return (0..<height).map { row in
      line(titles.map { $0.count + row >= height ? $0[$0.count + row - height] : "" }, widths, gap)
    }
  }

  private func wrapped(_ title: String, _ width: Int) -> [String] {
    var lines: [String] = []
    for word in title.split(separator: " ") {
      if let last = lines.last, PlainText.width(of: last) + 1 + PlainText.width(of: word) <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private func line(_ cells: [String], _ widths: [Int], _ gap: Int) -> String {
    var parts: [String] = []
    for (index, text) in cells.enumerated() {
      parts.append(PlainText.padded(text, to: widths[index], trailing: table.columns[index].alignment == .trailing))
    }
    var text = parts.joined(separator: String(repeating: " ", count: gap))
    while text.last == " " { text.removeLast() }
    return text
  }

  private var stacked: [String] {
    let labelWidth = (table.columns.map { PlainText.width(of: $0.title) }.max() ?? 0) + PlainText.width(of: colon) + 1
    var lines: [String] = []
    for (number, row) in table.rows.enumerated() {
      if row.isSpanningNote {
        lines.append("  " + cell(row, 0))
        continue
      }
      if number > 0 { lines.append("") }
      for index in table.columns.indices where !cell(row, index).isEmpty {
        let label = table.columns[index].title
        lines.append(
          label.isEmpty ? cell(row, index) : PlainText.padded(label + colon, to: labelWidth) + cell(row, index))
      }
    }
    return lines
  }
}

extension Table.Row {
  /// A note of one text stands below its row over the width of the table.
  var isSpanningNote: Bool { style == .note && cells.dropFirst().allSatisfy(\.isEmpty) }
}
