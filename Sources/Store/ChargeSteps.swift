extension Migrations {
  /// Claims beside the invoices, what became of them run by run, and the days on which documents were held: those bear no interest.
  static let charges = """
    CREATE TABLE claim(
      id INTEGER PRIMARY KEY, claim_id TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL CHECK(kind IN ('interest', 'fee', 'compensation')),
      state TEXT NOT NULL CHECK(state IN ('open', 'posted', 'waived', 'withdrawn')),
      company TEXT NOT NULL, customer_id TEXT NOT NULL, currency TEXT NOT NULL, documents TEXT NOT NULL,
      level INTEGER NOT NULL, regime TEXT NOT NULL, terms TEXT, start_date INTEGER, from_date INTEGER,
      through_date INTEGER, days INTEGER NOT NULL, rates TEXT NOT NULL, principal INTEGER NOT NULL,
      amount INTEGER NOT NULL, is_final INTEGER NOT NULL, claimed_on INTEGER NOT NULL, message_id TEXT NOT NULL,
      closed_on INTEGER, closed_by TEXT, run INTEGER NOT NULL) STRICT;
    CREATE INDEX claim_open ON claim(state) WHERE state = 'open';
    CREATE TABLE claim_document(
      claim INTEGER NOT NULL, document INTEGER NOT NULL, PRIMARY KEY(claim, document)) STRICT, WITHOUT ROWID;
    -- A row per run that made or changed a claim: how it stood then.
    CREATE TABLE claim_history(
      claim INTEGER NOT NULL, run INTEGER NOT NULL, state TEXT NOT NULL, through_date INTEGER, days INTEGER NOT NULL,
      rates TEXT NOT NULL, principal INTEGER NOT NULL, amount INTEGER NOT NULL, message_id TEXT NOT NULL, closed_by TEXT,
      PRIMARY KEY(claim, run)) STRICT, WITHOUT ROWID;
    CREATE TABLE held_span(
      document INTEGER NOT NULL, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL, amount INTEGER,
      PRIMARY KEY(document, first_day)) STRICT, WITHOUT ROWID;
    CREATE VIEW claims AS
      SELECT claim_id, kind, state, company, customer_id, currency, documents, level, regime,
        date(from_date * 86400, 'unixepoch') AS from_date, date(through_date * 86400, 'unixepoch') AS through_date,
        days, rates, principal AS principal_minor, amount AS amount_minor,
        date(claimed_on * 86400, 'unixepoch') AS claimed_on, message_id,
        date(closed_on * 86400, 'unixepoch') AS closed_on, closed_by FROM claim;
    """
  /// Credits by their customers: interest asks for those that name a document, used up ones too.
  static let credits = "CREATE INDEX document_credit ON document(customer) WHERE amount < 0;"
  /// And by their ids: many ERPs apply credits as if they were payments, and each was looked for among all documents.
  static let creditIDs = "CREATE INDEX document_credit_id ON document(company, document_id) WHERE amount < 0;"
}
