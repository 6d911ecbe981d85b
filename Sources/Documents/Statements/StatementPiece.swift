/// The account of one customer at one company, with final texts in the customer's language. Currencies are sections of their own and
/// are never added together.
public struct StatementPiece: Equatable, Sendable {
  public var stationery: CompanyStationery
  /// The recipient, at most six lines: the statement can be posted in a window envelope.
  public var addressLines: [String]
  public var infoBlock: [KeyValue]
  public var title: String
  /// What the reader looks for first: "Total due EUR 1,234.00". Shown large, side by side, in one band.
  public var highlights: [KeyValue]
  public var opening: [Block]
  public var sections: [StatementSection]
  public var closing: [Block]
  public var notes: [String]
  public var pageLabel: PageLabel
  /// A small line at the top of following pages; nil repeats the title.
  public var continuationLine: String?

  public init(
    stationery: CompanyStationery, addressLines: [String], infoBlock: [KeyValue] = [], title: String,
    highlights: [KeyValue] = [], opening: [Block] = [], sections: [StatementSection], closing: [Block] = [],
    notes: [String] = [], pageLabel: PageLabel, continuationLine: String? = nil
  ) {
    self.stationery = stationery
    self.addressLines = addressLines
    self.infoBlock = infoBlock
    self.title = title
    self.highlights = highlights
    self.opening = opening
    self.sections = sections
    self.closing = closing
    self.notes = notes
    self.pageLabel = pageLabel
    self.continuationLine = continuationLine
  }
}

/// What a statement says in one currency.
public struct StatementSection: Equatable, Sendable {
  /// "Open items in EUR".
  public var heading: String
  public var table: Table
  public var ageing: AgeingStrip?
  public var notes: [String]

  public init(heading: String, table: Table, ageing: AgeingStrip? = nil, notes: [String] = []) {
    self.heading = heading
    self.table = table
    self.ageing = ageing
    self.notes = notes
  }
}

/// How old a debt is: one field per bucket, and a bar that shows the shares.
public struct AgeingStrip: Equatable, Sendable {
  public struct Bucket: Equatable, Sendable {
    /// "31-60 days".
    public var label: String
    /// The amount as it is printed.
    public var amount: String
    /// The same amount in minor units, for the length of the bar only. Credits (negative) have no bar.
    public var minorUnits: Int64

    public init(label: String, amount: String, minorUnits: Int64) {
      self.label = label
      self.amount = amount
      self.minorUnits = minorUnits
    }
  }

  /// "How old the balance is".
  public var title: String
  /// Youngest first. A total or an unapplied amount has a place of its own: see `total`.
  public var buckets: [Bucket]
  /// "Total" and its amount, set apart at the end.
  public var total: KeyValue?

  public init(title: String, buckets: [Bucket], total: KeyValue? = nil) {
    self.title = title
    self.buckets = buckets
    self.total = total
  }
}
