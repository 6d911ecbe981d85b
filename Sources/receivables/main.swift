import Glibc

// Files of ours are for their owner and group only, whatever the caller's mask.
umask(0o027)
// A reader that goes away (a pager that was closed) must not end a run between two steps.
signal(SIGPIPE, SIG_IGN)
exit(Program.main(Array(CommandLine.arguments.dropFirst())).rawValue)
