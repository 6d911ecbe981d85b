import Glibc
import Intake
import Ledger
import Store

/// Paths as text, and looking at folders. Nothing here writes.
enum Path {
  static func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") || folder.isEmpty { return name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
  static func parent(_ path: String) -> String {
    // By bytes: a mark that a name begins with would be one character with the slash before it.
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
  static func name(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path.utf8[path.utf8.index(after: slash)...]) ?? path
  }

  /// The path without links and dots; nil where there is nothing.
  static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// True where there is something of this name. That it cannot be told is an error, not a no: a disk fault must never look like a
  /// missing file.
  static func exists(_ path: String) throws -> Bool { try mode(path) != nil }
  static func isFolder(_ path: String) throws -> Bool { try mode(path).map { $0 & S_IFMT == S_IFDIR } ?? false }

  /// The same for a folder that pipeline.json names, which may be a link to one.
  static func leadsToFolder(_ path: String) throws -> Bool {
    var info = stat()
    if stat(path, &info) == 0 { return info.st_mode & S_IFMT == S_IFDIR }
    if errno == ENOENT || errno == ENOTDIR { return false }
    throw IOFailure("stat", path, .read)
  }

  private static func mode(_ path: String) throws -> mode_t? {
    var info = stat()
    if lstat(path, &info) == 0 { return info.st_mode }
    if errno == ENOENT || errno == ENOTDIR { return nil }
    throw IOFailure("lstat", path, .read)
  }

  /// Names in a folder, in byte order, without `.` and `..`. In a name that is not UTF-8 the wrong bytes are U+FFFD: there is nothing by the name
  /// that is given.
  static func list(_ path: String) throws -> [String] {
    guard let folder = opendir(path) else { throw IOFailure("opendir", path, .read) }
    defer { closedir(folder) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(folder) else {
        guard errno == 0 else { throw IOFailure("readdir", path, .read) }
        return names.sorted { ByteOrder.precedes($0, $1) }
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }
}

/// A regular file opened for reading. Links, pipes and devices are refused, not followed.
struct ReadableFile: ~Copyable {
  let path: String
  let size: Int
  /// Seconds since 1970 of the last change, and everything by which a change under our hands is noticed.
  let modified: Int64
  private let identity: [Int64]
  /// Whether it is a private copy of ours, as the archive holds them: nobody else can have changed it.
  let isOurs: Bool
  /// For `Durable`, which gives the file another name.
  let fd: Int32

  init(_ path: String) throws { try self.init(path, O_NOFOLLOW) }

  /// For files of the system, such as fonts, that packages install as links.
  static func followingLinks(_ path: String) throws -> ReadableFile { try ReadableFile(path, 0) }

  private init(_ path: String, _ flags: Int32) throws {
    self.path = path
    fd = open(path, O_RDONLY | flags | O_NONBLOCK | O_CLOEXEC)
    guard fd >= 0 else {
      if errno == ELOOP { throw IOFailure("it is a symbolic link, which is not followed", path, .read) }
      throw IOFailure("open", path, .read)
    }
    var info = stat()
    guard fstat(fd, &info) == 0 else { throw IOFailure("fstat", path, .read) }
    guard info.st_mode & S_IFMT == S_IFREG else {
      throw IOFailure("it is not a regular file", path, .read, code: EINVAL)
    }
    size = Int(info.st_size)
    modified = Int64(info.st_mtim.tv_sec)
    identity = ReadableFile.identity(info)
    isOurs = info.st_uid == geteuid() && info.st_mode & 0o777 == 0o400
  }

  deinit { close(fd) }

  private static func identity(_ info: stat) -> [Int64] {
    [
      Int64(info.st_size), Int64(info.st_mtim.tv_sec), Int64(info.st_mtim.tv_nsec), Int64(info.st_ctim.tv_sec),
      Int64(info.st_ctim.tv_nsec), Int64(truncatingIfNeeded: info.st_ino),
    ]
  }

  /// Hands the file over in pieces of 256 KiB from its start.
  /// - Parameter pastCache: reads a large file past the system's page cache, where the file system can do that: for files that we have
  ///   just written so, and need once.
  func forEachChunk(pastCache: Bool = false, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    let capacity = 256 * 1024
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: DirectAccess.alignment)
    defer { buffer.deallocate() }
    try rewind()
    var isDirect = pastCache && size >= 4 * capacity && DirectAccess.set(true, fd)
    defer { if isDirect { _ = DirectAccess.set(false, fd) } }
    while true {
      let count: Int
      do {
        count = try read(into: buffer)
      } catch let failure as IOFailure where failure.code == EINVAL && isDirect && DirectAccess.set(false, fd) {
        isDirect = false
        continue
      }
      if count == 0 { return }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The next bytes that are read are the file's first.
  func rewind() throws {
    guard lseek(fd, 0, SEEK_SET) == 0 else { throw IOFailure("lseek", path, .read) }
  }

  /// Reads what comes next, as much as there is room for or less; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Glibc.read(fd, buffer.baseAddress!, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw IOFailure("read", path, .read) }
      return count
    }
  }

  /// The first bytes, at most `limit`.
  func head(_ limit: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(limit, max(size, 0)))
    var filled = 0
    try rewind()
    while filled < bytes.count {
      let count = try bytes.withUnsafeMutableBytes { try read(into: .init(rebasing: $0[filled...])) }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes[..<filled])
  }

  func all() throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// SHA-256 of the whole file, in hex.
  func sha256() throws -> String {
    var hash = SHA256()
    try forEachChunk { hash.update($0) }
    return SHA256.hex(hash.finish())
  }

  enum Writers { case none, some, unknown }

  /// Asks the kernel for a read lease: it is granted only while nobody has the file open for writing. Where leases do not work (network
  /// file systems, files of others) the answer is unknown.
  func writers() -> Writers {
    let setLease: Int32 = 1024
    if fcntl(fd, setLease, Int32(F_RDLCK)) == 0 {
      _ = fcntl(fd, setLease, Int32(F_UNLCK))
      return .none
    }
    return errno == EAGAIN ? .some : .unknown
  }

  /// True while the file at the path is still this one, unchanged since it was opened.
  func isUnchanged() throws -> Bool {
    var info = stat()
    guard fstat(fd, &info) == 0 else { throw IOFailure("fstat", path, .read) }
    return ReadableFile.identity(info) == identity
  }
}

extension FileHead {
  /// - Parameters:
  ///   - folder: the folder it lies in below the inbox; empty: none.
  ///   - path: as messages call it; nil: its place in the inbox.
  init(_ source: borrowing ReadableFile, name: String, folder: String = "", path: String? = nil) throws {
    self.init(
      name: name, folder: folder.isEmpty ? nil : folder, bytes: try source.head(FileHead.limit), size: source.size,
      path: path)
  }
}
