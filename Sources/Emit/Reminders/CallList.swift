import Formats
import Ledger
import Pipeline

/// `reminders/calls.csv`: whom to ring up today, per company and currency the largest amount first. Held back to the end of the
/// night for the order; one short line per customer who is marked for calls.
struct CallList {
  private static let columns = [
    "company", "currency", "rank", "customer_id", "name", "contact", "phone", "amount_due", "level", "oldest_days",
    "documents", "language", "message_id", "note",
  ]

  private struct Call {
    var decision: UnitDecision
    var message: ReminderMessage
    var documents: [String]
    var oldest: Int?
  }

  private var table: CSVTable
  private let asOf: CalendarDate
  private var calls: [Call] = []

  init(_ sink: any ArtefactSink, asOf: CalendarDate, audience: CSVAudience) throws {
    table = try CSVTable(sink, path: "reminders/calls.csv", columns: CallList.columns, audience: audience)
    self.asOf = asOf
  }

  /// Takes the unit in where it is to be called for real; a rehearsed call is made by nobody.
  mutating func add(_ decision: UnitDecision, _ documents: [ItemOutcome]) {
    guard decision.isSent, let message = decision.message, message.channel == .call else { return }
    let demanded = documents.filter { $0.includedAs == .trigger || $0.includedAs == .content }
    let oldest = demanded.compactMap { decision.items[$0.item].daysPastDue(asOf) }.max()
    var kept = decision
    // The account is not needed any more, and is the larger part.
    kept.items = []
    kept.outcomes = []
    calls.append(
      Call(
        decision: kept, message: message, documents: UnitTable.demanded(decision, documents), oldest: oldest))
  }

  mutating func finish() throws {
    calls.sort(by: CallList.precedes)
    var rank = 0
    for (index, call) in calls.enumerated() {
      let isNew = index == 0 || !CallList.isSameList(calls[index - 1], call)
      rank = isNew ? 1 : rank + 1
      try write(call, rank: rank)
    }
    try table.finish()
  }

  private mutating func write(_ call: Call, rank: Int) throws {
    table.text(call.decision.company)
    table.text(call.decision.currency.code)
    table.int(rank)
    table.text(call.decision.customer.id)
    table.text(call.decision.customer.name)
    table.text(call.message.contact ?? call.decision.customer.contact)
    table.text(call.message.address ?? call.decision.customer.phone)
    table.money(call.decision.amountDue, call.decision.currency)
    table.int(call.decision.level)
    table.int(call.oldest)
    table.list(call.documents)
    table.text(call.message.language)
    table.text(call.message.id)
    table.text(call.decision.explanation)
    try table.endRow()
  }

  private static func isSameList(_ a: Call, _ b: Call) -> Bool {
    a.decision.company == b.decision.company && a.decision.currency == b.decision.currency
  }

  private static func precedes(_ a: Call, _ b: Call) -> Bool {
    if a.decision.company != b.decision.company {
      return DocumentOrder.bytesPrecede(a.decision.company, b.decision.company)
    }
    if a.decision.currency != b.decision.currency { return a.decision.currency < b.decision.currency }
    if a.decision.amountDue != b.decision.amountDue { return a.decision.amountDue > b.decision.amountDue }
    return DocumentOrder.bytesPrecede(a.decision.customer.id, b.decision.customer.id)
  }
}
