import Formats
import Ledger
import Pipeline

/// `charges/charges.csv` and `charges/erp-posting.csv`: what is claimed beside the invoices, and what of it the ERP should post.
public enum ChargesReport {
  private static let columns = [
    "company", "customer_id", "currency", "claim_id", "kind", "state", "documents", "regime", "level", "from",
    "through",
    "days", "principal", "rate", "amount", "final", "claimed_on", "message_id", "closed_on", "closed_by",
  ]
  private static let postingColumns = [
    "company", "customer_id", "currency", "claim_id", "kind", "document_id", "amount", "reference", "text",
  ]

  /// - Parameters:
  ///   - claims: every open claim and those closed tonight, in the order of `ChargeClaim.precedes`.
  ///   - unsure: ids of claims that only messages claim which may never leave: the ERP does not post them yet.
  public static func write(
    _ claims: [ChargeClaim], unsure: Set<String> = [], audience: CSVAudience, to sink: any ArtefactSink
  ) throws {
    var table = try CSVTable(sink, path: "charges/charges.csv", columns: columns, audience: audience)
    for claim in claims { try add(claim, to: &table) }
    try table.finish()
    var postings = try CSVTable(sink, path: "charges/erp-posting.csv", columns: postingColumns, audience: audience)
    for claim in claims where claim.isOpen && claim.isFinal && !unsure.contains(claim.id) {
      try addPosting(claim, to: &postings)
    }
    try postings.finish()
  }

  private static func add(_ claim: ChargeClaim, to table: inout CSVTable) throws {
    table.text(claim.company)
    table.text(claim.customerID)
    table.text(claim.currency.code)
    table.text(claim.id)
    table.text(claim.kind.rawValue)
    table.text(claim.state.rawValue)
    table.list(claim.documents)
    table.text(claim.regime)
    if claim.kind == .fee { table.int(claim.level) } else { table.empty() }
    table.date(claim.from)
    table.date(claim.through)
    if claim.kind == .interest { table.int(claim.days) } else { table.empty() }
    if claim.kind == .fee { table.empty() } else { table.money(claim.principal, claim.currency) }
    table.text(claim.rates.isEmpty ? nil : claim.rates)
    table.money(claim.amount, claim.currency)
    table.text(claim.isFinal ? "yes" : "no")
    table.date(claim.claimedOn)
    table.text(claim.messageID)
    table.date(claim.closedOn)
    table.text(claim.closedBy)
    try table.endRow()
  }

  /// A charge for the ERP to make. Its reference is the claim's id: by it the claim is found again.
  private static func addPosting(_ claim: ChargeClaim, to table: inout CSVTable) throws {
    table.text(claim.company)
    table.text(claim.customerID)
    table.text(claim.currency.code)
    table.text(claim.id)
    table.text(claim.kind.rawValue)
    table.text(claim.kind == .fee ? nil : claim.documents.first)
    table.money(claim.amount, claim.currency)
    table.text(claim.id)
    table.text(words(claim))
    try table.endRow()
  }

  private static func words(_ claim: ChargeClaim) -> String {
    let documents = claim.documents.joined(separator: ", ")
    switch claim.kind {
    case .interest:
      let days = claim.from.flatMap { from in claim.through.map { " from \(from) to \($0)" } } ?? ""
      return "interest on \(documents)\(days)"
    case .fee: return "reminder fee, level \(claim.level), \(documents)"
    case .compensation: return "lump sum for late payment of \(documents)"
    }
  }
}
