import Ledger

/// What exports showed of some documents that have changed since a day: all their versions, each with the export's own date.
struct FarShown {
  /// By place of the document: the amount when it was first seen; nil where it was void once, in another currency, or raised and paid.
  private(set) var openings: [Int64?]
  /// Oldest first.
  let shown: Grouped<PlainTimeline.Shown>

  /// - Parameter documents: in any order.
  init(_ documents: [FarPast.Standing], _ versions: FarVersions, _ days: RunDays, in book: Book) throws {
    openings = [Int64?](repeating: nil, count: documents.count)
    guard let range = versions.range, !documents.isEmpty else {
      self.shown = Grouped([], groups: documents.count)
      return
    }
    var places = [Int32](repeating: -1, count: Int(range.upperBound - range.lowerBound) + 1)
    for (place, one) in documents.enumerated() { places[Int(one.document - range.lowerBound)] = Int32(place) }
    // Versions of a document come oldest first, whatever lies between them.
    var found: [(group: Int, value: FarVersion)] = []
    func take(_ version: FarVersion) {
      guard range.contains(version.document) else { return }
      let place = Int(places[Int(version.document - range.lowerBound)])
      if place >= 0 { found.append((place, version)) }
    }
    let asked = documents.lazy.map(\.document)
    let span = asked.min()!...asked.max()!
    try versions.forEachEarlier(of: span, take)
    for one in documents { take(one.version) }
    try versions.forEachLater(of: span, take)
    for one in documents { take(one.newest) }
    let all = Grouped(found, groups: documents.count)
    var shown: [(group: Int, value: PlainTimeline.Shown)] = []
    shown.reserveCapacity(found.count)
    for (place, one) in documents.enumerated() {
      let company = book.documents.rows[one.row].company
      let own = all[place]
      let isPlain = own.allSatisfy { $0.currency == one.version.currency && !$0.isVoid }
      openings[place] = isPlain && !FarShown.isRaised(own) ? own.first?.amount : nil
      for version in own {
        shown.append(
          (place, PlainTimeline.Shown(on: days.of(company, run: version.run), balance: version.balance)))
      }
    }
    self.shown = Grouped(shown, groups: documents.count)
  }

  private static func isRaised(_ versions: ArraySlice<FarVersion>) -> Bool {
    zip(versions, versions.dropFirst()).contains { old, new in
      old.amount != new.amount
        && RaisedAmount.part(amount: (old.amount, new.amount), balance: (old.balance, new.balance)) != 0
    }
  }
}

/// Values by the number of their group, in the order in which they came.
struct Grouped<Value> {
  private let values: [Value]
  /// Where each group ends.
  private let ends: [Int]

  init(_ all: [(group: Int, value: Value)], groups: Int) {
    var ends = [Int](repeating: 0, count: groups)
    for one in all { ends[one.group] += 1 }
    for group in ends.indices.dropFirst() { ends[group] += ends[group - 1] }
    self.ends = ends
    var order = [Int32](repeating: 0, count: all.count)
    for at in all.indices.reversed() {
      ends[all[at].group] -= 1
      order[ends[all[at].group]] = Int32(at)
    }
    values = order.map { all[Int($0)].value }
  }

  subscript(group: Int) -> ArraySlice<Value> { values[(group == 0 ? 0 : ends[group - 1])..<ends[group]] }
}

/// Dates of exports by company of the book and run.
struct RunDays {
  private let days: [[CalendarDate]]

  /// - Parameter companies: keys in the state, by index of the book.
  init(_ exports: ExportDays, companies: [Int64], newest: Int64) {
    days = companies.map { company in (0...max(0, newest)).map { exports.of(company, run: $0) } }
  }

  func of(_ company: UInt16, run: Int32) -> CalendarDate { days[Int(company)][Int(run)] }
}
