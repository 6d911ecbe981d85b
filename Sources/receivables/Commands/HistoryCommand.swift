import Emit
import Formats
import Ledger
import Pipeline
import Store

/// `history ID`: messages, changes and cash of a customer or document, oldest first.
enum HistoryCommand {
  static let command = Command(
    "history", operands: "ID", "Messages, changes and cash of a customer or document, oldest first.",
    options: [.asOf, .knownOn, .company, .json, .now], count: 1...1
  ) { invocation in
    let past = try PastDay(invocation, .asOf)
    let all = try events(invocation.operands[0], invocation[.company], past)
    guard try !all.isEmpty || isKnown(invocation.operands[0], invocation[.company], past) else {
      throw Failure(.usage, "\(invocation.operands[0]) is no customer or document that was ever seen here")
    }
    let until = try invocation.date(.asOf)
    let events = all.filter { until == nil || $0.date <= until! }
    if invocation.has(.json) {
      let list: JSONValue = .list(
        events.map {
          [
            "date": .text($0.date.description), "run": .text($0.run), "company": .text($0.company),
            "what": .text($0.what), "detail": .text($0.detail),
          ]
        })
      Terminal.write(list.written(.pretty) + "\n")
    } else {
      // An id may be used by several companies for things that have nothing to do with each other.
      let many = Set(events.map(\.company)).count > 1
      let rows = events.map { [$0.date.description, $0.run] + (many ? [$0.company] : []) + [$0.what, $0.detail] }
      Terminal.write(
        Terminal.table([["date", "run"] + (many ? ["company"] : []) + ["what", "detail"]] + rows))
    }
    return .done
  }

  private struct Event {
    var date: CalendarDate
    var run: String
    var what: String
    var detail: String
    var company = ""
  }

  /// Of a customer of whom only the list of customers has told there is nothing to say yet.
  private static func isKnown(_ id: String, _ company: String?, _ past: PastDay) throws -> Bool {
    try !DocumentLookup(past.state.database).customers(id: id, company: company).isEmpty
  }

  private static func events(_ id: String, _ company: String?, _ past: PastDay) throws -> [Event] {
    let state = past.state
    let lookup = DocumentLookup(state.database)
    let runs = try past.runNames()
    var events: [Event] = []
    func add(_ own: [Event], _ company: String) {
      events += own.map { event in
        var event = event
        event.company = company
        return event
      }
    }
    // Instalments of one document share messages and fees; a message that was published again has the id it had.
    var (told, claimed, delivered): (Set<String>, Set<String>, Set<String>) = ([], [], [])
    for found in try lookup.find(named: id, company: company) {
      var own = try changes(past.documents([found.stateID]), runs)
      own += try lookup.moves(document: found.stateID).filter { past.knows(run: $0.run) }.flatMap(moved)
      own += try state.charges.claims(document: found.stateID).filter(past.knows)
        .filter { claimed.insert($0.id).inserted }.flatMap(claim)
      own += try state.cash.lines(document: found.stateID, knownTo: past.knownRun).map(cash)
      let messages = try state.messages.messages(document: found.stateID).filter(past.knows)
      own += messages.filter { told.insert("\($0.run) \($0.messageID)").inserted }.map(message)
      for sent in messages where delivered.insert(sent.messageID).inserted {
        own += try state.deliveries.events(message: sent.messageID).filter { past.knows(run: $0.run) }.map(delivery)
      }
      if let day = found.memory.handedOverOn, past.knownOn.map({ day <= $0 }) ?? true {
        own.append(handedOver(found.document.label, day))
      }
      add(own, found.document.company)
    }
    for customer in try lookup.customers(id: id, company: company) {
      let documents = try lookup.documents(ofCustomer: id, company: customer.company)
      var own = try changes(past.documents(documents), runs)
      for document in try documents + lookup.formerDocuments(ofCustomer: id, company: customer.company) {
        own += try lookup.moves(document: document).filter { past.knows(run: $0.run) }.flatMap(moved)
      }
      own += try state.messages.messages(company: customer.company, customer: id).filter(past.knows).map(message)
      own += try state.charges.claims(company: customer.company, customer: id).filter(past.knows).flatMap(claim)
      for document in documents {
        own += try state.cash.lines(document: document, knownTo: past.knownRun).map(cash)
      }
      own += try state.deliveries.events(company: customer.company, customer: id)
        .filter { past.knows(run: $0.run) }.map(delivery)
      for payment in try lookup.payments(ofCustomer: id, company: customer.company, knownTo: past.knownRun) {
        own.append(
          Event(
            date: payment.date, run: payment.run, what: "payment", detail: "\(payment.paymentID) \(payment.money)"))
      }
      own += try lookup.handOvers(customer: id, company: customer.company)
        .filter { one in past.knownOn.map { one.day <= $0 } ?? true }.map(handedOver)
      for decision in try CustomerDecisions(state, company: customer.company, customer: id).fates.map(\.decision) {
        guard let learned = decision.learnedOn, past.knownOn.map({ learned <= $0 }) ?? true else { continue }
        own.append(
          Event(
            date: learned, run: "", what: "decision",
            detail: "\(decision.kind.rawValue) \(decision.documentID ?? "") by \(decision.by ?? "unknown")"))
      }
      add(own, customer.company)
    }
    return events.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }.map(\.element)
  }

  private static func handedOver(_ label: String, _ day: CalendarDate) -> Event {
    Event(date: day, run: "", what: "hand-over", detail: "\(label) to a lawyer or an agency")
  }

  /// Another customer, another due date: learned by a run, of no day of its own.
  private static func moved(_ move: DocumentMove) -> [Event] {
    func event(_ what: String, _ detail: String) -> Event {
      Event(date: move.asOf, run: move.run, what: what, detail: "\(move.label) \(detail)")
    }
    func day(_ date: CalendarDate?) -> String { date.map(\.description) ?? "none" }
    var events: [Event] = []
    if move.customer.before != move.customer.after {
      events.append(event("customer", "\(move.customer.after), before \(move.customer.before)"))
    }
    if move.dueDate.before != move.dueDate.after {
      events.append(event("due", "\(day(move.dueDate.after)), before \(day(move.dueDate.before))"))
    }
    return events
  }

  private static func delivery(_ line: DeliveryTables.Line) -> Event {
    let detail = line.detail.map { ": \($0)" } ?? ""
    return Event(
      date: CalendarDate(String(line.at.prefix(10))) ?? line.learnedOn, run: line.run, what: line.event,
      detail: "\(line.messageID)\(detail)")
  }

  /// Each change of a document's balance on the day on which it was true, with the run by which it was known.
  private static func changes(
    _ documents: [(past: PastDocument, steps: [BalanceStep])], _ runs: [Int64: String]
  ) -> [Event] {
    documents.flatMap { document, steps in
      var balance: Int64 = 0
      return steps.enumerated().compactMap { place, step -> Event? in
        guard place == 0 || step.change != 0 else { return nil }
        let before = balance
        balance += step.change
        let word =
          place == 0 ? "new" : balance == 0 ? "closed" : before == 0 ? "reopened" : "balance"
        let cause =
          step.clearing.map { " (\(step.cause?.rawValue ?? "payment") \($0))" }
          ?? step.cause.map { " (\($0.rawValue))" }
        return Event(
          date: step.date, run: runs[step.run] ?? "", what: word,
          detail: "\(document.label) \(Money(minorUnits: balance, currency: document.currency))\(cause ?? "")")
      }
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

  private static func cash(_ match: CashTables.Line) -> Event {
    let deducted = Money(minorUnits: match.deducted, currency: match.money.currency)
    let rest = match.difference.map { ", \($0)\(match.deducted == 0 ? "" : " \(deducted)")" } ?? ""
    return Event(
      date: match.asOf, run: match.run, what: "cash",
      detail: "\(match.paymentID) of \(match.paymentDate) pays \(match.document) \(match.money)"
        + " (\(match.rule), \(CashReport.confidence(match.confidence))\(rest))")
  }

  private static func message(_ line: MessageTables.Line) -> Event {
    Event(date: line.asOf, run: line.run, what: "message", detail: Story.words(line))
  }
}
