import Formats
import Ledger
import Pipeline

/// `reminders/calls.csv`: whom to ring up today, per company and currency what is expected of the call first: the amount, times the
/// customer's score as a share of 100, for of a large sum that nobody will pay a call brings less than of a smaller one that somebody
/// will. A customer without a score counts half. Held back to the end of the night for the order, as bytes of its cells.
struct CallList {
  private static let columns = [
    "company", "currency", "rank", "customer_id", "name", "contact", "phone", "amount_due", "level", "oldest_days",
    "documents", "language", "message_id", "note",
    "expected_value",
  ]
  /// Of a customer of whose payments nothing is known.
  private static let unknownScore = 50

  /// A line of the list without its rank: the cells behind it are encoded when the unit is met.
  private struct Call {
    /// Counts the companies in the order in which they come.
    var company: Int
    var currency: Currency
    var amountDue: Int64
    /// In minor units.
    var expected: Int64
    /// Counts the calls in the order in which they come.
    var number: Int
    /// Where its cells lie: the place of the writer in `gathered`, and of the bytes in it.
    var piece: Int
    var cells: Range<Int>
  }

  private var table: CSVTable
  private let asOf: CalendarDate
  private var companies: [String] = []
  private var calls: [Call] = []
  /// In pieces: one text that grows would be copied into new pages of memory again and again.
  private var gathered: [CSVWriter] = []
  private let audience: CSVAudience
  private static let pieceSize = 256 * 1024

  init(_ sink: any ArtefactSink, asOf: CalendarDate, audience: CSVAudience) throws {
    table = try CSVTable(sink, path: "reminders/calls.csv", columns: CallList.columns, audience: audience)
    self.audience = audience
    self.asOf = asOf
  }

  /// Takes the unit in where it is to be called for real; a rehearsed call is made by nobody.
  mutating func add(_ decision: UnitDecision, _ order: DocumentOrder, score: CustomerScore?) {
    guard decision.isSent, let message = decision.message, message.channel == .call else { return }
    if companies.last != decision.company { companies.append(decision.company) }
    if gathered.last.map({ $0.count > CallList.pieceSize }) ?? true { gathered.append(CSVWriter(audience: audience)) }
    let piece = gathered.count - 1
    let start = gathered[piece].count
    let expected = CallList.expectedValue(decision.amountDue, score)
    CallList.gather(decision, message, order, asOf: asOf, into: &gathered[piece])
    gathered[piece].money(expected, exponent: decision.currency.exponent)
    calls.append(
      Call(
        company: companies.count - 1, currency: decision.currency, amountDue: decision.amountDue,
        expected: expected, number: calls.count, piece: piece, cells: start..<gathered[piece].count))
  }

  /// To the minor unit, half up. What is asked for is never below zero.
  private static func expectedValue(_ amount: Int64, _ score: CustomerScore?) -> Int64 {
    let known = score.flatMap { $0.confidence == .none && $0.overriddenBy == nil ? nil : $0.score }
    return Figures.scaled(max(amount, 0), by: Int64(known ?? unknownScore), over: 100)
  }

  private static func gather(
    _ decision: UnitDecision, _ message: ReminderMessage, _ order: DocumentOrder, asOf: CalendarDate,
    into gathered: inout CSVWriter
  ) {
    gathered.text(decision.customer.id)
    gathered.text(decision.customer.name)
    gathered.text(message.contact ?? decision.customer.contact)
    gathered.text(message.address ?? decision.customer.phone)
    gathered.money(decision.amountDue, exponent: decision.currency.exponent)
    gathered.number(decision.level)
    var oldest: Int?
    for outcome in decision.outcomes where outcome.isDemanded {
      guard let days = decision.items[outcome.item].daysPastDue(asOf) else { continue }
      oldest = max(oldest ?? days, days)
    }
    if let oldest { gathered.number(oldest) } else { gathered.empty() }
    gathered.labels(decision, order)
    gathered.text(message.language)
    gathered.text(message.id)
    gathered.text(decision.explanation)
  }

  mutating func finish() throws {
    calls.sort(by: CallList.precedes)
    var rank = 0
    for (index, call) in calls.enumerated() {
      let isNew = index == 0 || !CallList.isSameList(calls[index - 1], call)
      rank = isNew ? 1 : rank + 1
      try write(call, rank: rank)
    }
    try table.finish()
  }

  private mutating func write(_ call: Call, rank: Int) throws {
    table.text(companies[call.company])
    table.text(call.currency.code)
    table.int(rank)
    gathered[call.piece].withBytes {
      table.copy(UnsafeRawBufferPointer(rebasing: $0[call.cells]), cells: CallList.columns.count - 3)
    }
    try table.endRow()
  }

  private static func isSameList(_ a: Call, _ b: Call) -> Bool { a.company == b.company && a.currency == b.currency }

  /// Units come in the order of company, customer and currency: of equal ones the first that came is first.
  private static func precedes(_ a: Call, _ b: Call) -> Bool {
    if a.company != b.company { return a.company < b.company }
    if a.currency != b.currency { return a.currency < b.currency }
    if a.expected != b.expected { return a.expected > b.expected }
    if a.amountDue != b.amountDue { return a.amountDue > b.amountDue }
    return a.number < b.number
  }
}
