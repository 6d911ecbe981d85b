import Ledger

/// A batch of entries: what its header (5) says and what its entries add up to.
struct NACHABatch {
  var line = 0
  /// `PPD`, `CCD`, `WEB`, ...; `IAT` has columns of its own.
  var kind = ""
  var company = ""
  var companyID = ""
  var description = ""
  var effective: CalendarDate?
  /// Day of the year on which the money moved, as the network wrote it in.
  var settlementDay: Int?
  var totals = NACHATotals()

  init() {}

  init(_ line: FixedLine, at number: Int) {
    self.line = number
    kind = line.text(51, 53)
    company = line.text(5, 20)
    companyID = line.text(41, 50)
    description = line.text(54, 63)
    effective = BankDate.yymmdd(BankText.trimmed(line[70, 75]))
    settlementDay = line.number(76, 78)
  }

  var isInternational: Bool { kind == "IAT" }

  /// The settlement day in the year that lies nearest to the file's date.
  func settlement(near file: CalendarDate?) -> CalendarDate? {
    guard let day = settlementDay, (1...366).contains(day), let file = file ?? effective else { return nil }
    let years = [-1, 0, 1].map { file.civil.year + $0 }
    let days = years.compactMap { CalendarDate(year: $0, month: 1, day: 1)?.adding(days: day - 1) }
    return days.min { abs($0.days(since: file)) < abs($1.days(since: file)) }
  }
}

/// Sums of a batch or a file, as their trailers (8, 9) state them.
struct NACHATotals {
  var entries = 0
  /// Sum of the first eight digits of the banks' routing numbers; the last ten digits of it are stated.
  var hash = 0
  var debits = BankAmount.zero
  var credits = BankAmount.zero

  static func += (a: inout NACHATotals, b: NACHATotals) {
    a.entries += b.entries
    a.hash = (a.hash + b.hash) % 10_000_000_000
    a.debits += b.debits
    a.credits += b.credits
  }

  mutating func add(_ entry: NACHAEntry) {
    entries += 1
    hash = (hash + (entry.routingHash ?? 0)) % 10_000_000_000
    guard let amount = entry.amount else { return }
    if entry.isDebit { debits += amount } else { credits += amount }
  }
}

/// An entry (6) and the addenda (7) behind it.
struct NACHAEntry {
  /// Why it came back, and which entry it was.
  struct Return {
    /// `R01`; `C01` where nothing came back and only data has changed.
    var code: String
    var originalTrace: String
    var information: String
  }

  var lineFrom: Int
  var lineTo: Int
  var offset: Int
  var source: [UInt8]
  var transaction: Int?
  var routing: String
  var routingHash: Int?
  var account: String
  var amountText: String
  var amount: BankAmount?
  /// Our own key of the payer or the invoice.
  var individualID: String
  var name: String
  var trace: String
  var found: Return?
  var texts: [String] = []

  init(_ line: FixedLine, batch: NACHABatch, _ place: BankLine) {
    lineFrom = place.number
    lineTo = place.number
    offset = place.offset
    source = (batch.isInternational ? line.hiding(40, 74) : line.hiding(13, 29)).bytes
    transaction = line.number(2, 3)
    routing = line.text(4, 12)
    routingHash = line.number(4, 11)
    account = batch.isInternational ? line.text(40, 74) : line.text(13, 29)
    amountText = line.text(30, 39)
    amount = line.cents(30, 39)
    individualID = batch.isInternational ? "" : line.text(40, 54)
    name = batch.isInternational ? "" : line.text(55, 76)
    trace = line.text(80, 94)
  }

  /// Codes end in 1 to 4 for credits and in 5 to 9 for debits: 26 is a returned debit of a checking account.
  var isDebit: Bool { (transaction ?? 0) % 10 >= 5 }

  mutating func add(_ line: FixedLine, _ place: BankLine) {
    lineTo = place.number
    if source.count < BankText.fieldBytes { source += [0x0A] + Array(place.bytes) }
    switch line.text(2, 3) {
    case "99", "98":
      found = Return(
        code: line.text(4, 6), originalTrace: line.text(7, 21), information: line.text(36, 79))
    case "10": if name.isEmpty { name = line.text(47, 81) }
    case "05": if texts.count < 100 { texts.append(line.text(4, 83)) }
    default: break
    }
  }
}
