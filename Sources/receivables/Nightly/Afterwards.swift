import Glibc
import Ledger
import Pipeline
import Store

/// What happens after a night, outside its promises: the hooks that pipeline.json names. A hook that fails is told on the log and changes
/// nothing.
struct Afterwards {
  let installation: Installation
  let log: Log

  /// Seconds after which a hook is ended.
  private static let patience = 60

  func tell(_ exit: ExitCode) {
    let configuration = installation.configuration
    switch exit {
    case .done, .usage, .locked: return
    case .inputRefused, .unreadableInput: start(configuration.onAttention, exit)
    default: start(configuration.onFailure, exit)
    }
  }

  private func start(_ command: [String], _ exit: ExitCode) {
    guard let program = command.first else { return }
    let environment = [
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
      "RECEIVABLES_EXIT=\(exit.rawValue)", "RECEIVABLES_RUN=\(log.run)",
      "RECEIVABLES_ATTENTION=\(Path.join(installation.outbox, "attention.txt"))",
    ]
    var pid: pid_t = 0
    let failure = Afterwards.withPointers(command) { arguments in
      Afterwards.withPointers(environment) { posix_spawnp(&pid, program, nil, nil, arguments, $0) }
    }
    guard failure == 0 else {
      log.problem("the hook \(program) could not be started: \(String(cString: strerror(failure))) [hook-failed]")
      return
    }
    let status = wait(pid)
    if status != 0 { log.problem("the hook \(program) ended with \(status) [hook-failed]") }
  }

  /// The exit code of a child, or minus the signal that ended it; after `patience` it is killed.
  private func wait(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    for _ in 0..<(Afterwards.patience * 20) {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid { return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F) }
      if ended < 0, errno != EINTR { return 0 }
      usleep(50_000)
    }
    kill(pid, SIGKILL)
    waitpid(pid, &status, 0)
    return -SIGKILL
  }

  /// A list of C strings that ends with a null pointer.
  private static func withPointers<Result>(
    _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
  }
}
