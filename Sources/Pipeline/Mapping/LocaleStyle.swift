/// How amounts and dates are written where a field does not say it itself: the `locale` of a mapping.
public struct LocaleStyle: Equatable, Sendable {
  public var money = MoneyFacets()
  public var date = DateFacets()

  public init() {}
}

/// How an amount is written. Nil parts are left to `locale`, and there to the default of the format.
public struct MoneyFacets: Equatable, Sendable {
  public enum Decimal: String, Sendable, CaseIterable {
    /// Told by the whole column of the whole file, see `StyleSurvey`.
    case auto
    case point = "."
    case comma = ","
  }
  public enum Group: String, Sendable, CaseIterable {
    /// Every mark that is not the decimal mark.
    case auto
    case none
    case point = "."
    case comma = ","
    /// Also the narrow and the fixed blank.
    case blank = " "
    /// Also the typographic one.
    case apostrophe = "'"
  }
  /// Where a sign may stand. Any other is refused `[number-sign]`.
  public enum Negative: String, Sendable, CaseIterable {
    /// `-100.00`; the minus may be U+2212.
    case lead
    /// `100.00-`
    case trail
    /// `(100.00)`
    case paren
    /// `100.00 CR`, and `DR` for what is owed.
    case crdr
  }
  /// What happens to more decimals than the currency has.
  public enum Excess: String, Sendable, CaseIterable {
    /// Refused `[number-scale]`.
    case error
    /// Half away from zero.
    case round
  }

  public var decimal: Decimal?
  public var group: Group?
  public var negative: [Negative]?
  /// The file counts cents: `1234` is 12.34 in a currency with two decimals.
  public var minorUnits: Bool?
  public var excess: Excess?

  public init() {}

  public func or(_ other: MoneyFacets) -> MoneyFacets {
    var facets = self
    facets.decimal = decimal ?? other.decimal
    facets.group = group ?? other.group
    facets.negative = negative ?? other.negative
    facets.minorUnits = minorUnits ?? other.minorUnits
    facets.excess = excess ?? other.excess
    return facets
  }
}

/// How a date is written. Nil parts are left to `locale`, and there to the default of the format.
public struct DateFacets: Equatable, Sendable {
  public enum Formats: Equatable, Sendable {
    /// Told by the whole column of the whole file, see `StyleSurvey`.
    case auto
    /// Any of these, the first that fits.
    case listed([DatePattern])
  }
  public var formats: Formats?
  /// Two-digit years below it are of this century, others of the last: 70 makes 69 2069 and 70 1970. Without it they are refused.
  public var pivot: Int?
  /// Whole numbers are days of a spreadsheet: 46268 is 2026-09-03.
  public var excelSerial: Bool?
  /// Where the year of a date without one stands: a column or `@preamble`. The date is the first such day in or after it.
  public var yearFrom: String?

  public init() {}

  public func or(_ other: DateFacets) -> DateFacets {
    var facets = self
    facets.formats = formats ?? other.formats
    facets.pivot = pivot ?? other.pivot
    facets.excelSerial = excelSerial ?? other.excelSerial
    facets.yearFrom = yearFrom ?? other.yearFrom
    return facets
  }
}

/// A way of writing dates: `DD.MM.YYYY`, `MMM D, YYYY`, `YYYYMMDD`.
///
/// Where something stands between the parts, `D` and `DD` both take one or two digits, as `M` and `MM` do. Names of months are
/// English, German, French, Spanish, Italian or Dutch, in full or cut short.
public struct DatePattern: Equatable, Sendable {
  public enum Part: Equatable, Sendable {
    /// Digits of a fixed number where nothing separates them from the next part.
    case year4, year2
    case month, day
    case monthName
    case byte(UInt8)
    /// `ISO`: a time may follow.
    case time
  }
  /// As the mapping writes it.
  public var text: String
  public var parts: [Part]
  /// Nothing separates the parts: each has all its digits.
  public var isPacked: Bool
  public var hasYear: Bool { parts.contains(.year4) || parts.contains(.year2) }

  /// Nil where it is no way of writing dates: day and month once each, the year at most once.
  public init?(_ text: String) {
    self.text = text
    if text == "ISO" {
      parts = [.year4, .byte(0x2D), .month, .byte(0x2D), .day, .time]
      isPacked = false
      return
    }
    parts = []
    var rest = Substring(text)
    let tokens: [(String, Part)] = [
      ("YYYY", .year4), ("YY", .year2), ("MMMM", .monthName), ("MMM", .monthName), ("MM", .month), ("M", .month),
      ("DD", .day), ("D", .day),
    ]
    while let character = rest.first {
      if let (token, part) = tokens.first(where: { rest.hasPrefix($0.0) }) {
        parts.append(part)
        rest.removeFirst(token.count)
      } else if !character.isLetter, !character.isNumber, let byte = character.asciiValue {
        parts.append(.byte(byte))
        rest.removeFirst()
      } else {
        return nil
      }
    }
    let years = parts.count { $0 == .year4 || $0 == .year2 }
    let months = parts.count { $0 == .month || $0 == .monthName }
    guard years <= 1, months == 1, parts.count(where: { $0 == .day }) == 1 else { return nil }
    isPacked = DatePattern.touches(parts)
    if isPacked, parts.contains(.monthName) || text.contains("D") && !text.contains("DD") || !text.contains("MM") {
      return nil
    }
  }

  /// True where two numbers stand side by side.
  private static func touches(_ parts: [Part]) -> Bool {
    func isNumber(_ part: Part) -> Bool { [.year4, .year2, .month, .day].contains(part) }
    return zip(parts, parts.dropFirst()).contains { isNumber($0) && isNumber($1) }
  }
}
