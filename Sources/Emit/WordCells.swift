import Formats
import Ledger

/// The words of machine files, ready to be written.
struct WordCells {
  private let kinds: [CSVWord]
  private let reasons: [CSVWord]
  let empty = CSVWord(nil)

  init() {
    kinds = (0...(DocumentKind.allCases.map(\.rawValue).max() ?? 0)).map { CSVWord(DocumentKind(rawValue: $0)?.name) }
    // Cases in the order of their precedence, which a test holds them to.
    reasons = SuppressionReason.allCases.map { CSVWord($0.rawValue) }
  }

  func kind(_ kind: DocumentKind) -> CSVWord { kinds[Int(kind.rawValue)] }
  func reason(_ reason: SuppressionReason?) -> CSVWord { reason.map { reasons[$0.precedence] } ?? empty }
}
