import Ledger
import Store

/// What is told of tonight's decisions: they are kept, whatever is remarked.
extension NightReading {
  /// Decisions about customers or documents that nobody knows, or about one customer and the document of another. One that was known before has been
  /// told.
  mutating func remarkDecisions() throws {
    let known = try state.decisions.known(decisions.map(\.id))
    let named = DecidedDocuments(decisions, book)
    let owners = try DecidedOwners(decisions, named, book, state)
    var fresh: [Decision] = []
    for decision in decisions {
      if let owners = try owners.of(decision), !owners.areKnown(as: decision.customerID),
        let does = decision.doesUnderAnother(owners)
      {
        guard known[decision.id] == nil else { continue }
        warn(
          code: "decision-customer-differs",
          "decision \(decision.id) names customer \(decision.customerID) of \(decision.company), and \(decision.documentID ?? "") is one of "
            + "\(owners.names): \(does)\(place(of: decision))")
        fresh.append(decision)
      } else if !isKnown(decision.company, decision.customerID) {
        warn(
          code: "decision-customer-unknown",
          "decision \(decision.id) is about customer \(decision.customerID) of \(decision.company), whom no file has named"
        )
      } else if known[decision.id] == nil {
        fresh.append(decision)
      }
    }
    for decision in fresh where named.rows(of: decision).isEmpty {
      guard let id = decision.documentID, try !state.decisions.hasClosed(document: id, company: decision.company) else {
        continue
      }
      warn(
        code: "decision-document-unknown",
        "decision \(decision.id) is about document \(id) of \(decision.company), which no file has named"
      )
    }
    try remarkReleases(fresh)
    remarkEarly(fresh.filter { $0.kind == .send }, named)
    for decision in fresh where decision.kind.isAboutReader {
      guard let payer = payer(of: decision) else { continue }
      warn(
        code: "decision-customer-billed",
        "decision \(decision.id) (`\(decision.kind.rawValue)`) is about customer \(decision.customerID) of \(decision.company), whose bills \(payer) pays: "
          + "reminders go to \(payer), and it changes nothing about them\(place(of: decision))")
    }
  }

  /// Who pays for the customer of a decision; nil: it does itself.
  private func payer(of decision: Decision) -> String? {
    book.customerRow(decision.company, decision.customerID).flatMap { Accounts.payer(of: $0, in: book) }.map {
      book.customers.id($0)
    }
  }

  /// Where a decision of tonight stands, at the end of a sentence.
  private func place(of decision: Decision) -> String { decisionPlaces[decision.id].map { " (\($0))" } ?? "" }

  /// Releases that name nothing that anybody knows: what they were to end stands.
  private mutating func remarkReleases(_ fresh: [Decision]) throws {
    let named = fresh.filter { $0.releasedID != nil }
    guard !named.isEmpty else { return }
    let standing = try state.decisions.standing()
    let plans = Set((try standing + decisions + state.decisions.endedInstalments()).compactMap(\.planID))
    for release in named {
      guard let id = release.releasedID, !plans.contains(id), !decisions.contains(where: { $0.id == id }),
        try state.decisions.known([id]).isEmpty
      else { continue }
      let own = (standing + decisions).filter {
        $0.company == release.company && $0.customerID == release.customerID && $0.kind != .release
      }
      let meant = nearestName(to: id, in: own.map(\.id) + Decision.releaseWords)
      warn(
        code: "release-names-nothing",
        "decision \(release.id) releases `\(id)` of customer \(release.customerID) of \(release.company), and no decision, plan, kind or reason is called that: it ends nothing"
          + (meant.map { "; did you mean `\($0)`?" } ?? "") + place(of: release))
    }
  }

  /// A person's reminder waits until something of it is overdue: nobody is reminded of what is not due.
  private mutating func remarkEarly(_ sends: [Decision], _ named: DecidedDocuments) {
    let due = earliestDue(of: sends.filter { $0.documentID == nil })
    for send in sends {
      let rows = named.rows(of: send).map { book.documents.rows[$0] }
      let date =
        send.documentID == nil
        ? due[send.id] : rows.filter { $0.balance > 0 && $0.dueDate != .missing }.map(\.dueDate).min()
      guard let date, date >= max(asOf, send.from ?? asOf) else { continue }
      let what = send.documentID.map { "a reminder of \($0)" } ?? "a reminder to customer \(send.customerID)"
      let lapses = send.until.map { $0 <= date } ?? false
      warn(
        code: "send-not-due",
        "decision \(send.id) asks for \(what) of \(send.company), of which nothing is overdue until \(date) has passed: "
          + (lapses ? "it lapses before" : "it goes out by the first run after that day"))
    }
  }

  /// The earliest due date of what the customers of these decisions owe, for themselves and for those whose bills they pay, by decision.
  private func earliestDue(of sends: [Decision]) -> [String: CalendarDate] {
    guard !sends.isEmpty else { return [:] }
    var asked: [Int32: String] = [:]
    for send in sends {
      guard let company = book.companies.firstIndex(of: send.company) else { continue }
      for (index, row) in book.customers.rows.enumerated() where row.company == UInt16(company) {
        let isBilled = book.customers.text.mentions(row.details, "bill_to")
        let payer = isBilled ? book.customer(index).payerID : book.customers.id(index)
        if payer == send.customerID { asked[Int32(index)] = send.id }
      }
    }
    var due: [String: CalendarDate] = [:]
    for row in book.documents.rows where row.balance > 0 && row.dueDate != .missing {
      guard let send = asked[row.customer] else { continue }
      due[send] = min(due[send] ?? row.dueDate, row.dueDate)
    }
    return due
  }

  /// Decisions of which only one can hold, where tonight's says something else than another that stands: the newer one holds. One that was released
  /// stands no more.
  mutating func remarkContradictions(_ standing: [Decision]) {
    let tonight = Set(decisions.map(\.id))
    guard !tonight.isEmpty else { return }
    let releases = standing.filter { $0.kind == .release }
    let standing = standing.filter { DecisionKey($0) != nil && !$0.isReleased(by: releases, asOf: asOf) }
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

extension DocumentOwners {
  /// `C2`, or `C2 and C3` where instalments have several.
  fileprivate var names: String { now.map(\.id).joined(separator: " and ") }
}

extension Decision {
  /// What one that names the document of another customer does; nil: it is about the customer alone.
  fileprivate func doesUnderAnother(_ owners: DocumentOwners) -> String? {
    let document = documentID ?? ""
    return switch kind {
    case .call, .score, .channel, .contact, .invite: nil
    case .send: "nothing is sent for it"
    case .release: "it ends only what was decided under \(customerID)"
    case .insolvency, .deceased, .legal: "it stops \(customerID) and holds \(document)"
    default: "it counts for \(document) all the same"
    }
  }
}
