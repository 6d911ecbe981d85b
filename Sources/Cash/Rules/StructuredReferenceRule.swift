import Ledger
import Pipeline

/// A reference that cannot be mistyped (ISO 11649, QR), or the id of a document in the reference field.
enum StructuredReferenceRule {
  @Sendable static func judge(_ receipt: CashCase, _ pool: CashPool) -> CashVerdict {
    guard receipt.left > 0, !receipt.receipt.isBegun else { return .nothing }
    let checked = checked(receipt, pool)
    if !checked.isEmpty { return verdict(checked, isChecked: true, receipt, pool) }
    let named = named(receipt, pool)
    return named.isEmpty ? .nothing : verdict([named], isChecked: false, receipt, pool)
  }

  /// Documents, each with its instalments, that references with right check digits mean.
  private static func checked(_ receipt: CashCase, _ pool: CashPool) -> [[Int]] {
    let text = receipt.writtenText
    var documents: [[Int]] = []
    func add(_ items: [Int]) {
      guard let first = items.first, !documents.contains(where: { $0.contains(first) }) else { return }
      documents.append(items)
    }
    for reference in CreditorReference.all(in: text) {
      add(meant(reference, CreditorReference.body(reference), receipt, pool))
    }
    for reference in QRReference.all(in: text) { add(meant(reference, QRReference.body(reference), receipt, pool)) }
    return documents
  }

  /// The one document that carries the reference, or whose id is the reference's own part.
  private static func meant(
    _ reference: String, _ body: Substring, _ receipt: CashCase, _ pool: CashPool
  ) -> [Int] {
    let carrying = pool.withReference(reference, for: receipt.payment)
    let found =
      carrying.isEmpty
      ? pool.found(IDKeys.whole(body.drop { $0 == "0" }), for: receipt.payment).filter { $0.likeness != .tail }.map(
        \.item)
      : carrying
    return isOneDocument(found, pool) ? found.first.map { pool.document(of: $0) } ?? [] : []
  }

  /// The reference field holds a document's id, and nothing else.
  private static func named(_ receipt: CashCase, _ pool: CashPool) -> [Int] {
    guard let reference = receipt.payment.details["reference"] else { return [] }
    let exact = pool.document(reference, for: receipt.payment)
    if !exact.isEmpty { return exact }
    let carrying = pool.withReference(reference, for: receipt.payment)
    return isOneDocument(carrying, pool) ? carrying.first.map { pool.document(of: $0) } ?? [] : []
  }

  private static func isOneDocument(_ items: [Int], _ pool: CashPool) -> Bool {
    Set(items.map { pool[$0].id }).count == 1
  }

  private static func verdict(
    _ documents: [[Int]], isChecked: Bool, _ receipt: CashCase, _ pool: CashPool
  ) -> CashVerdict {
    // One document's instalments are in order.
    let items = documents.count == 1 ? documents[0] : documents.joined().sorted()
    if items.contains(where: { receipt.contradicts(pool[$0]) }) {
      return .unsure(.otherCustomer, items, pool, confidence: 500)
    }
    let open = items.filter { pool[$0].room != 0 && pool[$0].currency == receipt.currency }
    guard !open.isEmpty else {
      let isForeign = items.contains { pool[$0].room != 0 }
      return .unsure(isForeign ? .otherCurrency : .alreadyPaid, items, pool, confidence: 500)
    }
    let explanation = Explanation(receipt: receipt, pool: pool)
    if documents.count == 1 {
      guard let (proposal, ground) = explanation.document(open) else {
        return .unsure(.sumDiffers, open, pool, confidence: 500)
      }
      // An id with a wrong digit is another document's: without the amount or the payer it proves nothing.
      guard isChecked || ground != nil || open.allSatisfy({ receipt.agrees(pool[$0]) }) else {
        return .unsure(.sumDiffers, open, pool, confidence: 700)
      }
      return .match(proposal.with(confidence: isChecked ? 1000 : confidence(ground, proposal)))
    }
    for ground in Explanation.Ground.allCases {
      if let found = explanation.explain(open, ground) { return .match(found.with(confidence: 1000)) }
    }
    return .unsure(.sumDiffers, open, pool, confidence: 700)
  }

  /// An id can be mistyped; an amount that agrees proves it.
  private static func confidence(_ ground: Explanation.Ground?, _ proposal: Proposal) -> Int {
    switch ground {
    case .exact, .accounted: 1000
    case .named, .tolerated: 990
    case nil: proposal.difference == .partPayment ? 970 : 960
    }
  }
}
