#!/usr/bin/env python3
"""Every command that writes, killed at its system calls. Afterwards it is typed again, and a night is run: outbox, archive, inbox and state have to
be those of an installation in which nobody was disturbed, and `verify` has to accept them.

  Tests/tools/commands.py [--only WORD] [--every N]

  --every   every N-th call of each kind that changes something (default 4; 1: all)

RECEIVABLES names the binary (default: .build/release/receivables, else .build/debug/receivables). Needs strace. The last line is
`N passed, N failed`."""
import glob, hashlib, json, os, shutil, sqlite3

from places import HEAD, Place, configure, night, traced
from stories import need, options
import stories

CALLS = "openat write pwrite64 fsync fdatasync rename unlink mkdir ftruncate".split()
BY = ("--by", "Jo", "--reason", "tried")
CUSTOMERS = "company,customer_id,name,email,country,language\nACME,C1,Customer 1 GmbH,ap@c1.example,DE,en\n"
GONE = "ACME,C2,Zyxwhilde GmbH,ap@zyx.example,DE,en\n"


def documents(numbers, customer="C1"):
    return "".join(f"ACME,INV{n},{customer},2026-10-02,2026-11-01,EUR,{n}.00,{n}.00\n" for n in numbers)


class Installation(Place):
    """One that has seen two nights: a customer who has paid and gone, a file that is held, messages that wait for a word."""

    def __init__(self, holds=True):
        super().__init__()
        configure(self, lambda c: (c.update(legalRetention=0), next(s for s in c["stages"] if s["stage"] == "decide").update(release="approve")))
        self.drop(b"customers.csv", CUSTOMERS + GONE)
        self.drop(b"documents.csv", HEAD + documents(range(1, 41)) + documents([50], "C2"))
        self.told(*night(18))
        self.drop(b"customers.csv", CUSTOMERS)
        self.drop(b"documents.csv", HEAD + documents(range(1, 41)))
        self.told(*night(19))
        self.base = self.root + ".base"
        if not holds: return
        self.drop(b"documents.csv", HEAD + documents([1, 2]))
        self.told(*night(20))
        self.held = os.path.basename(next(iter(glob.glob(self.path("inbox/held/*.csv"))), ""))[:12]
        need(self.held, "no file is held")

    def told(self, *arguments, codes=(0, 65)):
        code, text = self.run(*arguments)
        need(code in codes, f"{' '.join(arguments)}: exit {code}: {text[-500:]}")

    def keep(self): shutil.copytree(self.root, self.base, symlinks=True)

    def reset(self):
        shutil.rmtree(self.root)
        shutil.copytree(self.base, self.root, symlinks=True)

    def snapshot(self):
        found = {}
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.relpath(path, self.root).startswith("state/") and name != "receivables.sqlite": continue
                with open(path, "rb") as f: found[os.path.relpath(path, self.root)] = hashlib.sha256(f.read()).hexdigest()
        state = sqlite3.connect(self.path("state/receivables.sqlite"))
        try:
            found["state/receivables.sqlite"] = state.execute("PRAGMA integrity_check").fetchone()[0]
            for (table,) in state.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
                found[f"table {table}"] = "\n".join(sorted(map(repr, state.execute(f'SELECT * FROM "{table}"'))))
        finally: state.close()
        return found

    def remove(self):
        super().remove()
        shutil.rmtree(self.base, ignore_errors=True)


def sweep(place, *command, first=(), trail=True, after=night(21)):
    """Kills `command` at its calls; `first` is done before, undisturbed, and a night `after` it. Typed again it may say that it is done already (64). `trail` is false for
    a command that does the rest when it is typed again, and says so in the trail: its head stands in the next manifest."""
    for arguments in first: place.told(*arguments)
    place.keep()

    def finish(codes):
        place.told(*command, codes=codes)
        place.told(*after, codes=(0, 65))
        code, text = place.run("verify")
        need(code == 0, f"verify: {text}")
        return place.snapshot()

    want = finish((0, 65))
    place.reset()
    again = finish((0, 65))
    need(again == want, "undisturbed it is not the same twice: " + ", ".join(n for n in sorted(want.keys() | again.keys()) if want.get(n) != again.get(n))[:300])
    points = 0
    for call in CALLS:
        for number in range(1, 400, options.every):
            place.reset()
            code, text = place.run(*command, prefix=traced("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}"))
            if code not in (137, -9): break
            points += 1
            have = finish((0, 64, 65))
            different = [n for n in sorted(want.keys() | have.keys()) if want.get(n) != have.get(n)]
            if not trail: different = [n for n in different if n not in ("table trail", "table run") and not n.endswith((".done", "/manifest.json"))]
            need(not different, f"killed at {call} #{number}, these differ: {', '.join(different)[:500]}\n"
                 + "\n".join(f"want {want.get(n)}\nhave {have.get(n)}" for n in different if n.startswith("table"))[:1500])
    need(points >= 5, f"only {points} points")
    print(f"     {command[0]}: {points} points", flush=True)


def accept(place): sweep(place, "accept", place.held, *BY)
def reject(place): sweep(place, "reject", place.held, *BY)
def pause(place): sweep(place, "pause", "documents", *BY, "--now", "2026-11-20T23:00:00Z")
def resume(place): sweep(place, "resume", "documents", *BY, "--now", "2026-11-20T23:30:00Z", first=[("pause", "documents", *BY, "--now", "2026-11-20T23:00:00Z")])
def disconnect(place): sweep(place, "disconnect", "documents", *BY, "--now", "2026-11-20T23:00:00Z")
def disconnect_erase(place): sweep(place, "disconnect", "customers", "--erase", *BY, "--now", "2026-11-20T23:00:00Z", trail=False)
def approve(place): sweep(place, "approve", place.runs()[-1], "--by", "Jo")
def withhold(place): sweep(place, "withhold", place.runs()[-1], *BY)
def withdraw(place): sweep(place, "withdraw", place.runs()[-1], *BY)
def close(place): sweep(place, "close", "2026-10", "--by", "Jo")
def erase(place): sweep(place, "erase", "--company", "ACME", "--customer", "C2", *BY, "--now", "2026-11-20T23:00:00Z")


def retract(place):
    with open(place.path("outbox/runs", place.runs()[-1], "manifest.json"), encoding="utf-8") as f: manifest = json.load(f)
    taken = [p for p in glob.glob(place.path("archive/*/*"))]
    newest = hashlib.sha256((HEAD + documents(range(1, 41))).encode()).hexdigest()
    need(any(p.endswith(newest) for p in taken), f"{manifest['run']} read no documents")
    sweep(place, "retract", newest[:12], *BY)


def prune(place):
    place.told("run", "--as-of", "2027-03-01", "--now", "2027-03-01T22:00:00Z")
    # The run of the 18th goes whole; of those of the 19th and 20th the texts.
    configure(place, lambda c: c.update(retention={"inputs": 30, "runs": 102, "messages": 30}))
    sweep(place, "prune", after=("run", "--as-of", "2027-03-02", "--now", "2027-03-02T22:00:00Z", "--progress", "never"))


if __name__ == "__main__":
    stories.run(__doc__, Installation, (accept, reject, pause, resume, disconnect, disconnect_erase, approve, withhold, withdraw, close, erase, retract, prune), settings={approve: {"holds": False}, withhold: {"holds": False}}, every=4)
