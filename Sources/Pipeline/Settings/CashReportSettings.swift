import Formats

/// Which payment settled what.
public struct CashReportSettings: ArtefactSettings {
  public static let artefact = Artefact.cash
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine
  public init() {}

  public static let doc =
    "Which payment settled which document, by which rule; what is left and why; and what waits for a person: `cash/*.csv`."
  public static var settings: [Setting<CashReportSettings>] { common }
}

/// What the ERP can read back.
public struct WritebackSettings: ArtefactSettings {
  public static let artefact = Artefact.writeback
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine
  public init() {}

  public static let doc =
    "What the ERP can read back: `writeback/cash-postings.csv`, tonight's matches that it has not posted, `writeback/documents.csv`, `writeback/write-offs.csv` and `writeback/credit-holds.csv`."
  public static var settings: [Setting<WritebackSettings>] { common }
}
