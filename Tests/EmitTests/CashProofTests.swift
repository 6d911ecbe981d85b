import Ledger
import Pipeline
import Testing

@testable import Emit

/// Where the money went, and that a cent which is told nowhere fails the run.
@Suite struct CashProofTests {
  private func proof(_ payments: [(amount: Int64, applied: Int64, unapplied: Int64?, isDealtWith: Bool)])
    -> RunReport.CashProof
  {
    var proof = RunReport.CashProof(company: "ACME", currency: Currency("EUR")!)
    for one in payments {
      proof.add(
        amount: one.amount, of: one.amount, applied: one.applied, unapplied: one.unapplied, isDealtWith: one.isDealtWith
      )
    }
    return proof
  }

  @Test func everyCentIsSomewhere() {
    let all = proof([
      (10_000, 10_000, nil, false), (700, 500, 200, false), (900, 0, 900, false),
      // Before our time; what the ERP applied beyond what came; money that went back.
      (3_000, 0, nil, true), (5_000, 5_150, nil, false), (-4_000, -4_000, nil, false),
    ])
    #expect(all.ties)
    #expect(all.payments == 6)
    #expect([all.amount, all.applied] == [15_600, 11_650])
    #expect([all.unapplied, all.dealtWith, all.beyond] == [1_100, 3_000, 150])
  }

  @Test func whatTheERPAppliedOfNothing() {
    let all = proof([(0, 3_050, nil, false), (0, 0, nil, false)])
    #expect(all.ties)
    #expect([all.amount, all.applied, all.beyond] == [0, 3_050, 3_050])
  }

  @Test(arguments: [
    (Int64(10_000), Int64(9_999), Int64?.none), (700, 500, 199), (700, 500, 201), (-4_000, -3_999, nil),
  ])
  func aCentThatIsNowhere(_ amount: Int64, _ applied: Int64, _ unapplied: Int64?) {
    let lost = proof([(amount, applied, unapplied, false)])
    #expect(!lost.ties)
    var report = RunReport()
    report.cash = [lost]
    let error = #expect(throws: FootingError.self) { try RunReportFiles.tie(report) }
    #expect(error?.description.contains("difference \(lost.sum > amount ? "" : "-")0.01") == true)
  }

  @Test func sums() {
    let eur = Currency("EUR")!
    func line(_ company: String, _ rows: Int, _ amount: Int64) -> Sums.Line {
      Sums.Line(company: company, currency: eur, rows: rows, amount: amount)
    }
    let read = Sums(rows: [line("B", 1, 5), line("A", 1, 7), line("A", 2, 3)])
    #expect(read.lines == [line("A", 3, 10), line("B", 1, 5)])
    #expect(read.difference(from: Sums(rows: [line("A", 3, 10), line("B", 1, 5)])) == nil)
    let found = read.difference(from: Sums(rows: [line("A", 3, 10), line("B", 1, 4)]))
    #expect(found?.line == line("B", 1, 5) && found?.amount == 4)
    #expect(read.difference(from: Sums(rows: [line("A", 3, 10)]))?.amount == 0)
  }
}
