import Formats
import Ledger
import Pipeline
import Testing

@testable import Emit

@Suite struct AgingTests {
  @Test func rowsPerCustomerAndCurrencyFoot() throws {
    let sink = MemorySink()
    var night = night()
    night.companies[0].dataAsOf = day("2026-11-20")
    var report = try AgingReport(sink, night: night, settings: AgingReportSettings(), portfolio: [])
    try report.add(
      account(
        customer("C1", "Bäcker, \"Sons\" & Co"),
        [
          item("CN1", -40_00, late: 3), item("A", 100_00, late: 0), item("B", 10_01, late: 1),
          item("C", 5_00, late: 121),
        ]
          + [item("Y", 1200, late: 31, currency: jpy)]), AccountOutcome())
    try report.add(account(customer("C2", "Nothing open"), []), AccountOutcome())
    try report.add(account(customer("C3", "=1+1"), [item("D", 1, late: 30, of: "C3")]), AccountOutcome())
    try report.finish()
    #expect(
      sink["aging/aging.csv"] == """
        company,customer_id,currency,not_due,d1_30,d31_60,d61_90,d91_120,d121_plus,unapplied,total,customer_name,as_of,data_as_of
        ACME,C1,EUR,100.00,10.01,0.00,0.00,0.00,5.00,-40.00,75.01,"Bäcker, ""Sons"" & Co",2026-11-21,2026-11-20
        ACME,C1,JPY,0,0,1200,0,0,0,0,1200,"Bäcker, ""Sons"" & Co",2026-11-21,2026-11-20
        ACME,C3,EUR,0.00,0.01,0.00,0.00,0.00,0.00,0.00,0.01,=1+1,2026-11-21,2026-11-20

        """)
    #expect(sink.rows("aging/aging.csv") == 3)
    #expect(report.totals.entries.map(\.line.total) == [75_02, 1200])
    #expect(report.totals.entries.map(\.customers) == [2, 1])
  }

  @Test func detailIsSortedByDocumentAndSaysLevelAndHold() throws {
    let sink = MemorySink()
    var report = try AgingReport(sink, night: night(), settings: AgingReportSettings(), portfolio: [])
    let items = [
      item("CN", -5_00, late: 10), item("B", 10_00, late: 45, level: 1, details: ["salesperson": "Jo \"J\" Lee"]),
      item("A", 20_00, late: 1, instalment: "2"), item("A", 0, late: 0, instalment: "1"),
    ]
    let standings = [
      ItemStanding(level: 0), ItemStanding(level: 2), ItemStanding(level: 0, hold: .disputed), ItemStanding(level: 0),
    ]
    let customer = customer("C1", "Cafe", ["group": "retail", "salesperson": "Kim"])
    try report.add(account(customer, items), AccountOutcome(standings: standings))
    try report.finish()
    #expect(
      sink["aging/aging-detail.csv"] == """
        company,customer_id,document_id,instalment,kind,document_date,due_date,currency,amount,balance,days_past_due,bucket,customer_name,group,salesperson,level,hold
        ACME,C1,A,2,invoice,2026-10-21,2026-11-20,EUR,20.00,20.00,1,d1_30,Cafe,retail,Kim,0,disputed
        ACME,C1,B,,invoice,2026-09-07,2026-10-07,EUR,10.00,10.00,45,d31_60,Cafe,retail,"Jo ""J"" Lee",2,
        ACME,C1,CN,,credit_note,2026-10-12,,EUR,-5.00,-5.00,40,unapplied,Cafe,retail,Kim,0,

        """)
  }

  @Test func withoutDecisionsTheRememberedLevelStands() throws {
    let sink = MemorySink()
    var report = try AgingReport(sink, night: night(), settings: AgingReportSettings(), portfolio: [])
    try report.add(account(customer("C1", "Cafe"), [item("A", 1_00, late: 9, level: 3)]), AccountOutcome())
    try report.finish()
    #expect(sink["aging/aging-detail.csv"].hasSuffix(",Cafe,,,3,\n"))
  }

  @Test(arguments: [
    (-1, "not_due"), (0, "not_due"), (1, "d1_30"), (30, "d1_30"), (31, "d31_60"), (60, "d31_60"), (61, "d61_90"),
    (90, "d61_90"), (91, "d91_120"), (120, "d91_120"), (121, "d121_plus"),
  ])
  func bucketOfAnAge(late: Int, bucket: String) throws {
    let sink = MemorySink()
    var report = try AgingReport(sink, night: night(), settings: settings(.csv), portfolio: [])
    try report.add(account(customer("C1", "Cafe"), [item("A", 1_00, late: late)]), AccountOutcome())
    try report.finish()
    #expect(sink["aging/aging-detail.csv"].contains(",1.00,\(late),\(bucket),Cafe"))
    #expect(sink.files.count == 2)
  }

  @Test func spreadsheetsGetNoFormulas() throws {
    let sink = MemorySink()
    var report = try AgingReport(
      sink, night: night(), settings: settings(.csv, for: .spreadsheet), portfolio: [])
    try report.add(account(customer("C1", "=cmd,1"), [item("-A", -1_00, late: 9)]), AccountOutcome())
    try report.finish()
    #expect(sink["aging/aging.csv"].contains("ACME,C1,EUR,0.00,0.00,0.00,0.00,0.00,0.00,-1.00,-1.00,\"'=cmd,1\""))
    #expect(sink["aging/aging-detail.csv"].contains("ACME,C1,'-A,"))
  }

  @Test func aCentOffIsNamed() throws {
    let sink = MemorySink()
    var report = try AgingReport(sink, night: night(), settings: settings(), portfolio: [])
    try report.add(account(customer("C1", "Cafe"), [item("A", 100_00, late: 9)]), AccountOutcome())
    try report.finish()
    func control(balance: Int64, expected: Int64?, currency: Currency = eur) -> RunReport.Control {
      RunReport.Control(
        feed: "open-items", company: "ACME", currency: currency, rows: 1, amount: balance, balance: balance,
        expected: expected)
    }
    try report.totals.tie(to: [control(balance: 100_00, expected: 100_00)])
    let error = #expect(throws: FootingError.self) {
      try report.totals.tie(to: [control(balance: 100_00, expected: 100_01)])
    }
    #expect(
      error?.description
        == "ACME: open items in aging are EUR 100.00, the control total EUR 100.01, difference -0.01")
    #expect(throws: FootingError.self) {
      try report.totals.tie(to: [control(balance: 1_00, expected: nil, currency: usd)])
    }
  }

  @Test func aBrokenLineStopsTheNight() throws {
    var line = AgingLine(currency: eur, buckets: 5)
    line.buckets[0] = 99_99
    line.total = 100_00
    var totals = AgingTotals()
    totals.count([line], of: customer("C1", "Cafe"))
    let error = #expect(throws: FootingError.self) { try totals.tie(to: []) }
    #expect(
      error?.description
        == "ACME, customer C1: aging buckets and unapplied credits are EUR 99.99, open items EUR 100.00, difference -0.01"
    )
  }

  @Test func emptyNightIsHeadersAndASentence() throws {
    let sink = MemorySink()
    var report = try AgingReport(sink, night: night(), settings: AgingReportSettings(), portfolio: [])
    try report.finish()
    #expect(sink["aging/aging.csv"].split(separator: "\n").count == 1)
    #expect(sink["aging/aging.html"].contains("Nothing is open."))
    #expect(sink.rows("aging/aging-detail.csv") == 0)
  }

  private func settings(_ formats: AgingReportSettings.Format..., for audience: CSVAudience = .machine)
    -> AgingReportSettings
  {
    var settings = AgingReportSettings()
    settings.formats = formats
    settings.audience = audience
    return settings
  }
}
