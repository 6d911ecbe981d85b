#!/usr/bin/env python3
"""After `retract`, `withdraw` and the right file, an installation is like a twin that never saw the wrong one.

  Tests/tools/twin.py [--kills N]

Two installations live through the same nights. One also gets an export with amounts times 100, with invoices missing, moved and reopened,
let in by `accept` where the guards stop it. It is retracted and its runs are withdrawn, in either order, at once or days later; then both go on
with the right file and with later nights. Messages, levels, charges, adjustments, cash, worklist, scores, aging and ledger of every night
after that are the same, byte for byte but for the number of the run. A `retract` that is killed at N of its system calls (with strace; without the right to trace that part is left out) leaves what was before, or what is after.
RECEIVABLES names the binary (default: .build/release/receivables)."""
import argparse, csv, glob, hashlib, io, json, os, re, shutil, signal, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
CUSTOMERS = 14

CONFIG = {
    "version": 1, "name": "twin", "timeZone": "Europe/Berlin",
    "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en",
                   "email": {"from": "ar@acme.example", "replyTo": "jo@acme.example"},
                   "bank": {"iban": "DE89370400440532013000", "name": "Acme Ltd"}}],
    "stages": [
        {"stage": "intake", "feeds": [
            {"feed": "customers", "preset": "canonical.customers", "match": ["customers*"]},
            {"feed": "contacts", "preset": "canonical.contacts", "match": ["contacts*"]},
            {"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "snapshot"},
            {"feed": "payments", "preset": "canonical.payments", "match": ["payments*"]},
            {"feed": "decisions", "preset": "canonical.decisions", "match": ["decisions*"], "extent": "delta"},
            {"feed": "events", "preset": "canonical.delivery_events", "match": ["events*"]}]},
        {"stage": "diff", "snapshotGuard": {"maxVanishedPercent": 60}},
        {"stage": "decide", "liveFrom": "2026-01-01", "maxDataAge": 2, "policies": [
            {"policy": "standard", "interest": {"regime": "de-bgb-288"}, "steps": [
                {"days": 3, "channel": ["email"], "template": "gentle", "payBy": 5},
                {"days": 12, "channel": ["email", "letter"], "template": "firm", "fee": {"EUR": "5.00"}},
                {"days": 30, "channel": ["letter"], "template": "final", "fee": {"EUR": "10.00"}, "payBy": 10}]}]},
    ] + [{"stage": "emit", "artifact": name} for name in
         ["aging-report", "changes", "scores", "reminders", "letters", "cash", "charges", "worklist"]],
}
# What tells a night: everything of these, and of the tables about messages what they say.
COMPARED = ["reminders/reminders.csv", "reminders/items.csv", "reminders/email/index.csv", "charges/*.csv", "changes/*.csv", "cash/*.csv",
            "scores/scores.csv", "aging/*.csv", "worklist.csv", "letters/*.csv", "reminders/email/*.eml"]


class Installation:
    def __init__(self, name):
        self.root = tempfile.mkdtemp(prefix=f"receivables-twin-{name}-")
        os.makedirs(os.path.join(self.root, "inbox"))
        self.write("pipeline.json", json.dumps(CONFIG))
        self.drops = 0

    def write(self, name, text):
        with open(os.path.join(self.root, name), "w") as f: f.write(text)

    def drop(self, feed, text):
        self.drops += 1
        path = os.path.join(self.root, "inbox", f"{feed}-{self.drops}.csv")
        with open(path, "w") as f: f.write(text)
        os.utime(path, (1_790_000_000, 1_790_000_000))

    def run(self, *words, codes=(0,)):
        done = subprocess.run([BINARY, *words], cwd=self.root, capture_output=True, text=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
        if codes and done.returncode not in codes:
            sys.exit(f"{self.root}: receivables {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def night(self, day, files=(), codes=(0,)):
        for feed, text in files: self.drop(feed, text)
        self.run("run", "--as-of", day, "--now", f"{day}T22:00:00Z", codes=codes)
        return self.current()

    def current(self):
        with open(os.path.join(self.root, "outbox/current")) as f: return f.read().strip()

    def told(self):
        """What the newest night says, without the name of the run."""
        run = self.current()
        folder, found = os.path.join(self.root, "outbox/runs", run), {}
        for pattern in COMPARED:
            for path in glob.glob(os.path.join(folder, pattern)):
                with open(path, errors="surrogateescape") as f: found[os.path.relpath(path, folder)] = f.read().replace(run, "RUN")
        day = run[:10]
        for words in [["aging", "--as-of", day, "--json"], ["ledger", "--from", "2026-11-01", "--to", day, "--json"]]:
            found[" ".join(words)] = re.sub(r"\d{4}-\d\d-\d\d-\d{4}", "RUN", self.run(*words))
        return found


def documents(day, factor=1, wrong=False):
    """The export of a day (a number): some are paid, some are new. The wrong one has amounts times 100 and more that is wrong."""
    rows = ["company,document_id,customer_id,document_date,due_date,currency,amount,balance"]
    for n in range(60):
        due = 20 + n % 29 + (30 if n > 40 else 0)
        if n > 40 and n > 40 + day: continue
        if n % 7 == 3 and n // 7 < day and not (wrong and n % 2): continue
        if wrong and n % 11 == 5: continue
        amount = 5000 + n * 137
        balance = amount - (1500 if n % 9 == 4 and day > 4 else 0)
        if wrong and n % 13 == 6: due += 25
        month, dom = (10, due) if due <= 31 else (11, due - 31) if due <= 61 else (12, due - 61)
        money = lambda value: f"{value * factor // 100}.{value * factor % 100:02d}"
        rows.append(f"ACME,INV{n:03d},C{n % CUSTOMERS},2026-09-{1 + n % 28:02d},2026-{month}-{dom:02d},EUR,{money(amount)},{money(balance)}")
    if wrong: rows += [f"ACME,WRONG{n},{'NOBODY' if n else 'C1'},2026-09-01,2026-10-01,EUR,77.00,77.00" for n in range(2)]
    return "\n".join(rows) + "\n"


def payments(day):
    rows = ["company,payment_id,customer_id,payment_date,currency,amount,reference"]
    for n in range(60):
        if n % 7 == 3 and n // 7 == day - 1 or n % 9 == 4 and day == 4:
            amount = 1500 if n % 9 == 4 and day == 4 else 5000 + n * 137
            rows.append(f"ACME,P{day}-{n},C{n % CUSTOMERS},2026-11-{10 + day:02d},EUR,{amount // 100}.{amount % 100:02d},INV{n:03d}")
    return "\n".join(rows) + "\n"


def others(day, installation):
    """What comes beside the export: people's decisions, contacts, what became of messages."""
    files = [("payments", payments(day))]
    if day == 3:
        files.append(("decisions", "company,customer_id,kind,decision_id,document_id,until,amount,value,by\n"
            "ACME,C2,promise,D1,,2026-11-24,,,Jo\nACME,C5,dispute,D2,INV005,,,,Jo\nACME,C8,send,D3,,,,,Jo\nACME,C9,hold,D4,,2026-11-20,,,Jo\n"))
        files.append(("contacts", "company,customer_id,contact_id,name,role,email\nACME,C1,K1,Ann Other,reminders,ann@c1.example\n"))
        files.append(("customers", customers().replace("Customer 3,", "Customer Three,")))
        nights = sorted(glob.glob(os.path.join(installation.root, "outbox/runs/*/reminders/reminders.csv")))
        ids = [row["message_id"] for night in nights for row in csv.DictReader(open(night)) if row["action"] == "send"][:3]
        files.append(("events", "company,message_id,event,at,detail\n" + "".join(
            f"ACME,{id},{event},2026-11-13,\n" for id, event in zip(ids, ["bounced", "delivered", "opted_out"]))))
    return files


def customers():
    return "company,customer_id,name,party_type,email,address_line1,city,postal_code,country,currency\n" + "".join(
        f"ACME,C{n},Customer {n},{'consumer' if n == 4 else 'business'},{'' if n == 6 else f'ap@c{n}.example'},Weg {n},Köln,50667,DE,EUR\n" for n in range(CUSTOMERS))


def begin(name):
    installation = Installation(name)
    installation.night("2026-11-11", [("customers", customers()), ("documents", documents(1)), ("payments", payments(1))])
    installation.night("2026-11-12", [("documents", documents(2)), ("payments", payments(2))])
    return installation


def sha12(text): return hashlib.sha256(text.encode()).hexdigest()[:12]


def take_out(a, wrong, runs, retract_first):
    def retract(): a.run("retract", sha12(wrong), "--by", "Jo Weber", "--reason", "amounts times 100")
    before = state(a)
    shown = a.run("retract", sha12(wrong), "--preview")
    if "nothing was changed" not in shown or state(a) != before: sys.exit(f"{a.root}: a preview changed something\n{shown}")
    if retract_first: retract()
    for run in runs: a.run("withdraw", run, "--by", "Jo Weber", "--reason", "amounts times 100")
    if not retract_first: retract()
    if "retracted already" not in a.run("retract", sha12(wrong), "--by", "Jo", "--reason", "again", codes=(64,)):
        sys.exit(f"{a.root}: a second retract is not refused")


def state(installation):
    with open(os.path.join(installation.root, "state/receivables.sqlite"), "rb") as f: return hashlib.sha256(f.read()).hexdigest()


def compare(a, b, story):
    left, right = a.told(), b.told()
    wrong = sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
    if not wrong: return
    print(f"{story}: {a.root} and its twin {b.root} differ in {len(wrong)} files: {', '.join(wrong[:8])}", file=sys.stderr)
    import difflib
    for name in wrong[:3]:
        diff = difflib.unified_diff((left.get(name) or "").splitlines(), (right.get(name) or "").splitlines(), name, name, lineterm="", n=0)
        print("\n".join(list(diff)[:24]), file=sys.stderr)
    sys.exit(1)


def go_on(a, b, story, day, number):
    """The right file for both, and two later nights."""
    for installation in (a, b): installation.drop("documents", documents(number))
    for installation in (a, b): installation.night(day)
    compare(a, b, f"{story}, the same night")
    for later, number in [("2026-11-29", 9), ("2026-12-08", 14)]:
        for installation in (a, b): installation.night(later, [("documents", documents(number)), ("payments", payments(number))])
        compare(a, b, f"{story}, {later}")
    for installation in (a, b): installation.run("verify")
    for installation in (a, b): shutil.rmtree(installation.root)
    print(f"ok   {story}")


def guarded(retract_first):
    """The guards hold the file, a person lets it in, and it is noticed at once."""
    a, b = begin("a"), begin("b")
    wrong = documents(3, 100, True)
    for installation in (a, b): installation.night("2026-11-19", others(3, installation), codes=(65,))
    a.night("2026-11-19", [("documents", wrong)], codes=(65,))
    a.run("accept", sha12(wrong), "--by", "Ann Lee", "--reason", "looks right")
    run = a.night("2026-11-19")
    sent = list(csv.DictReader(open(os.path.join(a.root, "outbox/runs", run, "reminders/reminders.csv"))))
    if not any(row["action"] == "send" for row in sent): sys.exit("the wrong night sent nothing: the story is worth nothing")
    take_out(a, wrong, [run], retract_first)
    go_on(a, b, f"held, accepted, {'retracted and withdrawn' if retract_first else 'withdrawn and retracted'}", "2026-11-19", 3)


def days_later():
    """The file comes in one night with others, and is noticed after two more runs."""
    a, b = begin("a"), begin("b")
    wrong = documents(3, 1, True)
    for feed, text in others(3, a): a.drop(feed, text); b.drop(feed, text)
    runs = [a.night("2026-11-19", [("documents", wrong)], codes=(0, 65))]
    later = ("payments", payments(4))
    runs.append(a.night("2026-11-20", [later]))
    runs.append(a.night("2026-11-21"))
    b.drop(*later)
    take_out(a, wrong, runs, True)
    go_on(a, b, "read with other files, retracted three runs later", "2026-11-22", 4)


def killed(times):
    """Cut off anywhere, a retract has happened or has not."""
    a, b = begin("a"), begin("b")
    wrong = documents(3, 1, True)
    for installation in (a, b): installation.night("2026-11-19", others(3, installation), codes=(65,))
    run = a.night("2026-11-19", [("documents", wrong)], codes=(0, 65))
    a.run("withdraw", run, "--by", "Jo", "--reason", "wrong")
    words = [BINARY, "retract", sha12(wrong), "--by", "Jo", "--reason", "wrong"]
    before, after, keep = 0, 0, tempfile.mkdtemp(prefix="receivables-twin-keep-")
    shutil.rmtree(keep)
    shutil.copytree(a.root, keep)
    points = points_of(words, a.root, times)
    for strace in points:
        shutil.rmtree(a.root)
        shutil.copytree(keep, a.root)
        done = subprocess.run([*strace, *words], cwd=a.root, capture_output=True)
        if done.returncode == 0: sys.exit(f"the kill did not fire: {' '.join(strace)}")
        # Any command that writes finishes or undoes what was cut off; an earlier date is refused as ever.
        a.run("run", "--as-of", "2026-11-12", "--now", "2026-11-12T22:00:00Z", codes=(64,))
        a.run("verify")
        shown = a.run("retract", sha12(wrong), "--preview", codes=(0, 64))
        before, after = before + ("nothing was changed" in shown), after + ("retracted already" in shown)
    times = len(points)
    if before + after != times: sys.exit(f"of {times} killed retracts {before} left what was before and {after} what is after")
    a.run("retract", sha12(wrong), "--by", "Jo", "--reason", "wrong", codes=(0, 64))
    shutil.rmtree(keep)
    print(f"ok   {times} kills: {before} times before, {after} times after")
    go_on(a, b, "a retract that was killed and done again", "2026-11-19", 3)


def points_of(words, root, times):
    """Evenly spread over the calls by which a retract changes something, how to kill it there."""
    calls = "pwrite64,fsync,fdatasync,unlink,rename,ftruncate"
    trace = os.path.join(root, "trace")
    done = subprocess.run(["strace", "-f", "-qq", "-o", trace, "-e", f"trace={calls}", *words], cwd=root, capture_output=True)
    if done.returncode: sys.exit(f"a traced retract fails with {done.returncode}: {done.stderr.decode()}")
    seen, points = {}, []
    with open(trace) as f:
        for line in f:
            if match := re.match(r"\d+\s+(\w+)\(", line):
                name = match.group(1)
                seen[name] = seen.get(name, 0) + 1
                points.append(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:signal=SIGKILL:when={seen[name]}"])
    os.unlink(trace)
    return points[::max(1, len(points) // times)] + points[-1:]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=8)
    options = parser.parse_args()
    guarded(False)
    guarded(True)
    days_later()
    if shutil.which("strace") and os.environ.get("NO_PTRACE") != "1": killed(options.kills)
    print("twin: all passed")


main()
