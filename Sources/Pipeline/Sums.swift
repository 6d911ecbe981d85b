import Ledger

/// Rows and amounts per company and currency.
public struct Sums: Equatable, Sendable {
  public struct Line: Equatable, Sendable {
    public var company: String
    public var currency: Currency
    public var rows: Int
    /// In minor units.
    public var amount: Int64
    public init(company: String, currency: Currency, rows: Int, amount: Int64) {
      self.company = company
      self.currency = currency
      self.rows = rows
      self.amount = amount
    }
  }
  /// In the order of companies and currencies.
  public private(set) var lines: [Line] = []

  /// The sum of these lines.
  public init(rows: [Line]) {
    for row in rows { add(row) }
    lines.sort { ($0.company, $0.currency) < ($1.company, $1.currency) }
  }

  /// Of payments, a row each.
  public init(_ payments: [Payment]) {
    self.init(
      rows: payments.map {
        Line(company: $0.company, currency: $0.money.currency, rows: 1, amount: $0.money.minorUnits)
      })
  }

  /// Of the control totals of several feeds.
  public init(controls: [RunReport.Control]) {
    self.init(
      rows: controls.map { Line(company: $0.company, currency: $0.currency, rows: $0.rows, amount: $0.amount) })
  }

  private mutating func add(_ row: Line) {
    let at =
      lines.last.map { $0.company == row.company && $0.currency == row.currency } == true
      ? lines.count - 1 : lines.firstIndex { $0.company == row.company && $0.currency == row.currency }
    guard let at else { return lines.append(row) }
    lines[at].rows += row.rows
    lines[at].amount += row.amount
  }

  /// The first line of which the other has another amount or number of rows, and the other's amount.
  public func difference(from other: Sums) -> (line: Line, amount: Int64)? {
    for line in lines {
      let found = other.lines.first { $0.company == line.company && $0.currency == line.currency }
      if found?.amount != line.amount || found?.rows != line.rows { return (line, found?.amount ?? 0) }
    }
    return nil
  }
}
