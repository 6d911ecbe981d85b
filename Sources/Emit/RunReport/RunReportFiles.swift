import Ledger
import Pipeline

/// `run.json` and `run.html`: what the night read, rejected, changed, decided and wrote.
public enum RunReportFiles {
  /// Throws `FootingError` before anything is written where opening plus movements is not closing.
  public static func write(_ report: RunReport, of night: Night, to sink: any ArtefactSink) throws {
    try tie(report)
    try sink.put(json(report, of: night), at: "run.json")
    try sink.put(html(report, of: night), at: "run.html")
  }

  public static func json(_ report: RunReport, of night: Night) -> [UInt8] {
    RunJSON(night: night, report: report.ordered).bytes()
  }

  public static func html(_ report: RunReport, of night: Night) -> [UInt8] {
    RunPage(night: night, report: report.ordered).bytes()
  }

  /// Opening plus movements is closing, for every company and currency.
  public static func tie(_ report: RunReport) throws(FootingError) {
    for movement in report.movements where !movement.ties {
      throw FootingError(
        company: movement.company, currency: movement.currency, what: "opening balance and movements",
        sum: movement.movementSum, against: "the closing balance", expected: movement.closing)
    }
    for proof in report.cash where !proof.ties {
      throw FootingError(
        company: proof.company, currency: proof.currency, what: "payments applied and unapplied", sum: proof.sum,
        against: "the payments to place", expected: proof.amount)
    }
  }
}

extension RunReport.Movement {
  fileprivate var movementSum: Int64 { opening + new + reopened + changed + partPaid + paid + voided }
}

extension RunReport.File {
  /// Rows that were taken, changed or not; none of a file that was not let in.
  var acceptedRows: Int { status == .accepted ? max(rows - rejectedRows, 0) : 0 }
}

extension RunReport.MessageCount {
  var isSent: Bool { outcome == "sent" }
  var reason: SuppressionReason? { SuppressionReason(rawValue: outcome) }
}

extension RunReport {
  /// The same with every list in an order that does not depend on how it was gathered. Files stay in the order of reading.
  var ordered: RunReport {
    var report = self
    report.movements.sort { Key($0.company, $0.currency) < Key($1.company, $1.currency) }
    report.controls.sort { Key($0.company, $0.currency, $0.feed) < Key($1.company, $1.currency, $1.feed) }
    report.records.sort { Key($0.company, $0.currency, $0.feed) < Key($1.company, $1.currency, $1.feed) }
    report.cash.sort { Key($0.company, $0.currency) < Key($1.company, $1.currency) }
    report.portfolio.sort { Key($0.company, $0.currency) < Key($1.company, $1.currency) }
    report.changes.sort { Key($0.company, rank: $0.kind.place) < Key($1.company, rank: $1.kind.place) }
    report.warnings.sort { Key($0.code, text: $0.message) < Key($1.code, text: $1.message) }
    report.messages.sort { $0.count.key < $1.count.key }
    return report
  }
}

/// What lists are sorted by: company, then currency or rank, then text, texts by their bytes.
private struct Key: Comparable {
  var company: String
  var rank: Int
  var text: String

  init(_ company: String, rank: Int = 0, text: String = "") {
    self.company = company
    self.rank = rank
    self.text = text
  }

  init(_ company: String, _ currency: Currency, _ text: String = "") {
    self.init(company, rank: Int(currency.packed), text: text)
  }

  static func < (a: Key, b: Key) -> Bool {
    if a.company != b.company { return ByteOrder.precedes(a.company, b.company) }
    if a.rank != b.rank { return a.rank < b.rank }
    return ByteOrder.precedes(a.text, b.text)
  }
}

extension RunReport.MessageCount {
  /// Sent ones first, then by reason in the order in which reasons apply, then by level and channel; invitations behind the others.
  fileprivate var key: Key {
    let place = isSent ? 0 : 1 + (reason?.precedence ?? SuppressionReason.allCases.count)
    return Key(company, rank: place * 1000 + level, text: channel + "\u{0}" + outcome + (isInvitation ? "\u{0}" : ""))
  }
}

extension ChangeKind {
  fileprivate var place: Int { ChangeKind.allCases.firstIndex(of: self) ?? 0 }
}
