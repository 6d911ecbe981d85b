import Emit
import Ledger
import Pipeline
import Store

/// Rows that earlier nights rejected and that are missing still: told every night until a newer file of the feed reads them rightly or leaves
/// them out. The same bytes again say nothing about them.
struct RejectedBefore {
  /// As the night told them that rejected them.
  let items: [Attention.Item]

  init(_ state: State, files: [PendingFile], asOf: CalendarDate) throws {
    var replaced: [String: CalendarDate] = [:]
    for file in files where file.arrival.state == .accepted {
      let (feed, date) = (file.arrival.feed ?? "", file.date ?? asOf)
      replaced[feed] = max(replaced[feed] ?? date, date)
    }
    var items: [Attention.Item] = []
    for arrival in try state.arrivals.lackingRows() {
      guard let feed = arrival.feed, let run = try arrival.run.flatMap(state.runs.run) else { continue }
      if let newer = replaced[feed], newer >= arrival.fileDate ?? run.asOf { continue }
      let told = try state.runs.attention(of: run.id).filter { $0.code == RejectedBefore.code && $0.feed == feed }
      let own = told.isEmpty ? [RejectedBefore.item(arrival, run)] : told.map(Standing.item)
      for item in own where !items.contains(item) { items.append(item) }
    }
    self.items = items
  }

  static let code = "rejected-rows"

  /// A row of the worklist for each; rows of tonight's files among them.
  static func worklist(_ items: [Attention.Item]) -> [WorklistItem] {
    items.filter { $0.code == code }.map { item in
      WorklistItem(
        company: "", customerID: "", what: .rejectedRows, owner: item.owner, since: item.since,
        next: item.type.map { "\(item.what): \($0)" } ?? item.what)
    }
  }

  /// Where what its night told is not known any more.
  private static func item(_ arrival: Arrival, _ run: RunRecord) -> Attention.Item {
    let count = arrival.rejectedRows > 0 ? "\(arrival.rejectedRows.counted("row"))" : "rows"
    return Attention.Item(
      level: .warn, code: code, what: "\(count) of \(arrival.path) were rejected", since: run.asOf,
      feed: arrival.feed, type: "drop the whole export again, with these rows right")
  }
}
