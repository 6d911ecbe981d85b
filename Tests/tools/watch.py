#!/usr/bin/env python3
"""Does `receivables watch` do what an IT person counts on? Real processes, real signals, real files.

  Tests/tools/watch.py [--kills N] [--only WORD]

  settle   a file that is still being written is not taken; when it has settled it is, and its bytes are whole
  signals  SIGTERM ends it with 0 after the run in hand; SIGHUP reads a configuration that is right and keeps the old one else
  nights   a fixed time in local time: ten nights with the clock put forward in between, and three missed ones, give the messages
           of explicit runs (faketime)
  due      started when a night is due it waits for the files that lie there, though it has seen none of them stand still: who has paid by them
           is not reminded (faketime)
  accept   a held file that somebody lets in is taken at once, with nothing new in the inbox
  halfway  a state that a run has left half stored, its journal beside it, is put right when watch starts: nobody has to type a command
  killed   killed with SIGKILL N times (default 12; a hundred in `make watch KILLS=100`) while files arrive: every file's effect is
           there exactly once at the end

RECEIVABLES names the binary (default: .build/release/receivables, else .build/debug/receivables). The last line is `N passed, N failed`."""
import csv, glob, json, os, random, shutil, signal, subprocess, sys, tempfile, time

from stories import BINARY, PROJECT, Failure, need, options
import stories

CUSTOMERS = "company,customer_id,name,email,country,language\nACME,C1,Customer 1 GmbH,ap@c1.example,DE,en\n"
HEAD = "company,document_id,customer_id,document_date,due_date,currency,amount,balance\n"


class Installation:
    """A folder with a configuration of its own, and the process that watches it."""

    def __init__(self, documents=None, extent="snapshot"):
        self.root = tempfile.mkdtemp(prefix="receivables-watch-")
        os.mkdir(self.path("inbox"))
        with open(os.path.join(PROJECT, "Tests/scenarios/pipeline.json"), encoding="utf-8") as f: self.configuration = json.load(f)
        for feed in self.configuration["stages"][0]["feeds"]:
            if feed["feed"] == "documents": feed.update(documents or {}, extent=extent)
        self.configure()
        self.process = None

    def path(self, *names): return os.path.join(self.root, *names)

    def configure(self):
        with open(self.path("pipeline.json"), "w", encoding="utf-8") as f: json.dump(self.configuration, f)

    def drop(self, name, text):
        with open(self.path("." + name), "w", encoding="utf-8") as f: f.write(text)
        os.rename(self.path("." + name), self.path("inbox", name))

    def start(self, environment=None):
        log = open(self.path("watch.log"), "a", encoding="utf-8")
        self.process = subprocess.Popen([BINARY, "watch", "--poll", "1"], cwd=self.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                        env={**os.environ, "SWIFT_BACKTRACE": "enable=no", **(environment or {})})

    def stop(self, seconds=30):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def until(self, condition, seconds, what):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition(): return
            need(self.process.poll() is None, f"watch ended with {self.process.returncode} while waiting for {what}:\n{self.log()}")
            time.sleep(0.1)
        raise Failure(f"not within {seconds} s: {what}\n{self.log()}")

    def log(self):
        with open(self.path("watch.log"), encoding="utf-8") as f: return f.read()[-1500:]

    def runs(self): return sorted(os.path.basename(p)[:-5] for p in glob.glob(self.path("outbox/runs/*.done")))

    def run(self, *arguments):
        done = subprocess.run([BINARY, *arguments], cwd=self.root, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout + done.stderr

    def messages(self):
        """(as-of, message id, level) of everything sent, in order of runs."""
        found = []
        for run in self.runs():
            path = self.path("outbox/runs", run, "reminders/reminders.csv")
            if not os.path.exists(path): continue
            with open(path, encoding="utf-8", newline="") as f:
                found += [(run[:10], row["message_id"], row["level"]) for row in csv.DictReader(f) if row["action"] == "send"]
        return found

    def balances(self):
        with open(self.path("outbox/current"), encoding="utf-8") as f: run = f.read().strip()
        with open(self.path("outbox/runs", run, "aging/aging-detail.csv"), encoding="utf-8", newline="") as f:
            return {row["document_id"]: row["balance"] for row in csv.DictReader(f)}

    def attention(self):
        try:
            with open(self.path("outbox/attention.txt"), encoding="utf-8") as f: return f.read()
        except FileNotFoundError:
            return ""

    def remove(self):
        if self.process and self.process.poll() is None: self.kill()
        shutil.rmtree(self.root, ignore_errors=True)


def rows(numbers): return HEAD + "".join(f"ACME,INV{n},C1,2026-10-02,2026-11-01,EUR,{n}.00,{n}.00\n" for n in numbers)


def settle(place):
    place.configuration["stages"][0]["feeds"][1]["quiet"] = 2
    place.configure()
    place.start()
    with open(place.path("inbox/documents.csv"), "w", encoding="utf-8") as slow:
        for number in range(1, 9):
            slow.write(rows([number]) if number == 1 else rows([number])[len(HEAD):])
            slow.flush()
            time.sleep(0.4)
            need(not place.runs(), "a file was taken while it was being written")
    place.until(lambda: place.runs(), 30, "the file to be taken")
    need(place.balances() == {f"INV{n}": f"{n}.00" for n in range(1, 9)}, f"the file was not whole: {place.balances()}")
    need(place.stop() == 0, "SIGTERM does not end it with 0")


def signals(place):
    place.drop("customers.csv", CUSTOMERS)
    place.drop("documents.csv", rows([1]))
    place.start()
    place.until(lambda: "begins" in place.log(), 20, "it to begin")
    with open(place.path("pipeline.json"), "w", encoding="utf-8") as f: f.write('{ "version": 1, "compnies": [] }')
    place.process.send_signal(signal.SIGHUP)
    place.until(lambda: "watch-reload" in place.log(), 20, "the wrong configuration to be refused")
    place.until(lambda: place.runs(), 30, "a run with the configuration as it was")
    place.until(lambda: "watch-reload" in place.attention(), 20, "attention to tell of the wrong configuration")
    need(place.attention().startswith("WARN") and "receivables check" in place.attention(), f"attention says {place.attention()}")
    place.configure()
    place.process.send_signal(signal.SIGHUP)
    place.until(lambda: "read again" in place.log(), 20, "the right configuration to be taken")
    place.until(lambda: "watch-reload" not in place.attention(), 20, "attention to forget the wrong configuration")
    place.drop("documents-2.csv", rows([1, 2]))
    place.until(lambda: len(place.runs()) == 2, 30, "the second run")
    need(place.stop() == 0, "SIGTERM does not end it with 0")
    need(place.run("verify")[0] == 0, "verify fails")


def nights(place):
    """From Friday, 27 March 2026, 20:00 in Berlin; the clocks go forward on Sunday at 02:00, and 02:30 does not exist that night."""
    place.configuration["stages"][0]["feeds"][1]["at"] = ["02:30"]
    next(s for s in place.configuration["stages"] if s["stage"] == "decide").update(maxDataAge=60)
    place.configure()
    head = HEAD + "ACME,INV1,C1,2026-02-02,2026-03-25,EUR,100.00,100.00\n"
    twin = Installation({"at": ["02:30"]})
    twin.configuration = place.configuration
    twin.configure()
    try:
        for one in (place, twin):
            one.drop("customers.csv", CUSTOMERS)
            one.drop("documents.csv", head)
            need(one.run("run", "--as-of", "2026-03-27", "--now", "2026-03-27T19:00:00Z")[0] == 0, "the first run fails")

        def fast(since, nights, what):  # two hours a second
            before = len(place.runs())
            place.start({"LD_PRELOAD": library, "FAKETIME": f"@{since} x7200", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"})
            place.until(lambda: len(place.runs()) >= before + nights, 120, what)
            need(place.stop() == 0, "SIGTERM does not end it with 0")

        library = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
        need(library, "libfaketime is missing: apt-get install faketime")
        fast("2026-03-27 20:00:00", 3, "the nights of 28, 29 and 30 March")
        need([r[:10] for r in place.runs()[:4]] == ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"], f"runs of {place.runs()}")
        # Off for three nights; 3 April is caught up after 1 and 2 April.
        fast("2026-04-03 12:00:00", 4, "the missed nights")
        days = [r[:10] for r in place.runs()]
        need(days[4:8] == ["2026-03-31", "2026-04-01", "2026-04-02", "2026-04-03"], f"runs of {days}")
        for day in sorted(set(days[1:])):
            code, text = twin.run("run", "--as-of", day, "--now", f"{day}T03:00:00Z")
            need(code == 0, text)
        need(place.messages() == twin.messages() and place.messages(), f"{place.messages()}\ndiffer from those of explicit runs:\n{twin.messages()}")
    finally: twin.remove()


def due(place):
    """02:30 was missed; at 02:45 the export lies there since midnight, and shows INV1 as paid."""
    place.configuration["stages"][0]["feeds"][1]["at"] = ["02:30"]
    place.configure()
    place.drop("customers.csv", CUSTOMERS)
    place.drop("documents-1.csv", HEAD + "ACME,INV1,C1,2026-02-02,2026-03-20,EUR,100.00,100.00\nACME,INV2,C1,2026-02-02,2026-09-20,EUR,1.00,1.00\n")
    need(place.run("run", "--as-of", "2026-03-26", "--now", "2026-03-26T01:30:00Z")[0] == 0, "the first run fails")
    need(not place.messages(), "the story is none: INV1 was reminded of at once")
    place.drop("documents-2.csv", HEAD + "ACME,INV2,C1,2026-02-02,2026-09-20,EUR,1.00,1.00\n")
    library = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
    need(library, "libfaketime is missing: apt-get install faketime")
    place.start({"LD_PRELOAD": library, "FAKETIME": "@2026-03-27 01:45:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"})
    place.until(lambda: len(place.runs()) >= 2, 60, "the night that is due")
    need(place.stop() == 0, "SIGTERM does not end it with 0")
    need(place.balances() == {"INV2": "1.00"}, f"the night has not taken the export: {place.balances()}")
    need(not place.messages(), f"reminded of what is paid: {place.messages()}")


def accept(place):
    place.configuration["stages"][0]["feeds"][1]["quiet"] = 1
    next(s for s in place.configuration["stages"] if s["stage"] == "diff")["snapshotGuard"] = {"minVanished": 2, "maxVanishedPercent": 10}
    place.configure()
    place.drop("customers.csv", CUSTOMERS)
    place.drop("documents-1.csv", rows(range(1, 31)))
    place.start()
    place.until(lambda: len(place.runs()) == 1, 30, "the first run")
    place.drop("documents-2.csv", rows(range(1, 11)))
    place.until(lambda: glob.glob(place.path("inbox/held/*.csv")), 30, "the export of which two thirds are gone to be held")
    held = os.path.basename(glob.glob(place.path("inbox/held/*.csv"))[0])[:12]
    # The run that held it may still be at work.
    place.until(lambda: place.run("accept", held, "--by", "Kim", "--reason", "year end")[0] == 0, 30, "accept to find nobody at work")
    place.until(lambda: len(place.balances()) == 10, 30, "the file that was let in to be taken")
    need(place.stop() == 0, "SIGTERM does not end it with 0")


HALFWAY = """
import os, signal, sqlite3, sys
state = sqlite3.connect(sys.argv[1], isolation_level=None)
state.executescript("PRAGMA cache_size=10; BEGIN IMMEDIATE; UPDATE run SET exit_code = 99; CREATE TABLE scrap(bytes BLOB);"
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) INSERT INTO scrap SELECT zeroblob(2000) FROM n;")
os.kill(os.getpid(), signal.SIGKILL)
"""


def halfway(place):
    place.configuration["stages"][0]["feeds"][1]["quiet"] = 1
    place.configure()
    place.drop("customers.csv", CUSTOMERS)
    place.drop("documents-1.csv", rows([1]))
    code, text = place.run("run")
    need(code in (0, 65), text)
    subprocess.run([sys.executable, "-c", HALFWAY, place.path("state/receivables.sqlite")])
    code, text = place.run("status")
    need(code == 70 and "was cut off" in text, f"the state is not cut off: exit {code}: {text}")
    place.start()
    place.drop("documents-2.csv", rows([1, 2]))
    place.until(lambda: len(place.runs()) == 2, 30, "the file to be taken")
    need(place.balances() == {"INV1": "1.00", "INV2": "2.00"}, f"{place.balances()}")
    need(place.stop() == 0, "SIGTERM does not end it with 0")
    code, text = place.run("verify")
    need(code == 0, text)


def killed(place):
    place.configuration["stages"][0]["feeds"][1]["quiet"] = 1
    place.configure()
    chance = random.Random(20261127)
    place.drop("customers.csv", CUSTOMERS)
    for number in range(1, options.kills + 1):
        place.start()
        time.sleep(chance.uniform(0, 0.6))
        place.drop(f"documents-{number}.csv", rows([number]))
        time.sleep(chance.uniform(0, 2.2))
        place.kill()
    place.start()
    want = {f"INV{n}": f"{n}.00" for n in range(1, options.kills + 1)}
    place.until(lambda: place.runs() and not glob.glob(place.path("inbox/*.csv")) and place.balances() == want, 60, f"all of {len(want)} files to count once")
    need(place.stop() == 0, "SIGTERM does not end it with 0")
    code, text = place.run("verify")
    need(code == 0, text)
    seen = [row for run in place.runs() for row in csv.DictReader(open(place.path("outbox/runs", run, "changes/changes.csv"), encoding="utf-8"))]
    need(len(seen) == len(want) and all(row["change"] == "new" for row in seen), f"{len(seen)} changes for {len(want)} files")
    sent = [message for _, message, _ in place.messages()]
    need(len(sent) == len(set(sent)), "a message went out twice")


if __name__ == "__main__":
    stories.run(__doc__, Installation, (settle, signals, nights, due, accept, halfway, killed), settings={killed: {"extent": "delta"}}, kills=12)
