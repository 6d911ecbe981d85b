/// The layout steps of what the state remembers of payments and applications that were corrected later.
enum PastSQL {
  /// Earlier versions of payments and applications with the runs between which they held, kept by the state itself whatever writes
  /// them; and the ways by which the past is read: documents changed since a run, instalments of a document, uses of a credit.
  static let step = """
    CREATE TABLE payment_history(
      company TEXT NOT NULL, payment_id TEXT NOT NULL, run INTEGER NOT NULL, until_run INTEGER NOT NULL,
      customer_id TEXT NOT NULL, payment_date INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL,
      reference TEXT, details TEXT NOT NULL, PRIMARY KEY(company, payment_id, run)) STRICT, WITHOUT ROWID;
    CREATE INDEX payment_history_reference ON payment_history(company, reference) WHERE reference IS NOT NULL;
    CREATE TRIGGER payment_kept BEFORE UPDATE ON payment WHEN OLD.run <> NEW.run BEGIN
      INSERT INTO payment_history VALUES(OLD.company, OLD.payment_id, OLD.run, NEW.run, OLD.customer_id,
        OLD.payment_date, OLD.currency, OLD.amount, OLD.reference, OLD.details);
    END;
    CREATE TABLE application_history(
      company TEXT NOT NULL, document_id TEXT NOT NULL, payment_id TEXT NOT NULL, run INTEGER NOT NULL,
      until_run INTEGER NOT NULL, amount TEXT NOT NULL, applied_on INTEGER,
      PRIMARY KEY(company, document_id, payment_id, run)) STRICT, WITHOUT ROWID;
    CREATE TRIGGER application_kept BEFORE UPDATE ON application WHEN OLD.run <> NEW.run BEGIN
      INSERT INTO application_history VALUES(OLD.company, OLD.document_id, OLD.payment_id, OLD.run, NEW.run, OLD.amount,
        OLD.applied_on);
    END;
    CREATE INDEX IF NOT EXISTS application_payment ON application(company, payment_id);
    CREATE INDEX document_changed ON document_history(until_run);
    CREATE INDEX document_instalments ON document(company, document_id) WHERE instalment <> '';
    """

  /// Exchange rates by day, and positions that were frozen at the end of a period.
  static let ratesAndClosings = """
    CREATE TABLE rate(
      from_currency TEXT NOT NULL, to_currency TEXT NOT NULL, day INTEGER NOT NULL, rate TEXT NOT NULL,
      run INTEGER NOT NULL, PRIMARY KEY(from_currency, to_currency, day)) STRICT, WITHOUT ROWID;
    -- What was owed by age at the end of a run (credits are left out), for roll rates; only runs that measure the portfolio's months.
    CREATE TABLE position_age(
      run INTEGER NOT NULL, company TEXT NOT NULL, currency TEXT NOT NULL, not_due INTEGER NOT NULL,
      d1_30 INTEGER NOT NULL, d31_60 INTEGER NOT NULL, d61_90 INTEGER NOT NULL, d91_120 INTEGER NOT NULL,
      d121_plus INTEGER NOT NULL, PRIMARY KEY(run, company, currency)) STRICT, WITHOUT ROWID;
    CREATE TABLE closing(
      id INTEGER PRIMARY KEY, period TEXT NOT NULL UNIQUE, last_day INTEGER NOT NULL, run INTEGER NOT NULL,
      closed_by TEXT NOT NULL) STRICT;
    CREATE TABLE closing_balance(
      closing INTEGER NOT NULL, company TEXT NOT NULL, currency TEXT NOT NULL, balance INTEGER NOT NULL,
      items INTEGER NOT NULL, PRIMARY KEY(closing, company, currency)) STRICT, WITHOUT ROWID;
    """

  /// Rates of a day that were corrected later.
  static let ratesThen = """
    CREATE TABLE rate_history(
      from_currency TEXT NOT NULL, to_currency TEXT NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL,
      until_run INTEGER NOT NULL, rate TEXT NOT NULL, PRIMARY KEY(from_currency, to_currency, day, run)) STRICT,
      WITHOUT ROWID;
    CREATE TRIGGER rate_kept BEFORE UPDATE ON rate WHEN OLD.run <> NEW.run BEGIN
      INSERT INTO rate_history VALUES(OLD.from_currency, OLD.to_currency, OLD.day, OLD.run, NEW.run, OLD.rate);
    END;
    """

  /// What exports that came late showed, beside the versions of documents; and which days of a company such exports are known of.
  static let lateExports = """
    -- What an export that came late showed of a document: the day of the export, and the run that learned it.
    CREATE TABLE late_sighting(
      document INTEGER NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL, balance INTEGER NOT NULL,
      void INTEGER NOT NULL, file INTEGER NOT NULL, line INTEGER, PRIMARY KEY(document, day, run)) STRICT, WITHOUT ROWID;
    CREATE TABLE late_export(
      arrival INTEGER NOT NULL, company INTEGER NOT NULL, day INTEGER NOT NULL, run INTEGER NOT NULL,
      PRIMARY KEY(arrival, company)) STRICT, WITHOUT ROWID;
    -- Documents that were learned later than the run before would have learned them by their own dates.
    CREATE TABLE document_backdated(document INTEGER PRIMARY KEY) STRICT;
    INSERT INTO document_backdated SELECT id FROM document d WHERE document_date <
      (SELECT as_of FROM run WHERE id < d.first_run ORDER BY id DESC LIMIT 1);
    CREATE TRIGGER document_redated AFTER UPDATE OF document_date ON document
      WHEN NEW.document_date < OLD.document_date BEGIN
      INSERT OR IGNORE INTO document_backdated VALUES(NEW.id);
    END;
    -- The payment that a returned one takes back.
    ALTER TABLE cash_match ADD COLUMN reverses INTEGER;
    CREATE INDEX cash_match_reverses ON cash_match(reverses) WHERE reverses IS NOT NULL;
    -- Matches that others took the place of, with the runs between which they held.
    CREATE TABLE cash_match_history(
      payment INTEGER NOT NULL, document INTEGER NOT NULL, amount INTEGER NOT NULL, deducted INTEGER NOT NULL,
      posted INTEGER NOT NULL, rule TEXT NOT NULL, confidence INTEGER NOT NULL, run INTEGER NOT NULL,
      until_run INTEGER NOT NULL, PRIMARY KEY(document, payment, run)) STRICT, WITHOUT ROWID;
    CREATE INDEX payment_day ON payment(payment_date, company, reference);
    CREATE INDEX application_day ON application(applied_on) WHERE applied_on IS NOT NULL;
    """

  /// What they showed as invoiced; NULL: nobody has noted it.
  static let lateAmounts = "ALTER TABLE late_sighting ADD COLUMN amount INTEGER;"

  /// What deltas told of single documents: exports that speak for what they name only.
  static let toldDocuments = """
    -- Documents files that were deltas.
    CREATE TABLE delta_export(arrival INTEGER PRIMARY KEY) STRICT;
    -- The day of the export that told of a document, where it is not the newest of its run; with `again`, the newest day on which a delta
    -- said of it once more what was known: a delta of an earlier day does not change it.
    CREATE TABLE document_told(
      document INTEGER NOT NULL, run INTEGER NOT NULL, again INTEGER NOT NULL, day INTEGER NOT NULL,
      PRIMARY KEY(document, run, again)) STRICT, WITHOUT ROWID;
    """

  /// What a day long past is read from: indexes that tell versions and payments without a look at their rows, and the documents that money
  /// came for when they were settled already.
  static let longPast = """
    DROP INDEX document_changed;
    CREATE INDEX document_changed ON document_history(until_run, document, from_run, amount, balance, void, currency);
    DROP INDEX payment_day;
    CREATE INDEX payment_day ON payment(payment_date, run, company, reference, currency, amount);
    -- Documents that were settled, and not changed that night, when a run learned of money for them, or that it was of another day.
    CREATE TABLE document_paid_late(document INTEGER PRIMARY KEY, run INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO document_paid_late
      SELECT d.id, p.run FROM payment p JOIN company c ON c.company = p.company JOIN document d ON d.company = c.id
        WHERE d.balance = 0 AND d.document_id = p.reference AND d.since_run < p.run ORDER BY 2;
    INSERT OR IGNORE INTO document_paid_late
      SELECT d.id, a.run FROM application a JOIN company c ON c.company = a.company JOIN document d ON d.company = c.id
        WHERE d.balance = 0 AND d.document_id IN (a.document_id, a.payment_id) AND d.since_run < a.run ORDER BY 2;
    INSERT OR IGNORE INTO document_paid_late
      SELECT d.id, p.run FROM payment_history h JOIN payment p ON p.company = h.company AND p.payment_id = h.payment_id
        JOIN application a ON a.company = p.company AND a.payment_id = p.payment_id JOIN company c ON c.company = p.company
        JOIN document d ON d.company = c.id WHERE d.balance = 0 AND d.document_id = a.document_id ORDER BY 2;
    INSERT OR IGNORE INTO document_paid_late
      SELECT m.document, p.run FROM payment_history h
        JOIN payment p ON p.company = h.company AND p.payment_id = h.payment_id JOIN cash_match m ON m.payment = p.id ORDER BY 2;
    -- A trigger's OR IGNORE yields to what the statement says that fires it.
    CREATE TRIGGER application_late AFTER INSERT ON application BEGIN
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM company c JOIN document d ON d.company = c.id
        WHERE c.company = NEW.company AND d.balance = 0 AND d.document_id IN (NEW.document_id, NEW.payment_id)
        AND d.since_run < NEW.run AND d.id NOT IN (SELECT document FROM document_paid_late);
    END;
    CREATE TRIGGER application_corrected AFTER UPDATE ON application BEGIN
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM company c JOIN document d ON d.company = c.id
        WHERE c.company = NEW.company AND d.balance = 0 AND d.document_id IN (NEW.document_id, NEW.payment_id)
        AND d.since_run < NEW.run AND d.id NOT IN (SELECT document FROM document_paid_late);
    END;
    CREATE TRIGGER payment_corrected AFTER UPDATE ON payment WHEN OLD.run <> NEW.run BEGIN
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM company c JOIN document d ON d.company = c.id
        WHERE c.company = NEW.company AND d.balance = 0 AND d.document_id = NEW.reference
        AND d.id NOT IN (SELECT document FROM document_paid_late);
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM application a JOIN company c ON c.company = a.company
        JOIN document d ON d.company = c.id WHERE a.company = NEW.company AND a.payment_id = NEW.payment_id
        AND d.balance = 0 AND d.document_id = a.document_id AND d.id NOT IN (SELECT document FROM document_paid_late);
      INSERT INTO document_paid_late SELECT document, NEW.run FROM cash_match WHERE payment = NEW.id
        AND document NOT IN (SELECT document FROM document_paid_late);
      INSERT INTO document_paid_late SELECT DISTINCT s.id, NEW.run FROM cash_match m JOIN document d ON d.id = m.document
        JOIN document s ON s.company = d.company AND s.document_id = d.document_id WHERE m.payment = NEW.id
        AND d.instalment <> '' AND s.instalment <> '' AND s.id NOT IN (SELECT document FROM document_paid_late);
    END;
    """

  /// What deltas said again, on every day on which one did.
  static let repeats = """
    -- The day of a delta, and the documents of which it said what was known: their keys as `KeyList` writes them.
    CREATE TABLE delta_again(
      id INTEGER PRIMARY KEY, run INTEGER NOT NULL, day INTEGER NOT NULL, documents BLOB NOT NULL) STRICT;
    CREATE INDEX delta_again_day ON delta_again(day);
    """

  /// What tells when a settled document's balance changed: told when it is settled, so that nobody has to look at its money again.
  static let settledDates = """
    -- NULL: nobody has looked, or it is looked at as a whole. 0: exports alone. 1: payments, one for each change.
    ALTER TABLE document ADD COLUMN dated_by INTEGER;
    -- A payment that names another document now, or none.
    CREATE TRIGGER payment_renamed AFTER UPDATE OF reference ON payment
      WHEN OLD.reference IS NOT NULL AND OLD.reference IS NOT NEW.reference BEGIN
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM company c JOIN document d ON d.company = c.id
        WHERE c.company = OLD.company AND d.balance = 0 AND d.document_id = OLD.reference
        AND d.id NOT IN (SELECT document FROM document_paid_late);
    END;
    -- What a payment is applied to is told anew: its reference says nothing from then on.
    CREATE TRIGGER application_tells AFTER INSERT ON application BEGIN
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM payment p JOIN company c ON c.company = p.company
        JOIN document d ON d.company = c.id WHERE p.company = NEW.company AND p.payment_id = NEW.payment_id
        AND d.balance = 0 AND d.document_id = p.reference AND d.since_run < NEW.run
        AND d.id NOT IN (SELECT document FROM document_paid_late);
    END;
    """

  /// The same, run by run: a column of documents was written after the rest of the row, for which half of a night's pages of that table
  /// were read, kept in the journal and written a second time.
  static let settledLists = """
    -- What dates the changes of documents that a run settled, 0: exports alone, 1: payments, one for each change. Their keys as `KeyList`
    -- writes them. It holds for a document whose newest version is of that run.
    CREATE TABLE document_dated(
      run INTEGER NOT NULL, dated_by INTEGER NOT NULL, documents BLOB NOT NULL, PRIMARY KEY(run, dated_by)) STRICT,
      WITHOUT ROWID;
    ALTER TABLE document DROP COLUMN dated_by;
    """

  /// The trigger of a corrected payment with its tables in the order that has an index for each: SQLite had chosen to look through all closed
  /// documents of the company, for each payment.
  static let correctedPayments = """
    DROP TRIGGER payment_corrected;
    CREATE TRIGGER payment_corrected AFTER UPDATE ON payment WHEN OLD.run <> NEW.run BEGIN
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM company c CROSS JOIN document d ON d.company = c.id
        WHERE c.company = NEW.company AND d.balance = 0 AND d.document_id = NEW.reference
        AND d.id NOT IN (SELECT document FROM document_paid_late);
      INSERT INTO document_paid_late SELECT d.id, NEW.run FROM application a CROSS JOIN company c ON c.company = a.company
        CROSS JOIN document d ON d.company = c.id WHERE a.company = NEW.company AND a.payment_id = NEW.payment_id
        AND d.balance = 0 AND d.document_id = a.document_id AND d.id NOT IN (SELECT document FROM document_paid_late);
      INSERT INTO document_paid_late SELECT document, NEW.run FROM cash_match WHERE payment = NEW.id
        AND document NOT IN (SELECT document FROM document_paid_late);
      INSERT INTO document_paid_late SELECT DISTINCT s.id, NEW.run FROM cash_match m CROSS JOIN document d ON d.id = m.document
        CROSS JOIN document s ON s.company = d.company AND s.document_id = d.document_id WHERE m.payment = NEW.id
        AND d.instalment <> '' AND s.instalment <> '' AND s.id NOT IN (SELECT document FROM document_paid_late);
    END;
    """
}
