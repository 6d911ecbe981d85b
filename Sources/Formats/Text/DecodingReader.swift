import Ledger

/// Any reader of UTF-8 text, for a file in another encoding: positions of its records are those in the file.
public struct DecodingReader: RecordReader {
  private let decoder: TextDecoder
  private let file: String
  private var reader: any RecordReader

  /// - Parameters:
  ///   - decoder: new, and the one whose `origin` the reader was given.
  ///   - file: the name that problems are reported under.
  public init(_ reader: any RecordReader, decoder: TextDecoder, file: String) {
    self.reader = reader
    self.decoder = decoder
    self.file = file
  }

  public var columns: [String] { reader.columns }
  public var warnings: [Diagnostic] { reader.warnings }
  public var controls: [SourceControl] { reader.controls }
  public var leftOut: [LeftOutRows] { reader.leftOut }

  public mutating func push(_ chunk: UnsafeRawBufferPointer, _ body: (RecordView) throws -> Void) throws {
    var rest = chunk
    let origin = decoder.origin
    while let text = decoder.next(&rest) {
      try reader.push(text) { try body(DecodingReader.inFile($0, origin)) }
    }
  }

  public mutating func finish(_ body: (RecordView) throws -> Void) throws {
    try decoder.finish(file: file)
    let origin = decoder.origin
    try reader.finish { try body(DecodingReader.inFile($0, origin)) }
  }

  private static func inFile(_ view: RecordView, _ origin: TextOrigin) -> RecordView {
    var position = view.position
    position.byteOffset = origin.fileOffset(ofRecord: position.byteOffset)
    return view.at(position)
  }
}
