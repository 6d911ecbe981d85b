import Cash
import Diff
import Ledger
import Pipeline
import Store

/// What files of runs that were taken back have told the ERP: they stay, and it may have read them, or may yet. The night after them tells only what
/// differs from that.
struct RetractedPostings {
  private struct Key: Hashable {
    var company: String
    var paymentID: String
    var documentID: String
    var instalment: String
    var currency: Currency

    init(_ company: String, _ paymentID: String, _ document: Document) {
      (self.company, self.paymentID, documentID) = (company, paymentID, document.id)
      (instalment, currency) = (document.instalment, document.currency)
    }
    init(_ row: CashTables.ToldRow) {
      (company, paymentID, documentID) = (row.company, row.paymentID, row.documentID)
      (instalment, currency) = (row.instalment, row.money.currency)
    }
    init(_ one: CashOutcome.Application) {
      (company, paymentID, documentID) = (one.company, one.paymentID, one.documentID)
      (instalment, currency) = (one.instalment, one.money.currency)
    }
  }

  private let state: State
  private let asOf: CalendarDate
  private let invoiced: InvoicedFeeds?
  /// The last row of each, with the sums of all and the day of the first.
  private var told: [Key: CashTables.ToldRow] = [:]
  private let rows: [CashTables.ToldRow]
  /// In the order in which they were told.
  private var keys: [Key] = []
  /// See `alone(_:)`.
  private var alone: Set<Key> = []
  /// Rows of the book of documents that only runs that were taken back had seen, and that are new tonight once more.
  private var unknown: [DocumentName: Int] = [:]

  private struct DocumentName: Hashable {
    var company: String
    var id: String
    var instalment: String
  }

  /// Nil: no run was taken back since the last one that stands.
  init?(_ state: State, _ book: Book, asOf: CalendarDate, invoiced: InvoicedFeeds?) throws {
    (self.state, self.asOf, self.invoiced) = (state, asOf, invoiced)
    rows = try state.cash.toldByRetracted()
    for var row in rows {
      if let before = told[Key(row)] {
        row.money.minorUnits += before.money.minorUnits
        row.deducted += before.deducted
        row.toldOn = before.toldOn
      } else {
        keys.append(Key(row))
      }
      told[Key(row)] = row
    }
    if keys.isEmpty { return nil }
    guard invoiced == nil else { return }
    for row in book.documents.rows.indices where book.documents.stateIDs[row] == 0 {
      let document = book.documents.rows[row]
      let key = book.documents.key(document.key)
      unknown[
        DocumentName(company: book.companies[Int(document.company)], id: key.id, instalment: key.instalment)] = row
    }
  }

  /// Rows of the book by keys of documents, -1: none; of those that are new tonight as `Risen.key` has them.
  static func rows(of keys: [Int64], _ book: Book) -> [Int] {
    zip(keys, book.documents.rows(of: keys.map { max($0, 0) })).map { $0 < 0 ? Int(-$0 - 1) : Int($1) }
  }

  /// The payments that they have told of.
  var payments: Set<CompanyKey> { Set(keys.map { CompanyKey($0.company, $0.paymentID) }) }

  /// Of payments about which nothing is decided tonight: they did not come again. What exports show of it is theirs and no other's, until it is taken
  /// back.
  mutating func alone(_ entries: CashEntries) throws -> [CashTables.ToldPosting] {
    let decided = Set(entries.entries.map { CompanyKey($0.receipt.payment.company, $0.receipt.payment.id) })
    return try rows.compactMap { row in
      guard !decided.contains(CompanyKey(row.company, row.paymentID)), let document = try document(row),
        try invoiced?.holds(document) != true
      else { return nil }
      alone.insert(Key(row))
      return CashTables.ToldPosting(
        document: document, left: row.money.minorUnits, deducted: row.deducted, toldOn: row.toldOn)
    }
  }

  /// Money of payments that are decided tonight, and had nothing on the document before: the place of each entry, the document, and how much, in minor
  /// units.
  func again(_ entries: CashEntries) throws -> [(entry: Int, document: Int64, told: Int64)] {
    var places: [CompanyKey: Int] = [:]
    for (at, entry) in entries.entries.enumerated() {
      places[CompanyKey(entry.receipt.payment.company, entry.receipt.payment.id)] = at
    }
    return try keys.compactMap { key in
      guard let at = places[CompanyKey(key.company, key.paymentID)], let row = told[key], row.money.minorUnits > 0,
        let document = try document(row), document > 0,
        !entries.origins[at].previous.contains(where: { $0.document == document })
      else { return nil }
      return (at, document, row.money.minorUnits)
    }
  }

  func settle(_ result: inout CashResult, _ book: Book, _ changes: [RowChange]) throws {
    let stood = try stood(result)
    try takeBackPairs(&result)
    var (tonight, back): ([Key: [Int]], [Key: BookedCash]) = ([:], [:])
    for (at, one) in result.outcome.applications.enumerated() where told[Key(one)] != nil {
      tonight[Key(one), default: []].append(at)
    }
    for one in result.outcome.takenBack where told[Key(one)] != nil {
      back[Key(one)] = (back[Key(one)] ?? .none) + BookedCash(money: one.posting, deducted: one.deducted)
    }
    result.outcome.takenBack.removeAll { told[Key($0)] != nil }
    for key in keys {
      guard let row = told[key] else { continue }
      var told = back[key] ?? .none
      var now = -(stood[key] ?? .none)
      for at in tonight[key] ?? [] {
        let one = result.outcome.applications[at]
        // What of a discount came back with money that the ERP has taken back is what it was told.
        let isBack = one.difference == .comeBack && one.posting != one.money.minorUnits
        now = now + BookedCash(money: one.money.minorUnits, deducted: isBack ? row.deducted : one.deducted)
        if one.posting != 0 { told = told + BookedCash(money: one.posting, deducted: one.deducted) }
        result.outcome.applications[at].posting = 0
      }
      // What the payment has on the document now beside what stood before, and the ERP is not told, balances show: it may be what those files told.
      let shown = now.whole - told.whole
      let before = BookedCash(money: row.money.minorUnits, deducted: row.deducted)
      if shown != 0 {
        let known = before.whole > 0 ? min(max(0, shown), before.whole) : max(min(0, shown), before.whole)
        told = BookedCash(money: now.money - (shown - known), deducted: now.deducted)
      }
      let (left, deducted) = (before.money - told.money, told.deducted)
      guard left != 0 || deducted != row.deducted else { continue }
      if let at = tonight[key]?.first, row.deducted == 0,
        (left < 0) == (result.outcome.applications[at].money.minorUnits > 0), left != 0
      {
        // More than was told.
        result.outcome.applications[at].posting = -left
        continue
      }
      try takeBack(row, left, deducted: deducted - row.deducted, isAlone: alone.contains(key), &result, book, changes)
    }
    result.outcome.takenBack.sort { $0.precedes($1) }
  }

  /// Of payments that came and went tonight no balance shows anything, and yet those files may have told of them: the return takes that back.
  private func takeBackPairs(_ result: inout CashResult) throws {
    for case (let at, .tonight(let place)) in result.reverses.sorted(by: { $0.key < $1.key }) {
      let (back, paid) = (result.decided[at], result.decided[place])
      for place in result.outcome.applications.indices {
        let one = result.outcome.applications[place]
        guard one.company == back.company, one.paymentID == back.paymentID, one.posting == 0, told[Key(one)] == nil,
          let match = one.match
        else { continue }
        var key = Key(one)
        key.paymentID = paid.paymentID
        guard let row = told[key], row.money.minorUnits != 0 else { continue }
        let posting = -CashCorrections.takenBack(of: -one.money.minorUnits, row.money.minorUnits)
        result.outcome.applications[place].posting = posting
        result.outcome.applications[place].deducted = -row.deducted
        guard let document = try document(row), try invoiced?.holds(document) != true else { continue }
        result.matches[match].posted = one.money.minorUnits - posting
        result.matches[match].deducted = -row.deducted
        result.told.append(
          CashTables.ToldPosting(document: document, left: -posting, deducted: row.deducted, toldOn: row.toldOn))
      }
    }
  }

  /// What payments that are decided anew had on their documents: the ERP has booked it, or was told before.
  private func stood(_ result: CashResult) throws -> [Key: BookedCash] {
    let lookup = DocumentLookup(state.database)
    var stood: [Key: BookedCash] = [:]
    for decided in result.decided where !decided.replaced.isEmpty {
      for match in try state.cash.matches(payment: decided.stateID) where decided.replaced.contains(match.document) {
        guard let document = try lookup.document(key: match.document) else { continue }
        let key = Key(decided.company, decided.paymentID, document)
        stood[key] = BookedCash(money: match.amount, deducted: match.deducted)
      }
    }
    return stood
  }

  private func takeBack(
    _ row: CashTables.ToldRow, _ left: Int64, deducted: Int64, isAlone: Bool, _ result: inout CashResult,
    _ book: Book, _ changes: [RowChange]
  ) throws {
    result.outcome.takenBack.append(
      CashOutcome.Application(
        company: row.company, paymentID: row.paymentID, customerID: row.customerID, documentID: row.documentID,
        instalment: row.instalment, money: Money(minorUnits: -left, currency: row.money.currency),
        rule: CashRule(rawValue: row.rule) ?? .erpApplication, confidence: row.confidence, difference: .correction,
        deducted: deducted, paymentDate: row.paymentDate, isPosted: false, posting: -left))
    guard let key = try document(row), try invoiced?.holds(key) != true else { return }
    if !isAlone {
      // What tonight's export shows of it is read.
      let fallen = changes.first { Risen.key(book.documents.stateIDs[$0.row], $0.row) == key }.flatMap { change in
        change.balanceBefore(in: book).map { $0 - book.documents.rows[change.row].balance }
      }
      let unread = left - CashCorrections.takenBack(of: left, fallen ?? 0)
      result.told.append(
        CashTables.ToldPosting(
          document: key, left: unread, deducted: unread == 0 ? 0 : -deducted, toldOn: row.toldOn))
    }
    result.told.append(CashTables.ToldPosting(document: key, left: -left, deducted: deducted, toldOn: asOf))
  }

  /// The key of a row's document, as `Risen.key` has it; nil: no file tells of it any more.
  private func document(_ row: CashTables.ToldRow) throws -> Int64? {
    let known = try DocumentLookup(state.database).find(id: row.documentID, company: row.company)
      .first { $0.document.instalment == row.instalment }?.stateID
    return known
      ?? unknown[DocumentName(company: row.company, id: row.documentID, instalment: row.instalment)].map {
        Risen.key(0, $0)
      }
  }
}

extension CashOutcome {
  /// What the night's file tells.
  var toldRows: [CashTables.ToldRow] {
    (applications.filter { $0.posting != 0 } + takenBack).map { one in
      CashTables.ToldRow(
        company: one.company, paymentID: one.paymentID, documentID: one.documentID, instalment: one.instalment,
        customerID: one.customerID, money: Money(minorUnits: one.posting, currency: one.money.currency),
        deducted: one.deducted, paymentDate: one.paymentDate, rule: one.rule.rawValue, confidence: one.confidence)
    }
  }
}
