import Emit
import Ledger
import Pipeline
import Store

/// What the night proves by control totals: of its files, and of `controls` rows of its day and of days before.
extension NightWork {
  /// Control totals of tonight's files, with what a `controls` row of the day says. A company with rejected rows cannot be proved
  /// against a control row: it is told, and what its file shows is proved all the same. Where no file of tonight shows the company in that
  /// currency, because its export has the bytes of an earlier one or nothing is open, what is known is proved.
  func controls(_ reading: inout NightReading, _ book: Book) throws -> [RunReport.Control] {
    let tonight = reading.controls.filter { $0.asOf == nil || $0.asOf == run.asOf }
    // The ledger's balance may have come by a run of its own before the first documents of the day: those it was never compared with.
    let earlier = try state.payments.controls(asOf: run.asOf).filter { row in
      reading.dataAsOf[row.company].map { $0 < run.asOf } ?? true
        && !tonight.contains { $0.company == row.company && $0.currency == row.currency }
    }
    let rows = earlier + tonight
    func compared(_ control: RunReport.Control) -> RunReport.Control {
      // The later row counts, where a corrected one came after a wrong one.
      guard let row = rows.last(where: { $0.company == control.company && $0.currency == control.currency }) else {
        return control
      }
      let stated = row.total.flatMap { $0 == control.balance ? nil : $0 } ?? row.ledgerBalance ?? row.total
      guard !reading.isUnproved(control.company) else {
        if let stated, stated != control.balance { reading.remarkUnproved(control, stated) }
        return control
      }
      var control = control
      control.expected = stated
      return control
    }
    let shown = reading.reportControls.map(compared)
    let unseen = rows.filter { row in
      (reading.refreshed[row.company] != nil || reading.dataAsOf[row.company] == run.asOf)
        && !shown.contains { $0.company == row.company && $0.currency == row.currency }
    }
    return shown
      + unseen.map { compared(known($0, book, reading)) }.filter { $0.expected != nil }
  }

  /// Proves control rows of earlier days by the exports of their days.
  func tieEarlier(
    _ reading: inout NightReading, _ book: Book, opening: [Movements.Key: Int64], lastNight: CalendarDate?
  ) throws {
    let totals = reading.earlierTotals
    try totals.tie(&reading, companies: book.companies, opening: opening, lastNight: lastNight)
  }

  /// What is open of the company and currency of a control row, without what rejected rows hide.
  private func known(_ row: ControlTotal, _ book: Book, _ reading: NightReading) -> RunReport.Control {
    var control = RunReport.Control(
      feed: "controls", company: row.company, currency: row.currency, rows: 0, amount: 0, balance: 0)
    guard let company = book.companies.firstIndex(of: row.company).map({ UInt16($0) }) else { return control }
    for document in book.documents.rows
    where document.company == company && document.currency == row.currency && document.balance != 0
      && !document.flags.contains(.void)
    {
      control.rows += 1
      control.amount += document.amount
      control.balance += document.balance
    }
    control.balance -= reading.keptOpen[Movements.Key(company: company, currency: row.currency)] ?? 0
    return control
  }

  /// The same with what rejected rows hide: what aging has to add up to.
  func toTie(_ controls: [RunReport.Control], _ reading: NightReading, _ book: Book) -> [RunReport.Control] {
    controls.map { control in
      guard let company = book.companies.firstIndex(of: control.company) else { return control }
      var control = control
      control.balance += reading.keptOpen[Movements.Key(company: UInt16(company), currency: control.currency)] ?? 0
      return control
    }
  }
}
