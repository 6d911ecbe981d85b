import Ledger
import Pipeline
import Store

/// Requests for access to the portal, tonight's and those that still wait: which contact each is from, and which are from nobody.
struct AccessRequests {
  /// How long an unknown one is shown.
  private static let days = 30

  /// An invitation for each contact who has asked, as a person would have decided it.
  private(set) var decisions: [Decision] = []
  /// Tonight's, to be stored.
  let fresh: [AccessRequest]
  private var unknown: [AccessTables.Waiting] = []

  /// - Parameter undone: messages that count for nothing from tonight on; requests that they answered wait again.
  init(
    _ state: State, tonight: [AccessRequest], undone: [Int64], contacts: ContactList, asOf: CalendarDate
  ) throws {
    fresh = tonight
    var waiting =
      try state.access.waiting(since: asOf.adding(days: -AccessRequests.days)) + state.access.answered(by: undone)
    let known = Set(waiting.map(\.request.id))
    for request in tonight where !known.contains(request.id) {
      if try !state.access.isAnswered(request) { waiting.append(AccessTables.Waiting(request: request, since: asOf)) }
    }
    guard !waiting.isEmpty else { return }
    let byEmail = contacts.byEmail()
    for one in waiting {
      let request = one.request
      let found = (byEmail[request.email.lowercased()] ?? []).filter { contact in
        request.company.map { $0 == contact.company } ?? true
      }
      if found.isEmpty { unknown.append(one) }
      for contact in found {
        decisions.append(
          Decision(
            company: contact.company, customerID: contact.customerID, kind: .invite, id: request.id, value: contact.id,
            by: "access request", learnedOn: one.since))
      }
    }
  }

  /// Those of whom nobody knows who they are. They are shown to a person and never answered.
  var worklist: [WorklistItem] {
    unknown.map { one in
      let name = one.request.name.map { " (\($0))" } ?? ""
      return WorklistItem(
        company: one.request.company ?? "", customerID: "", what: .accessRequest, since: one.since,
        next:
          "\(one.request.email)\(name) asks for access to the portal and is nobody's contact: add the contact, or ignore it; nothing was answered"
      )
    }.sorted { ($0.company, $0.since ?? .missing, $0.next) < ($1.company, $1.since ?? .missing, $1.next) }
  }
}

extension ContactList {
  /// Contacts by each of their e-mail addresses, in small letters.
  func byEmail() -> [String: [Contact]] {
    var found: [String: [Contact]] = [:]
    for contact in all {
      for address in EmailAddress.parts(of: contact.email ?? "") {
        found[address.lowercased(), default: []].append(contact)
      }
    }
    return found
  }
}
