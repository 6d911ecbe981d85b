import Ledger

/// A figure with a name: the big numbers at the top of a report.
struct Tile {
  var label: String
  /// Nil: there is nothing to show, and `note` says why.
  var value: String?
  var note: String = ""
  /// Set apart as what a reader looks for first.
  var isLead = false
}

/// A column of a table.
struct Column {
  var title: String
  /// Numbers and amounts stand at the right.
  var isNumber = false
}

extension HTML {
  mutating func tiles(_ tiles: [Tile]) {
    element("dl", ["class": "tiles"]) { html in
      for tile in tiles {
        html.element("div", ["class": tile.isLead ? "lead" : "tile"]) { html in
          html.element("dt", text: tile.label)
          html.element("dd", ["class": tile.value == nil ? "none" : "value"], text: tile.value ?? tile.note)
          if tile.value != nil, !tile.note.isEmpty { html.element("dd", ["class": "note"], text: tile.note) }
        }
      }
    }
  }

  /// Something that a reader must not miss. `label` says in a word how serious it is, so that colour is never needed.
  mutating func notice(_ label: String, isGrave: Bool = false, _ body: (inout HTML) -> Void) {
    element("div", ["class": isGrave ? "notice grave" : "notice", "role": "note"]) { html in
      html.element("strong", text: label)
      html.element("div") { body(&$0) }
    }
  }

  /// A table with a caption and a head that is repeated on every printed page; wide ones scroll by themselves on small screens.
  /// `rows` writes `tr` elements; the first cell of a row is its `th`.
  mutating func table(
    _ caption: String, _ columns: [Column], class name: String = "", rows: (inout HTML) -> Void,
    foot: ((inout HTML) -> Void)? = nil
  ) {
    element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption]) { html in
      html.element("table", ["class": name]) { html in
        html.element("caption", text: caption)
        html.element("thead") { html in
          html.element("tr") { html in
            for column in columns {
              html.element("th", ["scope": "col", "class": column.isNumber ? "num" : "txt"], text: column.title)
            }
          }
        }
        html.element("tbody") { rows(&$0) }
        if let foot { html.element("tfoot") { foot(&$0) } }
      }
    }
  }

  mutating func row(_ body: (inout HTML) -> Void) { element("tr") { body(&$0) } }

  mutating func rowHead(_ text: String, class name: String = "txt") {
    element("th", ["scope": "row", "class": name], text: text)
  }

  mutating func number(_ text: String) { element("td", ["class": "num"], text: text) }
  mutating func cell(_ text: String) { element("td", text: text) }

  /// An amount; below zero it has its minus and a class, at zero it is a dash that steps back.
  mutating func amount(_ minorUnits: Int64, _ currency: Currency) {
    if minorUnits == 0 {
      element("td", ["class": "num zero"], text: "–")
    } else {
      number(Figures.amount(minorUnits, currency))
    }
  }

  /// A day for people, with its ISO form for programs.
  mutating func day(_ date: CalendarDate) {
    element("time", ["datetime": date.description], text: Figures.date(date))
  }
}
