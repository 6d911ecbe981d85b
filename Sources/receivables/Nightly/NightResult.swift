import Diff
import Emit
import Ledger
import Pipeline
import Store

/// What a night came to, before anything of it is stored.
struct NightResult {
  var night: Night
  var book: Book
  var log: ChangeLog
  var changes: [RowChange]
  /// Files with what became of them, and the reason files of those that were refused: folder and name, and bytes.
  var arrivals: [Arrival]
  /// Rejected rows of each of them.
  var rejectedRows: [[RejectedRow]]
  /// Files held on earlier nights that tonight's have overtaken.
  var overtaken: [Arrival]
  var snapshots: [SettledSnapshot]
  /// Exports of the past, which move nothing of the present.
  var late: [LatePast.Export]
  var told: TonightsDays
  /// What payments and applications add up to as they were read.
  var recordSums: RecordSums
  /// Columns that feeds have from tonight on.
  var headers: [FeedHeaders.Header]
  var refusals: [(path: String, bytes: [UInt8])]
  /// Tonight's rows of contacts, contacts that whole lists no longer have, and whose they are.
  var contacts: [Contact]
  var endedContacts: [Contact]
  var contactFeeds: ListedRows
  var payments: [Payment]
  var applications: [Application]
  var controls: [ControlTotal]
  var rates: [ExchangeRate]
  var decisions: [Decision]
  /// Ids of decisions that whole lists no longer have, of which tonight's rows may tell; and whose decisions are.
  var endedDecisions: [String]
  var decisionFeeds: ListedRows
  /// Lists that came again with the same bytes.
  var renewedLists: [FeedList.Renewal]
  var accessRequests: [AccessRequest]
  /// Tonight's news of messages on their way.
  var deliveries: [DeliveryTables.Report]
  var cash: CashResult
  var settlements: [Settlement]
  var sent: [SentMessage]
  /// Only where the night was asked to keep them.
  var silent: [UnitDecision]
  /// What goes out by each channel, and who has to release it.
  var batches: [Releases.Decided]
  /// Only where the night was asked for one.
  var preview: PlanPreview?
  /// Rows of documents whose memory changed.
  var remembered: Set<Int>
  /// Messages that count for nothing from tonight on, by their keys in the log.
  var undone: [(message: Int64, cause: UndoneCause)]
  /// Messages recalled tonight before their window opened, and those of earlier nights that were sent all the same.
  var unsent: [Int64]
  var revived: [Int64]
  var positions: [PositionTables.Position]
  var report: RunReport
  var attention: [Attention.Item]
  var exit: ExitCode
  /// Ids of `send` and `waive` decisions that acted tonight.
  var acted: [String]
  /// Contacts who could not be invited, by the ids of `invite` decisions.
  var uninvited: [String: [String]]
  /// What write-offs with an amount give up of which document, by decision, where tonight has changed it.
  var writeOffShares: [(id: String, shares: [WriteOffShare])]
  /// What the documents of plans owed that were agreed tonight, by the ids of their instalments.
  var planStarts: [(id: String, owed: [Currency: Int64])]
  /// New and changed claims beside the invoices, and held days of documents by row of the book.
  var claims: [ChargeClaim]
  var held: [(row: Int, spans: [DocumentPast.HeldSpan])]
  /// What the ERP is told about the credit of customers.
  var creditHolds: [CreditHold]
  /// Newest documents date of companies that had a documents file tonight.
  var refreshed: [String: CalendarDate]
  /// Rows that are missing from tonight on, and those that have come right.
  var missing: [MissingRow]
  var arrived: [MissingRow]
  /// Numbers of erased customers whom tonight's late files had once more, by the erasure.
  var erasedAgain: [Int64: String]

  struct SettledSnapshot {
    var arrival: Int64
    var totals: SnapshotTotals
    var isAccepted: Bool
  }

  struct Settlement {
    var row: Int
    var amount: Int64
    var due: CalendarDate
    var on: CalendarDate
    /// The day that earlier nights knew, where a payment is corrected or the document was paid again: this takes its place.
    var before: CalendarDate?
  }
}
