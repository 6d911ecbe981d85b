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
    var out = ""
    for part in pattern.parts {
      switch part {
      case .day: out += day == 1 ? first ?? "1" : String(day)
      case .paddedDay: out += Language.padded(day, 2)
      case .month: out += String(month)
      case .paddedMonth: out += Language.padded(month, 2)
      case .shortMonth: out += habits.shortMonths[month - 1]
      case .longMonth: out += habits.months[month - 1]
      case .year: out += Language.padded(year, 4)
      case .text(let text): out += text
      }
    }
    return out
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
