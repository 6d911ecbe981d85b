/// Which files of the inbox have stood still long enough, seen over many looks: `watch` never sleeps over one of them.
struct SettledFiles {
  private struct Look {
    var facts: [Int64]
    /// Seconds of a clock that never jumps since which they are the same.
    var since: UInt64
  }
  private var looks: [String: Look] = [:]
  /// Whether a file has still to stand still; one that waits for its feed to be due has not.
  private(set) var hasUnsettled = false
  /// The most seconds that one of them has to stand still.
  private(set) var longestQuiet = 0

  /// Takes a look at these files.
  /// - Parameters:
  ///   - seconds: of a clock that never jumps.
  ///   - quiet: seconds without change before this file is taken.
  /// - Returns: those that have settled.
  mutating func look(_ files: [InboxFile], at seconds: UInt64, quiet: (InboxFile) -> Int) throws -> [InboxFile] {
    var now: [String: Look] = [:]
    var settled: [InboxFile] = []
    longestQuiet = 0
    for file in files {
      guard let facts = try InboxScan.look(file.path) else { continue }
      let before = looks[file.path]
      let since = before?.facts == facts ? before!.since : seconds
      now[file.path] = Look(facts: facts, since: since)
      if seconds - since >= UInt64(quiet(file)) {
        settled.append(file)
      } else {
        longestQuiet = max(longestQuiet, quiet(file))
      }
    }
    looks = now
    hasUnsettled = settled.count < now.count
    return settled
  }
}
