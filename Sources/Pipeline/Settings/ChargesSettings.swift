import Formats
import Ledger

/// Claims beside the invoices.
public struct ChargesSettings: ArtefactSettings {
  public static let artefact = Artefact.charges
  public var on: [ArtefactDay] = []
  public var audience = CSVAudience.machine

  public init() {}
  public static let doc =
    "Claims beside the invoices: `charges/charges.csv`, what the ERP should post of them: `charges/erp-posting.csv`; the pieces of interest: `charges/interest.csv`."
  public static var settings: [Setting<ChargesSettings>] { common }
}
