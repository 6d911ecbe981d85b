import Cash
import Ledger

/// What earlier matches no longer take of their documents: it may be matched again.
struct ReleasedCash {
  /// In minor units, by key of the document.
  private var amounts: [Int64: Int64] = [:]
  /// Documents of which no export shows what is paid.
  private var unshown: Set<Int64> = []

  var isEmpty: Bool { amounts.isEmpty }
  subscript(document: Int64) -> Int64? { amounts[document] }
  /// Their keys, rising.
  var documents: [Int64] { amounts.keys.sorted() }

  /// What of it exports show as paid.
  func shown(_ document: Int64) -> Int64 { unshown.contains(document) ? 0 : amounts[document] ?? 0 }

  mutating func add(_ posted: Int64, of document: Int64) {
    if posted != 0 { amounts[document, default: 0] += posted }
  }

  mutating func add(unshown amount: Int64, of document: Int64) {
    guard amount != 0 else { return }
    amounts[document, default: 0] += amount
    unshown.insert(document)
  }

  /// Leaves out what the ERP has taken back tonight.
  /// - Parameter moved: by how much tonight's export moved documents.
  mutating func takeBack(_ moved: [Int64: Int64]) {
    for (document, posted) in amounts {
      amounts[document] = posted - CashCorrections.takenBack(of: posted, moved[document] ?? 0)
    }
  }

  /// With payments of earlier nights that came back tonight: where no export shows what is paid, none shows that it is open again.
  func with(_ returned: PlacedCash, _ invoiced: InvoicedFeeds?) throws -> ReleasedCash {
    guard let invoiced else { return self }
    var released = self
    for match in returned.matches {
      guard case .earlier = returned.reverses[match.entry] else { continue }
      let document = returned.items[match.item].stateID
      if try invoiced.holds(document) {
        released.add(unshown: -match.amount - match.deducted, of: document)
      }
    }
    return released
  }
}
