import Ledger
import Pipeline

/// One company and currency in the aging report: key figures, the chart with its table, the largest debtors.
struct AgingCard {
  let page: AgingPage
  let entry: AgingTotals.Entry

  private var line: AgingLine { entry.line }
  private var words: AgingWords { page.words }
  private var currency: Currency { entry.line.currency }
  /// What is owed without credits: shares are of this, so that they add up to 100 %.
  private var owed: Int64 { line.notDue + line.pastDue }

  func write(_ html: inout HTML) {
    html.element("article", ["class": "card", "aria-label": "\(entry.company) \(currency)"]) { html in
      html.element("h3", text: "Amounts in \(currency)")
      html.tiles(tiles)
      html.element("div", ["class": "pair"]) { html in
        html.columnChart(
          page.parts(line), currency: currency, title: "Open items by \(unit) past \(start), \(currency)",
          id: chartID)
        bucketTable(&html)
      }
      debtorTable(&html)
      if let trend = page.trends.first(where: { $0.company == entry.company && $0.currency == currency }) {
        TrendTable.write(trend, &html)
      }
    }
  }

  private var unit: String { page.rule.mode == .days ? "days" : "calendar months" }

  private var start: String {
    page.rule.basis == .due ? "due" : "the \(words.date)"
  }

  /// Unique on the page, and free of anything a company's id may hold.
  private var chartID: String {
    let place = page.totals.entries.firstIndex { $0.company == entry.company && $0.line.currency == currency }
    return "chart-\((place ?? 0) + 1)"
  }

  private var tiles: [Tile] {
    let measures = page.portfolio?.first { $0.company == entry.company && $0.currency == currency }
    let oldest = line.oldest > 0 ? "oldest \(Figures.integer(line.oldest)) days" : words.nothing
    return [
      Tile(
        label: "Total open", value: Figures.amount(line.total, currency),
        note: "\(Figures.counted(entry.items, "item")), \(Figures.counted(entry.customers, "customer"))", isLead: true),
      Tile(
        label: words.old, value: Figures.amount(line.pastDue, currency),
        note: "\(Figures.counted(entry.customersPastDue, "customer")), \(oldest)", isLead: true),
      Tile(
        label: "\(words.old) share", value: Figures.share(line.pastDue, of: owed),
        note: owed > 0 ? words.whole : "nothing is owed", isLead: true),
    ] + (page.portfolio == nil ? [] : MeasureTiles.tiles(measures))
  }

  private func bucketTable(_ html: inout HTML) {
    let columns = [
      Column(title: "Age"), Column(title: "Amount", isNumber: true), Column(title: "Share", isNumber: true),
    ]
    html.table("The same in figures, \(currency)", columns) { html in
      for part in page.parts(line) { bucketRow(part, &html) }
    } foot: { html in
      html.row { html in
        html.rowHead("Total")
        html.number(Figures.amount(line.total, currency))
        html.cell("")
      }
    }
  }

  private func bucketRow(_ part: ChartPart, _ html: inout HTML) {
    html.row { html in
      html.element("th", ["scope": "row"]) { html in
        html.swatch(part.tone)
        html.text(part.tone == "kc" ? "Unapplied credits" : part.label)
        if part.tone != "kc", part.tone != "k0" { html.text(" \(unit)") }
      }
      html.amount(part.amount, currency)
      html.number(Figures.share(part.amount, of: owed) ?? "–")
    }
  }

  private func debtorTable(_ html: inout HTML) {
    let debtors = page.debtors.of(entry.company, currency)
    guard !debtors.isEmpty else { return }
    let buckets = page.rule.bucketLabels.map { Column(title: $0, isNumber: true) }
    let columns =
      [Column(title: "#", isNumber: true), Column(title: "Customer"), Column(title: words.old, isNumber: true)]
      + [Column(title: words.new, isNumber: true)] + buckets + [
        Column(title: "Credits", isNumber: true), Column(title: "Total", isNumber: true),
        Column(title: "Oldest", isNumber: true), Column(title: "Score"),
      ]
    let amount = words.old.lowercased()
    let caption =
      entry.customers > debtors.count
      ? "The \(debtors.count) largest debtors by amount \(amount), \(currency)"
      : "Debtors by amount \(amount), \(currency)"
    html.table(caption, columns, class: "wide") { html in
      for (index, debtor) in debtors.enumerated() { debtorRow(index + 1, debtor, &html) }
    }
  }

  private func debtorRow(_ rank: Int, _ debtor: TopDebtors.Debtor, _ html: inout HTML) {
    html.row { html in
      html.number("\(rank)")
      html.element("th", ["scope": "row", "class": "wrap"]) { html in
        html.element("bdi", text: debtor.name)
        html.element("span", ["class": "id"], text: debtor.customerID)
      }
      html.amount(debtor.line.pastDue, currency)
      html.amount(debtor.line.notDue, currency)
      for bucket in debtor.line.buckets { html.amount(bucket, currency) }
      html.amount(debtor.line.unapplied, currency)
      html.amount(debtor.line.total, currency)
      html.number(debtor.line.oldest > 0 ? "\(Figures.integer(debtor.line.oldest)) d" : "–")
      html.cell(debtor.grade?.rawValue ?? "–")
    }
  }
}
