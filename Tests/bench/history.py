#!/usr/bin/env python3
"""What two years of history cost: `aging --as-of` a year ago against today's, and how the state grows. `make bench-history` calls it.

  Tests/bench/history.py [--open N] [--versions N] [--payments PERCENT] [--runs N] [--keep]

Makes a state of N open items (a million) with so many earlier versions of documents (ten million): 730 nights on each of which documents
come, are paid in part, and close; a share of the payments (20 %) is known with its day. The versions are written into the state by SQL,
as so many nights would have; the first and the last night are run by the program. Then the CPU (user + system) of `aging` for today and
for a year ago is taken in turn, the total of that day is compared with one worked out in SQL from the same rows, and nights are run on
which nothing or little changes. Fails where the past costs more than three times today, where the totals differ, or where a night without
changes adds to the state what a night with them does.
RECEIVABLES names the binary (default: .build/release/receivables), BENCH the folder to work in (default: .build/bench)."""
import argparse, datetime, json, os, resource, shutil, sqlite3, statistics, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
BENCH = os.environ.get("BENCH", os.path.join(PROJECT, ".build/bench"))
NIGHTS, FIRST = 730, datetime.date(2024, 7, 1)
LAST = FIRST + datetime.timedelta(days=NIGHTS - 1)
PAST = FIRST + datetime.timedelta(days=NIGHTS // 2 - 1)
EPOCH = datetime.date(1970, 1, 1)
HEAD = "company,document_id,customer_id,document_date,due_date,currency,amount,balance\n"
CONFIG = {
    "version": 1, "name": "history", "timeZone": "Europe/Berlin",
    "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en"}],
    "stages": [
        {"stage": "intake", "feeds": [{"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "delta"}]},
        {"stage": "emit", "artifact": "aging-report", "formats": ["csv"], "detail": False}]}


def days(date): return (date - EPOCH).days


def key_list(keys):
    """Ascending keys as the state keeps them: each as its distance from the one before, seven bits to a byte, the lowest first."""
    out, last = bytearray(), 0
    for key in keys:
        distance, last = key - last, key
        while distance >= 0x80: out.append(distance & 0x7F | 0x80); distance >>= 7
        out.append(distance)
    return bytes(out)


class Installation:
    def __init__(self, root):
        self.root, self.state = root, os.path.join(root, "state/receivables.sqlite")

    def __call__(self, *words, codes=(0, 65)):
        """User and system seconds, and what was printed."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([BINARY, *words], cwd=self.root, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in codes: sys.exit(f"receivables {' '.join(words)}: exit {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout

    def night(self, date, rows=()):
        if rows:
            with open(os.path.join(self.root, "inbox", f"documents-{date}.csv"), "w") as file: file.write(HEAD + "".join(rows))
        return self("run", "--as-of", str(date), "--now", f"{date}T22:00:00Z", "--progress", "never")[0]

    def size(self): return os.path.getsize(self.state)


def make(root, open_items, versions, payments):
    """A state as NIGHTS nights would have left it: documents live 62 to 182 nights and are paid in part once before they close."""
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(os.path.join(root, "inbox"))
    with open(os.path.join(root, "pipeline.json"), "w") as file: json.dump(CONFIG, file)
    program = Installation(root)
    program.night(FIRST, [f"ACME,D0,C0,{FIRST},{FIRST},EUR,1.00,1.00\n"])
    # Each closed document has two earlier versions, an open one about one half.
    closed = max(0, (versions - open_items // 2) // 2)
    database = sqlite3.connect(program.state, isolation_level=None)
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-2000000; PRAGMA temp_store=MEMORY;")
    dropped = ["document_changed", "closed_document", "payment_key", "payment_reference"]
    layout = {name: sql for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")}
    for name in dropped: database.execute(f"DROP INDEX {name}")
    for table in ("document", "document_history", "book_page"): database.execute(f"DELETE FROM {table}")
    database.execute("""WITH n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
      INSERT INTO run(id, run, as_of, seq, state, clock, utc_offset, program, config_sha256, settings_sha256, exit_code)
      SELECT i, date((?2 + i - 1) * 86400, 'unixepoch') || '-0001', ?2 + i - 1, 1, 'published', 0, 0, 'bench', '', '', 0 FROM n""", (NIGHTS, days(FIRST)))
    database.execute("""WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
      INSERT INTO customer(company, customer_id, name, details, since_run) SELECT 1, 'C' || i, 'Customer ' || i, '{}', 1 FROM n""", (max(1, open_items // 20),))
    # id, first night, night of the part payment, night it closes (after the last: still open)
    database.execute("CREATE TEMP TABLE life(id INTEGER PRIMARY KEY, first INTEGER, part INTEGER, close INTEGER)")
    total = open_items + closed
    database.execute("""WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
      INSERT INTO life SELECT i, first, first + 31 + (i * 7919) % 30, first + 62 + (i * 104729) % 121 FROM (SELECT i, 1 + (i - 1) * ?2 / ?1 AS first FROM n)""", (total, NIGHTS))
    customers = max(1, open_items // 20)
    database.execute(f"""INSERT INTO document SELECT id, 1, printf('INV-%08d', id), '', 2 + (id * 31337) % {customers}, 0, {days(FIRST)} + first - 1,
      {days(FIRST)} + first + 29, 'EUR', 10000 + id % 90000, CASE WHEN close <= {NIGHTS} THEN 0 WHEN part <= {NIGHTS} THEN 6000 + id % 90000 ELSE 10000 + id % 90000 END, 0,
      '{{"purchase_order":"PO-' || id % 100000 || '"}}', first, CASE WHEN close <= {NIGHTS} THEN close WHEN part <= {NIGHTS} THEN part ELSE first END, 1, id % 100000, 
      CASE WHEN close <= {NIGHTS} THEN 'absence' END FROM life""")
    closing = {}
    for id, night in database.execute(f"SELECT id, close FROM life WHERE close <= {NIGHTS} ORDER BY id"): closing.setdefault((night, int(id % 100 < payments)), []).append(id)
    database.executemany("INSERT INTO document_dated VALUES(?, ?, ?)", [(night, dated_by, key_list(ids)) for (night, dated_by), ids in closing.items()])
    database.execute(f"""INSERT INTO document_history SELECT id, since, till, customer, 0, document_date, due_date, 'EUR', amount, balance, 0, details, 1, id % 100000, NULL FROM (
      SELECT l.id, first AS since, part AS till, customer, document_date, due_date, amount, 10000 + l.id % 90000 AS balance, details FROM life l JOIN document d ON d.id = l.id WHERE part <= {NIGHTS}
      UNION ALL SELECT l.id, part, close, customer, document_date, due_date, amount, 6000 + l.id % 90000, details FROM life l JOIN document d ON d.id = l.id WHERE close <= {NIGHTS} ORDER BY 1, 2)""")
    database.execute(f"""INSERT INTO payment(company, payment_id, customer_id, payment_date, currency, amount, reference, details, run)
      SELECT 'ACME', printf('P%08d-%d', id, step), 'C' || (1 + (id * 31337) % {customers}), {days(FIRST)} + night - 2, 'EUR', amount, printf('INV-%08d', id),
      '{{"reference":"' || printf('INV-%08d', id) || '"}}', night FROM (SELECT id, 1 AS step, part AS night, 4000 AS amount FROM life WHERE part <= {NIGHTS} AND id % 100 < {payments}
      UNION ALL SELECT id, 2, close, 6000 + id % 90000 FROM life WHERE close <= {NIGHTS} AND id % 100 < {payments} ORDER BY 3, 1)""")
    for name in dropped: database.execute(layout[name])
    counts = database.execute("SELECT (SELECT COUNT(*) FROM document WHERE balance <> 0), (SELECT COUNT(*) FROM document_history), (SELECT COUNT(*) FROM payment)").fetchone()
    database.close()
    # Pages of the open position are made anew by the next night.
    program.night(LAST + datetime.timedelta(days=1), [f"ACME,LAST,C1,{LAST},{LAST},EUR,1.00,1.00\n"])
    return program, counts


def expected(program, payments):
    """What was open at the end of the day, from the rows: where a payment is known it tells a night's change a day before its export does."""
    database = sqlite3.connect(f"file:{program.state}?mode=ro", uri=True)
    night = (PAST - FIRST).days + 1
    def open_on(night, who):
        return database.execute(f"""SELECT SUM(balance) FROM (SELECT balance FROM document WHERE first_run <= ?1 AND since_run <= ?2 AND {who.format('id')}
          UNION ALL SELECT balance FROM document_history WHERE from_run <= ?2 AND until_run > ?2 AND document IN (SELECT id FROM document WHERE first_run <= ?1) AND {who.format('document')})""",
          (min(night, (PAST - FIRST).days + 1), night)).fetchone()[0] or 0
    return open_on(night, f"{{}} % 100 >= {payments}") + open_on(night + 1, f"{{}} % 100 < {payments}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--open", type=int, default=1_000_000)
    parser.add_argument("--versions", type=int, default=10_000_000)
    parser.add_argument("--payments", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    root = os.path.join(BENCH, "history")
    started = time.time()
    if options.keep and os.path.exists(os.path.join(root, "made")):
        program, counts = Installation(root), json.load(open(os.path.join(root, "made")))
    else:
        program, counts = make(root, options.open, options.versions, options.payments)
        with open(os.path.join(root, "made"), "w") as file: json.dump(counts, file)
    print(f"{counts[0]:,} open items, {counts[1]:,} earlier versions, {counts[2]:,} payments; {program.size() / 1e9:.2f} GB; made in {time.time() - started:.0f} s", flush=True)
    today, past = [], []
    for _ in range(options.runs):
        today.append(program("aging", "--json")[0])
        seconds, answer = program("aging", "--as-of", str(PAST), "--json")
        past.append(seconds)
        print(f"  today {today[-1]:.2f} s, as of {PAST} {past[-1]:.2f} s of CPU", flush=True)
    ratio = statistics.median(past) / statistics.median(today)
    total = round(float(json.loads(answer)["totals"][0]["total"]) * 100)
    want = expected(program, options.payments)
    print(f"a year ago costs {ratio:.2f} times today; total {total / 100:,.2f}, worked out {want / 100:,.2f}")
    sizes = [program.size()]
    day = datetime.date.fromisoformat(sorted(os.listdir(os.path.join(root, "outbox/runs")))[-1][:10])
    for number in range(3):
        program.night(day + datetime.timedelta(days=1 + number))
        sizes.append(program.size())
    growth = max(b - a for a, b in zip(sizes, sizes[1:]))
    program.night(day + datetime.timedelta(days=4), [f"ACME,NEW{i},C{1 + i % 100},{day},{day},EUR,5.00,5.00\n" for i in range(10_000)])
    changed = program.size() - sizes[-1]
    print(f"the state grows by at most {growth:,} bytes in a night without changes, by {changed:,} in one with 10,000 new documents")
    if not options.keep: shutil.rmtree(root)
    sys.exit(0 if ratio <= 3 and total == want and growth < changed / 4 else 1)


if __name__ == "__main__":
    main()
