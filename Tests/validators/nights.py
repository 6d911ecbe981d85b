"""Checks that compare runs, or that try the program itself: plan, verify, why, the same bytes everywhere."""
import os
import random
import re
import sqlite3
import subprocess
import tempfile
from decimal import Decimal

from dropped import changes, payment_evidence
from room import NIGHTS, Room

WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
# Calls that change a file system whatever their arguments are.
CHANGING = ("rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,truncate,ftruncate,chmod,fchmod,fchmodat,"
            "chown,fchown,lchown,fchownat,utime,utimes,utimensat,futimesat,mknod,mknodat,setxattr,fallocate,copy_file_range,sendfile")


def second_night(first, second, before, after):
    """No message twice, no level falls, changes.csv tells every difference of the two nights' files and nothing else."""
    ids = [{row["message_id"] for row in run.table("reminders/reminders.csv") if row["message_id"]} for run in (first, second)]
    if not ids[0]:
        yield "night 1 sent nothing"
    for identity in sorted(ids[0] & ids[1]):
        yield f"message {identity} is sent twice"
    key = ("company", "document_id", "instalment")
    levels = {tuple(row[k] for k in key): int(row["level_after"]) for row in first.table("reminders/items.csv") if row["message_id"]}
    for row in second.table("reminders/items.csv"):
        if int(row["level_before"]) < levels.get(tuple(row[k] for k in key), 0):
            yield f"{row['document_id']}: level {row['level_before']} after level {levels[tuple(row[k] for k in key)]}"
    yield from changed(second, before, after)


def changed(run, before, after):
    expected, evidence, seen = changes(before, after), payment_evidence(after), {}
    for row in run.table("changes/changes.csv"):
        key = row["company"], row["document_id"], row["instalment"]
        seen[key] = (row["change"], Decimal(row["old_balance"]), Decimal(row["new_balance"]), row["fields"])
        known = evidence.get(key[:2])
        if row["change"] in ("paid", "part_paid") and (row["cause"] == "payment") != (known == "payment"):
            yield f"{key}: cause {row['cause']}, the night's payments say {known}"
    for key in sorted(set(expected) | set(seen)):
        if expected.get(key) != seen.get(key):
            yield f"{key}: {seen.get(key)}, the files say {expected.get(key)}"
    reopened = {(row["company"], row["document_id"], row["instalment"]) for row in run.table("changes/adjustments.csv")}
    if reopened != {key for key, change in expected.items() if change[0] == "reopened"}:
        yield f"adjustments.csv lists {sorted(reopened)}"


def plan_writes_nothing(night):
    """`plan` opens nothing for writing, changes no name, and lists the message ids of the run that follows."""
    room = Room(f"plan-{night}")
    try:
        for earlier in range(1, night):
            room.night(earlier)
        room.drop(night)
        _, as_of, now = NIGHTS[night - 1]
        before = room.tree(".")
        with tempfile.NamedTemporaryFile(prefix="receivables-strace-", suffix=".log") as log:
            strace = ("strace", "-f", "-qq", "-o", log.name, "-e", f"trace=open,openat,openat2,creat,{CHANGING}")
            done = room.call("plan", "--as-of", as_of, "--now", now, before=strace)
            trace = log.read().decode("utf-8", "replace").splitlines()
        if done.returncode != 0:
            yield f"plan ended with {done.returncode}: {done.stderr.decode()}"
        if not any("openat" in line for line in trace):
            yield "strace saw nothing"
        for line in trace:
            call = re.sub(r"^\d+ +", "", line)
            if re.match(r"open|creat", call):
                if WRITES.search(call) and '"/dev/null"' not in call:
                    yield f"plan writes: {call}"
            elif re.match(r"\w+\(", call):
                yield f"plan writes: {call}"
        if room.tree(".") != before:
            yield "plan left the folder changed"
        planned = set(re.findall(r"\b[0-9a-f]{32}\b", done.stdout.decode()))
        room_run = room.night(night)
        sent = {row["message_id"] for row in room_run.table("reminders/reminders.csv") if row["message_id"]}
        if planned != sent:
            yield f"plan listed {len(planned)} messages, the run has {len(sent)}: {sorted(planned ^ sent)[:4]}"
    finally:
        room.remove()


def same_bytes(room):
    """The same nights in another folder, with --jobs 1 and with --jobs 2, give the same bytes in outbox, archive and state."""
    for jobs in ("1", "2"):
        twin = Room(f"twin-{jobs}")
        try:
            for number, _, _ in NIGHTS:
                twin.night(number, "--jobs", jobs)
            mine, other = room.tree("outbox", "archive"), twin.tree("outbox", "archive")
            for name in sorted(set(mine) | set(other)):
                if mine.get(name) != other.get(name):
                    yield f"--jobs {jobs}: {name} differs"
            if state(room) != state(twin):
                yield f"--jobs {jobs}: the state differs"
        finally:
            twin.remove()


def state(room):
    """What the state holds, but for the identity of the installation, which names its place."""
    database = sqlite3.connect(f"file:{room.path('state/receivables.sqlite')}?mode=ro", uri=True)
    try:
        return [line for line in database.iterdump() if not line.startswith('INSERT INTO "meta"')]
    finally:
        database.close()


def verify_finds(room):
    """`verify` passes on the untouched root and fails (70) after any one of many small alterations."""
    done = room.call("verify")
    if done.returncode != 0:
        yield f"untouched: ended with {done.returncode}: {(done.stdout + done.stderr).decode()}"
    chance = random.Random(20261120)
    artefacts = sorted(name for name in room.tree("outbox/runs") if not name.endswith(".done"))
    originals = sorted(room.tree("archive"))
    manifests = [name for name in artefacts if name.endswith("manifest.json")]
    done_marks = sorted(name for name in room.tree("outbox/runs") if name.endswith(".done"))
    for name in chance.sample(artefacts, 6) + chance.sample(originals, 3) + manifests[:1] + done_marks[:1]:
        yield from altered(room, f"one bit of {name}", lambda twin, name=name: flip(twin.path(name), chance))
    yield from altered(room, "an artefact removed", lambda twin: os.unlink(twin.path(artefacts[0])))
    yield from altered(room, "a file added to a run", lambda twin: add(twin.path(os.path.dirname(manifests[0]), "extra.csv")))
    yield from altered(room, "an original removed", lambda twin: os.unlink(twin.path(originals[0])))
    for what, statement in (
            ("a trail row deleted", "DELETE FROM trail WHERE seq = 3"),
            ("the last trail row deleted", "DELETE FROM trail WHERE seq = (SELECT MAX(seq) FROM trail)"),
            ("a trail row altered", "UPDATE trail SET detail = detail || ' ' WHERE seq = 2")):
        yield from altered(room, what, lambda twin, statement=statement: execute(twin, statement))


def altered(room, what, alter):
    twin = room.copy("altered")
    try:
        alter(twin)
        done = twin.call("verify")
        if done.returncode != 70:
            yield f"{what}: verify ended with {done.returncode}"
    finally:
        twin.remove()


def flip(path, chance):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    os.chmod(path, 0o600)
    with open(path, "wb") as file:
        file.write(data)


def add(path):
    with open(path, "w", encoding="ascii") as file:
        file.write("a\n")


def execute(room, statement):
    database = sqlite3.connect(room.path("state/receivables.sqlite"))
    with database:
        database.execute(statement)
    database.close()


def why_tells(room, run):
    """`why` on an invoice, a reminded and a suppressed customer and a message: line of the export, rule, level, reason."""
    rows = run.table("reminders/reminders.csv")
    sent = next(row for row in rows if row["action"] == "send" and int(row["level"]) > 0)
    held = next(row for row in rows if row["action"] == "suppress" and row["documents"])
    document = sent["documents"].split(";")[0].split("/")[0]
    expected = {
        sent["customer_id"]: (sent["message_id"], sent["level"], sent["policy"], sent["amount_due"], sent["channel"]),
        held["customer_id"]: (held["reason"], held["policy"], held["overdue"]),
        document: (" line ", "open-items", sent["message_id"], "level"),
        sent["message_id"]: (sent["customer_id"], sent["level"]),
    }
    for identity, texts in expected.items():
        done = room.call("why", identity)
        said = done.stdout.decode()
        if done.returncode != 0:
            yield f"why {identity} ended with {done.returncode}"
        for text in texts:
            if text not in said:
                yield f"why {identity} does not name {text!r}"
    if room.call("why", "no such thing").returncode != 64:
        yield "why on an unknown id does not end with 64"


def nothing_new(room):
    """The files of the night again under other names: no run, and the outbox as it was."""
    twin = room.copy("again")
    try:
        before = twin.tree("outbox/runs")
        twin.drop(2)
        os.rename(twin.path("inbox/customers.csv"), twin.path("inbox/customers (copy).csv"))
        _, as_of, now = NIGHTS[1]
        done = twin.call("run", "--as-of", as_of, "--now", now)
        if done.returncode != 0 or b"nothing new" not in done.stdout + done.stderr:
            yield f"ended with {done.returncode}: {(done.stdout + done.stderr).decode()}"
        if twin.tree("outbox/runs") != before:
            yield "the outbox changed"
    finally:
        twin.remove()


def sha256sum_agrees(run):
    """coreutils agrees with our SHA-256."""
    lines = "".join(f"{entry['sha256']}  {entry['path']}\n" for entry in run.manifest["files"])
    done = subprocess.run(["sha256sum", "--check", "--quiet", "--strict"], cwd=run.folder, input=lines, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield done.stdout + done.stderr
