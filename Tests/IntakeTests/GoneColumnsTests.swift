import Ledger
import Pipeline
import Testing

@testable import Intake

@Suite("Columns that the last file of a feed had")
struct GoneColumnsTests {
  /// The mapping, the header before and now, and what is told as gone and as new.
  static let headers: [(mapping: String, before: String, now: String, gone: [String], fresh: [String])] = [
    // In the program's own terms, whatever their order and capital letters.
    (
      #"{ "feed": "documents" }"#, "company,document_id,customer_id,document_date,due_date,currency,balance",
      "company,document_id,customer_id,document_date,currency,balance,DueDate", ["due_date"], ["DueDate"]
    ),
    (
      #"{ "feed": "documents" }"#, "company,document_id,customer_id,document_date,Due_Date,currency,balance,project",
      "company,document_id,customer_id,document_date,due_date,currency,balance", [], []
    ),
    // Of alternatives one is enough; what nothing reads may come and go.
    (
      #"{ "feed": "documents", "columns": { "due_date": ["Due", "Net due"] } }"#,
      "company,document_id,customer_id,document_date,Due,currency,balance,x",
      "company,document_id,customer_id,document_date,Net due,currency,balance", [], ["Net due"]
    ),
    // A part of a value, the sign of an amount, what is kept, what rows are chosen by.
    (
      """
      { "feed": "documents", "read": { "format": "csv" },
        "columns": { "document_id": "No", "customer_id": "Account", "document_date": "Date", "currency": { "const": "EUR" },
          "balance": { "from": "Open", "sign": { "from": "DC", "map": { "D": 1, "C": -1 } } },
          "amount": { "add": ["Net", "Tax"] } },
        "keep": { "project": "Project" }, "when": [ { "field": "Status", "notIn": ["DRAFT"] } ] }
      """, "No,Account,Date,Open,DC,Net,Tax,Project,Status,Note", "No,Account,Date,Open,Net",
      ["DC", "Tax", "Project", "Status"], []
    ),
  ]

  @Test("are told where something is read from them and they are gone", arguments: headers)
  func told(_ mapping: String, _ before: String, _ now: String, _ gone: [String], _ fresh: [String]) throws {
    let feed = try feed("open-items", mapping)
    let file = try resolved(Array((now + "\n").utf8), feeds: [feed]).get()
    let found = GoneColumns(file, before: before.split(separator: ",").map(String.init))
    #expect(found.columns == gone)
    #expect(found.fresh == fresh)
    #expect((found.warning("open.csv", feed: "open-items") == nil) == gone.isEmpty)
  }

  @Test("of XML are not told: its first records do not say what others have")
  func xml() throws {
    let text = """
      <receivables><document><company>ACME</company><document_id>I1</document_id></document></receivables>
      """
    let file = try resolved(
      Array(text.utf8), feeds: [try feed("open-items", #"{ "feed": "documents" }"#)]
    ).get()
    #expect(GoneColumns(file, before: ["company", "document_id", "due_date"]).columns.isEmpty)
  }
}
