import Ledger
import Pipeline
import Store

/// What people decided about a customer: by rows that name it, and about documents that it has or had, whoever the rows name.
struct CustomerDecisions {
  typealias Fate = DecisionTables.Fate

  /// In the order in which they were learned.
  let fates: [Fate]
  /// These and the releases that may end them, under the customers whom they concern.
  private let placed: [Decision]
  private var owners: [String: DocumentOwners] = [:]
  /// Ids of decisions and plans of the company.
  private let ids: Set<String>
  private let company: String
  private let customer: String

  init(_ state: State, company: String, customer: String) throws {
    (self.company, self.customer) = (company, customer)
    let all = try state.decisions.fates(company: company)
    ids = Set(all.map(\.decision.id)).union(all.compactMap(\.decision.planID))
    let lookup = DocumentLookup(state.database)
    let named = all.contains { $0.decision.documentID != nil && $0.decision.customerID != customer }
    let documents = named ? try lookup.documentNames(ofCustomer: customer, company: company) : []
    fates = all.filter { fate in
      fate.decision.customerID == customer || fate.decision.documentID.map { documents.contains($0) } ?? false
    }
    var customers = Set(fates.map(\.decision.customerID))
    for document in Set(fates.compactMap(\.decision.documentID)) {
      owners[document] = try lookup.owners(of: document, company: company)
      customers.formUnion(owners[document]?.now.map(\.id) ?? [])
    }
    let shown = Set(fates.map(\.decision.id))
    let releases = all.filter { fate in
      fate.decision.kind == .release && customers.contains(fate.decision.customerID)
        && !shown.contains(fate.decision.id)
    }
    let known = owners
    placed = Decision.placed(
      (fates + releases.filter { $0.decision.documentID == nil }).filter {
        $0.endedOn == nil || $0.decision.kind != .release
      }
      .map(\.decision)
    ) { $0.documentID.flatMap { known[$0] } }
  }

  var isEmpty: Bool { fates.isEmpty }

  /// A decision as it counts, once for each customer whom it concerns.
  func forms(of decision: Decision) -> [Decision] { placed.filter { $0.id == decision.id && $0.kind == decision.kind } }

  func customers(of decision: Decision) -> [CustomerKey] {
    forms(of: decision).map { CustomerKey(company: $0.company, customer: $0.customerID) }
  }

  /// Releases that end a decision, or what it says of one document, each once; whether their day has come is not asked.
  func releases(of decision: Decision) -> [Decision] {
    var found: [Decision] = []
    for form in forms(of: decision) {
      for release in placed where release.kind == .release && release.customerID == form.customerID {
        guard form.isNamed(by: release),
          release.documentID == nil || release.documentID == form.documentID || form.documentID == nil,
          !found.contains(where: { $0.id == release.id })
        else { continue }
        found.append(release)
      }
    }
    return found
  }

  /// What a release names that there is not; nil: it may end something, or it is none.
  func missing(_ release: Decision) -> String? { release.releasedID.flatMap { ids.contains($0) ? nil : $0 } }

  /// Whose the document of a decision is, where its row names somebody who neither has nor pays for it; nil: it does, or it is about no document.
  func strangers(_ decision: Decision) -> [String]? {
    guard let owners = decision.documentID.flatMap({ owners[$0] }),
      !owners.now.contains(where: { $0.answers(to: decision.customerID) })
    else { return nil }
    return owners.now.map(\.id)
  }

  /// Where row and document name different customers: what somebody who asks about this one does not know; else empty.
  func remark(_ decision: Decision) -> String {
    guard let strangers = strangers(decision) else { return "" }
    return decision.customerID == customer
      ? ", a document of \(strangers.joined(separator: " and "))" : ", in a row of \(decision.customerID)"
  }
}
