import Formats
import Ledger
import Pipeline

/// Reads the records of a resolved file, whatever its format, from chunks of any size (256 KiB serve well):
///
///     var reader = file.reader()
///     while let chunk = ... { try reader.push(chunk) { record in normalizer.add(record, to: &batch) } }
///     try reader.finish { record in normalizer.add(record, to: &batch) }
///
/// Both throw a `Diagnostic` where the file has to be refused as a whole, or what the closure throws.
public struct FileReader: RecordReader {
  private var reader: any RecordReader

  init(_ file: ResolvedFile, encoding: TextEncoding, mask: AccountMask) {
    let decoder = encoding == .utf8 || file.encoding == nil ? nil : TextDecoder(encoding)
    let mapping = file.feed.mapping
    switch file.format {
    case .csv(let dialect): reader = CSVReader(dialect: dialect, file: file.path, origin: decoder?.origin)
    case .xml: reader = XMLReader(root: mapping.xmlRoot, record: mapping.xmlRecord, file: file.path)
    case .sheet(let shape): reader = SheetReader(shape.sheet, file: file.path, origin: decoder?.origin)
    case .other(let shape) where shape.format == .iif:
      reader = IIFReader(record: shape.record ?? "TRNS", file: file.path, origin: decoder?.origin)
    case .other(let shape) where shape.format == .xml:
      reader = XMLRowReader(
        shape.rows ?? XMLRowShape(row: []), columns: mapping.readColumns, file: file.path, encoding: shape.encoding)
    case .other(let shape):
      // `Fit` found a reader for the format before.
      reader =
        BankFormat.reader(
          shape.format, encoding: shape.encoding, lockbox: shape.lockbox, file: file.path, mask: mask)
        ?? XMLReader(root: mapping.xmlRoot, record: mapping.xmlRecord, file: file.path)
    }
    if let decoder, file.isDecoded { reader = DecodingReader(reader, decoder: decoder, file: file.path) }
  }

  /// Header of a table; the elements met so far of an XML file.
  public var columns: [String] { reader.columns }
  /// Remarks about the file, and what it says about itself; complete after `finish`.
  public var warnings: [Diagnostic] { reader.warnings }
  public var controls: [SourceControl] { reader.controls }
  public var leftOut: [LeftOutRows] { reader.leftOut }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    try reader.push(chunk, body)
  }

  public mutating func push(
    _ chunk: UnsafeRawBufferPointer, passing: LinePassing,
    _ body: (RecordView) throws -> Void
  ) throws { try reader.push(chunk, passing: passing, body) }

  public mutating func finish(_ body: (RecordView) throws -> Void) throws { try reader.finish(body) }
}
