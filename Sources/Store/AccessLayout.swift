extension Migrations {
  /// Who asked for access to the portal, and which run answered with an invitation; NULL: none.
  static let accessRequests = """
    CREATE TABLE access_request(
      id INTEGER PRIMARY KEY, email TEXT NOT NULL, at TEXT NOT NULL, company TEXT, name TEXT, run INTEGER NOT NULL,
      learned_on INTEGER NOT NULL, answered_run INTEGER) STRICT;
    CREATE UNIQUE INDEX access_request_key ON access_request(email, at);
    """
}
