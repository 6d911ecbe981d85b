#!/usr/bin/env python3
"""Two years of a made-up company, and whether the program remembers every day of them.

  Tests/tools/replay.py [--seed N] [--days N] [--keep]

Makes documents, part payments, credits, returns and payments that are learned late; drops the exports an ERP would have written; runs a
night for each; and then asks `aging --as-of` for random days. What it has to say is worked out here, from the events and not from exports,
by code that shares nothing with the program: to the cent, per customer, currency and bucket. Month ends recomputed with
`--as-known-on` have to be the aging that was printed then, and every roll-forward of `ledger` has to tie to both.
RECEIVABLES names the binary (default: .build/release/receivables)."""
import argparse, csv, datetime, json, os, random, shutil, subprocess, sys, tempfile
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
FIRST, LAST = datetime.date(2024, 12, 1), datetime.date(2026, 11, 30)
DAY = datetime.timedelta(days=1)


class Document:
    def __init__(self, number, kind, customer, currency, date, due, amount):
        self.id, self.kind, self.customer, self.currency = number, kind, customer, currency
        self.date, self.due, self.amount = date, due, amount
        self.events = []  # (date, posted on, change, whether the ERP tells of it by an application)
        self.seen = False

    def posted(self, day):
        """What the ERP shows at the end of a day; None before the document is there."""
        if self.date > day: return None
        return self.amount + sum(change for _, posted, change, _ in self.events if posted <= day)


class History:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.documents, self.payments, self.applications = [], [], []  # payments: (learned, row); applications: (learned, row)
        self.exports = []
        day = FIRST + 20 * DAY
        while day < LAST:
            self.exports.append(day)
            day += self.random.randint(2, 9) * DAY
        month = FIRST
        while month < LAST:
            month = (month.replace(day=1) + 32 * DAY).replace(day=1)
            self.exports.append(month - DAY)
        self.exports = sorted(set(self.exports) | {LAST})
        for number in range(500): self.invoice(number)

    def export_from(self, day):
        return next((e for e in self.exports if e >= day), None)

    def invoice(self, number):
        r = self.random
        date = FIRST + r.randint(0, (LAST - FIRST).days - 60) * DAY
        amount = r.randint(500, 900_000)
        currency = r.choice(["EUR", "EUR", "USD", "JPY"])
        document = Document(f"INV{number:05}", "invoice", f"C{r.randint(1, 40):02}", currency, date, date + r.choice([0, 14, 30, 30, 60]) * DAY, amount)
        self.documents.append(document)
        for step in r.choice([["full"], ["full"], ["full"], ["part", "rest"], ["part"], [], ["silent"], ["part", "silent"], ["full", "return", "full"], ["credit", "rest"], ["full", "return"]]):
            self.settle(document, step)

    def later(self, document, least=0):
        last = max([document.date] + [d for d, *_ in document.events] + [p for _, p, *_ in document.events])
        return last + self.random.randint(least, 45) * DAY

    def settle(self, document, step):
        r, day = self.random, self.later(document, 1)
        left = document.amount + sum(change for _, _, change, _ in document.events)
        amount = r.randint(1, left - 1) if step in ("part", "credit") and left > 1 else left
        if day > LAST - 25 * DAY: return
        lag = r.randint(0, 4) * DAY
        if step == "silent":
            shown = self.export_from(day)
            document.events.append((shown, shown, -amount, True))
        elif step == "credit":
            note = Document("CN" + document.id[3:], "credit_note", document.customer, document.currency, day - r.randint(0, 3) * DAY, None, -amount)
            note.date = max(note.date, document.date)
            self.documents.append(note)
            used = day + r.randint(0, 10) * DAY
            if used > LAST - 25 * DAY: return
            for one, change in ((document, -amount), (note, amount)): one.events.append((used, used + lag, change, True))
            self.applications.append((self.learned(used), [note.id, document.id, document.currency, amount, used]))
        else:
            change, number = -amount, f"P{len(self.payments):05}"
            if step == "return":
                if not document.events or left != 0: return
                change = document.amount
            by_reference = r.random() < 0.5
            document.events.append((day, day + lag, change, not by_reference))
            self.payments.append((self.learned(day), [number, document.customer, day, document.currency, -change, document.id if by_reference else ""]))
            if not by_reference: self.applications.append((self.learned(day), [number, document.id, document.currency, -change, None]))

    def learned(self, day):
        """Mostly with the next night, sometimes weeks late."""
        late = self.random.choice([0, 0, 0, 3, 20])
        return self.export_from(min(day + late * DAY, LAST))

    # what an ERP would export

    def write(self, day, inbox):
        rows = []
        for document in self.documents:
            balance = document.posted(day)
            if not balance: continue
            document.seen = True
            rows.append(["ACME", document.id, document.customer, document.kind, document.date, document.due or "", document.currency,
                         plain(document.amount, document.currency), plain(balance, document.currency)])
        self.random.shuffle(rows)
        put(inbox, "documents", ["company", "document_id", "customer_id", "kind", "document_date", "due_date", "currency", "amount", "balance"], rows)
        paid = [["ACME", n, c, d, cur, plain(a, cur), ref] for learned, (n, c, d, cur, a, ref) in self.payments if learned == day]
        if paid: put(inbox, "payments", ["company", "payment_id", "customer_id", "payment_date", "currency", "amount", "reference"], paid)
        applied = [["ACME", p, d, plain(a, cur), on or ""] for learned, (p, d, cur, a, on) in self.applications if learned == day]
        if applied: put(inbox, "applications", ["company", "payment_id", "document_id", "amount", "applied_on"], applied)

    # what is true

    def balance(self, document, day):
        if document.date > day or not document.seen: return 0
        return document.amount + sum(change for date, _, change, _ in self.happened(document) if date <= day)

    def happened(self, document):
        """Without money that came and went back, or went back and came again, where no export shows it and the ERP tells of neither, though an
        export is of the days between: by the ERP's balances there was none."""
        events = list(document.events)
        for at in range(len(events) - 1):
            (first, a, change, told), (second, b, back, also) = events[at:at + 2]
            if change == -back and not told and not also and all((a <= e) == (b <= e) for e in self.exports) and any(first <= e < second for e in self.exports):
                return events[:at] + events[at + 2:]
        return events

    def aging(self, day):
        lines = defaultdict(lambda: [0] * 8)
        for document in self.documents:
            balance = self.balance(document, day)
            if not balance: continue
            line = lines[document.customer, document.currency]
            line[7] += balance
            if balance < 0:
                line[6] += balance
                continue
            late = (day - document.due).days
            line[0 if late <= 0 else min(5, (late + 29) // 30)] += balance
        return {key: [plain(v, key[1]) for v in line] for key, line in lines.items()}

    def total(self, currency, day):
        return sum(self.balance(d, day) for d in self.documents if d.currency == currency)


def plain(minor, currency):
    if currency == "JPY": return str(minor)
    sign, minor = ("-" if minor < 0 else ""), abs(minor)
    return f"{sign}{minor // 100}.{minor % 100:02}"


def put(inbox, name, head, rows):
    with open(os.path.join(inbox, name + ".csv"), "w", newline="", encoding="utf-8") as f:
        csv.writer(f, lineterminator="\n").writerows([head] + rows)


CONFIG = {
    "version": 1, "name": "replay", "timeZone": "Europe/Berlin",
    "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en"}],
    "stages": [
        {"stage": "intake", "feeds": [
            {"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "snapshot"},
            {"feed": "payments", "preset": "canonical.payments", "match": ["payments*"]},
            {"feed": "applications", "preset": "canonical.applications", "match": ["applications*"]}]},
        {"stage": "diff", "snapshotGuard": {"maxVanishedPercent": 100, "minVanished": 1000, "maxGrowthPercent": 10000}},
        {"stage": "emit", "artifact": "aging-report", "formats": ["csv"], "detail": False}]}

AMOUNTS = ["not_due", "d1_30", "d31_60", "d61_90", "d91_120", "d121_plus", "unapplied", "total"]


class Program:
    def __init__(self, root):
        self.root = root
        os.makedirs(os.path.join(root, "inbox"))
        with open(os.path.join(root, "pipeline.json"), "w") as f: json.dump(CONFIG, f)

    def __call__(self, *words, codes=(0,)):
        done = subprocess.run([BINARY, *words], cwd=self.root, capture_output=True, text=True, env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
        if done.returncode not in codes: sys.exit(f"receivables {' '.join(words)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def aging(self, *words):
        answer = json.loads(self("aging", "--json", *words))
        return {(c["customer_id"], c["currency"]): [c[a] for a in AMOUNTS] for c in answer["customers"]}


def compare(what, have, want):
    wrong = [key for key in sorted(set(have) | set(want)) if have.get(key) != want.get(key)]
    for key in wrong[:5]: print(f"  {what} {key}: the program says {have.get(key)}, the replay {want.get(key)}")
    return len(wrong)


def printed(root, day):
    with open(os.path.join(root, f"outbox/runs/{day}-0001/aging/aging.csv"), newline="") as f:
        return {(row["customer_id"], row["currency"]): [row[a] for a in AMOUNTS] for row in csv.DictReader(f)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--days", type=int, default=30, help="random days that are asked for")
    parser.add_argument("--keep", action="store_true", help="leave the folder and say where")
    options = parser.parse_args()
    root = tempfile.mkdtemp(prefix="receivables-replay-")
    history, program = History(options.seed), Program(root)
    for day in history.exports:
        history.write(day, os.path.join(root, "inbox"))
        program("run", "--as-of", str(day), "--now", f"{day}T22:00:00Z", codes=(0, 65))
    r = random.Random(options.seed + 1)
    known = [FIRST + n * DAY for n in range(20, (LAST - FIRST).days + 1)]
    wrong = 0
    for day in sorted(r.sample(known, options.days)): wrong += compare(f"as of {day}", program.aging("--as-of", str(day)), history.aging(day))
    ends = [day for day in history.exports if (day + DAY).day == 1]
    for day in ends: wrong += compare(f"printed on {day}", program.aging("--as-of", str(day), "--as-known-on", str(day)), printed(root, day))
    for day in ends[::6]:
        program("aging", "--as-of", str(day), "--as-known-on", str(day), "--out", f"past/{day}")
        with open(os.path.join(root, f"past/{day}/aging/aging.csv"), "rb") as f, open(os.path.join(root, f"outbox/runs/{day}-0001/aging/aging.csv"), "rb") as g:
            if f.read() != g.read():
                wrong += 1
                print(f"  aging --out of {day} is not the file that was published then")
    for _ in range(6):
        start, end = sorted(r.sample(known, 2))
        answer = json.loads(program("ledger", "--json", "--from", str(start), "--to", str(end)))
        have = {line["currency"]: [line["opening"], line["closing"]] for line in answer["rollForward"]}
        want = {c: [plain(history.total(c, start - DAY), c), plain(history.total(c, end), c)] for c in have}
        wrong += compare(f"ledger {start} to {end}", have, want)
    documents = sum(d.seen for d in history.documents)
    print(f"{len(history.exports)} exports of {documents} documents and {len(history.payments)} payments; {options.days} days, {len(ends)} month ends, 6 periods: "
          f"{wrong} of the figures differ")
    if options.keep: print(f"the folder is {root}")
    else: shutil.rmtree(root)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
