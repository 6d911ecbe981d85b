import Ledger

/// Payments and credits that explain why a document's balance fell.
public struct DocumentEvidence: Equatable, Sendable {
  public var cause: ChangeCause
  /// The latest day on which money for it came in; nil where no payment is known.
  public var settledOn: CalendarDate?
  /// The same where what came last is a write-off: the latest day of money that is none.
  public var paidOn: CalendarDate?
  /// Whether tonight's are all write-offs: nothing of the fall is money of the customer.
  public var isWriteOff: Bool
  public init(
    cause: ChangeCause, settledOn: CalendarDate?, paidOn: CalendarDate? = nil, isWriteOff: Bool = false
  ) {
    self.cause = cause
    self.settledOn = settledOn
    self.paidOn = paidOn ?? settledOn
    self.isWriteOff = isWriteOff
  }
}

/// Gives every balance that fell its cause, and remembers what later nights need.
public enum Causes {
  /// - Parameters:
  ///   - evidence: what the state and tonight's payments and applications know of why a document's balance fell; nil: nothing.
  ///   - isGivenUp: asked where nothing is known: whether people had decided to write that much off.
  public static func assign(
    to changes: inout [RowChange], in book: Book, evidence: (_ change: RowChange) throws -> DocumentEvidence?,
    isGivenUp: (_ change: RowChange) -> Bool = { _ in false }
  ) rethrows {
    let credited = creditedTonight(changes, book)
    for index in changes.indices where fell(changes[index], book) {
      let row = changes[index].row
      let document = book.documents.rows[row]
      let id = book.documents.key(document.key).id
      if let evidence = try evidence(changes[index]) {
        changes[index].cause = evidence.cause
      } else if credited.contains("\(document.company)\u{1F}\(id)") {
        changes[index].cause = .credit
      } else if isGivenUp(changes[index]) {
        changes[index].cause = .writeOff
      } else {
        changes[index].cause = changes[index].kind == .partPaid ? .unknown : .absence
      }
    }
  }

  /// A document that is new and settled fell where an export between showed it open.
  private static func fell(_ change: RowChange, _ book: Book) -> Bool {
    let now = book.documents.rows[change.row]
    return change.kind == .paid || change.kind == .partPaid
      || (change.kind == .new && change.between?.highest ?? 0 != 0 && now.balance == 0 && !now.flags.contains(.void))
  }

  /// Documents that a credit used up tonight names by its `reference`.
  private static func creditedTonight(_ changes: [RowChange], _ book: Book) -> Set<String> {
    var ids: Set<String> = []
    for change in changes where fell(change, book) {
      guard let before = change.before?.balance ?? change.between?.highest, before < 0 else { continue }
      let company = book.documents.rows[change.row].company
      if let reference = book.document(change.row).reference { ids.insert("\(company)\u{1F}\(reference)") }
    }
    return ids
  }

  /// Brings the memory of changed documents up to date: reopened, part paid, due date moved. A write-off is no part payment.
  /// - Parameter evidence: what is known of why the balance fell; nil: nothing.
  /// - Returns: rows of documents that were paid in part, as tonight's export shows, with what explains that.
  @discardableResult
  public static func remember(
    _ changes: [RowChange], in book: inout Book, asOf: CalendarDate,
    evidence: (_ change: RowChange) -> DocumentEvidence? = { _ in nil }
  ) -> [Int: ChangeCause] {
    var partPaid: [Int: ChangeCause] = [:]
    for change in changes {
      guard let before = change.before else {
        if change.isOpenAgain {
          var memory = book.documents.memory[change.row] ?? ItemMemory()
          memory.reopenedOn = asOf
          book.documents.memory[change.row] = memory
        }
        continue
      }
      let now = book.documents.rows[change.row]
      var memory = book.documents.memory[change.row] ?? ItemMemory()
      if change.isOpenAgain { memory.reopenedOn = asOf }
      switch change.kind {
      case .reopened: memory.reopenedOn = asOf
      case .partPaid where now.balance > 0:
        let known = evidence(change)
        guard change.cause != .writeOff || known.map({ !$0.isWriteOff }) ?? false else { break }
        partPaid[change.row] = change.cause ?? .unknown
        // The day of payment; where no payment is known, the night that shows it. A payment that was told late is older than the last one.
        memory.partPaidOn = max(memory.partPaidOn ?? .missing, min(known?.paidOn ?? asOf, asOf))
      default: break
      }
      if let due = now.dueDate.orNil, let old = before.dueDate.orNil, due != old {
        if due > old, due >= asOf {
          // Later and no longer overdue: the ladder starts again, history is kept.
          memory.level = 0
          memory.preDueNotice = nil
        } else if due < old {
          memory.dueEarlierOn = asOf
        }
      }
      if memory.isEmpty { book.documents.memory[change.row] = nil } else { book.documents.memory[change.row] = memory }
    }
    return partPaid
  }
}
