import Emit
import Ledger
import Pipeline
import Store

extension NightReading {
  /// Accepted files that lack rows: what tonight's lack, as attention tells it.
  func rejectedRows(of run: String) -> [Attention.Item] {
    files.compactMap { file in
      let feed = file.arrival.feed ?? ""
      let redrop = "\(feed)-redrop.\(file.isXML ? "xml" : "csv")"
      if file.lacksRows, let first = file.doubtful.first ?? file.rejected.first {
        return Attention.Item(
          level: .warn, code: RejectedBefore.code,
          what:
            "\(file.arrival.rejectedRows) of \(file.arrival.rows) rows of \(file.arrival.path) were rejected, the first on line "
            + "\(first.position.lineFrom): \(first.message) [\(first.code)]"
            + (first.isOfOtherCompany ? ": they concern nobody of the companies that it lists" : ""),
          since: asOf, feed: file.arrival.feed,
          type: first.isOfOtherCompany
            ? first.hint
            : RejectedRows.remedy(
              file, table: "outbox/runs/\(run)/rejects/\(feed).csv", redrop: "outbox/runs/\(run)/rejects/\(redrop)")
              + RejectedRows.ofOthers(file))
      }
      guard file.isRedrop, file.arrival.state == .accepted,
        missing.standing.contains(where: { $0.feed == feed && $0.what == .row && file.isAsOld(as: $0) })
      else { return nil }
      return Attention.Item(
        level: .warn, code: RejectedBefore.code,
        what: "\(file.arrival.path) corrects fewer rows than were rejected: the others are missing still", since: asOf,
        feed: file.arrival.feed, type: "drop the others corrected too, as \(redrop), or the whole export")
    }
  }

  /// Files of which nothing was believed tonight, although what they say may keep somebody from being reminded.
  func rejectedFiles() -> [Attention.Item] {
    let rejected = Set(missing.tonight.lazy.filter { $0.what == .file }.map(\.arrival))
    return files.filter { rejected.contains($0.arrival.id) }.map {
      RejectedBefore.item(rejected: $0.arrival, since: asOf)
    }
  }
}

extension PendingFile {
  /// Corrected rows of documents are as old as the export that they were missing from.
  fileprivate func isAsOld(as row: MissingRow) -> Bool { kind != .documents || date == row.day }
}

private enum RejectedRows {
  /// What to do about rows of companies that are not looked after, beside others.
  static func ofOthers(_ file: PendingFile) -> String {
    guard let other = file.rejected.first(where: \.isOfOtherCompany) else { return "" }
    return
      "; \(file.othersRejected.counted("row")) beside, as line \(other.position.lineFrom): \(other.message): \(other.hint)"
  }

  /// What to do about rows that a file lacks.
  static func remedy(_ file: PendingFile, table: String, redrop: String) -> String {
    if file.isLateExport {
      return
        "correct them and drop the whole file again under its date: until then that day keeps what was known of these documents"
    }
    // Records that mean nothing without the rest of their file: an invoice, a bank's statement.
    guard file.reading?.resolved.canBeRedropped ?? true else {
      return "have \(Path.name(file.arrival.name)) corrected and drop it again as a whole; \(table) says what is wrong"
        + RejectedBefore.orLetItStand(file.arrival, file.kind)
    }
    return "correct \(redrop) and drop it into the inbox" + RejectedBefore.orLetItStand(file.arrival, file.kind)
  }
}
