/// What tonight's export may differ from the last one before a person has to look.
package struct DiffSettings: Settings {
  package var snapshotGuard = SnapshotGuard()
  /// Days a reopened document is held `adjustment-review`, unless a person releases it earlier.
  package var adjustmentReviewDays = 7

  package init() {}

  package static let title = "stage diff"
  package static let doc = "What happened since the last export, and when a file is held because too much did."
  package static let tags = [(key: "stage", value: "diff")]
  package static var settings: [Setting<DiffSettings>] {
    [
      Setting(
        "snapshotGuard", \.snapshotGuard, .object(SnapshotGuard.self),
        "When a snapshot is held for a person's `accept`, per company and currency."),
      Setting(
        "adjustmentReviewDays", \.adjustmentReviewDays, .int(0...365, "days"),
        "How long a document that was settled and is open again is not reminded, unless released earlier."),
    ]
  }
}

/// A snapshot that lost or gained too much is held before it can hurt.
package struct SnapshotGuard: Settings {
  /// Percent of the open documents, and of their amount.
  package var maxVanishedPercent = 30
  /// So many documents may always vanish.
  package var minVanished = 10
  /// Percent of rows or total; looked at from 20 rows on.
  package var maxGrowthPercent = 50

  package init() {}

  package static let title = "snapshot guard"
  package static let doc =
    "A snapshot that lost or gained too much changes nothing until a person lets it in with `receivables accept`."
  package static var settings: [Setting<SnapshotGuard>] {
    [
      Setting(
        "maxVanishedPercent", \.maxVanishedPercent, .int(0...100),
        "Held when more of the open documents are missing, or more of their amount."),
      Setting("minVanished", \.minVanished, .int(0...1_000_000, "documents"), "So many may always be missing."),
      Setting(
        "maxGrowthPercent", \.maxGrowthPercent, .int(0...100_000),
        "Held when rows or total grew by more (from 20 rows on)."),
    ]
  }
}
