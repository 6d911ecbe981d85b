/// The account of one customer at one company, with final texts in the customer's language. Currencies are sections of their own and
/// are never added together.
package struct StatementPiece: Equatable, Sendable {
  package var stationery: CompanyStationery
  /// The recipient, at most six lines: the statement can be posted in a window envelope.
  package var addressLines: [String]
  package var infoBlock: [KeyValue]
  package var title: String
  /// What the reader looks for first: "Total due EUR 1,234.00". Shown large, side by side, in one band.
  package var highlights: [KeyValue]
  package var opening: [Block]
  package var sections: [StatementSection]
  package var closing: [Block]
  package var notes: [String]
  package var pageLabel: PageLabel
  /// A small line at the top of following pages; nil repeats the title.
  package var continuationLine: String?

  package init(
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
package struct StatementSection: Equatable, Sendable {
  /// "Open items in EUR".
  package var heading: String
  package var table: Table
  package var ageing: AgeingStrip?
  package var notes: [String]

  package init(heading: String, table: Table, ageing: AgeingStrip? = nil, notes: [String] = []) {
    self.heading = heading
    self.table = table
    self.ageing = ageing
    self.notes = notes
  }
}

/// How old a debt is: one field per bucket, and a bar that shows the shares.
package struct AgeingStrip: Equatable, Sendable {
  package struct Bucket: Equatable, Sendable {
    /// "31-60 days".
    package var label: String
    /// The amount as it is printed.
    package var amount: String
    /// The same amount in minor units, for the length of the bar only. Credits (negative) have no bar.
    package var minorUnits: Int64

    package init(label: String, amount: String, minorUnits: Int64) {
      self.label = label
      self.amount = amount
      self.minorUnits = minorUnits
    }
  }

  /// "How old the balance is".
  package var title: String
  /// Youngest first. A total or an unapplied amount has a place of its own: see `total`.
  package var buckets: [Bucket]
  /// "Total" and its amount, set apart at the end.
  package var total: KeyValue?

  package init(title: String, buckets: [Bucket], total: KeyValue? = nil) {
    self.title = title
    self.buckets = buckets
    self.total = total
  }
}
