import Ledger
import Store

/// What becomes of claims because of what tonight's files tell of the documents that they are about.
extension Charging {
  /// Rows of the book, by key in the state, of the documents that claims are about; what is closed for longer is not among them.
  func claimedRows(_ book: Book) -> [Int64: Int] {
    let keys = Set(claims.claims.flatMap(\.documentKeys)).filter { $0 != 0 }.sorted()
    return Dictionary(
      uniqueKeysWithValues: zip(keys, book.documents.rows(of: keys)).lazy.filter { $1 >= 0 }.map { ($0, Int($1)) })
  }

  /// Interest and lump sum of an open document belong to who pays for it: they go with it to another customer, once claimed. The fee stays
  /// with whom was reminded.
  mutating func followPayers(_ rows: [Int64: Int], _ book: Book) {
    for claim in claims.claims where claim.kind != .fee && claim.state != .withdrawn {
      guard let key = claim.documentKeys.first, let row = rows[key], book.documents.rows[row].balance != 0 else {
        continue
      }
      let customer = Int(book.documents.rows[row].customer)
      let payer = book.customers.id(Accounts.payer(of: customer, in: book) ?? customer)
      if payer != claim.customerID { claims.follow(claim.id, to: payer) }
    }
  }

  /// Interest of an invoice that was settled and is open again runs on: it is final no more.
  mutating func followReopened(_ rows: [Int64: Int], _ book: Book) {
    for claim in claims.claims where claim.isOpen && claim.kind == .interest && claim.isFinal {
      guard let key = claim.documentKeys.first, let row = rows[key] else { continue }
      let document = book.documents.rows[row]
      if document.balance > 0, !document.flags.contains(.void) { claims.reopen(claim.id) }
    }
  }

  /// Interest that was counted to the day of a payment is counted anew where that day was corrected.
  mutating func followCorrected() {
    guard !corrected.isEmpty else { return }
    for claim in claims.claims where claim.kind == .interest {
      guard let key = claim.documentKeys.first, corrected.contains(key) else { continue }
      if claim.isOpen || claim.owedNothing { claims.reopen(claim.id) }
    }
  }

  /// Gives up the lump sum of an invoice that was voided or credited in full, and the fee that no other document called for.
  mutating func giveUpCancelled(_ rows: [Int64: Int], _ book: Book) throws {
    var cancelled: Set<Int64> = []
    for (key, row) in rows where try isCancelledInFull(key, row, book) { cancelled.insert(key) }
    guard !cancelled.isEmpty else { return }
    for claim in claims.claims where claim.isOpen && claim.kind != .interest {
      let others = claim.documentKeys.filter { !cancelled.contains($0) }
      guard others.count < claim.documentKeys.count,
        try others.allSatisfy({ try rows[$0] == nil && state.charges.wasCancelled($0) })
      else { continue }
      claims.close(claim.id, .waived, by: "cancelled", asOf: asOf)
    }
  }

  /// A customer turned out to be a consumer, or nobody knows any more what it is: what may not be asked of such a one is not.
  mutating func followParties(_ rows: [Int64: Int], _ book: Book) throws {
    for claim in claims.claims where claim.isOpen {
      let force = try force(for: claim, book)
      guard !force.allows(claim) else { continue }
      let key = claim.documentKeys.first ?? 0
      let past = try claim.kind == .interest ? past(of: claim, key, rows[key], book) : DocumentPast(versions: [])
      claims.conform(claim.id, to: force, rates: rates, asOf: asOf, past)
    }
  }

  /// A due date that was moved later: what had been claimed of documents that were not late by it is taken back, and may be claimed again
  /// once they are; interest of the others is counted from the new date.
  mutating func followDueDates(_ rows: [Int64: Int], _ book: Book) throws {
    var moved: [Int64: CalendarDate] = [:]
    var running: [Int64: ChargeClaim] = [:]
    for claim in claims.running { if let key = claim.documentKeys.first { running[key] = claim } }
    for (key, row) in rows {
      let document = book.documents.rows[row]
      guard document.dueDate != .missing, !document.flags.contains(.void) else { continue }
      let isOpen = document.balance != 0
      // Most documents that claims are about are late and stay so.
      guard !isOpen || document.dueDate >= asOf || running[key]?.start.map({ $0 <= document.dueDate }) == true,
        try state.charges.wasDue(key, before: document.dueDate)
      else { continue }
      let company = book.companies[Int(document.company)]
      let id = book.documents.key(document.key).id
      var past = try past(key, row: row, company: company, document: id, document.currency, book)
      past.firstReminded = nil
      if document.dueDate >= (isOpen ? asOf : past.principal.lastDayOwed ?? asOf) {
        moved[key] = document.dueDate
      } else if let claim = running[key], let start = claim.start, start <= document.dueDate {
        claims.restart(claim.id, on: document.dueDate.adding(days: 1), past, rates: rates, asOf: asOf)
      }
    }
    guard !moved.isEmpty else { return }
    for claim in claims.claims where claim.isOpen && !claim.documentKeys.isEmpty {
      guard let due = moved[claim.documentKeys[0]], claim.documentKeys.allSatisfy({ moved[$0] != nil }) else {
        continue
      }
      claims.close(claim.id, .withdrawn, by: "due date moved to \(due)", asOf: asOf)
    }
  }

  /// Documents that tonight turn out to have been paid before they were late, which was told late: fees and lump sums that they alone called for are taken
  /// back, as their interest is.
  mutating func followPaidInTime(_ rows: [Int64: Int], _ book: Book) throws {
    let asked = Set(claims.claims.filter { $0.isOpen && $0.kind != .interest }.flatMap(\.documentKeys))
    var inTime: Set<Int64> = []
    for (key, row) in rows where asked.contains(key) && (changeOf[row] != nil || corrected.contains(key)) {
      let document = book.documents.rows[row]
      guard document.balance == 0, document.dueDate != .missing, try !isCancelledInFull(key, row, book) else {
        continue
      }
      let (company, id) = (book.companies[Int(document.company)], book.documents.key(document.key).id)
      let past = try past(key, row: row, company: company, document: id, document.currency, book)
      if let last = past.principal.lastDayOwed, last <= document.dueDate { inTime.insert(key) }
    }
    guard !inTime.isEmpty else { return }
    for claim in claims.claims where claim.isOpen && claim.kind != .interest && !claim.documentKeys.isEmpty {
      guard claim.documentKeys.allSatisfy(inTime.contains) else { continue }
      claims.close(claim.id, .withdrawn, by: ChargeClaim.nothingOwed, asOf: asOf)
    }
  }

  /// By id of a claim, the customer whose documents alone it is about, where another pays for it: asked where a `waive` may name that one.
  func owners(_ rows: [Int64: Int], _ book: Book, _ decisions: [Decision]) throws -> [String: String] {
    guard decisions.contains(where: { $0.kind == .waive && $0.documentID == nil }) else { return [:] }
    var owners: [String: String] = [:]
    for claim in claims.claims where claim.isOpen {
      let customers = Set(
        try claim.documentKeys.map { key in
          try rows[key].map { book.customers.id(Int(book.documents.rows[$0].customer)) }
            ?? state.charges.customerID(ofDocument: key) ?? ""
        })
      if customers.count == 1, let owner = customers.first, owner != claim.customerID { owners[claim.id] = owner }
    }
    return owners
  }

  /// Void, or closed tonight by credits alone: what was paid in part was owed.
  func isCancelledInFull(_ key: Int64, _ row: Int, _ book: Book) throws -> Bool {
    if book.documents.rows[row].flags.contains(.void) { return true }
    guard book.documents.rows[row].balance == 0, let change = changeOf[row], changes[change].cause == .credit else {
      return false
    }
    return try !state.charges.wasPaid(key)
  }
}
