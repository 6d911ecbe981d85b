import Ledger
import Store

/// A part payment that came back never came: the day of the last one is that of the payment before it.
struct GonePartPayments {
  let state: State
  let cash: CashResult

  /// - Returns: rows of documents of which something else is remembered now.
  func takeBack(_ book: inout Book) throws -> Set<Int> {
    var changed: Set<Int> = []
    for row in cash.returned.keys.sorted() {
      guard var memory = book.documents.memory[row], let last = memory.partPaidOn else { continue }
      let document = book.documents.rows[row]
      let company = book.companies[Int(document.company)]
      let (gone, standing) = try state.charges.matched(
        document: book.documents.stateIDs[row], document.currency
      ).reduce(into: ([CalendarDate](), [CalendarDate]())) { days, payment in
        let cameBack = payment.cameBackOn != nil || cash.cameBack[CompanyKey(company, payment.id)] != nil
        if cameBack { days.0.append(payment.date) } else { days.1.append(payment.date) }
      }
      guard gone.contains(last), !standing.contains(last) else { continue }
      memory.partPaidOn = standing.filter { $0 < last }.max()
      book.documents.memory[row] = memory.isEmpty ? nil : memory
      changed.insert(row)
    }
    return changed
  }
}
