extension Migrations {
  /// People of customers: the newest row of each, and earlier ones with the runs between which they held.
  static let contacts = """
    CREATE TABLE contact(
      id INTEGER PRIMARY KEY, company TEXT NOT NULL, customer_id TEXT NOT NULL, contact_id TEXT NOT NULL,
      name TEXT NOT NULL, details TEXT NOT NULL, since_run INTEGER NOT NULL, ended_run INTEGER) STRICT;
    CREATE UNIQUE INDEX contact_key ON contact(company, customer_id, contact_id);
    CREATE TABLE contact_history(
      contact INTEGER NOT NULL, from_run INTEGER NOT NULL, until_run INTEGER NOT NULL, company TEXT NOT NULL,
      customer_id TEXT NOT NULL, name TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY(contact, from_run)) STRICT,
      WITHOUT ROWID;
    CREATE VIEW contacts AS
      SELECT c.company, c.customer_id, c.contact_id, c.name, c.details, r.run AS since_run
      FROM contact c JOIN run r ON r.id = c.since_run WHERE c.ended_run IS NULL;
    """
}
