import Ledger

/// Which customers of a book belong to the group: they are in aging, but in none of the measures.
struct IntercompanyCustomers {
  /// By row of the book; empty where none does.
  private let isOne: [Bool]

  init(_ book: Book) {
    let customers = book.customers
    guard customers.text.holds("\"intercompany\"") else {
      isOne = []
      return
    }
    isOne = customers.rows.map { row in
      customers.text.mentions(row.details, "intercompany")
        && Customer.isTrue(Details(json: customers.text.string(row.details))["intercompany"])
    }
  }

  func has(_ customer: some BinaryInteger) -> Bool { !isOne.isEmpty && isOne[Int(customer)] }

  /// Their keys in the state, ascending; without those that the state does not know yet.
  func keys(_ book: Book) -> [Int64] {
    isOne.indices.filter { isOne[$0] }.map { book.customers.rows[$0].stateID }.filter { $0 != 0 }.sorted()
  }
}
