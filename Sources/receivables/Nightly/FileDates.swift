import Ledger
import Pipeline

/// What people are told of exports whose own date is not tonight's: a mistyped year is seen nowhere else.
enum FileDates {
  /// More days ahead than a night after midnight, another time zone or an export for the coming week explain.
  private static let explained = 7

  /// Exports dated ahead count as tonight's; those that came late moved nothing of the present.
  static func attention(_ files: [PendingFile], _ asOf: CalendarDate) -> [Attention.Item] {
    files.compactMap { ahead($0, asOf) ?? late($0, asOf) }
  }

  private static func ahead(_ file: PendingFile, _ asOf: CalendarDate) -> Attention.Item? {
    guard let stated = file.stated, stated.days(since: asOf) > explained, file.arrival.state != .rejected else {
      return nil
    }
    return Attention.Item(
      level: .ok, code: "file-date-ahead",
      what: "\(file.arrival.path) is dated \(stated), \(stated.days(since: asOf)) days ahead: it counts as of \(asOf)",
      since: asOf, feed: file.arrival.feed, type: "look whether it is the right file, and at the clock of what wrote it"
    )
  }

  private static func late(_ file: PendingFile, _ asOf: CalendarDate) -> Attention.Item? {
    guard file.isLateExport else { return nil }
    return Attention.Item(
      level: .ok, code: "late-export", what: "\(file.arrival.path) is \(file.arrival.message ?? "")", since: asOf,
      feed: file.arrival.feed, type: "nothing, where that is its date; else drop it again under its right date")
  }
}
