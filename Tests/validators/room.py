"""A folder in which the program runs as a user runs it, and what it published there."""
import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
TOOLS = os.path.join(PROJECT, "Tests/tools")
NIGHTS = ((1, "2026-11-19", "2026-11-20T02:00:00Z"), (2, "2026-11-20", "2026-11-21T02:00:00Z"))

DROPPED = 1795218000  # seconds since 1970


class Room:
    """A root with the sample's pipeline.json, somewhere under /tmp."""

    def __init__(self, name):
        self.root = tempfile.mkdtemp(prefix=f"receivables-validate-{name}-")
        os.mkdir(self.path("inbox"))
        shutil.copy(os.path.join(PROJECT, "pipeline.json"), self.root)

    def path(self, *names):
        return os.path.join(self.root, *names)

    def copy(self, name):
        """The same root at another place, bytes and modes."""
        twin = Room(name)
        shutil.rmtree(twin.root)
        shutil.copytree(self.root, twin.root, symlinks=True)
        return twin

    def drop(self, night):
        folder = os.path.join(PROJECT, f"sample/night-{night}")
        for name in sorted(os.listdir(folder)):
            shutil.copyfile(os.path.join(folder, name), self.path("inbox", name))
            # The state remembers the time of a drop, and everything is compared.
            os.utime(self.path("inbox", name), (DROPPED + night, DROPPED + night))

    def call(self, *words, before=()):
        environment = {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}
        return subprocess.run([*before, BINARY, *words], cwd=self.root, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=300, check=False)

    def night(self, number, *options):
        _, as_of, now = NIGHTS[number - 1]
        self.drop(number)
        done = self.call("run", "--as-of", as_of, "--now", now, *options)
        if done.returncode != 0:
            raise RuntimeError(f"night {number} ended with {done.returncode}: {(done.stdout + done.stderr).decode()}")
        return Run(self, f"{as_of}-0001")

    def tree(self, *folders):
        """Path -> sha256 of every file below the folders."""
        seen = {}
        for top in folders:
            for folder, _, names in os.walk(self.path(top)):
                for name in names:
                    with open(os.path.join(folder, name), "rb") as file:
                        seen[os.path.relpath(os.path.join(folder, name), self.root)] = hashlib.sha256(file.read()).hexdigest()
        return seen

    def remove(self):
        shutil.rmtree(self.root, ignore_errors=True)


class Run:
    """One published run."""

    def __init__(self, room, name):
        self.room, self.name = room, name
        self.folder = room.path("outbox/runs", name)
        with open(self.path("manifest.json"), encoding="utf-8") as file:
            self.manifest = json.load(file)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def bytes(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def files(self, ending=""):
        """Paths of the run's files, as the manifest would name them."""
        found = []
        for folder, _, names in os.walk(self.folder):
            found += [os.path.relpath(os.path.join(folder, name), self.folder) for name in names if name.endswith(ending)]
        return sorted(found)

    def raw(self, name):
        """Header and rows of a CSV file as lists."""
        rows = list(csv.reader(io.StringIO(self.bytes(name).decode("utf-8"), newline=""), strict=True))
        return rows[0], rows[1:]

    def table(self, name):
        header, rows = self.raw(name)
        return [dict(zip(header, row, strict=True)) for row in rows]

    def letters(self):
        """Batch name -> pieces and totals row, for every print file."""
        batches = {}
        for name in self.files(".csv"):
            if name.startswith("letters/"):
                rows = self.table(name)
                batches[name[len("letters/"):-len(".csv")]] = (rows[:-1], rows[-1])
        return batches


def tool(name, *arguments):
    """Problems a validator of Tests/tools prints, or none."""
    done = subprocess.run([sys.executable, os.path.join(TOOLS, name), *arguments], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.endswith(": ok")]
    return lines or [f"{name} ended with {done.returncode}"]
