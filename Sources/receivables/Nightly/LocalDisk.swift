import Glibc

/// The state lies on a disk of this machine: locks and syncs of network shares are not what SQLite and the run's lock count on, and two
/// machines could write it at once.
enum LocalDisk {
  private static let shares: Set<String> = ["nfs", "nfs4", "cifs", "smb3", "smbfs"]

  /// Refuses a folder on a network share (78). What is mounted where is told by the kernel; where it does not tell, nothing is refused.
  static func require(_ folder: String) throws {
    var info = stat()
    guard stat(folder, &info) == 0 else { throw IOFailure("stat", folder, .read) }
    guard let kind = kind(of: UInt64(info.st_dev)), shares.contains(kind) else { return }
    throw Failure(
      .configuration, "\(folder) lies on a network share (\(kind)), and the state cannot [state-on-share]",
      help: "keep \"state\" on a disk of this machine; inbox and outbox may stay where they are")
  }

  /// The type of the file system with this number: `36 35 98:0 / /mnt rw - ext4 /dev/root rw` in the kernel's list.
  private static func kind(of device: UInt64) -> String? {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    guard let list = try? ReadableFile("/proc/self/mountinfo").all() else { return nil }
    for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 2, words[2] == "\(major):\(minor)", let dash = words.firstIndex(of: "-"),
        dash + 1 < words.count
      else { continue }
      return String(words[dash + 1])
    }
    return nil
  }
}
