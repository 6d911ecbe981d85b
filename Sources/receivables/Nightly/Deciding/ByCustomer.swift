internal import CIntrinsics
import Diff
import Ledger

/// What concerns customers, by customer: places in a list, those of one customer in the order of the list.
struct ByCustomer {
  let places: [Int32]
  private let starts: [Int32]

  /// Changes of documents.
  init(_ changes: [RowChange], _ book: Book) {
    self.init(
      changes.map { Int(book.documents.rows[$0.row].customer) }, customers: book.customers.rows.count)
  }

  /// - Parameter list: the row of the customer for each.
  init(_ list: [Int], customers: Int) {
    var counts = [Int32](repeating: 0, count: customers + 1)
    for customer in list { counts[customer + 1] += 1 }
    for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
    starts = counts
    var places = [Int32](repeating: 0, count: list.count)
    for (place, customer) in list.enumerated() {
      places[Int(counts[customer])] = Int32(place)
      counts[customer] += 1
    }
    self.places = places
  }

  /// Where those of a customer stand in `places`.
  func range(of customer: Int) -> Range<Int> { Int(starts[customer])..<Int(starts[customer + 1]) }

  func of(_ customer: Int) -> ArraySlice<Int32> { places[range(of: customer)] }

  /// Asks the memory for the changes of a customer that comes soon.
  func ask(_ customer: Int, _ changes: [RowChange]) {
    changes.withUnsafeBufferPointer { for at in of(customer) { ask_for($0.baseAddress! + Int(at)) } }
  }
}
