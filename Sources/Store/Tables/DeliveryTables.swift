import Ledger

/// What became of messages on their way.
public struct DeliveryTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// An event with the message it is about; `message` nil: no such message was sent.
  public struct Report: Equatable, Sendable {
    public var event: DeliveryEvent
    public var message: Message?
    /// Which of the places the message went to the event is about, separated by `;`; of a letter what `Customer.postalKey` is when it comes back.
    public var address: String?
    public init(event: DeliveryEvent, message: Message? = nil) {
      self.event = event
      self.message = message
      address = message?.address
    }
  }

  /// A message that was sent, as far as its delivery needs it.
  public struct Message: Equatable, Sendable {
    public var row: Int64
    public var customerID: String
    public var channel: Channel
    /// E-mail addresses or telephone number; nil for letters, and where retention has forgotten it.
    public var address: String?
    /// E-mail addresses of those who got a copy, separated by `;`.
    public var copies: String?
    public var asOf: CalendarDate
    public var payBy: CalendarDate?
    public init(
      row: Int64, customerID: String, channel: Channel, address: String?, copies: String? = nil, asOf: CalendarDate,
      payBy: CalendarDate? = nil
    ) {
      self.row = row
      self.customerID = customerID
      self.channel = channel
      self.address = address
      self.copies = copies
      self.asOf = asOf
      self.payBy = payBy
    }
  }

  /// Events that the state does not have yet, each with its message, in the order given: see `DeliveryEvent.key`. Where retention or an erasure has
  /// forgotten what the server said, the rest is enough.
  public func new(_ events: [DeliveryEvent]) throws -> [Report] {
    guard !events.isEmpty else { return [] }
    let statement = try database.prepare(
      "SELECT 1 FROM delivery_event WHERE message_id = ?1 AND event = ?2 AND at = ?3 "
        + "AND (event NOT IN ('bounced', 'failed', 'returned') OR detail IS NULL OR detail IS ?4)")
    var fresh: [DeliveryEvent] = []
    var seen: Set<String> = []
    for event in events where seen.insert(event.key).inserted {
      defer { statement.reset() }
      statement.bind(.text(event.messageID), at: 1)
      statement.bind(.text(event.kind.rawValue), at: 2)
      statement.bind(.text(event.at), at: 3)
      statement.bind(.optional(event.detail), at: 4)
      if try !statement.step() { fresh.append(event) }
    }
    guard !fresh.isEmpty else { return [] }
    let messages = try messages(Set(fresh.map(\.messageID)))
    return fresh.map { Report(event: $0, message: messages["\($0.company)\u{1F}\($0.messageID)"]) }
  }

  /// By company, U+001F, message id. One pass over the log of messages: nights with events are rarer than messages.
  private func messages(_ ids: Set<String>) throws -> [String: Message] {
    var found: [String: Message] = [:]
    let statement = try database.prepare(
      "SELECT id, message_id, company, customer_id, channel, address, as_of, pay_by, copies FROM message ORDER BY id")
    defer { statement.reset() }
    while try statement.step() {
      let id = statement.text(1)
      guard ids.contains(id) else { continue }
      found["\(statement.text(2))\u{1F}\(id)"] = Message(
        row: statement.int64(0), customerID: statement.text(3),
        channel: Channel(rawValue: statement.text(4)) ?? .none, address: statement.optionalText(5),
        copies: statement.optionalText(8), asOf: CalendarDate(days: Int32(statement.int(6))),
        payBy: statement.optionalInt(7).map { CalendarDate(days: Int32($0)) })
    }
    return found
  }

  /// Channels and addresses that messages do not go to any more, by company, U+001F, customer; oldest first.
  public func blocks() throws -> [String: [ChannelBlock]] {
    var blocks: [String: [ChannelBlock]] = [:]
    let statement = try database.prepare(
      "SELECT company, customer_id, channel, address, event, at, message_id FROM delivery_event "
        + "WHERE event NOT IN ('submitted', 'delivered') AND event <> 'withdrawn' AND message IS NOT NULL ORDER BY id")
    defer { statement.reset() }
    while try statement.step() {
      guard let channel = Channel(rawValue: statement.text(2)), let address = statement.optionalText(3),
        let kind = DeliveryEvent.Kind(rawValue: statement.text(4))
      else { continue }
      blocks["\(statement.text(0))\u{1F}\(statement.text(1))", default: []].append(
        ChannelBlock(
          channel: channel, address: address, kind: kind, at: statement.text(5), messageID: statement.text(6)))
    }
    return blocks
  }

  public func insert(_ report: Report, asOf: CalendarDate, run: Int64) throws {
    let (event, message) = (report.event, report.message)
    try database.run(
      "INSERT INTO delivery_event(company, message_id, event, at, detail, message, customer_id, channel, address, "
        + "run, learned_on) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", .text(event.company), .text(event.messageID),
      .text(event.kind.rawValue), .text(event.at), .optional(event.detail), .optional(message?.row),
      .optional(message?.customerID), .optional(message?.channel.rawValue), .optional(report.address), .int(run),
      .int(Int(asOf.days)))
  }

  /// A line of a message's story.
  public struct Line {
    public var messageID: String
    public var event: String
    public var at: String
    public var detail: String?
    public var run: String
    public var learnedOn: CalendarDate
  }

  public func events(company: String, customer: String) throws -> [Line] {
    try lines("e.company = ? AND e.customer_id = ?", .text(company), .text(customer))
  }
  public func events(message: String) throws -> [Line] { try lines("e.message_id = ?", .text(message)) }

  private func lines(_ condition: String, _ values: Value...) throws -> [Line] {
    try database.rows(
      "SELECT e.message_id, e.event, e.at, e.detail, r.run, e.learned_on FROM delivery_event e "
        + "JOIN run r ON r.id = e.run WHERE \(condition) ORDER BY e.at, e.id", values: values
    ) { row in
      Line(
        messageID: row.text(0), event: row.text(1), at: row.text(2), detail: row.optionalText(3), run: row.text(4),
        learnedOn: CalendarDate(days: Int32(row.int(5))))
    }
  }
}
