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
  /// In the order in which they were told.
  private var keys: [Key] = []

  /// Nil: no run was taken back since the last one that stands.
  init?(_ state: State, asOf: CalendarDate, invoiced: InvoicedFeeds?) throws {
    (self.state, self.asOf, self.invoiced) = (state, asOf, invoiced)
    for var row in try state.cash.toldByRetracted() {
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
  }

  func settle(_ result: inout CashResult, _ book: Book, _ changes: [RowChange]) throws {
    // Of a payment without earlier matches, what balances show of it may be what those files told.
    var replacing: Set<CompanyKey> = []
    for decided in result.decided where !decided.replaced.isEmpty {
      replacing.insert(CompanyKey(decided.company, decided.paymentID))
    }
    var (tonight, back): ([Key: [Int]], [Key: (posting: Int64, deducted: Int64)]) = ([:], [:])
    for (at, one) in result.outcome.applications.enumerated() where told[Key(one)] != nil {
      tonight[Key(one), default: []].append(at)
    }
    for one in result.outcome.takenBack where told[Key(one)] != nil {
      let before = back[Key(one)] ?? (0, 0)
      back[Key(one)] = (before.posting + one.posting, before.deducted + one.deducted)
    }
    result.outcome.takenBack.removeAll { told[Key($0)] != nil }
    for key in keys {
      guard let row = told[key] else { continue }
      var (posting, deducted) = back[key] ?? (0, 0)
      var shown: Int64 = 0
      for at in tonight[key] ?? [] {
        let one = result.outcome.applications[at]
        if !replacing.contains(CompanyKey(one.company, one.paymentID)) { shown += one.money.minorUnits - one.posting }
        posting += one.posting
        if one.posting != 0 || shown != 0 { deducted += one.deducted }
        result.outcome.applications[at].posting = 0
      }
      let before = row.money.minorUnits
      posting += before > 0 ? min(max(0, shown), before) : max(min(0, shown), before)
      let left = before - posting
      guard left != 0 || deducted != row.deducted else { continue }
      if let at = tonight[key]?.first, row.deducted == 0,
        (left < 0) == (result.outcome.applications[at].money.minorUnits > 0), left != 0
      {
        // More than was told.
        result.outcome.applications[at].posting = -left
        continue
      }
      try takeBack(row, left, deducted: deducted - row.deducted, &result, book, changes)
    }
    result.outcome.takenBack.sort { $0.precedes($1) }
  }

  private func takeBack(
    _ row: CashTables.ToldRow, _ left: Int64, deducted: Int64, _ result: inout CashResult, _ book: Book,
    _ changes: [RowChange]
  ) throws {
    result.outcome.takenBack.append(
      CashOutcome.Application(
        company: row.company, paymentID: row.paymentID, customerID: row.customerID, documentID: row.documentID,
        instalment: row.instalment, money: Money(minorUnits: -left, currency: row.money.currency),
        rule: CashRule(rawValue: row.rule) ?? .erpApplication, confidence: row.confidence, difference: .correction,
        deducted: deducted, paymentDate: row.paymentDate, isPosted: false, posting: -left))
    let found = try DocumentLookup(state.database).find(id: row.documentID, company: row.company)
      .first { $0.document.instalment == row.instalment }
    guard let key = found?.stateID, try invoiced?.holds(key) != true else { return }
    // What tonight's export shows of it is read.
    let fallen = changes.first { book.documents.stateIDs[$0.row] == key }.flatMap { change in
      change.balanceBefore(in: book).map { $0 - book.documents.rows[change.row].balance }
    }
    let unread = left - CashCorrections.takenBack(of: left, fallen ?? 0)
    result.told += [
      CashTables.ToldPosting(
        document: key, left: unread, deducted: unread == 0 ? 0 : -deducted, toldOn: row.toldOn),
      CashTables.ToldPosting(document: key, left: -left, deducted: deducted, toldOn: asOf),
    ]
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
