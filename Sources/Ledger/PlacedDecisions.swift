extension Decision {
  /// Decisions under the customers whom they concern: ids of documents are unique in a company, so one about a document goes to whoever has it
  /// today, with the releases of its own customer that end it. What silences goes in any case; a release only where its row names somebody
  /// who has, pays for or had the document, for in doubt nothing is sent; a `send` stays. A hard stop stays with its customer, and holds the document
  /// of the other one too.
  /// - Parameter owners: nil: nobody knows the document.
  public static func placed(
    _ decisions: [Decision], owners: (Decision) throws -> DocumentOwners?
  ) rethrows -> [Decision] {
    guard decisions.contains(where: { $0.documentID != nil && $0.kind.goesWithDocument }) else { return decisions }
    var all: [Decision] = []
    var moved: [(decision: Decision, to: String)] = []
    for decision in decisions {
      guard decision.documentID != nil, decision.kind.goesWithDocument, let owners = try owners(decision) else {
        all.append(decision)
        continue
      }
      let isKnown = owners.areKnown(as: decision.customerID)
      let others = owners.now.filter { !$0.answers(to: decision.customerID) }
      guard !others.isEmpty, decision.kind != .release || isKnown else {
        all.append(decision)
        continue
      }
      if decision.kind.isHardStop || others.count < owners.now.count { all.append(decision) }
      for other in others {
        all.append(decision.under(other.id, isMistaken: !isKnown))
        moved.append((decision, other.id))
      }
    }
    guard !moved.isEmpty else { return decisions }
    for release in decisions where release.kind == .release { all += release.following(moved) }
    return all.sorted { ($0.company, $0.customerID, $0.id) < ($1.company, $1.customerID, $1.id) }
  }

  private func under(_ customer: String, isMistaken: Bool) -> Decision {
    var copy = self
    copy.namedCustomer = customerID
    copy.isMistaken = isMistaken
    copy.customerID = customer
    return copy
  }

  /// A release of the customer whom the rows of decisions name, once for each document that is another's now and for just that decision.
  private func following(_ moved: [(decision: Decision, to: String)]) -> [Decision] {
    moved.compactMap { decision, customer in
      guard decision.kind != .release, decision.company == company, decision.customerID == customerID,
        decision.isNamed(by: self), isAbout(decision.documentID ?? "")
      else { return nil }
      var copy = under(customer, isMistaken: false)
      copy.documentID = documentID ?? decision.documentID
      copy.value = decision.id
      return copy
    }
  }

  /// Whether it is about a document, the whole customer, or an instalment of the document, or the other way round.
  private func isAbout(_ document: String) -> Bool {
    guard let documentID else { return true }
    return documentID == document || documentID.hasPrefix(document + "/") || document.hasPrefix(documentID + "/")
  }
}

extension Decision.Kind {
  /// Whether one that names a document is about that, and not about the customer.
  fileprivate var goesWithDocument: Bool {
    switch self {
    case .dispute, .hold, .exclude, .promise, .plan, .waive, .writeOff, .release: true
    case .insolvency, .deceased, .legal: true
    case .call, .score, .channel, .contact, .send, .invite: false
    }
  }
}
