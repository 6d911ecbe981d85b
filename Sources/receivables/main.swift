import Glibc

// Files of ours are for their owner and group only, whatever the caller's mask.
umask(0o027)
// A reader that goes away (a pager that was closed) must not end a run between two steps.
signal(SIGPIPE, SIG_IGN)

/// The command line with the program's name. Swift's runtime finds it beside the environment and comes back with nothing where a preloaded
/// library (faketime) has moved that; the kernel knows it all the same.
func commandLine() -> [String] {
  guard CommandLine.argc == 0, let bytes = try? ReadableFile("/proc/self/cmdline").all() else {
    return CommandLine.arguments
  }
  return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
    String(decoding: $0, as: UTF8.self)
  }
}

let line = commandLine()
// There is always the program's name. A command that cannot be read must not pass for one that was not given.
guard !line.isEmpty else {
  Terminal.complain(
    "receivables: the command line cannot be read: there is no /proc [no-proc]\nhelp: mount /proc, also in a chroot or container"
  )
  exit(ExitCode.integrity.rawValue)
}
exit(Program.main(Array(line.dropFirst())).rawValue)
