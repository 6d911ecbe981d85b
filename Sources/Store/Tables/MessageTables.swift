import Ledger

/// The message log: every message that went out for real.
public struct MessageTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  public struct Item: Sendable {
    public var document: Int64
    public var includedAs: String
    public var balance: Int64
    public var levelBefore: Int
    public var levelAfter: Int
    public init(document: Int64, includedAs: String, balance: Int64, levelBefore: Int, levelAfter: Int) {
      self.document = document
      self.includedAs = includedAs
      self.balance = balance
      self.levelBefore = levelBefore
      self.levelAfter = levelAfter
    }
  }

  public func insert(_ decision: UnitDecision, items: [Item], asOf: CalendarDate, run: Int64) throws {
    guard let message = decision.message else { return }
    try database.run(
      "INSERT INTO message(message_id, run, as_of, company, customer_id, currency, channel, template, level, amount_due, "
        + "address, pay_by) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", .text(message.id), .int(run),
      .int(Int(asOf.days)), .text(decision.company), .text(decision.customer.id), .text(decision.currency.code),
      .text(message.channel.rawValue), .text(message.template), .int(message.level), .int(decision.amountDue),
      .optional(message.address), .optional(message.payBy.map { Int($0.days) }))
    let id = try database.rows("SELECT last_insert_rowid()") { $0.int64(0) }[0]
    for item in items {
      try database.run(
        "INSERT INTO message_item VALUES(?, ?, ?, ?, ?, ?)", .int(id), .int(item.document), .text(item.includedAs),
        .int(item.balance), .int(item.levelBefore), .int(item.levelAfter))
    }
  }

  /// What is remembered of reminder units, by company, U+001F, customer: messages of the last 400 days.
  public func memories(asOf: CalendarDate) throws -> [String: [UnitMemory]] {
    var all: [String: [UnitMemory]] = [:]
    let statement = try database.prepare(
      "SELECT company, customer_id, currency, message_id, as_of, level FROM message WHERE as_of > ? ORDER BY id")
    defer { statement.reset() }
    statement.bind(.int(Int(asOf.days) - 400), at: 1)
    while try statement.step() {
      let key = "\(statement.text(0))\u{1F}\(statement.text(1))"
      let currency = Currency(trusted: statement.bytes(2).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
      let date = CalendarDate(days: Int32(statement.int(4)))
      var units = all[key] ?? []
      let at = units.firstIndex { $0.currency == currency } ?? units.count
      if at == units.count { units.append(UnitMemory(currency: currency)) }
      units[at].sent.insert(statement.text(3))
      // A pre-due notice is no reminder: it never gates the first level.
      if statement.int(5) > 0 { units[at].lastRemindedOn = date }
      if asOf.days(since: date) < 7 { units[at].recent.append(date) }
      all[key] = units
    }
    return all
  }

  /// One line of a customer's message history.
  public struct Line {
    public var messageID: String
    public var run: String
    public var asOf: CalendarDate
    public var customerID: String
    public var currency: Currency
    public var channel: String
    public var template: String
    public var level: Int
    public var amountDue: Int64
  }

  public func messages(company: String, customer: String) throws -> [Line] {
    try lines("m.company = ? AND m.customer_id = ?", .text(company), .text(customer))
  }
  public func messages(document: Int64) throws -> [Line] {
    try lines("m.id IN (SELECT message FROM message_item WHERE document = ?)", .int(document))
  }
  public func messages(id: String) throws -> [(company: String, line: Line)] {
    try zip(
      database.rows("SELECT company FROM message WHERE message_id = ? ORDER BY id", .text(id), row: { $0.text(0) }),
      lines("m.message_id = ?", .text(id))
    ).map { ($0, $1) }
  }

  private func lines(_ condition: String, _ values: Value...) throws -> [Line] {
    let statement = try database.prepare(
      "SELECT m.message_id, r.run, m.as_of, m.customer_id, m.currency, m.channel, m.template, m.level, m.amount_due "
        + "FROM message m JOIN run r ON r.id = m.run WHERE \(condition) ORDER BY m.id")
    defer { statement.reset() }
    for (index, value) in values.enumerated() { statement.bind(value, at: index + 1) }
    var lines: [Line] = []
    while try statement.step() {
      lines.append(
        Line(
          messageID: statement.text(0), run: statement.text(1), asOf: CalendarDate(days: Int32(statement.int(2))),
          customerID: statement.text(3), currency: Currency(statement.text(4)) ?? Currency(trusted: 0),
          channel: statement.text(5), template: statement.text(6), level: statement.int(7),
          amountDue: statement.int64(8)))
    }
    return lines
  }
}
