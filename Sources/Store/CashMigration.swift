extension Migrations {
  /// Cash application: what was matched, what of it the ERP has posted, what is not applied, and who is known by which name or account.
  static let cash = """
    -- Money of a payment on a document. amount: what of the payment; deducted: discount, charges and the like beside it; posted:
    -- how much of the amount the ERP's balance shows.
    CREATE TABLE cash_match(
      payment INTEGER NOT NULL, document INTEGER NOT NULL, amount INTEGER NOT NULL, deducted INTEGER NOT NULL,
      posted INTEGER NOT NULL, rule TEXT NOT NULL, confidence INTEGER NOT NULL, difference TEXT, run INTEGER NOT NULL,
      matched_on INTEGER NOT NULL, PRIMARY KEY(payment, document)) STRICT, WITHOUT ROWID;
    CREATE INDEX cash_match_document ON cash_match(document);
    CREATE INDEX cash_match_waiting ON cash_match(payment) WHERE posted <> amount;
    -- Payments that are not applied, or not wholly.
    CREATE TABLE cash_open(
      payment INTEGER PRIMARY KEY, left_over INTEGER NOT NULL, since INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;
    -- Whose money came under a name, or from an account (hashed). Several customers of one name: it tells nothing.
    CREATE TABLE payer_alias(
      id INTEGER PRIMARY KEY, company TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN ('account', 'name')),
      payer TEXT NOT NULL, customer_id TEXT NOT NULL, run INTEGER NOT NULL) STRICT;
    CREATE INDEX payer_alias_key ON payer_alias(company, kind, payer);
    CREATE INDEX application_payment ON application(company, payment_id);
    CREATE VIEW cash AS
      SELECT p.company, p.payment_id, date(p.payment_date * 86400, 'unixepoch') AS payment_date, d.document_id,
        d.instalment, p.currency, m.amount AS amount_minor, m.deducted AS deducted_minor, m.posted AS posted_minor,
        m.rule, m.confidence, m.difference, r.run
      FROM cash_match m JOIN payment p ON p.id = m.payment JOIN document d ON d.id = m.document
      JOIN run r ON r.id = m.run;
    """
}
