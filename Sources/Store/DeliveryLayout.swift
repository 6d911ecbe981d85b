extension Migrations {
  /// What became of messages. `message` is the row it is about, NULL for an id that nobody knows; customer, channel and address are those
  /// of the message. The index has only what counts in later nights: of a million deliveries few go wrong.
  static let deliveries = """
    CREATE TABLE delivery_event(
      id INTEGER PRIMARY KEY, company TEXT NOT NULL, message_id TEXT NOT NULL, event TEXT NOT NULL, at TEXT NOT NULL,
      detail TEXT, message INTEGER, customer_id TEXT, channel TEXT, address TEXT, run INTEGER NOT NULL,
      learned_on INTEGER NOT NULL) STRICT;
    CREATE UNIQUE INDEX delivery_event_key ON delivery_event(message_id, event, at);
    CREATE INDEX delivery_trouble ON delivery_event(id) WHERE event NOT IN ('submitted', 'delivered');
    CREATE VIEW delivery_events AS
      SELECT e.company, e.customer_id, e.message_id, e.event, e.at, e.detail, e.channel, e.address, r.run
      FROM delivery_event e JOIN run r ON r.id = e.run;
    """

  /// An e-mail to several addresses may come back from each of them on one day: what the server said tells these events apart.
  static let deliveriesOfEach = """
    DROP INDEX delivery_event_key;
    CREATE INDEX delivery_event_key ON delivery_event(message_id, event, at);
    """
}
