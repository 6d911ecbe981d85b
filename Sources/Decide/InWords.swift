import Ledger

/// How numbers read in explanations. Plain English for `why`; messages to customers have their own words.
enum InWords {
  /// `1,000.00`, `-5,000.00`, `1,200` for yen.
  static func amount(_ minorUnits: Int64, _ currency: Currency) -> String {
    let plain = Money(minorUnits: abs(minorUnits), currency: currency).decimal
    let parts = plain.split(separator: ".")
    var grouped = ""
    for (index, digit) in parts[0].enumerated() {
      if index > 0, (parts[0].count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(digit)
    }
    return (minorUnits < 0 ? "-" : "") + grouped + (parts.count > 1 ? "." + parts[1] : "")
  }

  static func days(_ count: Int) -> String { count == 1 ? "1 day" : "\(count) days" }

  /// `until 2026-12-01`, or nothing.
  static func until(_ date: CalendarDate?) -> String { date.map { " until \($0)" } ?? "" }

  /// ` by Jo`, or nothing.
  static func by(_ decision: Decision) -> String { decision.by.map { " by \($0)" } ?? "" }

  /// The first of a list in words, and how many more there are. Only what is told is put into words.
  static func first<Item>(_ limit: Int, of list: [Item], _ words: (Item) -> String) -> String {
    let shown = list.prefix(limit).map(words).joined(separator: "; ")
    return list.count > limit ? shown + "; and \(list.count - limit) more" : shown
  }
}
