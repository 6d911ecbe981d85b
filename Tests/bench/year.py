#!/usr/bin/env python3
"""Does a night get slower with what lies behind it? A year of nights one after the other, the last against the first. `make bench-year` calls it.

  Tests/bench/year.py [--open N] [--nights N] [--keep]

Makes the books of a company with N open invoices (50,000) of a tenth as many customers: each night one in forty-five is paid, with a
payment that names it, and as many come. A night a weekday is run as of its date, with scores, measures and cash; reminders are rows and call
lists. Told is the CPU (user + system) of five nights each, medians: after the first one, after a quarter of them, when customers have been
reminded and have paid as they will all year, after the half, and the last five; what compares between machines is their ratio. And what
the state and the archive grew by in a night. Fails where a night of the year is not done, where aging of the last night differs from
the balances that were exported, where `verify` finds anything, or where the last nights cost half as much again as those after a quarter.
RECEIVABLES names the binary (default: .build/release/receivables), BENCH the folder to work in (default: .build/bench)."""
import argparse, csv, datetime, json, os, random, resource, shutil, statistics, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
BENCH = os.environ.get("BENCH", os.path.join(PROJECT, ".build/bench"))
FIRST, DAY = datetime.date(2025, 1, 6), datetime.timedelta(days=1)
PAID = 45
CONFIG = {
    "version": 1, "name": "year", "timeZone": "Europe/Berlin",
    "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en"}],
    "stages": [
        {"stage": "intake", "feeds": [
            {"feed": "customers", "preset": "canonical.customers", "match": ["customers*"]},
            {"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "snapshot"},
            {"feed": "payments", "preset": "canonical.payments", "match": ["payments*"]}]},
        {"stage": "decide", "liveFrom": "2024-01-01", "policies": [
            {"policy": "stages", "minInterval": 7, "catchUp": "byDays", "steps": [
                {"days": 7, "channel": ["call"], "template": "gentle"}, {"days": 30, "channel": ["call"], "template": "firm"}]}]},
        {"stage": "emit", "artifact": "aging-report", "formats": ["csv"], "detail": False},
        {"stage": "emit", "artifact": "changes"}, {"stage": "emit", "artifact": "scores"}, {"stage": "emit", "artifact": "measures"},
        {"stage": "emit", "artifact": "reminders", "formats": ["csv", "calls"]}, {"stage": "emit", "artifact": "worklist"}]}


class Books:
    def __init__(self, wanted):
        self.chance, self.wanted, self.customers = random.Random(1), wanted, max(wanted // 10, 1)
        self.open, self.number, self.payments = {}, 0, 0
        for _ in range(wanted): self.invoice(FIRST - self.chance.randint(0, 60) * DAY)

    def invoice(self, day):
        self.number += 1
        self.open[f"INV{self.number:08}"] = (f"C{self.chance.randint(1, self.customers):06}", day, day + 30 * DAY, self.chance.randint(2_000, 900_000))

    def night(self, day, inbox):
        """The day's exports."""
        paid = self.chance.sample(sorted(self.open), self.wanted // PAID) if self.payments or day > FIRST else []
        with open(os.path.join(inbox, "payments.csv"), "w") as file:
            file.write("company,payment_id,customer_id,payment_date,currency,amount,reference\n")
            for document in paid:
                self.payments += 1
                customer, _, _, cents = self.open.pop(document)
                file.write(f"ACME,P{self.payments:08},{customer},{day},EUR,{cents / 100:.2f},{document}\n")
        for _ in paid: self.invoice(day)
        with open(os.path.join(inbox, "documents.csv"), "w") as file:
            file.write("company,document_id,customer_id,document_date,due_date,currency,amount,balance\n")
            for document, (customer, dated, due, cents) in self.open.items():
                file.write(f"ACME,{document},{customer},{dated},{due},EUR,{cents / 100:.2f},{cents / 100:.2f}\n")


def fail(message):
    print(f"year: {message}", file=sys.stderr)
    sys.exit(1)


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0: fail(f"{' '.join(command[1:])} exited with {done.returncode}:\n{done.stdout}{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size(path):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def aged(root):
    with open(os.path.join(root, "outbox", "current")) as file: run = file.read().strip()
    with open(os.path.join(root, "outbox", "runs", run, "aging", "aging.csv"), newline="") as file:
        return sum(round(float(row["total"]) * 100) for row in csv.DictReader(file))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open", type=int, default=50_000)
    parser.add_argument("--nights", type=int, default=260)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    if options.nights < 24: parser.error("24 nights at least")
    root = os.path.join(BENCH, "year")
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(os.path.join(root, "inbox"))
    with open(os.path.join(root, "pipeline.json"), "w") as file: json.dump(CONFIG, file, indent=2)
    books = Books(options.open)
    with open(os.path.join(root, "inbox", "customers.csv"), "w") as file:
        file.write("company,customer_id,name,email,country,language\n")
        for n in range(1, books.customers + 1): file.write(f"ACME,C{n:06},Customer {n} GmbH,ap@c{n}.example,DE,en\n")
    day, spent, sizes = FIRST, [], []
    for night in range(options.nights):
        books.night(day, os.path.join(root, "inbox"))
        spent.append(cpu([
            BINARY, "run", "--config", f"{root}/pipeline.json", "--as-of", str(day), "--now", f"{day}T22:00:00Z", "--progress", "never"]))
        sizes.append((size(os.path.join(root, "state")), size(os.path.join(root, "archive"))))
        day += DAY * (3 if day.weekday() == 4 else 1)
        if sys.stderr.isatty(): print(f"\r{night + 1} of {options.nights} nights", end="", file=sys.stderr)
    if sys.stderr.isatty(): print(file=sys.stderr)
    exported = sum(cents for _, _, _, cents in books.open.values())
    if aged(root) != exported: fail(f"aging of the last night tells {aged(root)} cents, exported were {exported}")
    cpu([BINARY, "verify", "--config", f"{root}/pipeline.json"])
    quarter, middle, last = len(spent) // 4, len(spent) // 2, len(spent) - 5
    half = len(sizes) // 2
    (state, archive), (state2, archive2) = sizes[half], sizes[-1]
    between = len(sizes) - 1 - half
    print(f"{options.nights} nights, {options.open:,} open invoices, {books.payments:,} payments; aging ties, verify finds nothing")
    base = statistics.median(spent[quarter:quarter + 5])
    for at in (1, quarter, middle, last):
        cost = statistics.median(spent[at:at + 5])
        print(f"  nights {at + 1:>3} to {at + 5:>3}  cpu {cost:.2f} s   {cost / base:.2f} of those after a quarter")
    print(f"  state   {state2 / 2**20:.0f} MiB, of which {(state2 - state) / between / 2**20:.2f} MiB a night of the second half")
    print(f"  archive {archive2 / 2**20:.0f} MiB, of which {(archive2 - archive) / between / 2**20:.2f} MiB a night")
    if not options.keep: shutil.rmtree(root)
    if cost > 1.5 * base: fail("the last nights cost more than half as much again as those after a quarter of the year")


if __name__ == "__main__":
    main()
