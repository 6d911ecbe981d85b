#!/usr/bin/env python3
"""Is anything lost, doubled or half published when a night is cut off? Black-box tests of one `receivables run`.

  Tests/tools/crash.py kill [--every N]      SIGKILL at every N-th system call of the run
  Tests/tools/crash.py ENOSPC [--every N]    that error (or EIO, EDQUOT, EACCES) at calls that touch the folder
  Tests/tools/crash.py powercut [A|B|C]      the power goes at every change of the disk; what survives:
       A  only data and folder entries that were fsynced
       B  every folder entry, only fsynced data (files of length zero)
       C  every byte of data, only fsynced folder entries

  --from N   goes on at the N-th point: a sweep that is stopped (SIGINT, SIGTERM) says where
  --broken   the test of the test: with an order broken on purpose the sweep has to fail. For kill the inbox is emptied before the commit that
             records its files (crash-broken.c), for powercut the fsyncs of files (A, B) or folders (C) are left out. Passes when points are bad

After the fault and one clean run more, the folder must be that of a night nobody disturbed: every file byte for byte, and
the SQLite state by its content. A run that exits 0 although its result is wrong is a lie and reported apart. A kill that
does not fire, a trap and a hang fail the test too.

The fixture is Tests/tools/crash-fixture (or --fixture DIR): night one has run; night two waits in the inbox with a changed
export, a payment, a file of yesterday under another name, a bad row and a file that no feed knows. RECEIVABLES names the
binary (default: .build/release/receivables). --jobs N works on N points at once (default: 2), each in a folder of its own,
because the state remembers where it lies. --ignore GLOB and --ignore-table NAME leave out what may differ; --only CALL
tests one system call. Needs strace and the right to ptrace; NO_PTRACE=1 skips the test where that right is refused.

Not modelled by powercut: torn single writes and memory-mapped writes. Calls it cannot replay make it fail by name."""
import argparse, collections, concurrent.futures, fnmatch, glob, hashlib, os, re, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
NIGHTS = [["run", "--as-of", "2026-11-19", "--now", "2026-11-20T02:00:00Z", "--jobs", "1", "--progress", "never"],
          ["run", "--as-of", "2026-11-20", "--now", "2026-11-21T02:00:00Z", "--jobs", "1", "--progress", "never"]]
GOOD = (0, 65)
CHANGING = set("""open openat creat write pwrite64 writev pwritev pwritev2 fsync fdatasync rename renameat renameat2 mkdir mkdirat unlink
unlinkat rmdir ftruncate fallocate link linkat symlink symlinkat copy_file_range sendfile fchmod fchmodat utimensat flock""".split())
READING = set("read pread64 readv getdents64 fstat newfstatat statx".split())
# Set by SIGINT and SIGTERM: the points in hand are finished, and it is said where to go on.
stopped = threading.Event()
TRAPS = (signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV)


class Place:
    """A folder at one path for good: its state before the night under test, and what an undisturbed night makes of it."""

    def __init__(self, work, number, options):
        self.options = options
        self.root, self.base, self.trace = (os.path.join(work, f"{number}", name) for name in ("root", "base", "trace"))
        self.prepare()
        self.reset()
        done = self.run()
        if done.code not in GOOD: sys.exit(f"crash: the undisturbed night fails with {done.code}: {done.text[-600:]}")
        self.want = self.snapshot()
        self.reset()
        self.run()
        if different := self.differences(): sys.exit(f"crash: two undisturbed nights differ in {', '.join(different[:6])}")

    def prepare(self):
        """Night one runs at its final path, then night two is dropped; that is the starting point of every trial."""
        fixture = self.options.fixture
        os.makedirs(os.path.join(self.root, "inbox"))
        os.makedirs(os.path.join(self.root, "outbox"))
        shutil.copy(os.path.join(fixture, "pipeline.json"), self.root)
        for index, arguments in enumerate(NIGHTS):
            for path in sorted(glob.glob(os.path.join(fixture, f"night-{index + 1}", "*"))):
                target = shutil.copy(path, os.path.join(self.root, "inbox"))
                os.utime(target, (1_790_000_000 + index, 1_790_000_000 + index))
            if index == 0:
                done = self.run(arguments=arguments)
                if done.code not in GOOD: sys.exit(f"crash: night one of the fixture fails with {done.code}: {done.text[-600:]}")
        shutil.copytree(self.root, self.base, symlinks=True)

    def reset(self):
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.base, self.root, symlinks=True)

    def run(self, strace=(), arguments=None, seconds=60):
        """One invocation of the program; a hang is killed with everything it started."""
        line = [*strace, BINARY, *(arguments or NIGHTS[1])]
        process = subprocess.Popen(line, cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                                   env={**os.environ, "SWIFT_BACKTRACE": "enable=no", "TZ": "UTC", "LC_ALL": "C.UTF-8", **({"LD_PRELOAD": self.options.shim} if self.options.shim else {})})
        try: text = process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            text, process.returncode = process.communicate()[0], "hang"
        code = process.returncode
        if isinstance(code, int) and code > 128: code = 128 - code  # strace passes a signal on as 128 + number
        return Result(code, text.decode("utf-8", "replace").strip())

    def snapshot(self):
        seen = {}
        for folder, folders, files in os.walk(self.root):
            for name in folders + files:
                path = os.path.join(folder, name)
                relative = os.path.relpath(path, self.root)
                if any(fnmatch.fnmatch(relative, g) for g in self.options.ignore) or relative.endswith(("-wal", "-shm", "-journal", "/lock")): continue
                seen[relative] = "folder" if name in folders else self.content(path)
        return seen

    def content(self, path):
        with open(path, "rb") as f: data = f.read()
        return self.tables(path) if data.startswith(b"SQLite format 3\0") else hashlib.sha256(data).hexdigest()

    def tables(self, path):
        """Content of a database by table, read from a copy, so that looking changes nothing."""
        with tempfile.TemporaryDirectory(dir=os.path.dirname(self.trace)) as folder:
            for suffix in ("", "-wal", "-journal"):
                if os.path.exists(path + suffix): shutil.copy(path + suffix, os.path.join(folder, "db" + suffix))
            database = sqlite3.connect(os.path.join(folder, "db"))
            try:
                if database.execute("pragma integrity_check").fetchone()[0] != "ok": return "corrupt"
                names = [n for (n,) in database.execute("select name from sqlite_master where type = 'table' order by 1") if not n.startswith("sqlite_")]
                rows = {n: sorted(map(repr, database.execute(f'select * from "{n}"'))) for n in names if n not in self.options.ignore_table}
                return {n: hashlib.sha256(repr(r).encode()).hexdigest() for n, r in rows.items()}
            except sqlite3.DatabaseError as error: return f"unreadable: {error}"
            finally: database.close()

    def differences(self):
        have, found = self.snapshot(), []
        for name in sorted(set(have) | set(self.want)):
            a, b = have.get(name, "missing"), self.want.get(name, "missing")
            if isinstance(a, dict) and isinstance(b, dict): found += [f"{name}:{t}" for t in sorted(set(a) | set(b)) if a.get(t) != b.get(t)]
            elif a != b: found.append(name + (" (not expected)" if b == "missing" else " (missing)" if a == "missing" else ""))
        return found

    def recovers(self):
        """None when one clean run more makes everything right, else what is wrong."""
        done = self.run()
        if done.code not in GOOD: return f"the next run exits {done.code}: {done.text[-300:]}"
        different = self.differences()
        return f"after the next run these differ: {', '.join(different[:6])}" if different else None

    def calls(self):
        """Every system call of an undisturbed night as (thread, name, whether it touches the root), in order."""
        self.reset()
        self.run(("strace", "-f", "-qq", "-y", "-s", "256", "-o", self.trace), seconds=300)
        out = []
        with open(self.trace, errors="replace") as f:
            for line in f:
                if match := re.match(r"(\d+)\s+(\w+)\(", line): out.append((match.group(1), match.group(2), self.root in line))
        return out


Result = collections.namedtuple("Result", "code text")
Trial = collections.namedtuple("Trial", "tag code bad lie unfired")


def counted(calls, wanted):
    """Numbers at which a call can be met: name -> sorted list. The injector counts for each thread and each name apart."""
    seen, numbers = collections.Counter(), collections.defaultdict(set)
    for thread, name, touches in calls:
        seen[thread, name] += 1
        if wanted(name, touches): numbers[name].add(seen[thread, name])
    return {name: sorted(n) for name, n in sorted(numbers.items())}


def points_of(mode, place, options):
    """(call, n) of every trial. A call whose number varies between two undisturbed nights is only tested as far as both agree."""
    skip = {"execve", "exit", "exit_group"}
    if mode == "kill": wanted = lambda name, touches: name not in skip
    else: wanted = lambda name, touches: touches and name in CHANGING | READING
    first, second = (counted(place.calls(), wanted) for _ in range(2))
    out = []
    for name in first:
        if options.only and name not in options.only: continue
        both = [n for n in first[name] if n in set(second.get(name, ()))]
        out += [(name, n) for n in both[::options.every]]
    return out


def trial(mode, place, point):
    name, number = point
    tag = f"{mode} at {name} #{number}"
    fault = "signal=SIGKILL" if mode == "kill" else f"error={mode}"
    strace = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:{fault}:when={number}")
    for attempt in range(3):
        place.reset()
        done = place.run(strace)
        if mode != "kill" or done.code == -signal.SIGKILL or done.code == "hang": break
    if mode == "kill" and done.code != -signal.SIGKILL:
        return Trial(tag, done.code, f"hangs" if done.code == "hang" else None, None, done.code != "hang" and name in CHANGING)
    lie = None
    if mode != "kill":
        if done.code == "hang": return Trial(tag, done.code, "hangs", None, False)
        if isinstance(done.code, int) and -done.code in TRAPS: return Trial(tag, done.code, f"traps: {done.text[-300:]}", None, False)
        if done.code == 0 and (different := place.differences()): lie = f"exits 0, but {', '.join(different[:6])}"
    return Trial(f"{tag} (exit {done.code})", done.code, place.recovers(), lie, False)


# --- power cuts ---------------------------------------------------------------------------------------------------

class Node:
    """A file or folder of the modelled disk: what programs see, and what an fsync has made safe."""

    def __init__(self, data=b"", folder=False, mtime=None):
        self.folder, self.mtime = folder, mtime
        self.data, self.safe_data = bytearray(data), bytes(data)
        self.entries, self.safe_entries = {}, {}


class Disk:
    """The root as a disk that remembers what was fsynced, fed with the system calls of a traced run."""

    REPLAYED = """open openat creat write pwrite64 writev fsync fdatasync rename renameat renameat2 unlink unlinkat rmdir mkdir mkdirat ftruncate
lseek close""".split()
    UNKNOWN = "copy_file_range sendfile splice link linkat symlink symlinkat pwritev pwritev2 truncate fallocate".split()

    def __init__(self, base, root, left_out=None):
        """left_out: "files" or "folders", whose fsyncs then count for nothing."""
        self.root, self.top, self.handles, self.offsets, self.left_out = root, self.load(base), {}, {}, left_out

    def load(self, path):
        if not os.path.isdir(path):
            with open(path, "rb") as f: return Node(f.read(), mtime=os.stat(path).st_mtime_ns)
        node = Node(folder=True)
        node.entries = {name: self.load(os.path.join(path, name)) for name in os.listdir(path)}
        node.safe_entries = dict(node.entries)
        return node

    def inside(self, path):
        return path is not None and (path == self.root or path.startswith(self.root + "/"))

    def walk(self, path):
        node = self.top
        for name in [n for n in path[len(self.root):].split("/") if n]: node = node.entries.get(name) if node else None
        return node

    def above(self, path):
        return self.walk(os.path.dirname(path)), os.path.basename(path)

    def apply(self, call, text, result):
        """Replays one call; True when it changed something that a power cut could lose or keep."""
        if call in self.UNKNOWN:
            if hexed(self.root) in text or self.root in text: sys.exit(f"crash: powercut cannot replay {call}; teach it, or do without that call")
            return False
        strings = [unhexed(s) for s in re.findall(r'(?<!<)"((?:\\x[0-9a-f]{2})*)"', text)]
        folders = [unhexed(p) if "\\x" in p else p for p in re.findall(r"(?:-?\d+|AT_FDCWD)<([^>]*)>", text)]
        handle = re.match(r"(-?\d+)<", text)
        handle = int(handle.group(1)) if handle else None

        def named(index):
            if len(strings) <= index: return None
            name = strings[index]
            if not name.startswith("/"): name = (folders[min(index, len(folders) - 1)] if folders else self.root) + "/" + name
            return os.path.normpath(name)

        if call in ("open", "openat", "creat"): return self.opened(named(0), text, result)
        if call == "close": self.handles.pop(handle, None)
        elif call == "lseek": self.offsets[handle] = result
        elif call in ("write", "pwrite64", "writev"): return self.written(call, handle, strings, text, result)
        elif call in ("fsync", "fdatasync"): return self.synced(handle)
        elif call == "ftruncate": return self.cut(handle, int(text.rsplit(",", 1)[1]))
        elif call.startswith("rename"): return self.renamed(named(0), named(1), text)
        elif call in ("unlink", "unlinkat", "rmdir") and self.inside(named(0)):
            parent, name = self.above(named(0))
            return parent.entries.pop(name, None) is not None
        elif call in ("mkdir", "mkdirat") and self.inside(named(0)):
            parent, name = self.above(named(0))
            parent.entries[name] = Node(folder=True)
            return True
        return False

    def opened(self, path, text, result):
        self.handles.pop(result, None)
        if not self.inside(path): return False
        node, made = self.walk(path), False
        if node is None and ("O_CREAT" in text or "creat" in text):
            parent, name = self.above(path)
            node, made = Node(), True
            parent.entries[name] = node
        elif node and "O_TRUNC" in text:
            made, node.data, node.mtime = bool(node.data), bytearray(), None
        self.handles[result], self.offsets[result] = node, len(node.data) if node and "O_APPEND" in text else 0
        return made

    def written(self, call, handle, strings, text, result):
        node = self.handles.get(handle)
        if node is None or node.folder: return False
        data = b"".join(s.encode("utf-8", "surrogateescape") for s in strings)[:result]
        at = int(text.rsplit(",", 1)[1]) if call == "pwrite64" else self.offsets.get(handle, 0)
        node.data.extend(b"\0" * (at - len(node.data)))
        node.data[at:at + len(data)], node.mtime = data, None
        if call != "pwrite64": self.offsets[handle] = at + len(data)
        return True

    def synced(self, handle):
        node = self.handles.get(handle)
        if node is None or self.left_out == ("folders" if node.folder else "files"): return False
        if node.folder: node.safe_entries = dict(node.entries)
        else: node.safe_data = bytes(node.data)
        return True

    def cut(self, handle, size):
        node = self.handles.get(handle)
        if node is None: return False
        node.data = node.data[:size] + bytearray(max(0, size - len(node.data)))
        return True

    def renamed(self, old, new, text):
        if not self.inside(old): return False
        if "RENAME_EXCHANGE" in text: sys.exit("crash: powercut cannot replay RENAME_EXCHANGE")
        parent, name = self.above(old)
        target, new_name = self.above(new)
        target.entries[new_name] = parent.entries.pop(name)
        return True

    def write_out(self, model, path, node=None):
        """What is on the disk after the power came back."""
        node = node or self.top
        if node.folder:
            os.makedirs(path, exist_ok=True)
            for name, child in (node.entries if model == "B" else node.safe_entries).items(): self.write_out(model, os.path.join(path, name), child)
            return
        with open(path, "wb") as f: f.write(bytes(node.data) if model == "C" else node.safe_data)
        if node.mtime is not None: os.utime(path, ns=(node.mtime, node.mtime))


def hexed(text):
    return "".join(f"\\x{b:02x}" for b in text.encode())


def unhexed(text):
    return bytes.fromhex(text.replace("\\x", "")).decode("utf-8", "surrogateescape")


def whole_calls(path):
    """(call, arguments, result) of a trace, in the order in which calls ended; those that failed are left out."""
    waiting = {}
    with open(path, errors="surrogateescape") as f:
        for line in f:
            thread, _, rest = line.strip().partition(" ")
            rest = rest.strip()
            if rest.endswith("<unfinished ...>"):
                waiting[thread] = rest.removesuffix("<unfinished ...>").rstrip()
                continue
            if match := re.match(r"<\.\.\. \w+ resumed>\s?(.*)", rest): rest = waiting.pop(thread, "") + match.group(1)
            if match := re.match(r"(\w+)\((.*)\)\s+=\s+(-?\d+)", rest):
                if int(match.group(3)) >= 0: yield match.group(1), match.group(2), int(match.group(3))


def powercut(model, place, options):
    place.reset()
    place.run(("strace", "-f", "-qq", "-y", "-xx", "-s", "99999999", "-o", place.trace, "-e", "trace=" + ",".join(["?" + c for c in Disk.REPLAYED + Disk.UNKNOWN])), seconds=300)
    disk, trials, changes = Disk(place.base, place.root, ({"C": "folders"}.get(model, "files") if options.broken else None)), [], 0
    for call, text, result in whole_calls(place.trace):
        if stopped.is_set(): break
        if not disk.apply(call, text, result): continue
        changes += 1
        if changes % options.every or changes < options.first: continue
        shutil.rmtree(place.root, ignore_errors=True)
        disk.write_out(model, place.root)
        trials.append(Trial(f"power cut {model} after change {changes} ({call})", "cut", place.recovers(), None, False))
    if stopped.is_set(): print(f"stopped: powercut {model} --from {changes} goes on", flush=True)
    return trials


def sweep(mode, places, points, first):
    """Tries every point from `first` on, each place one after the other from one list, so that a sweep that is stopped has a place to go on."""
    rest, lock, trials = iter(list(enumerate(points))[first:]), threading.Lock(), {}
    started = time.time()

    def work(place):
        while not stopped.is_set():
            with lock: number, point = next(rest, (None, None))
            if number is None: return
            done = trial(mode, place, point)
            with lock:
                trials[number] = done
                if len(trials) % 250 == 0:
                    bad = sum(bool(t.bad or t.lie or t.unfired) for t in trials.values())
                    print(f"  {mode}: {first + len(trials)} of {len(points)} points, {bad} bad, {time.time() - started:.0f} s", file=sys.stderr, flush=True)

    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool: list(pool.map(work, places))
    missing = next((n for n in range(first, len(points)) if n not in trials), None)
    if missing is not None: print(f"stopped: --from {missing} goes on ({len(points)} points in all)", flush=True)
    return [trials[n] for n in sorted(trials)]


def shim(folder):
    """The library that breaks the order of acceptance."""
    compiler = next((c for c in ("cc", "gcc", "clang") if shutil.which(c)), None)
    if not compiler: sys.exit("crash: --broken needs a C compiler")
    path = os.path.join(folder, "broken.so")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", path, os.path.join(HERE, "crash-broken.c"), "-ldl"], check=True)
    return path


# --- telling --------------------------------------------------------------------------------------------------------

def ptrace_works():
    try: done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True)
    except FileNotFoundError: return "strace is not installed (scripts/install-packages.sh test)"
    return None if done.returncode == 0 else f"strace: {(done.stderr or done.stdout).strip() or done.returncode}"


def tell(mode, trials, started, broken=False):
    bad = [(t.tag, t.bad) for t in trials if t.bad] + [(t.tag, "the kill did not fire in three attempts") for t in trials if t.unfired]
    lies = [(t.tag, t.lie) for t in trials if t.lie]
    unfired = sum(t.unfired for t in trials)
    exits = ", ".join(f"{code}: {n}" for code, n in sorted(collections.Counter(str(t.code) for t in trials).items()))
    print(f"{mode}: {len(trials)} points, {len(bad)} bad, {len(lies)} lies, {unfired} unfired; exits {exits}; {time.time() - started:.0f} s", flush=True)
    if broken:
        print(f"{mode} with the order broken on purpose: {'found, as it has to be' if bad else 'NOT FOUND: the sweep is worth nothing'}")
        return not bad
    for tag, what in (bad + lies)[:10]: print(f"  {tag}: {what}")
    return bool(bad or lies or not trials)


def main():
    parser = argparse.ArgumentParser(description="Cuts a night off at every point. See the head of this file.")
    parser.add_argument("mode", help="kill, powercut, or an error name such as ENOSPC or EIO")
    parser.add_argument("models", nargs="*", default=[], help="for powercut: A, B and C, or some of them")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--fixture", default=os.path.join(HERE, "crash-fixture"))
    parser.add_argument("--ignore", action="append", default=[])
    parser.add_argument("--ignore-table", action="append", default=[])
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--tmp", default="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    options = parser.parse_args()
    if problem := ptrace_works():
        if os.environ.get("NO_PTRACE") == "1": return print(f"skipped: {problem} (NO_PTRACE=1)")
        sys.exit(f"crash: {problem}\nhelp: allow ptrace (containers: --cap-add SYS_PTRACE), or set NO_PTRACE=1 to skip this test")
    if not os.access(BINARY, os.X_OK): sys.exit(f"crash: there is no binary {BINARY}: run `make build`, or set RECEIVABLES")
    for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, lambda *_: stopped.set())
    work, started = tempfile.mkdtemp(prefix="receivables-crash-", dir=options.tmp), time.time()
    try:
        options.shim = shim(work) if options.broken and options.mode != "powercut" else None
        if options.mode == "powercut":
            models = options.models or ["A", "B", "C"]
            with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
                results = list(pool.map(lambda m: powercut(m, Place(work, m, options), options), models))
            failed = [tell(f"powercut {m}", trials, started, options.broken) for m, trials in zip(models, results)]
        else:
            places = [Place(work, n, options) for n in range(options.jobs)]
            points = points_of(options.mode, places[0], options)
            failed = [tell(options.mode, sweep(options.mode, places, points, options.first), started, options.broken)]
    finally: shutil.rmtree(work, ignore_errors=True)
    sys.exit(130 if stopped.is_set() else 1 if any(failed) else 0)


if __name__ == "__main__":
    main()
