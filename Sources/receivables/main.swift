import Glibc

// Files of ours are for their owner and group only, whatever the caller's mask.
umask(0o027)
// A reader that goes away (a pager that was closed) must not end a run between two steps.
signal(SIGPIPE, SIG_IGN)

let line = CommandWords.all()
// There is always the program's name. A command that cannot be read must not pass for one that was not given.
guard !line.isEmpty else {
  Terminal.complain(
    "receivables: the command line cannot be read: there is no /proc, and the environment was moved [no-proc]\nhelp: mount /proc, or do without the library that is loaded before the program"
  )
  exit(ExitCode.integrity.rawValue)
}
exit(Program.main(Array(line.dropFirst())).rawValue)
