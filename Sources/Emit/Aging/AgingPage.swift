import Ledger
import Pipeline

/// `aging/aging.html`: the report people look at. Holds totals and the largest debtors only, so that its size does not depend on
/// the number of items.
struct AgingPage {
  let night: Night
  let rule: AgingRule
  let totals: AgingTotals
  let debtors: TopDebtors
  let portfolio: [PortfolioMeasures]?
  var trends: [MeasureTrend] = []

  var words: AgingWords { AgingWords(rule: rule) }

  func bytes() -> [UInt8] {
    let page = Page(
      title: "\(night.testMark)Receivables aging as of \(night.asOf)", heading: "\(night.testMark)Receivables aging",
      subtitle: "Open items by company and currency",
      facts: [("As of", Figures.date(night.asOf)), ("Data as of", dataAsOf), ("Run", night.run)],
      footer: "Written by \(night.program), run \(night.run). This file holds no script and loads nothing.")
    return page.write { html in
      staleNotice(&html)
      overview(&html)
      for company in companies { section(company, &html) }
      leftOut(&html)
    }
  }

  /// Companies with or without open items, by the bytes of their ids.
  private var companies: [CompanyNight] {
    night.companies.sorted { ByteOrder.precedes($0.company.id, $1.company.id) }
  }

  private var dataAsOf: String {
    let dates = Set(night.companies.map(\.dataAsOf)).compactMap { $0 }.sorted()
    guard let first = dates.first, let last = dates.last else { return "none yet" }
    return first == last ? Figures.date(first) : "\(Figures.date(first)) to \(Figures.date(last))"
  }

  private func staleNotice(_ html: inout HTML) {
    let stale = companies.filter { $0.stale != nil }
    guard !stale.isEmpty else { return }
    html.notice("Stale data", isGrave: true) { html in
      for company in stale {
        html.element("p", text: "\(company.company.name): \(company.stale ?? ""). No reminders go out for it.")
      }
    }
  }

  private func overview(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "overview"]) { html in
      html.element("h2", ["id": "overview"], text: "Totals")
      guard !totals.entries.isEmpty else { return html.element("p", text: "Nothing is open.") }
      html.element("div", ["class": "card"]) { html in
        html.table("Open items by company and currency", overviewColumns) { html in
          for entry in totals.entries { overviewRow(entry, &html) }
        }
        legend(&html)
      }
    }
  }

  private var overviewColumns: [Column] {
    [
      Column(title: "Company"), Column(title: "Currency"), Column(title: "Total open", isNumber: true),
      Column(title: words.new, isNumber: true), Column(title: words.old, isNumber: true),
      Column(title: "Unapplied credits", isNumber: true), Column(title: "\(words.old) share", isNumber: true),
      Column(title: "Customers", isNumber: true), Column(title: "Age profile"),
    ]
  }

  private func overviewRow(_ entry: AgingTotals.Entry, _ html: inout HTML) {
    let line = entry.line
    html.row { html in
      html.rowHead(night.name(entry.company), class: "keep")
      html.cell(line.currency.code)
      html.amount(line.total, line.currency)
      html.amount(line.notDue, line.currency)
      html.amount(line.pastDue, line.currency)
      html.amount(line.unapplied, line.currency)
      html.number(Figures.share(line.pastDue, of: line.notDue + line.pastDue) ?? "–")
      html.number(Figures.integer(entry.customers))
      html.element("td") { html in
        let shares = parts(line).compactMap { part in
          Figures.share(part.amount, of: line.notDue + line.pastDue).map { "\(part.label) \($0)" }
        }
        html.stackedBar(
          parts(line), currency: line.currency, label: "Age profile: " + shares.joined(separator: ", "))
      }
    }
  }

  /// Which colour is which age; the charts below name every column.
  private func legend(_ html: inout HTML) {
    html.element("p", ["class": "legend"]) { html in
      guard let line = totals.entries.first?.line else { return }
      for part in parts(line) where part.tone != "kc" {
        html.element("span") { html in
          html.swatch(part.tone)
          html.text(part.label)
        }
      }
    }
  }

  private func section(_ company: CompanyNight, _ html: inout HTML) {
    let entries = totals.entries.filter { $0.company == company.company.id }
    html.element("section", ["aria-label": company.company.name]) { html in
      html.element("h2") { html in
        html.text(company.company.name)
        html.element("small") { html in
          html.text("\(company.company.id) · data as of ")
          if let date = company.dataAsOf { html.day(date) } else { html.text("none yet") }
          if company.stale != nil { html.text(", stale") }
        }
      }
      if entries.isEmpty { html.element("p", text: "Nothing is open.") }
      for entry in entries { AgingCard(page: self, entry: entry).write(&html) }
    }
  }

  private func leftOut(_ html: inout HTML) {
    html.element("section", ["aria-labelledby": "left-out"]) { html in
      html.element("h2", ["id": "left-out"], text: "What this report counts")
      html.element("ul", ["class": "card plain"]) { html in
        let measures = portfolio.map { $0 + trends.flatMap(\.months).compactMap(\.portfolio) }
        for sentence in AgingNotes(rule: rule, totals: totals, asOf: night.asOf, measures: measures).sentences {
          html.element("li", text: sentence)
        }
      }
    }
  }

  /// The buckets of a line as parts of a chart: not due, each bucket, and credits where there are any.
  func parts(_ line: AgingLine) -> [ChartPart] {
    var parts = [ChartPart(label: words.new, amount: line.notDue, tone: "k0")]
    let last = max(line.buckets.count - 1, 1)
    for (index, amount) in line.buckets.enumerated() {
      let tone = "k\(1 + (index * 4 + last / 2) / last)"
      parts.append(ChartPart(label: rule.bucketLabels[index], amount: amount, tone: tone))
    }
    if line.unapplied != 0 { parts.append(ChartPart(label: "Credits", amount: line.unapplied, tone: "kc")) }
    return parts
  }
}

extension AgingRule {
  /// Names of the buckets for people: `1–30`, ..., `121+`; whole months where that is the mode.
  public var bucketLabels: [String] {
    var labels: [String] = []
    var from = 1
    for bound in bounds {
      labels.append(from == bound ? "\(from)" : "\(from)–\(bound)")
      from = bound + 1
    }
    return labels + ["\(from)+"]
  }
}
