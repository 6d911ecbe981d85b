import Emit
import Ledger
import Pipeline
import Store

/// Rows that earlier nights rejected and that are missing still: told every night until they have come right. Of feeds that nobody is silent for, until a
/// newer file of the feed is accepted. The same bytes again say nothing about them.
struct RejectedBefore {
  /// As the night told them that rejected them.
  let items: [Attention.Item]

  init(_ state: State, _ missing: MissingRows, files: [PendingFile], asOf: CalendarDate) throws {
    var replaced: [String: CalendarDate] = [:]
    for file in files where file.arrival.state == .accepted {
      let (feed, date) = (file.arrival.feed ?? "", file.date ?? asOf)
      replaced[feed] = max(replaced[feed] ?? date, date)
    }
    let open = Dictionary(grouping: missing.standing, by: \.arrival)
    let ended = Set(missing.ended.map(\.arrival))
    var items: [Attention.Item] = []
    for arrival in try state.arrivals.lackingRows() {
      guard let feed = arrival.feed, let run = try arrival.run.flatMap(state.runs.run) else { continue }
      var own: [Attention.Item]
      if let rows = open[arrival.id] {
        own = try RejectedBefore.items(arrival, rows, run, state)
      } else {
        if ended.contains(arrival.id) { continue }
        if let newer = replaced[feed], newer >= arrival.fileDate ?? run.asOf { continue }
        own = try RejectedBefore.told(arrival, run, state)
      }
      for item in own where !items.contains(item) { items.append(item) }
    }
    self.items = items
  }

  private static func items(
    _ arrival: Arrival, _ rows: [MissingRow], _ run: RunRecord, _ state: State
  ) throws -> [Attention.Item] {
    if arrival.state == .rejected { return [item(rejected: arrival, since: run.asOf)] }
    guard rows.allSatisfy({ $0.what == .hidden }) else {
      let word = orLetItStand(arrival, .documents)
      return try told(arrival, run, state).map { item in
        // Earlier programs had no such word.
        guard let type = item.type, !type.contains("receivables accept") else { return item }
        var item = item
        item.type = type + word
        return item
      }
    }
    return [
      Attention.Item(
        level: .warn, code: code,
        what:
          "a row of \(arrival.path) could not be read, and it lacks \(rows.count.counted("document")): nobody knows whether \(rows.count == 1 ? "it is" : "they are") open",
        since: run.asOf, feed: arrival.feed, type: "drop the whole export again" + orLetItStand(arrival, .documents))
    ]
  }

  private static func told(_ arrival: Arrival, _ run: RunRecord, _ state: State) throws -> [Attention.Item] {
    let told = try state.runs.attention(of: run.id).filter { $0.code == code && $0.feed == arrival.feed }
    return told.isEmpty ? [item(arrival, run)] : told.map(Standing.item)
  }

  /// A file of which nothing was believed.
  static func item(rejected arrival: Arrival, since: CalendarDate) -> Attention.Item {
    Attention.Item(
      level: .warn, code: code,
      what: "\(arrival.path) was rejected [\(arrival.code ?? "")], and what it says is missing still",
      since: since, feed: arrival.feed,
      type:
        "drop it corrected, and if its rows have come or are not to come: receivables reject \(arrival.sha12) --by NAME --reason TEXT"
    )
  }

  /// What to type where rows of a file that was taken are not to come.
  static func orLetItStand(_ arrival: Arrival, _ kind: Ledger.Feed?) -> String {
    switch kind {
    case .documents, .payments, .applications, .decisions:
      "; if they are not to come: receivables accept \(arrival.sha12) --by NAME --reason TEXT"
    default: ""
    }
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
      feed: arrival.feed,
      type: "drop the whole export again, with these rows right" + orLetItStand(arrival, .documents))
  }
}
