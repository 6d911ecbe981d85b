import Ledger
import Store

/// Whose the documents are that decisions name: of tonight's book, else of the state. Only of documents that somebody else than the row's customer
/// has is asked who had them before.
struct DecidedOwners {
  private let lookup: DocumentLookup
  private var known: [String: DocumentOwners] = [:]
  /// Of these kinds the state is asked about documents that the book does not hold.
  private let asked: Set<Decision.Kind>

  /// By the state alone.
  init(_ state: State) {
    lookup = DocumentLookup(state.database)
    asked = Set(Decision.Kind.allCases)
  }

  /// By the book; what is closed there matters to promises alone, whose money is counted.
  /// - Complexity: one look at all keys where a decision names a document, else none.
  init(_ decisions: [Decision], _ book: Book, _ state: State) throws {
    try self.init(decisions, DecidedDocuments(decisions, book), book, state)
  }

  /// - Parameter named: of these decisions, and maybe others.
  init(_ decisions: [Decision], _ named: DecidedDocuments, _ book: Book, _ state: State) throws {
    lookup = DocumentLookup(state.database)
    asked = [.promise]
    for decision in decisions {
      let rows = named.rows(of: decision)
      guard let document = decision.documentID, !rows.isEmpty else { continue }
      let name = DecidedOwners.name(decision, document)
      if known[name] == nil { known[name] = DocumentOwners(now: DecidedOwners.owners(rows, book)) }
      guard let owners = known[name], owners.before.isEmpty, !owners.areKnown(as: decision.customerID) else { continue }
      known[name]?.before = try lookup.formerCustomers(of: document, company: decision.company)
    }
  }

  private static func owners(_ rows: [Int], _ book: Book) -> [DocumentOwners.Owner] {
    let customers = Set(rows.map { Int(book.documents.rows[$0].customer) })
    return customers.map { customer in
      DocumentOwners.Owner(
        id: book.customers.id(customer), payer: Accounts.payer(of: customer, in: book).map { book.customers.id($0) })
    }.sorted { ByteOrder.precedes($0.id, $1.id) }
  }

  private static func name(_ decision: Decision, _ document: String) -> String {
    "\(decision.company)\u{1F}\(document)"
  }

  /// Nil: it names no document, or one that nobody knows.
  func of(_ decision: Decision) throws -> DocumentOwners? {
    guard let document = decision.documentID else { return nil }
    if let owners = known[DecidedOwners.name(decision, document)] { return owners }
    return asked.contains(decision.kind) ? try lookup.owners(of: document, company: decision.company) : nil
  }

  /// See `Decision.placed`.
  func placed(_ decisions: [Decision]) throws -> [Decision] { try Decision.placed(decisions, owners: of) }
}
