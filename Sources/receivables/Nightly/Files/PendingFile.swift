import Formats
import Intake
import Ledger
import Pipeline
import Store

/// A file of tonight's inputs: where it lies, and what became of it so far.
struct PendingFile {
  var arrival: Arrival
  /// The archive's copy; for `plan`, the inbox's file itself.
  var path: String
  var feed: FeedSettings?
  /// The date the file gives itself; nil: as old as the run that accepts it.
  var date: CalendarDate?
  /// The date it gives itself, where that is after the as-of date and does not count.
  var stated: CalendarDate?
  /// The newest file of another feed that has told of its companies since the same bytes were last taken, where nothing says of when it is:
  /// then it may say nothing else than is known.
  var overtakenBy: String?
  /// How its records are read; nil where it was refused before its first record.
  var reading: SettledFile?
  /// Rows that were rejected, for reject files and reasons.
  var rejected: [RejectedRow] = []
  /// How many rows of it were rejected that concern none of the companies that are looked after.
  var othersRejected = 0
  /// Rows that were rejected and may concern somebody.
  var doubtful: [RejectedRow] { rejected.filter { !$0.isOfOtherCompany } }
  /// The bytes before the first record and after the last, for reject files.
  var header: [UInt8] = []
  var footer: [UInt8] = []
  var isXML: Bool { reading?.isXML ?? false }
  var unchanged = 0
  /// Rows that bring something new, and rows that only repeat another of the file.
  var taken = 0
  var repeated = 0
  /// Rows of a redrop that were missing from no export that still counts.
  var notMissing = 0
  /// A redrop that a retracted run had read, or that was held: it has its date from then.
  var wasReadBefore = false
  /// Rows that the mapping leaves out by condition: drafts, what is void.
  var skipped = 0
  /// Totals, and rows that end the report.
  var leftOut = 0
  /// What the file says about itself, beside what was counted.
  var controls: [SourceControl] = []

  mutating func refuse(_ state: Arrival.State, _ code: String, _ message: String, _ help: String) {
    arrival.state = state
    arrival.code = code
    arrival.message = message
    arrival.help = help.replacingPlaceholder(arrival.sha12)
  }

  /// Every problem of a file that could not be given to a feed or read to its end.
  var problems: [Diagnostic] = []

  var kind: Ledger.Feed? { reading?.feed.feed }

  /// An export that filled the past only.
  var isLateExport: Bool { arrival.state == .superseded && arrival.code == "late-export" }

  /// Taken without some of its rows.
  var lacksRows: Bool { arrival.rejectedRows > 0 && (arrival.state == .accepted || isLateExport) }

  /// Corrected rows of a file that was accepted without them: they are added to it, and nothing is closed by their being few.
  var isRedrop: Bool { reading?.feed.isRedrop(arrival.name) ?? false }

  /// It says what changed, and a file without a row that nothing did.
  var isDelta: Bool { reading?.feed.isSnapshot == false && !isRedrop }

  var isOpen: Bool { arrival.state == .waiting }
}

extension String {
  /// `{sha12}` in a help text stands for the file it is about.
  fileprivate func replacingPlaceholder(_ sha12: String) -> String {
    split(separator: "{sha12}", omittingEmptySubsequences: false).joined(separator: sha12)
  }
}
