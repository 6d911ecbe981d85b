import Documents
import Formats
import Ledger
import Pipeline

/// The table beside a print file: a row per piece in the order of the file, and at last a row of totals for the mail house to check
/// what it received. In the totals row `sequence` is `total`, `piece_id` the number of pieces; `pages` and `sheets` are sums;
/// `currency` and `amount` are lists of the same order, for currencies are never added together.
struct LetterManifest {
  private static let columns =
    ["sequence", "piece_id", "message_id", "company", "customer_id", "document_type"]
    + (1...6).map { "address_line\($0)" }
    + [
      "postal_code", "country", "envelope", "service", "duplex", "first_page", "pages", "sheets", "posting_date",
      "currency", "amount", "sha256", "expected_from", "expected_to",
    ]

  private var table: CSVTable
  private let duplex: Bool
  private let postingDate: CalendarDate
  private var pages = 0
  private var sheets = 0
  private var amounts: [Currency: Int64] = [:]

  /// - Parameter postingDate: the first weekday on or after the as-of date.
  init(
    _ sink: any ArtefactSink, path: String, duplex: Bool, postingDate: CalendarDate, audience: CSVAudience
  ) throws {
    table = try CSVTable(sink, path: path, columns: LetterManifest.columns, audience: audience)
    self.duplex = duplex
    self.postingDate = postingDate
  }

  /// Pieces so far.
  var pieces: Int { table.rows }

  mutating func add(_ decision: UnitDecision, _ letter: LaidOutLetter, _ placed: PlacedPiece) throws {
    let posting = Posting(sheets: placed.sheets, profile: letter.paper.profile)
    pages += placed.pages
    sheets += placed.sheets
    amounts[decision.currency, default: 0] += decision.amountDue
    table.int(table.rows + 1)
    // A reminder is one piece; of a message that is posted twice the pieces would differ.
    table.text(decision.message?.id)
    table.text(decision.message?.id)
    table.text(decision.company)
    table.text(decision.customer.id)
    table.text(letter.kind == .invitations ? "invitation" : "reminder")
    writeAddress(letter.address)
    table.text(posting.envelope)
    table.text(posting.service)
    table.text(duplex ? "true" : "false")
    table.int(placed.firstPage)
    table.int(placed.pages)
    table.int(placed.sheets)
    let delivery = decision.message?.delivery
    table.date(delivery?.postedOn ?? postingDate)
    table.text(decision.currency.code)
    table.money(decision.amountDue, decision.currency)
    table.text(placed.sha256)
    table.date(delivery?.earliest)
    table.date(delivery?.latest)
    try table.endRow()
  }

  private mutating func writeAddress(_ address: PostalAddress) {
    for index in 0..<6 { table.text(index < address.lines.count ? address.lines[index] : nil) }
    table.text(address.postalCode)
    table.text(address.country)
  }

  /// Writes the totals and ends the file.
  mutating func finish() throws {
    let currencies = amounts.keys.sorted()
    table.text("total")
    table.text(String(table.rows))
    for _ in 0..<14 { table.text(nil) }
    table.text(duplex ? "true" : "false")
    table.int(1)
    table.int(pages)
    table.int(sheets)
    table.date(postingDate)
    table.list(currencies.map(\.code))
    table.list(currencies.map { Money(minorUnits: amounts[$0] ?? 0, currency: $0).decimal })
    for _ in 0..<3 { table.text(nil) }
    try table.endRow()
    try table.finish()
  }
}
