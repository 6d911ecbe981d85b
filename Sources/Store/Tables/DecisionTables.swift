import Ledger

/// What people decided. Decisions are only added; an end is a second fact about them.
public struct DecisionTables {
  /// What write-offs with an amount give up of which document, as `WriteOffShare.text` writes it; empty: nothing was shared out yet.
  static let shares = "ALTER TABLE decision ADD COLUMN shares TEXT;"

  /// What the documents of a plan owed when it was agreed, as `EUR=100000;USD=2000`; NULL: nobody has noted it.
  static let owedThen = "ALTER TABLE decision ADD COLUMN owed_then TEXT;"

  /// Who of the people of an invitation still waits, one a line; NULL: it was not carried out in part.
  static let uninvited = "ALTER TABLE decision ADD COLUMN uninvited TEXT;"

  /// When the present content of a decision was first told: the run, and the place among its rows; NULL: that of `run`. renewed: it said something
  /// else before, or was gone.
  static let words = """
    ALTER TABLE decision ADD COLUMN told_run INTEGER;
    ALTER TABLE decision ADD COLUMN told_place INTEGER;
    ALTER TABLE decision ADD COLUMN renewed INTEGER;
    """

  /// The business days of grace of a promise or instalment, as they were when it was told; NULL: nobody has noted them.
  static let grace = "ALTER TABLE decision ADD COLUMN grace INTEGER;"

  let database: Database
  public init(_ database: Database) { self.database = database }

  /// Stores a decision, in the place of what stands under its id; a run that acted on that one stays noted. Who knows that one says what is new of it:
  /// the day on which it was learned, its word.
  /// - Parameter grace: business days of grace of what is promised tonight.
  public func insert(_ decision: Decision, asOf: CalendarDate, run: Int64, grace: Int? = nil) throws {
    let word = decision.word.run == .max ? DecisionWord(run: run, place: decision.word.place) : decision.word
    try database.run(
      "INSERT INTO decision(decision_id, company, customer_id, kind, document_id, from_date, until_date, amount, value, note, "
        + "decided_by, plan_id, run, learned_on, told_run, told_place, renewed, grace) "
        + "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT(decision_id) DO UPDATE SET shares = CASE WHEN kind = excluded.kind AND company = excluded.company "
        + "AND customer_id = excluded.customer_id AND document_id IS excluded.document_id "
        + "AND (amount IS NULL) = (excluded.amount IS NULL) THEN shares END, owed_then = CASE WHEN learned_on = excluded.learned_on THEN owed_then END, "
        + "uninvited = CASE WHEN kind = excluded.kind AND value IS excluded.value THEN uninvited END, company = excluded.company, customer_id = excluded.customer_id, "
        + "kind = excluded.kind, document_id = excluded.document_id, "
        + "from_date = excluded.from_date, until_date = excluded.until_date, amount = excluded.amount, value = excluded.value, "
        + "note = excluded.note, decided_by = excluded.decided_by, plan_id = excluded.plan_id, "
        + "learned_on = excluded.learned_on, told_run = excluded.told_run, told_place = excluded.told_place, "
        + "renewed = excluded.renewed, grace = excluded.grace, ended_run = NULL, ended_on = NULL", .text(decision.id),
      .text(decision.company),
      .text(decision.customerID), .text(decision.kind.rawValue), .optional(decision.documentID),
      .optional(decision.from.map { Int($0.days) }), .optional(decision.until.map { Int($0.days) }),
      .optional(decision.amount), .optional(decision.value), .optional(decision.note), .optional(decision.by),
      .optional(decision.planID), .int(run), .int(Int((decision.learnedOn ?? asOf).days)), .int(word.run),
      .int(word.place), .optional(decision.isRenewed ? 1 : nil), .optional(decision.grace ?? grace))
  }

  /// Ends a decision that a whole list does not have any more.
  public func end(_ id: String, asOf: CalendarDate, run: Int64) throws {
    try database.run(
      "UPDATE decision SET ended_run = ?, ended_on = ?, feeds = NULL WHERE decision_id = ?", .int(run),
      .int(Int(asOf.days)), .text(id))
  }

  /// A manual `send` acts once.
  public func act(_ id: String, run: Int64) throws {
    try database.run("UPDATE decision SET acted_run = ? WHERE decision_id = ?", .int(run), .text(id))
  }

  /// Keeps what a write-off with an amount gives up of which document.
  public func share(_ id: String, _ shares: [WriteOffShare]) throws {
    try database.run(
      "UPDATE decision SET shares = ? WHERE decision_id = ?", .text(WriteOffShare.text(shares)), .text(id))
  }

  static func decision(_ row: Statement) -> Decision {
    func date(_ column: Int) -> CalendarDate? { row.optionalInt(column).map { CalendarDate(days: Int32($0)) } }
    var decision = Decision(
      company: row.text(1), customerID: row.text(2), kind: Decision.Kind(rawValue: row.text(3)) ?? .hold,
      id: row.text(0),
      documentID: row.optionalText(4), from: date(5), until: date(6), amount: row.optionalText(7),
      value: row.optionalText(8), note: row.optionalText(9), by: row.optionalText(10), planID: row.optionalText(11),
      learnedOn: date(12))
    decision.word = DecisionWord(run: row.int64(13), place: row.int64(14))
    decision.isRenewed = row.int(15) != 0
    decision.grace = row.optionalInt(16)
    return decision
  }

  static let columns =
    "d.decision_id, d.company, d.customer_id, d.kind, d.document_id, d.from_date, d.until_date, d.amount, d.value, d.note, "
    + "d.decided_by, d.plan_id, d.learned_on, COALESCE(d.told_run, d.run), COALESCE(d.told_place, 0), d.renewed IS NOT NULL, d.grace"

  /// Decisions that have not been ended and have not acted yet, in order of company, customer and id. A write-off stands until the ERP
  /// has posted it, proposed or not.
  /// - Parameter run: as they stood after that one, with the words that they have now.
  public func standing(knownTo run: Int64 = .max) throws -> [Decision] {
    try database.rows(
      "SELECT \(DecisionTables.columns), d.acted_run <= ?1, d.shares, d.owed_then, d.uninvited FROM decision d "
        + "WHERE d.run <= ?1 AND (d.ended_run IS NULL OR d.ended_run > ?1) "
        + "AND (d.acted_run IS NULL OR d.acted_run > ?1 OR d.kind = 'write_off') "
        + "ORDER BY d.company, d.customer_id, d.decision_id", .int(run)
    ) { row in
      var decision = DecisionTables.decision(row)
      decision.isCarriedOut = row.int(17) != 0
      decision.shares = WriteOffShare.shares(row.optionalText(18))
      decision.owedThen = row.optionalText(19).map(DecisionTables.amounts)
      decision.waitingInvitees = row.optionalText(20).map(DecisionTables.invitees)
      return decision
    }
  }

  /// One a line.
  static func invitees(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// An invitation was carried out but for these people.
  public func leave(_ contacts: [String], of id: String) throws {
    try database.run(
      "UPDATE decision SET uninvited = ? WHERE decision_id = ?", .text(contacts.joined(separator: "\n")), .text(id))
  }

  /// Instalments of plans that were ended.
  public func endedInstalments() throws -> [Decision] {
    try database.rows(
      "SELECT \(DecisionTables.columns) FROM decision d WHERE d.kind = 'plan' AND d.ended_run IS NOT NULL ORDER BY d.id",
      row: DecisionTables.decision)
  }

  /// A decision that has ended, with the day of the run that ended it.
  public struct Gone: Sendable {
    public var decision: Decision
    public var on: CalendarDate
    public init(decision: Decision, on: CalendarDate) { (self.decision, self.on) = (decision, on) }
  }

  /// Those that were ended on a day or later.
  public func gone(since day: CalendarDate) throws -> [Gone] {
    try database.rows(
      "SELECT \(DecisionTables.columns), d.ended_on FROM decision d WHERE d.ended_run IS NOT NULL AND d.ended_on >= ? "
        + "ORDER BY d.id", .int(Int(day.days))
    ) { Gone(decision: DecisionTables.decision($0), on: CalendarDate(days: Int32($0.int(17)))) }
  }

  /// Keeps what the documents of an instalment's plan owed when it was agreed.
  public func note(owed: [Currency: Int64], of id: String) throws {
    let text = owed.map { "\($0.key.code)=\($0.value)" }.sorted().joined(separator: ";")
    try database.run("UPDATE decision SET owed_then = ? WHERE decision_id = ?", .text(text), .text(id))
  }

  private static func amounts(_ text: String) -> [Currency: Int64] {
    text.split(separator: ";").reduce(into: [:]) { amounts, part in
      let words = part.split(separator: "=")
      if words.count == 2, let currency = Currency(String(words[0])) { amounts[currency] = Int64(words[1]) }
    }
  }

  /// A person's reminder `d` that was carried out by one of the messages ?1: to its customer, or about its document.
  private static let sentBy = """
    d.kind = 'send' AND d.ended_run IS NULL AND d.acted_run IS NOT NULL AND EXISTS(
      SELECT 1 FROM message m WHERE m.id IN (SELECT value FROM json_each(?1)) AND m.run = d.acted_run
        AND m.company = d.company AND m.template <> 'invitation' AND (m.customer_id = d.customer_id OR EXISTS(
          SELECT 1 FROM message_item i JOIN document x ON x.id = i.document WHERE i.message = m.id
            AND d.document_id IN (x.document_id, x.document_id || '/' || x.instalment))))
    """

  /// Persons' reminders that these messages carried out: keys in the log.
  public func sends(by messages: [Int64]) throws -> [Decision] {
    guard !messages.isEmpty else { return [] }
    return try database.rows(
      "SELECT \(DecisionTables.columns) FROM decision d WHERE \(DecisionTables.sentBy) ORDER BY d.id",
      .text(messages.jsonList), row: DecisionTables.decision)
  }

  /// They reached nobody: what a person asked for stands again.
  public func forgetSends(by messages: [Int64]) throws {
    guard !messages.isEmpty else { return }
    try database.run(
      "UPDATE decision AS d SET acted_run = NULL WHERE \(DecisionTables.sentBy)", .text(messages.jsonList))
  }

  /// Whether the state knows a document, or an instalment of one, that is closed.
  public func hasClosed(document: String, company: String) throws -> Bool {
    try DocumentLookup.names(document).contains { name in
      try !database.rows(
        "SELECT 1 FROM document WHERE balance = 0 AND company = (SELECT id FROM company WHERE company = ?1) "
          + "AND document_id = ?2 AND (?3 IS NULL OR instalment = ?3) LIMIT 1", .text(company), .text(name.id),
        .optional(name.instalment), row: { $0.int(0) }
      ).isEmpty
    }
  }

  /// A decision as the state has it.
  public struct Known: Sendable {
    public var decision: Decision
    public var hasActed: Bool
    public var hasEnded: Bool

    public init(decision: Decision, hasActed: Bool, hasEnded: Bool) {
      (self.decision, self.hasActed, self.hasEnded) = (decision, hasActed, hasEnded)
    }
  }

  /// Those of these ids that the state has.
  public func known(_ ids: [String]) throws -> [String: Known] {
    var known: [String: Known] = [:]
    for id in ids {
      known[id] = try database.rows(
        "SELECT \(DecisionTables.columns), d.acted_run IS NOT NULL, d.ended_run IS NOT NULL FROM decision d "
          + "WHERE d.decision_id = ?", .text(id)
      ) { Known(decision: DecisionTables.decision($0), hasActed: $0.int(17) != 0, hasEnded: $0.int(18) != 0) }.first
    }
    return known
  }

  /// Promises and disputes that matter from a day on, with the day on which each was ended.
  public func promisesAndDisputes(since date: CalendarDate) throws -> [(decision: Decision, endedOn: CalendarDate?)] {
    try database.rows(
      "SELECT \(DecisionTables.columns), d.ended_on FROM decision d WHERE d.kind IN ('promise', 'dispute') "
        + "AND (d.until_date IS NULL OR d.until_date >= ?1) AND (d.ended_on IS NULL OR d.ended_on >= ?1) ORDER BY d.id",
      .int(Int(date.days))
    ) { (DecisionTables.decision($0), $0.optionalInt(17).map { CalendarDate(days: Int32($0)) }) }
  }

  /// A decision and what became of it.
  public struct Fate: Sendable {
    public var decision: Decision
    /// The run that carried out what acts once; nil: none has.
    public var actedIn: String?
    public var endedOn: CalendarDate?
  }

  /// Decisions of a company in the order in which they were learned.
  public func fates(company: String) throws -> [Fate] {
    return try database.rows(
      "SELECT \(DecisionTables.columns), d.ended_on, r.run FROM decision d LEFT JOIN run r ON r.id = d.acted_run "
        + "WHERE d.company = ? ORDER BY d.learned_on, d.id", .text(company)
    ) { row in
      Fate(
        decision: DecisionTables.decision(row), actedIn: row.optionalText(18),
        endedOn: row.optionalInt(17).map { CalendarDate(days: Int32($0)) })
    }
  }
}
