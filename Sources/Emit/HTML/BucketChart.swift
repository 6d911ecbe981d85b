import Ledger

/// A column or a segment of a chart: an amount of a bucket.
struct ChartPart {
  /// `1–30`, as under the column.
  var label: String
  var amount: Int64
  /// Name of its colour in the style sheet: `k0` for not due to `k5` for the oldest, `kc` for credits.
  var tone: String
}

/// Charts as inline SVG. Positions across are percentages and text has a size of its own, so that a chart is as readable on a
/// phone as on paper. Every number is beside it in a table, too.
extension HTML {
  /// Columns for amounts of one currency; credits hang below the line.
  mutating func columnChart(_ parts: [ChartPart], currency: Currency, title: String, id: String) {
    let plan = ColumnPlan(parts)
    element("figure") { html in
      html.element("figcaption", text: title)
      html.element(
        "svg",
        ["role": "img", "aria-labelledby": id, "height": "\(plan.height)"]
      ) { html in
        html.element("title", ["id": id], text: title + ": " + HTML.spoken(parts, currency))
        for index in parts.indices { html.column(parts[index], index, plan, currency) }
        html.empty(
          "line", ["x1": "0", "x2": "100%", "y1": "\(plan.baseline)", "y2": "\(plan.baseline)"])
      }
    }
  }

  private mutating func column(_ part: ChartPart, _ index: Int, _ plan: ColumnPlan, _ currency: Currency) {
    let size = plan.size(part.amount)
    let top = part.amount < 0 ? plan.baseline : plan.baseline - size
    let middle = ColumnPlan.percent(plan.left(index) + plan.width / 2)
    if size > 0 {
      empty(
        "rect",
        [
          "class": part.tone, "x": ColumnPlan.percent(plan.left(index)), "width": ColumnPlan.percent(plan.width),
          "y": "\(top)", "height": "\(size)", "rx": "2",
        ])
    }
    let labelled = part.amount < 0 ? top + size + 15 : top - 7
    element(
      "text", ["x": middle, "y": "\(labelled)", "text-anchor": "middle"],
      text: part.amount == 0 ? "0" : Figures.compact(part.amount, currency))
    element(
      "text", ["class": "axis", "x": middle, "y": "\(plan.height - 4)", "text-anchor": "middle"], text: part.label)
  }

  /// One bar of the whole width that shows how an amount is made up. What is negative is left out: it has no share.
  mutating func stackedBar(_ parts: [ChartPart], currency: Currency, label: String) {
    let positive = parts.filter { $0.amount > 0 }
    let whole = positive.reduce(0) { $0 + $1.amount }
    element("svg", ["class": "profile", "role": "img", "height": "14", "aria-label": label]) { html in
      html.empty("rect", ["class": "track", "x": "0", "y": "0", "width": "100%", "height": "14", "rx": "2"])
      guard whole > 0 else { return }
      var sum: Int64 = 0
      for part in positive {
        let from = Figures.scaled(sum, by: 10_000, over: whole)
        sum += part.amount
        let to = Figures.scaled(sum, by: 10_000, over: whole)
        guard to > from else { continue }
        html.empty(
          "rect",
          [
            "class": part.tone, "x": ColumnPlan.percent(Int(from)), "y": "0",
            "width": ColumnPlan.percent(Int(to - from)), "height": "14",
          ])
      }
    }
  }

  /// The square before a bucket's name that ties it to its colour in the chart.
  mutating func swatch(_ tone: String) { element("span", ["class": "swatch " + tone, "aria-hidden": "true"]) }

  static func spoken(_ parts: [ChartPart], _ currency: Currency) -> String {
    parts.map { "\($0.label) \(Figures.amount($0.amount, currency))" }.joined(separator: "; ")
  }
}

/// Where the columns of a chart stand: across in hundredths of a percent, down in pixels.
struct ColumnPlan {
  private let scale: Int64
  private let count: Int
  let baseline: Int
  let height: Int

  private static let room: Int64 = 190

  init(_ parts: [ChartPart]) {
    count = max(parts.count, 1)
    let above = parts.map(\.amount).max().map { max($0, 0) } ?? 0
    let below = parts.map(\.amount).min().map { max(-max($0, -Int64.max), 0) } ?? 0
    scale = max(above, below, 1)
    baseline = 24 + Int(Figures.scaled(above, by: ColumnPlan.room, over: scale))
    let depth = below > 0 ? max(Int(Figures.scaled(below, by: ColumnPlan.room, over: scale)), 2) + 20 : 0
    height = baseline + depth + 26
  }

  var width: Int { 10_000 * 7 / 10 / count }
  func left(_ index: Int) -> Int { 10_000 * index / count + 10_000 * 15 / 100 / count }

  /// Height of a column; what is not zero is seen.
  func size(_ amount: Int64) -> Int {
    guard amount != 0 else { return 0 }
    return max(Int(Figures.scaled(Int64(clamping: amount.magnitude), by: ColumnPlan.room, over: scale)), 2)
  }

  static func percent(_ hundredths: Int) -> String {
    var bytes: [UInt8] = []
    Money.write(Int64(hundredths), exponent: 2, to: &bytes)
    return String(decoding: bytes, as: UTF8.self) + "%"
  }
}
