import Glibc
import Ledger

/// What the operating system refused: the call, the path, and why.
struct IOFailure: Error, CustomStringConvertible {
  enum Purpose { case read, create, write }
  let call: String
  let path: String
  let code: Int32
  let purpose: Purpose

  init(_ call: String, _ path: String, _ purpose: Purpose, code: Int32 = errno) {
    self.call = call
    self.path = path
    self.purpose = purpose
    self.code = code
  }

  /// A fault of this one file (not ours to read, not a regular file), not of the disk: the other files are taken all the same.
  var isAboutTheFile: Bool { [EACCES, EPERM, ELOOP, EINVAL, ENXIO].contains(code) }

  /// Why, in words: the system's, or ours where the system's mislead.
  var reason: String { call.hasPrefix("it is") ? call : "\(call): \(String(cString: strerror(code)))" }
  var description: String { "\(path): \(reason)" }

  /// Exit code by sysexits: 77 permission, 66 input, 73 cannot create, 74 the rest (full disk among them).
  var exit: ExitCode {
    switch code {
    case EACCES, EPERM, EROFS: purpose == .read && call != "opendir" && call != "lstat" ? .unreadableInput : .permission
    case ENOSPC, EDQUOT, EIO, EFBIG, ENOMEM: .inputOutput
    default:
      switch purpose {
      case .read: .unreadableInput
      case .create: .cannotCreate
      case .write: .inputOutput
      }
    }
  }
}

/// All writing to disk. Each function returns once its effect survives a power cut: file data and directory entry are synced, in
/// this order. Nothing else in the program opens a file for writing; `make check` sees to it.
enum Durable {
  static let fileMode: mode_t = 0o640
  static let folderMode: mode_t = 0o2750

  /// Makes a folder and its missing parents, each synced into its parent.
  static func makeFolder(_ path: String, mode: mode_t = folderMode) throws {
    var info = stat()
    if stat(path, &info) == 0 {
      if info.st_mode & S_IFMT == S_IFDIR { return }
    } else if errno != ENOENT, errno != ENOTDIR {
      throw IOFailure("stat", path, .write)
    }
    let parent = Path.parent(path)
    if parent != path { try makeFolder(parent, mode: mode) }
    if mkdir(path, mode) != 0, errno != EEXIST { throw IOFailure("mkdir", path, .create) }
    try syncFolder(parent)
  }

  /// Writes a whole small file: a temporary beside it, synced, renamed over it, the folder synced.
  /// - Parameter rights: those that it has in the end, whatever the mask.
  static func put(_ bytes: [UInt8], at path: String, mode: mode_t = fileMode, rights: mode_t? = nil) throws {
    let temporary = Path.join(Path.parent(path), ".\(Path.name(path)).tmp")
    _ = unlink(temporary)
    let file = try DurableFile(creating: temporary, mode: mode)
    try bytes.withUnsafeBytes { try file.write($0) }
    if let rights, chmod(temporary, rights) != 0 { throw IOFailure("chmod", temporary, .write) }
    try file.close()
    try move(temporary, to: path)
  }

  /// The same for a file that others are to read, whatever the mask: with these rights where it is new, else with those that somebody has given it.
  static func put(_ bytes: [UInt8], at path: String, forOthers rights: mode_t) throws {
    var info = stat()
    let isThere = lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    try put(bytes, at: path, mode: fileMode, rights: isThere ? info.st_mode & 0o777 : rights)
  }

  /// Writes a small file that need not survive a power cut, over what is there.
  static func note(_ text: String, at path: String) throws {
    let fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw IOFailure("open", path, .create) }
    defer { Glibc.close(fd) }
    let bytes = Array(text.utf8)
    guard Glibc.write(fd, bytes, bytes.count) == bytes.count else { throw IOFailure("write", path, .write) }
  }

  static func put(_ text: String, at path: String) throws { try put(Array(text.utf8), at: path) }

  /// Renames within one file system and syncs both folders.
  static func move(_ from: String, to: String) throws {
    guard rename(from, to) == 0 else { throw IOFailure("rename", "\(from) -> \(to)", .write) }
    try syncFolder(Path.parent(to))
    if Path.parent(from) != Path.parent(to) { try syncFolder(Path.parent(from)) }
  }

  /// Moves a small file to where it belongs, also to another file system: there it is written anew, and removed here once it is safe.
  static func bring(_ from: String, to: String) throws {
    do { try move(from, to: to) } catch let failure as IOFailure where failure.code == EXDEV {
      try put(try ReadableFile(from).all(), at: to)
      try remove(from)
    }
  }

  /// Removes a file if it is there.
  static func remove(_ path: String) throws {
    guard unlink(path) == 0 else {
      if errno == ENOENT { return }
      throw IOFailure("unlink", path, .write)
    }
    try syncFolder(Path.parent(path))
  }

  /// Removes a folder with everything in it, if it is there. For staging folders of ours only.
  static func removeFolder(_ path: String) throws {
    guard try Path.isFolder(path) else { return }
    for name in try Path.list(path) {
      let child = Path.join(path, name)
      if try Path.isFolder(child) {
        try removeFolder(child)
      } else if unlink(child) != 0, errno != ENOENT {
        throw IOFailure("unlink", child, .write)
      }
    }
    guard rmdir(path) == 0 || errno == ENOENT else { throw IOFailure("rmdir", path, .write) }
    try syncFolder(Path.parent(path))
  }

  /// Copies a file that may be anybody's into a new file of ours, and returns size and sha256 of what was copied.
  static func copy(_ from: borrowing ReadableFile, to path: String, mode: mode_t = fileMode) throws -> (Int, String) {
    let out = try DurableFile(creating: path, mode: mode)
    var hash = SHA256()
    var size = 0
    try out.write(from) {
      hash.update($0)
      size += $0.count
    }
    try out.close()
    return (size, SHA256.hex(hash.finish()))
  }

  /// Gives a file a second name on the same file system, which costs nothing however large it is.
  /// - Returns: false where that cannot be: another file system, a file of somebody else, a file system without links.
  static func link(_ file: borrowing ReadableFile, to path: String) throws -> Bool {
    // By its descriptor: whatever lies under its name by now, this is the file that was looked at.
    guard linkat(AT_FDCWD, "/proc/self/fd/\(file.fd)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 else {
      if [ENOSPC, EDQUOT, EIO].contains(errno) { throw IOFailure("linkat", path, .write) }
      return false
    }
    guard fsync(file.fd) == 0 else { throw IOFailure("fsync", path, .write) }
    try syncFolder(Path.parent(path))
    return true
  }

  /// Renames a private file for people to read, who find it with the group that its new folder gives; false where that cannot be, as
  /// between two file systems.
  static func hand(_ from: String, to: String) throws -> Bool {
    var (file, folder) = (stat(), stat())
    guard lstat(from, &file) == 0, stat(Path.parent(to), &folder) == 0 else { return false }
    if folder.st_mode & S_ISGID != 0, folder.st_gid != file.st_gid, chown(from, uid_t.max, folder.st_gid) != 0 {
      return false
    }
    // That of somebody else stays as he wrote it.
    _ = chmod(from, fileMode)
    guard rename(from, to) == 0 else {
      if errno == EXDEV { return false }
      throw IOFailure("rename", "\(from) -> \(to)", .write)
    }
    try syncFolder(Path.parent(to))
    try syncFolder(Path.parent(from))
    return true
  }

  static func syncFolder(_ path: String) throws {
    let fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else { throw IOFailure("open", path, .write) }
    defer { Glibc.close(fd) }
    guard fsync(fd) == 0 else { throw IOFailure("fsync", path, .write) }
  }
}
