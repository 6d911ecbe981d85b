import Glibc
import Ledger

/// What a trap leaves behind: the run that was in hand when the program ended over a fault of its own, written beside the state by the signal
/// itself. A kill or a power cut leaves nothing, for the night only has to be finished then; a trap would come again, every night.
struct TrapMark {
  private let path: String

  init(_ installation: Installation) { path = Path.join(installation.stateFolder, "trapped") }

  /// From here on a trap is written down as one of this run.
  func watch(_ run: String) {
    Trap.name?.deallocate()
    Trap.run?.deallocate()
    let bytes = Array("\(run)\n".utf8)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyBytes(from: bytes)
    Trap.run = copy
    Trap.name = UnsafeMutableRawBufferPointer.allocate(byteCount: path.utf8.count + 1, alignment: 1)
    Trap.name?.copyBytes(from: Array(path.utf8CString).map(UInt8.init(bitPattern:)))
    Trap.install()
  }

  /// The run is decided: nothing of it is done again.
  func end() throws {
    Trap.run?.deallocate()
    Trap.run = nil
    if try Path.exists(path) { try Durable.remove(path) }
  }

  /// Whether a trap ended the program while it had this run in hand.
  func isLeft(by run: String) throws -> Bool {
    guard try Path.exists(path) else { return false }
    return String(decoding: try ReadableFile(path).head(64), as: UTF8.self) == "\(run)\n"
  }
}

/// What the handler of signals works with: it may neither allocate nor call what does.
private enum Trap {
  nonisolated(unsafe) static var name: UnsafeMutableRawBufferPointer?
  nonisolated(unsafe) static var run: UnsafeMutableRawBufferPointer?
  nonisolated(unsafe) static var isInstalled = false

  /// Traps of Swift (SIGILL, on ARM SIGTRAP), memory that is not there, division, `abort` of the C library. Not SIGBUS: that is a disk.
  static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGFPE, SIGABRT]

  static func install() {
    guard !isInstalled else { return }
    isInstalled = true
    // A stack of its own, for the trap may be that there is none left.
    var stack = stack_t()
    stack.ss_size = 1 << 16
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stack.ss_size, alignment: 16)
    sigaltstack(&stack, nil)
    for signal in signals {
      var action = sigaction()
      // Who has asked Swift for backtraces gets them, and no mark.
      guard sigaction(signal, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil else { continue }
      action.__sigaction_handler.sa_handler = { signal in
        if let name = Trap.name?.baseAddress, let run = Trap.run {
          let file = open(
            name.assumingMemoryBound(to: CChar.self), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o640)
          if file >= 0 { _ = write(file, run.baseAddress, run.count) }
        }
        // With the handler gone (SA_RESETHAND) the fault, or this, ends the program as it would have.
        raise(signal)
      }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_ONSTACK
      sigaction(signal, &action, nil)
    }
  }
}
