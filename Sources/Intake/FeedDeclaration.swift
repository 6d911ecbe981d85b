import Ledger
import Pipeline

/// One feed of pipeline.json, as far as intake needs it.
public struct FeedDeclaration: Sendable {
  /// Its name, and that of its folder in the inbox.
  public var name: String
  /// How its columns fill canonical fields, with the feed's constant company in it, see `init`.
  public var mapping: Mapping
  /// Patterns for names of files at the top of the inbox.
  public var match: [FilePattern]
  /// The file holds everything that is open; what is missing is closed. False: only what changed.
  public var isSnapshot: Bool
  /// Companies a snapshot speaks for even where it has no row of them; empty: those that occur in it.
  public var companies: [String]
  /// The mapping was written for this file: a column that it names and the file has not is a slip. A preset names columns that many
  /// files lack.
  public var isOwnMapping = false

  /// - Parameter company: the company of every row of a file that has no column for it.
  public init(
    name: String, mapping: Mapping, match: [FilePattern] = [], isSnapshot: Bool = false, company: String? = nil,
    companies: [String] = []
  ) {
    self.name = name
    self.mapping = company.map { mapping.constant("company", $0) } ?? mapping
    self.match = match
    self.isSnapshot = isSnapshot
    self.companies = companies
  }

  public var feed: Ledger.Feed { mapping.feed }

  /// Whether a file is named like the corrected rows of an earlier one: `open-items-redrop.csv`, see `RejectFiles`.
  public func isRedrop(_ fileName: String) -> Bool { fileName.hasPrefix("\(name)-redrop") }
}

extension FeedDeclaration {
  /// The feed as pipeline.json declares it; nil where its preset or mapping cannot be told, which the check of pipeline.json
  /// has refused before.
  public init?(_ settings: FeedSettings) {
    guard let mapping = settings.columns else { return nil }
    self.init(
      name: settings.feed, mapping: mapping, match: settings.match,
      isSnapshot: (settings.extent ?? mapping.extent) == .snapshot,
      companies: settings.companies)
    isOwnMapping = settings.preset == nil
  }
}
