import Formats
import Ledger
import Pipeline
import Testing

@testable import Emit

@Suite struct RunFilesTests {
  @Test func manifest() {
    let manifest = Manifest(
      night: night(), configSha256: "c0", auditHead: "a0",
      inputs: [.init(feed: "open-items", name: "today \"x\".csv", sha256: "11", bytes: 3, rows: 2)],
      files: [
        WrittenFile(path: "run.json", bytes: 9, sha256: "22", rows: nil),
        WrittenFile(path: "aging/aging.csv", bytes: 8, sha256: "33", rows: 0),
      ],
      controls: [
        RunReport.Control(feed: "open-items", company: "ACME", currency: jpy, rows: 2, amount: 900, balance: -5)
      ])
    #expect(
      String(decoding: manifest.bytes, as: UTF8.self) == """
        {
          "version": 1,
          "run": "2026-11-21-0001",
          "asOf": "2026-11-21",
          "program": "receivables 0.1.0",
          "configSha256": "c0",
          "auditHead": "a0",
          "inputs": [
            {
              "feed": "open-items",
              "name": "today \\"x\\".csv",
              "sha256": "11",
              "bytes": 3,
              "rows": 2
            }
          ],
          "files": [
            {
              "path": "aging/aging.csv",
              "bytes": 8,
              "sha256": "33",
              "rows": 0
            },
            {
              "path": "run.json",
              "bytes": 9,
              "sha256": "22",
              "rows": null
            }
          ],
          "controlTotals": [
            {
              "feed": "open-items",
              "company": "ACME",
              "currency": "JPY",
              "rows": 2,
              "amount": "900",
              "balance": "-5"
            }
          ]
        }

        """)
  }

  @Test func attentionStartsWithItsLevelAlone() {
    #expect(
      String(decoding: AttentionFile.text(Attention(run: "2026-11-21-0001", asOf: asOf)), as: UTF8.self) == """
        OK

        Run 2026-11-21-0001, as of 2026-11-21, is complete. Nothing waits for you.

        """)
    let attention = Attention(
      run: "2026-11-21-0001", asOf: asOf,
      items: [
        .init(level: .warn, code: "stale-data", what: "documents of ACME are old\nSTOP", since: day("2026-11-18")),
        .init(
          level: .stop, code: "tail-missing", what: "a.csv is held", since: asOf, feed: "open-items", owner: "Jo",
          type: "receivables accept 0123456789ab --by NAME --reason TEXT"),
      ])
    #expect(
      String(decoding: AttentionFile.text(attention), as: UTF8.self) == """
        STOP

        The newest run is 2026-11-21-0001, as of 2026-11-21.

        1. STOP a.csv is held [tail-missing]
           since: the night of 2026-11-21
           feed: open-items, looked after by Jo
           type: receivables accept 0123456789ab --by NAME --reason TEXT

        2. WARN documents of ACME are old STOP [stale-data]
           since: the night of 2026-11-18

        """)
    let advice = Attention(
      run: "2026-11-21-0001", asOf: asOf, items: [.init(level: .warn, code: "x", what: "y", type: "drop it anew")])
    #expect(
      String(decoding: AttentionFile.text(advice), as: UTF8.self).contains("   do: drop it anew\n"), "nothing to type")
    let json = String(decoding: AttentionFile.json(attention), as: UTF8.self)
    #expect(json.hasPrefix("{\n  \"level\": \"STOP\",\n  \"run\": \"2026-11-21-0001\""))
    #expect(json.contains("\"type\": \"receivables accept 0123456789ab --by NAME --reason TEXT\""))
  }

  @Test func rejectsAndRedrop() throws {
    func row(_ record: Int, _ column: String, _ raw: String) -> RejectedRow {
      RejectedRow(
        position: RecordPosition(record: record, lineFrom: record + 1, lineTo: record + 1, byteOffset: record * 10),
        column: column, code: "not-a-date", message: "`x` is not a date", hint: "write YYYY-MM-DD", raw: Array(raw.utf8)
      )
    }
    let sink = MemorySink()
    let header = Array("id,due".utf8)
    try RejectFiles.write(
      feed: "open-items",
      [
        RejectedFile(
          name: "a.csv", header: header, rows: [row(1, "due", "A,x"), row(1, "id", "A,x"), row(3, "", "B,\"y\"")]),
        RejectedFile(name: "b.csv", header: header, rows: []),
        RejectedFile(name: "c.csv", header: header, rows: [row(2, "due", "C,z")]),
        RejectedFile(name: "d.csv", header: Array("due;id".utf8), rows: [row(1, "due", "q;D")]),
      ], to: sink)
    #expect(
      sink["rejects/open-items.csv"] == """
        file,record,line_from,line_to,byte_offset,column,code,message,hint,raw
        a.csv,1,2,2,10,due,not-a-date,`x` is not a date,write YYYY-MM-DD,"A,x"
        a.csv,1,2,2,10,id,not-a-date,`x` is not a date,write YYYY-MM-DD,"A,x"
        a.csv,3,4,4,30,,not-a-date,`x` is not a date,write YYYY-MM-DD,"B,""y\"""
        c.csv,2,3,3,20,due,not-a-date,`x` is not a date,write YYYY-MM-DD,"C,z"
        d.csv,1,2,2,10,due,not-a-date,`x` is not a date,write YYYY-MM-DD,q;D

        """)
    #expect(sink["rejects/open-items-redrop.csv"] == "id,due\nA,x\nB,\"y\"\nC,z\n")
    #expect(sink["rejects/open-items-redrop-2.csv"] == "due;id\nq;D\n")
    #expect(sink.rows("rejects/open-items-redrop.csv") == 3)
  }

  @Test func runReportThatDoesNotTieIsNotWritten() throws {
    var report = RunReport()
    var movement = RunReport.Movement(company: "ACME", currency: eur)
    movement.opening = 10_00
    movement.paid = -4_00
    movement.closing = 6_01
    report.movements = [movement]
    let sink = MemorySink()
    let error = #expect(throws: FootingError.self) { try RunReportFiles.write(report, of: night(), to: sink) }
    #expect(error?.difference.decimal == "-0.01")
    #expect(sink.files.isEmpty)
  }

  @Test func runJSONReadsBackWithItsTotals() throws {
    let text = String(decoding: RunReportFiles.json(SampleNight.report, of: SampleNight.night), as: UTF8.self)
    #expect(text.contains("\"rows\": {\n    \"accepted\": 1480,\n    \"unchanged\": 1201,\n    \"rejected\": 12\n  }"))
    #expect(text.contains("\"dsoSimple\": 47.63"))
    #expect(text.contains("\"collectionEffectiveness\": null"))
    #expect(text.contains("\"closing\": \"1297127.61\""))
  }

  @Test func artefactsAreNamedOnceAndDocumented() {
    let names = Artefacts.all.map(\.name)
    #expect(Set(names).count == names.count)
    for entry in Artefacts.all { #expect(!entry.files.isEmpty && !entry.heading.isEmpty && !entry.summary.isEmpty) }
  }
}
