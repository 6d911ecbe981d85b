import Diff
import Emit
import Ledger
import Pipeline
import Store

/// What earlier nights left for artefacts of tonight: what happened to an account's documents on earlier nights of the period that a
/// statement with movements shows, and every message that was sent.
struct StatementHistory {
  private let state: State
  private let installation: Installation
  /// What came tonight of messages on their way; the state learns it only when the night is over.
  private let tonight: [DeliveryTables.Report]

  init(state: State, installation: Installation, tonight: [DeliveryTables.Report]) {
    (self.state, self.installation, self.tonight) = (state, installation, tonight)
  }

  /// Hands out every message of earlier nights, oldest first, with the last that was told of its way.
  func messages(_ body: (PastMessage) throws -> Void) throws {
    let news = Dictionary(tonight.map { ($0.event.messageID, $0.event) }, uniquingKeysWith: { $1 })
    try state.messages.history { line, known in
      let told = line.isRepeated ? nil : news[line.messageID].map { ($0.kind.rawValue, $0.at, $0.detail) } ?? known
      let event = told ?? line.undone?.neverSent.map { ($0, "", nil) } ?? (line.isRepeated ? known : nil)
      try body(
        PastMessage(
          id: line.messageID, run: line.run, asOf: line.asOf, company: line.company, customerID: line.customerID,
          currency: line.currency, channel: line.channel, template: line.template, level: line.level,
          amountDue: line.amountDue, address: line.address, payBy: line.payBy, event: event?.0, eventAt: event?.1,
          eventDetail: event?.2))
    }
  }

  /// What the ledger is told of tonight, which the state does not know yet; and the documents that changed, or that are new and were paid on, by company
  /// and label: all that happened to them is told as the ledger will tell it from tomorrow on.
  private var news: NightsNews?
  private var retold: Set<String> = []

  /// Documents that are another customer's since tonight, with him; and those that are in another currency: by company and label.
  private var moved: [String: String] = [:]
  private var inOtherCurrency: [String: (id: Int64, document: Document)] = [:]

  /// Documents that are new tonight and as they were invoiced.
  private var new: [Document] = []

  /// Notes of which documents earlier nights tell under the customer or in the currency of then.
  mutating func note(
    _ changes: [RowChange], in book: Book, _ cash: CashResult, _ files: TonightsFiles, _ night: Night
  ) throws {
    guard StatementHistory.isNeeded(installation.configuration, on: night.asOf) else { return }
    let news = try NightsNews(files, of: changes, in: book, cash, state) {
      night.company($0)?.dataAsOf ?? night.asOf
    }
    self.news = news
    let isFirstNight = try state.runs.lastNight() == nil
    for change in changes {
      guard let before = change.before else {
        let isNew = news.isNew(NightsNews.key(ofNew: change.row))
        let document = book.document(change.row)
        if isNew { retold.insert(StatementHistory.key(document)) } else if !isFirstNight { new.append(document) }
        continue
      }
      let now = book.documents.rows[change.row]
      if before.currency == now.currency { retold.insert(StatementHistory.key(book.document(change.row))) }
      guard before.customer != now.customer || before.currency != now.currency else { continue }
      let document = book.document(change.row)
      let key = StatementHistory.key(document)
      if before.currency != now.currency {
        inOtherCurrency[key] = (book.documents.stateIDs[change.row], document)
      } else {
        moved[key] = document.customerID
      }
    }
  }

  /// Whether statements of a night list movements.
  private static func isNeeded(_ configuration: Configuration, on asOf: CalendarDate) -> Bool {
    configuration.emit.contains {
      guard case .statements(let settings) = $0 else { return false }
      return settings.kind != .openItem && $0.isDue(on: asOf)
    }
  }

  /// Changes of earlier nights, and of tonight of documents that were known, by account, each on the day on which it was true; read from the state once,
  /// and only for statements that need them.
  func of(_ settings: StatementSettings, asOf: CalendarDate) throws -> AccountChanges {
    var changes = AccountChanges()
    guard settings.kind != .openItem else { return changes }
    let from = min(settings.from ?? asOf.firstOfMonth, asOf)
    let ledger = try PastLedger(state.database, knownOn: nil, with: news)
    try ledger.forEachMoved(since: from.adding(days: -1)) { past, company, customer, steps in
      let key = StatementHistory.key(company, past.label)
      // What was owed in another currency is no part of what is owed now.
      guard inOtherCurrency[key] == nil else { return }
      // What exports show has happened, whatever day a payment names.
      let steps = steps.map { step in
        var step = step
        step.date = min(step.date, asOf)
        return step
      }
      changes.add(past, steps, company: company, customer: moved[key] ?? customer, from: from, to: asOf)
    }
    if let last = try LastStatement.before(from, state, installation, upTo: nil) {
      try addEntered(after: last, before: from, ledger, to: &changes)
    }
    return changes
  }

  /// What was entered after the last statement of days before the period.
  private func addEntered(
    after last: LastStatement, before from: CalendarDate, _ ledger: PastLedger, to changes: inout AccountChanges
  ) throws {
    try ledger.forEachEntry(
      after: last.run, of: last.to, until: from.adding(days: -1), leaving: Set(inOtherCurrency.values.map(\.id)),
      movedTo: { moved[StatementHistory.key($0, $1)] }
    ) { changes.add($0, after: last.to) }
    for var document in inOtherCurrency.values.map(\.document) + new
    where document.documentDate < from && !document.isVoid {
      document.balance = document.amount
      changes.add(
        DatedChange(
          on: document.documentDate, change: DocumentChange(kind: .new, document: document, oldBalance: 0),
          role: .late(after: last.to)))
    }
  }

  /// The day on which a change of tonight was true: of the export; nil where the changes of earlier nights tell it, too.
  func days(
    _ night: Night, _ configuration: Configuration
  ) -> (DocumentChange) -> CalendarDate? {
    let asOf = night.asOf
    guard StatementHistory.isNeeded(configuration, on: asOf) else { return { _ in asOf } }
    return { [retold] change in
      guard !retold.contains(StatementHistory.key(change.document)) else { return nil }
      let day = night.company(change.document.company)?.dataAsOf ?? asOf
      return min(max(day, change.document.documentDate), asOf)
    }
  }

  private static func key(_ document: Document) -> String { key(document.company, document.label) }
  private static func key(_ company: String, _ label: String) -> String { "\(company)\u{1F}\(label)" }
}
