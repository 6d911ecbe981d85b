import Glibc

/// What wakes `watch`: signals to it, changes of the inbox where the kernel tells of them, and time. Signals wait while a run is in
/// progress, so a run is never cut off by one.
final class Signals {
  enum Event: Equatable { case stop, reload, change, time }

  private var awaited = sigset_t()
  /// Descriptor of the inbox's watches, which the kernel turns into SIGIO; negative where there is none.
  private let changes: Int32
  private var watched: Set<String> = []

  init() throws {
    sigemptyset(&awaited)
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGIO] { sigaddset(&awaited, signal) }
    guard sigprocmask(SIG_BLOCK, &awaited, nil) == 0 else { throw IOFailure("sigprocmask", "signals", .read) }
    // Where there are no watches left, or the folder is on a network share, looking every so often is all there is, and enough.
    changes = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
    if changes >= 0, fcntl(changes, F_SETOWN, getpid()) == 0 {
      _ = fcntl(changes, F_SETFL, O_NONBLOCK | Signals.async)
    }
  }

  deinit { if changes >= 0 { close(changes) } }

  /// O_ASYNC of Linux, which the C library's headers show to others only.
  private static let async: Int32 = 0o20000

  /// Asks to be told of changes in these folders, as far as the kernel can.
  func watch(_ folders: [String]) {
    guard changes >= 0 else { return }
    let mask = UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_CREATE)
    for folder in folders where !watched.contains(folder) {
      if inotify_add_watch(changes, folder, mask) >= 0 { watched.insert(folder) }
    }
  }

  /// Waits for the first of them. Time is over after `seconds`.
  func next(within seconds: Int64) throws -> Event {
    var event = Event.time
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: 0)
    // Whatever else has come by then is looked at once: to stop counts more than to read the configuration again, that more than a change.
    while true {
      let signal = sigtimedwait(&awaited, nil, &rest)
      if signal < 0 {
        guard errno == EAGAIN || errno == EINTR else { throw IOFailure("sigtimedwait", "signals", .read) }
        if drain(), event == .time { event = .change }
        return event
      }
      switch signal {
      case SIGTERM, SIGINT: event = .stop
      case SIGHUP: if event != .stop { event = .reload }
      default: if event == .time { event = .change }
      }
      rest = timespec(tv_sec: 0, tv_nsec: 0)
    }
  }

  private func drain() -> Bool {
    guard changes >= 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    var hasChanged = false
    while read(changes, &buffer, buffer.count) > 0 { hasChanged = true }
    // A folder that went away and came back needs a new watch.
    if hasChanged { watched = watched.filter { (try? Path.isFolder($0)) == true } }
    return hasChanged
  }
}
