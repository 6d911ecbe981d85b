import Formats
import Ledger

/// A pattern for file names: `*` stands for any run of characters, `?` for one, `YYYY`, `MM` and `DD` for the digits of a
/// date, everything else for itself. `open-items_YYYYMMDD*.csv` fits `open-items_20261121_final.csv`.
public struct FilePattern: Hashable, Sendable {
  public let text: String
  private let pieces: [Piece]

  private enum Piece: Hashable, Sendable {
    case anyRun, anyOne, year, month, day
    case character(Character)
  }

  public init(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var rest = Substring(text)
    while let character = rest.first {
      if let (token, piece) = FilePattern.tokens.first(where: { rest.hasPrefix($0.0) }) {
        pieces.append(piece)
        rest = rest.dropFirst(token.count)
      } else {
        pieces.append(character == "*" ? .anyRun : character == "?" ? .anyOne : .character(character))
        rest = rest.dropFirst()
      }
    }
    self.pieces = pieces
  }

  private static let tokens: [(String, Piece)] = [("YYYY", .year), ("MM", .month), ("DD", .day)]

  /// True when year, month and day each stand in it once.
  public var givesDate: Bool {
    [Piece.year, .month, .day].allSatisfy { piece in pieces.filter { $0 == piece }.count == 1 }
  }

  public func matches(_ name: String) -> Bool { fit(name) != nil }

  /// The date in a name that fits; nil where it does not fit, the pattern has no date, or the digits are no day.
  public func date(in name: String) -> CalendarDate? {
    guard givesDate, let found = fit(name) else { return nil }
    return CalendarDate(year: found.year, month: found.month, day: found.day)
  }

  /// Whether some name may fit both patterns. Digits of dates are taken for any digits.
  public func canMeet(_ other: FilePattern) -> Bool {
    let (a, b) = (signs, other.signs)
    // From the ends: whether what follows a place of one can meet what follows a place of the other.
    var next = [Bool](repeating: false, count: b.count + 1)
    for i in stride(from: a.count, through: 0, by: -1) {
      var here = [Bool](repeating: false, count: b.count + 1)
      for j in stride(from: b.count, through: 0, by: -1) {
        if i == a.count, j == b.count {
          here[j] = true
        } else if i < a.count, a[i] == .anyRun {
          here[j] = next[j] || (j < b.count && here[j + 1])
        } else if j < b.count, b[j] == .anyRun {
          here[j] = here[j + 1] || (i < a.count && next[j])
        } else if i < a.count, j < b.count {
          here[j] = next[j + 1] && a[i].meets(b[j])
        }
      }
      next = here
    }
    return next[0]
  }

  /// What stands for one character, or for a run of any.
  private enum Sign: Equatable {
    case anyRun, anyOne, digit
    case character(Character)

    func meets(_ other: Sign) -> Bool {
      switch (self, other) {
      case (.anyOne, _), (_, .anyOne), (.anyRun, _), (_, .anyRun): true
      case (.digit, .character(let one)), (.character(let one), .digit): one.isASCII && one.isNumber
      default: self == other
      }
    }
  }

  private var signs: [Sign] {
    pieces.flatMap { piece -> [Sign] in
      switch piece {
      case .anyRun: [.anyRun]
      case .anyOne: [.anyOne]
      case .year: [.digit, .digit, .digit, .digit]
      case .month, .day: [.digit, .digit]
      case .character(let one): [.character(one)]
      }
    }
  }

  private struct Digits {
    var year = 0
    var month = 0
    var day = 0
  }

  /// Fits piece by piece; after a mismatch the last `*` takes one character more. Linear in name times pattern.
  private func fit(_ name: String) -> Digits? {
    let name = Array(name)
    var digits = Digits()
    var (at, piece) = (0, 0)
    var retry: (at: Int, piece: Int)?
    while true {
      if piece == pieces.count {
        if at == name.count { return digits }
      } else if pieces[piece] == .anyRun {
        retry = (at, piece)
        piece += 1
        continue
      } else if let length = take(pieces[piece], name, at, &digits) {
        at += length
        piece += 1
        continue
      }
      guard let again = retry, again.at < name.count else { return nil }
      retry = (again.at + 1, again.piece)
      (at, piece) = (again.at + 1, again.piece + 1)
    }
  }

  private func take(_ piece: Piece, _ name: [Character], _ at: Int, _ digits: inout Digits) -> Int? {
    guard at < name.count else { return nil }
    switch piece {
    case .anyRun: return 0
    case .anyOne: return 1
    case .character(let character): return name[at] == character ? 1 : nil
    case .year: return number(name, at, 4, 1...9999).map { digits.year = $0 }.map { 4 }
    case .month: return number(name, at, 2, 1...12).map { digits.month = $0 }.map { 2 }
    case .day: return number(name, at, 2, 1...31).map { digits.day = $0 }.map { 2 }
    }
  }

  private func number(_ name: [Character], _ at: Int, _ count: Int, _ range: ClosedRange<Int>) -> Int? {
    guard at + count <= name.count else { return nil }
    var value = 0
    for character in name[at..<at + count] {
      guard character.isASCII, let digit = character.wholeNumberValue else { return nil }
      value = value * 10 + digit
    }
    return range.contains(value) ? value : nil
  }
}

extension SettingType where Value == FilePattern {
  public static var filePattern: Self {
    let name = "a file name pattern with `*` and `?`, without folders"
    let text = SettingType<String>.text(name) { !$0.contains("/") }
    return SettingType(
      name: name, schema: text.schema, read: { json, problems in text.read(json, &problems).map { FilePattern($0) } },
      write: { .text($0.text) })
  }
}
