#!/usr/bin/env python3
"""An ERP in a closed loop: it exports its open items, the program tells it what was paid, and it books that.

  Tests/tools/loop.py [--stories N] [--seed N] [--nights N] [--only WORD,...] [--without WORD,...] [--keep]

Each story is a made-up company of some weeks: invoices, instalments and credit notes; payments in parts and in full, with discount, known to the ERP first or to the bank first,
returned, corrected, moved by people; nights missed, files of postings imported late; if asked for other currencies, money that a person has to place, nights without a file for the ERP,
rests that the ERP writes off, by itself or by a decision, and wrong files of the ERP or the bank that a person takes back. The ERP books what it is told, and what its clerk books by himself.
What has to hold: no file books more than a payment is worth or a document has open, nobody is asked for what the bank's file has shown as paid, and when the last story is told
the ERP has booked what was really paid and given up, for each payment and document to the cent; the program tells it nothing more, and no person is asked about it.
RECEIVABLES names the binary (default: .build/release/receivables)."""
import argparse, csv, hashlib, json, os, shutil, subprocess, sys, tempfile
from collections import defaultdict

import made_up
from stories import BINARY
from made_up import DAY, FIRST, configuration, customers, money as euros, run

# What stories are made of. Those in MORE do not hold for every seed yet: which payment an export shows is a guess there.
FEATURES = "parts discount late-bank returns corrections moves missed credits".split()
MORE = "clerk clerk-late returns-clerk applications instalments disorder silent currencies decides write-offs given-up retract wrong-bank held".split()

CONFIG = configuration(
    "loop", ["payments", "applications", "decisions"],
    {"policies": [{"policy": "all", "steps": [
        {"days": 3, "channel": ["email"], "template": "gentle"}, {"days": 14, "channel": ["email"], "template": "firm"}]}]},
    [{"artifact": "aging-report", "formats": ["csv"]}, {"artifact": "changes"}, {"artifact": "reminders"}, {"artifact": "worklist"},
     {"artifact": "cash"}, {"artifact": "writeback"}])
SILENT = dict(CONFIG, stages=[s for s in CONFIG["stages"] if s.get("artifact") != "writeback"])
CUSTOMERS = customers(5)


def cents(text): return round(float(text or 0) * 100)


class Document:
    def __init__(self, id, customer, date, due, amount, instalment="", discount=0, until=None, currency="EUR"):
        self.currency = currency
        self.id, self.customer, self.date, self.due, self.amount, self.instalment = id, customer, date, due, amount, instalment
        self.discount, self.until = discount, until
        self.booked = defaultdict(int)     # by payment id: what the ERP has
        self.deducted = defaultdict(int)
        self.paid = defaultdict(int)       # by payment id: what really was paid, and given up
        self.given = defaultdict(int)
        self.writtenOff = self.forgone = 0 # what the ERP has booked as lost, and what somebody has said of it

    def key(self): return (self.id, self.instalment)
    def balance(self): return self.amount - sum(self.booked.values()) - sum(self.deducted.values()) - self.writtenOff
    def open(self): return self.amount - sum(self.paid.values()) - sum(self.given.values()) - self.forgone


class Story(made_up.Story):
    def __init__(self, *story):
        super().__init__(*story)
        self.documents, self.payments, self.faults = {}, {}, []
        self.number = 0
        self.files = []          # (run's postings, day they are imported)
        self.bank = []           # (day, row) still to be told by the bank
        self.later = []          # (day, action)
        self.lastRun = FIRST - DAY
        self.writeOffs = []      # (rows of write-offs.csv, day they are imported)
        self.wrong = None        # (day it is noticed, digests of wrong files, right files by name)
        self.held = None         # the digest of an export that was cut off

    def fault(self, day, text): self.faults.append(f"{day} {text}")

    # MARK: what happens

    def invoice(self, day):
        r = self.r
        self.number += 1
        customer = f"C{r.randint(1, 5)}"
        amount = r.choice([r.randint(1000, 99999), r.randint(1, 40) * 2500])
        date = day - r.randint(0, 3) * DAY
        due = date + r.choice([7, 14, 30]) * DAY
        id = f"INV-{1000 + self.number:06d}"
        if self.has("instalments") and self.chance(.12):
            made = [Document(id, customer, date, due + n * 15 * DAY, amount, str(n + 1)) for n in range(3)]
        elif self.has("credits") and self.chance(.1):
            made = [Document(f"CN-{1000 + self.number:06d}", customer, date, None, -amount)]
        elif self.has("discount") and self.chance(.3):
            made = [Document(id, customer, date, due, amount, discount=amount * 2 // 100, until=date + 10 * DAY)]
        else:
            made = [Document(id, customer, date, due, amount)]
        if self.has("currencies"):
            currency = r.choice(["EUR", "EUR", "USD", "JPY"])
            for document in made: document.currency = currency
        for document in made: self.documents[document.key()] = document
        self.note(day, f"invoice {id} {customer} {euros(amount)} due {due}" + (" in 3 instalments" if len(made) == 3 else ""))

    def owed(self):
        """Documents of which something is really open, and that were exported before."""
        return [d for d in self.documents.values() if d.open() > 0 and d.exported]

    def spread(self, id, amount):
        """What a payment of a document pays: its instalments, earliest first."""
        result = []
        for d in sorted((d for d in self.documents.values() if d.id == id), key=lambda d: d.due):
            part = min(amount, d.open())
            if part > 0: result.append((d, part)); amount -= part
        return result

    def unlikeDiscount(self, id, amount, room):
        """What is missing by just the cash discount would be taken for it."""
        discount = max(d.discount for d in self.documents.values() if d.id == id)
        return amount if not discount or room - amount != discount else amount - 1 if amount > 1 else amount + 1

    def pay(self, day):
        r = self.r
        # What the bank has not told of and the clerk has booked is the document's only news: else nobody could tell which payment an export shows.
        secret = {p["document"] for p in self.payments.values() if p.get("byClerk") and p["arrives"] >= day}
        candidates = [d for d in self.owed() if d.id not in secret]
        if not candidates: return
        document = r.choice(candidates)
        whole = sum(d.open() for d in self.documents.values() if d.id == document.id)
        self.number += 1
        id = f"P{self.number:04d}"
        date = day - r.choice([0, 0, 0, 1, 2]) * DAY
        discount = 0
        if document.discount and date <= document.until and document.open() == document.amount and self.chance(.7):
            discount = document.discount
            amount = whole - discount
        elif self.has("parts") and self.chance(.35): amount = self.unlikeDiscount(document.id, max(1, whole * r.randint(1, 900) // 1000), whole)
        elif document.instalment: amount = document.open()
        else: amount = whole
        arrives = day + (r.choice([0, 0, 1, 2, 4]) if self.has("late-bank") else 0) * DAY
        for d, part in self.spread(document.id, amount):
            d.paid[id] += part
            if discount: d.given[id] += discount
        self.payments[id] = dict(amount=amount, date=date, document=document.id, customer=document.customer, discount=discount, arrives=arrives,
                                 gone=False, byClerk=False, placed=True, currency=document.currency)
        words = r.choice([(document.id, ""), (document.id, ""), ("", f"Rg {document.id}")])
        if self.has("decides") and amount < whole and not discount and self.chance(.5):
            # Nothing says which document it pays a part of: a person does, some days after it was shown.
            self.payments[id].update(fixed=True)
            words = ("", "")
            self.later.append((arrives + r.choice([1, 2, 4]) * DAY, lambda on: self.decide(on, id)))
        self.bank.append((arrives, [id, document.customer, date.isoformat(), self.money(amount, document.currency), *words]))
        self.note(day, f"payment {id} of {document.id} {euros(amount)} dated {date} arrives {arrives}" + (f" discount {euros(discount)}" if discount else ""))
        isAlone = all(d.booked[i] == d.paid[i] for d in self.documents.values() if d.id == document.id for i in d.paid if i != id)
        if self.has("clerk") and isAlone and self.chance(.3):
            # The clerk books it by himself, before the program can tell of it.
            if self.has("clerk-late") and self.chance(.3) and arrives > day + DAY: self.later.append((arrives - DAY, lambda on: self.clerk(on, id)))
            else: self.clerk(day, id)
            self.payments[id]["byClerk"] = True
        elif self.has("corrections") and self.chance(.08): self.later.append((arrives + r.choice([1, 2, 5]) * DAY, lambda on: self.correct(on, id)))
        elif self.has("moves") and self.chance(.08): self.later.append((arrives + r.choice([1, 2, 6]) * DAY, lambda on: self.move(on, id)))
        if self.has("returns") and self.chance(.12): self.later.append((arrives + r.choice([1, 2, 5, 9]) * DAY, lambda on: self.giveBack(on, id)))

    def clerk(self, day, id):
        for d in self.documents.values():
            if d.paid[id]: d.booked[id] = d.paid[id]
            if d.given[id]: d.deducted[id] = d.given[id]
        rows = [[id, d.id, self.money(sum(o.booked[id] for o in self.documents.values() if o.id == d.id), d.currency)] for d in {d.id: d for d in self.documents.values() if d.booked[id]}.values()]
        self.note(day, f"the clerk books {id}: {rows}")
        if self.has("applications") and self.chance(.5): self.answers += rows

    def correct(self, day, id):
        """The bank's file was wrong about the amount."""
        p = self.payments[id]
        if p["arrives"] >= day: return self.later.append((day + DAY, lambda on: self.correct(on, id)))
        if p["gone"] or p["discount"] or p.get("fixed"): return
        new = max(1, p["amount"] * self.r.choice([50, 80, 110]) // 100)
        for d in self.documents.values(): d.paid.pop(id, None)
        room = sum(d.open() for d in self.documents.values() if d.id == p["document"])
        new = min(new, room)
        new = self.unlikeDiscount(p["document"], new, room)
        for d, part in self.spread(p["document"], new): d.paid[id] += part
        p.update(amount=new, fixed=True)
        self.bank.append((day, [id, p["customer"], p["date"].isoformat(), self.money(new, p["currency"]), p["document"], ""]))
        self.note(day, f"correction {id} is {euros(new)}")

    def decide(self, day, id):
        """A person says what a payment pays, where last night's list asked it."""
        p = self.payments[id]
        if p["arrives"] > self.lastRun: return self.later.append((day + DAY, lambda on: self.decide(on, id)))
        if p["gone"] or not any(row["payment_id"] == id for row in self.table("cash/unapplied.csv")): return
        for key in {d.id for d in self.documents.values() if d.paid[id]}:
            amount = sum(d.paid[id] for d in self.documents.values() if d.id == key)
            self.answers.append([id, key, self.money(amount, p["currency"])])
            self.note(day, f"a person says that {id} pays {euros(amount)} of {key}")

    def money(self, amount, currency):
        """An amount as files have it; the yen has no cents."""
        return str(amount) if currency == "JPY" else euros(amount)

    def move(self, day, id):
        """A person puts a payment on another document of its customer."""
        p = self.payments[id]
        # Nobody answers about what no run has shown, nor where a wrong export shows what is booked: the answer would be taken for the ERP's word.
        if p["arrives"] > self.lastRun or self.has("retract") and self.wrong: return
        if p["gone"] or p["discount"] or p.get("fixed") or any(d.instalment for d in self.documents.values() if d.paid[id]): return
        others = [d for d in self.owed() if d.customer == p["customer"] and d.currency == p["currency"] and d.id != p["document"] and not d.instalment and d.open() >= p["amount"]]
        if not others: return
        other = self.r.choice(others)
        for d in self.documents.values(): d.paid.pop(id, None)
        other.paid[id] = p["amount"]
        self.answers += [[id, p["document"], "0.00"], [id, other.id, self.money(p["amount"], p["currency"])]]
        self.note(day, f"a person moves {id} from {p['document']} to {other.id}")
        p.update(document=other.id, fixed=True)

    def giveBack(self, day, id):
        p = self.payments[id]
        if p["gone"]: return
        if p["arrives"] > day: return self.later.append((day + DAY, lambda on: self.giveBack(on, id)))
        self.number += 1
        back = f"R{self.number:04d}"
        p.update(gone=True, back=back)
        for d in self.documents.values():
            d.paid.pop(id, None)
            d.given.pop(id, None)
        self.payments[back] = dict(amount=-p["amount"], date=day, document=p["document"], customer=p["customer"], discount=0, arrives=day, gone=True, of=id,
                                   currency=p["currency"])
        self.bank.append((day, [back, p["customer"], day.isoformat(), self.money(-p["amount"], p["currency"]), "", f"return of {id}"]))
        self.note(day, f"return {back} of {id}")
        if self.has("returns-clerk") and p["byClerk"] and self.chance(.5):
            for d in self.documents.values():
                if d.booked[id]: d.booked[back] = -d.booked[id]
                if d.deducted[id]: d.deducted[back] = -d.deducted[id]
            self.note(day, f"the clerk books {back}")

    def giveUp(self, day):
        """Somebody writes off what is open of a document of which nothing is on its way: the clerk at once, or a person by a decision that the ERP is told of."""
        onTheirWay = {row["document_id"] for _, _, rows in self.files for row in rows}
        settled = [d for d in self.owed() if not d.instalment and d.balance() == d.open() == d.shown and d.id not in onTheirWay and all(self.payments[i]["arrives"] < day for i in d.paid)]
        if not settled: return
        d = self.r.choice(settled)
        d.forgone = d.open()
        if self.has("given-up") and (not self.has("write-offs") or self.chance(.5)):
            self.number += 1
            self.decisions.append(f"ACME,{d.customer},write_off,W{self.number},{d.id},Jo")
            self.note(day, f"a person gives up {euros(d.forgone)} of {d.id}")
        else:
            d.writtenOff = d.forgone
            self.note(day, f"the clerk writes {euros(d.forgone)} of {d.id} off")

    # MARK: wrong files

    def spoil(self, day, rows):
        """Another export than the right one: rows that are missing, and balances that are not so."""
        kept = []
        for row in rows[2:-1]:
            cells, kind = row.split(","), self.r.random()
            if kind < .15: continue
            if kind < .3 and float(cells[7]) > 0: cells[7] = self.money(max(1, round(float(cells[7]) * (1 if cells[5] == "JPY" else 100)) * self.r.choice([20, 50, 100]) // 100), cells[5])
            kept.append(",".join(cells))
        for d in self.documents.values():
            if d.balance() == 0 and d.amount > 0 and d.exported and self.chance(.1):
                kept.append(f"ACME,{d.id},{d.customer},{d.date},{d.due},{d.currency},{self.money(d.amount, d.currency)},{self.money(d.amount, d.currency)},{d.instalment},,")
        return rows[:2] + kept + rows[-1:]

    def spoilBank(self, day, rows):
        """Another statement: amounts that are not so, and money that never came."""
        wrong = []
        for row in rows:
            if self.chance(.5) and not row[3].startswith("-") and self.payments[row[0]]["currency"] == "EUR": row = row[:3] + [euros(max(1, cents(row[3]) * self.r.choice([50, 90, 200]) // 100))] + row[4:]
            if self.chance(.8): wrong.append(row)
        owed = [d for d in self.owed() if d.currency == "EUR"]
        if owed:
            d = self.r.choice(owed)
            self.number += 1
            self.payments[f"X{self.number:04d}"] = dict(amount=d.open(), date=day, document=d.id, customer=d.customer, discount=0, arrives=day + 900 * DAY, gone=False, byClerk=False, fixed=True, currency="EUR")
            wrong.append([f"X{self.number:04d}", d.customer, day.isoformat(), euros(d.open()), d.id, ""])
        return wrong

    def takeBack(self, day):
        """What was wrong is noticed: its runs are as if they had not been, and the next one reads the right files."""
        _, digests, right = self.wrong
        for digest in digests:
            done = self.say("retract", digest[:12], "--by", "Jo", "--reason", "wrong")
            # One that was taken back with another waits in the inbox.
            self.note(day, f"retract {digest[:12]}: {done.returncode}")
            if done.returncode not in (0, 64): self.fault(day, f"retract: exit {done.returncode}: {done.stderr[:600]}")
        for name, text in right.items(): self.write(name, text)
        self.wrong = None

    def say(self, *words):
        return subprocess.run([BINARY, *words], cwd=self.folder, capture_output=True, text=True)

    # MARK: a night

    def write(self, name, text):
        with open(os.path.join(self.folder, "inbox", name), "w") as file: file.write(text)

    def importFiles(self, day):
        for on, name, rows in [f for f in self.files if f[0] <= day]:
            for row in rows: self.book(day, name, row)
            if self.has("disorder") or self.has("retract") or self.has("wrong-bank") or self.has("held"): continue
            for d in self.documents.values():
                if d.amount > 0 and d.balance() < 0: self.fault(day, f"after {name} {d.id}/{d.instalment} has the balance {euros(d.balance())}")
            for id in {row["payment_id"] for row in rows}:
                booked = sum(d.booked[id] for d in self.documents.values())
                worth = self.payments[id]["amount"]
                if abs(booked) > abs(worth) and not self.payments[id].get("fixed") or booked * worth < 0:
                    self.fault(day, f"after {name} {id} of {euros(worth)} has {euros(booked)} booked")
        self.files = [f for f in self.files if f[0] > day]
        for on, rows in self.writeOffs:
            if on <= day:
                for row in rows: self.documents[row["document_id"], row["instalment"]].writtenOff += cents(row["amount"]) // (100 if row["currency"] == "JPY" else 1)
        self.writeOffs = [w for w in self.writeOffs if w[0] > day]

    def book(self, day, name, row):
        key = (row["document_id"], row["instalment"])
        if key not in self.documents: return self.fault(day, f"{name}: no document {key}")
        d = self.documents[key]
        if row["currency"] != d.currency: return self.fault(day, f"{name}: {key} in {row['currency']}")
        scale = 100 if d.currency == "JPY" else 1
        d.booked[row["payment_id"]] += cents(row["amount"]) // scale
        d.deducted[row["payment_id"]] += cents(row["deducted"]) // scale

    def export(self, day):
        rows = ["company,document_id,customer_id,document_date,due_date,currency,amount,balance,instalment,discount_date,discount_amount"]
        for d in self.documents.values():
            d.shown = d.balance()
            if d.balance() == 0: continue
            d.exported = True
            rows.append(",".join(["ACME", d.id, d.customer, d.date.isoformat(), d.due.isoformat() if d.due else "", d.currency, self.money(d.amount, d.currency), self.money(d.balance(), d.currency),
                                  d.instalment, d.until.isoformat() if d.until else "", self.money(d.discount, d.currency) if d.discount else ""]))
        # A row of its own each night, so that no export is stale; and one that is always the last, so that none looks cut off.
        rows.insert(1, f"ACME,AA-{day.isoformat()},C5,{day.isoformat()},{(day + 90 * DAY).isoformat()},EUR,1.00,1.00,,,")
        rows.append(f"ACME,ZZ,C5,{FIRST.isoformat()},{(FIRST + 900 * DAY).isoformat()},EUR,1.00,1.00,,,")
        return rows

    def tellERP(self, day, isSpoilt):
        rows = self.export(day)
        # Cut off: held until a person says what is to become of it.
        if self.has("held") and self.nights > (day - FIRST).days > 0 and not self.wrong and len(rows) > 14 and self.chance(.15):
            text = "\n".join(rows[:-6]) + "\n"
            self.write(f"documents-{day.isoformat()}.csv", text)
            self.held = hashlib.sha256(text.encode()).hexdigest()
            return self.note(day, "the export is cut off")
        self.drop(day, "documents", rows, self.spoil(day, rows) if isSpoilt else rows)

    def drop(self, day, feed, right, wrong):
        """A file for the program; of a wrong one the right one is for later."""
        text, name = ("\n".join(wrong) + "\n", f"{feed}-{day.isoformat()}.csv")
        self.write(name, text)
        if wrong != right:
            self.note(day, f"the file {name} is wrong")
            digests, others = self.wrong[1:] if self.wrong else ([], {})
            others[name.replace(".csv", "-right.csv")] = "\n".join(right) + "\n"
            self.wrong = (self.noticedOn, digests + [hashlib.sha256(text.encode()).hexdigest()], others)

    def night(self, day, isQuiet):
        self.answers, self.decisions = [], []
        if self.held:
            # Let in, it would say of what it lacks that it is paid.
            done = self.say("reject", self.held[:12], "--by", "Jo", "--reason", "cut off")
            self.note(day, f"reject {self.held[:12]}: {done.returncode}")
            self.held = None
        if self.wrong and self.wrong[0] <= day: self.takeBack(day)
        self.importFiles(day)
        if not isQuiet:
            for _ in range(self.r.randint(0, 3)): self.invoice(day)
            for _ in range(self.r.randint(0, 3)): self.pay(day)
            if (self.has("write-offs") or self.has("given-up")) and self.chance(.25): self.giveUp(day)
        due = [a for a in self.later if a[0] <= day]
        self.later = [a for a in self.later if a[0] > day]
        for _, action in due: action(day)
        rows = [row for on, row in self.bank if on <= day]
        self.bank = [b for b in self.bank if b[0] > day]
        # Of wrong files one is noticed before the next comes; on the same night, or on a later one.
        isSpoilt = self.has("retract") and not isQuiet and not self.wrong and day != FIRST and self.chance(.15)
        isBankSpoilt = self.has("wrong-bank") and not isSpoilt and not isQuiet and not self.wrong and day != FIRST and self.chance(.15)
        if isSpoilt or isBankSpoilt: self.noticedOn = day + self.r.choice([0, 1, 1, 2, 4]) * DAY
        if rows:
            def lines(rows): return (["company,payment_id,customer_id,payment_date,currency,amount,reference,remittance"]
                                     + [f"ACME,{r[0]},{r[1]},{r[2]},{self.payments[r[0]]['currency']},{r[3]},{r[4]},{r[5]}" for r in rows])
            wrong = self.spoilBank(day, rows) if isBankSpoilt else rows
            # What nobody could know before the right file came has arrived with that.
            if wrong != rows:
                for row in rows: self.payments[row[0]]["arrives"] = self.noticedOn
            self.drop(day, "payments", lines(rows), lines(wrong))
        if self.answers:
            self.write(f"applications-{day.isoformat()}.csv", "company,payment_id,document_id,amount,applied_on\n"
                       + "".join(f"ACME,{a[0]},{a[1]},{a[2]},{day.isoformat()}\n" for a in self.answers))
        if self.decisions:
            self.write(f"decisions-{day.isoformat()}.csv", "company,customer_id,kind,decision_id,document_id,by\n" + "\n".join(self.decisions) + "\n")
        self.tellERP(day, isSpoilt)
        if self.has("missed") and not isQuiet and day != FIRST and not self.wrong and not self.held and self.chance(.12): return self.note(day, "no run")
        # Nights without a file for the ERP: what they have to tell stands in the next one.
        isSilent = self.has("silent") and not isQuiet and self.chance(.3)
        self.configure(SILENT if isSilent else CONFIG)
        postings = self.run(day)
        if self.wrong and self.wrong[0] <= day:
            self.takeBack(day)
            postings = self.run(day)
        if not self.wrong: self.checkReminders(day)
        return postings

    def run(self, day):
        done = run(self.folder, day)
        if done.returncode != 0 and not (self.held and done.returncode == 65): self.fault(day, f"exit {done.returncode}: {done.stderr[:600]}")
        self.lastRun = day
        current = open(os.path.join(self.folder, "outbox/current")).read().strip()
        self.out = os.path.join(self.folder, "outbox/runs", current)
        postings = self.table("writeback/cash-postings.csv")
        if postings:
            wait = self.r.choice([1, 1, 1, 2, 3])
            on = day + wait * DAY
            # One after the other, unless the story has somebody who forgets one.
            if not self.has("disorder"): on = max([on] + [f[0] for f in self.files])
            self.files.append((on, current, postings))
            for row in postings: self.note(day, f"told {row['payment_id']} {row['document_id']}/{row['instalment']} {row['amount']} {row['difference']} {row['deducted']} {row['rule']}; booked on {on}")
        given = self.table("writeback/write-offs.csv")
        if given:
            self.writeOffs.append((day + self.r.choice([1, 1, 2]) * DAY, given))
            for row in given: self.note(day, f"told to write {row['amount']} of {row['document_id']} off; booked on {self.writeOffs[-1][0]}")
        return postings

    def configure(self, configuration):
        with open(os.path.join(self.folder, "pipeline.json"), "w") as file: json.dump(configuration, file)

    def table(self, name):
        path = os.path.join(self.out, name)
        if not os.path.exists(path): return []
        with open(path, newline="") as file: return list(csv.DictReader(file))

    def checkReminders(self, day):
        """Nobody is asked for a document that bank files have shown as paid."""
        # What the ERP hears of a week later, because nights made no file, is not booked in time.
        since = day - 4 * DAY if self.has("silent") else FIRST
        arrived = {id for id, p in self.payments.items() if since <= p["arrives"] <= day}
        sent = [r for r in self.table("reminders/items.csv") if r["message_id"] and r["included_as"] in ("trigger", "content")]
        for row in sent:
            d = self.documents.get((row["document_id"], row["instalment"]))
            if d is None: continue
            left = d.amount - sum(v for id, v in list(d.paid.items()) + list(d.given.items()) if id in arrived)
            if left <= 0: self.fault(day, f"asks for {d.id}/{d.instalment}, which is paid")

    def finish(self, day):
        """Instalments of a document share its money: which of them has it is the ERP's affair."""
        def sums(kind):
            found = defaultdict(int)
            for d in self.documents.values():
                for id, amount in getattr(d, kind).items(): found[d.id, id] += amount
            return found
        booked, paid, deducted, given = (sums(kind) for kind in ("booked", "paid", "deducted", "given"))
        for document, id in sorted(set(booked) | set(paid)):
            p = self.payments[id]
            if "back" in p:
                left = sum(kind[document, i] for kind in (booked, deducted) for i in (id, p["back"]))
                if left: self.fault(day, f"at the end {id} and its return {p['back']} have {euros(left)} on {document}")
            if p["gone"]: continue
            if booked[document, id] != paid[document, id]:
                self.fault(day, f"at the end {id} has {euros(booked[document, id])} on {document}, and paid {euros(paid[document, id])}")
            if deducted[document, id] != given[document, id]:
                self.fault(day, f"at the end {id} has {euros(deducted[document, id])} deducted on {document}, and gave up {euros(given[document, id])}")
        for d in self.documents.values():
            if d.writtenOff != d.forgone: self.fault(day, f"at the end {euros(d.writtenOff)} of {d.id} are written off, and {euros(d.forgone)} were given up")
        for name in ("cash/unapplied.csv", "cash/review.csv"):
            for row in self.table(name): self.fault(day, f"at the end {name} has {row['payment_id']} {row['document_id']} {row['amount']} {row['reason']}")
        for row in self.table("worklist.csv"):
            if row["what"] in ("cash-review", "cash-differs", "payment-not-posted"): self.fault(day, f"at the end worklist: {row['what']} {row['document_id']} {row['amount']} {row['next'][:90]}")

    def tell(self):
        for name in ("inbox", "outbox"): os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        self.write("customers.csv", CUSTOMERS)
        day = FIRST
        Document.exported, Document.shown = False, 0
        for _ in range(self.nights):
            self.night(day, False)
            day += DAY
        told = 0
        for n in range(24):
            postings = self.night(day, True)
            if n >= 20 and postings: told += len(postings)
            day += DAY
        if told: self.fault(day, f"{told} postings long after the last payment")
        self.finish(day - DAY)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nights", type=int, default=25)
    parser.add_argument("--without", default="")
    parser.add_argument("--only", default=",".join(FEATURES))
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    failed = 0
    for seed in range(options.seed, options.seed + options.stories):
        folder = tempfile.mkdtemp(prefix=f"receivables-loop-{seed}-")
        story = Story(seed, options.nights, [f for f in FEATURES + MORE if f in options.only.split(",") and f not in options.without.split(",")], folder)
        story.tell()
        if story.faults:
            failed += 1
            print(f"FAIL seed {seed} ({folder})" if options.keep else f"FAIL seed {seed}")
            for fault in story.faults[:12]: print("     " + fault)
            if options.keep:
                with open(os.path.join(folder, "story.txt"), "w") as file: file.write("\n".join(story.log + ["FAULTS"] + story.faults) + "\n")
        if not (options.keep and story.faults): shutil.rmtree(folder)
    print(f"{options.stories - failed} stories held, {failed} did not")
    sys.exit(1 if failed else 0)


if __name__ == "__main__": main()
