import Ledger
import Pipeline
import Store

/// What people decided about a customer, as `why` tells it, with what became of what acts once.
struct DecisionStory {
  private let decided: CustomerDecisions
  /// Open documents of the customer.
  private let open: [DocumentLookup.Found]
  /// What became of its promises, by id.
  private let promises: [String: PromisesToPay.Promise]
  /// Who pays for it; nil: it does itself, or nobody asks.
  private let payer: String?
  /// Ids of its contacts, where an invitation that names some is still to go out.
  private let contacts: [String]
  /// What invitations wait for, as the newest run has published it, by their ids.
  private let waiting: [String: [String]]
  /// Of the newest run.
  private let asOf: CalendarDate
  private var fates: [DecisionTables.Fate] { decided.fates }

  init(
    _ state: State, _ configuration: Configuration, company: String, customer: String, asOf: CalendarDate,
    waiting: [String: [String]] = [:]
  ) throws {
    self.waiting = waiting
    decided = try CustomerDecisions(state, company: company, customer: customer)
    let fates = decided.fates
    let lookup = DocumentLookup(state.database)
    open = fates.isEmpty ? [] : try lookup.open(ofCustomer: customer, company: company)
    let namesContacts = fates.contains { $0.actedIn == nil && !$0.decision.invitedContacts.isEmpty }
    contacts = namesContacts ? try state.contacts.standing(company: company, customer: customer).map(\.id) : []
    self.asOf = asOf
    var payers = StoredPayers(state)
    let found = fates.contains { $0.decision.kind.isAboutReader } ? try payers.payer(of: customer, company) : customer
    payer = found == customer ? nil : found
    let promisers = Set(
      fates.filter { $0.decision.kind == .promise }.flatMap { [decided] in decided.customers(of: $0.decision) })
    guard !promisers.isEmpty else {
      promises = [:]
      return
    }
    let judged = try PromisesToPay(state, configuration, asOf: asOf, only: promisers) { customers in
      var documents: [CustomerKey: [Document]] = [:]
      for key in customers {
        documents[key] = try lookup.open(ofCustomer: key.customer, company: key.company).map(\.document)
      }
      return documents
    }
    promises = Dictionary(judged.all.map { ($0.decision.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A line for each decision, in the order in which they were learned.
  var lines: [(key: String, value: String)] { fates.map { ("decision", words($0)) } }

  /// Those about all of the customer that stand for another one, of whom the ERP has made it, too.
  /// - Parameter heir: what was decided about that one.
  func lines(goingAlongTo heir: DecisionStory) -> [(key: String, value: String)] {
    fates.filter { fate in
      MergedCustomers.kinds.contains(fate.decision.kind) && fate.decision.documentID == nil && fate.endedOn == nil
        && fate.decision.until.map { $0 >= asOf } ?? true
    }.map { fate in
      let release = heir.fates.first { other in
        other.decision.kind == .release && other.decision.documentID == nil && other.endedOn == nil
          && fate.decision.isNamed(by: other.decision)
      }
      let ended = release.map { ": released\($0.decision.learnedOn.map { " on \($0)" } ?? "") [\($0.decision.id)]" }
      return (
        "decision",
        words(fate) + (ended ?? "")
          + "; of customer \(fate.decision.customerID), who has the same party_id and nothing open any more"
      )
    }
  }

  /// Those about one document.
  func lines(of document: Document) -> [(key: String, value: String)] {
    fates.filter { DecisionStory.names($0.decision, document) }.map { ("decision", words($0)) }
  }

  private static func names(_ decision: Decision, _ document: Document) -> Bool {
    decision.documentID == document.id || decision.documentID == document.label
  }

  private func words(_ fate: DecisionTables.Fate) -> String {
    let decision = fate.decision
    let until = decision.until.map { " until \($0)" } ?? ""
    let document = decision.documentID.map { " of \($0)" } ?? ""
    // The channel, the score, the field that is changed; of a release: what it ends.
    let value = decision.value.map { " `\($0)`" } ?? ""
    let amount = decision.amount.map { " (\($0))" } ?? ""
    let told =
      "\(decision.kind.rawValue)\(value)\(document)\(amount)\(until), by \(decision.by ?? "unknown") [\(decision.id)]\(decided.remark(decision))"
    return (became(fate).map { "\(told): \($0)" } ?? told) + (decision.remark.map { "; note: \($0)" } ?? "")
  }

  /// Nil: what is told of it says enough.
  private func became(_ fate: DecisionTables.Fate) -> String? {
    if let promise = promises[fate.decision.id], let word = became(promise) { return word }
    if fate.decision.kind == .send, fate.endedOn == nil, fate.actedIn == nil { return sending(fate.decision) }
    if let missing = decided.missing(fate.decision), fate.endedOn == nil {
      return "ends nothing: there is no decision, plan, kind or reason `\(missing)`"
    }
    if let waits = inviting(fate) { return "waits: \(waits)" }
    if let payer, fate.decision.kind.isAboutReader, fate.endedOn == nil, released(fate).isEmpty {
      return "changes nothing about reminders: they go to \(payer), who pays for it"
    }
    let acted = fate.actedIn.map { "carried out in \($0)" }
    let releases = released(fate)
    let ended = releases.isEmpty ? fate.endedOn.map { "ended on \($0)" } : nil
    let all = [acted].compactMap(\.self) + releases + [ended].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: "; ")
  }

  /// What an invitation waits for: as the newest run said, or where it said nothing because the customer does not have the contacts. Nil: it does
  /// not wait.
  private func inviting(_ fate: DecisionTables.Fate) -> String? {
    guard fate.actedIn == nil, fate.endedOn == nil, released(fate).isEmpty else { return nil }
    if let told = waiting[fate.decision.id] { return told.joined(separator: "; ") }
    let missing = fate.decision.invitedContacts.filter { !contacts.contains($0) }
    return missing.isEmpty ? nil : "the customer has no contact \(missing.joined(separator: ", "))"
  }

  /// `released on 2026-11-20 [R1]`, for each release that ends the decision, or what it says of one document.
  private func released(_ fate: DecisionTables.Fate) -> [String] {
    let decision = fate.decision
    guard decision.kind != .release, fate.actedIn == nil || decision.kind == .writeOff else { return [] }
    return decided.releases(of: decision).compactMap { release in
      let day = release.from ?? release.learnedOn
      guard day.map({ $0 <= fate.endedOn ?? asOf }) ?? true else { return nil }
      let part = decision.documentID == nil ? release.documentID.map { " for \($0)" } ?? "" : ""
      return "released\(part)\(day.map { " on \($0)" } ?? "") [\(release.id)]"
    }
  }

  /// What has come of a promise, as the night judges it; nil: nothing can be said of it yet.
  private func became(_ promise: PromisesToPay.Promise) -> String? {
    let isOver = promise.last.map { $0 < asOf } ?? false
    guard let receipt = promise.receipt, let amount = promise.amount else {
      return isOver && promise.isOpen && promise.endedOn == nil ? "not kept" : nil
    }
    if let day = receipt.keptOn { return "kept on \(day)" }
    if promise.endedOn != nil { return nil }
    let came = "\(receipt.received) of \(amount.decimal)"
    guard isOver, let last = promise.last else {
      return receipt.received.minorUnits > 0 ? "\(came) have come" : nil
    }
    let late = receipt.lateOn.map { "; it was complete on \($0)" } ?? ""
    return "not kept, \(came) had come by \(last)\(late)"
  }

  /// A person's reminder that no run has carried out: what it waits for, or why nothing comes of it any more.
  private func sending(_ send: Decision) -> String {
    if let owners = decided.strangers(send) {
      return "nothing is sent for it: \(send.documentID ?? "") is one of \(owners.joined(separator: " and "))"
    }
    if isReleased(send) { return "released, nothing was sent for it" }
    if let until = send.until, until < asOf { return "lapsed, nothing was sent for it" }
    if let first = send.from, first > asOf { return "waits for its first day, \(first)" }
    let items = open.filter { found in
      found.document.balance > 0 && (send.documentID == nil || DecisionStory.names(send, found.document))
    }
    guard !items.isEmpty else { return "waits: nothing is open that it could ask for" }
    if let last = items.compactMap(\.memory.lastRemindedOn).max(), send.isDone(byReminderOf: last) {
      return "done by the reminder of \(last)"
    }
    guard let due = items.compactMap(\.document.dueDate).min() else {
      return "waits: there is no due date; give `due_date` in the export"
    }
    if due >= asOf { return "waits for the first run after \(due): nothing of it is overdue before" }
    return "waits: what stands against it is told below"
  }

  private func isReleased(_ send: Decision) -> Bool {
    fates.contains { fate in
      let release = fate.decision
      guard release.kind == .release, fate.endedOn == nil, release.customerID == send.customerID,
        release.documentID == nil || release.documentID == send.documentID
      else { return false }
      return send.isNamed(by: release)
    }
  }
}
