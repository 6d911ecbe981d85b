#!/usr/bin/env python3
"""Whether the order in which files come matters. It must not.

  Tests/tools/order.py

Four files dropped together in any order, under any modification times: the same outbox, byte for byte. The same files one per night, in
every order, also where the older export comes late: the same last run and the same ledger. So too with deltas, and with deltas and
a whole export among them: together or one per night in any order, the ledger is that of their dates.
RECEIVABLES names the binary (default: .build/release/receivables)."""
import hashlib, itertools, json, os, shutil, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))

FILES = {
    "customers.csv": "company,customer_id,name,group\nACME,C1,Bakery,retail\nACME,C2,Mill,wholesale\n",
    "documents-2026-11-03.csv": "company,document_id,customer_id,document_date,due_date,currency,amount,balance\n"
        "ACME,INV1,C1,2026-09-01,2026-10-01,EUR,500.00,500.00\nACME,INV2,C2,2026-10-01,2026-10-31,EUR,80.00,80.00\n"
        "ACME,INV3,C2,2026-10-05,2026-11-04,EUR,20.00,20.00\n",
    "documents-2026-11-09.csv": "company,document_id,customer_id,document_date,due_date,currency,amount,balance\n"
        "ACME,INV1,C1,2026-09-01,2026-10-01,EUR,500.00,350.00\nACME,INV3,C2,2026-10-05,2026-11-04,EUR,20.00,20.00\n"
        "ACME,INV4,C1,2026-11-06,2026-12-06,EUR,60.00,60.00\n",
    "payments.csv": "company,payment_id,customer_id,payment_date,currency,amount,reference\n"
        "ACME,P1,C1,2026-11-05,EUR,150.00,INV1\nACME,P2,C2,2026-11-04,EUR,80.00,INV2\n",
}
HEAD = "company,document_id,customer_id,document_date,due_date,currency,amount,balance\n"
INV = {"INV1": "ACME,INV1,C1,2026-09-01,2026-10-01,EUR,500.00,", "INV2": "ACME,INV2,C2,2026-10-01,2026-10-31,EUR,80.00,",
       "INV3": "ACME,INV3,C2,2026-10-05,2026-11-04,EUR,20.00,", "INV4": "ACME,INV4,C1,2026-11-06,2026-12-06,EUR,60.00,",
       "INV5": "ACME,INV5,C1,2026-11-02,2026-12-02,EUR,40.00,", "INV6": "ACME,INV6,C2,2026-11-07,2026-12-07,EUR,10.00,"}


def export(**balances): return HEAD + "".join(f"{INV[name]}{balance}\n" for name, balance in balances.items())


# INV1 falls, rises and falls; INV2 is said again, INV3 in the first only; INV5 comes and goes.
DELTAS = {
    "delta-2026-11-03.csv": export(INV1="500.00", INV2="80.00", INV3="20.00"),
    "delta-2026-11-05.csv": export(INV1="400.00", INV5="40.00"),
    "delta-2026-11-07.csv": export(INV1="450.00", INV2="80.00", INV4="60.00"),
    "delta-2026-11-09.csv": export(INV1="350.00", INV2="30.00", INV5="0.00"),
}
# The whole export closes INV2 and brings INV5; deltas after it say the rest.
MIXED = {
    "delta-2026-11-03.csv": export(INV1="500.00", INV2="80.00", INV3="20.00"),
    "documents-2026-11-06.csv": export(INV1="400.00", INV3="20.00", INV5="40.00"),
    "delta-2026-11-08.csv": export(INV1="380.00", INV6="10.00"),
    "delta-2026-11-09.csv": export(INV1="350.00", INV3="20.00", INV5="0.00"),
}
CONFIG = {
    "version": 1, "name": "order", "timeZone": "Europe/Berlin",
    "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en"}],
    "stages": [
        {"stage": "intake", "feeds": [
            {"feed": "customers", "preset": "canonical.customers", "match": ["customers*"]},
            {"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "snapshot", "fileDate": {"from": "name"}},
            {"feed": "deltas", "preset": "canonical.documents", "match": ["delta*"], "extent": "delta", "fileDate": {"from": "name"}},
            {"feed": "payments", "preset": "canonical.payments", "match": ["payments*"]}]},
        {"stage": "emit", "artifact": "aging-report"}, {"stage": "emit", "artifact": "changes"}, {"stage": "emit", "artifact": "scores"},
        {"stage": "emit", "artifact": "statements", "formats": ["csv"]}, {"stage": "emit", "artifact": "worklist"},
        {"stage": "emit", "artifact": "reminders"}]}


def run(root, *words, codes=(0, 65)):
    done = subprocess.run([BINARY, *words], cwd=root, capture_output=True, text=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
    if done.returncode not in codes: sys.exit(f"receivables {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def start():
    root = tempfile.mkdtemp(prefix="receivables-order-")
    os.makedirs(os.path.join(root, "inbox"))
    with open(os.path.join(root, "pipeline.json"), "w") as f: json.dump(CONFIG, f)
    return root


def drop(root, name, when, text=None):
    path = os.path.join(root, "inbox", name)
    with open(path, "w") as f: f.write(next(files[name] for files in (FILES, DELTAS, MIXED) if name in files) if text is None else text)
    os.utime(path, (when, when))


def tree(folder):
    found = {}
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as f: found[os.path.relpath(path, folder)] = hashlib.sha256(f.read()).hexdigest()
    return found


def differences(a, b):
    return sorted(k for k in set(a) | set(b) if a.get(k) != b.get(k))


def together(order):
    root = start()
    for place, name in enumerate(order): drop(root, name, 1_790_000_000 + place * 1000)
    run(root, "run", "--as-of", "2026-11-10", "--now", "2026-11-10T22:00:00Z")
    outbox = tree(os.path.join(root, "outbox"))
    shutil.rmtree(root)
    return outbox


def nightly(order):
    root = start()
    for place, name in enumerate(order):
        drop(root, name, 1_790_000_000)
        run(root, "run", "--as-of", f"2026-11-{10 + place}", "--now", f"2026-11-{10 + place}T22:00:00Z")
    # Money that waited is placed the night after the late export that explains it.
    for day in (24, 25): run(root, "run", "--as-of", f"2026-11-{day}", "--now", f"2026-11-{day}T22:00:00Z")
    # Long enough after the last file that nothing waits because we have only just learned of it.
    # The manifest holds the head of the trail, which tells what happened on which night.
    last = {k: v for k, v in tree(os.path.join(root, "outbox/runs/2026-11-25-0001")).items() if k != "manifest.json"}
    ledger = json.loads(run(root, "ledger", "--json", "--from", "2026-09-01"))
    for movement in ledger["movements"]: del movement["known_since"]
    shutil.rmtree(root)
    return last, ledger


def dated(files, nights):
    """The last run and the ledger after these nights, each a list of files."""
    root = start()
    drop(root, "customers.csv", 1_790_000_000)
    for place, names in enumerate(nights):
        for name in names: drop(root, name, 1_790_000_000, files[name])
        run(root, "run", "--as-of", f"2026-11-{10 + place}", "--now", f"2026-11-{10 + place}T22:00:00Z")
    run(root, "run", "--as-of", "2026-11-25", "--now", "2026-11-25T22:00:00Z")
    last = {k: v for k, v in tree(os.path.join(root, "outbox/runs/2026-11-25-0001")).items() if k != "manifest.json"}
    ledger = json.loads(run(root, "ledger", "--json", "--from", "2026-09-01"))
    for movement in ledger["movements"]: del movement["known_since"]
    days = [json.loads(run(root, "aging", "--json", "--as-of", f"2026-11-{day:02}"))["totals"] for day in (4, 6, 8, 9)]
    shutil.rmtree(root)
    return last, ledger, days


def deltas(files):
    """One per night in every order, and some or all of them together: nothing may differ from one per night in the order of their dates."""
    names = sorted(files, key=lambda name: name[-14:])
    ways = [[[name] for name in order] for order in itertools.permutations(names)]
    ways += [[names], [names[2:], names[:2]], [names[::3], names[1:3]], [names[1:], names[:1]]]
    first, problems = dated(files, ways[0]), 0
    for way in ways[1:]:
        found = dated(files, way)
        for what, a, b in zip(("the last run", "the ledger", "aging of past days"), first, found):
            if a != b:
                problems += 1
                print(f"  {' | '.join(' + '.join(night) for night in way)}: {what} differs")
                if os.environ.get("SHOW"): print(json.dumps(a, indent=1)[:6000], json.dumps(b, indent=1)[:6000])
    print(f"{len(ways)} ways of {', '.join(names)}: {problems} problems")
    return problems


def main():
    problems = deltas(DELTAS) + deltas(MIXED)
    orders = list(itertools.permutations(sorted(FILES)))
    first = together(orders[0])
    for order in orders[1:]:
        if wrong := differences(first, together(order)):
            problems += 1
            print(f"  together as {', '.join(order)}: {', '.join(wrong[:6])} differ")
    allowed = [o for o in orders if o.index("documents-2026-11-03.csv") < o.index("documents-2026-11-09.csv")]
    run_of_first, ledger_of_first = nightly(allowed[0])
    # An export that comes late fills the past: then the ledger is the same too.
    late = [o for o in orders if o not in allowed]
    for order in allowed[1:] + late:
        last, ledger = nightly(order)
        if wrong := differences(run_of_first, last):
            problems += 1
            print(f"  nightly as {', '.join(order)}: {', '.join(wrong[:6])} differ in the last run")
        if ledger != ledger_of_first:
            problems += 1
            print(f"  nightly as {', '.join(order)}: the ledger differs")
    print(f"{len(orders)} orders together, {len(allowed)} one per night and {len(late)} with a late one: {problems} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
