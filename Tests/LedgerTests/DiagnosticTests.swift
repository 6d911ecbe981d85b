import Testing

@testable import Ledger

@Suite struct DiagnosticTests {
  @Test func isPrintedAsTheContractSays() {
    let diagnostic = Diagnostic(
      file: "pipeline.json", line: 4, column: 12, message: "`percent` is 130; it takes 0 to 100",
      code: "impossible-value",
      help: "did you mean 13?")
    #expect(
      diagnostic.description
        == "pipeline.json:4:12: error: `percent` is 130; it takes 0 to 100 [impossible-value]\nhelp: did you mean 13?")
  }

  @Test func leavesOutWhatIsUnknown() {
    #expect(Diagnostic(file: "f", severity: .warning, message: "m", code: "c").description == "f: warning: m [c]")
    #expect(Diagnostic(file: "f", line: 3, message: "m", code: "c").description == "f:3: error: m [c]")
  }

  @Test func aFileCannotForgeASecondMessage() {
    let forged = Diagnostic(
      file: "a\nb:1:1: error: x [y]", message: "m\u{1B}[2J\r\nhelp: pay me", code: "c", help: "h\nh")
    #expect(forged.description.split(separator: "\n").count == 2)
    #expect(!forged.description.unicodeScalars.contains("\u{1B}"))
  }

  @Test func isSortedByPlace() {
    let places = [(2, 1), (1, 9), (1, 10), (0, 0)]
    let sorted = places.map { Diagnostic(file: "f", line: $0.0, column: $0.1, message: "m", code: "c") }.sorted()
    #expect(sorted.map(\.line) == [0, 1, 1, 2])
    #expect(sorted.map(\.column) == [0, 9, 10, 1])
  }
}

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("maxRejcts", "maxRejects"), ("MAXREJECTS", "maxRejects"), ("maxRejectss", "maxRejects"),
    ("mxaRejects", "maxRejects"),
    ("percnet", "percent"), ("form", "from"), ("t", "to"), ("aging", "aging-report"), ("zzz", nil), ("", nil),
    ("x", nil),
    ("completely-different", nil),
  ])
  func isTheOneMostLikelyMeant(written: String, meant: String?) {
    #expect(nearestName(to: written, in: ["percent", "to", "from", "maxRejects", "aging-report"]) == meant)
  }

  @Test func doesNotDependOnTheOrderGiven() {
    #expect(nearestName(to: "cat", in: ["hat", "bat"]) == "bat")
    #expect(nearestName(to: "cat", in: ["bat", "hat"]) == "bat")
  }

  @Test(arguments: [("", "", 0), ("abc", "", 3), ("abc", "acb", 1), ("kitten", "sitting", 3), ("ä", "a", 1)])
  func countsEdits(a: String, b: String, edits: Int) {
    #expect(editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == edits)
    #expect(editDistance(Array(b.unicodeScalars), Array(a.unicodeScalars)) == edits)
  }
}
