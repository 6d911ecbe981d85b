import Formats
import Ledger
import Pipeline

/// `handover/handover.csv`: documents that have come to the end of a ladder that hands over, each on the night it does and never again; and
/// for every customer and currency a folder with all that is open and the copies of the invoices, for the lawyer or the agency.
public struct Handover: StreamedArtefact {
  private static let columns = [
    "company", "customer_id", "currency", "document_id", "instalment", "customer_name", "document_date", "due_date",
    "amount", "balance", "days_past_due", "level", "last_reminded_on", "policy", "contact", "email", "phone",
    "address_line1", "address_line2", "address_line3", "address_line4", "postal_code", "city", "country", "tax_id",
    "folder", "credits",
  ]
  private static let details = [
    "contact", "email", "phone", "address_line1", "address_line2", "address_line3", "address_line4", "postal_code",
    "city", "country", "tax_id",
  ]

  private let sink: any ArtefactSink
  private let copies: any DocumentCopies
  private let asOf: CalendarDate
  private let audience: CSVAudience
  private var table: CSVTable

  public init(
    _ sink: any ArtefactSink, night: Night, copies: any DocumentCopies, audience: CSVAudience = .machine
  ) throws {
    self.sink = sink
    self.copies = copies
    self.audience = audience
    asOf = night.asOf
    table = try CSVTable(sink, path: "handover/handover.csv", columns: Handover.columns, audience: audience)
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for decision in outcome.decisions where decision.outcomes.contains(where: \.handsOver) { try add(decision) }
  }

  public mutating func finish() throws { try table.finish() }

  private mutating func add(_ decision: UnitDecision) throws {
    let customer = decision.customer
    let folder =
      "handover/\(SafeName.slug(decision.company))/\(SafeName.slug(customer.id))-\(decision.currency.code)"
    let documents = DocumentOrder.outcomes(of: decision).filter(\.handsOver)
    for outcome in documents {
      let item = decision.items[outcome.item]
      table.text(decision.company)
      table.text(customer.id)
      table.text(decision.currency.code)
      table.key(item.document)
      table.text(customer.name)
      facts(item, decision.currency, &table)
      table.int(outcome.levelAfter)
      table.date(item.memory.lastRemindedOn)
      table.text(decision.policy)
      for name in Handover.details { table.text(customer[name]) }
      table.text(folder)
      table.money(-outcome.credited, decision.currency)
      try table.endRow()
      try copy(item.document, to: folder)
    }
    try writeItems(decision, handedOver: Set(documents.map(\.item)), to: folder)
  }

  private func facts(_ item: AccountItem, _ currency: Currency, _ table: inout CSVTable) {
    table.date(item.document.documentDate)
    table.date(item.dueDate)
    table.money(item.document.amount, currency)
    table.money(item.document.balance, currency)
    table.int(item.daysPastDue(asOf))
  }

  /// Everything open of the customer in the currency, credits too: what is handed over is marked.
  private func writeItems(_ decision: UnitDecision, handedOver: Set<Int>, to folder: String) throws {
    var items = try CSVTable(
      sink, path: "\(folder)/items.csv",
      columns: [
        "document_id", "instalment", "kind", "document_date", "due_date", "amount", "balance", "days_past_due",
        "currency", "level", "last_reminded_on", "purchase_order", "reference", "handed_over",
      ], audience: audience)
    for (index, item) in decision.items.enumerated() {
      items.key(item.document)
      items.text(item.document.kind.name)
      facts(item, decision.currency, &items)
      items.text(decision.currency.code)
      items.int(item.memory.level)
      items.date(item.memory.lastRemindedOn)
      items.detail("purchase_order", of: item.document)
      items.detail("reference", of: item.document)
      items.text(handedOver.contains(index) ? "yes" : "no")
      try items.endRow()
    }
    try items.finish()
  }

  private func copy(_ document: Document, to folder: String) throws {
    guard let bytes = try copies.copy(company: document.company, document: document.id) else { return }
    let file = try sink.create("\(folder)/\(SafeName.slug(document.label)).pdf")
    try bytes.withUnsafeBytes { try sink.write($0, to: file) }
    try sink.close(file, rows: nil)
  }
}
