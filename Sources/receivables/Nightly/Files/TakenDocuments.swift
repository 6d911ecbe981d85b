import Intake
import Ledger
import Pipeline
import Store

/// That documents files of a feed have told of a company: the newest day of those that were accepted, or of those whose bytes came again.
struct TakenDocuments {
  var feed: String
  var company: String
  var day: CalendarDate
  /// They hold everything that is open.
  var isWhole: Bool
  /// The bytes of a file that was taken before: the data are as of that day, and nobody has exported them anew.
  var isCopy = false
  /// Nil: tonight's.
  var run: Int64?

  /// Those of all nights before.
  static func earlier(_ state: State, _ configuration: Configuration) throws -> [TakenDocuments] {
    let whole = Set(
      configuration.intake.feeds.filter { FeedDeclaration($0)?.isSnapshot == true }.map(\.feed))
    return try state.arrivals.takenDocuments().map {
      TakenDocuments(
        feed: $0.feed, company: $0.company, day: $0.day, isWhole: whole.contains($0.feed), isCopy: $0.isCopy,
        run: $0.run)
    }
  }
}

/// Whom a feed concerns: the companies that it declares; else, of documents, those that its files have told of, and where they have told
/// of none yet those that no other feed has; else all.
struct FeedCompanies {
  private let all: Set<String>
  private let told: [String: Set<String>]

  init(_ configuration: Configuration, _ taken: [TakenDocuments]) {
    all = Set(configuration.companies.map(\.id))
    let feeds = Set(configuration.intake.feeds.map(\.feed))
    told = Dictionary(grouping: taken.filter { feeds.contains($0.feed) }, by: \.feed).mapValues {
      Set($0.map(\.company))
    }
  }

  func of(_ feed: FeedSettings) -> Set<String> {
    if !feed.namedCompanies.isEmpty { return Set(feed.namedCompanies) }
    guard feed.columns?.feed == .documents else { return all }
    return told[feed.feed] ?? all.subtracting(told.values.flatMap(\.self))
  }
}
