import Cash
import Ledger

/// What earlier matches no longer take of their documents: it may be matched again.
struct ReleasedCash {
  /// In minor units, by key of the document.
  private var amounts: [Int64: Int64] = [:]
  /// What of it exports show as paid.
  private var shown: [Int64: Int64] = [:]
  /// What exports show as paid and the ERP was told to take back.
  private var owed: [Int64: Int64] = [:]

  var isEmpty: Bool { amounts.isEmpty && owed.isEmpty }
  subscript(document: Int64) -> Int64? { amounts[document] }
  /// Their keys, rising.
  var documents: [Int64] { amounts.keys.sorted() }

  /// What of an open document may be paid beside its balance. What the ERP shows as paid wholly can be paid again when it does not.
  func room(of document: Int64, balance: Int64) -> Int64 {
    (amounts[document] ?? 0) + (balance == 0 ? 0 : owed[document] ?? 0)
  }

  /// What exports show as paid of it and the ERP was told to take back, in minor units.
  func owed(_ document: Int64) -> Int64 { owed[document] ?? 0 }

  /// What of it exports show as paid.
  func shown(_ document: Int64) -> Int64 { shown[document] ?? 0 }

  /// What exports show as paid.
  mutating func add(_ posted: Int64, of document: Int64) {
    guard posted != 0 else { return }
    amounts[document, default: 0] += posted
    shown[document, default: 0] += posted
  }

  mutating func add(owed amount: Int64, of document: Int64) { owed[document, default: 0] += amount }

  mutating func add(unshown amount: Int64, of document: Int64) {
    if amount != 0 { amounts[document, default: 0] += amount }
  }

  /// Leaves out what the ERP has taken back tonight.
  /// - Parameter moved: by how much tonight's export moved documents.
  mutating func takeBack(_ moved: [Int64: Int64]) {
    for (document, posted) in shown {
      let back = CashCorrections.takenBack(of: posted, moved[document] ?? 0)
      shown[document] = posted - back
      amounts[document, default: 0] -= back
    }
  }

  /// With payments of earlier nights that came back tonight: what exports show of them the ERP is told to take back, and where no export shows what
  /// is paid, none shows that it is open again.
  func with(_ returned: PlacedCash, _ invoiced: InvoicedFeeds?) throws -> ReleasedCash {
    var released = self
    for match in returned.matches {
      guard case .earlier = returned.reverses[match.entry] else { continue }
      let document = returned.items[match.item].stateID
      if try invoiced?.holds(document) == true {
        released.add(unshown: -match.amount - match.deducted, of: document)
      } else if match.amount < 0, match.amount != match.posted {
        released.add(owed: match.posted - match.amount - match.deducted, of: document)
      }
    }
    return released
  }
}
