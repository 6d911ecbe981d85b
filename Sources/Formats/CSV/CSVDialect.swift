/// How a file writes its rows. Quotes are always double quotes, doubled inside a field (RFC 4180).
public struct CSVDialect: Equatable, Sendable {
  /// Between two fields: comma, semicolon, TAB or pipe.
  public var delimiter: UInt8
  /// Lines before the header that are not data: 1 for the `sep=;` line that spreadsheets write and obey.
  public var preambleLines: Int
  /// False: quotes are characters like any other (lists framed with pipes).
  public var hasQuotes: Bool

  public init(delimiter: UInt8 = UInt8(ascii: ","), preambleLines: Int = 0, hasQuotes: Bool = true) {
    self.delimiter = delimiter
    self.preambleLines = preambleLines
    self.hasQuotes = hasQuotes
  }

  /// The only bytes that are taken for a delimiter, in the order of preference.
  public static let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|")]

  /// How people call the delimiter: `comma`.
  public var delimiterName: String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case 0x09: "TAB"
    case UInt8(ascii: "|"): "pipe"
    default: "`\(Character(Unicode.Scalar(delimiter)))`"
    }
  }
}

/// Where a reader gives up instead of swallowing a file.
enum CSVLimit {
  /// A quoted field that is longer, in bytes or in lines, was never meant to be one: its quote is unbalanced.
  static let fieldBytes = 64 * 1024
  static let fieldLines = 50
  /// A record without quotes that is longer is no text file.
  static let recordBytes = 1024 * 1024
  /// Fields of one record that are kept; what lies beyond is counted only.
  static let columns = 4096
}
