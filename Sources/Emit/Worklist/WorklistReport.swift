import Formats
import Ledger
import Pipeline

/// `worklist.csv`: everything that waits for a person, customer by customer.
public struct WorklistReport: StreamedArtefact {
  /// Nil until there is a row for it, where it holds only what is told once.
  private var table: CSVTable?
  private let sink: any ArtefactSink
  private let audience: CSVAudience
  /// Whether it holds only what no other night tells: on days on which pipeline.json asks for no worklist.
  private let isOnceOnly: Bool
  /// Items that no account carries, in the order of the file; the last comes first.
  private var loose: [WorklistItem]
  /// Rows written so far.
  public private(set) var rows = 0

  /// - Parameters:
  ///   - loose: what waits beside the accounts: money of which nobody knows whose it is, for instance.
  ///   - onceOnly: only what no other night tells, and no file where there is none.
  public init(
    _ sink: any ArtefactSink, loose: [WorklistItem] = [], audience: CSVAudience = .machine, onceOnly: Bool = false
  ) throws {
    (self.sink, self.audience, isOnceOnly) = (sink, audience, onceOnly)
    self.loose = loose.filter { !onceOnly || $0.what.isToldOnce }.sorted { a, b in
      a.company != b.company
        ? ByteOrder.precedes(b.company, a.company) : WorklistReport.precedes(b, a)
    }
    if !onceOnly { table = try newTable() }
  }

  private func newTable() throws -> CSVTable {
    try CSVTable(
      sink, path: "worklist.csv",
      columns: [
        "company", "customer_id", "document_id", "what", "currency", "amount", "due", "owner", "since", "next",
      ], audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    let own = loose.isEmpty ? [] : try looseItems(upTo: account.customer)
    guard !outcome.worklist.isEmpty || !own.isEmpty else { return }
    for item in (outcome.worklist + own).sorted(by: WorklistReport.precedes) { try add(item) }
  }

  /// Writes the loose items of customers before this one, and gives its own.
  private mutating func looseItems(upTo customer: Customer) throws -> [WorklistItem] {
    var own: [WorklistItem] = []
    while let next = loose.last {
      if next.company == customer.company, next.customerID == customer.id {
        own.append(next)
      } else if next.company == customer.company
        ? ByteOrder.precedes(next.customerID, customer.id)
        : ByteOrder.precedes(next.company, customer.company)
      {
        try add(next)
      } else {
        break
      }
      loose.removeLast()
    }
    return own
  }

  /// Lines above those of customers, in the order given.
  public mutating func tell(_ items: [WorklistItem]) throws { for item in items { try add(item) } }

  private mutating func add(_ item: WorklistItem) throws {
    guard !isOnceOnly || item.what.isToldOnce else { return }
    var table = try self.table.take() ?? newTable()
    defer { self.table = table }
    table.text(item.company)
    table.text(item.customerID)
    table.text(item.documentID)
    table.text(item.what.rawValue)
    table.text(item.currency?.code)
    if let amount = item.amount, let currency = item.currency { table.money(amount, currency) } else { table.text(nil) }
    table.date(item.due)
    table.text(item.owner)
    table.date(item.since)
    table.text(item.next)
    try table.endRow()
    rows += 1
  }

  public mutating func finish() throws {
    while let next = loose.popLast() { try add(next) }
    try table?.finish()
  }

  /// By the first columns, whoever found the item first: customer, document, what, currency, then the days.
  private static func precedes(_ a: WorklistItem, _ b: WorklistItem) -> Bool {
    if a.customerID != b.customerID { return ByteOrder.precedes(a.customerID, b.customerID) }
    if a.documentID != b.documentID { return ByteOrder.precedes(a.documentID ?? "", b.documentID ?? "") }
    func key(_ item: WorklistItem) -> (String, UInt32, Int64, Int32, Int32, String) {
      (
        item.what.rawValue, item.currency?.packed ?? 0, item.amount ?? 0, item.due?.days ?? .min,
        item.since?.days ?? .min, item.next
      )
    }
    return key(a) < key(b)
  }
}
