import Diff
import Emit
import Ledger
import Pipeline

/// Exports of days before tonight that tonight's run takes, because a night was missed or its totals did not tie: a control row of their day is
/// compared with them, as the night of that day would have done.
struct EarlierTotals {
  /// What an export of a day showed.
  struct Export {
    var day: CalendarDate
    /// Ids.
    var companies: [String]
    var sums: [Movements.Key: Int64]
  }

  private var exports: [Export] = []

  mutating func note(_ export: Export) { exports.append(export) }

  /// Compares tonight's control rows of earlier days; of several of a day the later counts. Throws where one differs.
  /// - Parameters:
  ///   - opening: what was open before tonight.
  ///   - lastNight: rows of its day and before came too late for a comparison, and nobody waits for one.
  ///   - companies: by their places.
  func tie(
    _ reading: inout NightReading, companies: [String], opening: [Movements.Key: Int64], lastNight: CalendarDate?
  ) throws {
    var rows: [(day: CalendarDate, row: ControlTotal)] = []
    for row in reading.controls {
      guard let day = row.asOf, day < reading.asOf else { continue }
      rows.removeAll { $0.day == day && $0.row.company == row.company && $0.row.currency == row.currency }
      rows.append((day, row))
    }
    for (day, row) in rows {
      guard let stated = row.ledgerBalance ?? row.total else { continue }
      guard let company = companies.firstIndex(of: row.company).map(UInt16.init) else { continue }
      let shown = sums(on: day, row, Movements.Key(company: company, currency: row.currency), opening, reading)
      guard !shown.isEmpty else {
        if let lastNight, day > lastNight { remark(day, row, &reading) }
        continue
      }
      let wanted = [row.total, row.ledgerBalance].compactMap(\.self)
      // What the night of the day would have found wrong: the total, then the ledger account.
      func differs(_ sum: Int64) -> Int64? { wanted.first { $0 != sum } }
      guard shown.allSatisfy({ differs($0) != nil }), let sum = shown.last else { continue }
      guard !reading.isUnproved(row.company) else {
        let control = RunReport.Control(
          feed: "controls", company: row.company, currency: row.currency, rows: 0, amount: 0, balance: sum)
        reading.remarkUnproved(control, differs(sum) ?? stated)
        continue
      }
      throw FootingError(
        company: row.company, currency: row.currency, what: "balances of the export of \(day)", sum: sum,
        against: "the control row of that day", expected: differs(sum) ?? stated)
    }
  }

  /// What exports of a day say of the company and currency of a control row: one for each that came. One that has the bytes of the export before it
  /// says what that one said.
  private func sums(
    on day: CalendarDate, _ row: ControlTotal, _ key: Movements.Key, _ opening: [Movements.Key: Int64],
    _ reading: NightReading
  ) -> [Int64] {
    let own = exports.filter { $0.companies.contains(row.company) }
    let ofDay = own.filter { $0.day == day }.map { $0.sums[key] ?? 0 }
    let isRepeated = reading.files.contains { file in
      guard file.kind == .documents, file.arrival.state == .duplicate, file.date == day, let feed = file.feed else {
        return false
      }
      return feed.showsPayments && reading.companies(of: feed).contains(row.company)
    }
    guard isRepeated else { return ofDay }
    let before = own.filter { $0.day < day }.max { $0.day < $1.day }
    return [(before?.sums ?? opening)[key] ?? 0] + ofDay
  }

  private func remark(_ day: CalendarDate, _ row: ControlTotal, _ reading: inout NightReading) {
    reading.warn(
      code: "control-not-compared",
      "the control row of \(row.company) \(row.currency) is of \(day), a day without a run, and no export of that day came: it was compared with nothing"
    )
  }
}

extension NightReading {
  /// Keeps what an export of an earlier day shows, for the control row of its day.
  /// - Parameter overtaken: companies of which a newer export is known; nil: all of its companies.
  mutating func noteEarlier(
    _ export: Export, _ diff: DocumentDiff, _ companies: [String], only overtaken: Set<UInt16>? = nil
  ) {
    guard export.isSnapshot, export.feed.showsPayments, export.date < asOf else { return }
    let own = companies.filter { company in overtaken.map { $0.contains(book.company(company)) } ?? true }
    guard !own.isEmpty else { return }
    let sums = diff.totals.map { (Movements.Key(company: $0.company, currency: $0.currency), $0.balance) }
    earlierTotals.note(
      EarlierTotals.Export(
        day: export.date, companies: own, sums: Dictionary(sums, uniquingKeysWith: { $0 + $1 })))
  }
}
