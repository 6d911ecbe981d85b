/// Money that came and went between two exports: no balance that an export showed tells of it.
extension Allocation {
  /// A return, and the payment that it takes back or that comes in its place, changed no balance that an export showed where both lie
  /// between two exports; between their two days it was another all the same. Where an export of these days shows neither, the ERP had none, unless it says so.
  mutating func pairReturns(upTo last: CalendarDate, _ isExported: (Range<CalendarDate>) throws -> Bool) rethrows {
    guard clearings.count > 1 else { return }
    for back in clearings.indices where clearings[back].effect > 0 && clearings[back].date <= last {
      let amount = clearings[back].effect
      for paid in clearings.indices where clearings[paid].effect == -amount && clearings[paid].date <= last {
        let document = documents.indices.first {
          holds($0, paid: clearings[paid].date, back: clearings[back].date, amount)
        }
        guard let document,
          try clearings[paid].isApplied || clearings[back].isApplied
            || !isShown(document, between: clearings[paid].date, clearings[back].date, isExported)
        else { continue }
        take(paid, -amount, document: document, run: 0)
        take(back, amount, document: document, run: 0)
        break
      }
      if documents.count > 1 { try shareReturn(back, upTo: last, isExported) }
    }
  }

  /// The same where several instalments were paid: each has its share of the payment and of the return. The whole return, or nothing is known of it.
  private mutating func shareReturn(
    _ back: Int, upTo last: CalendarDate, _ isExported: (Range<CalendarDate>) throws -> Bool
  ) rethrows {
    let backOn = clearings[back].date
    var tried: Set<String> = []
    for id in clearings.map(\.id) where clearings[back].effect > 0 && tried.insert(id).inserted {
      var left = clearings[back].effect
      var shares: [(paid: Int, document: Int, amount: Int64)] = []
      for paid in clearings.indices
      where clearings[paid].id == id && clearings[paid].effect < 0 && clearings[paid].date <= last {
        var rest = -clearings[paid].effect
        for document in documents.indices where left > 0 && rest > 0 {
          guard [paid, back].allSatisfy({ clearings[$0].only.map { $0 == document } ?? true }),
            try clearings[paid].isApplied || clearings[back].isApplied
              || !isShown(document, between: clearings[paid].date, backOn, isExported)
          else { continue }
          let shared = shares.reduce(Int64(0)) { $1.document == document ? $0 + $1.amount : $0 }
          let room = room(document, paid: clearings[paid].date, back: backOn) - shared
          let amount = min(left, rest, room)
          guard amount > 0, holds(document, paid: clearings[paid].date, back: backOn, shared + amount) else { continue }
          shares.append((paid, document, amount))
          left -= amount
          rest -= amount
        }
      }
      guard left == 0 else { continue }
      for share in shares {
        take(share.paid, -share.amount, document: share.document, run: 0)
        take(back, share.amount, document: share.document, run: 0)
      }
    }
  }

  /// The most that a document leaves to be paid and to come back, or the other way round, between two days.
  private func room(_ document: Int, paid: CalendarDate, back: CalendarDate) -> Int64 {
    let opening = documents[document].opening
    let (first, last) = (min(paid, back), max(paid, back))
    let known = days(document).sorted { $0.date < $1.date }
    var balance = known.reduce(opening) { $1.date <= first ? $0 + $1.change : $0 }
    var (least, most) = (balance, balance)
    for day in known where day.date > first && day.date < last {
      balance += day.change
      (least, most) = (min(least, balance), max(most, balance))
    }
    return paid <= back ? least : opening - most
  }

  /// What is known of a document's balance behind its beginning.
  private func days(_ document: Int) -> [(date: CalendarDate, change: Int64)] {
    found[document].dropFirst().map { ($0.date, $0.change) }
      + changes.filter { $0.document == document && $0.left != 0 }.map { ($0.sighting.on, $0.left) }
  }

  /// Whether an export showed a document between the days of money that came and went.
  private func isShown(
    _ document: Int, between a: CalendarDate, _ b: CalendarDate, _ isExported: (Range<CalendarDate>) throws -> Bool
  ) rethrows -> Bool {
    let first = max(min(a, b), documents[document].sightings.map(\.on).min() ?? .missing)
    return first < max(a, b) ? try isExported(first..<max(a, b)) : false
  }

  /// Whether a document's balance stays between nothing and its amount with these two beside what is known of it.
  private func holds(_ document: Int, paid: CalendarDate, back: CalendarDate, _ amount: Int64) -> Bool {
    let opening = documents[document].opening
    let days = days(document) + [(paid, -amount), (back, amount)]
    var balance = opening
    for (_, change) in days.sorted(by: { ($0.date, $0.change) < ($1.date, $1.change) }) {
      balance += change
      if balance < 0 || balance > opening { return false }
    }
    return true
  }
}
