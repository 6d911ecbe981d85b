import Ledger
import Pipeline

/// Thirteen months of measures as a table of the aging page, newest first.
enum TrendTable {
  static func write(_ trend: MeasureTrend, _ html: inout HTML) {
    let columns =
      [Column(title: "Month")]
      + [
        "Open", "Past due", "Sales", "DSO", "Countback", "Best possible", "ADD", "CEI", "Days to pay", "Days late",
      ].map { Column(title: $0, isNumber: true) }
    html.table("Measures by month, amounts in \(trend.currency), CEI in percent", columns, class: "wide") { html in
      for month in trend.months.reversed() { row(month, trend.currency, &html) }
    }
  }

  private static func row(_ month: MonthMeasures, _ currency: Currency, _ html: inout HTML) {
    let portfolio = month.portfolio
    html.row { html in
      html.rowHead(month.month)
      html.number(portfolio.map { Figures.amount($0.receivables, currency) } ?? "–")
      html.number(portfolio.map { Figures.amount($0.receivables - $0.notPastDue, currency) } ?? "–")
      html.number(Figures.amount(month.sales, currency))
      let isLimit = portfolio?.salesKnownFrom != nil
      html.number(days(portfolio?.dsoSimple, isLimit))
      let isExhausted = portfolio?.countbackExhausted == true
      html.number((isExhausted && !isLimit ? "≥ " : "") + days(portfolio?.dsoCountback, isLimit && !isExhausted))
      html.number(days(portfolio?.dsoBestPossible, isLimit))
      html.number(days(portfolio?.averageDaysDelinquent, isLimit))
      html.number(month.effectiveness.map(Figures.percentage) ?? "–")
      html.number(days(month.daysToPay))
      html.number(days(month.weightedDelay))
    }
  }

  private static func days(_ hundredths: Int?, _ isLimit: Bool = false) -> String {
    hundredths.map { (isLimit ? "≤ " : "") + Figures.days(hundredths: $0) } ?? "–"
  }
}
