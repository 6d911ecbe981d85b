"""The system calls of a night as strace tells them: which of them touch the folder under test, and whether the modelled disk knows what they do."""
import collections, os, re

# What disk.py replays.
REPLAYED = """open openat creat close lseek write pwrite64 writev ftruncate fsync fdatasync rename renameat renameat2 link linkat unlink unlinkat rmdir
mkdir mkdirat chmod fchmod fchmodat umask""".split()
# What leaves names, data and modes of the disk as they are. Who owns a file is not modelled: in a sweep all is one user's. With close_range a copy of the program closes what
# it has of its parent's files, which keeps them open.
HARMLESS = set("""access faccessat faccessat2 stat lstat fstat newfstatat statx statfs fstatfs read readv pread64 preadv readlink readlinkat getdents64
getcwd fcntl flock mmap fadvise64 chown fchown fchownat close_range""".split())
# Calls whose texts are no names of files.
DATA = set("write pwrite64 writev pwritev pwritev2 read readv pread64 preadv getrandom getcwd execve uname prctl".split())

Call = collections.namedtuple("Call", "thread name text result handle paths strings touches")
FOLDER_OR_TEXT = re.compile(r'(?<![\w>])(-?\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>|"((?:\\x[0-9a-f]{2})*)"')


def strace(path, texts, *more):
    """The command that writes a trace which `read` can read, with at most `texts` bytes of each text."""
    return ("strace", "-f", "-qq", "-y", "-xx", "-s", str(texts), "-o", path, *more)


def unhexed(text): return bytes.fromhex(text.replace("\\x", ""))


def parsed(thread, name, text, result, root):
    """handle: the descriptor it is called with, if any; paths: names of files in its arguments, whole; strings: all texts as bytes."""
    handle, held, paths, strings, base = None, [], [], [], root
    for number, folder, string in FOLDER_OR_TEXT.findall(text):
        if number:
            base = os.fsdecode(unhexed(folder))
            if number != "AT_FDCWD":
                held.append(base)
                if handle is None: handle = int(number)
            continue
        strings.append(unhexed(string))
        if name not in DATA and string: paths.append(os.path.normpath(os.path.join(base, os.fsdecode(strings[-1]))))
    touches = any(p == root or p.startswith(root + "/") for p in held + paths)
    return Call(thread, name, text, result, handle, paths, strings, touches)


def read(path, root):
    """Every call of a trace in the order in which calls ended, also those that failed (result below 0) or never came back (None)."""
    waiting = {}
    with open(path, errors="surrogateescape") as f:
        for line in f:
            thread, _, rest = line.strip().partition(" ")
            rest = rest.strip()
            if rest.endswith("<unfinished ...>"):
                waiting[thread] = rest.removesuffix("<unfinished ...>").rstrip()
                continue
            if match := re.match(r"<\.\.\. \w+ resumed>\s?(.*)", rest): rest = waiting.pop(thread, "") + match.group(1)
            if match := re.match(r"(\w+)\((.*)\)\s+=\s+(-?\d+|\?)", rest):
                yield parsed(thread, match.group(1), match.group(2), None if match.group(3) == "?" else int(match.group(3)), root)


def unknown(calls):
    """Calls that touch the folder and of which the modelled disk does not know what they do to it: nobody may believe a sweep that leaves them out."""
    found = set()
    for call in calls:
        if not call.touches: continue
        if call.name not in HARMLESS and call.name not in REPLAYED: found.add(call.name)
        if call.name == "mmap" and "MAP_SHARED" in call.text and "PROT_WRITE" in call.text: found.add("mmap for writing")
        found |= {f"{call.name} with {flag}" for flag in ("RENAME_EXCHANGE", "RENAME_WHITEOUT", "O_TMPFILE") if flag in call.text}
    return sorted(found)
