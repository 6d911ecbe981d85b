import Ledger

/// How things stand: the content of `outbox/attention.txt` and `.json`, which every invocation writes anew. The same facts give
/// the same text, so it never holds a clock reading or what this very invocation did.
public struct Attention: Equatable, Sendable {
  /// What a person has to do about it; the worst of the items is the level of the whole.
  public enum Level: String, Sendable, CaseIterable, Comparable {
    case ok = "OK"
    /// The night went through, but something was rejected, held, stale or waits for a person.
    case warn = "WARN"
    /// No night is published until somebody acts.
    case stop = "STOP"

    public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }
    private var rank: Int { Level.allCases.firstIndex(of: self) ?? 0 }
  }

  /// One thing that needs somebody.
  public struct Item: Equatable, Sendable {
    public var level: Level
    /// Stable and kebab-case, as in `docs/errors.md`.
    public var code: String
    /// One sentence, no full stop.
    public var what: String
    /// As-of date of the night since which it stands; nil where no night has seen it yet.
    public var since: CalendarDate?
    /// The feed it comes from, and who owns that feed, as configured.
    public var feed: String?
    public var owner: String?
    /// The command to type, complete: `receivables accept 0123456789ab --by NAME --reason TEXT`.
    public var type: String?

    public init(
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
  public var run: String?
  public var asOf: CalendarDate?
  public var items: [Item]

  public init(run: String? = nil, asOf: CalendarDate? = nil, items: [Item] = []) {
    self.run = run
    self.asOf = asOf
    self.items = items
  }

  public var level: Level { items.map(\.level).max() ?? .ok }

  /// Worst first, then oldest, then by feed, code and text: the order in which people should act.
  public var ordered: [Item] {
    items.sorted { a, b in
      if a.level != b.level { return a.level > b.level }
      let (sinceA, sinceB) = (a.since?.days ?? .max, b.since?.days ?? .max)
      if sinceA != sinceB { return sinceA < sinceB }
      return (a.feed ?? "", a.code, a.what) < (b.feed ?? "", b.code, b.what)
    }
  }
}
