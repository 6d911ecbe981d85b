import Ledger
import Testing

@testable import Store

/// Whose contacts and decisions are.
@Suite struct ListTests {
  @Test func namesOfFeedsAreKeptInOrderAndOnce() {
    var names = FeedNames(["portal", "erp"])
    #expect(names.text == "erp\nportal")
    names.insert("erp")
    names.insert("crm")
    #expect(names.names == ["crm", "erp", "portal"])
    #expect(names.contains("erp") && !names.contains("er") && !names.contains("erp\nportal"))
    names.remove("erp")
    #expect(names == FeedNames("crm\nportal"))
  }

  @Test func whatEndsIsNobodysAndWhatComesAgainIsTheNewFeeds() throws {
    let database = try emptyState()
    let (lists, contacts) = (ListTables(database), ContactTables(database))
    let anna = Contact(company: "ACME", customerID: "C1", id: "K1", name: "Anna")
    try contacts.write(anna, run: 1)
    #expect(try lists.contacts().map(\.feeds) == [nil])
    try lists.setFeeds(FeedNames(["erp"]), ofContact: ListTables.key(anna))
    #expect(try lists.contacts().map(\.feeds) == [FeedNames("erp")])
    #expect(try lists.contacts().map(\.key) == ["ACME\u{1F}C1\u{1F}K1"])
    try contacts.end(anna, run: 2)
    #expect(try lists.contacts().isEmpty)
    try contacts.write(anna, run: 3)
    #expect(try lists.contacts().map(\.feeds) == [nil])
  }

  @Test func aListIsOfItsNewestDay() throws {
    let lists = ListTables(try emptyState())
    try lists.note(feed: "crm", company: "ACME", day: day("2026-11-10"), run: 1)
    try lists.note(feed: "crm", company: "ACME", day: day("2026-11-09"), run: 2)
    try lists.note(feed: "crm", company: "BETA", day: day("2026-11-09"), run: 2)
    #expect(try lists.days(feed: "crm") == ["ACME": day("2026-11-10"), "BETA": day("2026-11-09")])
    try lists.renew(feed: "crm", day("2026-11-10"), day("2026-11-12"), run: 3)
    #expect(try lists.days(feed: "crm") == ["ACME": day("2026-11-12"), "BETA": day("2026-11-09")])
    #expect(try lists.days(feed: "people").isEmpty)
  }
}
