import Formats
import Ledger
import Pipeline
import Store

/// `history ID`: messages, changes and cash of a customer or document, oldest first.
enum HistoryCommand {
  static let command = Command(
    "history", operands: "ID", "Messages, changes and cash of a customer or document, oldest first.",
    options: [.company, .json], count: 1...1
  ) { invocation in
    let installation = try Installation.load(invocation.configPath)
    let state = try State.look(installation.database)
    let events = try events(invocation.operands[0], invocation[.company], state)
    guard !events.isEmpty else {
      throw Failure(.usage, "\(invocation.operands[0]) is no customer or document that was ever seen here")
    }
    if invocation.has(.json) {
      let list: JSONValue = .list(
        events.map {
          [
            "date": .text($0.date.description), "run": .text($0.run), "what": .text($0.what),
            "detail": .text($0.detail),
          ]
        })
      Terminal.write(list.written(.pretty) + "\n")
    } else {
      let rows = events.map { [$0.date.description, $0.run, $0.what, $0.detail] }
      Terminal.write(Terminal.table([["date", "run", "what", "detail"]] + rows))
    }
    return .done
  }

  private struct Event {
    var date: CalendarDate
    var run: String
    var what: String
    var detail: String
  }

  private static func events(_ id: String, _ company: String?, _ state: State) throws -> [Event] {
    let lookup = DocumentLookup(state.database)
    var events: [Event] = []
    for found in try lookup.find(id: id, company: company) {
      events += try changes(lookup.versions(documents: [found.stateID]))
      events += try state.charges.claims(document: found.stateID).flatMap(claim)
      let messages = try state.messages.messages(document: found.stateID)
      events += messages.map(message)
      for sent in messages { events += try state.deliveries.events(message: sent.messageID).map(delivery) }
    }
    for customer in try lookup.customers(id: id, company: company) {
      let documents = try lookup.documents(ofCustomer: id, company: customer.company)
      events += try changes(lookup.versions(documents: documents))
      events += try state.messages.messages(company: customer.company, customer: id).map(message)
      events += try state.charges.claims(company: customer.company, customer: id).flatMap(claim)
      events += try state.deliveries.events(company: customer.company, customer: id).map(delivery)
      for payment in try lookup.payments(ofCustomer: id, company: customer.company) {
        events.append(
          Event(
            date: payment.date, run: payment.run, what: "payment", detail: "\(payment.paymentID) \(payment.money)"))
      }
      for decision in try state.decisions.all(company: customer.company, customer: id) {
        events.append(
          Event(
            date: decision.learnedOn ?? .missing, run: "", what: "decision",
            detail: "\(decision.kind.rawValue) \(decision.documentID ?? "") by \(decision.by ?? "unknown")"))
      }
    }
    return events.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
  }

  private static func delivery(_ line: DeliveryTables.Line) -> Event {
    let detail = line.detail.map { ": \($0)" } ?? ""
    return Event(
      date: CalendarDate(String(line.at.prefix(10))) ?? line.learnedOn, run: line.run, what: line.event,
      detail: "\(line.messageID)\(detail)")
  }

  private static func changes(_ versions: [DocumentLookup.Event]) -> [Event] {
    var before: [String: Int64] = [:]
    return versions.map { version in
      let balance = Money(minorUnits: version.balance, currency: version.currency)
      let old = before.updateValue(version.balance, forKey: version.documentID)
      let word = old == nil ? "new" : old == version.balance ? "changed" : version.balance == 0 ? "closed" : "balance"
      let cause = version.cause.map { " (\($0))" } ?? ""
      return Event(date: version.asOf, run: version.run, what: word, detail: "\(version.documentID) \(balance)\(cause)")
    }
  }

  /// A claim beside the invoices: when it was made, and when it ended.
  private static func claim(_ claim: ChargeClaim) -> [Event] {
    let amount = Money(minorUnits: claim.amount, currency: claim.currency)
    let about = claim.documents.joined(separator: ", ")
    let made = Event(
      date: claim.claimedOn, run: "", what: "claim",
      detail: "\(claim.kind.rawValue) \(amount) on \(about) [\(claim.id)]")
    guard let date = claim.closedOn else { return [made] }
    return [
      made,
      Event(
        date: date, run: "", what: "claim \(claim.state.rawValue)",
        detail: "\(claim.kind.rawValue) [\(claim.id)] by \(claim.closedBy ?? "")"),
    ]
  }

  private static func message(_ line: MessageTables.Line) -> Event {
    let amount = Money(minorUnits: line.amountDue, currency: line.currency)
    return Event(
      date: line.asOf, run: line.run, what: "message",
      detail: "\(line.channel) level \(line.level) (\(line.template)), \(amount), \(line.messageID)")
  }
}
