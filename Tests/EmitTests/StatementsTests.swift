import Documents
import Foundation
import Ledger
import Pipeline
import Testing

@testable import Emit

@Suite struct StatementsTests {
  private func account(_ customer: Customer, _ count: Int = 6, decisions: [Decision] = []) -> CustomerAccount {
    let items = PostSample.items(customer, count, currency: customer.company == "HARBOR" ? usd : eur)
    return CustomerAccount(customer: customer, items: items, billed: items, decisions: decisions)
  }

  private func decision(_ kind: Decision.Kind, document: String? = nil, of customer: String = "K-1001") -> Decision {
    Decision(company: "NORDWIND", customerID: customer, kind: kind, id: "D-\(kind.rawValue)", documentID: document)
  }

  private func index(_ sink: MemorySink) -> [String] {
    sink["statements/index.csv"].split(separator: "\n").dropFirst().map(String.init)
  }

  /// A row per item in the order of documents, with marks; figures by hand.
  @Test func itemsAndIndex() throws {
    let customer = PostSample.german()
    let account = account(customer, 4)
    let unit = PostSample.unit(customer, account.billed, .email)
    let (sink, failures) = try PostSample.statements([(account, AccountOutcome(decisions: [unit]))]) {
      $0.formats = [.csv]
    }
    #expect(failures.isEmpty)
    #expect(
      sink["statements/statements.csv"] == """
        company,customer_id,currency,document_id,instalment,kind,document_date,due_date,reference,amount,balance,days_past_due,mark,held,billed_for
        NORDWIND,K-1001,EUR,GU-2026-0007,,credit_note,2026-10-18,,,-200.00,-200.00,,,0.00,
        NORDWIND,K-1001,EUR,RE-2026-1000,,invoice,2026-08-08,2026-09-07,,1234.50,1234.50,75,,0.00,
        NORDWIND,K-1001,EUR,RE-2026-1001,,invoice,2026-09-08,2026-10-08,,2023.51,2023.51,44,disputed,2023.51,
        NORDWIND,K-1001,EUR,RE-2026-1002,,invoice,2026-10-10,2026-11-09,,2812.52,1406.26,12,,0.00,
        NORDWIND,K-1001,EUR,RE-2026-1003,,invoice,2026-11-11,2026-12-11,,3601.53,3601.53,-20,,0.00,

        """)
    // Open 1,234.50 + 2,023.51 + 1,406.26 + 3,601.53 - 200.00; due without the disputed and what is not due.
    #expect(index(sink) == ["NORDWIND,K-1001,EUR,,,,8065.80,2440.76,"])
    #expect(sink.files.map(\.path) == ["statements/statements.csv", "statements/index.csv"])
  }

  @Test func everyCurrencyHasARowOfItsOwn() throws {
    let customer = PostSample.german()
    let items = PostSample.items(customer, 2) + PostSample.items(customer, 1, currency: jpy)
    let both = CustomerAccount(customer: customer, items: items, billed: items)
    let (sink, _) = try PostSample.statements([(both, AccountOutcome())])
    #expect(
      index(sink) == [
        "NORDWIND,K-1001,EUR,1,2,,3258.01,1234.50,statements/statements.pdf",
        "NORDWIND,K-1001,JPY,1,2,,123450,123450,statements/statements.pdf",
      ])
  }

  /// What does not age from its due date is not said to be due or not due by its age.
  @Test(arguments: [
    (AgingRule.Basis.due, "Noch nicht fällig</th>", "unter einem Tag</th>"),
    (.document, "unter einem Tag</th>", "Noch nicht fällig</th>"),
  ])
  func theStripSaysByWhichDatesItAges(basis: AgingRule.Basis, word: String, other: String) throws {
    let account = account(PostSample.german(), 4)
    let (sink, _) = try PostSample.statements([(account, AccountOutcome())]) {
      $0.formats = [.html]
      $0.aging.basis = basis
    }
    let html = sink["statements/statements.html"]
    #expect(html.contains(word))
    #expect(!html.contains(other))
  }

  /// Who gets a statement.
  @Test func customersWithoutAStatement() throws {
    let insolvent = account(PostSample.german("K-1"), decisions: [decision(.insolvency, of: "K-1")])
    let released = account(
      PostSample.german("K-2"),
      decisions: [
        decision(.legal, of: "K-2"),
        Decision(company: "NORDWIND", customerID: "K-2", kind: .release, id: "R", value: "legal"),
      ])
    var child = CustomerAccount(
      customer: PostSample.german("K-3", ["bill_to": "K-4"]), items: PostSample.items(PostSample.german("K-3")),
      billed: [])
    child.isPaidByOther = true
    let empty = CustomerAccount(customer: PostSample.german("K-5"), items: [], billed: [])
    let intercompany = account(PostSample.german("K-6", ["intercompany": "true"]))
    let all = [insolvent, released, child, empty, intercompany].map { ($0, AccountOutcome()) }
    func customers(_ which: StatementSettings.Customers) throws -> [String] {
      let (sink, _) = try PostSample.statements(all) {
        $0.formats = [.csv]
        $0.customers = which
      }
      return index(sink).map { String($0.split(separator: ",")[1]) }
    }
    #expect(try customers(.open) == ["K-2", "K-6"])
    #expect(try customers(.all) == ["K-2", "K-5", "K-6"])
    #expect(try customers(.changed) == [])
  }

  @Test func aDisputeOfAnItemThatIsNotDueIsShown() throws {
    let account = account(PostSample.german(), 4, decisions: [decision(.dispute, document: "RE-2026-1003")])
    let disputed = try #require(account.billed.first { $0.document.id == "RE-2026-1003" })
    var outcome = AccountOutcome()
    outcome.disputed = [disputed.row: 1000_00]
    let (sink, _) = try PostSample.statements([(account, outcome)]) { $0.formats = [.csv, .html] }
    #expect(
      sink["statements/statements.csv"].contains(
        "RE-2026-1003,,invoice,2026-11-11,2026-12-11,,3601.53,3601.53,-20,disputed,1000.00,"))
    #expect(sink["statements/statements.html"].contains("In Klärung"))
  }

  /// A credit is first for the document that it names: what that one does not ask for does not lower the amount due. By hand: 100.00 is
  /// overdue, `balance` is open beside it on a document that is due in `due` days, and the credit of 40.00 names `reference`.
  @Test(
    arguments: [
      ("NAMED", 40_00, 41, 100_00, "-40.00"), ("NAMED", 30_00, 41, 90_00, "-30.00"),
      ("NAMED", 50_00, -1, 110_00, "0.00"), ("OTHER", 40_00, 41, 60_00, "0.00"), (nil, 40_00, 41, 60_00, "0.00"),
    ] as [(String?, Int64, Int, Int64, String)])
  func creditsAreForTheDocumentTheyName(
    reference: String?, balance: Int64, due: Int, expected: Int64, used: String
  ) throws {
    func item(_ id: String, _ balance: Int64, due: CalendarDate?, _ details: [(String, String)] = []) -> AccountItem {
      AccountItem(
        document: Document(
          company: "NORDWIND", customerID: "K-1001", id: id, kind: balance < 0 ? .creditNote : .invoice,
          documentDate: day("2026-09-01"), dueDate: due, currency: eur, amount: balance, balance: balance,
          details: PostSample.details(details)),
        dueDate: due)
    }
    let items = [
      item("OVERDUE", 100_00, due: day("2026-11-01")), item("NAMED", balance, due: asOf.adding(days: due)),
      item("CREDIT", -40_00, due: nil, reference.map { [("reference", $0)] } ?? []),
    ]
    let account = CustomerAccount(customer: PostSample.german(), items: items, billed: items)
    let (sink, _) = try PostSample.statements([(account, AccountOutcome())]) { $0.formats = [.csv] }
    let closing = Money(minorUnits: 60_00 + balance, currency: eur).decimal
    #expect(index(sink) == ["NORDWIND,K-1001,EUR,,,,\(closing),\(Money(minorUnits: expected, currency: eur).decimal),"])
    let row = try #require(sink["statements/statements.csv"].split(separator: "\n").first { $0.contains(",CREDIT,") })
    #expect(row.hasSuffix(",\(used),"))
  }

  /// In every language: open items are spoken of where they are listed, movements with their days; and where these end before the
  /// statement's day, each figure says of which day it is.
  @Test(arguments: Language.written.sorted())
  func wordsSayWhatIsListed(tag: String) throws {
    func html(_ kind: StatementSettings.Kind, to: String? = nil) throws -> String {
      let account = account(PostSample.german("K-1", ["language": tag]))
      let (sink, _) = try PostSample.statements([(account, AccountOutcome())]) {
        $0.formats = [.html]
        $0.kind = kind
        $0.from = day("2026-10-01")
        $0.to = to.map { day($0) }
      }
      return sink["statements/statements.html"]
    }
    let language = Language(nearest: [tag])
    let (first, last) = (language.longDate(day("2026-10-01")), language.longDate(day("2026-10-31")))
    let open = try html(.openItem)
    let forward = try html(.balanceForward)
    let past = try html(.balanceForward, to: "2026-10-31")
    #expect(!open.contains(first) && forward.contains(first) && past.contains(last))
    let listed = ["de": "offenen Posten", "en": "items open", "es": "partidas pendientes", "fr": "pièces non soldées"][
      tag]
    if let listed { #expect(open.contains(listed) && !forward.contains(listed)) }
    #expect(forward.contains("<dt>\(language.label(.amountDue))</dt>"))
    #expect(past.contains("<dt>\(language.label(.amountDue)), \(language.longDate(asOf))</dt>"))
    #expect(past.contains("<dt>\(language.label(.closingBalance)), \(last)</dt>"))
    #expect(past.contains("\(language.label(.aging)), \(language.longDate(asOf))"))
  }

  /// An address of which no window shows all does not keep a statement back, and is told.
  @Test func aShortenedAddressIsTold() throws {
    var customer = PostSample.german("K-1")
    customer.name = String(repeating: "Müller & Söhne Verwaltungsgesellschaft ", count: 12)
    let (sink, failures) = try PostSample.statements([(account(customer), AccountOutcome())])
    #expect(failures.map(\.code) == ["address-lines"])
    #expect(failures.map(\.isShortened) == [true])
    #expect(index(sink)[0].hasPrefix("NORDWIND,K-1,EUR,1,"))
  }

  @Test func oneFileEachHasSafeNames() throws {
    let accounts = ["K 1", "k 1", "K-1"].map { (account(PostSample.german($0)), AccountOutcome()) }
    let (sink, _) = try PostSample.statements(accounts) {
      $0.files = .each
      $0.formats = [.pdf, .html]
    }
    let paths = sink.files.map(\.path).filter { $0.hasSuffix(".pdf") }
    #expect(paths.count == 3 && Set(paths.map { $0.lowercased() }).count == 3)
    #expect(paths[2] == "statements/NORDWIND-K-1.pdf")
    #expect(sink.files.contains { $0.path == "statements/NORDWIND-K-1.html" })
    #expect(index(sink).allSatisfy { $0.hasPrefix("NORDWIND,") && $0.contains(",EUR,1,2,,") })
    #expect(index(sink)[2].hasSuffix(",statements/NORDWIND-K-1.pdf"))
  }

  @Test func withoutStatementsThereIsNoPDF() throws {
    let (sink, _) = try PostSample.statements([])
    #expect(
      sink.files.map(\.path).sorted() == [
        "statements/index.csv", "statements/statements.csv", "statements/statements.html",
      ])
    #expect(sink.files.allSatisfy { $0.isClosed })
  }

  /// A statement that cannot be printed keeps its rows and its HTML.
  @Test func whatCannotBePrintedIsTold() throws {
    let customer = PostSample.german("K-1", ["city": "北京"])
    let (sink, failures) = try PostSample.statements([
      (account(customer), AccountOutcome()), (account(PostSample.german("K-2")), AccountOutcome()),
    ])
    #expect(failures.map(\.code) == ["missing-glyph"])
    #expect(failures[0].messageID == nil)
    #expect(index(sink)[0].hasPrefix("NORDWIND,K-1,EUR,,,"))
    #expect(index(sink)[0].hasSuffix(",statements/statements.html"))
    #expect(index(sink)[1].hasPrefix("NORDWIND,K-2,EUR,1,"))
  }

  @Test(arguments: [StatementSettings.Files.one, .each], [StatementSettings.Kind.openItem, .balanceForward])
  func filesPassTheCheckers(files: StatementSettings.Files, kind: StatementSettings.Kind) throws {
    let german = PostSample.german("K-1")
    let mixed = PostSample.german("K-3")
    let items = PostSample.items(mixed, 5) + PostSample.items(mixed, 3, currency: usd)
    let accounts = [
      (account(german, 6), AccountOutcome(decisions: [PostSample.unit(german, account(german).billed, .email)])),
      (account(PostSample.german("K-2"), 1), AccountOutcome()),
      (CustomerAccount(customer: mixed, items: items, billed: items), AccountOutcome()),
      (account(PostSample.american(), 60), AccountOutcome()),
    ]
    let (sink, failures) = try PostSample.statements(accounts) {
      $0.files = files
      $0.kind = kind
    }
    #expect(failures.isEmpty)
    let folder = try Outside.folder("statements-\(files.rawValue)-\(kind.rawValue)", sink)
    defer { Outside.discard(folder) }
    let paths = sink.files.map { folder.appendingPathComponent($0.path).path }
    let pdf = try Outside.run("check_pdf.py", paths.filter { $0.hasSuffix(".pdf") })
    #expect(pdf.status == 0, "\(pdf.text)")
    let html = try Outside.run("check_html.py", paths.filter { $0.hasSuffix(".html") })
    #expect(html.status == 0, "\(html.text)")
  }
}

@Suite struct DocumentWordsTests {
  @Test(arguments: [
    (AgingRule.Mode.days, "en", ["1–30\u{A0}days", "31–60\u{A0}days", "over 60 days"]),
    (.days, "de", ["1–30\u{A0}Tage", "31–60\u{A0}Tage", "über 60 Tage"]),
    (.months, "en", ["month 1–30", "month 31–60", "month 61 and older"]),
    (.months, "de", ["Monat 1–30", "Monat 31–60", "ab Monat 61"]),
  ])
  func buckets(mode: AgingRule.Mode, language: String, expected: [String]) {
    let words = DocumentWords(language: Language(nearest: [language]))
    let rule = AgingRule(bounds: [30, 60], mode: mode)
    #expect((0...2).map { words.bucket($0, of: rule) } == expected)
  }
}

@Suite struct BalanceForwardTests {
  private let period: BalanceForward.Period = {
    var settings = StatementSettings()
    settings.from = day("2026-11-01")
    return BalanceForward.Period(settings, asOf: asOf)
  }()

  private func item(_ id: String, dated: String, amount: Int64, balance: Int64, partPaid: String? = nil) -> AccountItem
  {
    var memory = ItemMemory()
    memory.partPaidOn = partPaid.map { day($0) }
    return AccountItem(document: document(id, dated, amount, balance), dueDate: nil, memory: memory)
  }

  private func document(_ id: String, _ dated: String, _ amount: Int64, _ balance: Int64) -> Document {
    Document(
      company: "ACME", customerID: "C1", id: id, documentDate: day(dated), dueDate: nil, currency: eur, amount: amount,
      balance: balance)
  }

  private func change(
    _ on: String, _ kind: ChangeKind, _ document: Document, from old: Int64, _ cause: ChangeCause? = nil
  ) -> DatedChange {
    DatedChange(on: day(on), change: DocumentChange(kind: kind, document: document, oldBalance: old, cause: cause))
  }

  private func text(_ forward: BalanceForward) -> [String] {
    ["\(forward.opening)"] + forward.movements.map { "\($0.date) \($0.document.id) \($0.label.rawValue) \($0.amount)" }
      + ["\(forward.closing)"]
  }

  @Test func openingAndMovementsAreClosing() {
    let items = [
      item("OLD", dated: "2026-09-10", amount: 100_00, balance: 60_00),
      item("NEW", dated: "2026-11-05", amount: 80_00, balance: 50_00, partPaid: "2026-11-12"),
      item("CN", dated: "2026-11-06", amount: -5_00, balance: -5_00),
      item("LATER", dated: "2026-11-25", amount: 7_00, balance: 7_00),
    ]
    let tonight = [
      change("2026-11-21", .new, items[1].document, from: 0),
      change("2026-11-21", .partPaid, items[0].document, from: 75_00, .payment),
      change("2026-11-21", .paid, document("GONE", "2026-10-02", 30_00, 0), from: 30_00, .absence),
    ]
    let forward = BalanceForward(items[...], tonight, eur, period)
    #expect(
      text(forward) == [
        "10500", "2026-11-05 NEW invoice 8000", "2026-11-06 CN invoice -500",
        "2026-11-12 NEW paymentsAndCredits -3000", "2026-11-21 GONE paymentsAndCredits -3000",
        "2026-11-21 OLD payment -1500", "10500",
      ])
    #expect(forward.closing == 60_00 + 50_00 - 5_00)
  }

  /// With the changes of earlier nights, what was paid in the period shows on its day; what came before the period does not.
  @Test func earlierNightsFillThePeriod() {
    let paid = document("PAID", "2026-10-02", 30_00, 0)
    let part = document("PART", "2026-10-05", 90_00, 40_00)
    let changes = [
      change("2026-10-20", .partPaid, document("PART", "2026-10-05", 90_00, 70_00), from: 90_00, .payment),
      change("2026-11-03", .paid, paid, from: 30_00, .payment),
      change("2026-11-10", .partPaid, part, from: 70_00, .credit),
    ]
    let forward = BalanceForward([AccountItem(document: part, dueDate: nil)][...], changes, eur, period)
    #expect(
      text(forward) == ["10000", "2026-11-03 PAID payment -3000", "2026-11-10 PART creditNote -3000", "4000"])
  }

  /// What no money explains is called what the ledger calls it.
  @Test(
    arguments: [
      (.changed, 100_00, 150_00, nil, "adjustment"), (.reopened, 0, 100_00, nil, "adjustment"),
      (.voided, 100_00, 0, nil, "adjustment"), (.paid, 100_00, 0, .writeOff, "adjustment"),
      (.partPaid, 100_00, 40_00, .payment, "payment"), (.reopened, 0, 100_00, .payment, "payment"),
      (.paid, 100_00, 0, .credit, "creditNote"), (.paid, 100_00, 0, .absence, "paymentsAndCredits"),
    ] as [(ChangeKind, Int64, Int64, ChangeCause?, String)])
  func kindsOfMovements(kind: ChangeKind, from old: Int64, to new: Int64, cause: ChangeCause?, label: String) {
    let document = document("DOC", "2026-10-05", 100_00, new)
    let forward = BalanceForward([][...], [change("2026-11-10", kind, document, from: old, cause)], eur, period)
    #expect(text(forward) == ["\(old)", "2026-11-10 DOC \(label) \(new - old)", "\(new)"])
  }

  /// A period that ended before tonight: what happened since is undone.
  @Test func aPeriodThatIsOver() {
    var settings = StatementSettings()
    settings.from = day("2026-10-01")
    settings.to = day("2026-10-31")
    let old = item("OLD", dated: "2026-10-10", amount: 100_00, balance: 60_00)
    let tonight = [change("2026-11-21", .partPaid, old.document, from: 100_00, .payment)]
    let forward = BalanceForward(
      [old, item("NEW", dated: "2026-11-05", amount: 80_00, balance: 80_00)][...], tonight, eur,
      BalanceForward.Period(settings, asOf: asOf))
    #expect(text(forward) == ["0", "2026-10-10 OLD invoice 10000", "10000"])
  }

  /// In another currency a document is another claim: it began with its amount, and moved tonight.
  @Test func whatIsInAnotherCurrencySinceTonight() {
    let now = item("DOC", dated: "2026-11-05", amount: 110_00, balance: 66_00)
    let change = DocumentChange(
      kind: .changed, document: now.document, oldBalance: 0, fields: ["amount", "balance", "currency"])
    let forward = BalanceForward([now][...], [DatedChange(on: day("2026-11-21"), tonight: change)], eur, period)
    #expect(
      text(forward) == ["0", "2026-11-05 DOC invoice 11000", "2026-11-21 DOC paymentsAndCredits -4400", "6600"])
  }

  /// A document whose amount was corrected since stands with what it was issued over: the correction is a movement of its own.
  @Test func aDocumentBeginsWithWhatItWasIssuedOver() {
    let now = item("DOC", dated: "2026-11-05", amount: 110_00, balance: 110_00)
    let begun = DatedChange(
      on: day("2026-11-05"),
      change: DocumentChange(kind: .new, document: document("DOC", "2026-11-05", 110_00, 100_00), oldBalance: 0),
      role: .beginning)
    let forward = BalanceForward(
      [now][...], [begun, change("2026-11-12", .changed, now.document, from: 100_00)], eur, period)
    #expect(
      text(forward) == ["0", "2026-11-05 DOC invoice 10000", "2026-11-12 DOC adjustment 1000", "11000"])
  }

  /// From what the last statement ended with to what this one begins with.
  @Test func whatWasEnteredAfterTheLastStatement() {
    func late(_ on: String, _ kind: ChangeKind, _ id: String, _ amount: Int64, _ cause: ChangeCause? = nil)
      -> DatedChange
    {
      DatedChange(
        on: day(on),
        change: DocumentChange(
          kind: kind, document: document(id, "2026-10-20", 40_00, amount), oldBalance: 0, cause: cause),
        role: .late(after: day("2026-10-31")))
    }
    let changes = [
      late("2026-10-30", .changed, "PAID", -50_00, .payment), late("2026-10-20", .new, "LATE", 40_00),
      late("2026-10-31", .voided, "GONE", -7_00),
    ]
    let forward = BalanceForward(
      [item("LATE", dated: "2026-10-20", amount: 40_00, balance: 40_00)][...], changes, eur, period)
    #expect(text(forward) == ["4000", "4000"])
    #expect(forward.stated == 57_00)
    #expect(forward.lastStated == day("2026-10-31"))
    #expect(
      forward.late.map { "\($0.date) \($0.document.id) \($0.label.rawValue) \($0.amount)" } == [
        "2026-10-20 LATE invoice 4000", "2026-10-30 PAID payment -5000", "2026-10-31 GONE adjustment -700",
      ])
    #expect(BalanceForward([][...], [], eur, period).lastStated == nil)
  }

  @Test func otherCurrenciesAreOtherStatements() {
    var dollars = document("USD", "2026-10-02", 30_00, 0)
    dollars.currency = usd
    let forward = BalanceForward([][...], [change("2026-11-21", .paid, dollars, from: 30_00)], eur, period)
    #expect(text(forward) == ["0", "0"])
  }
}
