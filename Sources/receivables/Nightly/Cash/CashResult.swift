import Cash
import Ledger
import Pipeline
import Store

/// Receipts by customer, one customer's behind the other's: a hundred thousand customers are asked for theirs one after the other, and lists all
/// over the memory would be waited for.
struct CashFactList {
  private let facts: [CashFact]
  private let order: ByCustomer

  /// - Parameter told: receipts with the rows of their customers.
  init(_ told: [(customer: Int, fact: CashFact)], customers: Int) {
    order = ByCustomer(told.map(\.customer), customers: customers)
    facts = order.places.map { told[Int($0)].fact }
  }

  var isEmpty: Bool { facts.isEmpty }
  func of(_ customer: Int) -> [CashFact] { Array(facts[order.range(of: customer)]) }
}

/// What a night did with cash, before anything of it is stored.
struct CashResult {
  /// A payment that was decided tonight.
  struct Decided {
    var company: String
    var paymentID: String
    /// All its matches, as places in the list of the night: what came to it tonight.
    var matches: Range<Int>
    /// Key in the state, 0 for a new one.
    var stateID: Int64
    /// Keys of documents whose matches with it are replaced.
    var replaced: [Int64]
    var open: (left: Int64, since: CalendarDate, reason: CashReason)?
  }

  struct Match {
    /// Row of the book, -1 for a document that is not in it; and key in the state, 0 for a new one.
    var row: Int
    var stateID: Int64
    /// As in `CashApplication.Match`, but for `posted`: what of the amount the ERP's balance shows.
    var amount: Int64
    var deducted: Int64
    var posted: Int64
    var confidence: Int
    var rule: CashRule
    var difference: CashDifference?
    /// What balances do not show of it is what the next file tells; see `UntoldPostings`.
    var isUntold = false

    /// Key of the document in the state, once all have one.
    func document(in book: Book) -> Int64 { row >= 0 ? book.documents.stateIDs[row] : stateID }
  }

  struct Alias: Hashable {
    var company: String
    var kind: CashTables.AliasKind
    var payer: String
    var customer: String
  }

  var outcome = CashOutcome()
  /// Whether a file tells the ERP what it is to post.
  var isTold = false
  /// Where tonight's money went.
  var proofs: [RunReport.CashProof] = []
  var decided: [Decided] = []
  var matches: [Match] = []
  /// By place in `decided`: the payment that it takes back.
  var reverses: [Int: PlacedCash.Reversed] = [:]
  /// The day on which a payment came back, as tonight told, by company and payment id.
  var cameBack: [CompanyKey: CalendarDate] = [:]
  /// Documents of which money came back, tonight or before, by row of the book: the first day.
  var returned: [Int: CalendarDate] = [:]
  /// Payments of earlier nights of which tonight's files tell another day.
  var corrected = CorrectedDates()
  /// What of earlier matches the ERP shows now.
  var posts: [(payment: Int64, document: Int64, posted: Int64)] = []
  /// Postings of matches that stand no more: new ones, and what is left of others.
  var told: [CashTables.ToldPosting] = []
  /// What no file tells tonight, all of it but for matches that say it themselves.
  var untold: [UntoldPostings.Row] = []
  /// Rows of what no file has told before tonight.
  var untoldBefore: [CashTables.Untold] = []
  /// Keys of payments of earlier nights whose matches say that no file has told them: all, where one tells them tonight.
  var untoldPayments: [Int64] = []
  /// Matches of earlier nights that tonight's file tells first.
  var toldFirst: Set<CashEntries.MatchKey> = []
  /// What tonight's matches take off documents whose feeds do not carry payments.
  var moves: [InvoicedMoves.Move] = []
  var aliases: [Alias] = []
  /// Receipts that the ERP has not posted, with the row of the customer whose documents they pay.
  var facts: [(customer: Int, fact: CashFact)] = []
  /// Tonight's matches as evidence of why balances fell, by row of the book; of documents that changed.
  var evidence: [Int: [PaymentTables.Evidence]] = [:]
  var worklist: [WorklistItem] = []
  /// Places of tonight's payments that name a document, and none that was open before tonight: it may have closed on an earlier one.
  var loose: [Int] = []
}
