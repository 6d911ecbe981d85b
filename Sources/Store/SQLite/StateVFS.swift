import CSQLite
import Glibc

/// How SQLite comes to the state and its journal while a run stores: as it always does, with `PieceFile` before either file.
enum StateVFS {
  private static let ownName: StaticString = "receivables"

  /// The name of the VFS, registered when first asked for; it stays where it is.
  static func name() throws(StoreError) -> UnsafePointer<CChar> {
    let name = UnsafeRawPointer(ownName.utf8Start).assumingMemoryBound(to: CChar.self)
    guard sqlite3_vfs_find(name) == nil else { return name }
    guard let usual = sqlite3_vfs_find(nil) else { throw StoreError(code: SQLITE_ERROR, message: "SQLite has no VFS") }
    // There until the process ends, as SQLite asks for.
    let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    vfs.initialize(to: usual.pointee)
    vfs.pointee.zName = name
    vfs.pointee.szOsFile += Int32(PieceFile.headBytes)
    vfs.pointee.xOpen = { _, name, file, flags, outFlags in
      guard let usual = sqlite3_vfs_find(nil), let file else { return SQLITE_ERROR }
      guard flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_MAIN_DB) != 0 else {
        return usual.pointee.xOpen(usual, name, file, flags, outFlags)
      }
      let next = StateVFS.nextDescriptor()
      let result = usual.pointee.xOpen(usual, name, PieceFile.inner(file), flags, outFlags)
      // Without methods it is not closed.
      file.pointee.pMethods = nil
      if PieceFile.inner(file).pointee.pMethods != nil {
        let role: PieceFile.Role = flags & SQLITE_OPEN_MAIN_JOURNAL != 0 ? .journal : .state
        PieceFile.begin(file, role, descriptor: StateVFS.isFile(name, next) ? next : -1)
      }
      return result
    }
    let result = sqlite3_vfs_register(vfs, 0)
    guard result == SQLITE_OK else { throw StoreError(code: result, message: "the state's VFS was refused") }
    return name
  }

  /// The descriptor that the next file to be opened gets: the lowest that is free, of which SQLite takes none below 3. -1 where it cannot be
  /// told. SQLite does not say which it has got, and to open the file once more would cost its locks when that is closed.
  private static func nextDescriptor() -> Int32 {
    let free = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
    if free >= 0 { close(free) }
    return free
  }

  /// Whether a descriptor is open for the file of this name.
  private static func isFile(_ name: UnsafePointer<CChar>?, _ descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    guard let name, descriptor >= 0, stat(name, &named) == 0, fstat(descriptor, &opened) == 0 else { return false }
    return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
  }
}
