import Ledger

extension MessageTables {
  /// Published messages whose window has not opened yet at this moment, with the documents they ask for, in the order of company, customer
  /// and message.
  /// - Parameter undone: keys of messages that count for nothing, which are told by themselves.
  public func waiting(at clock: Int64, undone: Set<Int64> = []) throws -> [WaitingMessage] {
    let statement = try database.prepare(
      """
      SELECT m.message_id, r.run, m.company, m.customer_id, m.currency, m.channel, m.not_before, d.document_id, d.instalment,
        i.balance, m.level, m.id, m.address, m.amount_due, m.template = 'invitation', d.id IS NULL, m.copies
      FROM message m JOIN run r ON r.id = m.run
      LEFT JOIN message_item i ON i.message = m.id AND i.included_as IN ('trigger', 'content')
      LEFT JOIN document d ON d.id = i.document
      WHERE m.not_before > ? AND (d.id IS NOT NULL OR m.template = 'invitation')
      ORDER BY m.company, m.customer_id, m.message_id, d.document_id, d.instalment
      """)
    defer { statement.reset() }
    statement.bind(.int(Int(clock)), at: 1)
    var messages: [WaitingMessage] = []
    while try statement.step() {
      if undone.contains(statement.int64(11)) { continue }
      let line = WaitingMessage.Line(
        label: statement.text(8).isEmpty ? statement.text(7) : "\(statement.text(7))/\(statement.text(8))",
        balance: statement.int64(9))
      if messages.last?.id == statement.text(0) {
        messages[messages.count - 1].lines.append(line)
        continue
      }
      messages.append(
        WaitingMessage(
          id: statement.text(0), run: statement.text(1), company: statement.text(2), customerID: statement.text(3),
          currency: Currency(statement.text(4)) ?? Currency(trusted: 0), channel: statement.text(5),
          level: statement.int(10), notBefore: statement.int64(6), lines: statement.int(15) != 0 ? [] : [line],
          key: statement.int64(11), address: statement.optionalText(12), copies: statement.optionalText(16),
          amountDue: statement.int64(13), isInvitation: statement.int(14) != 0))
    }
    return messages
  }

  /// A message by its key in the log, without its lines.
  public func message(key: Int64) throws -> WaitingMessage? {
    try database.rows(
      """
      SELECT m.message_id, r.run, m.company, m.customer_id, m.currency, m.channel, m.level, COALESCE(m.not_before, r.clock)
      FROM message m JOIN run r ON r.id = m.run WHERE m.id = ?
      """, .int(key)
    ) { row in
      WaitingMessage(
        id: row.text(0), run: row.text(1), company: row.text(2), customerID: row.text(3),
        currency: Currency(row.text(4)) ?? Currency(trusted: 0), channel: row.text(5), level: row.int(6),
        notBefore: row.int64(7), lines: [], key: key)
    }.first
  }
}
