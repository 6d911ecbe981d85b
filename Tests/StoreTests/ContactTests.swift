import Ledger
import Testing

@testable import Store

@Suite struct ContactTests {
  private func contact(_ id: String, email: String, customer: String = "C1") -> Contact {
    Contact(
      company: "ACME", customerID: customer, id: id, name: "Person \(id)",
      details: Details(["role": "reminders", "email": email]))
  }

  @Test func earlierVersionsAreKept() throws {
    let database = try emptyState()
    let tables = ContactTables(database)
    try tables.write(contact("1", email: "a@b.example"), run: 1)
    try tables.write(contact("1", email: "a@b.example"), run: 2)
    try tables.write(contact("1", email: "c@b.example"), run: 3)
    #expect(try tables.standing() == [contact("1", email: "c@b.example")])
    let history = try database.shell("SELECT from_run, until_run, details FROM contact_history", columns: 3)
    #expect(history == [#"1|3|{"role":"reminders","email":"a@b.example"}"#])
  }

  @Test func whoHasLeftMayComeBack() throws {
    let database = try emptyState()
    let tables = ContactTables(database)
    let (one, two) = (contact("1", email: "a@b.example"), contact("2", email: "b@b.example"))
    try tables.write(one, run: 1)
    try tables.write(two, run: 1)
    try tables.end(one, run: 2)
    try tables.end(one, run: 3)
    #expect(try tables.standing() == [two])
    try tables.write(one, run: 4)
    #expect(try tables.standing() == [one, two])
    #expect(
      try database.shell("SELECT contact, from_run, until_run FROM contact_history", columns: 3) == ["1|1|2"])
  }
}
