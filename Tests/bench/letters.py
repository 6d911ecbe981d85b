#!/usr/bin/env python3
"""What the document writer costs: letters.py [--letters N] [--turns N] [--keep]      (`make bench-letters`)

N customers (default 10,000), each with six overdue invoices, so that each gets one letter of one page with a table; one print file per night.
The same night is run in turn without letters, with them by one process and with them by two: the writer's share is the difference, in user CPU, in CPU and in
time that passes. Before any figure is printed the print file is checked: a page for each letter by its manifest, whose hashes and totals are right, and the same
bytes with `--jobs 1` and 2.
RECEIVABLES names the binary (default: .build/release/receivables), BENCH the folder to work in (default: .build/bench).

The goal is 1.0 s of user CPU for 10,000 letters, 100 MB of memory at the peak, 60 MB of file. That it is PDF/A-2b is what
Tests/tools/check_pdf.py and Tests/validators say of the same writer's files."""
import argparse, csv, hashlib, json, multiprocessing, os, shutil, statistics, subprocess, sys, tempfile, time

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
WORDS = ["Müller", "Société Générale", "Nordström", "Peña", "Smith", "Kowalski", "Håkansson", "O'Brien", "Łukasz", "Harbour", "Zürcher", "Grünwald"]
TRADES = ["Logistics GmbH", "Trading Ltd", "Bauteile GmbH & Co. KG", "Medical AG", "Façades S.A.", "Printing Ltd"]


def make(folder, letters):
    """The exports of one night."""
    with open(os.path.join(folder, "customers.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow("company customer_id name address_line1 postal_code city country language channel".split())
        for n in range(letters):
            out.writerow(["ACME", f"C{n:06}", f"{WORDS[n % 12]} {TRADES[n // 12 % 6]} {n}", f"Industriestraße {n % 300 + 1}", f"{10000 + n * 7 % 89999}", "Köln", "DE", "en", "letter"])
    with open(os.path.join(folder, "documents.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow("company document_id customer_id document_date due_date currency amount balance".split())
        for n in range(letters):
            for k in range(6):
                cents = (n * 7919 + k * 104729) % 900_000 + 1_000
                out.writerow(["ACME", f"INV{n:06}{k}", f"C{n:06}", f"2026-09-{k + 1:02}", f"2026-10-{k + 1:02}", "EUR", *[f"{cents // 100}.{cents % 100:02}"] * 2])


def configuration(letters):
    emit = [{"stage": "emit", "artifact": "reminders", "formats": ["csv"]}] + ([{"stage": "emit", "artifact": "letters", "batchSize": 100_000}] if letters else [])
    return {
        "version": 1, "name": "letters",
        "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en", "address": ["Acme Ltd", "Weg 1", "50667 Köln"],
                       "email": {"from": "ar@acme.example"}, "bank": {"iban": "DE89370400440532013000", "name": "Acme Ltd"}, "letterProfile": "din5008b"}],
        "stages": [{"stage": "intake", "feeds": [{"feed": "customers", "preset": "canonical.customers", "match": ["customers*"]},
                                                 {"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "snapshot"}]},
                   {"stage": "decide", "liveFrom": "2026-01-01", "policies": [{"policy": "post", "steps": [{"days": 7, "channel": ["letter"], "template": "firm"}]}]}, *emit]}


def night(root, exports, letters, jobs):
    """Runs one in a folder of its own; (user CPU, CPU, peak in MiB, time) of all its processes."""
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(os.path.join(root, "inbox"))
    with open(os.path.join(root, "pipeline.json"), "w", encoding="utf-8") as f: json.dump(configuration(letters), f)
    for name in os.listdir(exports): shutil.copy(os.path.join(exports, name), os.path.join(root, "inbox"))
    line = [BINARY, "run", "--config", f"{root}/pipeline.json", "--as-of", "2026-11-20", "--now", "2026-11-20T22:00:00Z", "--progress", "never", "--jobs", str(jobs)]
    pipe = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(pipe[1], 2)
        os.execv(BINARY, line)
    os.close(pipe[1])
    with os.fdopen(pipe[0], "rb") as f: text = f.read().decode()
    _, status, used = os.wait4(child, 0)
    took = time.monotonic() - began
    if os.waitstatus_to_exitcode(status) not in (0, 65): sys.exit(f"the night exits {os.waitstatus_to_exitcode(status)}: {text[-800:]}")
    return used.ru_utime, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, took


def print_file(root):
    with open(os.path.join(root, "outbox/current"), encoding="utf-8") as f: folder = os.path.join(root, "outbox/runs", f.read().strip(), "letters")
    names = sorted(os.listdir(folder))
    if len(names) != 2: sys.exit(f"one print file and its manifest were expected: {names}")
    return os.path.join(folder, names[1]), os.path.join(folder, names[0])


def check(root, letters):
    pdf, manifest = print_file(root)
    with open(manifest, encoding="utf-8", newline="") as f: rows = list(csv.DictReader(f))
    pieces, totals = rows[:-1], rows[-1]
    if len(pieces) != letters: sys.exit(f"{len(pieces)} letters instead of {letters}")
    if any(row["pages"] != "1" for row in pieces): sys.exit("a letter has more than one page")
    if float(totals["amount"]) - sum(float(row["amount"]) for row in pieces) > 0.005: sys.exit("the manifest's totals are wrong")
    with open(pdf, "rb") as f: data = f.read()
    if data.count(b"/Type/Page/") != letters: sys.exit(f"{data.count(b'/Type/Page/')} pages in the file")
    return len(data), hashlib.sha256(data).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    top = os.environ.get("BENCH", os.path.join(PROJECT, ".build/bench"))
    os.makedirs(top, exist_ok=True)
    work = tempfile.mkdtemp(prefix="letters-", dir=top)
    try:
        exports = os.path.join(work, "exports")
        os.mkdir(exports)
        make(exports, options.letters)
        with_letters, without, seen = os.path.join(work, "with"), os.path.join(work, "without"), set()
        # Figures of `night` by number of processes; 0: no letters.
        nights = {0: [], 1: [], 2: []}
        for _ in range(options.turns):
            for jobs in nights:
                nights[jobs].append(night(with_letters if jobs else without, exports, jobs > 0, max(1, jobs)))
                if not jobs: continue
                size, sha256 = check(with_letters, options.letters)
                seen.add(sha256)
        if len(seen) != 1: sys.exit(f"the print file differs from turn to turn or with --jobs: {seen}")

        def share(jobs, figure): return [full[figure] - bare[figure] for full, bare in zip(nights[jobs], nights[0])]

        print(f"{options.letters} letters of one page, {multiprocessing.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.turns} turns")
        print(f"  document writer  {statistics.median(share(1, 0)):6.2f} s of user CPU  (goal 1.0 for 10,000; turns {', '.join(f'{c:.2f}' for c in share(1, 0))})")
        for jobs in (1, 2):
            print(f"  --jobs {jobs}         {statistics.median(share(jobs, 3)):6.2f} s pass for letters, {statistics.median(share(jobs, 1)):.2f} s of CPU  (turns {', '.join(f'{c:.2f}' for c in share(jobs, 3))});"
                  f" the whole night {statistics.median(n[3] for n in nights[jobs]):.2f} and {statistics.median(n[1] for n in nights[jobs]):.2f} s")
        print(f"  peak memory      {max(n[2] for n in nights[1] + nights[2]):6.0f} MiB  (goal 100 MB)")
        print(f"  print file       {size / 1e6:6.1f} MB  (goal 60)")
    finally:
        if options.keep: print(f"kept in {work}")
        else: shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__": main()
