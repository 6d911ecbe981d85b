internal import CIntrinsics

/// How many processes make the letters and statements of a night. The files do not depend on it.
struct Jobs: Equatable {
  /// This one among them.
  var processes: Int
  /// Fewer pieces are not worth another process.
  var leastPieces: Int

  /// No process but this one.
  static let one = Jobs(processes: 1, leastPieces: .max)

  /// As many as `--jobs` says, however little there is to do.
  static func asked(_ number: Int) -> Jobs { Jobs(processes: min(number, most), leastPieces: 2) }

  /// One for each processor that may be used, where enough is to be made. More than four would wait for the one that writes.
  static var usual: Jobs { Jobs(processes: min(Int(usable_processors()), 4), leastPieces: 256) }

  private static let most = 64
}

extension Invocation {
  /// What `--jobs` asks for.
  func jobs() throws -> Jobs {
    guard let text = self[.jobs] else { return .usual }
    guard let number = Int(text), (1...1024).contains(number) else {
      throw Failure(.usage, "--jobs \(text): not a number of processes", help: "give 1 or more")
    }
    return .asked(number)
  }
}
