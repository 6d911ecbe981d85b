import Diff
import Ledger
import Store

/// Documents that a lawyer or an agency has, and of which tonight tells something that they have to hear.
struct LawyersToTell {
  /// Of open documents, by row of the book.
  private(set) var open: [Int: LawyerNews] = [:]
  /// Of those that are open no more, by the row of their customer in the book; where this day was run before also what that run has told.
  private var closed: [Int: [(item: AccountItem, news: LawyerNews)]] = [:]

  init() {}

  /// - Parameters:
  ///   - known: by row of the book; what is known of documents before what their changes tell.
  ///   - changes: tonight's; the book remembers of their documents what it did before.
  init(
    _ known: [Int: LawyerNews], _ changes: [RowChange], _ book: Book, _ state: State, asOf: CalendarDate
  ) throws {
    open = known
    var seen: Set<String> = []
    for change in changes {
      let memory = book.documents.memory.of(change.row)
      guard let day = memory.handedOverOn ?? known[change.row]?.handedOverOn,
        let kind = LawyersToTell.kind(of: change)
      else { continue }
      let news = LawyerNews(kind, handedOverOn: day)
      guard kind != .reopened else {
        open[change.row] = open[change.row] ?? news
        continue
      }
      let document = book.document(change.row)
      seen.insert(document.company + "\u{1F}" + document.label)
      closed[Int(book.documents.rows[change.row].customer), default: []].append(
        (AccountItem(document: document, dueDate: document.dueDate, memory: memory), news))
    }
    for found in try DocumentLookup(state.database).closedWithLawyer(asOf: asOf) {
      let document = found.document
      guard let day = found.memory.handedOverOn, seen.insert(document.company + "\u{1F}" + document.label).inserted,
        let customer = book.customerRow(document.company, document.customerID)
      else { continue }
      let kind: LawyerNews.Kind =
        document.isVoid ? .voided : .settled(found.cause.flatMap { ChangeCause(rawValue: $0) })
      closed[customer, default: []].append(
        (
          AccountItem(document: document, dueDate: document.dueDate, memory: found.memory),
          LawyerNews(kind, handedOverOn: day)
        ))
    }
  }

  /// - Parameter moved: when those were handed over for which another customer pays since tonight, by row of the book.
  mutating func takeMoved(_ moved: [Int: CalendarDate]) {
    for (row, day) in moved { open[row] = LawyerNews(.moved, handedOverOn: day) }
  }

  /// What is told of a customer's documents that are open no more: nothing, but on the night on which they are.
  func of(_ customer: Int) -> [(item: AccountItem, news: LawyerNews)] { closed.isEmpty ? [] : closed[customer] ?? [] }

  private static func kind(of change: RowChange) -> LawyerNews.Kind? {
    switch change.kind {
    case .paid: .settled(change.cause)
    case .voided: .voided
    case .reopened: .reopened
    case .new, .changed, .partPaid: nil
    }
  }
}
