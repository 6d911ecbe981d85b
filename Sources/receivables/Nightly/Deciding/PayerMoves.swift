import Decide
import Diff
import Ledger
import Store

/// Documents that tonight's files give to another payer: the ERP has moved them to another customer, or another pays for theirs (`bill_to`). Who was
/// never reminded begins with the first level, unless both are one party (`party_id`).
struct PayerMoves {
  /// Their rows in the book, as far as something of them was told, or they are overdue.
  private(set) var rows: Set<Int> = []
  /// Of those that a lawyer or an agency has, the day on which they were handed over.
  private(set) var handedOver: [Int: CalendarDate] = [:]
  private let state: State
  private let undone: [Int64: UndoneCause]
  private let asOf: CalendarDate

  /// - Parameter undone: messages that count for nothing.
  init(_ state: State, undone: [Int64: UndoneCause], asOf: CalendarDate) {
    (self.state, self.undone, self.asOf) = (state, undone, asOf)
  }

  /// Lets their ladders begin anew.
  mutating func take(_ changes: [RowChange], _ book: inout Book) throws {
    let moved = try moved(changes, book)
    guard !moved.isEmpty else { return }
    for row in moved {
      var memory = book.documents.memory.of(row)
      let document = book.documents.rows[row]
      guard memory.hasTold || (document.balance > 0 && document.dueDate < asOf) else { continue }
      handedOver[row] = memory.handedOverOn
      memory.beginAnew(on: asOf)
      book.documents.memory[row] = memory
      rows.insert(row)
    }
    try tellAgain(moved, &book)
  }

  /// What the new payer was told by runs that were taken back, of which this one reads the files once more, counts.
  private func tellAgain(_ moved: Set<Int>, _ book: inout Book) throws {
    let keys = Dictionary(uniqueKeysWithValues: moved.map { (book.documents.stateIDs[$0], $0) })
    let told = Dictionary(grouping: try state.undone.linesOfRetractedRuns(on: keys.keys.sorted()), by: \.document)
    for (key, lines) in told {
      guard let row = keys[key] else { continue }
      let own = lines.filter { undone[$0.message] == nil && PayerMoves.isPayer(of: row, $0.customerID, book) }
      guard !own.isEmpty else { continue }
      book.documents.memory[row] = TakingBack.again(
        book.documents.memory.of(row), lines: own.map { TakingBack.Line($0, isUndone: false) }, notice: nil)
    }
  }
}

// MARK: Which have moved

extension PayerMoves {
  private func moved(_ changes: [RowChange], _ book: Book) throws -> Set<Int> {
    let payersBefore = PayerMoves.payersBefore(book)
    var moved: Set<Int> = []
    func look(_ row: Int, customerBefore: Int) {
      let before =
        payersBefore[customerBefore] ?? Accounts.payer(of: customerBefore, in: book) ?? customerBefore
      if !PayerMoves.isPayer(of: row, before, book) { moved.insert(row) }
    }
    for change in changes {
      guard let before = change.before else { continue }
      if !payersBefore.isEmpty || before.customer != book.documents.rows[change.row].customer {
        look(change.row, customerBefore: Int(before.customer))
      }
      if change.kind == .reopened, try wasToldToAnother(change.row, book) { moved.insert(change.row) }
    }
    guard !payersBefore.isEmpty else { return moved }
    let seen = Set(changes.lazy.map(\.row))
    var isBilledAnew = [Bool](repeating: false, count: book.customers.rows.count)
    for customer in payersBefore.keys { isBilledAnew[customer] = true }
    for (row, document) in book.documents.rows.enumerated() where isBilledAnew[Int(document.customer)] {
      guard book.documents.stateIDs[row] != 0, !seen.contains(row) else { continue }
      look(row, customerBefore: Int(document.customer))
    }
    return moved
  }

  /// Who paid for customers until tonight, where another does now, by row.
  private static func payersBefore(_ book: Book) -> [Int: Int] {
    let customers = book.customers
    guard customers.rows.contains(where: \.isChanged), customers.text.holds("\"bill_to\"") else { return [:] }
    // Somebody new may be whom a customer has long been billed to.
    let hasNew = customers.rows.contains { $0.stateID == 0 }
    var found: [Int: Int] = [:]
    for (at, row) in customers.rows.enumerated() where row.stateID != 0 && (row.isChanged || hasNew) {
      let now = Accounts.payer(of: at, in: book) ?? at
      let before = payerBefore(at, book) ?? at
      if now != before { found[at] = before }
    }
    return found
  }

  private static func payerBefore(_ customer: Int, _ book: Book) -> Int? {
    Accounts.payer(of: customer, book.customers.detailsBefore(customer), in: book)
      .flatMap { book.customers.rows[$0].stateID != 0 ? $0 : nil }
  }

  /// Whether a document that was settled until tonight was told to somebody who does not pay for it now: nobody has looked meanwhile.
  private func wasToldToAnother(_ row: Int, _ book: Book) throws -> Bool {
    guard let day = book.documents.memory.of(row).lastRemindedOn else { return false }
    let document = book.documents.rows[row]
    let company = book.companies[Int(document.company)]
    let payer = Accounts.payer(of: Int(document.customer), in: book) ?? Int(document.customer)
    let told = try state.messages.reminded(
      of: book.documents.stateIDs[row], on: day, company: company, first: book.customers.id(payer))
    return told.map { !PayerMoves.isPayer(of: row, $0, book) } ?? false
  }

  // MARK: Who pays

  /// Whether a customer pays for a document tonight, or another of its party does.
  static func isPayer(of row: Int, _ customerID: String, _ book: Book) -> Bool {
    let company = book.documents.rows[row].company
    return book.customers.find(company: company, id: customerID).map { isPayer(of: row, $0, book) } ?? false
  }

  private static func isPayer(of row: Int, _ customer: Int, _ book: Book) -> Bool {
    let owner = Int(book.documents.rows[row].customer)
    let payer = Accounts.payer(of: owner, in: book) ?? owner
    return payer == customer
      || PartyStops.party(of: payer, book).map { $0 == PartyStops.party(of: customer, book) } ?? false
  }
}
