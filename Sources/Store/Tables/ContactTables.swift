import Ledger

/// People of customers. A row that changes or ends leaves its earlier version in `contact_history`.
public struct ContactTables {
  let database: Database
  public init(_ database: Database) { self.database = database }

  /// Contacts that have not ended, in byte order of company, customer and contact.
  public func standing() throws -> [Contact] {
    try database.rows(
      "SELECT company, customer_id, contact_id, name, details FROM contact WHERE ended_run IS NULL "
        + "ORDER BY company, customer_id, contact_id"
    ) { row in
      Contact(
        company: row.text(0), customerID: row.text(1), id: row.text(2), name: row.text(3),
        details: Details(json: row.text(4)))
    }
  }

  /// Those of one customer, in byte order of their ids.
  public func standing(company: String, customer: String) throws -> [Contact] {
    try database.rows(
      "SELECT contact_id, name, details FROM contact WHERE company = ? AND customer_id = ? AND ended_run IS NULL "
        + "ORDER BY contact_id", .text(company), .text(customer)
    ) { row in
      Contact(
        company: company, customerID: customer, id: row.text(0), name: row.text(1), details: Details(json: row.text(2)))
    }
  }

  /// A contact as it stands in the state.
  private struct Version {
    var id: Int64
    var name: String
    var details: String
    var sinceRun: Int64
    var hasEnded: Bool
  }

  private func version(of contact: Contact) throws -> Version? {
    try database.rows(
      "SELECT id, name, details, since_run, ended_run FROM contact WHERE company = ? AND customer_id = ? "
        + "AND contact_id = ?", .text(contact.company), .text(contact.customerID), .text(contact.id)
    ) { row in
      Version(
        id: row.int64(0), name: row.text(1), details: row.text(2), sinceRun: row.int64(3), hasEnded: !row.isNull(4))
    }.first
  }

  /// Stores a contact. The same content again changes nothing.
  public func write(_ contact: Contact, run: Int64) throws {
    guard let known = try version(of: contact) else {
      try database.run(
        "INSERT INTO contact(company, customer_id, contact_id, name, details, since_run) VALUES(?, ?, ?, ?, ?, ?)",
        .text(contact.company), .text(contact.customerID), .text(contact.id), .text(contact.name),
        .text(contact.details.json), .int(run))
      return
    }
    guard known.hasEnded || known.name != contact.name || known.details != contact.details.json else { return }
    if !known.hasEnded { try keep(known, of: contact, run: run) }
    try database.run(
      "UPDATE contact SET name = ?, details = ?, since_run = ?, ended_run = NULL WHERE id = ?", .text(contact.name),
      .text(contact.details.json), .int(run), .int(known.id))
  }

  /// Ends a contact that a full list no longer has.
  public func end(_ contact: Contact, run: Int64) throws {
    guard let known = try version(of: contact), !known.hasEnded else { return }
    try keep(known, of: contact, run: run)
    try database.run("UPDATE contact SET ended_run = ?, feeds = NULL WHERE id = ?", .int(run), .int(known.id))
  }

  private func keep(_ version: Version, of contact: Contact, run: Int64) throws {
    try database.run(
      "INSERT OR REPLACE INTO contact_history VALUES(?, ?, ?, ?, ?, ?, ?)", .int(version.id), .int(version.sinceRun),
      .int(run), .text(contact.company), .text(contact.customerID), .text(version.name), .text(version.details))
  }
}
