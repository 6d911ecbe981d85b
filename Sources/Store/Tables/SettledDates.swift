import Ledger

/// Tells once, when documents are settled, what their balances changed by: a question about a day long past then need not look at their money.
/// What bears on a settled document later stands in `document_paid_late`.
public struct SettledDates {
  /// `document_dated.dated_by`; a document of which nothing is told is looked at with its money.
  enum Basis: Int, CaseIterable {
    /// No money names it.
    case exports = 0
    /// As `PlainTimeline.tellsEveryChange`.
    case payments = 1
  }

  private let database: Database
  private let exports: ExportDays
  private let hasApplications: Bool
  private let money: Statement
  private let matches: Statement
  private let versions: Statement

  private init(_ database: Database) throws {
    self.database = database
    exports = try ExportDays(database, BookTables(database).runDays())
    hasApplications = try CashTables(database).hasApplications()
    money = try database.prepare(
      "SELECT payment_date, amount, currency, id FROM payment WHERE company = ? AND reference = ?")
    matches = try database.prepare("SELECT payment, deducted FROM cash_match WHERE document = ?")
    versions = try database.prepare(
      "SELECT amount, balance, from_run, currency, void FROM document_history WHERE document = ? ORDER BY from_run")
  }

  /// - Parameter rows: of the book: documents that the run has changed, settled or not. It has stored them and what it knows of money.
  public static func tell(_ rows: [Int], of book: Book, run: Int64, in database: Database) throws {
    let all = book.documents.rows
    let settled = rows.filter { all[$0].balance == 0 && !all[$0].flags.contains(.void) }
    if !settled.isEmpty { try SettledDates(database).tell(settled, of: book, run: run) }
  }

  private func tell(_ settled: [Int], of book: Book, run: Int64) throws {
    let (documents, keys) = (book.documents, try BookTables.companyIDs(database))
    let companies = book.companies.map { (name: $0, key: keys[$0] ?? 0) }
    var told: [[Int64]] = Basis.allCases.map { _ in [] }
    for at in BookTables.inKeyOrder(settled, documents.stateIDs) {
      let row = documents.rows[at]
      let key = documents.text.string(row.key)
      guard !key.utf8.contains(DocumentRow.instalmentSeparator) else { continue }
      let document = Settled(
        id: documents.stateIDs[at], company: companies[Int(row.company)], documentID: key, row: row, run: run)
      if let basis = try basis(of: document) { told[basis.rawValue].append(document.id) }
    }
    for basis in Basis.allCases where !told[basis.rawValue].isEmpty {
      try database.run(
        "INSERT INTO document_dated(run, dated_by, documents) VALUES(?, ?, ?)", .int(run), .int(basis.rawValue),
        .blob(KeyList.bytes(told[basis.rawValue])))
    }
  }

  private struct Settled {
    var id: Int64
    var company: (name: String, key: Int64)
    var documentID: String
    var row: DocumentRow
    var run: Int64
  }

  private func basis(of document: Settled) throws -> Basis? {
    let money = try money(of: document)
    guard try isMatched(document, onlyWith: money), try !isApplied(document) else { return nil }
    let effective = money.filter { $0.currency == document.row.currency }.map(\.money)
    guard !effective.isEmpty else { return .exports }
    guard let shown = try shown(of: document) else { return nil }
    let tells = PlainTimeline.tellsEveryChange(opening: shown.opening, shown.all[...], effective[...])
    return tells ? .payments : nil
  }

  /// Payments that name it.
  private func money(of document: Settled) throws -> [(money: PlainTimeline.Money, currency: Currency)] {
    money.bind(.text(document.company.name), at: 1)
    money.bind(.text(document.documentID), at: 2)
    defer { money.reset() }
    var found: [(money: PlainTimeline.Money, currency: Currency)] = []
    while try money.step() {
      let date = CalendarDate(days: Int32(money.int(0)))
      let one = PlainTimeline.Money(payment: money.int64(3), date: date, effect: -money.int64(1), isAhead: false)
      found.append((one, money.currency(2)))
    }
    return found
  }

  /// Whether cash application set nothing against it but money that names it, and took nothing off.
  private func isMatched(
    _ document: Settled, onlyWith money: [(money: PlainTimeline.Money, currency: Currency)]
  ) throws -> Bool {
    matches.bind(int: document.id, at: 1)
    defer { matches.reset() }
    while try matches.step() {
      let payment = matches.int64(0)
      guard matches.int64(1) == 0, money.contains(where: { $0.money.payment == payment }) else { return false }
    }
    return true
  }

  /// Whether the ERP applies money or a credit to it, or it to another, or a payment that names it to anything.
  private func isApplied(_ document: Settled) throws -> Bool {
    guard hasApplications else { return false }
    return try database.rows(
      "SELECT EXISTS(SELECT 1 FROM application WHERE company = ?1 AND document_id = ?2) "
        + "OR EXISTS(SELECT 1 FROM application WHERE company = ?1 AND payment_id = ?2) "
        + "OR EXISTS(SELECT 1 FROM payment p JOIN application a ON a.company = p.company AND a.payment_id = p.payment_id "
        + "WHERE p.company = ?1 AND p.reference = ?2)", .text(document.company.name), .text(document.documentID),
      row: { $0.int(0) != 0 })[0]
  }

  /// What exports showed of it; nil where it was void once, in another currency, or raised and paid.
  private func shown(of document: Settled) throws -> (opening: Int64, all: [PlainTimeline.Shown])? {
    versions.bind(int: document.id, at: 1)
    defer { versions.reset() }
    func on(_ run: Int64) -> CalendarDate { exports.of(document.company.key, run: run) }
    var (opening, all): (Int64?, [PlainTimeline.Shown]) = (nil, [])
    var last: Int64 = 0
    func isRaised(_ amount: Int64, _ balance: Int64) -> Bool {
      defer { last = amount }
      guard let before = all.last, amount != last else { return false }
      return RaisedAmount.part(amount: (last, amount), balance: (before.balance, balance)) != 0
    }
    while try versions.step() {
      let (amount, balance) = (versions.int64(0), versions.int64(1))
      guard versions.currency(3) == document.row.currency, versions.int(4) == 0, !isRaised(amount, balance)
      else { return nil }
      opening = opening ?? amount
      all.append(PlainTimeline.Shown(on: on(versions.int64(2)), balance: balance))
    }
    guard !isRaised(document.row.amount, document.row.balance) else { return nil }
    all.append(PlainTimeline.Shown(on: on(document.run), balance: document.row.balance))
    return (opening ?? document.row.amount, all)
  }
}

/// What was told of documents between two keys when runs settled them.
struct ToldDates {
  private let first: Int64
  /// By distance from the first key: the run, and what dates the changes in the lowest bit; 0 where nothing was told.
  private var marks: [UInt32]

  /// - Parameter run: what later ones told.
  init(_ database: Database, _ range: ClosedRange<Int64>, after run: Int64) throws {
    first = range.lowerBound
    marks = [UInt32](repeating: 0, count: Int(range.upperBound - range.lowerBound) + 1)
    let lists = try database.prepare(
      "SELECT run, dated_by, documents FROM document_dated WHERE run > ? ORDER BY run")
    defer { lists.reset() }
    lists.bind(int: run, at: 1)
    while try lists.step() {
      let mark = UInt32(lists.int(0)) << 1 | UInt32(lists.int(1))
      for document in KeyList.keys(lists.bytes(2)) where range.contains(document) {
        marks[Int(document - first)] = mark
      }
    }
  }

  /// - Parameter run: that of the document's newest version. What was told of an earlier one holds no more.
  func basis(of document: Int64, since run: Int) -> SettledDates.Basis? {
    let mark = marks[Int(document - first)]
    return mark != 0 && mark >> 1 == UInt32(run) ? SettledDates.Basis(rawValue: Int(mark & 1)) : nil
  }
}
