/// What tonight's export may differ from the last one before a person has to look.
public struct DiffSettings: Settings {
  public var snapshotGuard = SnapshotGuard()
  /// Days a reopened document is held `adjustment-review`, unless a person releases it earlier.
  public var adjustmentReviewDays = 7

  public init() {}

  public static let title = "stage diff"
  public static let doc = "What happened since the last export, and when a file is held because too much did."
  public static let tags = [(key: "stage", value: "diff")]
  public static var settings: [Setting<DiffSettings>] {
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
public struct SnapshotGuard: Settings {
  /// Percent of the open documents, and of their amount.
  public var maxVanishedPercent = 30
  /// So many documents may always vanish.
  public var minVanished = 10
  /// Percent of rows or total; looked at from 20 rows on.
  public var maxGrowthPercent = 50

  public init() {}

  public static let title = "snapshot guard"
  public static let doc =
    "A snapshot that lost or gained too much changes nothing until a person lets it in with `receivables accept`."
  public static var settings: [Setting<SnapshotGuard>] {
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
