import Diff
import Ledger
import Store

/// Brings the sums of what was invoiced on closed documents up to date with a night.
struct ClosedSalesRecording {
  private let customers: IntercompanyCustomers
  /// Whether the sums leave out the customers that tonight leaves out. If not, they are made anew.
  private let goOn: Bool

  /// Before the night's customers and documents are stored.
  init(_ book: Book, _ state: State) throws {
    customers = IntercompanyCustomers(book)
    goOn = try state.closedSales.isKept(without: customers.keys(book))
  }

  /// After them.
  /// - Parameter settled: rows of documents that are new and closed and stand in no change.
  func store(_ changes: [RowChange], settled: [Int], _ book: Book, _ state: State) throws {
    let without = customers.keys(book)
    guard goOn else { return try state.closedSales.makeAnew(without: without) }
    let companies = try BookTables.companyIDs(state.database)
    let keys = book.companies.map { companies[$0] ?? 0 }
    var sums: [ClosedSales.Key: Int64] = [:]
    func add(_ row: DocumentRow, _ sign: Int64) {
      guard row.balance == 0, row.kind.isSale, !row.flags.contains(.void), !customers.has(row.customer) else {
        return
      }
      let key = ClosedSales.Key(company: keys[Int(row.company)], currency: row.currency, date: row.documentDate)
      sums[key, default: 0] += sign * row.amount
    }
    for change in changes {
      if let before = change.before { add(before, -1) }
      add(book.documents.rows[change.row], 1)
    }
    for row in settled { add(book.documents.rows[row], 1) }
    try state.closedSales.add(sums, without: without)
  }
}
