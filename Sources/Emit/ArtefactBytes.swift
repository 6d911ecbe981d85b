import Documents
import Pipeline

/// A file of a run as the PDF writer sees it. The file begins with the first bytes, so that a document without pages leaves none.
final class ArtefactBytes: ByteSink {
  private let sink: any ArtefactSink
  private let path: String
  private var file: ArtefactFile?

  init(_ sink: any ArtefactSink, path: String) {
    self.sink = sink
    self.path = path
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    let file = try file ?? sink.create(path)
    self.file = file
    try sink.write(bytes, to: file)
  }

  func close() throws {
    if let file { try sink.close(file, rows: nil) }
    file = nil
  }
}
