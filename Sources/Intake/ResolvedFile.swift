import Formats
import Ledger
import Pipeline

/// A file whose feed and way of writing are known: what intake hands on. What only the whole file can tell, its encoding and how it
/// writes amounts and dates, is settled before it is read.
public struct ResolvedFile: Sendable {
  public enum Format: Equatable, Sendable {
    /// In the program's own terms, header first.
    case csv(CSVDialect)
    /// Flat XML in the program's own terms.
    case xml
    /// A table as reports write it, with the delimiter that was found.
    case sheet(SourceShape)
    /// Deep XML, IIF, formats of banks.
    case other(SourceShape)
  }

  public var feed: FeedDeclaration
  public var format: Format
  /// Header of a table; for XML the elements of the records in the file's first bytes.
  public var columns: [String]
  /// Line of the header, 0 where there is none.
  public var headerLine: Int
  /// What stands before and behind the records of a file to drop again: the header line of a table, without its
  /// line end; declaration and root element of an XML file.
  public var header: [UInt8]
  public var footer: [UInt8]
  /// How the feed was found, for `check`: "by its folder", "by its name", "by its columns".
  public var evidence: String
  /// Everything else that was found out, and by what.
  public var findings: [Finding]
  /// Of a text file, by its first bytes.
  public var encoding: EncodingVerdict?
  /// Remarks that do not keep the file from being read.
  public var warnings: [Diagnostic]
  /// As messages call the file.
  public var path: String

  public var mapping: Mapping { feed.mapping }
  public var isXML: Bool { format == .xml }
  /// Rows alone, under the header, are a file of the feed again: tables, flat XML, lists of customers of QuickBooks.
  public var canBeRedropped: Bool {
    guard case .other(let shape) = format else { return true }
    // A line of a transaction is nothing without the others.
    return shape.format == .iif && !["TRNS", "SPL"].contains(shape.record ?? "TRNS")
  }
  /// True where the whole file has to be looked at before its encoding is known. A file in the program's own terms that
  /// begins in UTF-8 is UTF-8.
  public var needsEncoding: Bool {
    if case .csv = format { return encoding.map { $0.encoding != .utf8 || !$0.isCertain } ?? false }
    return isDecoded
  }
  /// What the mapping or the file itself says about its encoding.
  public var declaredEncoding: TextEncoding? {
    switch format {
    case .sheet(let shape), .other(let shape): shape.encoding
    case .csv, .xml: nil
    }
  }
  /// Tables and lists; readers of XML and of banks' formats know their own encodings.
  var isDecoded: Bool {
    switch format {
    case .csv, .sheet: true
    case .other(let shape): ![.xml, .camt, .pain002].contains(shape.format) && encoding != nil
    case .xml: false
    }
  }
  /// Reads the file from its first byte on.
  /// - Parameters:
  ///   - whole: the encoding that the whole file tells; nil: that of its first bytes.
  ///   - mask: how account numbers of bank files are hidden.
  public func reader(encoding whole: TextEncoding? = nil, mask: AccountMask = AccountMask(salt: "")) -> FileReader {
    FileReader(self, encoding: whole ?? encoding?.encoding ?? .utf8, mask: mask)
  }
}

extension ResolvedFile.Format {
  var name: String {
    switch self {
    case .csv: "CSV"
    case .xml: "XML"
    case .sheet(let shape): shape.sheet.isFramed ? "framed list" : "CSV"
    case .other(let shape): shape.format == .xml ? "XML" : shape.format.rawValue
    }
  }
}
