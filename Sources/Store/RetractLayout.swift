/// The layout step of what `retract` needs: rows as they were before the newest runs changed them.
enum RetractLayout {
  static let step = """
    -- The runs that can be taken back. last_ids: the last key of each table that counts its rows, before the run; had_memory: whether
    -- anything was remembered of documents before it.
    CREATE TABLE undo_run(run INTEGER PRIMARY KEY, last_ids TEXT NOT NULL, had_memory INTEGER NOT NULL) STRICT;
    -- A row that the run changed or removed, its columns as a JSON list; or the key of one that it added.
    CREATE TABLE undo_row(
      id INTEGER PRIMARY KEY, run INTEGER NOT NULL, source TEXT NOT NULL, row_key TEXT, before TEXT) STRICT;
    CREATE INDEX undo_row_run ON undo_row(run);
    -- What was remembered of a document before the run wrote it; level NULL: nothing.
    CREATE TABLE undo_memory(
      run INTEGER NOT NULL, document INTEGER NOT NULL, level INTEGER, level_reached_on INTEGER, last_reminded_on INTEGER,
      pay_by INTEGER, reopened_on INTEGER, part_paid_on INTEGER, due_earlier_on INTEGER, held_until INTEGER,
      pre_due_notice INTEGER, handed_over_on INTEGER, PRIMARY KEY(run, document)) STRICT, WITHOUT ROWID;
    -- A retraction: the newest run then, the file, and the first run that was taken back.
    CREATE TABLE retraction(
      run INTEGER NOT NULL, arrival INTEGER NOT NULL, first_run INTEGER NOT NULL, said_by TEXT NOT NULL,
      reason TEXT NOT NULL, PRIMARY KEY(run, arrival)) STRICT, WITHOUT ROWID;
    -- Documents that were first seen in runs that were taken back, under the keys that messages about them have now.
    CREATE TABLE retracted_document(
      document INTEGER PRIMARY KEY, company INTEGER NOT NULL, document_id TEXT NOT NULL, instalment TEXT NOT NULL) STRICT;
    CREATE INDEX retracted_document_id ON retracted_document(company, document_id, instalment);
    """
}
