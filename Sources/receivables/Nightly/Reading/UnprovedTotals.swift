import Ledger
import Pipeline

extension NightReading {
  /// Whether rows of a company's documents were rejected tonight: then no total proves it. One whose company nobody can tell may be of any.
  func isUnproved(_ company: String) -> Bool {
    files.contains { $0.kind == .documents && $0.doubtful.contains { $0.company ?? company == company } }
  }

  /// Where rows of a company were rejected a total may differ by them, so that it fails no run; but a person is told by how much it does.
  mutating func remarkUnproved(_ control: RunReport.Control, _ stated: Int64) {
    func amount(_ units: Int64) -> String { "\(Money(minorUnits: units, currency: control.currency))" }
    let (difference, isBeyond) = stated.subtractingReportingOverflow(control.balance)
    warn(
      code: "control-unproved",
      "rows of \(control.company) were rejected, so its total was not compared: the control row says \(amount(stated)), the rows that were taken "
        + "add up to \(amount(control.balance))" + (isBeyond ? "" : ", a difference of \(amount(difference))"))
  }
}
