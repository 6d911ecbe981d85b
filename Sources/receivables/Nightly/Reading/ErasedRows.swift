import Diff
import Ledger
import Store

/// Files that come late and have customers who were erased since their day: their rows are left out, and what is known of the documents under
/// the pseudonym stands.
extension NightReading {
  /// Leaves out documents of a late export.
  mutating func leaveErased(_ diff: inout DocumentDiff, _ export: Export) {
    guard !erased.isEmpty else { return }
    var found: [Int64: CustomerKey] = [:]
    let count = diff.leaveOut { staged in
      // Who was erased is in no book, unless the number was given anew.
      guard staged.row.customer < 0 else { return false }
      let key = CustomerKey(
        company: book.companies[Int(staged.row.company)], customer: book.documents.text.string(staged.row.customerText))
      guard let erasure = erasure(of: key, on: export.date) else { return false }
      found[erasure] = key
      return true
    }
    guard count > 0 else { return }
    erasedAgain.merge(found) { first, _ in first }
    warn(
      code: "erased-customer",
      "\(files[export.files[0]].arrival.name) of \(export.date) has \(count.counted("row")) of customers who were erased: they are left out, and what is known of them stands under the pseudonym"
    )
  }

  /// What a documents file says anew of its customers.
  func newsOfCustomers(_ index: Int, _ day: CalendarDate) -> [Customer] {
    (customerFacts[files[index].arrival.id]?.news(for: book) ?? []).filter {
      erasure(of: CustomerKey(company: $0.company, customer: $0.id), on: day) == nil
    }
  }

  /// Whether a row of a late file of customers or contacts is of somebody who was erased; the night notes who.
  mutating func leavesErased(_ record: FeedRecord, _ day: CalendarDate) -> Bool {
    let key: CustomerKey? =
      switch record {
      case .customer(let it): CustomerKey(company: it.company, customer: it.id)
      case .contact(let it): CustomerKey(company: it.company, customer: it.customerID)
      default: nil
      }
    guard let key, !isKnown(key.company, key.customer),
      let erasure = erased.erasure(of: key.company, key.customer, on: day)
    else { return false }
    erasedAgain[erasure] = key
    return true
  }

  /// Nil also where no newer export of the company is known: then the file speaks of today, and the number is somebody's again.
  private func erasure(of key: CustomerKey, on day: CalendarDate) -> Int64? {
    guard !erased.isEmpty,
      [refreshed[key.company], dataAsOf[key.company]].contains(where: { $0.map { $0 > day } == true })
    else { return nil }
    return erased.erasure(of: key.company, key.customer, on: day)
  }
}
