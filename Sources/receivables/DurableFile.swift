import Glibc
import Store

/// A new file of ours, written from start to end. `close` syncs it; its folder is synced by whoever makes the entry last.
///
/// A large file goes to the disk in pieces past the system's page cache (`O_DIRECT`): nobody reads it tonight, and where memory has to be
/// found first, copying two hundred megabytes of artefacts into the cache took up to a twelfth of a night. Where the file system cannot do
/// that, and for the last piece, it is written as ever.
final class DurableFile {
  let path: String
  private var fd: Int32
  /// What is not written yet of a file that may stay small.
  private var buffer: [UInt8] = []
  /// The same of a large file, at the beginning of a page of memory.
  private var piece: UnsafeMutableRawPointer?
  private var filled = 0
  private var isDirect = false
  private static let pieceSize = 512 * 1024

  init(creating path: String, mode: mode_t = Durable.fileMode) throws {
    self.path = path
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard fd >= 0 else { throw IOFailure("open", path, .create) }
  }

  deinit {
    piece?.deallocate()
    if fd >= 0 { Glibc.close(fd) }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    if piece == nil {
      if buffer.count + bytes.count <= DurableFile.pieceSize { return buffer.append(contentsOf: bytes) }
      makePiece()
      try buffer.withUnsafeBytes { try add($0) }
      buffer = []
    }
    try add(bytes)
  }

  /// Writes another file whole, of which this one is to be the copy, and shows each part of it. A large one is read into the pieces that are
  /// written.
  func write(_ source: borrowing ReadableFile, _ look: (UnsafeRawBufferPointer) -> Void) throws {
    guard source.size > DurableFile.pieceSize else {
      return try source.forEachChunk {
        look($0)
        try write($0)
      }
    }
    let piece = makePiece()
    try source.rewind()
    while true {
      let room = UnsafeMutableRawBufferPointer(start: piece + filled, count: DurableFile.pieceSize - filled)
      let count = try source.read(into: room)
      if count == 0 { return }
      look(UnsafeRawBufferPointer(rebasing: room[..<count]))
      filled += count
      if filled == DurableFile.pieceSize { try sendPiece() }
    }
  }

  @discardableResult
  private func makePiece() -> UnsafeMutableRawPointer {
    let made = UnsafeMutableRawPointer.allocate(
      byteCount: DurableFile.pieceSize, alignment: DirectAccess.alignment)
    piece = made
    setDirect(true)
    return made
  }

  /// Fills pieces, and writes each that is full.
  private func add(_ bytes: UnsafeRawBufferPointer) throws {
    guard let piece else { return }
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let part = min(rest.count, DurableFile.pieceSize - filled)
      (piece + filled).copyMemory(from: start, byteCount: part)
      filled += part
      rest = UnsafeRawBufferPointer(rebasing: rest[part...])
      if filled == DurableFile.pieceSize { try sendPiece() }
    }
  }

  private func sendPiece() throws {
    try send(UnsafeRawBufferPointer(start: piece, count: filled))
    filled = 0
  }

  private func send(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(fd, rest.baseAddress!, rest.count)
      if written < 0, errno == EINTR { continue }
      if written < 0, errno == EINVAL, isDirect {
        setDirect(false)
        continue
      }
      guard written > 0 else { throw IOFailure("write", path, .write) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  private func setDirect(_ isWanted: Bool) {
    if isWanted != isDirect, DirectAccess.set(isWanted, fd) { isDirect = isWanted }
  }

  func close() throws {
    if piece == nil {
      try buffer.withUnsafeBytes { try send($0) }
      buffer = []
    } else if filled > 0 {
      // The end of a file is no whole number of the disk's sectors.
      setDirect(false)
      try sendPiece()
    }
    guard fsync(fd) == 0 else { throw IOFailure("fsync", path, .write) }
    let closing = fd
    fd = -1
    guard Glibc.close(closing) == 0 else { throw IOFailure("close", path, .write) }
  }
}
