import Ledger

/// What payments and applications say was set against a document, as a run knew it.
struct ClearingTables {
  private let database: Database
  private let knownRun: Int64
  /// Whether corrections learned later have to be left out.
  private let looksBack: Bool
  /// False where cash application never matched anything.
  private let hasMatches: Bool

  init(_ database: Database, knownRun: Int64, newestRun: Int64, hasMatches: Bool) {
    self.database = database
    self.knownRun = knownRun
    self.hasMatches = hasMatches
    looksBack = knownRun < newestRun
  }

  /// The kind of a company's open document of an id; nil where it has none.
  typealias KindOfOpen = (_ company: String, _ id: String) throws -> DocumentKind?

  private struct Applied {
    /// The payment, or the document, at the other end.
    var other: String
    var amount: String
    var on: CalendarDate?
    var run: Int64
  }

  private struct Paid {
    var date: CalendarDate
    var amount: Int64
    var currency: String
    var method: String?
    var run: Int64
  }

  /// Applications to the document, payments that name it and are applied to nothing, and where it is a credit what it was used for.
  /// - Parameter group: keys of the instalments of the document, where it is one, in the order in which their steps are asked for.
  func of(
    _ document: PastDocument, among group: [Int64], company: String, _ kindOfOpen: KindOfOpen
  ) throws -> [Clearing] {
    var found: [Clearing] = []
    for applied in try applications(company, "document_id", document.documentID) {
      if let clearing = try clearing(applied, document, company, kindOfOpen) { found.append(clearing) }
    }
    for (id, paid) in try referring(company, document.documentID) where paid.currency == document.currency.code {
      guard try applications(company, "payment_id", id).isEmpty else { continue }
      found.append(
        Clearing(
          date: paid.date, effect: -paid.amount, id: id, cause: ChangeCause(method: paid.method), run: paid.run))
    }
    for applied in try applications(company, "payment_id", document.documentID) {
      guard let date = applied.on, let amount = try? Money(applied.amount, document.currency).minorUnits else {
        continue
      }
      let cause: ChangeCause = document.kind == .onAccount ? .payment : .credit
      found.append(Clearing(date: date, effect: amount, id: applied.other, cause: cause, run: applied.run))
    }
    if hasMatches { found += try matched(document, group) }
    return found
  }

  /// What cash application matched with the document, or with its instalments, as far as the ERP's balance has confirmed it: it tells the
  /// day where no application and no reference does. What was taken off beside the money goes with it.
  private func matched(_ document: PastDocument, _ group: [Int64]) throws -> [Clearing] {
    var sql = ClearingTables.matches("cash_match m", looksBack)
    if looksBack {
      sql += " UNION ALL " + ClearingTables.matches("cash_match_history m", true) + " AND m.until_run > ?2"
    }
    var found: [Clearing] = []
    for match in try database.rows(
      sql, .int(document.id), .int(knownRun), .int(document.company), .text(document.documentID),
      .int(document.instalment.isEmpty ? 0 : 1), row: ClearingTables.match)
    {
      var match = match
      match.money.only = group.firstIndex(of: match.document)
      match.deducted.only = match.money.only
      if match.reference != document.documentID { found.append(match.money) }
      if match.deducted.effect != 0 { found.append(match.deducted) }
    }
    return found
  }

  private static func matches(_ table: String, _ looksBack: Bool) -> String {
    func known(_ column: String) -> String { looksBack ? KnownPayments.column(column) : "p.\(column)" }
    return "SELECT p.payment_id, \(known("payment_date")), m.posted, "
      + "CASE WHEN m.posted = m.amount THEN m.deducted ELSE 0 END, \(known("details")), m.run, \(known("reference")), m.document "
      + "FROM \(table) JOIN payment p ON p.id = m.payment \(looksBack ? KnownPayments.join("?2") : "") WHERE (m.document = ?1 OR (?5 AND m.document IN "
      + "(SELECT id FROM document WHERE instalment <> '' AND company = ?3 AND document_id = ?4))) AND m.run <= ?2 "
      + "AND m.posted <> 0 AND m.rule <> 'erp-application'"
  }

  private static func match(
    _ row: Statement
  ) -> (money: Clearing, deducted: Clearing, reference: String?, document: Int64) {
    let (id, date, run) = (row.text(0), CalendarDate(days: Int32(row.int(1))), row.int64(5))
    let cause = ChangeCause(method: Details(json: row.text(4))["method"])
    return (
      Clearing(date: date, effect: -row.int64(2), id: id, cause: cause, run: run),
      Clearing(date: date, effect: -row.int64(3), id: id, cause: .credit, run: run), row.optionalText(6),
      row.int64(7)
    )
  }

  private func clearing(
    _ applied: Applied, _ document: PastDocument, _ company: String, _ kindOfOpen: KindOfOpen
  ) throws -> Clearing? {
    guard let amount = try? Money(applied.amount, document.currency).minorUnits else { return nil }
    let paid = try payment(company, applied.other)
    guard let date = applied.on ?? paid?.date else { return nil }
    // Used against a credit, an amount takes from what the credit is worth, whatever sign the ERP writes.
    let effect = document.past.amount < 0 ? Int64(amount.magnitude) : -amount
    var cause = ChangeCause(method: paid?.method)
    if paid == nil, let kind = try kindOfOpen(company, applied.other) ?? closedKind(document.company, applied.other) {
      cause = kind == .onAccount ? .payment : .credit
    }
    return Clearing(date: date, effect: effect, id: applied.other, cause: cause, run: max(applied.run, paid?.run ?? 0))
  }

  /// - Parameter column: which end of the application has the id, `document_id` or `payment_id`.
  private func applications(_ company: String, _ column: String, _ id: String) throws -> [Applied] {
    let other = column == "document_id" ? "payment_id" : "document_id"
    func read(_ row: Statement) -> Applied {
      Applied(
        other: row.text(0), amount: row.text(1), on: row.optionalInt(2).map { CalendarDate(days: Int32($0)) },
        run: row.int64(3))
    }
    let current = try database.rows(
      "SELECT \(other), amount, applied_on, run FROM application WHERE company = ? AND \(column) = ? AND run <= ?",
      .text(company), .text(id), .int(knownRun), row: read)
    guard looksBack else { return current }
    return current
      + (try database.rows(
        "SELECT \(other), amount, applied_on, run FROM application_history WHERE company = ? AND \(column) = ? "
          + "AND run <= ?3 AND until_run > ?3", .text(company), .text(id), .int(knownRun), row: read))
  }

  private static let paid = "payment_date, amount, currency, details, run"

  private static func paid(_ row: Statement, from at: Int) -> Paid {
    Paid(
      date: CalendarDate(days: Int32(row.int(at))), amount: row.int64(at + 1), currency: row.text(at + 2),
      method: Details(json: row.text(at + 3))["method"], run: row.int64(at + 4))
  }

  private func payment(_ company: String, _ id: String) throws -> Paid? {
    let current = try database.rows(
      "SELECT \(ClearingTables.paid) FROM payment WHERE company = ? AND payment_id = ? AND run <= ?", .text(company),
      .text(id), .int(knownRun), row: { ClearingTables.paid($0, from: 0) })
    guard current.isEmpty, looksBack else { return current.first }
    return try database.rows(
      "SELECT \(ClearingTables.paid) FROM payment_history WHERE company = ? AND payment_id = ? AND run <= ?3 "
        + "AND until_run > ?3", .text(company), .text(id), .int(knownRun), row: { ClearingTables.paid($0, from: 0) }
    ).first
  }

  private func referring(_ company: String, _ document: String) throws -> [(id: String, paid: Paid)] {
    func read(_ row: Statement) -> (id: String, paid: Paid) { (row.text(0), ClearingTables.paid(row, from: 1)) }
    let current = try database.rows(
      "SELECT payment_id, \(ClearingTables.paid) FROM payment WHERE company = ? AND reference = ? AND run <= ?",
      .text(company), .text(document), .int(knownRun), row: read)
    guard looksBack else { return current }
    return current
      + (try database.rows(
        "SELECT payment_id, \(ClearingTables.paid) FROM payment_history WHERE company = ? AND reference = ? "
          + "AND run <= ?3 AND until_run > ?3", .text(company), .text(document), .int(knownRun), row: read))
  }

  /// Many ERPs export the use of a credit note as an application whose payment is the credit note.
  private func closedKind(_ company: Int64, _ id: String) throws -> DocumentKind? {
    try database.rows(
      "SELECT kind FROM document WHERE balance = 0 AND company = ? AND document_id = ? LIMIT 1", .int(company),
      .text(id), row: { DocumentKind(rawValue: UInt8($0.int(0))) ?? .invoice }
    ).first
  }
}
