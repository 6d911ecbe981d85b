#!/usr/bin/env python3
"""Who is to be reminded of what on which night, told a second time: made-up stories of some weeks, decided by the few rules below and by the program.

  Tests/tools/dunning.py [--stories N] [--seed N] [--nights N] [--without WORD,...] [--keep]

Every night the ERP exports what is open: invoices and credit notes that come in time or late, all at the end of a month, are paid in parts or whole, come back, get another due date, alone or all of a
customer, are billed to somebody else; customers are merged. People record disputes, holds and promises, of documents and of customers, with an end or until they are released, and plans, which are kept, broken,
and paid late. Nights are missed. What is compared is every message: to whom, in which currency,
of which level, for how much, and which document reached which level.
What the ERP knows of money is told two ways: by balances alone, or by payments, before the export shows them or with it.
The rules are written from docs/reminders.md, by day and by document, without anything of the program's.
RECEIVABLES names the binary (default: .build/release/receivables)."""
import csv, datetime, glob, json, os

from made_up import DAY, FIRST, ToldTwice, configuration, money, run, tellStories

WEEK = 7 * DAY
STEPS = [3, 14, 30]              # days past due of levels 1, 2 and 3
NOTICE = 3                       # days before the due date
INTERVAL, REVIEW, PART, SEEN, GRACE, REPEAT = 7, 7, 5, 5, 3, 14
MINIMUM = {"EUR": 1000, "USD": 2500}
FEATURES = "parts reopened moved late credits disputes holds promises shares customers missed notices payments payers months terms merged plans".split()


def config(has):
    steps = [{"days": days, "channel": ["email"], "template": words} for days, words in zip(STEPS, ["gentle", "firm", "final"])]
    if has("notices"): steps.insert(0, {"days": -NOTICE, "channel": ["email"], "template": "pre-due"})
    return configuration(
        "dunning", ["decisions", "payments"],
        {"promiseGrace": GRACE, "policies": [
            {"policy": "all", "minInterval": INTERVAL, "minAmount": {k: money(v) for k, v in MINIMUM.items()}, "afterLast": {"repeatEvery": REPEAT},
             "steps": steps}]},
        [{"artifact": "reminders"}], {"adjustmentReviewDays": REVIEW})


CUSTOMERS = [f"C{n}" for n in range(1, 7)]


def business(day, days):
    """The day that many business days later (no holiday lies in these weeks)."""
    while days:
        day += DAY
        days -= day.weekday() < 5
    return day


class Document:
    def __init__(self, id, customer, currency, date, due, amount):
        self.id, self.customer, self.currency, self.date, self.due, self.amount = id, customer, currency, date, due, amount
        self.balance = amount
        self.byPayments = False  # what is paid of it is told by payments
        # What the rules remember: nothing before an export has shown it.
        self.shown = None        # balance in the newest export, 0 once it was missing; None: never seen
        self.shownDue = None
        self.payer = customer    # who pays for its customer tonight
        self.shownPayer = None
        self.payments = []                  # amount and day of what payments told and the ERP has not booked
        self.booked = []                    # days of payments that the next export shows
        self.seen = None                    # the night that saw them
        self.level = 0
        self.learned = None                 # the night that learned it; None: the first of all
        self.quiet = datetime.date.min      # no message before this day, for its due date was moved to an earlier one
        self.repeats = False                # the next message repeats its level
        self.review = datetime.date.min     # settled and open again: looked at until the day before
        self.part = datetime.date.min       # the last day on which a part was paid
        self.heldOn = None                  # the last night on which it was overdue and held
        self.told = datetime.date.min       # the last message that gave it a level
        self.noticed = set()                # due dates that a notice has told


class Decision:
    def __init__(self, id, kind, customer, document, start, until, amount=0):
        self.id, self.kind, self.customer, self.document, self.start, self.until = id, kind, customer, document, start, until
        self.amount = amount     # of the part in dispute; 0: all of it
        self.released = None     # the night that read its release

    def last(self):
        """The last day on which it holds; None: nobody knows yet."""
        ends = []
        if self.until: ends.append(business(self.until, GRACE) if self.kind == "promise" else self.until)
        if self.released: ends.append(self.released - DAY)
        return min(ends) if ends else None

    def concerns(self, item):
        """What is decided about a document goes with it to another customer. Of a customer: its documents, and those that it pays for others."""
        if self.document: return self.document == item.id
        return self.customer in (item.customer, item.payer)

    def stands(self, item, day):
        return self.concerns(item) and self.start <= day and (self.last() is None or day <= self.last())

    def ended(self, item, day):
        """The last day on which it stood, where that is over and the item was overdue then, or was seen held before."""
        last = self.last()
        if not (self.concerns(item) and last and self.start <= last < day): return None
        return last if item.due < last or item.heldOn and self.start <= item.heldOn else None


class Plan(Decision):
    """An agreement on instalments of one document: it holds while what is owed is no more than what is still to come, and what was owed beyond all of it."""

    def __init__(self, id, customer, document, start, parts):
        super().__init__(id, "plan", customer, document, start, None)
        self.parts, self.owedThen, self.end = parts, None, None     # parts: day and amount

    def judge(self, item, day):
        """Says tonight when it was over."""
        owed = (item.shown or 0) - sum(amount for amount, _ in item.payments)
        if self.owedThen is None: self.owedThen = owed
        owed = max(0, owed - max(0, self.owedThen - sum(amount for _, amount in self.parts)))
        self.end = None
        for n, (until, _) in enumerate(self.parts):
            left = sum(amount for _, amount in self.parts[n + 1:])
            if business(until, GRACE) < day and (owed > left or n == len(self.parts) - 1):
                self.end = business(until, GRACE)
                break

    def last(self):
        ends = [end for end in (self.end, self.released and self.released - DAY) if end]
        return min(ends) if ends else None


class Story(ToldTwice):
    def __init__(self, *story):
        super().__init__(*story)
        self.items, self.decisions, self.rows, self.number = {}, [], [], 0
        self.paid = []           # rows of payments that the next night reads
        self.billed = {}         # customer: who pays for it
        self.billing = True      # whether the next night reads customers
        self.reminded = {}       # unit: day of its last message
        self.before = None       # the night before
        self.releases = []       # decisions whose release the next night reads

    # MARK: what happens

    def invoice(self, day, first):
        r = self.r
        self.number += 1
        customer, currency = f"C{r.randint(1, 6)}", r.choice(["EUR"] * 4 + ["USD"])
        if self.has("credits") and self.chance(0.1):
            date = day - r.randint(0, 3) * DAY
            item = Document(f"CN{self.number}", customer, currency, date, None, -r.choice([500, 2000, 12345, 40000]))
        else:
            back = r.randint(5, 70) if first or self.has("late") and self.chance(0.2) else r.randint(0, 2)
            date = day - back * DAY
            item = Document(f"INV{self.number}", customer, currency, date, date + r.choice([0, 10, 14, 30]) * DAY,
                            r.choice([900, 2400, 5000, 15000, 33333, 100000]))
        if self.has("months") and item.due and self.chance(0.4):
            # Due at the end of a month, as much is.
            item.due = (item.due.replace(day=1) + 32 * DAY).replace(day=1) - DAY
        item.byPayments = item.amount > 0 and self.has("payments") and self.chance(0.5)
        self.items[item.id] = item
        self.note(day, f"{item.id} {item.customer} {item.currency} {money(item.amount)} of {item.date} due {item.due}")

    def happen(self, day, first):
        r = self.r
        for _ in range(8 if first else r.choice([0, 0, 1, 1, 2])): self.invoice(day, first)
        if self.has("payers") and self.chance(0.06): self.bill(day)
        if self.has("merged") and self.chance(0.02): self.merge(day)
        if self.has("terms") and self.chance(0.02): self.changeTerms(day)
        if self.has("plans") and self.chance(0.08): self.plan(day)
        if self.has("plans"):
            for one in self.decisions:
                if one.kind == "plan": self.payPlan(day, one)
        for item in list(self.items.values()):
            if item.byPayments and item.shown and self.pay(day, item): continue
            if item.balance and not item.byPayments and self.chance(0.03):
                item.balance = 0
                self.note(day, f"{item.id} settled")
            elif item.balance > 1000 and not item.byPayments and self.has("parts") and self.chance(0.03):
                item.balance -= r.randint(1, item.balance // 2)
                self.note(day, f"{item.id} paid in part, {money(item.balance)} left")
            elif not item.balance and item.shown == 0 and not item.byPayments and self.has("reopened") and self.chance(0.03):
                item.balance = item.amount
                self.note(day, f"{item.id} open again")
            elif item.balance > 0 and self.has("moved") and self.chance(0.02):
                item.due += r.choice([-20, -5, 3, 10, 30]) * DAY
                if item.due < item.date: item.due = item.date
                self.note(day, f"{item.id} now due {item.due}")
            elif item.balance and not item.payments and self.has("customers") and self.chance(0.01):
                item.customer = f"C{r.randint(1, 6)}"
                self.note(day, f"{item.id} is {item.customer}'s now")
        kinds = [kind for kind, feature in (("dispute", "disputes"), ("hold", "holds"), ("promise", "promises")) if self.has(feature)]
        if kinds and self.chance(0.3): self.decide(day, r.choice(kinds))
        for one in self.decisions:
            if not one.released and one not in self.releases and one.start <= day and (one.last() is None or one.last() >= day) and self.chance(0.04):
                self.releases.append(one)
                self.rows.append(f"R{one.id},ACME,{one.customer},release,{one.document},,,{one.id},,")
                self.note(day, f"{one.id} released")

    def pay(self, day, item):
        """What is paid of an item, or booked of what was: whether there was anything."""
        r = self.r
        if item.payments:
            if not self.chance(0.15): return True
            for amount, date in item.payments:
                item.balance -= amount
                item.booked.append(date)
            item.payments, item.seen = [], None
            self.note(day, f"{item.id} booked, {money(item.balance)} left")
        elif self.chance(0.05):
            amount = item.balance if item.balance < 1000 or not self.has("parts") or self.chance(0.5) else r.randint(1, item.balance // 2)
            date = day - r.choice([0, 0, 1, 2, 4]) * DAY
            self.paid.append(f"ACME,P{len(self.log)},{item.customer},{date},{item.currency},{money(amount)},{item.id}")
            item.payments.append((amount, date))
            self.note(day, f"{item.id} paid {money(amount)} on {date}")
            if self.chance(0.4):
                item.balance -= amount
                item.booked.append(date)
                item.payments, item.seen = [], None
                self.note(day, f"{item.id} booked, {money(item.balance)} left")
        else: return False
        return True

    def bill(self, day):
        """Somebody pays for another from tonight on, or nobody any more."""
        customer, payer = self.r.sample(CUSTOMERS, 2)
        if self.billed.get(payer) == customer: return
        if customer in self.billed: del self.billed[customer]
        else: self.billed[customer] = payer
        self.billing = True
        self.note(day, f"{customer} is billed to {self.billed.get(customer, 'itself')}")

    def merge(self, day):
        """Two customers turn out to be one: all that is open of the one is the other's."""
        gone, into = self.r.sample(CUSTOMERS, 2)
        for item in self.items.values():
            if item.customer == gone and item.balance and not item.payments: item.customer = into
        self.note(day, f"{gone} is {into} now")

    def changeTerms(self, day):
        """Other terms for all that is open of a customer."""
        customer, by = self.r.choice(CUSTOMERS), self.r.choice([-7, 7, 14, 30])
        for item in self.items.values():
            if item.customer == customer and item.balance > 0: item.due = max(item.date, item.due + by * DAY)
        self.note(day, f"all of {customer} is due {by} days later")

    def plan(self, day):
        r = self.r
        open = [i for i in self.items.values() if i.amount > 0 and i.balance and i.shown and not any(d.kind == "plan" and d.document == i.id for d in self.decisions)]
        if not open: return
        item, count = r.choice(open), r.choice([2, 3, 4])
        whole = item.balance if self.chance(0.7) else item.balance * 2 // 3
        parts = [whole // count] * (count - 1)
        parts.append(whole - sum(parts))
        first = day + r.randint(0, 6) * DAY
        one = Plan(f"D{len(self.decisions) + 1}", item.customer, item.id, day, [(first + n * WEEK, amount) for n, amount in enumerate(parts)])
        one.isKept = self.chance(0.7)
        self.decisions.append(one)
        for n, (until, amount) in enumerate(one.parts):
            self.rows.append(f"{one.id}-{n},ACME,{one.customer},plan,{one.document},{day},{until},,{money(amount)},{one.id}")
        self.note(day, f"{one.id} plan of {one.customer} {one.document} {[(str(u), money(a)) for u, a in one.parts]}")

    def payPlan(self, day, plan):
        """An instalment comes, maybe late, or does not."""
        item = self.items[plan.document]
        due = [n for n, (until, _) in enumerate(plan.parts) if until <= day]
        paid = getattr(plan, "paid", 0)
        if item.byPayments or not item.shown or len(due) <= paid or not self.chance(0.5 if plan.isKept else 0.08): return
        amount = min(item.balance, plan.parts[paid][1])
        plan.paid = paid + 1
        if not amount: return
        item.balance -= amount
        self.note(day, f"{item.id} instalment {money(amount)}, {money(item.balance)} left")

    def decide(self, day, kind):
        r = self.r
        open = [i for i in self.items.values() if i.amount > 0 and i.balance]
        if not open: return
        item = r.choice(open)
        document = item.id if kind == "promise" or self.chance(0.7) else ""
        start = day if self.chance(0.8) else day + r.randint(1, 5) * DAY
        until = start + r.randint(0, 20) * DAY if kind == "promise" or self.chance(0.6) else None
        amount = r.randint(1, item.balance) if kind == "dispute" and document and self.has("shares") and self.chance(0.5) else 0
        one = Decision(f"D{len(self.decisions) + 1}", kind, item.customer, document, start, until, amount)
        self.decisions.append(one)
        self.rows.append(f"{one.id},ACME,{one.customer},{kind},{document},{start},{until or ''},,{money(amount) if amount else ''},")
        self.note(day, f"{one.id} {kind} of {one.customer} {document} {money(amount) if amount else ''} from {start} until {until}")

    # MARK: what is expected

    def learn(self, day):
        """What tonight's export says."""
        for item in self.items.values():
            if item.shown is None and not item.balance:
                item.booked = []
                continue
            item.payer = self.billed.get(item.customer, item.customer)
            if item.shown is None:
                item.learned = day if self.before else None
            elif item.shown == 0 and item.balance:
                item.review, item.repeats = day + REVIEW * DAY, True
            elif 0 < item.balance < item.shown:
                item.part = max([item.part, max(item.booked, default=day)])
            item.booked = []
            if not item.payments: item.seen = None
            elif not item.seen: item.seen = day
            if item.shown is not None and item.balance and item.due and item.due != item.shownDue:
                if item.due > item.shownDue and item.due >= day: item.level, item.repeats = 0, False
                elif item.due < item.shownDue: item.quiet = day + WEEK
            if item.balance or item.shown is not None: item.shown = item.balance
            if item.balance: item.shownDue = item.due
            # Whom it comes to was never told of it; what holds it goes with it.
            if item.balance and item.payer != item.shownPayer:
                if item.shownPayer: item.level, item.repeats, item.told, item.noticed = 0, False, datetime.date.min, set()
                item.shownPayer = item.payer

    def inDispute(self, item, day):
        """How much of an item is in dispute on a day."""
        parts = [d for d in self.decisions if d.kind == "dispute" and d.stands(item, day)]
        return item.shown if any(not d.amount for d in parts) else min(item.shown, sum(d.amount for d in parts))

    def inSilence(self, item, day):
        """How much of an item is in dispute or was during the last week."""
        parts = [d for d in self.decisions if d.amount and (d.stands(item, day) or (d.ended(item, day) or datetime.date.min) + WEEK >= day)]
        return min(item.shown, sum(d.amount for d in parts))

    def isHeld(self, item, day):
        return self.inDispute(item, day) == item.shown or any(d.stands(item, day) and d.kind != "dispute" for d in self.decisions)

    def isSeen(self, item, day):
        """Whether money for it came lately that no export shows."""
        return item.seen and day < business(item.seen, SEEN)

    def silencedUntil(self, item, day):
        """The last day on which a hold that is over held the whole item, which was overdue then; None: none did."""
        ends = [d.ended(item, day) for d in self.decisions if not d.amount] + [item.heldOn if item.heldOn != day else None]
        return max((end for end in ends if end), default=None)

    def isPartNew(self, item, day):
        """Whether a part is asked for that the last message left out."""
        return any(d.amount and d.ended(item, day) and item.told <= d.ended(item, day) + WEEK < day for d in self.decisions)

    def expected(self, day):
        for one in self.releases: one.released = day
        self.releases = []
        self.learn(day)
        for one in self.decisions:
            if one.kind == "plan": one.judge(self.items[one.document], day)
        messages = {}
        units = sorted({(i.payer, i.currency) for i in self.items.values() if i.shown})
        for unit in units:
            mine = [i for i in self.items.values() if (i.payer, i.currency) == unit and i.shown]
            asked, triggers = [], {}
            for item in mine:
                if not item.due or item.due >= day: continue
                if self.isHeld(item, day):
                    item.heldOn = day
                    continue
                if day < item.review or self.isSeen(item, day): continue
                end = self.silencedUntil(item, day)
                isLate = item.learned and item.due < item.learned and not item.level and day < item.learned + WEEK
                if isLate or day < item.quiet or end and day <= end + WEEK: continue
                item.asked = item.shown - self.inSilence(item, day)
                if item.asked: asked.append(item)
            soon = [i for i in mine if self.has("notices") and i.due and 0 < (i.due - day).days <= NOTICE and i.due not in i.noticed
                    and not self.isHeld(i, day) and not self.isSeen(i, day) and day >= i.review and day >= i.quiet
                    and day > (self.silencedUntil(i, day) or day - 9 * DAY) + WEEK]
            for item in soon: item.asked = item.shown - self.inSilence(item, day)
            soon = [i for i in soon if i.asked]
            credits = -sum(i.shown for i in mine if i.shown < 0)
            for item in asked:
                if day < business(item.part, PART): continue
                end = self.silencedUntil(item, day)
                again = item.repeats or end and end >= item.told or self.isPartNew(item, day)
                if item.level and again or item.level == len(STEPS) and (day - item.told).days >= REPEAT: triggers[item.id] = item.level
                elif item.level < len(STEPS) and (day - item.due).days >= STEPS[item.level]:
                    triggers[item.id] = item.level + 1
            waits = unit in self.reminded and day < self.reminded[unit] + INTERVAL * DAY
            if triggers and not waits and sum(i.asked for i in asked) - credits >= MINIMUM[unit[1]]:
                for item in asked:
                    item.level = triggers.get(item.id, item.level)
                    if item.id in triggers: item.repeats, item.told = False, day
                self.reminded[unit] = day
            elif soon:
                # Whatever keeps a reminder back keeps no notice.
                asked, triggers = asked + soon, {i.id: i.level for i in soon}
                if sum(i.asked for i in asked) - credits < MINIMUM[unit[1]]: continue
            else:
                continue
            for item in soon: item.noticed.add(item.due)
            level = 0 if soon and soon[0].id in triggers else max(i.level for i in asked)
            messages[unit] = (level, money(sum(i.asked for i in asked) - credits), " ".join(sorted(i.id for i in asked)),
                              " ".join(sorted(f"{id}:{level}" for id, level in triggers.items())))
        return messages

    # MARK: a night

    def run(self, day):
        inbox = os.path.join(self.folder, "inbox")
        with open(f"{inbox}/documents-{day}.csv", "w") as out:
            out.write("company,customer_id,kind,document_id,document_date,due_date,currency,amount,balance\n")
            for i in sorted(self.items.values(), key=lambda i: i.id):
                if i.balance:
                    out.write(f"ACME,{i.customer},{'invoice' if i.amount > 0 else 'credit_note'},{i.id},{i.date},{i.due or ''},{i.currency},{money(i.amount)},{money(i.balance)}\n")
        if self.billing:
            with open(f"{inbox}/customers-{day}.csv", "w") as out:
                out.write("company,customer_id,name,email,bill_to,exported\n" + "".join(
                    f"ACME,{c},Customer {c[1:]} GmbH,ap@{c.lower()}.example,{self.billed.get(c, '')},{day}\n" for c in CUSTOMERS))
            self.billing = False
        if self.paid:
            with open(f"{inbox}/payments-{day}.csv", "w") as out:
                out.write("company,payment_id,customer_id,payment_date,currency,amount,reference\n" + "\n".join(self.paid) + "\n")
            self.paid = []
        if self.rows:
            with open(f"{inbox}/decisions-{day}.csv", "w") as out:
                out.write("decision_id,company,customer_id,kind,document_id,from,until,value,amount,plan_id\n" + "\n".join(self.rows) + "\n")
            self.rows = []
        done = run(self.folder, day)
        if done.returncode: raise SystemExit(f"{day}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        folder = sorted(glob.glob(f"{self.folder}/outbox/runs/{day}-*/reminders"))[-1]
        triggers, got = {}, {}
        self.why = {}
        for row in csv.DictReader(open(f"{folder}/items.csv")):
            if row["included_as"] == "trigger":
                triggers.setdefault((row["customer_id"], row["currency"]), []).append(f"{row['document_id']}:{row['level_after']}")
        for row in csv.DictReader(open(f"{folder}/reminders.csv")):
            unit = (row["customer_id"], row["currency"])
            self.why[unit] = row["explanation"]
            if row["action"] == "send":
                got[unit] = (int(row["level"]), row["amount_due"], " ".join(sorted(row["documents"].replace(";", " ").split())),
                             " ".join(sorted(triggers.get(unit, []))))
        return got

    def night(self, day):
        want, got = self.expected(day), self.run(day)
        faults = [f"{day} {unit}: expected {want.get(unit)}, got {got.get(unit)}\n    {self.why.get(unit, '')}"
                  for unit in sorted(set(want) | set(got)) if want.get(unit) != got.get(unit)]
        if not faults:
            self.before = day
            self.messages += len(got)
        return faults

    def tell(self):
        """Faults, told until the first night that has one."""
        os.makedirs(os.path.join(self.folder, "inbox"))
        json.dump(config(self.has), open(os.path.join(self.folder, "pipeline.json"), "w"), indent=1)
        return self.tellNights(FIRST)


if __name__ == "__main__": tellStories("dunning", Story, FEATURES)
