import Ledger
import Pipeline

/// How the dates of a column are written, with nothing left open.
struct DayStyle: Sendable {
  /// The ways of writing as bytes, one behind the other, each ended by `Part.end`: read a million times.
  private(set) var code: [UInt8] = []
  private(set) var patterns: [DatePattern] = []
  var pivot: Int?
  var takesSerials = false

  init(_ patterns: [DatePattern], pivot: Int? = nil, takesSerials: Bool = false) {
    self.pivot = pivot
    self.takesSerials = takesSerials
    self.patterns = patterns
    for pattern in patterns { code += DayStyle.bytes(pattern) }
  }

  /// What is expected, for a message: `DD.MM.YYYY or YYYY-MM-DD`.
  var expected: String {
    let names = patterns.map(\.text) + (takesSerials ? ["a day number of a spreadsheet"] : [])
    return names.joined(separator: " or ")
  }

  /// Parts as bytes below the blank; whatever else is itself.
  enum Part {
    static let end: UInt8 = 0
    static let year4: UInt8 = 1
    static let year2: UInt8 = 2
    static let month: UInt8 = 3
    static let day: UInt8 = 4
    static let monthName: UInt8 = 5
    static let time: UInt8 = 6
    /// Exactly two digits.
    static let packedMonth: UInt8 = 7
    static let packedDay: UInt8 = 8
  }

  private static func bytes(_ pattern: DatePattern) -> [UInt8] {
    pattern.parts.map { part in
      switch part {
      case .year4: Part.year4
      case .year2: Part.year2
      case .month: pattern.isPacked ? Part.packedMonth : Part.month
      case .day: pattern.isPacked ? Part.packedDay : Part.day
      case .monthName: Part.monthName
      case .time: Part.time
      case .byte(let byte): byte
      }
    } + [Part.end]
  }
}

/// Reads a date as a column of a file writes it.
enum DayText {
  enum Problem: Error, Equatable {
    case noDate
    /// 31 February.
    case noSuchDay
    /// A two-digit year, and nothing says of which century.
    case century
    /// A date without year, and nothing says of which.
    case year
  }

  /// - Parameter since: for dates without a year, the day that the year is counted from.
  @inline(__always)
  static func parse(
    _ text: UnsafeRawBufferPointer, _ style: DayStyle, since: CalendarDate?
  ) throws(Problem) -> CalendarDate {
    var problem = Problem.noDate
    var start = 0
    let result: CalendarDate? = style.code.withUnsafeBufferPointer { code in
      while start < code.count {
        var parts = Parts()
        let fits = parts.read(text, code, &start)
        if fits {
          if let date = parts.date(style.pivot, since, &problem) { return date }
        }
      }
      return nil
    }
    if let result { return result }
    if style.takesSerials, let date = serial(text) { return date }
    throw problem
  }

  /// Days since 1899-12-30, as spreadsheets count; a part of a day may follow.
  static func serial(_ text: UnsafeRawBufferPointer) -> CalendarDate? {
    let whole = text.prefix { AmountText.isDigit($0) }
    guard whole.count == 5, whole.count == text.count || [0x2E, 0x2C].contains(text[whole.count]),
      text.dropFirst(whole.count + 1).allSatisfy(AmountText.isDigit)
    else { return nil }
    return CalendarDate(days: Int32(whole.reduce(0) { $0 * 10 + Int($1 - 48) } - 25_569))
  }

  /// What has been read of one date.
  struct Parts {
    var year = -1
    var month = 0
    var day = 0
    var isShort = false

    /// Reads by the pattern that begins at `start`, and moves it to the next one.
    @inline(__always)
    mutating func read(_ text: UnsafeRawBufferPointer, _ code: UnsafeBufferPointer<UInt8>, _ start: inout Int) -> Bool {
      var at = 0
      var fits = true
      while code[start] != DayStyle.Part.end {
        if fits { fits = take(code[start], text, &at) }
        start &+= 1
      }
      start &+= 1
      return fits && at == text.count
    }

    @inline(__always)
    private mutating func take(_ part: UInt8, _ text: UnsafeRawBufferPointer, _ at: inout Int) -> Bool {
      switch part {
      case DayStyle.Part.year4: return Parts.number(text, &at, 4, 4, &year)
      case DayStyle.Part.year2:
        isShort = true
        return Parts.number(text, &at, 2, 2, &year)
      case DayStyle.Part.month: return Parts.number(text, &at, 1, 2, &month)
      case DayStyle.Part.day: return Parts.number(text, &at, 1, 2, &day)
      case DayStyle.Part.packedMonth: return Parts.number(text, &at, 2, 2, &month)
      // Numbers lose their zero in front: 0107 may come as 107.
      case DayStyle.Part.packedDay:
        let digits = at == 0 && text.count % 2 == 1 ? 1 : 2
        return Parts.number(text, &at, digits, digits, &day)
      case DayStyle.Part.monthName: return name(text, &at)
      case DayStyle.Part.time:
        guard at < text.count else { return true }
        let isTime = text[at] == UInt8(ascii: "T") || text[at] == UInt8(ascii: " ")
        if isTime { at = text.count }
        return isTime
      default:
        guard at < text.count, text[at] == part else { return false }
        at &+= 1
        return true
      }
    }

    @inline(__always)
    private static func number(
      _ text: UnsafeRawBufferPointer, _ at: inout Int, _ least: Int, _ most: Int, _ value: inout Int
    ) -> Bool {
      value = 0
      var count = 0
      while at < text.count, count < most, AmountText.isDigit(text[at]) {
        value = value &* 10 &+ Int(text[at] &- 48)
        at &+= 1
        count &+= 1
      }
      return count >= least
    }

    private mutating func name(_ text: UnsafeRawBufferPointer, _ at: inout Int) -> Bool {
      let start = at
      while at < text.count, text[at] >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[at] | 0x20) {
        at += 1
      }
      guard let found = MonthNames.month(UnsafeRawBufferPointer(rebasing: text[start..<at])) else { return false }
      month = found
      // `Sept.`
      if at < text.count, text[at] == UInt8(ascii: ".") { at += 1 }
      return true
    }

    @inline(__always)
    func date(_ pivot: Int?, _ since: CalendarDate?, _ problem: inout Problem) -> CalendarDate? {
      var year = year
      if isShort {
        guard let pivot else {
          problem = .century
          return nil
        }
        year += year < pivot ? 2000 : 1900
      } else if year < 0 {
        return yearless(since, &problem)
      }
      if let date = CalendarDate(year: year, month: month, day: day) { return date }
      if problem == .noDate { problem = .noSuchDay }
      return nil
    }

    /// The first such day in or after `since`.
    private func yearless(_ since: CalendarDate?, _ problem: inout Problem) -> CalendarDate? {
      guard let since else {
        problem = .year
        return nil
      }
      let year = since.civil.year
      let found = [year, year + 1].lazy.compactMap { CalendarDate(year: $0, month: month, day: day) }.first {
        $0 >= since
      }
      if found == nil { problem = .noSuchDay }
      return found
    }
  }

  /// Where the years of dates without one begin: a date in the text, or the first of January of a year in it.
  static func start(_ text: UnsafeRawBufferPointer) -> CalendarDate? {
    if let date = try? parse(text, starts, since: nil) { return date }
    var run = 0
    var value = 0
    for byte in text {
      run = AmountText.isDigit(byte) ? run + 1 : 0
      value = run == 0 ? 0 : value * 10 + Int(byte - 48)
      if run == 4, (1970...2200).contains(value) { return CalendarDate(year: value, month: 1, day: 1) }
    }
    return nil
  }
  private static let starts = DayStyle(["YYYYMMDD", "ISO", "DD.MM.YYYY"].compactMap(DatePattern.init))
}
