import Formats
import Intake
import Ledger
import Pipeline
import Testing

private let canonical = [
  FeedDeclaration(name: "customers", mapping: .customers), FeedDeclaration(name: "open-items", mapping: .documents),
  FeedDeclaration(name: "payments", mapping: .payments), FeedDeclaration(name: "controls", mapping: .controls),
]
private let documents = "company,document_id,customer_id,document_date,currency,balance\n"

@Suite("Files in the wrong place")
struct WrongPlaceTests {
  struct Misplaced: CustomTestStringConvertible, Sendable {
    var folder: String
    var text: String
    var right: String
    var testDescription: String { "\(right) in \(folder)" }
  }
  static let misplaced = [
    Misplaced(folder: "customers", text: documents, right: "open-items"),
    Misplaced(folder: "open-items", text: "company,customer_id,name\n", right: "customers"),
    // Every open-item file has all that a control total needs.
    Misplaced(folder: "controls", text: documents, right: "open-items"),
    Misplaced(
      folder: "open-items", text: "<receivables><payment><company>A</company></payment></receivables>",
      right: "payments"),
  ]

  @Test(
    "a file in the folder of one feed that is plainly another's is refused with the right folder", arguments: misplaced)
  func mismatch(_ file: Misplaced) {
    guard case .failure(let refusal) = resolved(Array(file.text.utf8), folder: file.folder, feeds: canonical) else {
      Issue.record("taken")
      return
    }
    #expect(refusal.problems.map(\.code) == ["feed-mismatch"])
    #expect(refusal.problems[0].message.contains("`\(file.right)`"))
    #expect(refusal.problems[0].help == "drop it into inbox/\(file.right)/")
  }

  @Test("a control file stays one")
  func controls() throws {
    let file = try resolved(Array("company,currency,total\n".utf8), folder: "controls", feeds: canonical).get()
    #expect(file.feed.name == "controls")
  }

  @Test("two feeds that claim one file are named, and a name that only one of them fits decides")
  func twoFeeds() throws {
    let twins = ["east", "west"].map {
      FeedDeclaration(name: $0, mapping: .documents, match: [FilePattern("\($0)*.csv")])
    }
    guard case .failure(let refusal) = resolved(Array(documents.utf8), name: "x.csv", feeds: twins) else {
      Issue.record("taken")
      return
    }
    #expect(refusal.problems.map(\.code) == ["feed-ambiguous"])
    #expect(refusal.problems[0].message.contains("`east` and `west`"))
    #expect(try resolved(Array(documents.utf8), name: "west-7.csv", feeds: twins).get().feed.name == "west")
  }

  @Test("of two feeds whose patterns fit a name, the one whose columns fit is taken")
  func nameAndColumns() throws {
    let both = [
      FeedDeclaration(name: "a", mapping: .documents, match: [FilePattern("*.csv")]),
      FeedDeclaration(name: "b", mapping: .customers, match: [FilePattern("*.csv")]),
    ]
    let file = try resolved(Array("company,customer_id,name\n".utf8), feeds: both).get()
    #expect(file.feed.name == "b")
    #expect(file.evidence == "by its name and by its columns")
  }

  @Test("a file of no feed that a shipped preset reads is told which, with the line to add")
  func preset() {
    let text = "Customer,Invoice,x\n1,2,3\n"
    #expect(refusalCodes(resolved(Array(text.utf8), feeds: canonical)) == ["feed-unknown"])
    let xero =
      "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,Currency,Type,Status\nA,I1,01/02/2026,01/03/2026,5,5,EUR,Sales invoice,Awaiting Payment\n"
    guard case .failure(let refusal) = resolved(Array(xero.utf8), feeds: canonical) else {
      Issue.record("taken")
      return
    }
    #expect(refusal.problems.map(\.code) == ["feed-unknown"])
    #expect(
      refusal.problems[0].help.contains(
        "it looks like xero.documents: add { \"feed\": \"xero-documents\", \"preset\": \"xero.documents\""))
    #expect(refusal.problems[0].help.contains("\"company\": \"ACME\""))
  }

  @Test("a file of another format than its folder's feed reads is told so")
  func otherFormat() throws {
    let bank = try feed(
      "bank",
      #"{ "feed": "payments", "unidentified": true, "read": { "format": "mt940" }, "columns": { "payment_id": "payment_id", "payment_date": "payment_date", "currency": "currency", "amount": "amount" } }"#
    )
    #expect(refusalCodes(resolved(Array("a,b\n1,2\n".utf8), folder: "bank", feeds: [bank])) == ["format-mismatch"])
    let sheet = Array(
      "{1:F01}{2:O940}{4:\r\n:20:S\r\n:25:1\r\n:28C:1\r\n:60F:C260101EUR1,\r\n:62F:C260101EUR1,\r\n-}".utf8)
    let file = try resolved(sheet, name: "x.sta", feeds: canonical + [bank]).get()
    #expect(file.feed.name == "bank")
    #expect(file.evidence == "by its first bytes")
  }

  @Test("a file that does not say whose it is needs a feed that does")
  func company() throws {
    let json =
      #"{ "feed": "documents", "read": { "format": "csv" }, "columns": { "document_id": "Num", "customer_id": "Name", "document_date": "Date", "balance": "Due", "currency": { "const": "EUR" } } }"#
    let bytes = Array("Num,Name,Date,Due\n".utf8)
    guard case .failure(let refusal) = resolved(bytes, feeds: [try feed("open", json, company: nil)]) else {
      Issue.record("taken")
      return
    }
    #expect(refusal.problems.map(\.code) == ["column-missing"])
    #expect(refusal.problems[0].help.contains("\"company\""))
  }
}
