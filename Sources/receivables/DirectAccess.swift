import Glibc

/// Files past the system's page cache (`O_DIRECT`): what is copied once and not looked at again need not pass through it.
enum DirectAccess {
  /// Buffers have to begin at a multiple of this, and pieces of files to be one: a page of memory, which is no less than a sector.
  static let alignment = 4096

  /// Switches it for an open file. False where the file system or the processor's Linux cannot.
  static func set(_ isWanted: Bool, _ fd: Int32) -> Bool {
    guard flag != 0 else { return false }
    let flags = fcntl(fd, F_GETFL)
    return flags >= 0 && fcntl(fd, F_SETFL, isWanted ? flags | flag : flags & ~flag) == 0
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
