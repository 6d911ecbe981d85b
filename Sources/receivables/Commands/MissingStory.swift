import Ledger
import Store

/// Rows that were rejected and have not come right, as `why` tells them of a document, a record or a customer: nobody of whom they are is reminded.
struct MissingStory {
  let state: State
  /// Where runs are published.
  let runs: String

  func lines(_ id: String, _ company: String?) throws -> [Story.Line] {
    try state.missingRows.open().filter { row in
      (company == nil || row.company.isEmpty || row.company == company) && MissingStory.isAbout(id, row)
    }.map(line)
  }

  private static func isAbout(_ id: String, _ row: MissingRow) -> Bool {
    if row.customer == id { return true }
    let key = row.record.split(separator: "\u{1F}", omittingEmptySubsequences: false)
    return !row.record.isEmpty && (key[0] == id || key.joined(separator: "/") == id)
  }

  private func line(_ row: MissingRow) throws -> Story.Line {
    let record = row.record.replacing("\u{1F}", with: "/")
    let line: Story.Line = [
      ("what", row.what == .file ? "rejected file" : "rejected row"), ("company", row.company),
      ("customer_id", row.customer), ("record", record), ("feed", row.feed),
      ("export", "\(row.name), sha256 \(row.sha256.prefix(12))"), ("rejected", try reason(row, record) ?? ""),
      (
        "effect",
        row.customer.isEmpty
          ? "nobody of the company is reminded until it has come right"
          : "customer \(row.customer) is not reminded until it has come right"
      ),
    ]
    return line.filter { !$0.value.isEmpty }
  }

  /// What the run that read the file says of the row: where it stands and what is wrong with it.
  private func reason(_ row: MissingRow, _ record: String) throws -> String? {
    guard let arrival = try state.arrivals.arrivals(sha256Prefix: row.sha256).first(where: { $0.id == row.arrival }),
      let run = try arrival.run.flatMap(state.runs.run)
    else { return nil }
    let path = Path.join(Path.join(runs, run.run), "rejects/\(row.feed).csv")
    guard !row.feed.isEmpty, try Path.exists(path) else { return nil }
    let id = record.split(separator: "/").first.map(String.init) ?? ""
    guard !id.isEmpty || !row.customer.isEmpty else { return nil }
    var reasons: [String] = []
    try PublishedTable(path).forEach { told in
      let raw = told("raw")
      guard told("file") == row.name, MissingStory.names(id, in: raw), MissingStory.names(row.customer, in: raw) else {
        return
      }
      reasons.append("line \(told("line_from")): \(told("column")): \(told("message")) [\(told("code"))]")
    }
    return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }

  /// Whether an id stands in the text of a row as a whole: A1 does not stand in A10. Nothing is known of an empty one.
  private static func names(_ id: String, in raw: String) -> Bool {
    func isOfID(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || "-_./".contains(character)
    }
    return id.isEmpty
      || raw.ranges(of: id).contains { range in
        !(raw[..<range.lowerBound].last.map(isOfID) ?? false) && !(raw[range.upperBound...].first.map(isOfID) ?? false)
      }
  }
}
