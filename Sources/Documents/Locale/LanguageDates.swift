import Ledger

/// How a date is put together: `d` and `m`, with leading zeros where doubled, `mmm` and `mmmm` for the month's names, `yyyy`;
/// anything else stands for itself, spaces as no-break spaces.
struct DatePattern: Sendable, ExpressibleByStringLiteral {
  enum Part: Sendable {
    case day, paddedDay, month, paddedMonth, shortMonth, longMonth, year
    case text(String)
  }

  let parts: [Part]

  init(stringLiteral pattern: String) {
    var parts: [Part] = []
    var rest = Substring(pattern)
    while let head = rest.first {
      // A whole word is one part, so that the Spanish "de" is a word and not a day.
      let word = head.isLetter ? rest.prefix(while: \.isLetter) : rest.prefix(1)
      parts.append(DatePattern.part(word))
      rest = rest.dropFirst(word.count)
    }
    self.parts = parts
  }

  private static func part(_ word: Substring) -> Part {
    switch word {
    case "d": .day
    case "dd": .paddedDay
    case "m": .month
    case "mm": .paddedMonth
    case "mmm": .shortMonth
    case "mmmm": .longMonth
    case "yyyy": .year
    case " ": .text("\u{A0}")
    default: .text(String(word))
    }
  }
}

extension Language {
  /// A date for tables: `3 Apr 2026`, `04/03/2026` in the United States, `03.04.2026`.
  public func date(_ date: CalendarDate) -> String { write(date, habits.shortDate, first: nil) }

  /// A date for sentences, with the month's name: `3 April 2026`, `3. April 2026`, `1er avril 2026`. Spaces do not break.
  public func longDate(_ date: CalendarDate) -> String { write(date, habits.longDate, first: habits.first) }

  private func write(_ date: CalendarDate, _ pattern: DatePattern, first: String?) -> String {
    let (year, month, day) = date.civil
    var out: [UInt8] = []
    out.reserveCapacity(32)
    for part in pattern.parts {
      switch part {
      case .day: if day == 1, let first { out += first.utf8 } else { Language.append(day, width: 1, to: &out) }
      case .paddedDay: Language.append(day, width: 2, to: &out)
      case .month: Language.append(month, width: 1, to: &out)
      case .paddedMonth: Language.append(month, width: 2, to: &out)
      case .shortMonth: out += habits.shortMonths[month - 1].utf8
      case .longMonth: out += habits.months[month - 1].utf8
      case .year: Language.append(year, width: 4, to: &out)
      case .text(let text): out += text.utf8
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The digits of a number, with leading zeros up to `width`.
  private static func append(_ value: Int, width: Int, to out: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      out.append(UInt8(truncatingIfNeeded: 48 + value / divisor % 10))
      divisor /= 10
    }
  }
}
