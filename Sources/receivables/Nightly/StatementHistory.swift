import Emit
import Ledger
import Pipeline
import Store

/// What earlier nights left for artefacts of tonight: what happened to an account's documents on earlier nights of the period that a
/// statement with movements shows, and every message that was sent.
struct StatementHistory {
  let state: State
  /// What came tonight of messages on their way; the state learns it only when the night is over.
  var tonight: [DeliveryTables.Report] = []

  /// Hands out every message of earlier nights, oldest first, with the last that was told of its way.
  func messages(_ body: (PastMessage) throws -> Void) throws {
    let news = Dictionary(tonight.map { ($0.event.messageID, $0.event) }, uniquingKeysWith: { $1 })
    try state.messages.history { line, known in
      let event = news[line.messageID].map { ($0.kind.rawValue, $0.at, $0.detail) } ?? known
      try body(
        PastMessage(
          id: line.messageID, run: line.run, asOf: line.asOf, company: line.company, customerID: line.customerID,
          currency: line.currency, channel: line.channel, template: line.template, level: line.level,
          amountDue: line.amountDue, address: line.address, payBy: line.payBy, event: event?.0, eventAt: event?.1,
          eventDetail: event?.2))
    }
  }

  /// Changes by account; read from the state once, and only for statements that need them.
  func of(
    _ settings: StatementSettings, asOf: CalendarDate
  ) throws -> (CustomerAccount) throws -> [DatedChange] {
    guard settings.kind != .openItem else { return { _ in [] } }
    let from = min(settings.from ?? asOf.firstOfMonth, asOf)
    var byCustomer: [String: [DatedChange]] = [:]
    for change in try DocumentChanges(state.database).since(from) {
      let document = change.document
      let dated = DatedChange(
        on: change.on,
        change: DocumentChange(
          kind: change.kind, document: document, oldBalance: change.oldBalance, cause: change.cause))
      byCustomer["\(document.company)\u{1F}\(document.customerID)", default: []].append(dated)
    }
    return { [byCustomer] account in
      let own = byCustomer["\(account.customer.company)\u{1F}\(account.customer.id)"] ?? []
      let others = Set(account.billed.map(\.document.customerID)).subtracting([account.customer.id]).sorted()
      return own + others.flatMap { byCustomer["\(account.customer.company)\u{1F}\($0)"] ?? [] }
    }
  }
}
