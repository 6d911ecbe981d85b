/// The layout step that keeps every message that counts for nothing in one table, whatever the cause.
enum UndoneLayout {
  static let step = """
    CREATE TABLE undone(message INTEGER PRIMARY KEY, reason TEXT NOT NULL, undone_in INTEGER) STRICT;
    INSERT INTO undone SELECT message, reason, undone_in FROM message_undone;
    INSERT OR IGNORE INTO undone SELECT message, CASE event WHEN 'withdrawn' THEN 'recalled' ELSE event END, run
      FROM delivery_event WHERE event IN ('bounced', 'failed', 'returned', 'withdrawn') AND message IS NOT NULL ORDER BY id;
    DROP TABLE message_undone;
    ALTER TABLE undone RENAME TO message_undone;
    -- The run that took back what a withdrawn run had handed over.
    ALTER TABLE run_withdrawn ADD COLUMN undone_in INTEGER;
    UPDATE run_withdrawn SET undone_in = (SELECT MIN(r.id) FROM run r WHERE r.id > run_withdrawn.run);
    """
}
