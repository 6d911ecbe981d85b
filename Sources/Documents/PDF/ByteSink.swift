/// Where the bytes of a document go, in order, in pieces of about a megabyte. The shell puts a file behind it.
package protocol ByteSink {
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws
}

/// Keeps the bytes in memory: for tests and for documents that go into an e-mail.
package final class MemorySink: ByteSink {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package func write(_ piece: UnsafeRawBufferPointer) { bytes.append(contentsOf: piece) }
}
