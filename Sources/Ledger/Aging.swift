/// How open items are sorted by age.
public struct AgingRule: Equatable, Sendable {
  public enum Basis: String, Sendable, CaseIterable { case due, document, posting }
  public enum Mode: String, Sendable, CaseIterable { case days, months }
  /// Where credits go: in a column of their own, by their own date, or against the oldest item first. The net is the same.
  public enum Credits: String, Sendable, CaseIterable {
    case separate, ownDate = "own-date", oldestFirst = "oldest-first"
  }

  public var basis: Basis
  /// Upper bounds of the buckets in days (or months), inclusive and ascending; what lies above the last is the last bucket.
  public var bounds: [Int]
  public var mode: Mode
  public var credits: Credits

  public init(
    basis: Basis = .due, bounds: [Int] = [30, 60, 90, 120], mode: Mode = .days, credits: Credits = .separate
  ) {
    self.basis = basis
    self.bounds = bounds
    self.mode = mode
    self.credits = credits
  }

  /// Column names of the buckets: `d1_30`, ..., `d121_plus`; `m1_1`, ... in months.
  public var bucketNames: [String] {
    let letter = mode == .days ? "d" : "m"
    var names: [String] = []
    var from = 1
    for bound in bounds {
      names.append("\(letter)\(from)_\(bound)")
      from = bound + 1
    }
    names.append("\(letter)\(from)_plus")
    return names
  }

  /// The bucket of an age: nil is not due, 0 the first bucket. Due on the as-of date is zero days late and not due; day 30 is in
  /// the bucket that ends at 30.
  public func bucket(ofAge age: Int) -> Int? {
    guard age > 0 else { return nil }
    var bucket = 0
    while bucket < bounds.count, age > bounds[bucket] { bucket += 1 }
    return bucket
  }

  /// The age of an item: days from `date` to `asOf`, or calendar months: 1 for a date in the month of `asOf` that has passed,
  /// 2 for one in the month before, whatever the day. 0 or less is not due.
  public func age(of date: CalendarDate, asOf: CalendarDate) -> Int {
    switch mode {
    case .days: return asOf.days(since: date)
    case .months:
      guard asOf > date else { return 0 }
      let (from, to) = (date.civil, asOf.civil)
      return (to.year - from.year) * 12 + to.month - from.month + 1
    }
  }
}

/// The open position of one customer in one currency, sorted by age. Buckets plus unapplied are the total, always.
public struct AgingLine: Equatable, Sendable {
  public var currency: Currency
  public var notDue: Int64 = 0
  public var buckets: [Int64]
  public var unapplied: Int64 = 0
  /// Sum of the balances as they were added, not of the buckets: that both agree is checked, not assumed.
  public var total: Int64 = 0
  /// Largest number of days past due among items that are owed.
  public var oldest: Int = 0

  public init(currency: Currency, buckets count: Int) {
    self.currency = currency
    // One for each customer: `Array(repeating:count:)` asks the runtime for the type of its memory each time.
    buckets = []
    buckets.reserveCapacity(count)
    for _ in 0..<count { buckets.append(0) }
  }

  public var pastDue: Int64 { buckets.reduce(0, +) }
  public var foots: Bool { notDue + pastDue + unapplied == total }

  public static func += (a: inout AgingLine, b: AgingLine) {
    a.notDue += b.notDue
    for index in b.buckets.indices { a.buckets[index] += b.buckets[index] }
    a.unapplied += b.unapplied
    a.total += b.total
    a.oldest = max(a.oldest, b.oldest)
  }
}

extension AgingRule {
  /// The date an item ages from. A missing due date falls back to terms, then to the document's own date.
  @inline(__always)
  public func date(of item: AccountItem) -> CalendarDate {
    switch basis {
    case .due: item.lateAfter
    case .document: item.document.documentDate
    case .posting:
      item.document.detail("posting_date").flatMap { CalendarDate($0) } ?? item.document.documentDate
    }
  }

  /// One line per currency, in the order of currencies. `items` are one customer's open items.
  public func age(_ items: [AccountItem], asOf: CalendarDate) -> [AgingLine] {
    var lines: [AgingLine] = []
    items.withUnsafeBufferPointer { items in
      var at = 0
      for index in items.indices where items[index].document.balance != 0 {
        let currency = items[index].document.currency
        // Items of one currency lie together.
        if at == lines.count || lines[at].currency != currency { at = place(of: currency, in: &lines) }
        let balance = items[index].document.balance
        if balance < 0, credits != .ownDate {
          lines[at].total += balance
          lines[at].unapplied += balance
        } else {
          add(balance, of: date(at: index, of: items), asOf: asOf, to: &lines[at])
        }
      }
    }
    if credits == .oldestFirst {
      for index in lines.indices { offsetOldestFirst(&lines[index]) }
    }
    return lines
  }

  private func place(of currency: Currency, in lines: inout [AgingLine]) -> Int {
    let at = lines.firstIndex { $0.currency >= currency } ?? lines.count
    if at == lines.count {
      lines.append(AgingLine(currency: currency, buckets: bounds.count + 1))
    } else if lines[at].currency != currency {
      lines.insert(AgingLine(currency: currency, buckets: bounds.count + 1), at: at)
    }
    return at
  }

  /// The same as `date(of:)`. Where no text is asked for an item is not taken out of the list: that would count a reference for each.
  @inline(__always)
  private func date(at index: Int, of items: UnsafeBufferPointer<AccountItem>) -> CalendarDate {
    switch basis {
    case .due: items[index].lateAfter
    case .document: items[index].document.documentDate
    case .posting: date(of: items[index])
    }
  }

  @inline(__always)
  private func add(_ balance: Int64, of date: CalendarDate, asOf: CalendarDate, to line: inout AgingLine) {
    line.total += balance
    let age = age(of: date, asOf: asOf)
    if let bucket = bucket(ofAge: age) { line.buckets[bucket] += balance } else { line.notDue += balance }
    if balance > 0 { line.oldest = max(line.oldest, asOf.days(since: date)) }
  }

  /// Moves unapplied credits against the oldest bucket first, then the next, at last against what is not due.
  private func offsetOldestFirst(_ line: inout AgingLine) {
    for bucket in line.buckets.indices.reversed() where line.unapplied < 0 {
      let used = min(-line.unapplied, max(line.buckets[bucket], 0))
      line.buckets[bucket] -= used
      line.unapplied += used
    }
    let used = min(-line.unapplied, max(line.notDue, 0))
    line.notDue -= used
    line.unapplied += used
  }
}
