/// How long what is not needed any more is kept. What is left out is kept for good.
public struct RetentionSettings: Settings {
  /// Days, counted back from the as-of date of the newest run.
  public var inputs: Int?
  public var runs: Int?
  public var messages: Int?

  public init() {}

  public static let title = "retention"
  public static let doc =
    "How long things are kept, in days before the newest run's. Each night removes what is older; `receivables prune --preview` lists it. `verify` accepts exactly what was removed so. What is left out is kept for good."
  public static var settings: [Setting<RetentionSettings>] {
    let days = SettingType<Int>.int(30...36_500, "days")
    return [
      Setting(
        "inputs", \.inputs, days, absent: "kept",
        "Originals in the archive, and refused files beside the inbox. The newest file of each feed, and of each company of a feed, stays."
      ),
      Setting("runs", \.runs, days, absent: "kept", "Whole runs in the outbox. The newest stays."),
      Setting(
        "messages", \.messages, days, absent: "kept",
        "Texts of messages, letters and statements in the runs, and the addresses they went to. That they were sent, when, and at which level stays known."
      ),
    ]
  }
}
