import Intake
import Ledger
import Pipeline
import Store

/// Whether a feed is read today as it was in an earlier run: the same bytes say something else under another mapping, and have to be read anew.
final class ReadingRules {
  private let installation: Installation
  private let state: State
  /// By key of a run, the configuration that it kept; nil: it cannot be told any more, or not by this program. Thousands of files may be of one run.
  private var kept: [Int64: Configuration?] = [:]

  init(installation: Installation, state: State) {
    self.installation = installation
    self.state = state
  }

  /// False where anything has changed by which the rows of a file become what they are: the mapping or preset of its feed, its locale,
  /// currency, company or extent, the companies of pipeline.json, the program. The rest of pipeline.json does not matter.
  func isReadAlike(_ arrival: Arrival) throws -> Bool {
    guard let feed = arrival.feed, let id = arrival.run, let run = try state.runs.run(id) else { return true }
    guard run.program == Program.nameAndVersion else { return false }
    guard run.configSha256 != installation.configSha256 else { return true }
    // What cannot be told may have been anything.
    guard let before = configuration(of: run) else { return false }
    return ReadingRules.of(feed, before) == ReadingRules.of(feed, installation.configuration)
  }

  private func configuration(of run: RunRecord) -> Configuration? {
    if let known = kept[run.id] { return known }
    let found = try? installation.pinned(run, state, checksFonts: false).configuration
    kept[run.id] = .some(found)
    return found
  }

  private struct Rules: Equatable {
    var mapping: Mapping?
    var isSnapshot: Bool
    var spokenFor: [String]
    var showsPayments: Bool
    var changesContacts: Bool
    var companies: [String]
  }

  private static func of(_ feed: String, _ configuration: Configuration) -> Rules? {
    guard let settings = configuration.intake.feeds.first(where: { $0.feed == feed }) else { return nil }
    return Rules(
      mapping: settings.columns, isSnapshot: FeedDeclaration(settings)?.isSnapshot ?? false,
      spokenFor: settings.company.map { [$0] } ?? settings.companies.sorted(),
      showsPayments: settings.showsPayments, changesContacts: settings.changesContacts,
      companies: configuration.companies.map(\.id).sorted())
  }
}
