import Foundation
import Testing

@testable import Store

/// Pieces past the page cache. File systems that cannot do it refuse, and nothing is written then.
struct DirectAccessTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "direct-\(UUID())").path

  @Test func piecesComeBack() throws {
    let file = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
    defer {
      close(file)
      try? FileManager.default.removeItem(atPath: path)
    }
    let size = 256 * 1024
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * size, alignment: DirectAccess.alignment)
    defer { memory.deallocate() }
    for at in memory.indices { memory[at] = UInt8(truncatingIfNeeded: at &* 31 &+ at >> 8) }
    let piece = UnsafeRawBufferPointer(rebasing: memory[..<size])
    guard DirectAccess.write(file, piece, at: 4096) else {
      #expect(lseek(file, 0, SEEK_END) == 0)
      return
    }
    let found = UnsafeMutableRawBufferPointer(rebasing: memory[size...])
    #expect(DirectAccess.read(file, found, at: 4096) == size)
    #expect(piece.elementsEqual(UnsafeRawBufferPointer(found)))
    // The file ends before the piece does, and behind its end is nothing.
    #expect(DirectAccess.read(file, found, at: Int64(size)) == 4096)
    #expect(DirectAccess.read(file, found, at: Int64(size) * 2) == 0)
    // Written through the cache and read past it.
    #expect(pwrite(file, "middle", 6, 8192) == 6)
    #expect(DirectAccess.read(file, found, at: 8192) > 0 && found.starts(with: "middle".utf8))
  }

  @Test func whatIsNoWholePieceIsRefused() throws {
    let file = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
    defer {
      close(file)
      try? FileManager.default.removeItem(atPath: path)
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 8192, alignment: DirectAccess.alignment)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 7)
    #expect(!DirectAccess.write(file, UnsafeRawBufferPointer(rebasing: memory[1..<513]), at: 0))
    #expect(!DirectAccess.write(-1, UnsafeRawBufferPointer(memory), at: 0))
    #expect(DirectAccess.read(-1, memory, at: 0) == -1)
    // Whatever came of it, the file is written through the cache again.
    #expect(pwrite(file, "plain", 5, 1) == 5)
  }
}
