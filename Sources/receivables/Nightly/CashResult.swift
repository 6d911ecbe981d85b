import Cash
import Ledger
import Pipeline
import Store

/// Receipts by customer, as a list of places: a hundred thousand customers are asked for theirs, and a dictionary would be waited for.
struct CashFactList {
  /// By row of the customer: place in `facts`, -1 for none.
  private var places: [Int32]
  private var facts: [[CashFact]] = []

  init(_ byCustomer: [Int: [CashFact]], customers: Int) {
    places = [Int32](repeating: -1, count: byCustomer.isEmpty ? 0 : customers)
    for (customer, own) in byCustomer {
      places[customer] = Int32(facts.count)
      facts.append(own)
    }
  }

  var isEmpty: Bool { facts.isEmpty }
  func of(_ customer: Int) -> [CashFact] { places[customer] < 0 ? [] : facts[Int(places[customer])] }
}

/// What a night did with cash, before anything of it is stored.
struct CashResult {
  /// A payment that was decided tonight.
  struct Decided {
    var company: String
    var paymentID: String
    /// All its matches: tonight's for a payment that was decided anew, else only what came to it.
    var matches: [Match]
    /// Key in the state, 0 for a new one.
    var stateID: Int64
    /// Its earlier matches are replaced.
    var isAnew: Bool
    var open: (left: Int64, since: CalendarDate, reason: String)?
    /// Key of the payment that it takes back.
    var reverses: Int64?
  }

  struct Match {
    /// Row of the book, -1 for a document that is not in it; and key in the state, 0 for a new one.
    var row: Int
    var stateID: Int64
    var found: CashApplication.Match
    /// What of the amount the ERP's balance shows.
    var posted: Int64
  }

  struct Alias: Hashable {
    var company: String
    var kind: CashTables.AliasKind
    var payer: String
    var customer: String
  }

  var outcome = CashOutcome()
  /// Where tonight's money went.
  var proofs: [RunReport.CashProof] = []
  var decided: [Decided] = []
  /// What of earlier matches the ERP shows now.
  var posts: [(payment: Int64, document: Int64, posted: Int64)] = []
  var aliases: [Alias] = []
  /// Receipts that the ERP has not posted, by row of the customer whose documents they pay.
  var facts: [Int: [CashFact]] = [:]
  /// Tonight's matches as evidence of why balances fell, by row of the book.
  var evidence: [Int: [PaymentTables.Evidence]] = [:]
  var worklist: [WorklistItem] = []
  /// Documents that tonight's payments name by their ids and that were open before tonight: they closed on no earlier night.
  var openNamed = WantedDocuments()
}
