/// What a payer wrote, taken apart: every run of letters and digits that may be a document id, and amounts.
///
/// A place that may be an id is a *window*: some runs behind each other with nothing but blanks and `- / . _ #` between them. Commas
/// part numbers, so `4711,4712` is two.
struct PayerText: Sendable {
  /// A place in the text that may be an id, with its keys.
  struct Window: Sendable {
    /// Number of its first and last run.
    var first: Int
    var last: Int
    /// As written, and with numbers without leading zeros.
    var exact: UInt64
    var stripped: UInt64
    /// The numbers that both end with, see `IDKeys.end`.
    var exactEnd: UInt64
    var strippedEnd: UInt64
    /// Where it stands in the text, in bytes, without zeros that it begins with: `00 4711` may be the end of an amount and an id.
    var place: Range<Int>
    /// Its text had an O read as 0.
    var isFolded = false
    /// One run, or runs that nothing parts.
    var isUnbroken: Bool
  }

  /// Numbers from `low` to `high`, both written: 4711-4715. The ends are runs.
  struct Span: Equatable, Sendable {
    var low: Int
    var high: Int
    var first: Int
    var last: Int
  }

  private(set) var windows: [Window] = []
  private(set) var spans: [Span] = []

  private static let mostRuns = 8
  private static let mostCharacters = 35
  private static let longestSpan = 60

  init(_ text: String) {
    let runs = Run.runs(of: Array(text.utf8))
    windows = PayerText.windows(runs, isFolded: false)
    spans = PayerText.spans(runs)
    if let folded = PayerText.folded(text) {
      windows += PayerText.windows(Run.runs(of: folded), isFolded: true)
    }
  }

  /// Every key under which a document could be meant, and the number that its text ends with, see `IDKeys.end`.
  func eachKey(_ body: (_ key: UInt64, _ end: UInt64) -> Void) {
    for window in windows {
      body(window.exact, window.exactEnd)
      if window.stripped != window.exact { body(window.stripped, window.strippedEnd) }
    }
    for span in spans {
      for number in span.low...span.high { body(IDKeys.tail(number), IDKeys.end(of: String(number))) }
    }
  }

  /// All keys, for whoever asks whether several ids are named: those of `IDKeys.whole`.
  var keys: Set<UInt64> {
    var keys: Set<UInt64> = []
    eachKey { key, _ in keys.insert(key) }
    return keys
  }

  private struct Run {
    var bytes: [UInt8]
    var isNumber: Bool
    /// What stands between it and the run before.
    var gap: [UInt8]
    /// Where it begins in the text, in bytes.
    var start: Int
    var end: Int { start + bytes.count }
    var isZero: Bool { isNumber && bytes.allSatisfy { $0 == 48 } }

    static func runs(of text: [UInt8]) -> [Run] {
      var runs: [Run] = []
      var gap: [UInt8] = []
      var isOpen = false
      for (at, byte) in text.enumerated() {
        guard Alphanumeric.isOne(byte) else {
          gap.append(byte)
          isOpen = false
          continue
        }
        let isNumber = Alphanumeric.isDigit(byte)
        if isOpen, runs[runs.count - 1].isNumber == isNumber {
          runs[runs.count - 1].bytes.append(Alphanumeric.capital(byte))
        } else {
          runs.append(Run(bytes: [Alphanumeric.capital(byte)], isNumber: isNumber, gap: gap, start: at))
          gap = []
          isOpen = true
        }
      }
      return runs
    }

    /// Nothing, or a few blanks and the separators that ids have.
    var isJoined: Bool { gap.count <= 3 && gap.allSatisfy { " -/._#\n\r".utf8.contains($0) } }
  }

  private static func windows(_ runs: [Run], isFolded: Bool) -> [Window] {
    var windows: [Window] = []
    for first in runs.indices {
      var (exact, stripped) = (KeyHash(), KeyHash())
      var (exactEnd, strippedEnd) = (KeyHash(), KeyHash())
      var digits = 0
      var isUnbroken = true
      var start: Int?
      for last in first..<min(first + mostRuns, runs.count) {
        let run = runs[last]
        if last > first {
          guard run.isJoined else { break }
          isUnbroken = isUnbroken && run.gap.isEmpty
        }
        for byte in run.bytes {
          exact.add(byte)
          exactEnd.goOn(byte)
        }
        for byte in run.isNumber ? run.bytes.drop(while: { $0 == 48 }) : run.bytes[...] {
          stripped.add(byte)
          strippedEnd.goOn(byte)
        }
        if run.isNumber { digits += run.bytes.count }
        if start == nil, !run.isZero { start = run.start }
        guard exact.count <= mostCharacters else { break }
        guard digits >= 3 else { continue }
        windows.append(
          Window(
            first: first, last: last, exact: exact.value, stripped: stripped.value, exactEnd: exactEnd.value,
            strippedEnd: strippedEnd.value, place: (start ?? runs[first].start)..<run.end, isFolded: isFolded,
            isUnbroken: isUnbroken))
      }
    }
    return windows
  }

  /// Two numbers with a dash or a word for "to" between them, the second higher, or its last digits: 4711-4715, 4711 bis 15.
  private static func spans(_ runs: [Run]) -> [Span] {
    var spans: [Span] = []
    for at in runs.indices where runs[at].isNumber {
      guard at + 1 < runs.count, let low = Int(String(decoding: runs[at].bytes, as: UTF8.self)), low >= 1000 else {
        continue
      }
      for other in (at + 1)..<min(at + 6, runs.count) where runs[other].isNumber {
        let between = runs[(at + 1)..<other].filter { !$0.isNumber }.map { String(decoding: $0.bytes, as: UTF8.self) }
        let gap = runs[(at + 1)...other].flatMap(\.gap)
        guard isTo(between, gap), let high = upper(low, runs[other].bytes) else { continue }
        spans.append(Span(low: low, high: high, first: at, last: other))
        break
      }
    }
    return spans
  }

  private static func isTo(_ words: [String], _ gap: [UInt8]) -> Bool {
    let hasWord = words.contains { ["BIS", "TO", "THRU", "THROUGH", "UNTIL", "AU"].contains($0) }
    let hasDash = gap.contains(0x2D) || gap.count(where: { $0 == 0x2E }) > 1 || gap.contains(0xE2)
    return hasWord || hasDash
  }

  /// The upper end where it makes a range that a person would write.
  private static func upper(_ low: Int, _ bytes: [UInt8]) -> Int? {
    guard let written = Int(String(decoding: bytes, as: UTF8.self)) else { return nil }
    var high = written
    if written < low {
      var scale = 1
      for _ in bytes { scale = min(scale * 10, 1_000_000_000) }
      high = low / scale * scale + written
    }
    return high > low && high - low <= longestSpan ? high : nil
  }

  /// The text with every O that stands by digits read as 0; nil where there is none.
  private static func folded(_ text: String) -> [UInt8]? {
    var bytes = Array(text.utf8)
    func isO(_ byte: UInt8) -> Bool { byte | 0x20 == 0x6F }
    var changed = false
    for at in bytes.indices where isO(bytes[at]) && at > 0 && Alphanumeric.isDigit(bytes[at - 1]) {
      bytes[at] = 0x30
      changed = true
    }
    for at in bytes.indices.reversed()
    where isO(bytes[at]) && at + 1 < bytes.count && Alphanumeric.isDigit(bytes[at + 1]) {
      bytes[at] = 0x30
      changed = true
    }
    return changed ? bytes : nil
  }
}
