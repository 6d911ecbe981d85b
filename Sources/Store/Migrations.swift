/// The state's layout, step by step. A step that has been released is never edited: a later one changes what it made.
///
/// Dates are days since 1970-01-01, money is in minor units. The views at the end show both as people write them: open the file with
/// the `sqlite3` shell and select from `open_items`, `document_versions`, `customers`, `contacts`, `messages`, `runs`,
/// `arrivals`.
public enum Migrations {
  public static let steps: [String] = [
    first,
    bookPages,
    FeedTables.layout,
    CrashTables.layout,
    ErasureTables.layout,
    charges,
    handOver,
    windows,
    ReleaseLayout.step,
    cash,
    PastSQL.step,
    PastSQL.ratesAndClosings,
    contacts,
    deliveries,
    accessRequests,
    UndoneLayout.step,
    RetractLayout.step,
    letterDelivery,
    PastSQL.lateExports,
    RetentionTables.layout,
    CreditTables.layout,
    PastSQL.toldDocuments,
    lines,
    PastSQL.longPast,
    PastSQL.repeats,
    PastSQL.settledDates,
    PastSQL.settledLists,
    detailShapes,
    ClosedSales.layout,
    SettlementSums.layout,
    SettlementSums.latest,
    PromisersPayments.layout,
    SettlementDays.layout,
    DecisionTables.shares,
    credits,
    SentNights.layout,
    PastSQL.correctedPayments,
    creditIDs,
    lostMoney,
    ClosedSales.withoutCharges,
    PromisersPayments.placed,
    CashTables.toldPostings,
    CashTables.returns,
    DecisionTables.words,
    FeedHeaders.layout,
    RunTables.addedCompanies,
    PastSQL.ratesThen,
    DecisionTables.owedThen,
    DecisionTables.uninvited,
    CashTables.toldCash,
    copies,
    CashTables.toldDeductions,
    deliveriesOfEach,
    InvitationTables.layout,
    PastSQL.lateAmounts,
    MissingRowTables.layout,
    ListTables.layout,
    mixedMoney,
    DecisionTables.grace,
    levelSteps,
    CashTables.untoldCash,
    CashTables.untoldMatches,
    PositionTables.figures,
    ErasureTables.knownAgain,
  ]

  /// Brings the state to the newest layout, in one transaction. Refuses a state that a newer program made.
  public static func migrate(_ database: Database) throws {
    let version = try database.rows("PRAGMA user_version") { $0.int(0) }.first ?? 0
    guard version <= steps.count else {
      throw StoreError(
        code: 1, message: "the state was made by a newer receivables (layout \(version), this one knows \(steps.count))"
      )
    }
    guard version < steps.count else { return }
    try database.transaction {
      for step in steps[version...] { try database.execute(step) }
      // What runs of another layout changed is not brought back into this one.
      try UndoTables(database).forget()
      try database.execute("PRAGMA user_version=\(steps.count)")
    }
  }

  /// Whether a state that is only looked at lacks layout steps: a run makes them.
  public static func isOlder(_ database: Database) throws -> Bool {
    try (database.rows("PRAGMA user_version") { $0.int(0) }.first ?? 0) < steps.count
  }

  private static let first = """
    CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- One row per run. 'open': inputs pinned; 'decided': the point of no return is passed; 'published': in the outbox.
    CREATE TABLE run(
      id INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE, as_of INTEGER NOT NULL, seq INTEGER NOT NULL,
      state TEXT NOT NULL CHECK(state IN ('open', 'decided', 'published')),
      clock INTEGER NOT NULL, utc_offset INTEGER NOT NULL, program TEXT NOT NULL, config_sha256 TEXT NOT NULL,
      settings_sha256 TEXT NOT NULL, exit_code INTEGER, manifest_sha256 TEXT, audit_head TEXT) STRICT;
    -- What the run pinned beside its files: pipeline.json and templates with their bytes, fonts by sha256.
    CREATE TABLE run_setting(
      run INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes BLOB, PRIMARY KEY(run, name)) STRICT,
      WITHOUT ROWID;

    CREATE TABLE file(
      id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, bytes INTEGER NOT NULL, archived TEXT NOT NULL) STRICT;
    -- One row per file dropped into the inbox, and what became of it.
    CREATE TABLE arrival(
      id INTEGER PRIMARY KEY, file INTEGER NOT NULL, folder TEXT NOT NULL, name TEXT NOT NULL,
      modified INTEGER NOT NULL, run INTEGER,
      state TEXT NOT NULL CHECK(state IN ('waiting', 'accepted', 'duplicate', 'superseded', 'rejected', 'held')),
      feed TEXT, file_date INTEGER, row_count INTEGER NOT NULL DEFAULT 0, rejected_rows INTEGER NOT NULL DEFAULT 0,
      code TEXT, message TEXT, help TEXT, waived INTEGER NOT NULL DEFAULT 0, decided_by TEXT, decided_reason TEXT) STRICT;
    CREATE INDEX arrival_waiting ON arrival(state) WHERE state IN ('waiting', 'held');
    CREATE INDEX arrival_file ON arrival(file);
    -- What an accepted documents file spoke for: open items of a company and currency, and its last keys in file order.
    CREATE TABLE snapshot(
      arrival INTEGER NOT NULL, company INTEGER NOT NULL, currency TEXT NOT NULL, documents INTEGER NOT NULL,
      balance INTEGER NOT NULL, tail TEXT NOT NULL, PRIMARY KEY(arrival, company, currency)) STRICT, WITHOUT ROWID;

    -- Customers of whom an accepted file had a rejected row: not reminded until a newer file of the feed has it right.
    CREATE TABLE rejected_customer(
      arrival INTEGER NOT NULL, company TEXT NOT NULL, customer_id TEXT NOT NULL,
      PRIMARY KEY(arrival, company, customer_id)) STRICT, WITHOUT ROWID;

    CREATE TABLE company(id INTEGER PRIMARY KEY, company TEXT NOT NULL UNIQUE, data_as_of INTEGER, first_run INTEGER)
      STRICT;
    CREATE TABLE customer(
      id INTEGER PRIMARY KEY, company INTEGER NOT NULL, customer_id TEXT NOT NULL, name TEXT NOT NULL,
      details TEXT NOT NULL, since_run INTEGER NOT NULL) STRICT;
    CREATE UNIQUE INDEX customer_key ON customer(company, customer_id);
    CREATE TABLE customer_history(
      customer INTEGER NOT NULL, from_run INTEGER NOT NULL, until_run INTEGER NOT NULL, name TEXT NOT NULL,
      details TEXT NOT NULL, PRIMARY KEY(customer, from_run)) STRICT, WITHOUT ROWID;

    -- The newest version of every document ever seen; earlier versions are in document_history.
    CREATE TABLE document(
      id INTEGER PRIMARY KEY, company INTEGER NOT NULL, document_id TEXT NOT NULL, instalment TEXT NOT NULL,
      customer INTEGER NOT NULL, kind INTEGER NOT NULL, document_date INTEGER NOT NULL, due_date INTEGER,
      currency TEXT NOT NULL, amount INTEGER NOT NULL, balance INTEGER NOT NULL, void INTEGER NOT NULL,
      details TEXT NOT NULL, first_run INTEGER NOT NULL, since_run INTEGER NOT NULL, file INTEGER, line INTEGER,
      cause TEXT) STRICT;
    CREATE UNIQUE INDEX document_key ON document(company, document_id, instalment);
    CREATE TABLE document_history(
      document INTEGER NOT NULL, from_run INTEGER NOT NULL, until_run INTEGER NOT NULL, customer INTEGER NOT NULL,
      kind INTEGER NOT NULL, document_date INTEGER NOT NULL, due_date INTEGER, currency TEXT NOT NULL,
      amount INTEGER NOT NULL, balance INTEGER NOT NULL, void INTEGER NOT NULL, details TEXT NOT NULL, file INTEGER,
      line INTEGER, cause TEXT, PRIMARY KEY(document, from_run)) STRICT, WITHOUT ROWID;
    -- What we remember of a document for reminders; only documents about which there is something to remember.
    CREATE TABLE item_memory(
      document INTEGER PRIMARY KEY, level INTEGER NOT NULL, level_reached_on INTEGER, last_reminded_on INTEGER,
      pay_by INTEGER, reopened_on INTEGER, part_paid_on INTEGER, due_earlier_on INTEGER, held_until INTEGER,
      pre_due_notice INTEGER) STRICT;

    CREATE TABLE payment(
      id INTEGER PRIMARY KEY, company TEXT NOT NULL, payment_id TEXT NOT NULL, customer_id TEXT NOT NULL,
      payment_date INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, reference TEXT,
      details TEXT NOT NULL, run INTEGER NOT NULL) STRICT;
    CREATE UNIQUE INDEX payment_key ON payment(company, payment_id);
    CREATE INDEX payment_reference ON payment(company, reference) WHERE reference IS NOT NULL;
    CREATE TABLE application(
      company TEXT NOT NULL, document_id TEXT NOT NULL, payment_id TEXT NOT NULL, amount TEXT NOT NULL,
      applied_on INTEGER, run INTEGER NOT NULL, PRIMARY KEY(company, document_id, payment_id)) STRICT, WITHOUT ROWID;
    -- A document settled by payments we saw: the evidence of days to pay.
    CREATE TABLE settlement(
      document INTEGER PRIMARY KEY, customer INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
      due_date INTEGER NOT NULL, settled_on INTEGER NOT NULL, run INTEGER NOT NULL) STRICT;
    CREATE TABLE control_total(
      company TEXT NOT NULL, currency TEXT NOT NULL, as_of INTEGER NOT NULL, row_count INTEGER, total INTEGER,
      gl_balance INTEGER, run INTEGER NOT NULL, PRIMARY KEY(company, currency, as_of)) STRICT, WITHOUT ROWID;
    CREATE TABLE decision(
      id INTEGER PRIMARY KEY, decision_id TEXT NOT NULL UNIQUE, company TEXT NOT NULL, customer_id TEXT NOT NULL,
      kind TEXT NOT NULL, document_id TEXT, from_date INTEGER, until_date INTEGER, amount TEXT, value TEXT, note TEXT,
      decided_by TEXT, plan_id TEXT, run INTEGER NOT NULL, learned_on INTEGER NOT NULL, ended_run INTEGER,
      ended_on INTEGER, acted_run INTEGER) STRICT;

    CREATE TABLE message(
      id INTEGER PRIMARY KEY, message_id TEXT NOT NULL, run INTEGER NOT NULL, as_of INTEGER NOT NULL,
      company TEXT NOT NULL, customer_id TEXT NOT NULL, currency TEXT NOT NULL, channel TEXT NOT NULL,
      template TEXT NOT NULL, level INTEGER NOT NULL, amount_due INTEGER NOT NULL, address TEXT, pay_by INTEGER)
      STRICT;
    CREATE INDEX message_unit ON message(as_of, company, customer_id, currency);
    CREATE TABLE message_item(
      message INTEGER NOT NULL, document INTEGER NOT NULL, included_as TEXT NOT NULL, balance INTEGER NOT NULL,
      level_before INTEGER NOT NULL, level_after INTEGER NOT NULL, PRIMARY KEY(message, document)) STRICT,
      WITHOUT ROWID;

    -- Receivables per company and currency at the end of each run, for roll-forward and collection effectiveness.
    CREATE TABLE position(
      run INTEGER NOT NULL, company TEXT NOT NULL, currency TEXT NOT NULL, receivables INTEGER NOT NULL,
      not_past_due INTEGER NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY(run, company, currency)) STRICT,
      WITHOUT ROWID;

    -- Everything of consequence, each row's hash over its content and the hash before it.
    CREATE TABLE trail(
      seq INTEGER PRIMARY KEY, run TEXT NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
      hash TEXT NOT NULL) STRICT;

    -- What a run asks people to look at.
    CREATE TABLE attention(
      run INTEGER NOT NULL, place INTEGER NOT NULL, level TEXT NOT NULL, code TEXT NOT NULL, what TEXT NOT NULL,
      since INTEGER, feed TEXT, owner TEXT, to_type TEXT, PRIMARY KEY(run, place)) STRICT, WITHOUT ROWID;

    CREATE VIEW document_versions AS
      SELECT d.id AS document, c.company, d.document_id, d.instalment, k.customer_id, v.from_run, v.until_run,
        CASE v.kind WHEN 0 THEN 'invoice' WHEN 1 THEN 'credit_note' WHEN 2 THEN 'debit_note' WHEN 3 THEN 'charge'
          ELSE 'on_account' END AS kind,
        date(v.document_date * 86400, 'unixepoch') AS document_date, date(v.due_date * 86400, 'unixepoch') AS due_date,
        v.currency, v.amount AS amount_minor, v.balance AS balance_minor, v.void, v.cause, v.details
      FROM (
        SELECT document, from_run, until_run, customer, kind, document_date, due_date, currency, amount, balance, void,
          cause, details FROM document_history
        UNION ALL
        SELECT id, since_run, NULL, customer, kind, document_date, due_date, currency, amount, balance, void, cause,
          details FROM document) v
      JOIN document d ON d.id = v.document JOIN company c ON c.id = d.company JOIN customer k ON k.id = v.customer;
    CREATE VIEW open_items AS
      SELECT company, customer_id, document_id, instalment, kind, document_date, due_date, currency, amount_minor,
        balance_minor, details FROM document_versions WHERE until_run IS NULL AND balance_minor <> 0 AND void = 0;
    CREATE VIEW customers AS
      SELECT c.company, k.customer_id, k.name, k.details, r.run AS since_run
      FROM customer k JOIN company c ON c.id = k.company JOIN run r ON r.id = k.since_run;
    CREATE VIEW messages AS
      SELECT r.run, date(m.as_of * 86400, 'unixepoch') AS as_of, m.message_id, m.company, m.customer_id, m.currency,
        m.channel, m.template, m.level, m.amount_due AS amount_due_minor FROM message m JOIN run r ON r.id = m.run;
    CREATE VIEW runs AS
      SELECT run, date(as_of * 86400, 'unixepoch') AS as_of, state, program, config_sha256, manifest_sha256, exit_code
      FROM run;
    CREATE VIEW arrivals AS
      SELECT f.sha256, a.folder, a.name, a.state, a.feed, date(a.file_date * 86400, 'unixepoch') AS file_date,
        a.row_count, a.rejected_rows, a.code, a.message, a.decided_by, a.decided_reason, r.run
      FROM arrival a JOIN file f ON f.id = a.file LEFT JOIN run r ON r.id = a.run;
    """
  /// The open position as pages of columns (`BookPages`), made from the rows at the first night that finds none. Documents are looked up
  /// by their ids in the book, which holds every open one: only closed ones are looked for in the state and have an index.
  private static let bookPages = """
    DROP INDEX document_key;
    CREATE UNIQUE INDEX closed_document ON document(company, document_id, instalment) WHERE balance = 0;
    CREATE TABLE book_page(
      id INTEGER PRIMARY KEY, content TEXT NOT NULL CHECK(content IN ('documents', 'memory')), is_base INTEGER NOT NULL,
      run INTEGER NOT NULL, row_count INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
    """

  /// When a document was handed over to a lawyer or an agency. Pages of memories have a column more: pages are made anew
  /// from the rows.
  private static let handOver = """
    ALTER TABLE item_memory ADD COLUMN handed_over_on INTEGER;
    DELETE FROM book_page;
    """

  /// Pages of the lines that documents are known by. The other pages are made anew from the rows.
  private static let lines = """
    DROP TABLE book_page;
    CREATE TABLE book_page(
      id INTEGER PRIMARY KEY, content TEXT NOT NULL CHECK(content IN ('documents', 'memory', 'lines')),
      is_base INTEGER NOT NULL, run INTEGER NOT NULL, row_count INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
    """

  /// The step of a ladder at which a document reached its level, and of which a fee is: see `LevelStep`. Pages are made anew from the rows.
  private static let levelSteps = """
    ALTER TABLE item_memory ADD COLUMN level_step INTEGER;
    ALTER TABLE undo_memory ADD COLUMN level_step INTEGER;
    ALTER TABLE claim ADD COLUMN level_step INTEGER;
    DELETE FROM book_page;
    """

  /// Pages keep the values of details, and the names once a page: they are made anew from the rows.
  static let detailShapes = "DELETE FROM book_page;"

  /// When a message may go out at the earliest: one that has not been sent yet may still be recalled.
  private static let windows = """
    ALTER TABLE message ADD COLUMN not_before INTEGER;
    CREATE INDEX message_waiting ON message(not_before) WHERE not_before IS NOT NULL;
    """

  /// Who gets a copy of an e-mail: one that waits is recalled where they are not written to any more.
  private static let copies = "ALTER TABLE message ADD COLUMN copies TEXT;"

  /// When a letter is posted, and from when to when it is expected.
  private static let letterDelivery = """
    ALTER TABLE message ADD COLUMN posted_on INTEGER;
    ALTER TABLE message ADD COLUMN arrives_from INTEGER;
    ALTER TABLE message ADD COLUMN arrives_by INTEGER;
    """
}
