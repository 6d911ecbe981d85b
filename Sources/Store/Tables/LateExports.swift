import Ledger

/// An export that came late, as the state is to remember it.
public struct LateExport: Sendable {
  /// What it showed of a document; amounts in minor units.
  public struct Shown: Sendable {
    /// Key in the state.
    public var document: Int64
    public var currency: Currency
    public var balance: Int64
    public var amount: Int64
    public var isVoid: Bool
    /// Line of the file; nil where it says what the newest version says.
    public var line: Int?
    public init(document: Int64, currency: Currency, balance: Int64, amount: Int64, isVoid: Bool, line: Int?) {
      self.amount = amount
      self.document = document
      self.currency = currency
      self.balance = balance
      self.isVoid = isVoid
      self.line = line
    }
  }

  /// The export's own date.
  public var day: CalendarDate
  /// Keys in the state, as all that follow.
  public var arrival: Int64
  public var file: Int64
  public var companies: [Int64]
  /// Companies of which it showed everything that was open.
  public var covered: Set<Int64>
  public var shown: [Shown]
  /// Where newer deltas have told of some documents only, their keys: of all others it was applied; nil: it is of the past as a whole.
  public var only: Set<Int64>?
  public var isDelta: Bool
  /// Documents that are open now and that it did not show; and those of which a rejected row may have spoken.
  public var absent: [Int64]
  public var unsure: [Int64]

  public init(
    day: CalendarDate, arrival: Int64, file: Int64, companies: [Int64], covered: Set<Int64>, shown: [Shown],
    absent: [Int64], unsure: [Int64], only: Set<Int64>?, isDelta: Bool
  ) {
    self.only = only
    self.isDelta = isDelta
    self.day = day
    self.arrival = arrival
    self.file = file
    self.companies = companies
    self.covered = covered
    self.shown = shown
    self.absent = absent
    self.unsure = unsure
  }
}
