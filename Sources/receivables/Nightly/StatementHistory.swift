import Diff
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

  /// Days on which tonight's changes were true, by row of the book: of the payments that explain them.
  var paidOn: [Int: CalendarDate] = [:]

  /// Changes of earlier nights by account, each on the day on which it was true; read from the state once, and only for statements that
  /// need them.
  func of(
    _ settings: StatementSettings, asOf: CalendarDate
  ) throws -> (CustomerAccount) throws -> [DatedChange] {
    guard settings.kind != .openItem else { return { _ in [] } }
    let from = min(settings.from ?? asOf.firstOfMonth, asOf)
    var changes = AccountChanges()
    try PastLedger(state.database, knownOn: nil).forEachMoved(since: from.adding(days: -1)) {
      changes.add($0, $3, company: $1, customer: $2, from: from, to: asOf)
    }
    return { [changes] account in changes.of(account) }
  }

  /// The day on which a change of tonight was true: of the payment that explains it, else of the export.
  func days(
    of changes: [RowChange], in book: Book, _ night: Night, _ configuration: Configuration
  ) -> (DocumentChange) -> CalendarDate {
    let asOf = night.asOf
    let isNeeded = configuration.emit.contains {
      guard case .statements(let settings) = $0 else { return false }
      return settings.kind != .openItem && $0.isDue(on: asOf)
    }
    guard isNeeded else { return { _ in asOf } }
    var paid: [String: CalendarDate] = [:]
    for change in changes {
      guard let day = paidOn[change.row] else { continue }
      paid[StatementHistory.key(book.document(change.row))] = day
    }
    return { [paid] change in
      let day = paid[StatementHistory.key(change.document)] ?? night.company(change.document.company)?.dataAsOf ?? asOf
      return min(max(day, change.document.documentDate), asOf)
    }
  }

  private static func key(_ document: Document) -> String { "\(document.company)\u{1F}\(document.label)" }
}
