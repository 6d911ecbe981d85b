import Formats
import Ledger
import Pipeline

/// `aging/`: what every customer owes by age, item by item, and the report people look at. Ages by the configured rule; a customer
/// whose buckets and unapplied credits are not its balance stops the run.
public struct AgingReport: StreamedArtefact {
  private let night: Night
  private let rule: AgingRule
  private let portfolio: [PortfolioMeasures]?
  private let trends: [MeasureTrend]
  private let sink: any ArtefactSink
  private var summary: AgingSummaryTable?
  private var detail: AgingDetailTable?
  private var breakdowns: [AgingBreakdown] = []
  private let audience: CSVAudience
  private let writesPage: Bool
  private var debtors = TopDebtors()
  private var company: CompanyNight?
  /// What was aged so far: whole after `finish`.
  public private(set) var totals = AgingTotals()

  /// `portfolio` holds the measures of the companies and currencies; what is missing there shows as too short a history; nil: nobody has counted
  /// them. `trends` are their months, where they are shown.
  public init(
    _ sink: any ArtefactSink, night: Night, settings: AgingReportSettings, portfolio: [PortfolioMeasures]?,
    trends: [MeasureTrend] = [], rates: ExchangeRates = ExchangeRates([], on: .missing)
  ) throws {
    self.sink = sink
    self.night = night
    self.portfolio = portfolio
    self.trends = trends
    rule = settings.aging
    audience = settings.audience
    writesPage = settings.formats.contains(.html)
    guard settings.formats.contains(.csv) else { return }
    summary = try AgingSummaryTable(
      sink, rule: rule, audience: settings.audience, rates: settings.inBaseCurrency ? rates : nil)
    breakdowns = settings.by.map { AgingBreakdown($0, rule: settings.aging) }
    guard settings.detail else { return }
    detail = try AgingDetailTable(sink, rule: rule, asOf: night.asOf, audience: settings.audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    let lines = rule.age(account.items, asOf: night.asOf)
    guard !lines.isEmpty else { return }
    let customer = account.customer
    if company?.company.id != customer.company { company = night.company(customer.company) }
    let isIntercompany = customer.isIntercompany
    for line in lines {
      if let problem = AgingTotals.problem(line, of: customer) { throw problem }
      let at = totals.add(line, of: customer, isIntercompany: isIntercompany)
      count(account.items, line.currency, at)
      if writesPage { debtors.add(line, of: account, at: totals.entries[at]) }
      try summary?.add(
        line, of: customer, asOf: night.asOf, dataAsOf: company?.dataAsOf, base: company?.company.baseCurrency)
    }
    for index in breakdowns.indices { breakdowns[index].add(account, lines, asOf: night.asOf) }
    try detail?.add(account, outcome)
  }

  public mutating func finish() throws {
    try summary?.finish()
    try detail?.finish()
    for breakdown in breakdowns { try breakdown.write(to: sink, audience: audience, asOf: night.asOf, totals: totals) }
    guard writesPage else { return }
    let page = AgingPage(
      night: night, rule: rule, totals: totals, debtors: debtors, portfolio: portfolio, trends: trends)
    try sink.put(page.bytes(), at: "aging/aging.html")
  }

  private mutating func count(_ items: [AccountItem], _ currency: Currency, _ at: Int) {
    var (number, undated) = (0, 0)
    items.withUnsafeBufferPointer { items in
      for index in items.indices where items[index].document.currency == currency {
        let balance = items[index].document.balance
        if balance != 0 { number += 1 }
        if balance > 0, items[index].dueDate == nil { undated += 1 }
      }
    }
    totals.count(items: number, withoutDueDate: undated, at: at)
  }
}
