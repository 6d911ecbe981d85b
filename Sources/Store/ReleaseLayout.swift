/// The layout of releases, see `Migrations.steps`.
enum ReleaseLayout {
  static let step = """
    -- The messages of a run by channel, and how many people have to approve them; 0: released as they were published.
    CREATE TABLE batch(
      run INTEGER NOT NULL, batch TEXT NOT NULL, messages INTEGER NOT NULL, people INTEGER NOT NULL, why TEXT NOT NULL,
      PRIMARY KEY(run, batch)) STRICT, WITHOUT ROWID;
    -- What people said of a batch; 'lapse': the next run came first.
    CREATE TABLE batch_word(
      run INTEGER NOT NULL, batch TEXT NOT NULL, word TEXT NOT NULL CHECK(word IN ('approve', 'withhold', 'lapse')),
      said_by TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(run, batch, word, said_by)) STRICT, WITHOUT ROWID;
    -- Messages that count for nothing any more: withdrawn, or not released in time. The next run takes their levels back.
    CREATE TABLE message_undone(
      message INTEGER PRIMARY KEY, reason TEXT NOT NULL CHECK(reason IN ('withdrawn', 'not-released')), undone_in INTEGER)
      STRICT;
    CREATE TABLE run_withdrawn(run INTEGER PRIMARY KEY, said_by TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
    """
}
