import CSQLite

/// The rollback journal of a run, written in large pieces.
///
/// SQLite writes each page that changes to the journal first, in three calls of which two have four bytes: 52,000 calls in a night that changes
/// 17,000 pages. Here they gather in memory until SQLite makes the journal durable, which it does before it changes a page of the state, or writes
/// anything else than one more piece at the end. So the order in which things are on the disk stays as it was.
///
/// What has gathered is read as if it were in the file, also where writing it fails: SQLite rolls back from it what it has changed in memory.
///
/// It is a VFS of SQLite that opens every file as the usual one does, and puts its own methods before the journal's.
enum JournalFile {
  private static let name: StaticString = "receivables"

  /// The name of the VFS, registered when first asked for; it stays where it is.
  static func vfs() throws(StoreError) -> UnsafePointer<CChar> {
    let name = UnsafeRawPointer(JournalFile.name.utf8Start).assumingMemoryBound(to: CChar.self)
    guard sqlite3_vfs_find(name) == nil else { return name }
    guard let usual = sqlite3_vfs_find(nil) else { throw StoreError(code: SQLITE_ERROR, message: "SQLite has no VFS") }
    // There until the process ends, as SQLite asks for.
    let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    vfs.initialize(to: usual.pointee)
    vfs.pointee.zName = name
    vfs.pointee.szOsFile += Int32(JournalFile.headBytes)
    vfs.pointee.xOpen = { _, name, file, flags, outFlags in
      guard let usual = sqlite3_vfs_find(nil), let file else { return SQLITE_ERROR }
      guard flags & SQLITE_OPEN_MAIN_JOURNAL != 0 else {
        return usual.pointee.xOpen(usual, name, file, flags, outFlags)
      }
      let result = usual.pointee.xOpen(usual, name, JournalFile.inner(file), flags, outFlags)
      // Without methods it is not closed.
      file.pointee.pMethods = nil
      if JournalFile.inner(file).pointee.pMethods != nil { JournalFile.begin(file) }
      return result
    }
    let result = sqlite3_vfs_register(vfs, 0)
    guard result == SQLITE_OK else { throw StoreError(code: result, message: "the journal's VFS was refused") }
    return name
  }

  /// What stands in SQLite's memory for the file, before the usual file.
  private struct Head {
    var file: sqlite3_file
    var methods: sqlite3_io_methods
    /// What is not written yet, and where in the file it begins.
    var bytes: UnsafeMutableRawPointer
    var count: Int
    var start: Int64
  }

  /// SQLite's own writing takes less than 128 KB at once.
  private static let capacity = 64 * 1024
  /// A multiple of what any value is aligned to.
  private static let headBytes = (MemoryLayout<Head>.size + 15) / 16 * 16

  private static func head(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<Head> {
    UnsafeMutableRawPointer(file).assumingMemoryBound(to: Head.self)
  }

  private static func inner(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<sqlite3_file> {
    (UnsafeMutableRawPointer(file) + headBytes).assumingMemoryBound(to: sqlite3_file.self)
  }

  private static func usual(_ file: UnsafeMutablePointer<sqlite3_file>) -> sqlite3_io_methods {
    inner(file).pointee.pMethods.pointee
  }

  private static func begin(_ file: UnsafeMutablePointer<sqlite3_file>) {
    UnsafeMutableRawPointer(file).bindMemory(to: Head.self, capacity: 1).initialize(
      to: Head(
        file: sqlite3_file(), methods: methods, bytes: .allocate(byteCount: capacity, alignment: 16), count: 0, start: 0
      ))
    let head = head(file)
    head.pointee.file.pMethods = UnsafePointer(head.pointer(to: \.methods)!)
  }

  /// Writes what has gathered. Where that fails SQLite is told, and it stays: to be read, and to be written when somebody tries again.
  private static func flush(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
    let head = head(file)
    let count = head.pointee.count
    guard count > 0 else { return SQLITE_OK }
    let result = usual(file).xWrite(inner(file), head.pointee.bytes, Int32(count), head.pointee.start)
    if result == SQLITE_OK { head.pointee.count = 0 }
    return result
  }

  /// Reads what the file holds, and over it what has gathered.
  private static func read(
    _ file: UnsafeMutablePointer<sqlite3_file>, _ bytes: UnsafeMutableRawPointer, _ count: Int32, _ offset: Int64
  ) -> Int32 {
    let result = usual(file).xRead(inner(file), bytes, count, offset)
    let (start, end) = (head(file).pointee.start, head(file).pointee.start + Int64(head(file).pointee.count))
    let (from, to) = (max(start, offset), min(end, offset + Int64(count)))
    guard from < to, result == SQLITE_OK || result == shortRead else { return result }
    (bytes + Int(from - offset)).copyMemory(
      from: head(file).pointee.bytes + Int(from - start), byteCount: Int(to - from))
    return to == offset + Int64(count) ? SQLITE_OK : result
  }

  /// `SQLITE_IOERR_SHORT_READ`: the file ends before; the rest is zeros.
  private static let shortRead = SQLITE_IOERR | (2 << 8)

  private static func size(_ file: UnsafeMutablePointer<sqlite3_file>, _ size: UnsafeMutablePointer<Int64>) -> Int32 {
    let result = usual(file).xFileSize(inner(file), size)
    let head = head(file).pointee
    if result == SQLITE_OK, head.count > 0 { size.pointee = max(size.pointee, head.start + Int64(head.count)) }
    return result
  }

  /// Does something with the usual file, all of which is written by then.
  private static func flushed(
    _ file: UnsafeMutablePointer<sqlite3_file>?,
    _ body: (UnsafeMutablePointer<sqlite3_file>, sqlite3_io_methods) -> Int32
  ) -> Int32 {
    guard let file else { return SQLITE_ERROR }
    let result = flush(file)
    return result == SQLITE_OK ? body(inner(file), usual(file)) : result
  }

  private static func append(
    _ file: UnsafeMutablePointer<sqlite3_file>, _ bytes: UnsafeRawPointer, _ count: Int, _ offset: Int64
  ) -> Int32 {
    let head = head(file)
    if offset != head.pointee.start + Int64(head.pointee.count) || head.pointee.count + count > capacity {
      let result = flush(file)
      guard result == SQLITE_OK else { return result }
      head.pointee.start = offset
    }
    guard count <= capacity else {
      return usual(file).xWrite(inner(file), bytes, Int32(count), offset)
    }
    (head.pointee.bytes + head.pointee.count).copyMemory(from: bytes, byteCount: count)
    head.pointee.count += count
    return SQLITE_OK
  }

  private static var methods: sqlite3_io_methods {
    var methods = sqlite3_io_methods()
    methods.iVersion = 1
    methods.xWrite = { file, bytes, count, offset in
      guard let file, let bytes else { return SQLITE_ERROR }
      return JournalFile.append(file, bytes, Int(count), offset)
    }
    methods.xClose = { file in
      guard let file else { return SQLITE_ERROR }
      // What SQLite has not made durable it needs no more: no page of the state was changed on the strength of it.
      let closed = JournalFile.usual(file).xClose(JournalFile.inner(file))
      JournalFile.head(file).pointee.bytes.deallocate()
      file.pointee.pMethods = nil
      return closed
    }
    methods.xRead = { file, bytes, count, offset in
      guard let file, let bytes else { return SQLITE_ERROR }
      return JournalFile.read(file, bytes, count, offset)
    }
    methods.xTruncate = { file, size in JournalFile.flushed(file) { $1.xTruncate($0, size) } }
    methods.xSync = { file, flags in JournalFile.flushed(file) { $1.xSync($0, flags) } }
    methods.xFileSize = { file, size in
      guard let file, let size else { return SQLITE_ERROR }
      return JournalFile.size(file, size)
    }
    methods.xLock = { file, lock in JournalFile.flushed(file) { $1.xLock($0, lock) } }
    methods.xUnlock = { file, lock in JournalFile.flushed(file) { $1.xUnlock($0, lock) } }
    methods.xCheckReservedLock = { file, isLocked in
      JournalFile.flushed(file) { $1.xCheckReservedLock($0, isLocked) }
    }
    methods.xFileControl = { file, what, value in JournalFile.flushed(file) { $1.xFileControl($0, what, value) } }
    methods.xSectorSize = { file in file.map { JournalFile.usual($0).xSectorSize(JournalFile.inner($0)) } ?? 0 }
    methods.xDeviceCharacteristics = { file in
      file.map { JournalFile.usual($0).xDeviceCharacteristics(JournalFile.inner($0)) } ?? 0
    }
    return methods
  }
}
