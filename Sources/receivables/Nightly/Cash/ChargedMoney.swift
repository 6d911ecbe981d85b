import Cash
import Ledger
import Pipeline
import Store

/// Money beside the documents of a message, which pays the interest and fees that it asked for: once the ERP has posted those claims, its charges are
/// documents, and the money is matched with them. Fees and lump sums go first, then interest, the oldest claims before others (`PaidCharges`).
struct ChargedMoney {
  /// In thousandths, as the rest of the same money.
  private static let confidence = 980

  let state: State
  let source: CashItems
  let entries: CashEntries

  /// Places what waits so in what was found.
  func settle(_ findings: inout CashApplication.Findings, _ items: inout [CashItem]) throws {
    let waiting = findings.open.indices.filter { findings.open[$0].reason == .charges && findings.open[$0].left > 0 }
    guard !waiting.isEmpty else { return }
    let charges = charges()
    guard !charges.isEmpty else { return }
    var numbers: [Int: Int] = [:]
    for at in items.indices where items[at].row >= 0 { numbers[items[at].row] = at }
    let order = waiting.sorted {
      entries.entries[findings.open[$0].entry].precedes(entries.entries[findings.open[$1].entry])
    }
    for at in order {
      for row in try rows(findings.open[at].entry, charges) where findings.open[at].left > 0 {
        let number = numbers[row] ?? items.count
        if number == items.count {
          numbers[row] = number
          items.append(source.item(row))
        }
        findings.pay(at, number, of: &items, confidence: ChargedMoney.confidence)
      }
    }
    findings.open.removeAll { $0.left == 0 && $0.reason == .charges }
  }

  /// Rows of charges that are open, or were before tonight, and name what they are about.
  private func charges() -> [Int] {
    let documents = source.book.documents
    return documents.rows.indices.filter { row in
      documents.rows[row].kind == .charge && documents.detail("reference", of: documents.rows[row]) != nil
        && (documents.rows[row].balance > 0 || source.before[row] != nil)
    }
  }

  /// Those of claims that its payer knew of when the money came, in the order in which it pays them.
  private func rows(_ entry: Int, _ charges: [Int]) throws -> [Int] {
    let (receipt, book) = (entries.entries[entry].receipt, source.book)
    let payment = receipt.payment
    guard let payer = entries.entries[entry].payer, let row = book.customerRow(payment.company, payer.customerID)
    else { return [] }
    let owner = source.payers.payer[row] ?? row
    let own = charges.filter { charge in
      let document = book.documents.rows[charge]
      let customer = Int(document.customer)
      return document.currency == payment.money.currency && (source.payers.payer[customer] ?? customer) == owner
    }
    guard !own.isEmpty else { return [] }
    let claims = try state.charges.claims(company: payment.company, customer: book.customers.id(owner)).filter {
      $0.currency == payment.money.currency && $0.claimedOn <= receipt.since && $0.state != .waived
        && $0.state != .withdrawn
    }
    var rows: [Int] = []
    for claim in claims.filter({ $0.kind != .interest }) + claims.filter({ $0.kind == .interest }) {
      rows += own.filter { !rows.contains($0) && posts(book.document($0), claim) }
    }
    return rows
  }

  /// Whether the ERP has posted a claim with a charge: known so, or as the charge says tonight.
  private func posts(_ charge: Document, _ claim: ChargeClaim) -> Bool {
    guard claim.isOpen else { return claim.closedBy == charge.label }
    guard let reference = charge.reference else { return false }
    return reference == claim.id || claim.isAbout(reference)
  }
}
