import Formats
import Ledger

/// A time of the day in the pipeline's time zone, to the minute.
public struct TimeOfDay: Equatable, Comparable, Sendable {
  /// Minutes since midnight, 0 to 1439.
  public var minutes: Int

  public init(minutes: Int) { self.minutes = minutes }

  /// Reads `03:00`; nil for anything else.
  public init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 5, digits[2] == UInt8(ascii: ":") else { return nil }
    func two(_ at: Int) -> Int? {
      let (tens, ones) = (Int(digits[at]) - 48, Int(digits[at + 1]) - 48)
      return (0...9).contains(tens) && (0...9).contains(ones) ? tens * 10 + ones : nil
    }
    guard let hour = two(0), let minute = two(3), hour < 24, minute < 60 else { return nil }
    minutes = hour * 60 + minute
  }

  public var text: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.minutes < b.minutes }
}

/// A length of time: `12h`, `30m`, `2d`.
public struct TimeSpan: Equatable, Sendable {
  public var seconds: Int
  /// As it was written.
  public var text: String

  /// Reads a number of minutes, hours or days, at least a minute and at most a year; nil for anything else.
  public init?(_ text: String) {
    guard let unit = text.last.flatMap({ TimeSpan.units[$0] }), text.count <= 8, let number = Int(text.dropLast()),
      number > 0, number * unit <= TimeSpan.year
    else { return nil }
    seconds = number * unit
    self.text = text
  }

  public init(hours: Int) {
    seconds = hours * 3600
    text = "\(hours)h"
  }

  private static let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400]
  private static let year = 366 * 86_400
}

extension SettingType {
  /// A value written as a text of its own form, in quotes.
  /// - Parameters:
  ///   - example: one such text.
  ///   - help: what to write, for a text of another form.
  fileprivate static func quoted(
    _ name: String, pattern: String, example: String, help: String, read: @escaping (String) -> Value?,
    write: @escaping (Value) -> String
  ) -> Self {
    SettingType(
      name: name, schema: ["type": "string", "pattern": .text(pattern)],
      read: { json, problems in
        guard let text = json.string else {
          problems.wrongType(json, takes: name, help: "write it in quotes, such as \"\(example)\"")
          return nil
        }
        if let value = read(text) { return value }
        problems.impossible(json, takes: name, help: help)
        return nil
      }, write: { .text(write($0)) })
  }
}

extension SettingType where Value == TimeOfDay {
  /// `03:00`.
  static var timeOfDay: Self {
    quoted(
      "a time of the day from 00:00 to 23:59", pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$", example: "03:00",
      help: "write hours and minutes with two digits each, such as \"03:00\"", read: { TimeOfDay($0) },
      write: { $0.text })
  }
}

extension SettingType where Value == TimeSpan {
  /// `12h`.
  static var timeSpan: Self {
    quoted(
      "a number of minutes, hours or days with `m`, `h` or `d` behind it", pattern: "^[1-9][0-9]*[mhd]$",
      example: "12h",
      help: "such as \"30m\", \"12h\" or \"2d\", at most a year", read: { TimeSpan($0) }, write: { $0.text })
  }
}
