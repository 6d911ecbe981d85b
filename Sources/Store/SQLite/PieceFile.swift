import CSQLite
import Glibc

/// The state, or its journal, written and read in large pieces.
///
/// SQLite writes a page of 4 KB at a time, and to the journal in three calls of which two have four bytes: 130,000 calls in a first load of a
/// million open items. Here what it writes one behind the other gathers in memory until it writes elsewhere, or makes the file
/// durable. SQLite makes the journal durable before it changes a page of the state, and the state before it lets go of the journal: so
/// what is on the disk when, at those moments, is as it was. A large piece goes past the system's page cache (`DirectAccess`), for
/// nobody reads it tonight: half a gigabyte costs a tenth so.
///
/// What is read one behind the other, as the pages of the open position are, is read ahead in the same way.
///
/// What has gathered is read as if it were in the file. Where writing it fails SQLite is told, with the next write or when it makes
/// the file durable. Of the journal it stays then, for SQLite rolls back from it what it has changed in memory; of the state it
/// is gone, for the transaction is, and the journal tells what was before.
enum PieceFile {
  enum Role { case state, journal }

  /// What stands in SQLite's memory for the file, before the usual file.
  private struct Head {
    var file: sqlite3_file
    var methods: sqlite3_io_methods
    var role: Role
    /// For pieces past the cache; -1 where they are not to be had.
    var descriptor: Int32
    /// What is not written yet: its first byte lies as far behind a multiple of the alignment as it does in the file.
    var gathered: Piece
    var ahead: Piece
    /// Where the next page is read when it lies behind the last one, and how many in a row did.
    var nextRead: Int64
    var inRow: Int
  }

  /// A part of the file in memory, which is asked for when it is needed first.
  private struct Piece {
    var memory: UnsafeMutableRawPointer?
    /// Where in the file it begins, and how many bytes it has.
    var start: Int64 = 0
    var count = 0

    /// How far its first byte lies behind the beginning of the memory.
    var lead: Int { Int(start & Int64(DirectAccess.alignment - 1)) }
    var end: Int64 { start + Int64(count) }
    var bytes: UnsafeMutableRawPointer? { memory.map { $0 + lead } }

    func overlaps(_ offset: Int64, _ size: Int) -> Bool { count > 0 && offset < end && start < offset + Int64(size) }
  }

  private static let capacity = 1 << 20
  /// Less than this is written through the cache: a call past it waits for the disk.
  private static let leastDirect = 128 * 1024
  /// What SQLite itself writes at once: it takes less than 128 KB.
  private static let usualPiece = 64 * 1024
  /// So many reads in a row, and the file is read ahead.
  private static let leastInRow = 16

  /// A multiple of what any value is aligned to.
  static let headBytes = (MemoryLayout<Head>.size + 15) / 16 * 16

  private static func head(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<Head> {
    UnsafeMutableRawPointer(file).assumingMemoryBound(to: Head.self)
  }

  static func inner(_ file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<sqlite3_file> {
    (UnsafeMutableRawPointer(file) + headBytes).assumingMemoryBound(to: sqlite3_file.self)
  }

  private static func usual(_ file: UnsafeMutablePointer<sqlite3_file>) -> sqlite3_io_methods {
    inner(file).pointee.pMethods.pointee
  }

  /// - Parameter descriptor: the one of the usual file, or -1.
  static func begin(_ file: UnsafeMutablePointer<sqlite3_file>, _ role: Role, descriptor: Int32) {
    UnsafeMutableRawPointer(file).bindMemory(to: Head.self, capacity: 1).initialize(
      to: Head(
        file: sqlite3_file(), methods: methods, role: role, descriptor: descriptor, gathered: Piece(), ahead: Piece(),
        nextRead: -1, inRow: 0))
    let head = head(file)
    head.pointee.file.pMethods = UnsafePointer(head.pointer(to: \.methods)!)
  }

  // MARK: Writing

  private static func write(
    _ file: UnsafeMutablePointer<sqlite3_file>, _ bytes: UnsafeRawPointer, _ count: Int, _ offset: Int64
  ) -> Int32 {
    let head = head(file)
    if head.pointee.gathered.count > 0, offset != head.pointee.gathered.end {
      let result = flush(file)
      guard result == SQLITE_OK else { return result }
    }
    guard let memory = head.pointee.gathered.memory ?? allocate() else {
      head.pointee.ahead.count = 0
      return usual(file).xWrite(inner(file), bytes, Int32(count), offset)
    }
    head.pointee.gathered.memory = memory
    if head.pointee.gathered.count == 0 { head.pointee.gathered.start = offset }
    var rest = UnsafeRawBufferPointer(start: bytes, count: count)
    while !rest.isEmpty {
      let gathered = head.pointee.gathered
      let room = capacity - gathered.lead - gathered.count
      if room == 0 {
        let result = flushWhole(file)
        guard result == SQLITE_OK else { return result }
        continue
      }
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(room))
      UnsafeMutableRawBufferPointer(start: gathered.bytes! + gathered.count, count: part.count).copyMemory(from: part)
      head.pointee.gathered.count += part.count
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(room))
    }
    return SQLITE_OK
  }

  private static func allocate() -> UnsafeMutableRawPointer? {
    aligned_alloc(DirectAccess.alignment, capacity)
  }

  /// Writes what has gathered, all of it.
  private static func flush(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
    let head = head(file)
    if head.pointee.gathered.count >= leastDirect {
      let result = flushWhole(file)
      guard result == SQLITE_OK else { return result }
    }
    return flush(file, head.pointee.gathered.count)
  }

  /// Writes what has gathered up to the last multiple of the alignment.
  private static func flushWhole(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
    let head = head(file)
    let lead = head.pointee.gathered.lead
    if lead > 0 {
      let result = flush(file, min(DirectAccess.alignment - lead, head.pointee.gathered.count))
      guard result == SQLITE_OK else { return result }
    }
    let gathered = head.pointee.gathered
    let whole = gathered.count / DirectAccess.alignment * DirectAccess.alignment
    if whole >= leastDirect, let bytes = gathered.bytes,
      DirectAccess.write(
        head.pointee.descriptor, UnsafeRawBufferPointer(start: bytes, count: whole), at: gathered.start)
    {
      written(file, whole)
      return SQLITE_OK
    }
    return flush(file, whole)
  }

  /// Writes so many bytes of the beginning as SQLite does.
  private static func flush(_ file: UnsafeMutablePointer<sqlite3_file>, _ count: Int) -> Int32 {
    let head = head(file)
    let gathered = head.pointee.gathered
    guard count > 0, let bytes = gathered.bytes else { return SQLITE_OK }
    var done = 0
    while done < count {
      let part = min(count - done, usualPiece)
      let result = usual(file).xWrite(inner(file), bytes + done, Int32(part), gathered.start + Int64(done))
      guard result == SQLITE_OK else {
        head.pointee.ahead.count = 0
        if head.pointee.role == .state { head.pointee.gathered.count = 0 }
        return result
      }
      done += part
    }
    written(file, count)
    return SQLITE_OK
  }

  /// What is left moves to where it lies as it does in the file. What was read ahead of it meanwhile is from before.
  private static func written(_ file: UnsafeMutablePointer<sqlite3_file>, _ count: Int) {
    let head = head(file)
    let before = head.pointee.gathered
    if head.pointee.ahead.overlaps(before.start, count) { head.pointee.ahead.count = 0 }
    head.pointee.gathered.start += Int64(count)
    head.pointee.gathered.count -= count
    guard let from = before.bytes, let to = head.pointee.gathered.bytes, head.pointee.gathered.count > 0 else { return }
    memmove(to, from + count, head.pointee.gathered.count)
  }

  // MARK: Reading

  /// Reads what the file holds, and over it what has gathered.
  private static func read(
    _ file: UnsafeMutablePointer<sqlite3_file>, _ bytes: UnsafeMutableRawPointer, _ count: Int, _ offset: Int64
  ) -> Int32 {
    let result =
      readAhead(file, bytes, count, offset)
      ? SQLITE_OK : usual(file).xRead(inner(file), bytes, Int32(count), offset)
    let gathered = head(file).pointee.gathered
    guard gathered.overlaps(offset, count), result == SQLITE_OK || result == shortRead else { return result }
    let (from, to) = (max(gathered.start, offset), min(gathered.end, offset + Int64(count)))
    (bytes + Int(from - offset)).copyMemory(
      from: gathered.bytes! + Int(from - gathered.start), byteCount: Int(to - from))
    return to == offset + Int64(count) ? SQLITE_OK : result
  }

  /// `SQLITE_IOERR_SHORT_READ`: the file ends before; the rest is zeros.
  private static let shortRead = SQLITE_IOERR | (2 << 8)

  /// Reads from a piece that was read ahead, once reads come in a row. False: nothing was read.
  private static func readAhead(
    _ file: UnsafeMutablePointer<sqlite3_file>, _ bytes: UnsafeMutableRawPointer, _ count: Int, _ offset: Int64
  ) -> Bool {
    let head = head(file)
    head.pointee.inRow = offset == head.pointee.nextRead ? head.pointee.inRow + 1 : 0
    head.pointee.nextRead = offset + Int64(count)
    let ahead = head.pointee.ahead
    if offset < ahead.start || offset + Int64(count) > ahead.end {
      guard head.pointee.inRow >= leastInRow, offset % Int64(DirectAccess.alignment) == 0,
        let memory = ahead.memory ?? allocate()
      else { return false }
      let piece = UnsafeMutableRawBufferPointer(start: memory, count: capacity)
      let found = DirectAccess.read(head.pointee.descriptor, piece, at: offset)
      head.pointee.ahead = Piece(memory: memory, start: offset, count: max(found, 0))
      guard found >= count else { return false }
    }
    guard let from = head.pointee.ahead.bytes else { return false }
    bytes.copyMemory(from: from + Int(offset - head.pointee.ahead.start), byteCount: count)
    return true
  }

  private static func size(_ file: UnsafeMutablePointer<sqlite3_file>, _ size: UnsafeMutablePointer<Int64>) -> Int32 {
    let result = usual(file).xFileSize(inner(file), size)
    let gathered = head(file).pointee.gathered
    if result == SQLITE_OK, gathered.count > 0 { size.pointee = max(size.pointee, gathered.end) }
    return result
  }

  // MARK: SQLite's methods

  /// Does something with the usual file, all of which is written by then. What was read ahead is not trusted any longer: without a lock
  /// others may write.
  private static func flushed(
    _ file: UnsafeMutablePointer<sqlite3_file>?,
    _ body: (UnsafeMutablePointer<sqlite3_file>, sqlite3_io_methods) -> Int32
  ) -> Int32 {
    guard let file else { return SQLITE_ERROR }
    head(file).pointee.ahead.count = 0
    let result = flush(file)
    return result == SQLITE_OK ? body(inner(file), usual(file)) : result
  }

  private static func close(_ file: UnsafeMutablePointer<sqlite3_file>) -> Int32 {
    // What SQLite has not made durable of a journal it needs no more: no page of the state was changed on the strength of it.
    let flushed = head(file).pointee.role == .state ? flush(file) : SQLITE_OK
    let closed = usual(file).xClose(inner(file))
    free(head(file).pointee.gathered.memory)
    free(head(file).pointee.ahead.memory)
    file.pointee.pMethods = nil
    return flushed == SQLITE_OK ? closed : flushed
  }

  private static func unlock(_ file: UnsafeMutablePointer<sqlite3_file>, _ lock: Int32) -> Int32 {
    head(file).pointee.ahead.count = 0
    let flushed = flush(file)
    let unlocked = usual(file).xUnlock(inner(file), lock)
    return flushed == SQLITE_OK ? unlocked : flushed
  }

  private static var methods: sqlite3_io_methods {
    var methods = sqlite3_io_methods()
    methods.iVersion = 1
    methods.xWrite = { file, bytes, count, offset in
      guard let file, let bytes else { return SQLITE_ERROR }
      return PieceFile.write(file, bytes, Int(count), offset)
    }
    methods.xClose = { file in file.map { PieceFile.close($0) } ?? SQLITE_ERROR }
    methods.xRead = { file, bytes, count, offset in
      guard let file, let bytes else { return SQLITE_ERROR }
      return PieceFile.read(file, bytes, Int(count), offset)
    }
    methods.xTruncate = { file, size in PieceFile.flushed(file) { $1.xTruncate($0, size) } }
    methods.xSync = { file, flags in PieceFile.flushed(file) { $1.xSync($0, flags) } }
    methods.xFileSize = { file, size in
      guard let file, let size else { return SQLITE_ERROR }
      return PieceFile.size(file, size)
    }
    methods.xLock = { file, lock in PieceFile.flushed(file) { $1.xLock($0, lock) } }
    methods.xUnlock = { file, lock in file.map { PieceFile.unlock($0, lock) } ?? SQLITE_ERROR }
    methods.xCheckReservedLock = { file, isLocked in
      file.map { PieceFile.usual($0).xCheckReservedLock(PieceFile.inner($0), isLocked) } ?? SQLITE_ERROR
    }
    // Says how large the file will be before each page behind its end; nothing that it says needs what has gathered.
    methods.xFileControl = { file, what, value in
      file.map { PieceFile.usual($0).xFileControl(PieceFile.inner($0), what, value) } ?? SQLITE_ERROR
    }
    methods.xSectorSize = { file in file.map { PieceFile.usual($0).xSectorSize(PieceFile.inner($0)) } ?? 0 }
    methods.xDeviceCharacteristics = { file in
      file.map { PieceFile.usual($0).xDeviceCharacteristics(PieceFile.inner($0)) } ?? 0
    }
    return methods
  }
}
