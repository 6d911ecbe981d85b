import Diff
import Formats
import Ledger
import Pipeline

/// Companies that a whole export has rows of and its feed does not name: their rows count as they stand, and the export says nothing of what it
/// lacks of them.
struct CompaniesBeside {
  static let code = "company-beside"
  static let help =
    "name them in \"companies\" of the feed if its files hold all that is open of them; else have them left out of the export"
  let feed: String
  /// In byte order.
  private let companies: [String]

  /// - Parameter occurring: companies of the export's rows.
  init(_ feed: FeedSettings, occurring: some Sequence<String>) {
    self.feed = feed.feed
    let named = feed.namedCompanies
    companies = named.isEmpty ? [] : Set(occurring).subtracting(named).sorted { ByteOrder.precedes($0, $1) }
  }

  /// Nil: there are none.
  func message(_ name: String) -> String? {
    guard !companies.isEmpty else { return nil }
    return
      "\(name) has rows of \(companies.joined(separator: ", ")), which `companies` of feed `\(feed)` does not name: they count, but nothing of what is missing closes, and no total is compared"
  }

  func warning(_ path: String, name: String) -> Diagnostic? {
    message(name).map {
      Diagnostic(file: path, severity: .warning, message: $0, code: CompaniesBeside.code, help: CompaniesBeside.help)
    }
  }
}

extension NightReading {
  /// Told of a whole export that is taken.
  mutating func remarkBeside(_ export: Export, _ diff: DocumentDiff) {
    guard export.isSnapshot else { return }
    let beside = CompaniesBeside(export.feed, occurring: diff.totals.map { book.companies[Int($0.company)] })
    if let message = beside.message(files[export.files[0]].arrival.name) {
      warn(code: CompaniesBeside.code, message)
    }
  }
}
