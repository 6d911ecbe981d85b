import Ledger

/// How numbers read in explanations. Plain English for `why`; messages to customers have their own words.
enum InWords {
  /// `1,000.00`, `-5,000.00`, `1,200` for yen.
  static func amount(_ minorUnits: Int64, _ currency: Currency) -> String {
    var plain: [UInt8] = []
    Money.write(abs(minorUnits), exponent: currency.exponent, to: &plain)
    let point = plain.firstIndex(of: UInt8(ascii: ".")) ?? plain.count
    var text: [UInt8] = minorUnits < 0 ? [UInt8(ascii: "-")] : []
    for (index, byte) in plain.enumerated() {
      if index > 0, index < point, (point - index) % 3 == 0 { text.append(UInt8(ascii: ",")) }
      text.append(byte)
    }
    return String(decoding: text, as: UTF8.self)
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
