import Formats
import Intake
import Ledger
import Pipeline
import Testing

private let feeds = [
  FeedDeclaration(name: "customers", mapping: .customers),
  FeedDeclaration(name: "open-items", mapping: .documents, match: [FilePattern("oi_*.csv")], isSnapshot: true),
  FeedDeclaration(name: "payments", mapping: .payments),
  FeedDeclaration(name: "applications", mapping: .applications),
  FeedDeclaration(name: "controls", mapping: .controls),
  FeedDeclaration(name: "decisions", mapping: .decisions),
]

private func resolve(
  _ bytes: [UInt8], name: String = "f.csv", folder: String? = nil, feeds: [FeedDeclaration] = feeds, size: Int? = nil
) -> Result<ResolvedFile, FileRefusal> {
  let head = FileHead(
    name: name, folder: folder, bytes: Array(bytes.prefix(FileHead.limit)), size: size ?? bytes.count)
  do { return .success(try FeedResolution.resolve(head, feeds: feeds)) } catch { return .failure(error) }
}

private func codes(_ result: Result<ResolvedFile, FileRefusal>) -> [String] {
  if case .failure(let refusal) = result { refusal.problems.map(\.code) } else { [] }
}

private let documents = "company,document_id,customer_id,document_date,currency,balance,kind,due_date\n"

struct ResolutionCase: CustomTestStringConvertible, Sendable {
  var what: String
  var text: String
  var name = "f.csv"
  var folder: String?
  /// Feed and evidence, or codes of the refusal.
  var outcome: String
  var testDescription: String { what }
}

@Suite("Which feed a file belongs to")
struct FeedResolutionTests {
  static let table: [ResolutionCase] = [
    ResolutionCase(what: "by its folder", text: documents, folder: "open-items", outcome: "open-items by its folder"),
    ResolutionCase(what: "by its name", text: documents, name: "oi_7.csv", outcome: "open-items by its name"),
    ResolutionCase(what: "documents by columns", text: documents, outcome: "open-items by its columns"),
    ResolutionCase(
      what: "customers by columns", text: "name,company,customer_id,currency\n", outcome: "customers by its columns"),
    ResolutionCase(
      what: "payments by columns", text: "company,payment_id,customer_id,payment_date,currency,amount\n",
      outcome: "payments by its columns"),
    ResolutionCase(
      what: "applications by columns", text: "company,payment_id,document_id,amount\n",
      outcome: "applications by its columns"),
    ResolutionCase(what: "controls by columns", text: "company,currency,total\n", outcome: "controls by its columns"),
    ResolutionCase(
      what: "decisions by columns", text: "company,customer_id,kind,until\n", outcome: "decisions by its columns"),
    ResolutionCase(
      what: "XML by root and record", text: "<?xml version='1.0'?><receivables><payment><company>A", name: "f.xml",
      outcome: "payments by its root and record element"),
    ResolutionCase(
      what: "XML whatever its name", text: "\n <receivables><control/></receivables>",
      outcome: "controls by its root and record element"),
    ResolutionCase(what: "unknown folder", text: documents, folder: "open-item", outcome: "feed-unknown"),
    ResolutionCase(what: "unknown columns", text: "a,b,c\n1,2,3\n", outcome: "feed-unknown"),
    ResolutionCase(what: "unknown XML", text: "<invoices><invoice/></invoices>", outcome: "feed-unknown"),
    ResolutionCase(what: "XML without records", text: "<receivables/>", outcome: "feed-unknown"),
    ResolutionCase(
      what: "XML without records in a folder", text: "<receivables/>", folder: "payments",
      outcome: "payments by its folder"),
    ResolutionCase(what: "another root in a folder", text: "<x/>", folder: "payments", outcome: "xml-root"),
    ResolutionCase(
      what: "two required columns missing", text: "company,document_id,customer,document_date,currency\n",
      folder: "open-items", outcome: "column-missing column-missing"),
    ResolutionCase(
      what: "columns twice", text: "company,Company,customer_id,name\n", folder: "customers",
      outcome: "column-duplicate"),
    ResolutionCase(what: "empty", text: "", folder: "open-items", outcome: "file-empty"),
    ResolutionCase(what: "blank", text: "\r\n\n", folder: "open-items", outcome: "file-empty"),
    ResolutionCase(
      what: "DOCTYPE", text: "<!DOCTYPE receivables><receivables/>", folder: "payments", outcome: "xml-doctype"),
    ResolutionCase(what: "a web page", text: "<!DOCTYPE html><html></html>", outcome: "file-html"),
  ]

  @Test("is found, or the file is refused", arguments: table)
  func feed(_ row: ResolutionCase) {
    let result = resolve(Array(row.text.utf8), name: row.name, folder: row.folder)
    switch result {
    case .success(let file): #expect("\(file.feed.name) \(file.evidence)" == row.outcome)
    case .failure(let refusal):
      #expect(refusal.problems.map(\.code).joined(separator: " ") == row.outcome, "\(refusal.problems)")
      #expect(refusal.problems.allSatisfy { !$0.help.isEmpty })
    }
  }

  @Test("is ambiguous between two feeds alike, with the line to add")
  func ambiguous() {
    let twins = [FeedDeclaration(name: "a", mapping: .documents), FeedDeclaration(name: "b", mapping: .documents)]
    guard case .failure(let refusal) = resolve(Array(documents.utf8), name: "x.csv", feeds: twins) else {
      Issue.record("taken")
      return
    }
    #expect(refusal.problems.map(\.code) == ["feed-ambiguous"])
    #expect(refusal.problems[0].message.contains("`a` and `b`"))
    #expect(refusal.problems[0].help.contains("\"match\": [\"x.csv\"]"))
    let named = twins.map { FeedDeclaration(name: $0.name, mapping: $0.mapping, match: [FilePattern("*.csv")]) }
    #expect(codes(resolve(Array(documents.utf8), feeds: named)) == ["feed-ambiguous"])
  }

  @Test("names the nearest column of the file for one that is missing")
  func nearest() {
    guard
      case .failure(let refusal) = resolve(
        Array(documents.replacing("balance", with: "balanse").utf8), folder: "open-items")
    else {
      Issue.record("taken")
      return
    }
    #expect(
      refusal.problems[0].description.contains(
        "inbox/open-items/f.csv:1: error: the required column `balance` is missing"))
    #expect(refusal.problems[0].help.contains("\"balance\": \"balanse\""))
  }

  @Test("refuses a column that stands in for another under its own name")
  func conflict() {
    let feed = FeedDeclaration(name: "x", mapping: .documents.reading(["customer_id": ["customer_no"]]))
    let header = documents.replacing("kind", with: "customer_no")
    #expect(codes(resolve(Array(header.utf8), folder: "x", feeds: [feed])) == ["column-conflict"])
  }

  @Test("warns about a column without a name")
  func unnamed() throws {
    let file = try resolve(Array(documents.replacing("\n", with: ",\n").utf8)).get()
    #expect(file.warnings.map(\.code) == ["column-unnamed"])
  }

  @Test("a feed's constant company stands in for the column")
  func constant() throws {
    let feed = FeedDeclaration(name: "x", mapping: .documents, company: "ACME")
    let header = documents.replacing("company,", with: "")
    #expect(try resolve(Array(header.utf8), feeds: [feed]).get().feed.name == "x")
  }
}

@Suite("How a file is written")
struct FileKindTests {
  @Test("finds the delimiter by the names it gives", arguments: [",", ";", "\t", "|"])
  func delimiter(_ delimiter: String) throws {
    let header = documents.replacing(",", with: delimiter)
    let file = try resolve(Array(header.utf8)).get()
    #expect(file.format == .csv(CSVDialect(delimiter: delimiter.utf8.first!)))
    #expect(file.columns.count == 8)
  }

  @Test("is not misled by other delimiters in the rows or in a name")
  func misleading() throws {
    let text = "company;customer_id;name;\"a,b,c,d,e,f\"\nX;1;\"a,b\";|||||||||\n"
    #expect(try resolve(Array(text.utf8)).get().columns == ["company", "customer_id", "name", "a,b,c,d,e,f"])
  }

  @Test("obeys the sep= line of spreadsheets", arguments: ["sep=;\r\n", "\u{FEFF}SEP=;\n"])
  func separatorLine(_ start: String) throws {
    let text = start + documents.replacing(",", with: ";") + "ACME;1;C;2026-06-01;EUR;5;;\n"
    var reader = try resolve(Array(text.utf8)).get().reader()
    var lines: [Int] = []
    try Array(text.utf8).withUnsafeBytes { try reader.push($0) { lines.append($0.position.lineFrom) } }
    try reader.finish { lines.append($0.position.lineFrom) }
    #expect(lines == [3])
  }

  static let refused: [(String, [UInt8], String)] = [
    ("gzip", [0x1F, 0x8B, 8, 0], "file-compressed"),
    ("zip", [0x50, 0x4B, 3, 4] + Array("....data.csv".utf8), "file-compressed"),
    ("docx", [0x50, 0x4B, 3, 4] + Array("..[Content_Types].xml..word/document.xml".utf8), "file-binary"),
    ("xlsx", [0x50, 0x4B, 3, 4] + Array("....[Content_Types].xml".utf8), "file-spreadsheet"),
    ("xls", [0xD0, 0xCF, 0x11, 0xE0], "file-spreadsheet"),
    ("pdf", Array("%PDF-1.7".utf8), "file-pdf"),
    ("bzip2", Array("BZh91AY".utf8), "file-compressed"), ("7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27], "file-compressed"),
    ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "file-compressed"),
    (
      "ods", [0x50, 0x4B, 3, 4] + Array("..mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8),
      "file-spreadsheet"
    ),
    (
      "a page called .xls", Array("\r\n<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>".utf8),
      "file-html"
    ),
    ("a table alone", Array("<TABLE><tr><td>Num</td></tr></TABLE>".utf8), "file-html"),
    (
      "a workbook as XML",
      Array("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook/>".utf8), "file-spreadsheet"
    ),
    ("JSON", Array("[ { \"id\": 1 } ]".utf8), "file-json"), ("PNG", [0x89, 0x50, 0x4E, 0x47, 13, 10], "file-image"),
    ("JPEG", [0xFF, 0xD8, 0xFF, 0xE0], "file-image"), ("a database", Array("SQLite format 3\0".utf8), "file-binary"),
    (
      "a signed invoice",
      [0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02, 0xA0, 0x80], "file-signed"
    ),
    ("encrypted", Array("-----BEGIN PGP MESSAGE-----".utf8), "file-encrypted"),
    ("zeros", [UInt8](repeating: 0, count: 500), "file-binary"),
    ("no line end", [UInt8](repeating: 0x61, count: 100_000), "header-missing"),
  ]

  @Test("refuses what is no CSV or XML and says what to do", arguments: 0..<refused.count)
  func magic(_ index: Int) {
    let (what, bytes, code) = FileKindTests.refused[index]
    #expect(codes(resolve(bytes, folder: "open-items")) == [code], "\(what)")
  }

  @Test("takes a header without rows as an export without rows", arguments: [documents, String(documents.dropLast())])
  func headerOnly(_ text: String) throws {
    var reader = try resolve(Array(text.utf8)).get().reader()
    var rows = 0
    try Array(text.utf8).withUnsafeBytes { try reader.push($0) { _ in rows += 1 } }
    try reader.finish { _ in rows += 1 }
    #expect(rows == 0)
    #expect(reader.columns.count == 8)
  }

  @Test("keeps what stands around the rows of a file to drop again")
  func redrop() throws {
    let csv = try resolve(Array(("\u{FEFF}" + documents).utf8)).get()
    #expect(String(decoding: csv.header, as: UTF8.self) + "\n" == documents)
    #expect(csv.footer.isEmpty)
    let xml = try resolve(Array("<receivables><payment/></receivables>".utf8)).get()
    #expect(String(decoding: xml.header, as: UTF8.self).hasSuffix("<receivables>"))
    #expect(String(decoding: xml.footer, as: UTF8.self) == "</receivables>")
  }

  @Test("does not stumble over a problem behind the header")
  func laterProblem() throws {
    let text = documents + "ACME,\"1\n" + String(repeating: "x\n", count: 100)
    #expect(try resolve(Array(text.utf8)).get().feed.name == "open-items")
    let long = documents + String(repeating: "x", count: 80_000)
    #expect(try resolve(Array(long.utf8)).get().feed.name == "open-items")
  }
}

@Suite("Columns that a mapping names and a file has not")
struct MisspeltColumnTests {
  private static let mapping = """
    { "feed": "documents", "read": { "format": "csv", "drop": [ { "when": [ { "field": "Nr", "startsWith": ["Total"] } ], "as": "footer" } ] },
      "columns": { "document_id": "No", "customer_id": ["Account", "Customer"], "document_date": "Date", "due_date": "Due Dat",
        "currency": { "const": "EUR" }, "balance": { "from": "Open", "sign": { "from": "D/C", "map": { "D": 1, "C": -1 } } },
        "reference": "#1", "discount_amount": { "from": "Disc", "default": "0" } },
      "keep": { "project": "Projekt", "branch": "Branch" },
      "when": [ { "field": "Stat", "notIn": ["DRAFT"] } ] }
    """
  private static let header = "No,Customer,Date,Due Date,Open,DC,Project,Branch,Status\n"

  private func warnings(isOwn: Bool) throws -> [Diagnostic] {
    var feed = try feed("open-items", MisspeltColumnTests.mapping)
    feed.isOwnMapping = isOwn
    return try resolved(Array(MisspeltColumnTests.header.utf8), feeds: [feed]).get().warnings
  }

  @Test("are told with the nearest name, whatever they are for")
  func told() throws {
    let found = try warnings(isOwn: true)
    #expect(Set(found.map(\.code)) == ["column-unknown"])
    #expect(found.allSatisfy { !$0.isError })
    #expect(
      found.map { "\($0.message): \($0.help)" }.map {
        $0.replacing(": correct the name in the mapping of the feed `open-items`, or take it out", with: "")
      } == [
        "`due_date` is read from `Due Dat`, and the file has no such column; did you mean `Due Date`?",
        "`discount_amount` is read from `Disc`, and the file has no such column: columns that nothing reads: Due Date, DC, Project, Status",
        "`project` is read from `Projekt`, and the file has no such column; did you mean `Project`?",
        "the sign of `balance` is read from `D/C`, and the file has no such column; did you mean `DC`?",
        "`when` tests `Stat`, and the file has no such column; did you mean `Status`?",
        "`drop` tests `Nr`, and the file has no such column: columns that nothing reads: Due Date, DC, Project, Status",
      ])
  }

  @Test("are no slip in a preset, whose files differ")
  func preset() throws { #expect(try warnings(isOwn: false).isEmpty) }

  @Test("are told of columns that are only renamed too")
  func renamed() throws {
    let text = """
      { "feed": "documents", "columns": { "document_id": "Invoice", "due_date": "Faelig" } }
      """
    var feed = try feed("open-items", text)
    feed.isOwnMapping = true
    let header = "company,Invoice,customer_id,document_date,Faellig,currency,balance\n"
    let found = try resolved(Array(header.utf8), feeds: [feed]).get().warnings
    #expect(
      found.map(\.message) == [
        "`due_date` is read from `Faelig`, and the file has no such column; did you mean `Faellig`?"
      ])
  }

  /// What a required field is read from, and what is told of it.
  static let parts: [(String, [String])] = [
    (#"{ "sub": ["Open", "Paid"] }"#, []), (#"{ "sub": ["Open", "Payd"] }"#, ["column-missing"]),
    (#"{ "add": ["Opn", { "sub": ["Open", "Payd"] }] }"#, ["column-missing", "column-missing"]),
    (#"{ "sub": ["Open", { "from": "Payd", "default": "0" }] }"#, ["column-unknown"]),
    (#"{ "sub": ["Open", "Payd"], "default": "0" }"#, ["column-unknown"]), (#"{ "first": ["Opn", "Open"] }"#, []),
    (#"["Opn", "Open"]"#, []),
    (#"{ "when": [ { "field": "No", "empty": true } ], "then": "Opn", "else": "Open" }"#, ["column-unknown"]),
  ]

  @Test("refuse the file where a required field would be filled by half", arguments: parts)
  func half(_ rule: String, _ told: [String]) throws {
    var own = try feed(
      "open-items",
      """
      { "feed": "documents", "read": { "format": "csv" }, "columns": { "document_id": "No", "customer_id": "Customer",
          "document_date": "Date", "currency": { "const": "EUR" }, "balance": \(rule) } }
      """)
    own.isOwnMapping = true
    let result = resolved(Array("No,Customer,Date,Open,Paid\n".utf8), feeds: [own])
    let problems =
      switch result {
      case .success(let file): file.warnings
      case .failure(let refusal): refusal.problems
      }
    #expect(problems.map(\.code) == told)
    #expect(problems.contains(where: \.isError) == told.contains("column-missing"))
  }

  @Test("are no slip where they were taken over from a preset, and one where they were not")
  func copied() throws {
    let preset = try #require(Presets.named("odoo.documents"))
    let header =
      "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Total Signed,Amount Due Signed,Currency,Status\n"
    var copy = FeedDeclaration(name: "open-items", mapping: preset.mapping, company: "ACME")
    copy.isOwnMapping = true
    #expect(try resolved(Array(header.utf8), feeds: [copy]).get().warnings.isEmpty)
    copy.mapping.keep.append(FieldRule("mine", .text, from: ["Statis"]))
    let found = try resolved(Array(header.utf8), feeds: [copy]).get().warnings
    #expect(found.map(\.code) == ["column-unknown"])
    #expect(found.first?.message.hasPrefix("`mine` is read from `Statis`") == true)
  }
}
