import Formats
import Ledger
import Pipeline

/// A file whose feed and way of writing are known: what intake hands on.
public struct ResolvedFile: Sendable {
  public enum Format: Equatable, Sendable {
    case csv(CSVDialect)
    case xml
  }

  public var feed: FeedDeclaration
  public var format: Format
  /// Header of a CSV file; for XML the elements of the records in the file's first bytes.
  public var columns: [String]
  /// What stands before and behind the records of a file to drop again: the header line of a CSV file as it is, without its
  /// line end; declaration and root element of an XML file.
  public var header: [UInt8]
  public var footer: [UInt8]
  /// How the feed was found, for `check`: "by its folder", "by its name", "by its columns".
  public var evidence: String
  /// Remarks that do not keep the file from being read.
  public var warnings: [Diagnostic]
  /// As messages call the file.
  public var path: String

  public var mapping: Mapping { feed.mapping }
  public var isXML: Bool { format == .xml }
  /// For people: `XML`, `CSV, delimiter semicolon`.
  public var formatName: String {
    switch format {
    case .xml: "XML"
    case .csv(let dialect): "CSV, delimiter \(dialect.delimiterName)"
    }
  }

  /// Reads the file from its first byte on.
  public func reader() -> FileReader { FileReader(self) }
}

/// Reads the records of a resolved file, CSV or XML alike, from chunks of any size (256 KiB serve well):
///
///     var reader = file.reader()
///     while let chunk = ... { try reader.push(chunk) { record in normalizer.add(record, to: &batch) } }
///     try reader.finish { record in normalizer.add(record, to: &batch) }
///
/// Both throw a `Diagnostic` where the file has to be refused as a whole, or what the closure throws.
public struct FileReader: RecordReader {
  private var reader: any RecordReader

  init(_ file: ResolvedFile) {
    switch file.format {
    case .csv(let dialect): reader = CSVReader(dialect: dialect, file: file.path)
    case .xml:
      reader = XMLReader(root: file.feed.mapping.xmlRoot, record: file.feed.mapping.xmlRecord, file: file.path)
    }
  }

  /// Header of a CSV file; the elements met so far of an XML file.
  public var columns: [String] { reader.columns }
  /// Remarks about the file, complete after `finish`.
  public var warnings: [Diagnostic] { reader.warnings }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try reader.push(chunk, body)
  }

  public mutating func finish(_ body: (RecordView) throws -> Void) throws { try reader.finish(body) }
}
