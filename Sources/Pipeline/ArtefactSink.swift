/// Where artefacts go: the staging folder of a run, nowhere (`plan`), or memory (tests). Files are made whole by one stage, one
/// thread, in one order, and appear together when the run is published.
public protocol ArtefactSink: AnyObject {
  /// Starts a file; `path` is relative to the run's folder, e.g. `aging/aging.csv`. A path is used once.
  func create(_ path: String) throws -> ArtefactFile
  func write(_ bytes: UnsafeRawBufferPointer, to file: ArtefactFile) throws
  /// Ends a file. `rows` is its number of data rows where it has rows: it goes into the manifest.
  func close(_ file: ArtefactFile, rows: Int?) throws
}

/// A file being written.
public struct ArtefactFile: Hashable, Sendable {
  public let number: Int
  public init(number: Int) { self.number = number }
}

/// What is in a file that was closed: a line of the manifest.
public struct WrittenFile: Equatable, Sendable {
  public var path: String
  public var bytes: Int
  /// 64 hex digits.
  public var sha256: String
  public var rows: Int?
  public init(path: String, bytes: Int, sha256: String, rows: Int?) {
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.rows = rows
  }
}

extension ArtefactSink {
  /// Writes a whole small file.
  public func put(_ bytes: [UInt8], at path: String, rows: Int? = nil) throws {
    let file = try create(path)
    try bytes.withUnsafeBytes { try write($0, to: file) }
    try close(file, rows: rows)
  }
}

/// A text file that grows line by line: gathers bytes and hands them to the sink in large pieces.
public struct ArtefactText {
  public let sink: any ArtefactSink
  public let file: ArtefactFile
  /// Append here, then call `lineEnded` (for a data row) or `flushIfLarge`.
  public var bytes: [UInt8] = []
  public private(set) var rows = 0

  public init(_ sink: any ArtefactSink, path: String) throws {
    self.sink = sink
    file = try sink.create(path)
    bytes.reserveCapacity(ArtefactText.flushAt + 4096)
  }

  private static let flushAt = 256 * 1024

  /// Counts a data row and writes to the sink when enough has gathered.
  public mutating func rowEnded() throws {
    rows += 1
    try flushIfLarge()
  }

  public mutating func flushIfLarge() throws {
    if bytes.count >= ArtefactText.flushAt { try flush() }
  }

  public mutating func flush() throws {
    guard !bytes.isEmpty else { return }
    try bytes.withUnsafeBytes { try sink.write($0, to: file) }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Ends the file. `countsRows`: the manifest gets the number of data rows.
  public mutating func close(countsRows: Bool = true) throws {
    try flush()
    try sink.close(file, rows: countsRows ? rows : nil)
  }
}
