internal import CIntrinsics
import Glibc

/// Work of many like parts, done by this process and by copies of it at the same time.
///
/// Processes and not threads, for release builds count references without atomic instructions. A copy has everything in memory that it needs,
/// makes bytes of it and ends: it opens, writes, locks and stores nothing. Whatever becomes of it, killed, out of memory or never begun, its parts
/// are not made then, and whoever needs one makes it.
final class SharedWork {
  private let area: WorkArea
  private let parts: Int
  /// Parts that are taken at once.
  private let share: Int
  private var children: [pid_t] = []

  /// No round takes longer than a fraction of a second; a copy that hangs is not waited for forever. In seconds.
  private static let patience: UInt32 = 60

  /// Makes the first part, so that what all of them need is there to be copied, and begins with the others. Each copy has a share that is given
  /// to it and takes more of them when it has done that.
  /// - Parameter make: what a part becomes. It changes nothing.
  init(_ parts: Int, jobs: Jobs, in area: WorkArea, make: (Int) -> [UInt8]) {
    self.area = area
    self.parts = min(parts, WorkArea.mostParts)
    let others = max(0, min(jobs.processes - 1, self.parts - 1))
    share = max(1, min(16, self.parts / (4 * (others + 1))))
    area.begin(given: others)
    if self.parts > 0 { area.put(make(0), of: 0) }
    for number in 0..<others {
      let child = copy_process(SharedWork.patience)
      guard child != 0 else {
        area.leaveRoom()
        work(from: number, make)
        _exit(0)
      }
      // No process, no memory: what is there has to do.
      guard child > 0 else { return }
      children.append(child)
    }
  }

  deinit {
    for child in children { kill(child, SIGKILL) }
    wait()
  }

  /// Does what nobody has taken yet, and waits for what the others have in hand.
  func finish(_ make: (Int) -> [UInt8]) {
    work(from: area.takeShare(), make)
    wait()
    area.end()
  }

  /// What a part became; nil: it was not made. After `finish`.
  func made(_ part: Int) -> [UInt8]? { part < parts ? area.made(part) : nil }

  private func work(from first: Int, _ make: (Int) -> [UInt8]) {
    var number = first
    while 1 + number * share < parts {
      for part in (1 + number * share)..<min(1 + (number + 1) * share, parts) { area.put(make(part), of: part) }
      number = area.takeShare()
    }
  }

  private func wait() {
    for child in children {
      while waitpid(child, nil, 0) < 0, errno == EINTR {}
    }
    children = []
  }
}
