"""Promises about what happens to a night: cut off and the configuration edited, yesterday's state restored, a lock that is held, an outbox that is
read-only, a state on a share, each word of the configuration misspelt."""
import csv, fcntl, glob, hashlib, json, os, re, shutil, sqlite3, subprocess, time

from places import CUSTOMERS, HEAD, Place, configure, night, root_only, rows, traced
from stories import Skipped, need
import preload


def resumed(place):
    """Cut off after it was pinned, then another configuration, date and clock: the night is finished with what it had pinned."""
    twin = Place()
    tried = 0
    try:
        twin.files()
        need(twin.run()[0] == 0, "the undisturbed night fails")
        run = twin.runs()[-1]

        def folder(one):
            top = one.path("outbox/runs", run)
            return {os.path.relpath(os.path.join(f, n), top): hashlib.sha256(open(os.path.join(f, n), "rb").read()).hexdigest() for f, _, names in os.walk(top) for n in names}

        def rename(configuration):
            configuration["companies"][0]["name"] = "Another Ltd"
            configuration["companies"][0]["email"]["from"] = "new@acme.example"

        for number in range(1, 60):
            one = Place()
            try:
                one.files()
                code, text = one.run(prefix=traced("-o", "/dev/null", "-e", "trace=rename", "-e", f"inject=rename:signal=SIGKILL:when={number}"))
                if code in (0, 65): break
                need(code in (137, -9), f"exit {code}: {text}")
                pinned = []
                if os.path.exists(one.path("state/receivables.sqlite")):
                    state = sqlite3.connect(one.path("state/receivables.sqlite"))
                    try: pinned = state.execute("SELECT state FROM run").fetchall()
                    except sqlite3.OperationalError: pass
                    finally: state.close()
                if not pinned: continue
                tried += 1
                configure(one, rename)
                code, text = one.run(*night(25))
                need(code in (0, 65), f"rename #{number}: exit {code}: {text}")
                need(folder(one) == folder(twin), f"cut at rename #{number}, the night is not what it had pinned")
                need(one.runs() == [run, "2026-11-25-0001"], f"runs {one.runs()}")
                need(one.run("verify")[0] == 0, "verify fails")
            finally: one.remove()
        need(tried >= 5, f"only {tried} cuts came after the night was pinned")
    finally: twin.remove()


def restored(place):
    """Yesterday's state put back and the night run again, hours later: every message has the id it had, so that whoever delivers knows it. What
    lies in the outbox of the first time stays as it is and is told until it is moved away, as is said; it may be moved before, too."""
    place.drop(b"customers.csv", CUSTOMERS)
    place.drop(b"documents.csv", rows([100, 200]))
    need(place.run(*night(18))[0] == 0, "the first night fails")
    for top in ("state", "archive"): shutil.copytree(place.path(top), place.path(f"kept-{top}"))

    def second(hour, run="2026-12-02-0001"):
        place.drop(b"documents.csv", rows([100, 200, 300]))
        code, text = place.run("run", "--as-of", "2026-12-02", "--now", f"2026-12-02T{hour}:00:00Z", "--progress", "never")
        need(code == 0, text)
        need(place.runs()[-1] == run, f"not {run} but {place.runs()}")
        with open(place.path("outbox/runs", run, "reminders/reminders.csv"), encoding="utf-8") as f:
            told = list(csv.DictReader(f))
        need([r for r in told if r["message_id"]], f"nobody is reminded: {told}")
        return [r["message_id"] for r in told if r["message_id"]]

    def put_back():
        for top in ("state", "archive"):
            shutil.rmtree(place.path(top))
            shutil.copytree(place.path(f"kept-{top}"), place.path(top))

    def moved(text):
        """Does what is to be typed, as it is told."""
        command = re.search(r"mkdir -p .*? && mv .*", text)
        need(command, f"it is not said what to type: {text}")
        subprocess.run(command[0], shell=True, cwd=place.root, check=True)

    first = {path: sha256 for path, sha256 in place.tree().items() if path.startswith("outbox/runs/")}
    before = second(20)
    kept = {path: sha256 for path, sha256 in place.tree().items() if path.startswith("outbox/runs/")}
    put_back()
    code, text = place.run("verify")
    need(code == 70 and "2026-12-02-0001 is of no run" in text and "help: drop the files" in text, f"verify does not say what to do: {text}")
    after = second(23, "2026-12-02-0002")
    need(before and before == after, f"{before} became {after}")
    tree = place.tree()
    need(all(tree.get(path) == sha256 for path, sha256 in kept.items()), "what had been published was changed")
    need("[unknown-run]" in place.attention(), f"attention does not tell of the run of before: {place.attention()}")
    code, text = place.run(*night(3, 12))
    need(code == 0 and place.runs()[-1] == "2026-12-03-0001", f"the next night: exit {code}: {text}")
    moved(place.attention())
    code, text = place.run("verify")
    need(code == 0, f"moved away, and verify says: {text}")

    # The same with what was published moved away first, as verify has it, and the name taken again.
    put_back()
    moved(place.run("verify")[1])
    need({path for path in place.tree() if path.startswith("outbox/runs/")} == set(first), "not all of it was moved away")
    after = second(22)
    need(before == after, f"{before} became {after}")
    need("unknown-run" not in place.attention() and place.run("verify")[0] == 0, "something is left to tell")


def locked(place):
    """While somebody works every other command that writes says so at once, with 75, and changes nothing."""
    configure(place, lambda c: c.update(retention={"inputs": 60}))
    place.files()
    need(place.run()[0] == 0, "the run fails")
    place.drop(b"documents.csv", rows([5]))
    before = place.tree()
    with open(place.path("state/lock"), "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for arguments in (night(21), ("pause", "documents", "--by", "J", "--reason", "x"), ("accept", "0" * 12, "--by", "J", "--reason", "x"), ("prune",),
                          ("erase", "--company", "ACME", "--customer", "C1", "--by", "J", "--reason", "x"), ("withdraw", place.runs()[-1], "--by", "J", "--reason", "x"),
                          ("retract", "0" * 12, "--by", "J", "--reason", "x"), ("close", "2026-10", "--by", "J"),
                          ("approve", place.runs()[-1], "--by", "J"), ("disconnect", "documents", "--erase", "--by", "J", "--reason", "x")):
            started = time.monotonic()
            code, text = place.run(*arguments)
            need(code == 75 and time.monotonic() - started < 2, f"{arguments[0]}: exit {code}: {text}")
        need(place.run("status")[0] in (0, 65) and place.run("verify")[0] == 0, "those that only look do not work")
    need(place.tree() == before and os.path.exists(place.path("inbox/documents.csv")), "something changed")
    need(place.run(*night(21))[0] == 0, "afterwards it does not go on")


def read_only(place):
    """An outbox, then a state, that has become read-only: an honest exit, nothing lost, and the same night once it can be written."""
    root_only()
    for top in ("outbox", "state"):
        one, want = Place(), Place()
        try:
            os.makedirs(one.path(top))
            if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", one.path(top)], capture_output=True).returncode: raise Skipped("tmpfs cannot be mounted")
            for each in (one, want):
                each.files()
                need(each.run(*night(18))[0] == 0, "the first night fails")
                each.drop(b"documents.csv", rows([3, 4]))
            subprocess.run(["mount", "-o", "remount,ro", one.path(top)], check=True)
            code, text = one.run(*night(19))
            need(code in (73, 74, 77), f"{top} is read-only: exit {code}: {text}")
            subprocess.run(["mount", "-o", "remount,rw", one.path(top)], check=True)
            for each in (one, want): need(each.run(*night(19))[0] == 0, "afterwards it does not go on")
            need(one.tree() == want.tree(), "the night differs from an undisturbed one")
        finally:
            subprocess.run(["umount", one.path(top)], capture_output=True)
            one.remove()
            want.remove()


def share(place):
    """A state on NFS, which a library loaded before the program pretends: refused at once, and the inbox is left alone."""
    os.mkdir(place.path("state"))
    device = os.stat(place.path("state")).st_dev
    with open(place.path("mounts"), "w", encoding="utf-8") as f: f.write(f"36 35 {os.major(device)}:{os.minor(device)} / {place.root} rw shared:1 - nfs4 server:/srv rw\n")
    try: library = preload.library(os.path.join(os.path.dirname(__file__), "share.c"), place.root, MOUNTS=place.path("mounts"))
    except preload.NoCompiler: raise Skipped("needs a C compiler")
    place.files()
    code, text = place.run(prefix=("env", f"LD_PRELOAD={library}"))
    need(code == 78 and "state-on-share" in text, f"exit {code}: {text}")
    need(os.path.exists(place.path("inbox/documents.csv")) and not os.path.exists(place.path("state/receivables.sqlite")), "something was done")
    need(place.run()[0] == 0, "on a disk it does not work")


def misspelt(place):
    """Each word of the configuration, one letter off: refused with its place and the right word."""
    with open(place.path("pipeline.json"), encoding="utf-8") as f: whole = f.read()
    paths = []

    def walk(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                paths.append((*path, key))
                walk(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value): walk(inner, (*path, index))

    walk(json.loads(whole), ())
    need(len(paths) > 40, f"only {len(paths)} words")
    for path in paths:
        configuration = json.loads(whole)
        inside = configuration
        for part in path[:-1]: inside = inside[part]
        wrong = path[-1][:-1] + ("y" if path[-1][-1] == "x" else "x")
        items = list(inside.items())
        inside.clear()
        inside.update((wrong if key == path[-1] else key, value) for key, value in items)
        with open(place.path("pipeline.json"), "w", encoding="utf-8") as f: json.dump(configuration, f, indent=1)
        code, text = place.run("check")
        need(code == 78 and wrong in text and "pipeline.json:" in text, f"{wrong} for {path[-1]}: exit {code}: {text[:300]}")
        need(f"`{path[-1]}`" in text or f"\"{path[-1]}\"" in text or path[-1] in text.replace(wrong, ""), f"{wrong}: the right word is not told: {text[:300]}")
    with open(place.path("pipeline.json"), "w", encoding="utf-8") as f: f.write(whole)
