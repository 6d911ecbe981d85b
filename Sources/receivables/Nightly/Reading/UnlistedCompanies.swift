import Ledger

extension NightReading {
  /// Companies that were taken out of pipeline.json and have open documents. No export tells of them any more and nobody is written to, so they
  /// stay as they are: told every night.
  mutating func remarkUnlistedCompanies() {
    let listed = Set(companyIDs)
    for (index, company) in book.companies.enumerated() where !listed.contains(company) {
      let open = book.documents.rows.reduce(0) { $0 + ($1.company == UInt16(index) && $1.balance != 0 ? 1 : 0) }
      guard open > 0 else { continue }
      warn(
        code: "company-unlisted",
        "pipeline.json does not list company \(company) any more: \(open == 1 ? "its open document stays" : "its \(open) open documents stay") "
          + "in aging as last exported, and nobody is written to about \(open == 1 ? "it" : "them")")
    }
  }
}
