import Ledger

/// How things stand: the content of `outbox/attention.txt` and `.json`, which every invocation writes anew. The same facts give
/// the same text, so it never holds a clock reading or what this very invocation did.
package struct Attention: Equatable, Sendable {
  /// What a person has to do about it; the worst of the items is the level of the whole.
  package enum Level: String, Sendable, CaseIterable, Comparable {
    case ok = "OK"
    /// The night went through, but something was rejected, held, stale or waits for a person.
    case warn = "WARN"
    /// No night is published until somebody acts.
    case stop = "STOP"

    package static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
    private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
  }

  /// One thing that needs somebody.
  package struct Item: Equatable, Sendable {
    package var level: Level
    /// Stable and kebab-case, as in `docs/errors.md`.
    package var code: String
    /// One sentence, no full stop.
    package var what: String
    /// As-of date of the night since which it stands; nil where no night has seen it yet.
    package var since: CalendarDate?
    /// The feed it comes from, and who owns that feed, as configured.
    package var feed: String?
    package var owner: String?
    /// The command to type, complete: `receivables accept 0123456789ab --by NAME --reason TEXT`.
    package var type: String?

    package init(
      level: Level, code: String, what: String, since: CalendarDate? = nil, feed: String? = nil, owner: String? = nil,
      type: String? = nil
    ) {
      self.level = level
      self.code = code
      self.what = what
      self.since = since
      self.feed = feed
      self.owner = owner
      self.type = type
    }
  }

  /// The newest published run and its as-of date; nil before the first.
  package var run: String?
  package var asOf: CalendarDate?
  package var items: [Item]

  package init(run: String? = nil, asOf: CalendarDate? = nil, items: [Item] = []) {
    self.run = run
    self.asOf = asOf
    self.items = items
  }

  package var level: Level { items.map(\.level).max() ?? .ok }

  /// Worst first, then oldest, then by feed, code and text: the order in which people should act.
  package var ordered: [Item] {
    items.sorted { a, b in
      if a.level != b.level { return a.level > b.level }
      let (sinceA, sinceB) = (a.since?.days ?? .max, b.since?.days ?? .max)
      if sinceA != sinceB { return sinceA < sinceB }
      return (a.feed ?? "", a.code, a.what) < (b.feed ?? "", b.code, b.what)
    }
  }
}
