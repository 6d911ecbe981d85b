import Diff
import Ledger
import Pipeline
import Store

/// Which documents are told by feeds that do not carry payments (`carriesPayments`): what cash application matches with them lowers their balances,
/// as an export of the ERP would.
final class InvoicedFeeds {
  private let feeds: [FeedSettings]
  private let tables: InvoicedDocuments
  private let lookup: DocumentLookup
  /// Documents that tonight's files have changed, by key in the state; rows of those that are new.
  private var tonight: [Int64: Bool] = [:]
  private var new: Set<Int> = []
  private var known: [Int64: Bool] = [:]

  /// Nil: every feed carries payments.
  init?(_ configuration: Configuration, _ state: State, _ log: ChangeLog, _ book: Book) {
    feeds = configuration.intake.feeds.filter { $0.columns?.feed == .documents }
    guard feeds.contains(where: { !$0.showsPayments }) else { return nil }
    (tables, lookup) = (InvoicedDocuments(state.database), DocumentLookup(state.database))
    for row in log.before.keys { tonight[book.documents.stateIDs[row]] = log.invoiced.contains(row) }
    new = log.invoiced.filter { book.documents.stateIDs[$0] == 0 }
  }

  /// - Parameters:
  ///   - row: of the book; asked where the document is new.
  ///   - key: in the state; 0: it is new.
  func holds(row: Int, key: Int64) throws -> Bool {
    try key == 0 ? new.contains(row) : holds(key)
  }

  /// - Parameter key: of a document that the state knows.
  func holds(_ key: Int64) throws -> Bool {
    if let told = tonight[key] ?? known[key] { return told }
    let holds = try tables.source(of: key).map(isInvoiced) ?? false
    known[key] = holds
    return holds
  }

  /// What of a match its document's balance lacks, with what closed it beside the money.
  func takenOff(_ match: CashTables.Match) throws -> Int64 {
    guard let currency = try lookup.document(key: match.document)?.currency else { return 0 }
    return try tables.matches(document: match.document, in: currency).first { $0.payment == match.payment }?.shown ?? 0
  }

  /// A feed that is not declared any more, or an absence, leaves it to the others of the company.
  private func isInvoiced(_ source: InvoicedDocuments.Source) -> Bool {
    if let feed = feeds.first(where: { $0.feed == source.feed }) { return !feed.showsPayments }
    return feeds.allSatisfy { !$0.showsPayments || !$0.maySpeak(of: source.company) }
  }
}

extension FeedSettings {
  fileprivate func maySpeak(of company: String) -> Bool {
    let named = self.company.map { [$0] } ?? companies
    return named.isEmpty || named.contains(company)
  }
}
