#!/usr/bin/env python3
"""The nightly job of the product and of DuckDB, in turn, on the same files: compare.py [SIZE...] [--runs N] [--keep]

Called by run.sh, which says what is needed. For each size two kinds of night: `first` (day 1, nothing known yet) and `nightly`
(day 2, 2 % of the invoices changed, on top of day 1). Before each timed run the state is put back; the programs take turns, so
that a busy machine is busy for both. Before any figure is printed the results are compared: every amount of aging.csv per
company, customer and currency, and every change with its old and new balance. Where they differ, nothing is reported: exit 1.

CPU is user + system time of the process and all it waited for; `peak` its largest resident set; `ratio` the median of the
product's CPU divided by DuckDB's of the same turn."""
import argparse, csv, glob, json, multiprocessing, os, re, shutil, statistics, subprocess, sys, time, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}
# Bytes on the disk for each invoice: exports of two days, state and runs of both, and DuckDB's.
SPACE = 3000
# So many invoices are compared at once, or what Python holds of them would need more memory than the programs.
SHARE = 2_500_000
AS_OF = {1: "2026-06-30", 2: "2026-07-01"}
FEEDS = {"customers": "customers.csv", "open-items": "invoices_open.csv", "payments": "payments.csv"}
BUCKETS = ["not_due", "d1_30", "d31_60", "d61_90", "d91_plus"]

# The export's names of columns on the left of canonical ones; its other columns are kept as attributes.
PIPELINE = {
    "version": 1, "name": "bench",
    "companies": [
        {"id": "ACME01", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "email": {"from": "ar@acme.example"}},
        {"id": "NORD02", "name": "Nord Ltd", "baseCurrency": "EUR", "country": "DE", "email": {"from": "ar@nord.example"}}],
    "stages": [
        {"stage": "intake", "feeds": [
            {"feed": "customers", "mapping": {"feed": "customers", "columns": {
                "customer_id": "customer_no", "name": "customer_name", "address_line1": "address"}}},
            {"feed": "open-items", "extent": "snapshot", "mapping": {"feed": "documents", "columns": {
                "customer_id": "customer_no", "document_id": "invoice_no", "document_date": "invoice_date", "purchase_order": "po_no"}}},
            {"feed": "payments", "mapping": {"feed": "payments", "columns": {
                "customer_id": "customer_no", "payment_id": "payment_no", "reference": "invoice_no"}}}]},
        # One row in ten thousand is broken on purpose: 1,000 of ten million, where a night would stop at 200.
        {"stage": "normalize", "maxRejects": {"percent": 1, "atLeast": 3, "atMost": 2000}},
        # Stages of 7, 30 and 60 days, each reached on its day and told as rows: the job has no mail and no letters.
        {"stage": "decide", "liveFrom": "2026-01-01", "policies": [
            {"policy": "stages", "minInterval": 1, "catchUp": "byDays", "steps": [
                {"days": 7, "channel": ["call"], "template": "gentle"}, {"days": 30, "channel": ["call"], "template": "firm"},
                {"days": 60, "channel": ["call"], "template": "final"}]}]},
        {"stage": "emit", "artifact": "aging-report", "formats": ["csv"], "detail": False, "bounds": [30, 60, 90], "credits": "own-date"},
        {"stage": "emit", "artifact": "changes"},
        {"stage": "emit", "artifact": "statements", "formats": ["csv"]},
        {"stage": "emit", "artifact": "reminders", "formats": ["csv", "calls"]}]}


class Night:
    """One kind of night at one size: where its files lie and how a program is run on them."""

    def __init__(self, size, day):
        self.invoices = SIZES.get(size) or int(size)
        self.folder = os.path.join(os.environ["BENCH"], size)
        self.day, self.exports = day, os.path.join(self.folder, "exports", f"day{day}")

    def path(self, *names):
        return os.path.join(self.folder, *names)


def copy(source, target):
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-r", "--reflink=auto", source, target], check=True)


class Product:
    name = "receivables"

    def __init__(self, night):
        self.night, self.root = night, night.path("root")

    def restore(self):
        if self.night.day == 1:
            shutil.rmtree(self.root, ignore_errors=True)
            os.makedirs(self.root)
            with open(os.path.join(self.root, "pipeline.json"), "w") as file:
                json.dump(PIPELINE, file, indent=2)
        else:
            copy(self.night.path("root.day1"), self.root)
        for feed, name in FEEDS.items():
            folder = os.path.join(self.root, "inbox", feed)
            os.makedirs(folder, exist_ok=True)
            shutil.copy(os.path.join(self.night.exports, name), os.path.join(folder, name))

    def command(self):
        as_of = AS_OF[self.night.day]
        return [os.environ["RECEIVABLES"], "run", "--config", f"{self.root}/pipeline.json", "--as-of", as_of, "--now", f"{as_of}T22:00:00Z", "--progress", "never"]

    good = (0, 65)  # 65: some rows were rejected, as they have to be

    def keep(self):
        copy(self.root, self.night.path("root.day1"))

    def table(self, name):
        with open(os.path.join(self.root, "outbox", "current")) as file:
            run = file.read().strip()
        return read_csv(os.path.join(self.root, "outbox", "runs", run, name))

    def aging(self):
        for row in self.table("aging/aging.csv"):
            assert row["unapplied"] == "0.00", row
            yield row["customer_id"], row

    def changes(self):
        for row in self.table("changes/changes.csv"):
            kind = {"part_paid": "changed"}.get(row["change"], row["change"])
            yield row["company"], row["document_id"], row["customer_id"], row["currency"], kind, row["old_balance"], row["new_balance"]


class DuckDB:
    name = "DuckDB"
    good = (0,)

    def __init__(self, night):
        self.night, self.state, self.out = night, night.path("duckdb.state"), night.path("duckdb.out")

    def restore(self):
        for file in glob.glob(self.state + "*"):
            if not file.endswith(".day1"):
                os.remove(file)
        if self.night.day == 2:
            shutil.copy(self.state + ".day1", self.state)

    def command(self):
        return [sys.executable, os.path.join(HERE, "peer_duckdb.py"), self.night.exports, self.state, self.out, AS_OF[self.night.day]]

    def keep(self):
        shutil.copy(self.state, self.state + ".day1")

    def aging(self):
        for row in read_csv(os.path.join(self.out, "aging.csv")):
            yield row["customer_no"], row

    def changes(self):
        for row in read_csv(os.path.join(self.out, "changes.csv")):
            yield row["company"], row["invoice_no"], row["customer_no"], row["currency"], row["kind"], row["old_balance"], row["new_balance"]


def read_csv(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def run(program):
    """CPU seconds, wall seconds, peak MiB and the share of deciding of one run; a wrong exit code ends the comparison."""
    program.restore()
    os.sync()
    began = time.monotonic()
    process = subprocess.Popen(program.command(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in program.good:
        sys.exit(f"{program.name} ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    decide = sum(int(ms) for ms in re.findall(rb"^decide: done .*cpu_ms=(\d+)", said, re.MULTILINE)) / 1000
    return cpu, time.monotonic() - began, usage.ru_maxrss / 1024, decide / cpu


def compare(product, peer):
    """Tells how much of aging and changes is equal; names the first differences and ends where something is not. In a process of its
    own: what a program's peak is counts from what its parent had in memory."""
    with multiprocessing.Pool(1) as pool:
        equal, problems = pool.apply(differences, (product, peer))
    if problems:
        sys.exit("\n".join(problems + ["nothing is reported"]))
    return equal


def differences(product, peer):

    def aging(program):
        for customer, row in program.aging(): yield (row["company"], customer, row["currency"]), [row[name] for name in BUCKETS + ["total"]]

    def changes(program):
        for row in program.changes(): yield row[:2], row[2:]

    shares = -(-product.night.invoices // SHARE)

    def share(rows, number):
        return {key: row for key, row in rows if shares == 1 or zlib.crc32(key[1].encode()) % shares == number}

    counts, problems = [], []
    for what, rows in (("aging", aging), ("changes", changes)):
        count = wrong_count = 0
        for number in range(shares):
            ours, theirs = share(rows(product), number), share(rows(peer), number)
            wrong = [key for key in sorted(ours.keys() | theirs.keys()) if ours.get(key) != theirs.get(key)]
            for key in wrong[:5]:
                problems.append(f"{what} differs at {' '.join(key)}: {product.name} {ours.get(key)}, {peer.name} {theirs.get(key)}")
            count, wrong_count = count + len(ours), wrong_count + len(wrong)
        if wrong_count:
            problems.append(f"{what}: {wrong_count} rows differ, {product.name} has {count}")
        counts.append(f"{count:,} rows of {what}")
    return " and ".join(counts), problems


def measure(size, kind, day, runs):
    night = Night(size, day)
    programs = [Product(night), DuckDB(night)]
    figures = {program.name: [] for program in programs}
    for turn in range(runs):
        for program in programs:
            figures[program.name].append(run(program))
        if turn == 0:
            equal = compare(*programs)
            for program in programs if day == 1 else []:
                program.keep()
    print(f"{size} {kind}: {equal} equal; {runs} runs in turn, load {os.getloadavg()[0]:.1f}")
    cpu = [[row[0] for row in figures[program.name]] for program in programs]
    ratio = statistics.median(ours / theirs for ours, theirs in zip(*cpu))
    for program in programs:
        columns = list(zip(*figures[program.name]))
        seconds, wall, peak, deciding = (statistics.median(column) for column in columns)
        last = f"   ratio {ratio:.2f}, deciding {deciding:.0%}" if program is programs[0] else ""
        print(f"  {program.name:<12} cpu {seconds:7.3f} s ({min(columns[0]):.3f} to {max(columns[0]):.3f})   wall {wall:7.3f} s   peak {peak:6.0f} MiB{last}", flush=True)
    peaks = [statistics.median(row[2] for row in figures[program.name]) for program in programs]
    return size, kind, ratio, peaks[0] / peaks[1]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("size", nargs="*", default=["100k", "1m"], help="10k, 100k, 1m or a number of invoices")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--keep", action="store_true", help="leave exports, states and results")
    chosen = options.parse_args()
    results = []
    for size in chosen.size:
        folder, invoices = Night(size, 1).folder, Night(size, 1).invoices
        os.makedirs(folder, exist_ok=True)
        if shutil.disk_usage(folder).free < invoices * SPACE:
            sys.exit(f"{size} needs {invoices * SPACE / 1e9:.0f} GB in {folder}, and {shutil.disk_usage(folder).free / 1e9:.0f} GB are free: set BENCH")
        subprocess.run([os.path.join(os.environ["BENCH"], "generate"), str(invoices), str(max(invoices // 10, 1)), os.path.join(folder, "exports")], check=True)
        results.append(measure(size, "first load", 1, chosen.runs))
        results.append(measure(size, "nightly", 2, chosen.runs))
        if not chosen.keep:
            shutil.rmtree(folder)
    print("\nCPU and peak memory, DuckDB = 1:")
    for size, kind, ratio, peak in results:
        print(f"  {size:>5} {kind:<11} cpu {ratio:.2f}   memory {peak:.2f}")


if __name__ == "__main__":
    main()
