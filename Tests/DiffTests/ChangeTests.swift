import Ledger
import Testing

@testable import Diff

@Suite struct ChangeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var before: [Doc]
    var file: [Doc]
    var expected: [String]
    var extent = DocumentDiff.Extent.snapshot
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(name: "the same again", before: [doc("I1", 100)], file: [doc("I1", 100)], expected: []),
    Case(name: "new", before: [], file: [doc("I1", 100)], expected: ["I1 new 0->100"]),
    Case(
      name: "absent from a snapshot", before: [doc("I1", 100), doc("I2", 50)], file: [doc("I2", 50)],
      expected: ["I1 paid 100->0"]),
    Case(
      name: "absent from a delta", before: [doc("I1", 100), doc("I2", 50)], file: [doc("I2", 50)], expected: [],
      extent: .delta),
    Case(
      name: "balance zero", before: [doc("I1", 100)], file: [doc("I1", 0, amount: 100)], expected: ["I1 paid 100->0"]),
    Case(
      name: "part paid", before: [doc("I1", 100)], file: [doc("I1", 40, amount: 100)],
      expected: ["I1 part_paid 100->40"]),
    Case(
      name: "credit used in part", before: [doc("K1", -100)], file: [doc("K1", -30, amount: -100)],
      expected: ["K1 part_paid -100->-30"]),
    Case(
      name: "across zero is no part payment", before: [doc("I1", 100)], file: [doc("I1", -20, amount: 100)],
      expected: ["I1 changed 100->-20"]),
    Case(name: "higher balance", before: [doc("I1", 100)], file: [doc("I1", 120)], expected: ["I1 changed 100->120"]),
    Case(
      name: "another due date", before: [doc("I1", 100)], file: [doc("I1", 100, due: "2026-10-09")],
      expected: ["I1 changed 100->100"]),
    Case(
      name: "reopened", before: [doc("I1", 0, amount: 100)], file: [doc("I1", 100)], expected: ["I1 reopened 0->100"]),
    Case(
      name: "voided", before: [doc("I1", 100)], file: [Doc(id: "I1", balance: 100, amount: 100, isVoid: true)],
      expected: ["I1 voided 100->0"]),
    Case(
      name: "the same row twice counts once", before: [], file: [doc("I1", 100), doc("I1", 100)],
      expected: ["I1 new 0->100"]),
  ])
  func changeOf(_ test: Case) {
    var book = book(test.before)
    #expect(changes(test.file, on: &book, extent: test.extent) == test.expected)
  }

  /// What was open before counts as raised by the export that shows a payment, too.
  @Test(arguments: [
    (70, 150, 150), (120, 150, 150), (100, 150, 150), (150, 150, 100), (70, 70, 100), (30, 60, 100),
  ])
  func balanceBefore(_ balance: Int64, _ amount: Int64, _ before: Int64) {
    let now = [doc("I1", balance, amount: amount), doc("I2", 7)]
    #expect(balancesBefore([doc("I1", 100), doc("I2", 7)], now) == [before * 100])
  }

  @Test func exportsThatBeginToTellAmounts() {
    let now = [doc("I1", 70, amount: 100), doc("I2", 40, amount: 50), doc("I3", 5, amount: 20)]
    #expect(balancesBefore([doc("I1", 70), doc("I2", 40), doc("I3", 10)], now) == [7_000, 4_000, 1_000])
  }

  private func balancesBefore(_ before: [Doc], _ file: [Doc]) -> [Int64?] {
    var ledger = book(before)
    var diff = diff(file, with: &ledger)
    var log = ChangeLog()
    log.apply(&diff, to: &ledger, file: 1, asOf: asOf)
    return log.changes(in: ledger).map { $0.balanceBefore(in: ledger) }
  }

  @Test func fieldsThatDifferAreNamed() {
    var ledger = book([doc("I1", 100, details: #"{"terms":"NET30"}"#)])
    var diff = diff([doc("I1", 90, amount: 100, details: #"{"terms":"NET14"}"#)], with: &ledger)
    var log = ChangeLog()
    log.apply(&diff, to: &ledger, file: 1, asOf: asOf)
    #expect(log.changes(in: ledger).map { ChangeLog.value($0, in: ledger).fields } == [["balance", "terms"]])
  }

  @Test func aBalanceInAnotherCurrencyIsNoOldBalance() {
    var ledger = book([doc("I1", 60, amount: 100)])
    var dollars = doc("I1", 66, amount: 110)
    dollars.currency = "USD"
    var diff = diff([dollars], with: &ledger)
    var log = ChangeLog()
    log.apply(&diff, to: &ledger, file: 1, asOf: asOf)
    let values = log.changes(in: ledger).map { ChangeLog.value($0, in: ledger) }
    #expect(values.map(\.oldBalance) == [0])
    #expect(values.map(\.fields) == [["amount", "balance", "currency"]])
  }

  @Test func differentContentForOneKeyRejectsBothRows() {
    var ledger = book([doc("I1", 100)])
    var diff = diff([doc("I1", 100), doc("I1", 90), doc("N1", 5), doc("N1", 6), doc("I2", 1)], with: &ledger)
    #expect(Set(diff.conflicts.values.map(\.records)) == [[1, 2], [3, 4]])
    var log = ChangeLog()
    log.apply(&diff, to: &ledger, file: 1, asOf: asOf)
    #expect(log.changes(in: ledger).map { ledger.document($0.row).id } == ["I2"])
  }

  @Test func aRejectedRowIsNotClosedByAbsence() {
    var ledger = book([doc("I1", 100), doc("I2", 50), doc("I3", 5)])
    var diff = diff([doc("I3", 5)], with: &ledger)
    let position = RecordPosition(record: 1, lineFrom: 2, lineTo: 2, byteOffset: 0)
    func rejected(_ id: String?) -> RejectedRow {
      RejectedRow(
        position: position, column: "", code: "date", message: "", hint: "", raw: [], company: "ACME", documentID: id)
    }
    diff.note(rejected("I1"), book: ledger)
    #expect(diff.vanished(in: ledger).map { ledger.document($0).id } == ["I2"])
    diff.note(rejected(nil), book: ledger)
    #expect(diff.vanished(in: ledger).isEmpty)
  }

  @Test func whatIsPaidMovesTheBookAsAnExportWould() {
    var ledger = book([doc("I1", 100), doc("I2", 50), doc("I3", 0, amount: 30), doc("K1", -20)])
    var log = ChangeLog()
    var diff = diff([doc("I2", 45), doc("N1", 70)], with: &ledger, extent: .delta)
    log.apply(&diff, to: &ledger, file: 4, asOf: asOf, isInvoiced: true)
    #expect(log.invoiced == [1, 4])
    for (row, paid) in [(0, 100), (1, 15), (2, -30), (3, -20), (4, 70)] as [(Int, Int64)] {
      log.settle(row, paid * 100, file: 3, line: 9, in: &ledger)
    }
    #expect(
      log.changes(in: ledger).map {
        "\(ledger.document($0.row).id) \($0.kind.rawValue) \(ledger.documents.rows[$0.row].balance / 100)"
      }
        == ["I1 paid 0", "I2 part_paid 30", "I3 reopened 30", "K1 paid 0", "N1 new 0"])
    // What taught a document stays: its own file, or tonight's.
    #expect(log.sources[0].map { [$0.file, $0.line] } == [3, 9])
    #expect(log.sources[1]?.file == 4)
    // Another feed tells it last.
    var other = DocumentDiff(extent: .delta, namedCompanies: nil, book: ledger)
    other.take(batch([doc("I2", 45)], for: ledger), book: &ledger)
    log.apply(&other, to: &ledger, file: 5, asOf: asOf)
    #expect(log.invoiced == [4])
  }

  @Test func aSettledDocumentThatIsToldAsItIsIsNamedAndNotChanged() {
    var ledger = book([doc("I1", 100), doc("I2", 60)])
    var diff = diff([doc("I2", 60), doc("I3", 0, amount: 30), doc("I4", 0, amount: 20)], with: &ledger, extent: .delta)
    // The state knows I3 and I4 as settled documents, I4 with another amount.
    for (at, amount) in zip(diff.newRows, [30, 25] as [Int64]) {
      var known = diff.staged[at].row
      known.amount = amount * 100
      diff.resolve(at, to: ledger.documents.add(known, stateID: Int64(at + 3), learnedOn: asOf))
    }
    var named: [Int: Bool] = [:]
    diff.named(in: ledger) { named[$0] = $1 }
    #expect(named == [1: false, 2: false, 3: true])
  }

  @Test func rowsThatAreNoNewsAreLeftOut() {
    var ledger = book([doc("I1", 100), doc("I2", 60)])
    let file = [doc("I1", 80, amount: 100), doc("I2", 50, amount: 60), doc("N1", 5)]
    var diff = diff(file, with: &ledger, extent: .delta)
    #expect(diff.leaveOut { $0.target != 1 } == 2)
    var named: [Int] = []
    diff.named(in: ledger) { row, _ in named.append(row) }
    #expect(named == [1])
    var log = ChangeLog()
    log.apply(&diff, to: &ledger, file: 1, asOf: asOf)
    #expect(log.changes(in: ledger).map { ledger.document($0.row).id } == ["I2"])
  }

  @Test func aSnapshotSpeaksForTheCompaniesInItOnly() {
    var ledger = book([doc("I1", 100), Doc(id: "N1", balance: 10, amount: 10, company: 1)])
    #expect(diff([doc("I1", 100)], with: &ledger).vanished(in: ledger).isEmpty)
    #expect(diff([doc("I1", 100)], with: &ledger, companies: [0, 1]).vanished(in: ledger).count == 1)
  }
}
