"""Promises about the processes that make letters and statements: the files do not depend on how many there are, nor on what becomes of them."""
import glob, os, signal, subprocess, time

from places import HEAD, Place, configure, night, traced
from stories import BINARY, need

# Names with characters that a print file meets late, an address that is too wide for the window, a script that cannot be printed, a telephone call.
NAMES = ["Müller GmbH", "Société Générale", "Peña S.L.", "Smith Ltd", "Zürcher AG", "Harbour & Co"]
LATE = {90: ("Łukasz Żółć Sp. z o.o.", "Łódź"), 95: ("Ελληνική Εταιρεία", "Αθήνα"), 101: ("Škoda Ďurčík", "Košice"), 97: ("W" * 90, "W" * 80), 111: ("חברה", "ירושלים"), 140: ("Ωmega Ž", "Köln")}


def installation(place, customers=150, batch=40):
    """Letters in batches, statements, mail and text messages of a night in which not everything can be printed."""
    def change(c):
        c["stages"] = [s for s in c["stages"] if s.get("artifact") != "letters"]
        c["stages"] += [{"stage": "emit", "artifact": "letters", "batchSize": batch, "duplex": True}, {"stage": "emit", "artifact": "statements", "formats": ["pdf", "csv"]}]

    configure(place, change)
    text = "company,customer_id,name,email,address_line1,postal_code,city,country,language,channel\n"
    for n in range(customers):
        name, city = LATE.get(n, (f"{NAMES[n % 6]} {n}", "Köln"))
        text += f"ACME,C{n:03},{name},ap@c{n}.example,Weg {n},50667,{city},DE,{'de' if n % 2 else 'en'},{'letter' if n % 5 else 'email'}\n"
    place.drop(b"customers.csv", text)
    documents = [f"ACME,INV{n},C{n % customers:03},2026-09-02,2026-10-01,EUR,{n + 1}.00,{n + 1}.00\n" for n in range(4 * customers)]
    documents += [f"ACME,LONG{n},C007,2026-09-02,2026-10-01,EUR,{n + 1}.00,{n + 1}.00\n" for n in range(400)]
    place.drop(b"documents.csv", HEAD + "".join(documents))


def compare(place, twin):
    have, want = place.tree(), twin.tree()
    need(glob.glob(place.path("outbox/runs/*/letters/*.pdf")) and glob.glob(place.path("outbox/runs/*/statements/*.pdf")), "nothing was printed")
    need(have == want, f"these differ: {[n for n in sorted(have.keys() | want.keys()) if have.get(n) != want.get(n)][:6]}")


def alone():
    """What one process makes."""
    twin = Place()
    installation(twin)
    code, text = twin.run(*night(20), "--jobs", "1")
    need(code in (0, 65), text)
    for word in ("mm too wide", "cannot be printed"): need(word in reasons(twin), f"nothing tells of what is {word}")
    return twin, code


def reasons(place):
    with open(glob.glob(place.path("outbox/runs/*/reminders/reminders.csv"))[0], encoding="utf-8") as f: return f.read()


def jobs(place):
    """Letters with names in many alphabets, some that cannot be printed, thick ones, statements and mail: the same bytes whatever `--jobs` says."""
    twin, want = alone()
    try:
        for arguments in (("--jobs", "2"), ("--jobs", "3"), ("--jobs", "64"), ()):
            one = Place()
            try:
                installation(one)
                code, text = one.run(*night(20), *arguments)
                need(code == want, f"exit {code} instead of {want}: {text}")
                compare(one, twin)
                code, text = one.run("verify")
                need(code == 0, text)
            finally: one.remove()
    finally: twin.remove()


def copies(place):
    """No process to be had, processes that are killed before they begin and while they work: the night is the same."""
    twin, want = alone()
    try:
        for what, prefix in (
                ("no process", traced("-o", "/dev/null", "-e", "trace=/^(clone3?|v?fork)$", "-e", "inject=/^(clone3?|v?fork)$:error=EAGAIN")),
                ("one process", traced("-o", "/dev/null", "-e", "trace=/^(clone3?|v?fork)$", "-e", "inject=/^(clone3?|v?fork)$:error=EAGAIN:when=2+")),
                ("killed at the start", traced("-o", "/dev/null", "-e", "trace=prctl", "-e", "inject=prctl:signal=SIGKILL:when=1")),
                ("killed before the work", traced("-o", "/dev/null", "-e", "trace=alarm", "-e", "inject=alarm:signal=SIGKILL:when=1")),
                ("killed by SIGTERM", traced("-o", "/dev/null", "-e", "trace=alarm", "-e", "inject=alarm:signal=SIGTERM:when=1"))):
            one = Place()
            try:
                installation(one)
                code, text = one.run(*night(20), "--jobs", "3", prefix=prefix)
                need(code == want, f"{what}: exit {code} instead of {want}: {text}")
                compare(one, twin)
            finally: one.remove()
        installation(place)
        process = subprocess.Popen([BINARY, *night(20), "--jobs", "4"], cwd=place.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        killed = 0
        while process.poll() is None:
            for child in children(process.pid):
                try: os.kill(child, signal.SIGKILL)
                except ProcessLookupError: continue
                killed += 1
        text = process.communicate()[0].decode("utf-8", "replace")
        need(process.returncode == want, f"killed while they work: exit {process.returncode} instead of {want}: {text}")
        need(killed, "no process was met")
        compare(place, twin)
    finally: twin.remove()


def orphans(place):
    """Whoever kills the program finds its lock free and no process left of it, and the next run makes the night whole."""
    twin, want = alone()
    try:
        for number in (signal.SIGKILL, signal.SIGTERM):
            one = Place()
            try:
                installation(one)
                line = [*traced("-o", "/dev/null", "-e", "trace=alarm", "-e", "inject=alarm:delay_enter=20s"), BINARY, *night(20), "--jobs", "3"]
                process = subprocess.Popen(line, cwd=one.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                program, copies, until = None, [], time.time() + 30
                while len(copies) < 2 and time.time() < until:
                    program = next(iter(children(process.pid)), None)
                    copies = children(program) if program else []
                    time.sleep(0.02)
                need(len(copies) == 2, f"{len(copies)} processes instead of 2")
                time.sleep(0.3)
                os.kill(program, number)
                process.wait(30)
                until = time.time() + 5
                while any(alive(child) for child in copies) and time.time() < until: time.sleep(0.02)
                need(not any(alive(child) for child in copies), "processes are left over")
                code, text = one.run(*night(20), "--jobs", "2")
                need(code == want, f"the next run exits {code} instead of {want}: {text}")
                compare(one, twin)
            finally: one.remove()
    finally: twin.remove()


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f: return [int(word) for word in f.read().split()]
    except (OSError, TypeError): return []


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f: return f.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError: return False
