import Ledger
import Pipeline

/// `measures/`: thirteen months of portfolio measures, the largest customers, and expected losses by age. Intercompany customers, drafts
/// and voided documents are left out of all of it.
public struct MeasuresReport: StreamedArtefact {
  private let night: Night
  private let settings: MeasureSettings
  private let trends: [MeasureTrend]
  private let sink: any ArtefactSink
  private let rule = AgingRule()
  private var positions: [Exposure] = []

  /// What a company's customers owe in a currency.
  private struct Exposure {
    var company: String
    var line: AgingLine
    /// The largest first, by their balance.
    var largest: [(id: String, name: String, balance: Int64)] = []
    /// Sum of all balances above zero.
    var owed: Int64 = 0
  }

  public init(
    _ sink: any ArtefactSink, night: Night, settings: MeasureSettings, trends: [MeasureTrend]
  ) {
    self.sink = sink
    self.night = night
    self.settings = settings
    self.trends = trends
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    guard !account.items.isEmpty, !account.customer.isIntercompany else { return }
    for line in rule.age(account.items, asOf: night.asOf) {
      let at = place(account.customer.company, line)
      positions[at].line += line
      guard line.total > 0 else { continue }
      positions[at].owed += line.total
      rank(account.customer, line.total, at)
    }
  }

  private mutating func place(_ company: String, _ line: AgingLine) -> Int {
    let found = positions.lastIndex { $0.company == company && $0.line.currency == line.currency }
    if let found { return found }
    positions.append(
      Exposure(company: company, line: AgingLine(currency: line.currency, buckets: line.buckets.count)))
    return positions.count - 1
  }

  /// Customers come in the order of their ids: equals stay in it.
  private mutating func rank(_ customer: Customer, _ balance: Int64, _ at: Int) {
    let largest = positions[at].largest
    if largest.count == settings.largest, let least = largest.last, balance <= least.balance { return }
    let place = largest.firstIndex { $0.balance < balance } ?? largest.count
    positions[at].largest.insert((customer.id, customer.name, balance), at: place)
    if positions[at].largest.count > settings.largest { positions[at].largest.removeLast() }
  }

  public mutating func finish() throws {
    positions.sort {
      $0.company == $1.company
        ? $0.line.currency < $1.line.currency : ByteOrder.precedes($0.company, $1.company)
    }
    try writeTrend()
    try writeConcentration()
    try writeExpectedLoss()
  }

  // MARK: Files

  private func writeTrend() throws {
    var table = try CSVTable(
      sink, path: "measures/measures.csv",
      columns: [
        "company", "currency", "month", "as_of", "receivables", "past_due", "sales", "dso", "dso_countback",
        "countback_is_at_least", "best_possible_dso", "add", "cei", "cei_period", "settled", "days_to_pay",
        "weighted_delay", "roll_not_due", "roll_d1_30", "roll_d31_60", "roll_d61_90", "roll_d91_120", "promises_due",
        "promises_kept", "disputes_opened", "disputes_open", "sales_known_from",
      ], audience: settings.audience)
    for trend in trends {
      for month in trend.months { try write(month, trend, &table) }
    }
    try table.finish()
  }

  private func write(_ month: MonthMeasures, _ trend: MeasureTrend, _ table: inout CSVTable) throws {
    table.text(trend.company)
    table.text(trend.currency.code)
    table.text(month.month)
    table.date(month.end)
    if let portfolio = month.portfolio {
      table.money(portfolio.receivables, trend.currency)
      table.money(portfolio.receivables - portfolio.notPastDue, trend.currency)
    } else {
      table.empty()
      table.empty()
    }
    table.money(month.sales, trend.currency)
    table.hundredths(month.portfolio?.dsoSimple)
    table.hundredths(month.portfolio?.dsoCountback)
    table.text(month.portfolio?.dsoCountback.map { _ in month.portfolio!.countbackExhausted ? "yes" : "no" })
    table.hundredths(month.portfolio?.dsoBestPossible)
    table.hundredths(month.portfolio?.averageDaysDelinquent)
    table.hundredths(month.effectiveness)
    table.hundredths(month.effectivenessOfPeriod)
    table.money(month.settled, trend.currency)
    table.hundredths(month.daysToPay)
    table.hundredths(month.weightedDelay)
    for age in 0..<rule.bounds.count + 1 {
      table.hundredths(age < month.rollRates.count ? month.rollRates[age] : nil)
    }
    table.int(month.promisesDue)
    table.int(month.promisesKept)
    table.int(month.disputesOpened)
    table.int(month.disputesOpen)
    table.date(month.portfolio?.salesKnownFrom)
    try table.endRow()
  }

  private func writeConcentration() throws {
    var table = try CSVTable(
      sink, path: "measures/concentration.csv",
      columns: [
        "company", "currency", "rank", "customer_id", "customer_name", "balance", "share", "cumulative_share",
      ], audience: settings.audience)
    for position in positions {
      var sum: Int64 = 0
      for (index, customer) in position.largest.enumerated() {
        sum += customer.balance
        table.text(position.company)
        table.text(position.line.currency.code)
        table.int(index + 1)
        table.text(customer.id)
        table.text(customer.name)
        table.money(customer.balance, position.line.currency)
        table.hundredths(Int(Figures.scaled(customer.balance, by: 10_000, over: position.owed)))
        table.hundredths(Int(Figures.scaled(sum, by: 10_000, over: position.owed)))
        try table.endRow()
      }
    }
    try table.finish()
  }

  private func writeExpectedLoss() throws {
    var table = try CSVTable(
      sink, path: "measures/expected-loss.csv",
      columns: ["company", "currency", "bucket", "balance", "rate", "overlay", "expected_loss"],
      audience: settings.audience)
    for position in positions {
      guard let rates = lossRates(position) else { continue }
      let ages = zip(["not_due"] + rule.bucketNames, [position.line.notDue] + position.line.buckets)
      var (balance, loss): (Int64, Int64) = (0, 0)
      for ((bucket, amount), rate) in zip(ages, rates) {
        let expected = MeasuresReport.share(of: amount, rate.tenThousandths + settings.overlay.tenThousandths)
        (balance, loss) = (balance + amount, loss + expected)
        try write(position, bucket, amount, rate, expected, &table)
      }
      try write(position, "total", balance, nil, loss, &table)
    }
    try table.finish()
  }

  /// From roll rates: what moves on from an age to the last one, and is lost there. Nil where rates are not known.
  private func lossRates(_ position: Exposure) -> [Percentage]? {
    guard settings.losses == .rollRates else { return settings.lossRates.isEmpty ? nil : settings.lossRates }
    let trend = trends.first { $0.company == position.company && $0.currency == position.line.currency }
    guard let rolls = trend?.meanRollRates, rolls.count == rule.bounds.count + 1 else { return nil }
    var rates = [settings.lossAtEnd]
    for roll in rolls.reversed() {
      // An age in which nothing ever stood moves on whole.
      let share = Int64(roll ?? 10_000)
      let rate = Figures.scaled(Int64(rates[0].tenThousandths), by: share, over: 10_000)
      rates.insert(Percentage(tenThousandths: Int(rate)), at: 0)
    }
    return rates
  }

  private func write(
    _ position: Exposure, _ bucket: String, _ amount: Int64, _ rate: Percentage?, _ loss: Int64,
    _ table: inout CSVTable
  ) throws {
    table.text(position.company)
    table.text(position.line.currency.code)
    table.text(bucket)
    table.money(amount, position.line.currency)
    table.text(rate.map(MeasuresReport.decimal))
    table.text(rate.map { _ in MeasuresReport.decimal(settings.overlay) })
    table.money(loss, position.line.currency)
    try table.endRow()
  }

  /// A rate above 100 % counts as 100 %. Rounded half away from zero.
  private static func share(of amount: Int64, _ tenThousandths: Int) -> Int64 {
    let rate = Int64(min(tenThousandths, 1_000_000))
    let loss = Figures.scaled(Int64(clamping: amount.magnitude), by: rate, over: 1_000_000)
    return amount < 0 ? -loss : loss
  }

  private static func decimal(_ rate: Percentage) -> String {
    var bytes: [UInt8] = []
    Money.write(Int64(rate.tenThousandths), exponent: 4, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
