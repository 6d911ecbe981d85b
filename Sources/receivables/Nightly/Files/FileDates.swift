import Ledger
import Pipeline

/// What people are told of exports whose own date is not tonight's: a mistyped year is seen nowhere else.
enum FileDates {
  /// More days ahead than a night after midnight, another time zone or an export for the coming week explain.
  private static let explained = 7

  /// Exports dated ahead count as tonight's; those that came late moved nothing of the present.
  static func attention(_ files: [PendingFile], _ asOf: CalendarDate) -> [Attention.Item] {
    files.compactMap { ahead($0, asOf) ?? late($0, asOf) ?? replaced($0, asOf) }
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
      feed: file.arrival.feed,
      type: file.isRedrop
        ? "nothing: a newer export tells of its documents"
        : "nothing, where that is its date; else drop it again under its right date")
  }

  /// Corrected rows that change nothing.
  private static func replaced(_ file: PendingFile, _ asOf: CalendarDate) -> Attention.Item? {
    guard file.arrival.code == "redrop-replaced", let message = file.arrival.message else { return nil }
    return Attention.Item(
      level: .ok, code: "redrop-replaced", what: "\(file.arrival.path): \(message)", since: asOf,
      feed: file.arrival.feed, type: "nothing, where the newest export tells of these documents; else drop it again")
  }
}
