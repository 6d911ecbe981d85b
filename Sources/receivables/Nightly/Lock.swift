import Glibc

/// The lock of an installation: one run at a time. Held while this value lives; the kernel lets go when the process dies.
final class Lock {
  private let fd: Int32

  /// Takes the lock or fails at once (75) with the process that holds it.
  init(_ path: String) throws {
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw IOFailure("open", path, .create) }
    guard flock(fd, LOCK_EX | LOCK_NB) == 0 else {
      var holder = [UInt8](repeating: 0, count: 32)
      let count = pread(fd, &holder, holder.count, 0)
      close(fd)
      let pid = count > 0 ? String(decoding: holder[..<count], as: UTF8.self).filter(\.isNumber) : ""
      throw Failure(
        .locked, "another run holds the lock\(pid.isEmpty ? "" : " (process \(pid))")",
        help: "wait until it has ended; the lock frees itself when its process ends")
    }
    let pid = Array("\(getpid())\n".utf8)
    _ = ftruncate(fd, 0)
    _ = pwrite(fd, pid, pid.count, 0)
  }

  deinit { close(fd) }
}
