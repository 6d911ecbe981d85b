import Emit
import Ledger
import Pipeline

extension NightReading {
  /// Accepted files that lack rows: what tonight's lack, as attention tells it.
  func rejectedRows(of run: String) -> [Attention.Item] {
    files.compactMap { file in
      let feed = file.arrival.feed ?? ""
      let redrop = "\(feed)-redrop.\(file.isXML ? "xml" : "csv")"
      if file.lacksRows, let first = file.rejected.first {
        return Attention.Item(
          level: .warn, code: RejectedBefore.code,
          what:
            "\(file.arrival.rejectedRows) of \(file.arrival.rows) rows of \(file.arrival.path) were rejected, the first on line "
            + "\(first.position.lineFrom): \(first.message) [\(first.code)]",
          since: asOf, feed: file.arrival.feed,
          type: file.isLateExport
            ? "correct them and drop the whole file again under its date: until then that day keeps what was known of these documents"
            : "correct outbox/runs/\(run)/rejects/\(redrop) and drop it into the inbox")
      }
      guard file.isRedrop, file.arrival.state == .accepted, rejectedOfArrival[file.arrival.id]?.isEmpty == false else {
        return nil
      }
      return Attention.Item(
        level: .warn, code: RejectedBefore.code,
        what: "\(file.arrival.path) corrects fewer rows than were rejected: the others are missing still", since: asOf,
        feed: file.arrival.feed, type: "drop the others corrected too, as \(redrop), or the whole export")
    }
  }
}
