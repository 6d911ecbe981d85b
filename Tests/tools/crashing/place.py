"""A folder in which nights are run and cut off, at one path for good, because the state remembers where it lies."""
import collections, glob, os, shutil, signal, subprocess, sys, time

from . import calls
from .compare import Comparison, differences, likeness
from .tree import Folder

NIGHTS = [("run", "--as-of", "2026-11-19", "--now", "2026-11-20T02:00:00Z", "--progress", "never"),
          ("run", "--as-of", "2026-11-20", "--now", "2026-11-21T02:00:00Z", "--progress", "never")]
GOOD = (0, 65)
# So large is this file of the fixture when it is dropped, by zeros at its end: large enough not to be copied when it is refused.
GROWN = {"scan.png": 16 << 20}

Result = collections.namedtuple("Result", "code text")


class Place:
    def __init__(self, work, number, options):
        """Runs night one and drops night two; what lies there then is where every trial begins."""
        self.options, self.threads = options, 1
        self.work = os.path.join(work, str(number))
        self.folder, self.trace = Folder(os.path.join(self.work, "root")), os.path.join(self.work, "trace")
        self.comparison = Comparison(self.work, options.ignore, options.ignore_table)
        # What the next run makes of a folder that was left so, by likeness.
        self.recovered = {}
        self.prepare()
        self.base = self.folder.read()
        time.sleep(0.05)  # Whatever is written from here on has a later date.
        self.began = time.time_ns()
        self.want = self.undisturbed()

    def prepare(self):
        root, fixture = self.folder.root, self.options.fixture
        for name in ("inbox", "outbox"): os.mkdir(self.folder.path(name))
        shutil.copy(os.path.join(fixture, "pipeline.json"), root)
        for index, night in enumerate(NIGHTS):
            for path in sorted(glob.glob(os.path.join(fixture, f"night-{index + 1}", "*"))):
                target = shutil.copy(path, self.folder.path("inbox"))
                if size := GROWN.get(os.path.basename(path)): os.truncate(target, size)
                os.utime(target, (1_790_000_000 + index, 1_790_000_000 + index))
            if index == 0:
                done = self.run(night=night)
                if done.code not in GOOD: sys.exit(f"crash: night one of the fixture fails with {done.code}: {done.text[-600:]}")

    def undisturbed(self):
        """What a night makes that nobody disturbs."""
        for turn in range(2):
            self.reset()
            done = self.run()
            if done.code not in GOOD: sys.exit(f"crash: the undisturbed night fails with {done.code}: {done.text[-600:]}")
            snapshot = self.comparison.snapshot(self.folder.read())
            if turn == 0: first = snapshot
        if different := differences(snapshot, first): sys.exit(f"crash: two undisturbed nights differ in {', '.join(different[:6])}")
        return snapshot

    def work_with(self, threads):
        """From here on nights run with `--jobs threads`; what they make is the same."""
        if threads == self.threads: return
        self.threads, self.recovered = threads, {}
        if different := differences(self.undisturbed(), self.want): sys.exit(f"crash: with --jobs {threads} an undisturbed night differs in {', '.join(different[:6])}")

    def reset(self): self.folder.lay(self.base)

    def run(self, strace=(), night=NIGHTS[1], seconds=60):
        """One invocation of the program; a hang is killed with everything it started."""
        line = [*strace, self.options.binary, *night, "--jobs", str(self.threads)]
        process = subprocess.Popen(line, cwd=self.folder.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                                   env={**os.environ, "SWIFT_BACKTRACE": "enable=no", "TZ": "UTC", "LC_ALL": "C.UTF-8", **({"LD_PRELOAD": self.options.preload} if self.options.preload else {})})
        try: text = process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            text, process.returncode = process.communicate()[0], "hang"
        code = process.returncode
        if isinstance(code, int) and code > 128: code = 128 - code  # strace passes a signal on as 128 + number
        return Result(code, text.decode("utf-8", "replace").strip())

    def traced(self, texts, *more):
        """The system calls of an undisturbed night."""
        self.reset()
        self.run(calls.strace(self.trace, texts, *more), seconds=300)
        return calls.read(self.trace, self.folder.root)

    def differences(self, left): return differences(self.comparison.snapshot(left), self.want)

    def recovers(self, left, lay=False):
        """None when one clean run more makes everything right, else what is wrong. Of folders that are alike only the first is tried.

        left: what lies in the folder; with `lay` it is to be laid there"""
        like = likeness(left, self.began)
        if like not in self.recovered or self.options.anew:
            if lay: self.folder.lay(left)
            self.recovered[like] = self.once_more()
        return self.recovered[like]

    def once_more(self):
        done = self.run()
        if done.code not in GOOD: return f"the next run exits {done.code}: {done.text[-300:]}"
        different = self.differences(self.folder.read())
        return f"after the next run these differ: {', '.join(different[:6])}" if different else None
