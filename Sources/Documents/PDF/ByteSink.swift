/// Where the bytes of a document go, in order, in pieces of about a megabyte. The shell puts a file behind it.
public protocol ByteSink {
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws
}

/// Keeps the bytes in memory: for tests and for documents that go into an e-mail.
public final class MemorySink: ByteSink {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public func write(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }
}
