import Formats
import Ledger
import Pipeline

/// A message of an earlier night, as the log has it, and the last that was told of its way.
public struct PastMessage: Sendable {
  public var id: String
  public var run: String
  public var asOf: CalendarDate
  public var company: String
  public var customerID: String
  public var currency: Currency
  public var channel: String
  public var template: String
  public var level: Int
  public var amountDue: Int64
  public var address: String?
  public var payBy: CalendarDate?
  public var event: String?
  public var eventAt: String?
  public var eventDetail: String?

  public init(
    id: String, run: String, asOf: CalendarDate, company: String, customerID: String, currency: Currency,
    channel: String, template: String, level: Int, amountDue: Int64, address: String? = nil,
    payBy: CalendarDate? = nil, event: String? = nil, eventAt: String? = nil, eventDetail: String? = nil
  ) {
    self.id = id
    self.run = run
    self.asOf = asOf
    self.company = company
    self.customerID = customerID
    self.currency = currency
    self.channel = channel
    self.template = template
    self.level = level
    self.amountDue = amountDue
    self.address = address
    self.payBy = payBy
    self.event = event
    self.eventAt = eventAt
    self.eventDetail = eventDetail
  }
}

/// `reminders/history.csv` (format `history`): every message that ever went out, oldest first and tonight's last, with the last that was
/// told of its way.
public struct MessageHistory: StreamedArtefact {
  private static let columns = [
    "as_of", "run", "company", "customer_id", "currency", "message_id", "channel", "template", "level", "amount_due",
    "address", "pay_by", "event", "event_at", "event_detail",
  ]

  private var table: CSVTable
  private let night: Night

  /// - Parameter past: hands out the messages of earlier nights, oldest first.
  public init(
    _ sink: any ArtefactSink, night: Night, audience: CSVAudience = .machine,
    past: (_ body: (PastMessage) throws -> Void) throws -> Void
  ) throws {
    var table = try CSVTable(sink, path: "reminders/history.csv", columns: MessageHistory.columns, audience: audience)
    try past { try MessageHistory.write($0, to: &table) }
    self.table = table
    self.night = night
  }

  public mutating func add(_ account: CustomerAccount, _ outcome: AccountOutcome) throws {
    for decision in outcome.decisions { try add(decision) }
    for invitation in outcome.invitations { try add(invitation) }
  }

  private mutating func add(_ decision: UnitDecision) throws {
    guard decision.isSent, let message = decision.message else { return }
    try MessageHistory.write(
      PastMessage(
        id: message.id, run: night.run, asOf: night.asOf, company: decision.company, customerID: decision.customer.id,
        currency: decision.currency, channel: message.channel.rawValue, template: message.template,
        level: message.level, amountDue: decision.amountDue, address: message.address, payBy: message.payBy),
      to: &table)
  }

  private static func write(_ message: PastMessage, to table: inout CSVTable) throws {
    table.date(message.asOf)
    table.text(message.run)
    table.text(message.company)
    table.text(message.customerID)
    table.text(message.currency.code)
    table.text(message.id)
    table.text(message.channel)
    table.text(message.template)
    table.int(message.level)
    table.money(message.amountDue, message.currency)
    table.text(message.address)
    table.date(message.payBy)
    table.text(message.event)
    table.text(message.eventAt)
    table.text(message.eventDetail)
    try table.endRow()
  }

  public mutating func finish() throws { try table.finish() }
}
