/// Blocks as one HTML document for e-mail: styles inline, since programs drop the others; no colours of text or ground, so that
/// light and dark readers both keep their own; nothing is fetched.
struct MailHTML {
  private(set) var document = ""
  /// Where the blocks stand in it, in bytes.
  private var blocks = 0..<0

  private static let font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
  /// A gray that can be seen on white and on black.
  private static let line = "#8c8c8c"

  init(_ blocks: [Block], title: String, language: Language) {
    document = """
      <!DOCTYPE html>
      <html lang="\(language.tag)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
      <title>\(MailHTML.escaped(title))</title>
      </head>
      <body style="margin:0;padding:24px 16px;\(MailHTML.font)font-size:15px;line-height:1.5">
      <div style="max-width:680px;margin:0 auto">

      """
    let start = document.utf8.count
    for block in blocks { append(block) }
    self.blocks = start..<document.utf8.count
    document += "</div>\n</body>\n</html>\n"
  }

  /// What stands inside the body: a piece of another page.
  var fragment: String { String(decoding: Array(document.utf8)[blocks], as: UTF8.self) }

  private mutating func append(_ block: Block) {
    switch block {
    case .heading(let text):
      element("h2", "margin:24px 0 8px;font-size:17px;line-height:1.3", MailHTML.escaped(text))
    case .paragraph(let text): element("p", "margin:0 0 16px", MailHTML.lines(text))
    case .smallPrint(let text): element("p", "margin:0 0 16px;font-size:13px;opacity:.8", MailHTML.lines(text))
    case .table(let table): append(table)
    case .keyValues(let pairs): append(pairs)
    case .spacer: element("div", "height:16px;line-height:16px", "&nbsp;")
    case .rule: document += "<hr style=\"border:0;border-top:1px solid \(MailHTML.line);margin:16px 0\">\n"
    }
  }

  private mutating func element(_ name: String, _ style: String, _ content: String) {
    document += "<\(name) style=\"\(style)\">\(content)</\(name)>\n"
  }

  /// Items spread over the width; sums, which have no titles, stand close together.
  private mutating func append(_ table: Table) {
    let hasHead = table.columns.contains { !$0.title.isEmpty }
    let width = hasHead ? "width:100%;" : ""
    // A wide table scrolls in its own box on a telephone; the message itself never does.
    document += "<div style=\"overflow-x:auto;margin:0 0 16px\">\n"
    document +=
      "<table\(hasHead ? "" : " role=\"presentation\"") style=\"\(width)border-collapse:collapse;font-size:14px;"
      + "line-height:1.4;font-variant-numeric:tabular-nums\">\n"
    if hasHead {
      document += "<thead>\n<tr>\n"
      for (index, column) in table.columns.enumerated() {
        let style = "border-bottom:1px solid \(MailHTML.line);font-weight:600;vertical-align:bottom;"
        document +=
          "<th scope=\"col\" style=\"\(style)\(cellStyle(index, column))\">\(MailHTML.escaped(column.title))</th>\n"
      }
      document += "</tr>\n</thead>\n"
    }
    document += "<tbody>\n"
    for row in table.rows { append(row, of: table) }
    document += "</tbody>\n</table>\n</div>\n"
  }

  private mutating func append(_ row: Table.Row, of table: Table) {
    let style =
      switch row.style {
      case .normal: ""
      case .emphasis: "font-weight:600;"
      case .total: "font-weight:600;border-top:1px solid \(MailHTML.line);"
      case .note: "font-size:13px;opacity:.8;"
      }
    if row.isSpanningNote {
      document += "<tr>\n<td colspan=\"\(table.columns.count)\" style=\"\(style)padding:0 0 5px 0\">"
      document += MailHTML.escaped(row.cells.first ?? "") + "</td>\n</tr>\n"
      return
    }
    document += "<tr>\n"
    for (index, column) in table.columns.enumerated() {
      let text = index < row.cells.count ? row.cells[index] : ""
      // Numbers and dates never break; texts do on a telephone, so that the amounts stay in sight.
      let noWrap = column.alignment == .trailing || column.weight == 1 ? "white-space:nowrap;" : ""
      document += "<td style=\"\(style)\(noWrap)vertical-align:top;\(cellStyle(index, column))\">"
      document += MailHTML.escaped(text) + "</td>\n"
    }
    document += "</tr>\n"
  }

  private func cellStyle(_ index: Int, _ column: Table.Column) -> String {
    "padding:5px 0 5px \(index == 0 ? 0 : 14)px;text-align:\(column.alignment == .trailing ? "right" : "left")"
  }

  private mutating func append(_ pairs: [KeyValue]) {
    document +=
      "<table role=\"presentation\" style=\"border-collapse:collapse;margin:0 0 16px;font-size:14px;line-height:1.4\">\n"
    for pair in pairs {
      document +=
        "<tr><td style=\"padding:2px 18px 2px 0;vertical-align:top;opacity:.8\">\(MailHTML.escaped(pair.label))</td>"
        + "<td style=\"padding:2px 0\">\(MailHTML.escaped(pair.value))</td></tr>\n"
    }
    document += "</table>\n"
  }

  private static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }.joined(
      separator: "<br>\n")
  }

  /// Safe between tags and in double-quoted attributes. Control characters are not allowed in HTML and become spaces.
  static func escaped(_ text: String) -> String {
    func isSafe(_ byte: UInt8) -> Bool {
      // 0xC2 begins the control characters from U+0080 on, and the no-break space.
      switch byte {
      case 0x00..<0x20, 0x22, 0x26, 0x3C, 0x3E, 0x7F, 0xC2: false
      default: true
      }
    }
    if text.utf8.allSatisfy(isSafe) { return text }
    var out = ""
    out.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): out += " "
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
