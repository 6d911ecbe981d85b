#!/usr/bin/env python3
"""Hostile surroundings: what an inbox, a disk and other processes can do to a night, tried on the program itself.

  Tests/tools/hostile.py [--only WORD] [--flips N]

RECEIVABLES names the binary (default: .build/release/receivables, else .build/debug/receivables). Some stories need root (another user, a small
disk); without it they are skipped and said so. The last line is `N passed, N failed`, with `N skipped` where some were."""
import csv, glob, hashlib, json, os, random, resource, shutil, signal, sqlite3, stat, subprocess, tempfile, threading, time

from places import CUSTOMERS, DOCUMENTS, HEAD, NIGHT, Place, night, root_only
from stories import BINARY, Failure, Skipped, need, options
import stories

def links(place):
    """A symbolic link to a secret, a FIFO, a device: named, not followed, no hang; the rest of the night goes on (66)."""
    place.files()
    secret = place.path("secret")
    with open(secret, "w") as f: f.write(DOCUMENTS.replace("INV1", "STOLEN"))
    os.symlink(secret, place.path("inbox/link.csv"))
    os.mkfifo(place.path("inbox/pipe.csv"))
    os.symlink("/dev/zero", place.path("inbox/zero.csv"))
    code, text = place.run()
    need(code == 66, f"exit {code}: {text}")
    need(all(name in text for name in ("link.csv", "pipe.csv", "zero.csv")), f"not every one is named: {text}")
    need(place.runs(), "the rest of the night did not go on")
    need(not any("STOLEN" in open(p, errors="replace").read() for p in glob.glob(place.path("outbox/runs/*/**/*.csv"), recursive=True)), "a link was followed")
    need(os.path.lexists(place.path("inbox/link.csv")), "the link was removed")


def names(place):
    """Names of newlines, right-to-left marks, 255 bytes, dots and blanks: taken or refused by content, no file elsewhere, no forged line."""
    odd = [b"doc\numents.csv", "documents\u202egpj.csv".encode(), b"documents" + b"x" * 242 + b".csv", b"documents ..csv", b"documents;rm -rf.csv",
           b"documents\x1b[31m.csv", b"documents$(id).csv", b"documents\xff\xfe.csv"]
    place.drop(b"customers.csv", CUSTOMERS)
    for number, name in enumerate(odd): place.drop(name, HEAD + f"ACME,INV1,C1,2026-10-02,2026-11-01,EUR,100.00,{100 - number}.00\n")
    before = set(os.listdir(place.root))
    code, text = place.run()
    # The last cannot be opened under the name that it shows: it is told and stays, and all others are taken.
    need(code == 66 and "a name that is not UTF-8" in text, f"exit {code}: {text}")
    need(place.runs(), "no run was published")
    need(set(os.listdir(place.root)) - before <= {"outbox", "archive", "state"}, f"something new lies in {os.listdir(place.root)}")
    need("\x1b" not in place.attention() and "\numents" not in place.attention(), "a name forged a line of attention")
    for path in glob.glob(place.path("inbox/rejected/*.json")) + glob.glob(place.path("inbox/held/*.json")): json.load(open(path, encoding="utf-8"))
    need(place.run("verify")[0] == 0, "verify fails")


def ids(place):
    """Customer ids that are paths, headers or formulas stay in the run's folder and out of mail headers."""
    evil = ["../../../../tmp/evil", "C1\\..\\..", "CON", "=cmd|' /C calc'!A0", "x" * 300, "\u202eabc", "a;b", "%2e%2e%2f"]
    with open(place.path("inbox/customers.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["company", "customer_id", "name", "email", "country", "language"])
        for number, one in enumerate(evil): out.writerow(["ACME", one, f"Name {number}\r\nBcc: everybody@evil.example", f"ap@c{number}.example", "DE", "en"])
    with open(place.path("inbox/documents.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(HEAD.strip().split(","))
        for number, one in enumerate(evil): out.writerow(["ACME", f"INV{number}", one, "2026-10-02", "2026-11-01", "EUR", "100.00", "100.00"])
    code, text = place.run()
    need(code in (0, 65), f"exit {code}: {text}")
    run = place.path("outbox/runs", place.runs()[-1])
    for folder, _, found in os.walk(run):
        need(os.path.realpath(folder).startswith(os.path.realpath(run)), folder)
        for name in found: need(name.isascii() and "/" not in name and len(name) < 200, f"odd name {name!r}")
    for path in glob.glob(run + "/reminders/email/*.eml"):
        head = open(path, encoding="utf-8", newline="").read().split("\r\n\r\n", 1)[0]
        need("\r\nBcc:" not in head and "\nBcc:" not in head, f"a header was injected in {path}")
    need(not os.path.exists("/tmp/evil"), "a path was followed")


def vanishing(place):
    """Files that come and go while the inbox is listed and read: no failure, no hang, and whatever was taken is whole."""
    place.drop(b"customers.csv", CUSTOMERS)
    stop = threading.Event()

    def churn():
        number = 0
        while not stop.is_set():
            number += 1
            path = place.drop(f"documents-{number % 5}.csv", HEAD + "ACME,INV1,C1,2026-10-02,2026-11-01,EUR,100.00,100.00\n" * 1)
            if number % 2:
                try: os.unlink(path)
                except FileNotFoundError: pass
            link = os.path.join(place.path("inbox"), f"swap-{number % 3}.csv")
            try:
                os.symlink("/etc/passwd", link + "x")
                os.rename(link + "x", link)
                os.unlink(link)
            except OSError: pass

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for day in range(1, 9):
            code, text = place.run("run", "--as-of", f"2026-11-{day:02}", "--now", f"2026-11-{day:02}T22:00:00Z", "--progress", "never")
            need(code in (0, 65, 66), f"exit {code}: {text}")
            need("root:" not in text, "a link was followed")
    finally:
        stop.set()
        thread.join()
    need(place.run("verify")[0] == 0, "verify fails")


def runners(place):
    """Eight at once: one works, the others exit 75 at once or find nothing new; one run stands."""
    place.files()
    crowd = [subprocess.Popen([BINARY, *NIGHT], cwd=place.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL) for _ in range(8)]
    done = [(p.communicate(timeout=120)[0].decode(), p.returncode) for p in crowd]
    codes = sorted(code for _, code in done)
    need(set(codes) <= {0, 75} and codes[0] == 0, f"exit codes {codes}: {done}")
    need(all("another run holds the lock" in text for text, code in done if code == 75), "75 does not say why")
    need(len(place.runs()) == 1, f"runs {place.runs()}")

    # While one is at work for sure, seven come, and each of them exits 75.
    place.drop(text=HEAD + "".join(f"ACME,INV{n},C1,2026-10-02,2026-11-01,EUR,{n}.00,{n}.00\n" for n in range(1, 30001)))
    later = night(21)
    first = subprocess.Popen([BINARY, *later], cwd=place.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    while os.path.exists(place.path("inbox/documents.csv")) and first.poll() is None: time.sleep(0.001)
    first.send_signal(signal.SIGSTOP)
    need(first.poll() is None, "the night is over before it can be stopped")
    done = [place.run(*later) for _ in range(7)]
    first.send_signal(signal.SIGCONT)
    need([code for code, _ in done] == [75] * 7, f"exit codes {[code for code, _ in done]}")
    code = first.wait(timeout=60)
    need(code in (0, 65) and len(place.runs()) == 2, f"exit {code}, runs {place.runs()}")


def owners(place):
    """A second installation on the same inbox is refused (78) and takes nothing."""
    place.files()
    need(place.run()[0] == 0, "the first run fails")
    other = Place()
    try:
        shutil.rmtree(other.path("inbox"))
        os.symlink(place.path("inbox"), other.path("inbox"))
        place.drop()
        code, text = other.run()
        need(code == 78 and "inbox-owned" in text, f"exit {code}: {text}")
        need(os.path.exists(place.path("inbox/documents.csv")), "the file was taken")
    finally: other.remove()


def unreadable(place):
    """As another user: an unreadable file is named (66) and the rest goes on; an outbox that may not be written gives 77 or 73 and loses nothing."""
    root_only()
    place.files()
    path = place.drop(b"documents-private.csv")
    os.chmod(path, 0)
    subprocess.run(["chown", "-R", "nobody", place.root], check=True)
    os.chown(path, 0, 0)
    as_nobody = ("setpriv", "--reuid", "nobody", "--clear-groups")
    code, text = place.run(prefix=as_nobody)
    need(code == 66 and "documents-private.csv" in text, f"exit {code}: {text}")
    need(place.runs() and os.path.exists(path), "the rest did not go on, or the file is gone")
    os.unlink(path)
    place.drop(b"documents-2.csv", DOCUMENTS.replace("INV1", "INV2"))
    subprocess.run(["chown", "-R", "root", place.path("outbox")], check=True)
    code, text = place.run("run", "--as-of", "2026-11-21", "--now", "2026-11-21T22:00:00Z", prefix=as_nobody)
    need(code in (73, 77), f"exit {code}: {text}")
    subprocess.run(["chown", "-R", "nobody", place.path("outbox")], check=True)
    code, text = place.run("run", "--as-of", "2026-11-21", "--now", "2026-11-21T22:00:00Z", prefix=as_nobody)
    need(code in (0, 65), f"after it was mended: exit {code}: {text}")
    need(place.run("verify")[0] == 0, "verify fails")


def full(place):
    """On a disk that is full, or under a limit of file size: 74, nothing published; with room again the same night as undisturbed."""
    root_only()
    want = Place()
    disk = tempfile.mkdtemp(prefix="receivables-disk-")
    try:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", disk]).returncode != 0: raise Skipped("tmpfs cannot be mounted")
        small = Place(os.path.join(disk, "root"))
        for one in (want, small): one.files()
        code, text = want.run()
        need(code == 0, text)
        with open(os.path.join(disk, "ballast"), "wb", buffering=0) as f:
            size = 0
            try:
                while True: size += f.write(b"x" * 4096)
            except OSError: pass
            f.truncate(max(0, size - 60_000))
        code, text = small.run()
        need(code in (73, 74), f"exit {code} on a full disk: {text}")
        need(not small.runs(), "something was published")
        os.unlink(os.path.join(disk, "ballast"))
        code, text = small.run()
        need(code == 0, f"with room again: exit {code}: {text}")
        need(small.tree() == want.tree(), "the night differs from an undisturbed one")
    finally:
        subprocess.run(["umount", disk], capture_output=True)
        shutil.rmtree(disk, ignore_errors=True)
        want.remove()
    place.files()
    code, text = place.run(preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))))
    need(code in (73, 74), f"exit {code} under a limit of file size: {text}")
    need(not place.runs(), "something was published")
    need(place.run()[0] == 0, "without the limit it fails")


def large(place):
    """A large file that is refused is handed on and not copied: the file in inbox/rejected is the one that was dropped. Known later, it is taken as a copy of its own."""
    place.files()
    with open(place.path("inbox/backup.gz"), "wb") as f:
        f.write(b"\x1f\x8b")
        f.truncate(20 << 20)
    lines = "".join(f"R{i};K{i % 50};2026-10-01;2026-10-31;EUR;{i}.00;a remark that takes room, as remarks do {i:040}\n" for i in range(180_000))
    with open(place.path("inbox/unknown.csv"), "w") as f: f.write("Nr;Konto;am;bis;Geld;Rest;Bemerkung\n" + lines)
    dropped = {name: os.stat(place.path("inbox", name)).st_ino for name in ("backup.gz", "unknown.csv")}
    code, text = place.run()
    need(code == 65 and "file-compressed" in text and "feed-unknown" in text, f"exit {code}: {text}")
    for name, inode in dropped.items():
        found = glob.glob(place.path(f"inbox/rejected/*-{name}"))
        need(len(found) == 1 and os.stat(found[0]).st_ino == inode, f"{name} was copied")
        need(not os.path.exists(place.path("inbox", name)), f"{name} still lies in the inbox")
    need(not [p for p in glob.glob(place.path("archive/*/*")) if os.path.getsize(p) > 16 << 20], "a refused file stays in the archive")
    need(place.run("verify")[0] == 0, "verify fails")
    if not shutil.which("strace"): raise Skipped("needs strace")
    # Taken and cut off before the night looked at it; then pipeline.json comes to know it.
    os.rename(glob.glob(place.path("inbox/rejected/*-unknown.csv"))[0], place.path("inbox/unknown.csv"))
    state = sqlite3.connect(place.path("state/receivables.sqlite"))
    before = state.execute("SELECT MAX(id) FROM run").fetchone()[0]
    night = ("run", "--as-of", "2026-11-21", "--now", "2026-11-21T22:00:00Z", "--progress", "never")
    paths = [word for path in ("inbox/unknown.csv", "./inbox/unknown.csv", place.path("inbox/unknown.csv")) for word in ("-P", path)]
    code, text = place.run(*night, prefix=("strace", "-f", "-qq", "-o", "/dev/null", *paths, "-e", "trace=unlink", "-e", "inject=unlink:signal=SIGKILL:when=1"))
    if "ptrace" in text: raise Skipped("strace may not trace here")
    need(code in (137, -9), f"the kill did not fire: exit {code}: {text}")
    need(os.path.exists(place.path("inbox/unknown.csv")) and state.execute("SELECT MAX(id) FROM run").fetchone()[0] == before, "the run was not cut off where it should be")
    state.close()
    with open(place.path("pipeline.json")) as f: settings = json.load(f)
    feeds = next(stage for stage in settings["stages"] if stage["stage"] == "intake")["feeds"]
    feeds.append({"feed": "more", "company": "ACME", "extent": "delta", "match": ["unknown*.csv"], "mapping": {
        "feed": "documents", "read": {"format": "csv"}, "locale": {"decimal": ".", "dates": ["ISO"]},
        "columns": {"document_id": "Nr", "customer_id": "Konto", "document_date": "am", "due_date": "bis", "currency": "Geld", "balance": "Rest"}}})
    with open(place.path("pipeline.json"), "w") as f: json.dump(settings, f)
    code, text = place.run(*night, seconds=300)
    need(code in (0, 65) and "published" in text, f"exit {code}: {text}")
    kept = [p for p in glob.glob(place.path("archive/*/*")) if os.path.getsize(p) > 16 << 20]
    need(len(kept) == 1 and stat.S_IMODE(os.stat(kept[0]).st_mode) == 0o400 and os.stat(kept[0]).st_ino != dropped["unknown.csv"], "what is read is no copy of ours")
    need(place.run("verify")[0] == 0, "verify fails")


def permissions(place):
    """Whatever the caller's mask: state and archive are the owner's, the rest is closed to others."""
    place.files()
    code, text = place.run(preexec_fn=lambda: os.umask(0))
    need(code == 0, text)
    for top, forbidden in (("state", 0o077), ("archive", 0o077), ("outbox", 0o027)):
        for folder, folders, found in os.walk(place.path(top)):
            for name in [*found, "."]:
                mode = stat.S_IMODE(os.stat(os.path.join(folder, name)).st_mode)
                if top == "archive" and name != "." or top == "state" and name != ".": mode &= ~0o000
                need(mode & 0o007 == 0 and (top != "outbox" or mode & 0o020 == 0), f"{folder}/{name} has mode {mode:o}")


def reader(place):
    """Somebody who looks at the outbox all the time sees whole runs only: whatever is under runs/ has its manifest right."""
    place.files()
    stop, wrong = threading.Event(), []

    def look():
        while not stop.is_set():
            for manifest in glob.glob(place.path("outbox/runs/*/manifest.json")) or []:
                folder = os.path.dirname(manifest)
                for row in json.load(open(manifest, encoding="utf-8"))["files"]:
                    try:
                        if hashlib.sha256(open(os.path.join(folder, row["path"]), "rb").read()).hexdigest() != row["sha256"]: wrong.append(row["path"])
                    except FileNotFoundError: wrong.append(row["path"])
            for folder in glob.glob(place.path("outbox/runs/*/")):
                if not os.path.exists(os.path.join(folder, "manifest.json")): wrong.append(folder)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        for day in range(20, 26): need(place.run("run", "--as-of", f"2026-11-{day}", "--now", f"2026-11-{day}T22:00:00Z")[0] in (0, 65), "a run fails")
    finally:
        stop.set()
        thread.join()
    need(not wrong, f"seen incomplete: {wrong[:5]}")


def flips(place):
    """`verify` finds each of N single bits flipped in files of outbox and archive and in rows of the trail."""
    place.files()
    need(place.run()[0] == 0, "the run fails")
    need(place.run("verify")[0] == 0, "verify fails on what is right")
    chance = random.Random(1127)
    files = [p for p in glob.glob(place.path("outbox/runs/**"), recursive=True) + glob.glob(place.path("archive/*/*")) if os.path.isfile(p) and os.path.getsize(p)]
    missed = []
    for number in range(options.flips):
        if number % 10 == 9:
            before = open(place.path("state/receivables.sqlite"), "rb").read()
            state = sqlite3.connect(place.path("state/receivables.sqlite"))
            seq, column = chance.choice(state.execute("SELECT seq FROM trail").fetchall())[0], chance.choice(["run", "event", "subject", "detail", "hash"])
            text = state.execute(f"SELECT {column} FROM trail WHERE seq = ?", (seq,)).fetchone()[0]
            at = chance.randrange(len(text)) if text else 0
            state.execute(f"UPDATE trail SET {column} = ? WHERE seq = ?", (text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1:] if text else "x", seq))
            state.commit()
            state.close()
            if place.run("verify")[0] != 70: missed.append(f"trail {seq}.{column}")
            with open(place.path("state/receivables.sqlite"), "wb") as f: f.write(before)
            continue
        path = chance.choice(files)
        with open(path, "rb") as f: before = f.read()
        mode = os.stat(path).st_mode
        at, bit = chance.randrange(len(before)), 1 << chance.randrange(8)
        os.chmod(path, 0o600)
        with open(path, "wb") as f: f.write(before[:at] + bytes([before[at] ^ bit]) + before[at + 1:])
        if place.run("verify")[0] != 70: missed.append(f"{os.path.relpath(path, place.root)} byte {at}")
        with open(path, "wb") as f: f.write(before)
        os.chmod(path, mode)
    state = sqlite3.connect(place.path("state/receivables.sqlite"))
    state.execute("DELETE FROM trail WHERE seq = (SELECT MAX(seq) FROM trail)")
    state.commit()
    state.close()
    if place.run("verify")[0] != 70: missed.append("the trail's last row, removed")
    need(not missed, f"{len(missed)} of {options.flips} not found: {missed[:8]}")


def network(place):
    """A whole night opens no socket, and nothing outside its folder for writing."""
    if not shutil.which("strace"): raise Skipped("needs strace")
    place.files()
    trace = place.path("trace")
    code, text = place.run(prefix=("strace", "-f", "-qq", "-o", trace, "-e", "trace=socket,connect,bind,openat,execve"))
    if code not in (0, 65): raise Skipped("strace may not trace here") if "ptrace" in text else Failure(text)
    lines = open(trace, encoding="utf-8", errors="replace").read().splitlines()
    bad = [l for l in lines if "socket(" in l or "connect(" in l]
    written = [l for l in lines if "openat(" in l and ("O_WRONLY" in l or "O_RDWR" in l) and "/dev/null" not in l]
    inside = ("\"inbox", "\"outbox", "\"archive", "\"state", place.root, os.path.realpath(place.root))
    need(not bad, f"sockets: {bad[:3]}")
    need(all(any(part in l for part in inside) for l in written), f"written elsewhere: {[l for l in written if not any(p in l for p in inside)][:3]}")


def without_proc(place):
    """Without /proc, as in a bare chroot, a night goes as ever; where the command line cannot be seen at all, nothing is done and that is said."""
    root_only()
    hidden = ("unshare", "-m", "sh", "-c", 'umount -l /proc && exec "$@"', "sh")
    if subprocess.run([*hidden, "true"], capture_output=True).returncode: raise Skipped("unshare may not")
    place.files()
    with open(place.path("inbox/scan.png"), "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n")
        f.truncate(17 << 20)
    code, text = place.run(prefix=hidden)
    need(code == 65 and len(place.runs()) == 1 and glob.glob(place.path("inbox/rejected/*-scan.png")), f"exit {code}: {text}")
    need(place.run("verify")[0] == 0, "verify fails")
    place.drop(b"documents.csv", DOCUMENTS.replace("100.00,100.00", "100.00,40.00"))
    code, text = place.run(*NIGHT, prefix=(*hidden, "env", "-i"))
    need(code == 0 and len(place.runs()) == 2, f"without an environment: exit {code}: {text}")


def poison(place):
    """A file over which the program ends twice is put aside the third time, by its hash; the rest of the night goes on."""
    if not shutil.which("strace"): raise Skipped("needs strace")
    place.drop(b"customers.csv", CUSTOMERS)
    place.drop()
    sha256 = hashlib.sha256(DOCUMENTS.encode()).hexdigest()
    archived = os.path.realpath(place.path(f"archive/2026/{sha256}"))
    for _ in range(2):
        code, text = place.run(prefix=("strace", "-f", "-qq", "-o", "/dev/null", "-P", archived, "-e", "trace=read", "-e", "inject=read:signal=SIGKILL:when=1"))
        if "ptrace" in text: raise Skipped("strace may not trace here")
        need(code in (137, -9), f"the kill did not fire: exit {code}: {text}")
    code, text = place.run()
    need(code == 65 and "crashed-before" in text, f"exit {code}: {text}")
    need(glob.glob(place.path(f"inbox/rejected/{sha256[:12]}-documents.csv")), "the file is not with the rejected")
    need(place.runs(), "the rest of the night did not go on")
    place.drop()
    code, text = place.run("run", "--as-of", "2026-11-21", "--now", "2026-11-21T22:00:00Z")
    need(code == 0, f"dropped again it is not tried again: exit {code}: {text}")


def trapped(place):
    """A night that a fault of the program's own ends behind reading goes on without its files when it is started again; after a kill it has them."""
    if not shutil.which("strace"): raise Skipped("needs strace")
    begun = place.path("outbox/.staging/2026-11-20-0001/aging")
    def end(signal):
        place.drop(b"customers.csv", CUSTOMERS)
        place.drop()
        paths = [option for path in (begun, os.path.realpath(place.path("outbox")) + "/.staging/2026-11-20-0001/aging", "outbox/.staging/2026-11-20-0001/aging") for option in ("-P", path)]
        code, text = place.run(prefix=("strace", "-f", "-qq", "-o", "/dev/null", *paths, "-e", "trace=mkdir", "-e", f"inject=mkdir:signal={signal.name}:when=1"))
        if "ptrace" in text: raise Skipped("strace may not trace here")
        need(code in (128 + signal, -signal), f"{signal.name} did not fire: exit {code}: {text}")
    end(signal.SIGILL)
    code, text = place.run()
    need(code == 65 and text.count("[crashed-night]") == 2, f"exit {code}: {text}")
    need(len(glob.glob(place.path("inbox/rejected/*.csv"))) == 2, "the files are not with the rejected")
    need(place.runs() == ["2026-11-20-0001"], f"the night did not go on: {place.runs()}")
    need("crashed-night" in open(place.path("outbox/attention.txt"), encoding="utf-8").read(), "attention does not tell")
    need(not os.path.exists(place.path("state/trapped")), "the mark stays")
    for name, text in ((b"customers.csv", CUSTOMERS), (b"documents.csv", DOCUMENTS)): place.drop(name, text)
    code, text = place.run("run", "--as-of", "2026-11-21", "--now", "2026-11-21T22:00:00Z")
    need(code == 0, f"dropped again they are not tried again: exit {code}: {text}")
    need(place.run("verify")[0] == 0, "verify fails")
    for name in ("state", "outbox", "archive", "inbox/rejected"): shutil.rmtree(place.path(name))
    end(signal.SIGTERM)
    end(signal.SIGKILL)
    code, text = place.run()
    need(code == 0 and not glob.glob(place.path("inbox/rejected/*.csv")), f"after two kills: exit {code}: {text}")


if __name__ == "__main__":
    stories.run(__doc__, Place, (links, names, ids, vanishing, runners, owners, unreadable, full, large, permissions, reader, flips, network, without_proc, poison, trapped), flips=40)
