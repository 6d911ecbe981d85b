import Ledger
import Pipeline

/// How the dates of a column are written, with nothing left open.
struct DayStyle: Sendable {
  private(set) var patterns: [DatePattern]
  var pivot: Int?
  var takesSerials = false

  init(_ patterns: [DatePattern], pivot: Int? = nil, takesSerials: Bool = false) {
    self.pivot = pivot
    self.takesSerials = takesSerials
    self.patterns = patterns
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

  static func bytes(_ pattern: DatePattern) -> [UInt8] {
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

/// A style as a row is read by it: plain numbers and a pointer, so that reading a date costs no reference count.
struct DayCode {
  /// The ways of writing one behind the other, each ended by `Part.end`.
  let code: UnsafeBufferPointer<UInt8>
  /// -1 where there is none.
  let pivot: Int
  let takesSerials: Bool
  /// Where day, month, year and the two marks between stand in ten bytes such as `31.01.2026`; a day at -1 where the first way of
  /// writing is another.
  let places: (day: Int, month: Int, year: Int, marks: (Int, Int), mark: UInt8)

  init(_ style: DayStyle, _ code: UnsafeBufferPointer<UInt8>) {
    self.code = code
    pivot = style.pivot ?? -1
    takesSerials = style.takesSerials
    places = DayCode.places(style.patterns.first)
  }

  private static func places(_ pattern: DatePattern?) -> (Int, Int, Int, (Int, Int), UInt8) {
    let none = (-1, 0, 0, (0, 0), UInt8(0))
    guard let parts = pattern?.parts, parts.count == 5 || parts.last == .time, case .byte(let mark) = parts[1],
      parts[3] == .byte(mark)
    else { return none }
    var places = (day: -1, month: -1, year: -1)
    var at = 0
    var marks: [Int] = []
    for part in parts {
      switch part {
      case .day: (places.day, at) = (at, at + 2)
      case .month: (places.month, at) = (at, at + 2)
      case .year4: (places.year, at) = (at, at + 4)
      case .byte:
        marks.append(at)
        at += 1
      default: break
      }
    }
    guard at == 10, places.month >= 0, places.year >= 0 else { return none }
    return (places.day, places.month, places.year, (marks[0], marks[1]), mark)
  }
}

/// The styles of a file as codes. A class because it owns their memory, which never changes once it is made: so any thread may read it.
final class DayCodes: @unchecked Sendable {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let codes: UnsafeMutableBufferPointer<DayCode>

  init(_ styles: [DayStyle]) {
    let all = styles.map { $0.patterns.flatMap(DayStyle.bytes) }
    bytes = .allocate(capacity: max(1, all.reduce(0) { $0 + $1.count }))
    codes = .allocate(capacity: max(1, styles.count))
    var used = 0
    for (index, style) in styles.enumerated() {
      let part = UnsafeMutableBufferPointer(rebasing: bytes[used..<(used + all[index].count)])
      _ = part.initialize(from: all[index])
      used += all[index].count
      codes.initializeElement(
        at: index,
        to: DayCode(style, UnsafeBufferPointer(part)))
    }
  }

  deinit {
    bytes.deallocate()
    codes.deallocate()
  }

  subscript(index: Int) -> DayCode {
    @inline(__always) get { codes[index] }
  }
}
