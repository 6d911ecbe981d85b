import Glibc

/// Files past the system's page cache (`O_DIRECT`): what is copied once and not looked at again need not pass through it.
public enum DirectAccess {
  /// Buffers have to begin at a multiple of this, and pieces of files to be one: a page of memory, which is no less than a sector.
  public static let alignment = 4096

  /// Switches it for an open file. False where the file system or the processor's Linux cannot.
  public static func set(_ isWanted: Bool, _ fd: Int32) -> Bool {
    guard flag != 0, fd >= 0 else { return false }
    let flags = fcntl(fd, F_GETFL)
    return flags >= 0 && fcntl(fd, F_SETFL, isWanted ? flags | flag : flags & ~flag) == 0
  }

  /// Writes one piece. False: not all of it, and whoever asks writes it as ever, which tells what is wrong.
  /// - Parameter offset: as the piece itself and its memory a multiple of `alignment`.
  static func write(_ fd: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) -> Bool {
    guard set(true, fd) else { return false }
    defer { _ = set(false, fd) }
    var done = 0
    while done < bytes.count {
      let written = pwrite(fd, bytes.baseAddress! + done, bytes.count - done, off_t(offset) + done)
      if written < 0, errno == EINTR { continue }
      // The rest of a piece that was cut off elsewhere begins at no multiple.
      guard written > 0, written % alignment == 0 else { return false }
      done += written
    }
    return true
  }

  /// Reads one piece, and tells how many bytes the file has of it; -1 where it cannot be read so.
  /// - Parameter offset: as the piece itself and its memory a multiple of `alignment`.
  static func read(_ fd: Int32, _ bytes: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int {
    guard set(true, fd) else { return -1 }
    defer { _ = set(false, fd) }
    while true {
      let count = pread(fd, bytes.baseAddress!, bytes.count, off_t(offset))
      if count >= 0 || errno != EINTR { return count }
    }
  }

  /// Linux's own number, which differs by processor and which Swift's import of the C headers leaves out.
  #if arch(x86_64)
    private static let flag: Int32 = 0o40000
  #elseif arch(arm64)
    private static let flag: Int32 = 0o200000
  #else
    private static let flag: Int32 = 0
  #endif
}
