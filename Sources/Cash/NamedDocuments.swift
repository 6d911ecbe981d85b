import Ledger
import Pipeline

/// Payments that say nothing but one document's id, set against that document: most of a night, and nothing else need be known for them. They
/// find what `CashApplication` finds for them by the rule about references, document by document.
public struct NamedDocuments {
  /// What was settled, and what is left of payments of more than their documents. Payments that are not placed are not in it.
  public private(set) var findings = CashApplication.Findings()
  private let settings: CashSettings
  private let isAsked: Bool
  private var pool: CashPool?

  /// - Parameter count: for how many matches there is to be room, these and others'.
  public init(_ settings: CashSettings, expecting count: Int) {
    self.settings = settings
    isAsked = settings.asks(.structuredReference)
    findings.matches.reserveCapacity(count)
  }

  /// Sets payments against the one document that they name, the oldest first.
  /// - Parameters:
  ///   - item: the document; what is left of it afterwards.
  ///   - number: what the findings call it.
  ///   - payments: their places in `entries`, each of which says nothing but its id, see `CashApplication.onlyID`.
  public mutating func settle(
    _ item: inout CashItem, number: Int, by payments: [Int], of entries: [CashApplication.Entry]
  ) {
    guard isAsked else { return }
    // One pool serves all documents: its memory is asked for once.
    var pool = self.pool.take() ?? CashPool(only: item)
    pool.exchange(&item)
    let first = findings.matches.count
    findings.rests.removeAll()
    let order = payments.count > 1 ? payments.sorted { entries[$0].precedes(entries[$1]) } : payments
    for at in order {
      let receipt = CashCase(entries[at], settings)
      guard case .match(let proposal) = StructuredReferenceRule.judge(receipt, naming: [0], pool),
        settings.trusts(proposal, by: .structuredReference)
      else { continue }
      findings.place(proposal, of: receipt, at, by: .structuredReference, from: &pool)
    }
    for match in first..<findings.matches.count { findings.matches[match].item = number }
    pool.exchange(&item)
    self.pool = pool
  }
}
