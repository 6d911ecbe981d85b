import Glibc
import Ledger
import Pipeline

/// A file that lies in the inbox and may be taken.
struct InboxFile {
  /// Folder below the inbox, empty for its top; and the file's name.
  var folder: String
  var name: String
  var path: String
}

/// What lies in the inbox tonight.
struct InboxScan {
  var files: [InboxFile] = []
  /// Files still being written: they wait and are not skipped.
  var unfinished: [String] = []
  /// Files of feeds that are paused and of later nights: they wait too.
  var waiting: [WaitingFile] = []
  /// What could not be read, and why.
  var unreadable: [IOFailure] = []

  /// Looks at the inbox and its folders; a file in a folder that no feed is called after will be refused by name. `quiet` gives the seconds
  /// a file must stand still where nobody can tell whether it is still being written.
  /// `waits` is false where only a look is wanted: such files then count as settled.
  /// `markers` are the feeds whose files are taken only once a marker lies beside them.
  init(
    _ inbox: String, quiet: (InboxFile) -> Int?, waits: Bool = true, markers: [FileMarker] = []
  ) throws {
    guard try Path.leadsToFolder(inbox) else { return }
    var found: [InboxFile] = []
    for name in try Path.list(inbox) where !InboxNames.isIgnored(name) {
      let path = Path.join(inbox, name)
      guard try Path.isFolder(path) else {
        found.append(InboxFile(folder: "", name: name, path: path))
        continue
      }
      guard !InboxNames.reserved.contains(name) else { continue }
      do {
        for child in try Path.list(path) where !InboxNames.isIgnored(child) {
          found.append(InboxFile(folder: name, name: child, path: Path.join(path, child)))
        }
      } catch let failure as IOFailure where failure.isAboutTheFile { unreadable.append(failure) }
    }
    try settle(FileMarker.ready(found, markers, waiting: &unfinished), quiet, waits)
  }

  private mutating func settle(_ found: [InboxFile], _ quiet: (InboxFile) -> Int?, _ waits: Bool) throws {
    var uncertain: [InboxFile] = []
    for file in found {
      do {
        if try Path.isFolder(file.path) {
          throw IOFailure(
            "it is a folder; files are taken from the inbox and its feed folders", file.path, .read, code: EINVAL)
        }
        let open = try ReadableFile(file.path)
        switch open.writers() {
        case .none where try InboxScan.remaining(file, quiet(file) ?? 0) == 0: files.append(file)
        case .some: unfinished.append(file.path)
        default: uncertain.append(file)
        }
      } catch let failure as IOFailure where failure.isAboutTheFile {
        unreadable.append(failure)
      } catch let failure as IOFailure where failure.code == ENOENT && file.name.unicodeScalars.contains("\u{FFFD}") {
        unreadable.append(
          IOFailure("it is there under a name that is not UTF-8: rename it", file.path, .read, code: EILSEQ))
      } catch let failure as IOFailure where failure.code == ENOENT {
        // It went away between the listing and the look: its owner took it back.
      }
    }
    if waits { try watch(uncertain, quiet) } else { files += uncertain }
    files.sort { ($0.folder, $0.name) < ($1.folder, $1.name) }
  }

  /// Seconds a night waits for files to stand still, at most: it holds the lock, and nobody else can work.
  private static let patience = 60

  /// Two looks, as far apart as is left of the quiet period: what did not change in between is taken. What has to stand still for long yet
  /// waits for the next run.
  private mutating func watch(_ uncertain: [InboxFile], _ quiet: (InboxFile) -> Int?) throws {
    var before: [String: [Int64]] = [:]
    var (soon, longest): ([InboxFile], Int) = ([], 1)
    for file in uncertain {
      let seconds = try InboxScan.remaining(file, quiet(file) ?? 2)
      guard seconds <= InboxScan.patience else {
        unfinished.append(file.path)
        continue
      }
      before[file.path] = try InboxScan.look(file.path)
      longest = max(longest, seconds)
      soon.append(file)
    }
    guard !soon.isEmpty else { return }
    sleep(UInt32(longest))
    for file in soon {
      if let now = try InboxScan.look(file.path), now == before[file.path] {
        files.append(file)
      } else {
        unfinished.append(file.path)
      }
    }
  }

  /// Seconds of a quiet period that are left of a file's, by when it last changed in any way. All of it where its times are ahead of the clock.
  private static func remaining(_ file: InboxFile, _ quiet: Int) throws -> Int {
    guard quiet > 0, let times = try look(file.path) else { return 0 }
    let still = Clock.now().seconds - max(times[1], times[3])
    return still < 0 ? quiet : max(0, quiet - Int(still))
  }

  static func look(_ path: String) throws -> [Int64]? {
    var info = stat()
    guard lstat(path, &info) == 0 else {
      if errno == ENOENT { return nil }
      throw IOFailure("lstat", path, .read)
    }
    return [
      Int64(info.st_size), Int64(info.st_mtim.tv_sec), Int64(info.st_mtim.tv_nsec), Int64(info.st_ctim.tv_sec),
      Int64(info.st_ctim.tv_nsec), Int64(truncatingIfNeeded: info.st_ino),
    ]
  }
}
