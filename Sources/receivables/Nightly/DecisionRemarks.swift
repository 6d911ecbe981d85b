import Ledger
import Store

/// What is told of tonight's decisions: they are kept, whatever is remarked.
extension NightReading {
  /// Decisions about customers or documents that nobody knows. One that was known before has been told.
  mutating func remarkDecisions() throws {
    let known = try state.decisions.known(decisions.map(\.id))
    var doubtful: [Decision] = []
    for decision in decisions {
      if !isKnown(decision.company, decision.customerID) {
        warn(
          code: "decision-customer-unknown",
          "decision \(decision.id) is about customer \(decision.customerID) of \(decision.company), whom no file has named"
        )
      } else if decision.documentID != nil, known[decision.id] == nil {
        doubtful.append(decision)
      }
    }
    remarkEarlySends(doubtful.filter { $0.kind == .send })
    for decision in try withoutDocument(doubtful) {
      warn(
        code: "decision-document-unknown",
        "decision \(decision.id) is about document \(decision.documentID ?? "") of \(decision.company), which no file has named"
      )
    }
  }

  /// A person's reminder of a document that is not due waits until it is: nobody is reminded of what is not due.
  private mutating func remarkEarlySends(_ sends: [Decision]) {
    guard !sends.isEmpty else { return }
    let asked = Set(sends.map { "\($0.company)\u{1F}\($0.documentID ?? "")" })
    var due: [String: CalendarDate] = [:]
    for row in book.documents.rows where row.balance > 0 && row.dueDate >= asOf {
      let (id, instalment) = book.documents.key(row.key)
      let company = book.companies[Int(row.company)]
      for name in ["\(company)\u{1F}\(id)", "\(company)\u{1F}\(id)/\(instalment)"] where asked.contains(name) {
        due[name] = min(due[name] ?? row.dueDate, row.dueDate)
      }
    }
    for send in sends {
      guard let date = due["\(send.company)\u{1F}\(send.documentID ?? "")"] else { continue }
      let lapses = send.until.map { $0 <= date } ?? false
      warn(
        code: "send-not-due",
        "decision \(send.id) asks for a reminder of \(send.documentID ?? "") of \(send.company), which is due on \(date): "
          + (lapses ? "it lapses before" : "it goes out by the first run after that day"))
    }
  }

  /// Those whose document is neither open nor was it ever.
  private func withoutDocument(_ decisions: [Decision]) throws -> [Decision] {
    guard !decisions.isEmpty else { return [] }
    var open: Set<String> = []
    for row in book.documents.rows {
      let (id, instalment) = book.documents.key(row.key)
      let company = book.companies[Int(row.company)]
      open.insert("\(company)\u{1F}\(id)")
      if !instalment.isEmpty { open.insert("\(company)\u{1F}\(id)/\(instalment)") }
    }
    return try decisions.filter { decision in
      let id = decision.documentID ?? ""
      return try !open.contains("\(decision.company)\u{1F}\(id)")
        && !state.decisions.hasClosed(document: id, company: decision.company)
    }
  }

  /// Decisions of which only one can hold, where tonight's says something else than another that stands: the newer one holds.
  mutating func remarkContradictions(_ standing: [Decision]) {
    let tonight = Set(decisions.map(\.id))
    guard !tonight.isEmpty else { return }
    var newest: [String: Decision] = [:]
    for decision in standing where tonight.contains(decision.id) {
      guard let key = DecisionKey(decision) else { continue }
      if newest[key.text].map({ $0.isOlder(than: decision) }) ?? true { newest[key.text] = decision }
    }
    for other in standing {
      guard let key = DecisionKey(other), let decision = newest[key.text], other.id != decision.id,
        other.value?.lowercased() != decision.value?.lowercased()
      else { continue }
      let (holds, gives) = other.isOlder(than: decision) ? (decision, other) : (other, decision)
      warn(
        code: "decision-contradicts",
        "decisions \(holds.id) and \(gives.id) about customer \(decision.customerID) contradict each other: `\(holds.kind.rawValue)` of \(holds.id) holds"
      )
    }
  }
}

/// What only one decision can say of a customer at a time.
private struct DecisionKey {
  let text: String
  init?(_ decision: Decision) {
    let field: String
    switch decision.kind {
    case .channel, .call: field = "channel"
    case .score: field = "score"
    case .contact: field = "contact \(decision.value?.split(separator: "=").first ?? "")"
    default: return nil
    }
    text = "\(decision.company)\u{1F}\(decision.customerID)\u{1F}\(field)"
  }
}
