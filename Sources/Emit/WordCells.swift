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

/// Numbers of days, ready to be written: how late an item is stands in every row of a statement.
struct DayCells {
  private let cells = (-400..<1200).map { CSVWord(String($0)) }

  /// Nil for a number beyond a few years.
  @inline(__always)
  subscript(days: Int) -> CSVWord? {
    let place = days &+ 400
    return place >= 0 && place < cells.count ? cells[place] : nil
  }
}

/// Dates of the years around a night, ready to be written: two stand in every row of a statement.
struct DateCells {
  private let first: Int32
  private let cells: [CSVWord]

  init(around day: CalendarDate) {
    first = day.days - 800
    cells = (0..<1200).map { CSVWord(CalendarDate(days: day.days - 800 + $0).description) }
  }

  /// Nil for a day further away.
  @inline(__always)
  subscript(date: CalendarDate) -> CSVWord? {
    let place = Int(date.days) &- Int(first)
    return place >= 0 && place < cells.count ? cells[place] : nil
  }
}
