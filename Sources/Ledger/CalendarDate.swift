/// A day in the Gregorian calendar, without time or zone: what an invoice is dated, due or paid on.
public struct CalendarDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public var days: Int32

  @inlinable public init(days: Int32) { self.days = days }

  @inlinable public static func == (a: CalendarDate, b: CalendarDate) -> Bool { a.days == b.days }

  /// The day with these numbers, or nil where the calendar has none (31 April, 29 February 2026) or the year is not 1...9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDate.length(ofMonth: month, year: year)
    else { return nil }
    // Howard Hinnant's days_from_civil: https://howardhinnant.github.io/date_algorithms.html
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    days = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `YYYY-MM-DD`, ten ASCII bytes and nothing else; nil for anything that is not a day.
  public init?(iso text: UnsafeRawBufferPointer) {
    guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D else { return nil }
    var digits: (Int, Int, Int) = (0, 0, 0)
    for (index, byte) in text.enumerated() where index != 4 && index != 7 {
      let digit = Int(byte) - 48
      guard (0...9).contains(digit) else { return nil }
      if index < 4 {
        digits.0 = digits.0 * 10 + digit
      } else if index < 7 {
        digits.1 = digits.1 * 10 + digit
      } else {
        digits.2 = digits.2 * 10 + digit
      }
    }
    self.init(year: digits.0, month: digits.1, day: digits.2)
  }

  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let date = text.withUTF8({ CalendarDate(iso: UnsafeRawBufferPointer($0)) }) else { return nil }
    self = date
  }

  @inlinable public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.days < b.days }

  /// Year, month (1-12) and day (1-31).
  public var civil: (year: Int, month: Int, day: Int) {
    var day = Int(days) + 719_468
    var years = 0
    if day < 0 || day >= 1 << 29 {
      let era = (day >= 0 ? day : day - 146_096) / 146_097
      day -= era * 146_097
      years = era * 400
    }
    // C. Neri and L. Schneider, "Euclidean affine functions and their application to calendar algorithms", Software: Practice and
    // Experience 53 (2023), figure 12: years begin in March, and a division by a constant is a multiplication.
    let quarters = UInt32(truncatingIfNeeded: day) &* 4 &+ 3
    let century = quarters / 146_097
    let yearAndRest = 2_939_745 &* UInt64(quarters % 146_097 | 3)
    let dayOfYear = UInt32(truncatingIfNeeded: yearAndRest) / 2_939_745 / 4
    let monthAndDay = 2141 &* dayOfYear &+ 197_913
    let isNextYear = dayOfYear >= 306
    return (
      Int(century) * 100 + Int(yearAndRest >> 32) + years + (isNextYear ? 1 : 0),
      Int(monthAndDay >> 16) - (isNextYear ? 12 : 0), Int((monthAndDay & 0xFFFF) / 2141) + 1
    )
  }

  /// 1 is Monday, 7 is Sunday, as in ISO 8601.
  public var weekday: Int { (Int(days) + 3).floorMod(7) + 1 }

  /// True from Monday to Friday. Holidays belong to policies, not to the calendar.
  public var isWeekday: Bool { weekday <= 5 }

  public var firstOfMonth: CalendarDate { adding(days: 1 - civil.day) }
  public var lastOfMonth: CalendarDate {
    let date = civil
    return adding(days: CalendarDate.length(ofMonth: date.month, year: date.year) - date.day)
  }

  @inlinable public func adding(days count: Int) -> CalendarDate { CalendarDate(days: days + Int32(clamping: count)) }

  /// The day that is `count` business days later: Saturdays and Sundays do not count. `count` is not negative.
  public func adding(businessDays count: Int) -> CalendarDate {
    var date = self
    var left = count
    while left > 0 {
      date.days += 1
      if date.isWeekday { left -= 1 }
    }
    return date
  }

  /// Whole days from `other` to this day: positive when this one is later.
  @inlinable public func days(since other: CalendarDate) -> Int { Int(days) - Int(other.days) }

  public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension CalendarDate: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  public var description: String {
    String(unsafeUninitializedCapacity: 10) { buffer in
      write(at: UnsafeMutableRawPointer(buffer.baseAddress!))
      return 10
    }
  }

  /// Bytes of a date as text.
  public static var textCount: Int { @inlinable get { 10 } }

  /// Writes the ten bytes of `YYYY-MM-DD` at `out`.
  public func write(at out: UnsafeMutableRawPointer) {
    let (year, month, day) = civil
    let plain = (0..<10_000).contains(year) ? year : abs(year) % 10_000
    let text = EightDigits(UInt64(truncatingIfNeeded: plain * 10_000 + month * 100 + day)).text
    out.storeBytes(of: UInt32(littleEndian: UInt32(truncatingIfNeeded: text)), as: UInt32.self)
    out.storeBytes(of: 0x2D, toByteOffset: 4, as: UInt8.self)
    out.storeBytes(
      of: UInt16(littleEndian: UInt16(truncatingIfNeeded: text &>> 32)), toByteOffset: 5, as: UInt16.self)
    out.storeBytes(of: 0x2D, toByteOffset: 7, as: UInt8.self)
    out.storeBytes(
      of: UInt16(littleEndian: UInt16(truncatingIfNeeded: text &>> 48)), toByteOffset: 8, as: UInt16.self)
  }
}

extension Int {
  /// The remainder that is never negative.
  func floorMod(_ n: Int) -> Int {
    let r = self % n
    return r < 0 ? r + n : r
  }
}
