import Ledger

/// What payments and applications say was set against a document, as a run knew it.
struct ClearingTables {
  private let database: Database
  private let knownRun: Int64
  /// Whether corrections learned later have to be left out.
  private let looksBack: Bool
  /// False where cash application never matched anything.
  private let hasMatches: Bool
  private let news: NightsNews?

  init(_ database: Database, knownRun: Int64, newestRun: Int64, hasMatches: Bool, news: NightsNews? = nil) {
    self.news = news
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
      found.append(
        Clearing(date: date, effect: amount, id: applied.other, cause: cause, run: applied.run, isApplied: true))
    }
    if hasMatches { found += try matched(document, group, company) }
    return found
  }

  /// What cash application matched with the document, or with its instalments, as far as the ERP's balance has confirmed it: it tells the
  /// day where no application and no reference does. What was taken off beside the money goes with it.
  private func matched(_ document: PastDocument, _ group: [Int64], _ company: String) throws -> [Clearing] {
    var sql = ClearingTables.matches("cash_match m", looksBack)
    if looksBack {
      sql += " UNION ALL " + ClearingTables.matches("cash_match_history m", true) + " AND m.until_run > ?2"
    }
    var matches = try database.rows(
      sql, .int(document.id), .int(knownRun), .int(document.company), .text(document.documentID),
      .int(document.instalment.isEmpty ? 0 : 1), row: ClearingTables.match)
    if let news { matches = withNews(news, matches, group.isEmpty ? [document.id] : group, company) }
    var found: [Clearing] = []
    for match in matches where match.posted != 0 && match.rule != "erp-application" {
      func clearing(_ amount: Int64, _ cause: ChangeCause) -> Clearing {
        Clearing(
          date: match.date, effect: -amount, id: match.paymentID, cause: cause, run: match.run,
          only: group.firstIndex(of: match.document))
      }
      if match.reference != document.documentID {
        found.append(clearing(match.posted, ChangeCause(method: match.method)))
      }
      if match.posted == match.amount, match.deducted != 0 { found.append(clearing(match.deducted, .credit)) }
    }
    return found
  }

  /// What is matched from tonight on.
  private func withNews(_ news: NightsNews, _ known: [Matched], _ documents: [Int64], _ company: String) -> [Matched] {
    var matches = known.filter {
      !news.replaced.contains(NightsNews.Pair(payment: $0.payment, document: $0.document))
    }
    for at in matches.indices {
      let pair = NightsNews.Pair(payment: matches[at].payment, document: matches[at].document)
      matches[at].posted = news.posted[pair] ?? matches[at].posted
      if let payment = news.payment(company, matches[at].paymentID) { matches[at].take(payment) }
    }
    for document in documents {
      for match in news.matches[document] ?? [] {
        var one = Matched(
          payment: 0, paymentID: match.payment.id, date: match.payment.date, amount: match.amount,
          deducted: match.deducted, posted: match.posted, rule: match.rule, run: knownRun + 1, document: document)
        one.take(match.payment)
        matches.append(one)
      }
    }
    return matches
  }

  private struct Matched {
    /// Its key in the state; 0: it is tonight's match.
    var payment: Int64
    var paymentID: String
    var date: CalendarDate
    var amount: Int64
    var deducted: Int64
    var posted: Int64
    var rule: String
    var method: String?
    var reference: String?
    var run: Int64
    var document: Int64

    mutating func take(_ payment: Payment) {
      (date, method, reference) = (payment.date, payment.details["method"], payment.details["reference"])
    }
  }

  private static func matches(_ table: String, _ looksBack: Bool) -> String {
    func known(_ column: String) -> String { looksBack ? KnownPayments.column(column) : "p.\(column)" }
    return "SELECT m.payment, p.payment_id, \(known("payment_date")), m.amount, m.deducted, m.posted, m.rule, "
      + "\(known("details")), \(known("reference")), m.run, m.document "
      + "FROM \(table) JOIN payment p ON p.id = m.payment \(looksBack ? KnownPayments.join("?2") : "") WHERE (m.document = ?1 OR (?5 AND m.document IN "
      + "(SELECT id FROM document WHERE instalment <> '' AND company = ?3 AND document_id = ?4))) AND m.run <= ?2"
  }

  private static func match(_ row: Statement) -> Matched {
    Matched(
      payment: row.int64(0), paymentID: row.text(1), date: CalendarDate(days: Int32(row.int(2))), amount: row.int64(3),
      deducted: row.int64(4), posted: row.int64(5), rule: row.text(6),
      method: Details(json: row.text(7))["method"], reference: row.optionalText(8), run: row.int64(9),
      document: row.int64(10))
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
    return Clearing(
      date: date, effect: effect, id: applied.other, cause: cause, run: max(applied.run, paid?.run ?? 0),
      isApplied: true)
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
    guard looksBack else { return withNews(current, company, column, id) }
    return current
      + (try database.rows(
        "SELECT \(other), amount, applied_on, run FROM application_history WHERE company = ? AND \(column) = ? "
          + "AND run <= ?3 AND until_run > ?3", .text(company), .text(id), .int(knownRun), row: read))
  }

  private func withNews(_ known: [Applied], _ company: String, _ column: String, _ id: String) -> [Applied] {
    let isDocument = column == "document_id"
    guard let told = news?.applications(company, id, isDocument: isDocument), !told.isEmpty else { return known }
    let tonights = told.map {
      Applied(other: isDocument ? $0.paymentID : $0.documentID, amount: $0.amount, on: $0.appliedOn, run: knownRun + 1)
    }
    return known.filter { one in !tonights.contains { $0.other == one.other } } + tonights
  }

  private static let paid = "payment_date, amount, currency, details, run"

  private static func paid(_ row: Statement, from at: Int) -> Paid {
    Paid(
      date: CalendarDate(days: Int32(row.int(at))), amount: row.int64(at + 1), currency: row.text(at + 2),
      method: Details(json: row.text(at + 3))["method"], run: row.int64(at + 4))
  }

  private func tonights(_ payment: Payment) -> Paid {
    Paid(
      date: payment.date, amount: payment.money.minorUnits, currency: payment.money.currency.code,
      method: payment.details["method"], run: knownRun + 1)
  }

  private func payment(_ company: String, _ id: String) throws -> Paid? {
    if let news = news?.payment(company, id) { return tonights(news) }
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
    if let news {
      return current.filter { news.payment(company, $0.id) == nil }
        + news.referring(company, document).compactMap { id in
          news.payment(company, id).map { (id, tonights($0)) }
        }
    }
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
