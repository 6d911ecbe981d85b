#!/usr/bin/env python3
"""Does retention remove what is due, only that, and provably? Nights months apart with runs, originals, messages and a refused file.

  Tests/tools/retention.py [--kills N] [--only WORD]

  removed  what is older goes, with a row of the trail; `verify` accepts exactly that; what the next night needs stays
  cut      killed N times while it removes: the next command finishes, and state, outbox and archive are those of an undisturbed twin

RECEIVABLES names the binary (default: .build/release/receivables, else .build/debug/receivables). The last line is `N passed, N failed`."""
import glob, json, os, random, sqlite3, subprocess, time

from erase import MAIL, NAME, Place
from stories import BINARY, need, options
import stories

SETTINGS = {"inputs": 60, "runs": 200, "messages": 40}


def configure(place, settings):
    path = place.path("pipeline.json")
    with open(path, encoding="utf-8") as f: configuration = json.load(f)
    configuration["retention"] = settings
    with open(path, "w", encoding="utf-8") as f: json.dump(configuration, f)


def nights(place, settings=None):
    """18 to 20 November with messages, a rejected file on the 21st; then January, where messages and inputs are due, and June, where runs are."""
    if settings: configure(place, settings)
    place.live()
    with open(place.path("inbox/strange.csv"), "w", encoding="utf-8") as f: f.write(f"who,knows\n{NAME},what\n")
    place.documents(paid=True)
    place.night("2026-11-21")


def trail(place):
    state = sqlite3.connect(f"file:{place.path('state/receivables.sqlite')}?mode=ro", uri=True)
    try: return [(s, json.loads(d)) for s, d in state.execute("SELECT subject, detail FROM trail WHERE event = 'retention' ORDER BY seq")]
    finally: state.close()


def tree(place):
    return sorted(os.path.relpath(os.path.join(folder, name), place.root) for top in ("outbox", "archive", "inbox") for folder, _, names in os.walk(place.path(top)) for name in names)


def removed(place):
    nights(place)
    code, text = place.run("prune", "--preview")
    need(code == 0 and "everything is kept" in text, text)
    before = tree(place)
    configure(place, SETTINGS)
    place.documents(paid=True)
    place.night("2026-12-10")
    need(set(before) <= set(tree(place)) and not trail(place), "something that is not due was removed")
    letters = [p for p in tree(place) if "2026-11-19" in p and ("/letters/" in p or "/email/" in p)]
    need(letters, "there is nothing to remove")

    # In January: texts of messages of before 2 December, originals of before 12 November.
    place.night("2027-01-11")
    left = tree(place)
    need(not [p for p in left if "2026-11-" in p and any(f"/{w}/" in p for w in ("letters", "email", "statements"))], "texts of messages stayed")
    need([p for p in left if "2026-11-19" in p and p.endswith("reminders/reminders.csv")], "the table of messages went too")
    need(glob.glob(place.path("outbox/runs/2026-11-19-*.erased")), "the run does not say what it lacks")
    state = sqlite3.connect(place.path("state/receivables.sqlite"))
    need(not state.execute("SELECT 1 FROM message WHERE address IS NOT NULL").fetchall(), "addresses stayed")
    need(state.execute("SELECT COUNT(*) FROM message").fetchone()[0] > 0, "that messages were sent is forgotten")
    state.close()
    need([s for s, _ in trail(place)] == ["messages"], f"trail: {trail(place)}")
    code, text = place.run("verify")
    need(code == 0, text)

    # In March originals of before January; the newest of each feed stays.
    archived = set(p for p in tree(place) if p.startswith("archive/"))
    code, text = place.run("prune", "--preview")
    need("inputs before 2026-11-12: none" in text, text)
    place.night("2027-03-15")
    left = tree(place)
    gone = archived - set(left)
    need(gone and len([p for p in left if p.startswith("archive/")]) >= 3, f"archive: {left}")
    need(not [p for p in left if p.startswith("inbox/rejected")], "the refused file stayed")
    code, text = place.run("verify")
    need(code == 0, text)
    newest = {r for r in left if r.startswith("archive/")}
    one = place.path(sorted(newest)[0])
    data = open(one, "rb").read()
    os.chmod(one, 0o600)
    os.unlink(one)
    need(place.run("verify")[0] == 70, "verify does not miss an original that retention did not remove")
    with open(one, "wb") as f: f.write(data)

    # In June whole runs of before 2026-11-25.
    before = set(os.listdir(place.path("outbox/runs")))
    configure(place, {**SETTINGS, "runs": 200})
    place.night("2027-06-13")
    now = set(os.listdir(place.path("outbox/runs")))
    need(not [n for n in now if n.startswith("2026-11-")] and [n for n in now if n.startswith("2026-12-10")], f"runs: {sorted(now)}")
    need("runs" in [s for s, _ in trail(place)], f"trail: {trail(place)}")
    code, text = place.run("verify")
    need(code == 0, text)
    for name in [n for n in now if n.startswith("2026-12-10")]:
        os.rename(place.path("outbox/runs", name), place.path(name))
    code, text = place.run("verify")
    need(code == 70 and "no longer in the outbox" in text, f"a run that somebody removed is not missed: {code} {text}")
    for name in [n for n in now if n.startswith("2026-12-10")]:
        os.rename(place.path(name), place.path("outbox/runs", name))
    # An original that was removed comes again: it is kept again.
    place.customers()
    place.night("2027-06-14")
    code, text = place.run("verify")
    need(code == 0 and MAIL, text)


def cut(place):
    twin = Place()
    try:
        for one in (place, twin):
            nights(one)
            one.documents(paid=True)
            one.night("2027-06-13")
            configure(one, {"inputs": 30, "runs": 205, "messages": 30})
        for _ in range(2): need(twin.run("prune")[0] == 0, "prune fails")
        chance = random.Random(1128)
        for _ in range(options.kills):
            process = subprocess.Popen([BINARY, "prune"], cwd=place.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.004, 0.05))
            process.kill()
            process.wait()
        code, text = place.run("prune")
        need(code == 0, text)
        for one in (place, twin): one.night("2027-06-14")
        need(tree(place) == tree(twin) and trail(place) == trail(twin) and {s for s, _ in trail(twin)} == set(SETTINGS), f"{set(tree(place)) ^ set(tree(twin))}\n{trail(place)}\n{trail(twin)}")
        code, text = place.run("verify")
        need(code == 0, text)
    finally: twin.remove()


if __name__ == "__main__": stories.run(__doc__, Place, (removed, cut), kills=6)
