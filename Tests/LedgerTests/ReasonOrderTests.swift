import Ledger
import Testing

@Suite struct ReasonOrderTests {
  @Test("the order of the reasons is the order in which they are written") func precedence() {
    #expect(SuppressionReason.allCases.map(\.precedence) == Array(SuppressionReason.allCases.indices))
  }
}
