import Formats
import Ledger
import Pipeline

/// A file whose feed and way of writing are known: what intake hands on. What only the whole file can tell, its encoding and how it
/// writes amounts and dates, is settled before it is read.
package struct ResolvedFile: Sendable {
  package enum Format: Equatable, Sendable {
    /// In the program's own terms, header first.
    case csv(CSVDialect)
    /// Flat XML in the program's own terms.
    case xml
    /// A table as reports write it, with the delimiter that was found.
    case sheet(SourceShape)
    /// Deep XML, IIF, formats of banks.
    case other(SourceShape)
  }

  package var feed: FeedDeclaration
  package var format: Format
  /// Header of a table; for XML the elements of the records in the file's first bytes.
  package var columns: [String]
  /// Line of the header, 0 where there is none.
  package var headerLine: Int
  /// What stands before and behind the records of a file to drop again: the header line of a table, without its
  /// line end; declaration and root element of an XML file.
  package var header: [UInt8]
  package var footer: [UInt8]
  /// How the feed was found, for `check`: "by its folder", "by its name", "by its columns".
  package var evidence: String
  /// Everything else that was found out, and by what.
  package var findings: [Finding]
  /// Of a text file, by its first bytes.
  package var encoding: EncodingVerdict?
  /// Remarks that do not keep the file from being read.
  package var warnings: [Diagnostic]
  /// As messages call the file.
  package var path: String

  package var mapping: Mapping { feed.mapping }
  package var isXML: Bool { format == .xml }
  /// True where the whole file has to be looked at before its encoding is known. A file in the program's own terms that
  /// begins in UTF-8 is UTF-8.
  package var needsEncoding: Bool {
    switch format {
    case .csv: encoding.map { $0.encoding != .utf8 || !$0.isCertain } ?? false
    case .sheet: true
    case .other(let shape): encoding != nil && shape.format == .iif
    case .xml: false
    }
  }
  /// For people: `XML`, `CSV, delimiter semicolon`.
  package var formatName: String {
    findings.filter { $0.subject == .format || $0.subject == .delimiter }.map {
      $0.subject == .format ? $0.value : "delimiter \($0.value)"
    }.joined(separator: ", ")
  }

  /// Reads the file from its first byte on.
  /// - Parameter encoding: what the whole file says; nil: what its first bytes say.
  package func reader(encoding whole: TextEncoding? = nil) -> FileReader {
    FileReader(self, encoding: whole ?? encoding?.encoding ?? .utf8)
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

/// Reads the records of a resolved file, whatever its format, from chunks of any size (256 KiB serve well):
///
///     var reader = file.reader()
///     while let chunk = ... { try reader.push(chunk) { record in normalizer.add(record, to: &batch) } }
///     try reader.finish { record in normalizer.add(record, to: &batch) }
///
/// Both throw a `Diagnostic` where the file has to be refused as a whole, or what the closure throws.
package struct FileReader: RecordReader {
  private var reader: any RecordReader

  init(_ file: ResolvedFile, encoding: TextEncoding) {
    let decoder = TextDecoder(encoding)
    let isDecoded = encoding != .utf8
    switch file.format {
    case .csv(let dialect):
      reader = CSVReader(dialect: dialect, file: file.path, origin: isDecoded ? decoder.origin : nil)
    case .xml:
      reader = XMLReader(root: file.feed.mapping.xmlRoot, record: file.feed.mapping.xmlRecord, file: file.path)
    case .sheet(let shape):
      reader = SheetReader(shape.sheet, file: file.path, origin: isDecoded ? decoder.origin : nil)
    case .other(let shape):
      reader = FileReader.other(shape, file, isDecoded ? decoder.origin : nil)
    }
    if isDecoded, file.encoding != nil { reader = DecodingReader(reader, decoder: decoder, file: file.path) }
  }

  private static func other(_ shape: SourceShape, _ file: ResolvedFile, _ origin: TextOrigin?) -> any RecordReader {
    switch shape.format {
    case .iif: return IIFReader(record: shape.record ?? "TRNS", file: file.path, origin: origin)
    default: fatalError("not yet")
    }
  }

  /// Header of a table; the elements met so far of an XML file.
  package var columns: [String] { reader.columns }
  /// Remarks about the file, and what it says about itself; complete after `finish`.
  package var warnings: [Diagnostic] { reader.warnings }
  package var controls: [SourceControl] { reader.controls }

  package mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try reader.push(chunk, body)
  }

  package mutating func finish(_ body: (RecordView) throws -> Void) throws { try reader.finish(body) }
}
