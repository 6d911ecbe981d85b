import Ledger

/// The message log: every message that went out for real.
public struct MessageTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  public struct Item: Sendable {
    public var document: Int64
    public var includedAs: ItemOutcome.Inclusion
    public var balance: Int64
    public var levelBefore: Int
    public var levelAfter: Int
    public init(
      document: Int64, includedAs: ItemOutcome.Inclusion, balance: Int64, levelBefore: Int, levelAfter: Int
    ) {
      self.document = document
      self.includedAs = includedAs
      self.balance = balance
      self.levelBefore = levelBefore
      self.levelAfter = levelAfter
    }
  }

  public func insert(_ decision: UnitDecision, items: [Item], asOf: CalendarDate, run: Int64) throws {
    guard decision.message != nil else { return }
    try insert(1, asOf: asOf, run: run, decision: { _ in decision }, items: { _ in items.count }, item: { items[$1] })
  }

  /// Keys of the messages of a day to a customer that asked for just this, the newest first.
  public func asked(
    _ amount: Int64, _ currency: Currency, company: String, customer: String, on day: CalendarDate
  ) throws -> [Int64] {
    try database.rows(
      "SELECT id FROM message WHERE as_of = ? AND company = ? AND customer_id = ? AND currency = ? AND amount_due = ? "
        + "ORDER BY id DESC", .int(Int(day.days)), .text(company), .text(customer), .text(currency.code), .int(amount),
      row: { $0.int64(0) })
  }

  /// What a message asked for, and the credits that it took off: keys of the documents, and their balances in minor units.
  public func demanded(by message: Int64) throws -> [(document: Int64, balance: Int64)] {
    try database.rows(
      "SELECT document, balance FROM message_item WHERE message = ? AND included_as IN ('trigger', 'content', 'credit') "
        + "ORDER BY document", .int(message), row: { ($0.int64(0), $0.int64(1)) })
  }

  /// Stores so many messages with their items. Returns the key of the first; the others follow.
  /// - Parameters:
  ///   - decision: the decision with this number; every one has a message.
  ///   - items: how many items it has; and each of them, asked for once and in order.
  @discardableResult
  public func insert(
    _ count: Int, asOf: CalendarDate, run: Int64, decision: (_ at: Int) -> UnitDecision, items: (_ at: Int) -> Int,
    item: (_ at: Int, _ place: Int) -> Item
  ) throws -> Int64 {
    let first = try database.lastKey(of: "message") + 1
    let target =
      "message(id, message_id, run, as_of, company, customer_id, currency, channel, template, level, amount_due, address, "
      + "pay_by, not_before, posted_on, arrives_from, arrives_by, copies)"
    try database.insert(count, into: target, columns: 18) { at, cells in
      let decision = decision(at)
      cells.set(0, int: first + Int64(at))
      cells.set(1, text: decision.message?.id)
      cells.set(2, int: run)
      cells.set(3, date: asOf)
      cells.set(4, text: decision.company)
      cells.set(5, text: decision.customer.id)
      cells.set(6, text: decision.currency.code)
      cells.set(7, text: decision.message?.channel.rawValue)
      cells.set(8, text: decision.message?.template)
      cells.set(9, int: decision.message?.level)
      cells.set(10, int: decision.amountDue)
      cells.set(11, text: decision.message?.address)
      cells.set(12, date: decision.message?.payBy)
      cells.set(13, int: decision.message?.notBefore.map { Int($0) })
      let delivery = decision.message?.delivery
      cells.set(14, date: delivery?.postedOn)
      cells.set(15, date: delivery?.earliest)
      cells.set(16, date: decision.message?.arrivesBy)
      let copies = decision.message?.cc ?? []
      cells.set(17, text: copies.isEmpty ? nil : copies.joined(separator: ";"))
    }
    let all = (0..<count).reduce(0) { $0 + items($1) }
    var (message, place, own) = (-1, 0, 0)
    let itemTarget = "message_item(message, document, included_as, balance, level_before, level_after)"
    try database.insert(all, into: itemTarget, columns: 6) { _, cells in
      while place == own {
        message += 1
        (place, own) = (0, items(message))
      }
      let item = item(message, place)
      place += 1
      cells.set(0, int: first + Int64(message))
      cells.set(1, int: item.document)
      cells.set(2, text: item.includedAs.rawValue)
      cells.set(3, int: item.balance)
      cells.set(4, int: item.levelBefore)
      cells.set(5, int: item.levelAfter)
    }
    return first
  }

  /// The end of what a run stores of messages: keeps what the next nights ask for.
  public func keepMemories(asOf: CalendarDate) throws { try SentNights(database).bringUpToDate(asOf: asOf) }

  /// Where what is kept for the nights is not what the log says, in words.
  public func problems() throws -> [String] { try SentNights(database).problems() }

  /// What is remembered of reminder units, by row of the customers table: messages of the last 400 days. A list, for a night asks for every
  /// customer. Those in `undone` count for nothing: they are no reminders, and may be sent again.
  /// - Parameters:
  ///   - customers: rows of the table.
  ///   - undone: keys of messages that count for nothing, with the cause.
  ///   - find: the row of a customer's key in the state; its messages are left out where there is none.
  public func memories(
    asOf: CalendarDate, customers: Int, undone: [Int64: UndoneCause] = [:], find: (_ customer: Int64) -> Int?
  ) throws -> [[UnitMemory]] {
    var all = [[UnitMemory]](repeating: [], count: customers)
    try SentNights(database).forEach(after: SentNights.window(asOf)) { sent, message, date in
      let cause = undone.isEmpty ? nil : undone[message]
      guard cause?.neverLeft != true, let row = find(sent.customer) else { return }
      let at = all[row].firstIndex { $0.currency == sent.currency } ?? all[row].count
      if at == all[row].count { all[row].append(UnitMemory(currency: sent.currency)) }
      all[row][at].note(sent, on: date, isUndone: cause != nil, asOf: asOf)
    }
    return all
  }

  /// Who was reminded of a document by a message of a day: the newest, where there were several; nil: nobody.
  /// - Parameters:
  ///   - day: as-of date of its run.
  ///   - first: the customer who is looked for first: messages of a day are many, those to one customer few.
  public func reminded(of document: Int64, on day: CalendarDate, company: String, first: String) throws -> String? {
    func last(_ condition: String) throws -> String? {
      try database.rows(
        "SELECT m.customer_id FROM message m JOIN message_item i ON i.message = m.id AND i.document = ?1 "
          + "WHERE m.as_of = ?2 AND m.company = ?3\(condition) AND m.level > 0 AND i.included_as = 'trigger' "
          + "ORDER BY m.id DESC LIMIT 1", .int(document), .int(Int(day.days)), .text(company), .text(first)
      ) { $0.text(0) }.first
    }
    return try last(" AND m.customer_id = ?4") ?? last(" AND m.customer_id <> ?4")
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
    /// Why it counts for nothing; nil: it counts.
    public var undone: UndoneCause?
    /// What keeps it from leaving until the next run makes it lapse, in plain English: nobody has released it, or somebody has said no.
    public var held: String?
  }

  /// Messages of a run by company and channel, sorted by both.
  public func counts(ofRun run: Int64) throws -> [(company: String, channel: String, number: Int)] {
    try database.rows(
      "SELECT company, channel, COUNT(*) FROM message WHERE run = ? GROUP BY 1, 2 ORDER BY 1, 2", .int(run),
      row: { ($0.text(0), $0.text(1), $0.int(2)) })
  }

  /// What a run asked for by one channel, at one level, in one currency.
  public struct Total: Equatable, Sendable {
    public var channel: String
    public var level: Int
    public var currency: Currency
    public var messages: Int
    /// Minor units.
    public var amount: Int64
  }

  /// Messages of a run by channel, level and currency, sorted by these.
  public func totals(ofRun run: Int64) throws -> [Total] {
    try database.rows(
      "SELECT channel, level, currency, COUNT(*), SUM(amount_due) FROM message WHERE run = ? GROUP BY 1, 2, 3 "
        + "ORDER BY 1, 2, 3", .int(run)
    ) { row in
      Total(
        channel: row.text(0), level: row.int(1), currency: Currency(row.text(2)) ?? Currency(trusted: 0),
        messages: row.int(3), amount: row.int64(4))
    }
  }

  public func messages(company: String, customer: String) throws -> [Line] {
    try lines("m.company = ? AND m.customer_id = ?", .text(company), .text(customer))
  }
  public func messages(document: Int64) throws -> [Line] {
    try lines(
      "m.id IN (SELECT message FROM message_item WHERE document = ?1 OR document IN (SELECT r.document FROM document d "
        + "JOIN retracted_document r USING(company, document_id, instalment) WHERE d.id = ?1))", .int(document))
  }
  public func messages(id: String) throws -> [(company: String, line: Line)] {
    try zip(
      database.rows("SELECT company FROM message WHERE message_id = ? ORDER BY id", .text(id), row: { $0.text(0) }),
      lines("m.message_id = ?", .text(id))
    ).map { ($0, $1) }
  }

  /// A message as the log has it.
  public struct Logged {
    public var messageID: String
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
    /// Why it counts for nothing; nil: it stands.
    public var undone: UndoneCause?
    /// A later message has its id, as one that is published anew after it was withdrawn: what is told of the id is told of that one.
    public var isRepeated: Bool
  }

  /// Every message that was ever published, oldest first, with the newest event of its delivery.
  public func history(
    _ body: (_ message: Logged, _ event: (event: String, at: String, detail: String?)?) throws -> Void
  ) throws {
    let repeated = Dictionary(
      uniqueKeysWithValues: try database.rows(
        "SELECT message_id, MAX(id) FROM message GROUP BY message_id HAVING COUNT(*) > 1",
        row: { ($0.text(0), $0.int64(1)) }))
    let statement = try database.prepare(
      "SELECT m.message_id, r.run, m.as_of, m.company, m.customer_id, m.currency, m.channel, m.template, m.level, "
        + "m.amount_due, m.address, m.pay_by, e.event, e.at, e.detail, u.reason, m.id FROM message m "
        + "JOIN run r ON r.id = m.run LEFT JOIN message_undone u ON u.message = m.id "
        + "LEFT JOIN delivery_event e ON e.id = (SELECT MAX(id) FROM delivery_event WHERE message_id = m.message_id) "
        + "ORDER BY m.id")
    defer { statement.reset() }
    while try statement.step() {
      let newest = repeated[statement.text(0)] ?? statement.int64(16)
      let message = Logged(
        messageID: statement.text(0), run: statement.text(1), asOf: CalendarDate(days: Int32(statement.int(2))),
        company: statement.text(3), customerID: statement.text(4),
        currency: Currency(statement.text(5)) ?? Currency(trusted: 0), channel: statement.text(6),
        template: statement.text(7), level: statement.int(8), amountDue: statement.int64(9),
        address: statement.optionalText(10),
        payBy: statement.optionalInt(11).map { CalendarDate(days: Int32($0)) },
        undone: statement.optionalText(15).flatMap { UndoneCause(rawValue: $0) },
        isRepeated: newest != statement.int64(16))
      let event = statement.optionalText(12).map { ($0, statement.text(13), statement.optionalText(14)) }
      try body(message, event)
    }
  }

  /// Runs whose invitations are among these messages, given as keys of the log.
  public func runs(ofInvitations messages: [Int64]) throws -> [Int64] {
    guard !messages.isEmpty else { return [] }
    return try database.rows(
      "SELECT DISTINCT run FROM message WHERE template = 'invitation' AND id IN (SELECT value FROM json_each(?)) ORDER BY run",
      .text(messages.jsonList), row: { $0.int64(0) })
  }

  private func lines(_ condition: String, _ values: Value...) throws -> [Line] {
    let open = try ReleaseTables(database).open()
    return try database.rows(
      "SELECT m.message_id, r.run, m.as_of, m.customer_id, m.currency, m.channel, m.template, m.level, m.amount_due, "
        + "u.reason, m.run FROM message m JOIN run r ON r.id = m.run "
        + "LEFT JOIN message_undone u ON u.message = m.id "
        + "WHERE \(condition) ORDER BY m.id", values: values
    ) { row in
      Line(
        messageID: row.text(0), run: row.text(1), asOf: CalendarDate(days: Int32(row.int(2))), customerID: row.text(3),
        currency: Currency(row.text(4)) ?? Currency(trusted: 0), channel: row.text(5), template: row.text(6),
        level: row.int(7), amountDue: row.int64(8),
        undone: row.optionalText(9).flatMap { UndoneCause(rawValue: $0) },
        held: open.first { $0.run == row.int64(10) && $0.batch == row.text(5) }?.held)
    }
  }
}
