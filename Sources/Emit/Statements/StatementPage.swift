import Documents
import Ledger

/// Statements as accessible HTML: one self-contained file without script or remote content, read in the order in which it is written,
/// amounts told by words and place and never by colour alone, one statement a sheet on paper.
struct StatementPage {
  /// For the window title and the one `h1`.
  var title: String
  var language: Language

  /// Everything before the first statement. `hasOwnTitle`: the only statement of the file brings the `h1` itself.
  func head(hasOwnTitle: Bool) -> [UInt8] {
    var html = HTML()
    html.markup("<!DOCTYPE html>\n<html lang=\"")
    html.text(language.tag)
    html.markup("\">\n")
    html.head(title: title, style: StatementPage.style)
    html.markup("<body>\n<main>\n")
    if !hasOwnTitle { html.element("h1", text: title) }
    return html.bytes
  }

  /// Everything behind the last statement.
  func tail() -> [UInt8] {
    var html = HTML()
    html.markup("</main>\n</body>\n</html>\n")
    return html.bytes
  }

  /// One statement. `number` tells it from the others of the file; nil: it is alone, and its title is the `h1`.
  static func article(_ document: StatementDocument, number: Int?) -> [UInt8] {
    var html = HTML()
    let piece = document.piece
    let id = "s\(number ?? 1)"
    html.element("article", ["lang": document.language.tag, "aria-labelledby": id]) { html in
      html.letterhead(piece.stationery.letterhead)
      html.element("div", ["class": "top"]) { html in
        html.element("p", ["class": "address"]) { $0.lines(piece.addressLines) }
        html.pairs(piece.infoBlock, class: "info")
      }
      if number == nil {
        html.element("h1", ["id": id], text: piece.title)
      } else {
        html.element("h2", ["id": id]) { html in
          html.text(piece.title)
          html.element("span", ["class": "for"], text: ", " + (piece.addressLines.first ?? ""))
        }
      }
      html.highlights(piece.highlights)
      for block in piece.opening { html.block(block, caption: piece.title) }
      for section in piece.sections { html.section(section) }
      for block in piece.closing { html.block(block, caption: piece.title) }
      html.element("div", ["class": "foot"]) { html in
        for column in piece.stationery.footer { html.element("p") { $0.lines(column) } }
      }
    }
    return html.bytes
  }
}

extension HTML {
  fileprivate mutating func lines(_ lines: [String]) {
    for (index, line) in lines.enumerated() {
      if index > 0 { empty("br") }
      text(line)
    }
  }

  fileprivate mutating func letterhead(_ lines: [String]) {
    element("p", ["class": "sender"]) { html in
      html.element("strong", text: lines.first ?? "")
      for line in lines.dropFirst() { html.element("span", text: line) }
    }
  }

  fileprivate mutating func pairs(_ pairs: [KeyValue], class name: String) {
    guard !pairs.isEmpty else { return }
    element("dl", ["class": name]) { html in
      for pair in pairs {
        html.element("div") { html in
          html.element("dt", text: pair.label)
          html.element("dd", text: pair.value)
        }
      }
    }
  }

  fileprivate mutating func highlights(_ highlights: [KeyValue]) { pairs(highlights, class: "highlights") }

  fileprivate mutating func block(_ block: Block, caption: String) {
    switch block {
    case .heading(let text): element("h3", text: text)
    case .paragraph(let text): element("p") { $0.lines(text.split(separator: "\n").map(String.init)) }
    case .smallPrint(let text): element("p", ["class": "small"], text: text)
    case .table(let table): self.table(table, caption: caption)
    case .keyValues(let pairs): self.pairs(pairs, class: "pairs")
    case .spacer: break
    case .rule: empty("hr")
    }
  }

  fileprivate mutating func section(_ section: StatementSection) {
    element("section", ["aria-label": section.heading]) { html in
      html.table(section.table, caption: section.heading)
      if let ageing = section.ageing { html.ageing(ageing) }
      for note in section.notes { html.element("p", ["class": "small"], text: note) }
    }
  }

  fileprivate mutating func table(_ table: Table, caption: String) {
    element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption]) { html in
      html.element("table") { html in
        html.element("caption", text: caption)
        html.element("thead") { html in
          html.element("tr") { html in
            for column in table.columns {
              html.element("th", ["scope": "col", "class": column.isNumber ? "num" : "txt"], text: column.title)
            }
          }
        }
        html.element("tbody") { html in
          for row in table.rows { html.row(row, table.columns) }
        }
      }
    }
  }

  private mutating func row(_ row: Table.Row, _ columns: [Table.Column]) {
    element("tr", ["class": row.className]) { html in
      if row.style == .note {
        return html.element("td", ["colspan": "\(columns.count)"], text: row.cells.first ?? "")
      }
      // The name of a sum has the room of the empty cells behind it.
      let span = row.style == .total ? 1 + row.cells.dropFirst().prefix(while: \.isEmpty).count : 1
      for (index, column) in columns.enumerated() where index == 0 || index >= span {
        let text = index < row.cells.count ? row.cells[index] : ""
        if index == 0 {
          html.element(
            "th", ["scope": "row", "class": column.isNumber ? "num" : "txt", "colspan": "\(span)"], text: text)
        } else {
          html.element("td", ["class": column.isNumber ? "num" : "txt"], text: text)
        }
      }
    }
  }

  /// The shares as a bar, which says nothing that the table below it does not say.
  private mutating func ageing(_ ageing: AgeingStrip) {
    shares(ageing.buckets)
    element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": ageing.title]) { html in
      html.element("table", ["class": "ageing"]) { html in
        html.element("caption", text: ageing.title)
        html.element("thead") { html in
          html.element("tr") { html in
            for (index, bucket) in ageing.buckets.enumerated() {
              html.element("th", ["scope": "col", "class": "num"]) { html in
                if bucket.minorUnits > 0 { html.swatch("k\(min(index, 5))") }
                html.text(bucket.label)
              }
            }
            if let total = ageing.total { html.element("th", ["scope": "col", "class": "num"], text: total.label) }
          }
        }
        html.element("tbody") { html in
          html.element("tr") { html in
            for bucket in ageing.buckets { html.element("td", ["class": "num"], text: bucket.amount) }
            if let total = ageing.total { html.element("td", ["class": "num total"], text: total.value) }
          }
        }
      }
    }
  }

  private mutating func shares(_ buckets: [AgeingStrip.Bucket]) {
    let whole = buckets.reduce(Int64(0)) { $0 + max(0, $1.minorUnits) }
    guard whole > 0 else { return }
    element("svg", ["class": "shares", "height": "10", "aria-hidden": "true"]) { html in
      var sum: Int64 = 0
      for (index, bucket) in buckets.enumerated() where bucket.minorUnits > 0 {
        let from = Int(Figures.scaled(sum, by: 10_000, over: whole))
        sum += bucket.minorUnits
        let to = Int(Figures.scaled(sum, by: 10_000, over: whole))
        guard to > from else { continue }
        html.empty(
          "rect",
          [
            "class": "k\(min(index, 5))", "x": ColumnPlan.percent(from), "y": "0",
            "width": ColumnPlan.percent(to - from), "height": "10",
          ])
      }
    }
  }
}

extension Table.Column {
  fileprivate var isNumber: Bool { alignment == .trailing }
}

extension Table.Row {
  fileprivate var className: String {
    switch style {
    case .normal: "item"
    case .emphasis: "strong"
    case .total: "total"
    case .note: "note"
    }
  }
}
