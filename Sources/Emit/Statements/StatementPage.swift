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
    html.element("head") { html in
      html.empty("meta", ["charset": "utf-8"])
      html.empty(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
        ])
      html.empty("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      html.empty("meta", ["name": "color-scheme", "content": "light dark"])
      html.empty("meta", ["name": "referrer", "content": "no-referrer"])
      html.empty("meta", ["name": "robots", "content": "noindex, nofollow"])
      html.empty("link", ["rel": "icon", "href": "data:,"])
      html.element("title", text: title)
      html.element("style") { $0.markup(StatementPage.style) }
    }
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
      for (index, column) in columns.enumerated() {
        let text = index < row.cells.count ? row.cells[index] : ""
        if index == 0 {
          html.element("th", ["scope": "row", "class": column.isNumber ? "num" : "txt"], text: text)
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
            for bucket in ageing.buckets { html.element("th", ["scope": "col", "class": "num"], text: bucket.label) }
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

extension StatementPage {
  /// Contrast of every text 4.5:1 or more in both schemes.
  private static let style: StaticString = """

    :root{color-scheme:light dark;--ground:#f3f5f7;--card:#fff;--ink:#16202c;--muted:#55606e;--line:#dde2e8;--strong:#8b95a1;
    --band:#eef2f5;--k0:#2b7f8d;--k1:#b07f00;--k2:#c8660a;--k3:#c4401a;--k4:#a3201f;--k5:#6e1423}
    @media (prefers-color-scheme:dark){:root{--ground:#10161d;--card:#19222c;--ink:#e8edf2;--muted:#a5b1be;--line:#2c3743;
    --strong:#6d7a88;--band:#222d38;--k0:#4fb3c2;--k1:#e3b341;--k2:#f0943c;--k3:#f0704a;--k4:#ef5f6b;--k5:#f29bb2}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",
    "Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums lining-nums}
    main{max-width:920px;margin:0 auto;padding:24px}
    h1{font-size:26px;line-height:1.2;margin:8px 0 20px}
    article{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:40px 44px;margin:0 0 28px}
    .sender{margin:0 0 32px}.sender strong{display:block;font-size:18px}.sender span{color:var(--muted);font-size:13px}
    .top{display:flex;flex-wrap:wrap;gap:16px 40px;justify-content:space-between;margin:0 0 28px}
    .address{margin:0}
    dl,dd{margin:0}
    .info div,.pairs div{display:flex;gap:12px}
    .info dt,.pairs dt{color:var(--muted);min-width:9em}
    .pairs{margin:0 0 14px}
    h2{font-size:24px;line-height:1.25;margin:0 0 16px}
    .for{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    h3{font-size:16px;margin:24px 0 6px}
    .highlights{display:flex;flex-wrap:wrap;gap:8px 36px;background:var(--band);border-radius:6px;padding:14px 18px;margin:0 0 22px}
    .highlights dt{font-size:13px;color:var(--muted)}
    .highlights dd{font-size:20px;font-weight:650}
    p{margin:0 0 12px}
    .small{font-size:13px;color:var(--muted)}
    .scroll{overflow-x:auto;margin:0 0 16px}
    .scroll:focus-visible{outline:2px solid var(--k0);outline-offset:2px}
    table{border-collapse:collapse;width:100%;font-size:14px}
    caption{text-align:left;font-weight:650;font-size:16px;padding:14px 0 8px}
    .ageing caption{font-size:14px;padding-top:4px}
    th,td{padding:6px 8px;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line)}
    th:first-child,td:first-child{padding-left:0}
    th:last-child,td:last-child{padding-right:0}
    thead th{font-size:12.5px;font-weight:600;color:var(--muted);vertical-align:bottom;border-bottom-color:var(--strong)}
    tbody th{font-weight:400}
    .num{text-align:right;white-space:nowrap}
    .note td{font-size:13px;color:var(--muted);padding-top:0}
    .strong>*,.total>*,td.total{font-weight:650}
    tr.total>*{border-top:2px solid var(--strong);border-bottom:0}
    .shares{display:block;width:100%;margin:18px 0 8px}
    .k0{fill:var(--k0)}.k1{fill:var(--k1)}.k2{fill:var(--k2)}.k3{fill:var(--k3)}.k4{fill:var(--k4)}.k5{fill:var(--k5)}
    .foot{display:flex;flex-wrap:wrap;gap:8px 40px;border-top:1px solid var(--line);margin-top:28px;padding-top:14px;font-size:12.5px;
    color:var(--muted)}
    .foot p{margin:0}
    hr{border:0;border-top:1px solid var(--line);margin:16px 0}
    @media (max-width:560px){main{padding:12px}article{padding:22px 18px}}
    @media print{:root{color-scheme:light;--ground:#fff;--card:#fff;--ink:#000;--muted:#444;--line:#ccc;--strong:#666;--band:#f1f1f1}
    body{font-size:10.5pt}main{max-width:none;padding:0}main>h1{display:none}
    article{border:0;padding:0;margin:0;break-after:page}article:last-child{break-after:auto}
    thead{display:table-header-group}tr,.highlights{break-inside:avoid}.scroll{overflow:visible}}
    """
}
