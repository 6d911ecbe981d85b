#!/usr/bin/env python3
"""What is claimed beside the invoices, told a second time: made-up stories of some weeks, counted by the few rules below and by the program.

  Tests/tools/claims.py [--stories N] [--seed N] [--nights N] [--without WORD,...] [--keep]

Customers of five kinds of contract and four types of party are late, in several currencies: they pay in parts, before and after the ERP says so, with and without a payment that
explains it, get credit notes, dispute, get a hold, are forgiven, and some of that is told when it is over; due dates move, customers turn out to be consumers, invoices are voided and
open again, the ERP posts what it is told and sets credits off. Who is reminded of what is taken from the program
(Tests/tools/dunning.py looks at that). What is compared: the interest of every item of every message and of the message, its fees, every open claim of every night with its
amount and whether it is final, and what the ERP is told to post.
The rules are written from docs/charges.md, day by day and in fractions, without anything of the program's.
RECEIVABLES names the binary (default: .build/release/receivables)."""
import csv, datetime, glob, json, os
from fractions import Fraction

from made_up import DAY, ToldTwice, configuration, money, run, tellStories

FEATURES = "parts unexplained early credits parties currencies disputes shares holds unseen waives moved voided reopened posted missed".split()
# Made-up reference rates by first day of the half-year, in hundredths of a percent.
RATES = {"ecb-mro": {"2025-07-01": 215, "2026-01-01": 190, "2026-07-01": 240, "2027-01-01": 265},
         "bundesbank-base": {"2025-07-01": 127, "2026-01-01": -88, "2026-07-01": 152, "2027-01-01": 177},
         "boe-bank-rate": {"2025-07-01": 425, "2026-01-01": 400, "2026-07-01": 350, "2027-01-01": 375}}
FEES = {2: {"EUR": 500, "GBP": 450}}
KINDS = {  # group: settings of its interest
    "eu": {"regime": "eu-2011-7", "compensation": True},
    "de": {"regime": "de-bgb-288", "compensation": True, "dayCount": "actual/360"},
    "uk": {"regime": "uk-1998", "compensation": True, "fromLevel": 2},
    "ie": {"regime": "ie", "compensation": True, "rounding": "daily"},
    "own": {"contractPercent": "7.5", "dayCount": "30/360"}}
PARTIES = ["business", "business", "business", "public", "consumer", ""]
CUSTOMERS = {f"C{n}": (kind, party) for n, (kind, party) in enumerate(((k, p) for k in KINDS for p in ("business", "public", "consumer", "")), 1)}
LADDER, REVIEW = [3, 14, 30], 7


def config():
    steps = [{"days": days, "channel": ["email"], "template": words, **({"fee": {k: money(v) for k, v in FEES[n].items()}} if n in FEES else {})}
             for n, (days, words) in enumerate(zip(LADDER, ["gentle", "firm", "final"]), 1)]
    return configuration(
        "claims", ["payments", "applications", "decisions"],
        {"interestRates": "rates.json", "policies": [
            {"policy": kind, "for": {"group": [kind]}, "minInterval": 5, "afterLast": {"repeatEvery": 7}, "steps": steps, "interest": interest}
            for kind, interest in KINDS.items()]},
        [{"artifact": "reminders"}, {"artifact": "charges"}])


def half(day): return f"{day.year}-{'01' if day.month < 7 else '07'}-01"


def cents(text): return round(Fraction(text) * 100) if text else 0


def halfUp(value): return int(value + Fraction(1, 2)) if value >= 0 else -int(-value + Fraction(1, 2))


class Document:
    def __init__(self, id, customer, currency, date, due, amount, balance):
        self.id, self.customer, self.currency, self.date, self.due, self.amount = id, customer, currency, date, due, amount
        self.balance, self.first = balance, balance
        self.moves = []          # (day that still bears the old balance, what it fell by)
        self.news = []           # moves that no payment explains: of the night that learns of them
        self.shown = None        # balance in the newest export
        self.isVoid = False
        self.reminded = None     # day of the first message that listed it
        self.reviews = []        # nights on which it was open again: a week is for people to look
        self.shownDue = None
        self.closed = []         # nights on which it was settled: what held it on the night before held it until then
        self.isLater = None      # the night on which it was due later than before
        self.late = []           # nights on which it was late, by the due date of then
        self.wholly = set()      # nights on which what was in dispute was all that was open
        self.unexplained = False # a fall that no payment explains
        self.isMoved = False     # its balance has moved since the newest export
        self.isEarly = False     # by a payment from before the export before that
        self.isPaid = False      # some of it by payments
        self.isCredited = False  # what was left of it was set off
        self.starts = None       # interest that was waived starts after this day
        self.lowered = []        # by credits that are open tonight: from which day, and by how much

    def owed(self, day): return self.first - sum(by for on, by in self.moves if on < day)


class Decision:
    def __init__(self, id, kind, customer, document, start, until, amount=0):
        self.id, self.kind, self.customer, self.document, self.start, self.until, self.amount = id, kind, customer, document, start, until, amount
        self.read = self.released = None

    def stands(self, item, day):
        # Of what is settled on the night that reads it nothing is held, unless it is open again.
        if self.read in item.closed and not any(night > self.read for night in item.reviews): return False
        # What was over when it was read held only what was known and late by then.
        if self.read and self.until and self.until < self.read and not (item.seenOn and item.seenOn <= self.until and item.due < self.until): return False
        if self.document != item.id and (self.document or self.customer != item.customer): return False
        return self.start <= day and (not self.until or day <= self.until) and (not self.released or day < self.released)


class Credit:
    def __init__(self, id, customer, currency, date, amount, reference):
        self.id, self.customer, self.currency, self.date, self.amount, self.reference = id, customer, currency, date, amount, reference
        self.open = amount
        self.isShown = False


class Claim:
    def __init__(self, kind, documents, amount, isFinal=False, level=0):
        self.kind, self.documents, self.amount, self.isFinal, self.level = kind, documents, amount, isFinal, level
        self.state, self.id, self.isCut = "open", None, False
        # Of interest: its first day, the last day that was counted, and whether of a business.
        self.start = self.through = self.isStrict = None


class Story(ToldTwice):
    def __init__(self, *story):
        super().__init__(*story)
        self.items, self.decisions, self.decisionRows, self.paymentRows, self.applicationRows = {}, [], [], [], []
        self.credits = []
        self.parties = {id: party for id, (_, party) in CUSTOMERS.items()}
        self.isPartyNew = True
        self.unread = datetime.date.min
        self.claims, self.charges, self.number = [], [], 0
        self.releases, self.waives = [], []
        self.runs = []           # the nights so far

    # MARK: what happens

    def invoice(self, day, first):
        r = self.r
        self.number += 1
        customer = r.choice(list(CUSTOMERS))
        currency = "GBP" if CUSTOMERS[customer][0] == "uk" else "EUR"
        if self.has("currencies") and self.chance(0.2): currency = r.choice(["EUR", "GBP", "USD"])
        date = day - (r.randint(5, 60) if first else r.randint(0, 2)) * DAY
        amount = r.choice([2400, 99999, 100000, 123456, 1000000, 1500000])
        balance = amount if self.chance(0.9) else r.randint(1, amount)
        item = Document(f"INV{self.number:05}", customer, currency, date, date + r.choice([0, 7, 14]) * DAY, amount, balance)
        self.items[item.id] = item
        self.note(day, f"{item.id} {customer} {CUSTOMERS[customer][0]} {self.parties[customer]} {currency} {money(amount)} open {money(balance)} due {item.due}")

    def pay(self, day, item, amount):
        item.balance -= amount
        item.isCredited = False
        if self.has("unexplained") and self.chance(0.3):
            item.isMoved = True
            item.news.append(amount)
            item.unexplained = True
            self.note(day, f"{item.id} {money(amount)} less, nobody says why; {money(item.balance)} left")
            return
        item.isPaid = True
        days = [day]
        if item.shown is not None:
            days = [day - self.r.choice([0, 0, 1, 2, 5, 9]) * DAY, item.seenOn or day, item.date, *(d for d, by in item.moves if by < 0)]
            if any(by < 0 for by in item.news): days.append(day)
            # From before the newest export it may be what nobody has explained, but for one of just the fall of tonight.
            if item.unexplained and (item.isMoved or not self.has("early")): days += [*self.runs[-1:], *(d for d, _ in item.moves)]
            # One of the day on which it was seen first may be in what it did not owe any more then.
            elif item.unexplained and item.first < item.amount: days.append(item.seenOn + DAY)
        on = max(days)
        if item.unexplained and self.runs and on < self.runs[-1]: item.isEarly = True
        item.isMoved = True
        self.number += 1
        item.moves.append((on, amount))
        self.paymentRows.append(f"ACME,P{self.number},{item.customer},{on},{item.currency},{money(amount)},{item.id}")
        self.note(day, f"{item.id} {money(amount)} paid on {on} (P{self.number}); {money(item.balance)} left")

    def credit(self, day):
        """A credit note of who owes something, about a document or not."""
        # Of what is not asked for because a part is in dispute, or was, nothing is told here.
        owing = [i for i in self.items.values() if i.balance and i.shown and not any(d.amount and d.customer == i.customer for d in self.decisions)]
        if not owing: return
        item = self.r.choice(owing)
        one = Credit(f"CRN{len(self.credits) + 1}", item.customer, item.currency, max(item.date, day - self.r.choice([0, 1, 3, 20]) * DAY),
                     self.r.choice([700, 5000, 40000, item.balance]), item.id if self.chance(0.5) else "")
        self.credits.append(one)
        self.note(day, f"{one.id} {money(one.amount)} of {one.customer} dated {one.date}, {one.reference or 'about no document'}")

    def setOff(self, day, one):
        """The ERP sets a credit off against what it names, or against some document: it says so, or it does not."""
        fitting = [i for i in self.items.values() if i.balance and i.shown and not i.isMoved and (i.customer, i.currency) == (one.customer, one.currency)
                   and one.reference in ("", i.id)]
        if not fitting: return
        item = self.r.choice(fitting)
        amount = min(one.open, item.balance)
        one.open -= amount
        item.balance -= amount
        item.isMoved = True
        item.isCredited = not item.balance and bool(one.reference)
        if one.reference: item.moves.append((one.date, amount))
        # One that is older than the first sight of an invoice of which a part was paid by then may be in that.
        elif (item.first == item.amount or one.date > item.seenOn) and self.chance(0.5):
            item.moves.append((one.date, amount))
            item.isCredited = not item.balance
            self.applicationRows.append(f"ACME,{one.id},{item.id},{money(amount)},{day}")
        else:
            item.news.append(amount)
            item.unexplained = True
        self.note(day, f"{money(amount)} of {one.id} set off against {item.id}, {'told' if not item.news else 'not told'}; {money(item.balance)} left")

    def happen(self, day, first):
        r = self.r
        for _ in range(14 if first else r.choice([0, 1, 1])): self.invoice(day, first)
        for item in list(self.items.values()):
            if item.shown is None or item.isVoid or item.isEarly: continue
            if item.balance and self.chance(0.03): self.pay(day, item, item.balance)
            elif item.balance > 1000 and self.has("parts") and self.chance(0.04): self.pay(day, item, r.randint(1, item.balance // 2))
            elif item.balance == item.amount and not item.moves and self.has("voided") and self.chance(0.005):
                item.isVoid, item.balance = True, 0
                self.note(day, f"{item.id} voided")
            elif item.balance and self.has("moved") and self.chance(0.01):
                item.due = max(item.date, item.due + r.choice([-10, -3, 4, 15]) * DAY)
                self.note(day, f"{item.id} now due {item.due}")
            elif not item.balance and item.shown == 0 and not item.news and item.moves and item.moves[-1][1] > 0 and self.has("reopened") and self.chance(0.02):
                back = item.moves[-1][1]
                item.balance += back
                item.isMoved = True
                item.news.append(-back)
                self.note(day, f"{item.id} open again, {money(back)}")
        if self.has("credits") and self.chance(0.12): self.credit(day)
        for one in self.credits:
            if one.open and one.isShown and self.chance(0.06): self.setOff(day, one)
        if self.has("parties") and self.chance(0.06):
            # What held documents while no interest could be claimed on them nobody has kept: of such customers nothing new is learned.
            customer = r.choice([id for id, party in self.parties.items() if party in ("business", "public") or (CUSTOMERS[id][0], party) == ("de", "consumer")])
            self.parties[customer] = r.choice(PARTIES)
            self.isPartyNew = True
            self.note(day, f"{customer} is now {self.parties[customer] or 'nothing known'}")
        open = [i for i in self.items.values() if i.balance and i.shown]
        if open and self.has("disputes") and self.chance(0.1):
            item = r.choice(open)
            isWhole = any(c.customer == item.customer for c in self.credits)
            self.decide(day, "dispute", item, item.id, r.randint(1, item.balance) if self.has("shares") and not isWhole and self.chance(0.5) else 0)
        if open and self.has("holds") and self.chance(0.08):
            item = r.choice(open)
            self.decide(day, "hold", item, item.id if self.chance(0.6) else "", 0)
        for one in self.decisions:
            if not one.released and one not in self.releases and one.start < day and (not one.until or one.until >= day) and self.chance(0.06):
                self.releases.append(one)
                self.decisionRows.append(f"R{one.id},ACME,{one.customer},release,{one.document},,,{one.id},")
                self.note(day, f"{one.id} released")
        if self.has("waives") and self.claims and self.chance(0.06): self.waive(day)
        if self.has("posted"):
            for claim in self.claims:
                if claim.state == "open" and claim.isFinal and claim.id and claim.told and self.chance(0.1) and claim not in self.charges:
                    self.charges.append(claim)
                    self.note(day, f"charge of {claim.id}")

    def decide(self, day, kind, item, document, amount):
        r = self.r
        # Told late, it may be over.
        start = day - r.choice([0, 0, 1, 3, 8]) * DAY if self.has("unseen") else day
        # Of a second part nothing is held on days of which the first was remembered.
        if amount and any(d.amount and d.document == document for d in self.decisions): start = day
        until = start + r.randint(0, 12) * DAY if self.chance(0.6) else None
        one = Decision(f"D{len(self.decisions) + 1}", kind, item.customer, document, start, until, amount)
        self.decisions.append(one)
        self.decisionRows.append(f"{one.id},ACME,{one.customer},{kind},{document},{start},{until or ''},,{money(amount) if amount else ''}")
        self.note(day, f"{one.id} {kind} of {item.customer} {document} {money(amount) if amount else ''} from {start} until {until}")

    def waive(self, day):
        claim = self.r.choice(self.claims)
        if claim.state != "open" or claim in self.charges: return
        id = f"W{len(self.waives) + 1}{day:%m%d}"
        customer = self.items[claim.documents[0]].customer
        document = claim.documents[0] if self.chance(0.6) else ""
        what = self.r.choice(["", "interest", "fee", "compensation"])
        self.waives.append((customer, document, what))
        self.decisionRows.append(f"{id},ACME,{customer},waive,{document},{day},,{what},")
        self.note(day, f"{id} waive of {customer} {document} {what}")

    # MARK: what is expected

    def holds(self, one, item, day, seen):
        """Whether a decision held on a day: it stood then, or on the last night before, which knew of it."""
        # What is only read tonight counts from the next message on.
        if one.read == self.unread: return False
        return one.stands(item, day) or seen and one.read and one.read <= seen and one.stands(item, seen)

    def isHeld(self, item, day):
        """Whether a day bears no interest: held then, or between a night that saw it held and the next."""
        seen = self.seen(item, day)
        if seen in item.wholly or any(night <= day < night + REVIEW * DAY and day not in item.closed for night in item.reviews) or seen and any(night <= seen < night + REVIEW * DAY for night in item.reviews): return True
        return any(not d.amount and self.holds(d, item, day, seen) for d in self.decisions)

    def seen(self, item, day):
        """The night that says whether a day is held, where the day says nothing of it."""
        night = max((night for night in self.runs if night <= day and (night < day or day not in item.closed)), default=None)
        return night if night in item.late else None

    def disputed(self, item, day):
        seen = self.seen(item, day)
        return sum(d.amount for d in self.decisions if d.amount and self.holds(d, item, day, seen))

    def terms(self, item):
        """What kind of contract, and what the customer is."""
        return CUSTOMERS[item.customer][0], self.parties[item.customer]

    def rate(self, item, day, start, through):
        kind, party = self.terms(item)
        if kind == "own": return 750
        if kind == "eu": return RATES["ecb-mro"][half(day)] + 800
        if kind == "de": return RATES["bundesbank-base"][half(day)] + (500 if party == "consumer" else 900)
        if kind == "uk": return RATES["boe-bank-rate"][half(start)] + 800
        return RATES["ecb-mro"][half(through)] + 800

    def isBusiness(self, item): return self.parties[item.customer] in ("business", "public")

    def mayClaim(self, item): return self.isBusiness(item) or self.terms(item) == ("de", "consumer")

    def start(self, item):
        """The first day of interest; None: there is none yet."""
        start = item.due + DAY
        if self.terms(item) != ("de", "consumer"): return start
        return max(start, item.reminded + DAY) if item.reminded else None

    def accrued(self, item, start, through):
        """In parts of a cent."""
        if not self.mayClaim(item) or not start: return 0
        settings = KINDS[CUSTOMERS[item.customer][0]]
        year = 365 if settings.get("dayCount", "actual/365") == "actual/365" else 360
        total, day = Fraction(0), max(start, item.starts + DAY) if item.starts else start
        while day <= through:
            days = 1
            if settings.get("dayCount") == "30/360":
                before = day - DAY
                count = lambda d: 360 * d.year + 30 * d.month + min(d.day, 30)
                days = count(day) - count(before)
            own = Fraction(self.principal(item, day) * self.rate(item, day, start, through) * days, 10000 * year)
            total += halfUp(own) if settings.get("rounding") == "daily" else own
            day += DAY
        return total

    def bears(self, item, through):
        """Whether any day bears interest, be it less than a cent."""
        start = self.start(item)
        return self.mayClaim(item) and start and any(self.principal(item, start + n * DAY) for n in range((through - start).days + 1))

    def principal(self, item, day):
        if self.isHeld(item, day): return 0
        owed = max(0, item.owed(day)) - self.disputed(item, day)
        return max(0, owed - sum(amount for on, amount in item.lowered if on <= day))

    def interest(self, item, through, start=None): return halfUp(self.accrued(item, start or self.start(item), through))

    def lump(self, item):
        kind, _ = self.terms(item)
        if not self.isBusiness(item) or not KINDS[kind].get("compensation"): return 0
        days = [item.due + n * DAY for n in range(1, 400)]
        owed = max(0, item.owed(days[0])) - sum(amount for on, amount in item.lowered if on <= days[0])
        owed = owed if owed > 0 else next(self.principal(item, day) for day in days if self.principal(item, day))
        if kind in ("eu", "de"): return 4000 if item.currency == "EUR" else 0
        if kind == "uk": return (4000 if owed < 100000 else 7000 if owed < 1000000 else 10000) if item.currency == "GBP" else 0
        return (4000 if owed <= 100000 else 7000 if owed <= 1000000 else 10000) if item.currency == "EUR" else 0

    def credited(self, asked):
        """What open credits lower tonight: what they name, also where that is not asked for, and what is due longest."""
        for item in self.items.values(): item.lowered = []
        for unit in {(c.customer, c.currency) for c in self.credits if c.open}:
            items = [i for i in self.items.values() if (i.customer, i.currency) == unit and i.balance and i.shown]
            rest, free = {i.id: i.balance for i in items}, []
            for one in sorted((c for c in self.credits if c.open and (c.customer, c.currency) == unit), key=lambda c: c.date):
                left, day = one.open, one.date + DAY
                part = min(left, rest.get(one.reference, 0))
                if part:
                    left -= part
                    rest[one.reference] -= part
                    self.items[one.reference].lowered.append((day, part))
                free.append((day, left))
            for day, left in sorted(free):
                for item in sorted((i for i in items if i.id in asked), key=lambda i: (i.due, i.id)):
                    part = min(left, rest[item.id])
                    left -= part
                    rest[item.id] -= part
                    if part: item.lowered.append((day, part))

    def of(self, kind, item): return next((c for c in self.claims if c.kind == kind and c.documents == [item.id] and c.state == "open"), None)

    def isCancelled(self, id):
        """Voided, or credited in full."""
        item = self.items[id]
        return item.isVoid or not item.balance and item.isCredited and not item.isPaid

    def wasInTime(self, item, day):
        """Settled tonight, and nothing was owed behind its due date."""
        return day in item.closed and not item.balance and all(item.owed(item.due + n * DAY) <= 0 for n in range(1, (day - item.due).days + 1))

    def partiesChanged(self):
        """Claims that may not be asked of what a customer is now: interest goes on by what may, as far as it was claimed."""
        for claim in self.claims:
            item = self.items[claim.documents[0]]
            if claim.state != "open" or self.isBusiness(item): continue
            if claim.kind == "interest" and self.mayClaim(item):
                if not claim.isStrict: continue
                claim.start, claim.isStrict = max(claim.start, self.start(item)), False
                claim.amount = self.interest(item, claim.through, claim.start)
                if claim.amount: continue
            claim.state = "withdrawn"

    def settlements(self, day):
        """Claims on what is settled are counted to the day of payment."""
        for claim in self.claims:
            if claim.kind != "interest" or claim.state not in ("open",): continue
            item = self.items[claim.documents[0]]
            # What was given up stays so, where it is open again.
            if self.isCancelled(item.id): claim.state, item.starts = "waived", claim.through
            elif not item.balance:
                if claim.isFinal: continue
                # Once it was claimed, nothing is added in front.
                through = max(on for on, by in item.moves if by > 0)
                claim.amount, claim.isFinal = self.interest(item, through, max(claim.start, item.due + DAY)), True
                claim.through = through
                if not claim.amount: claim.state = "withdrawn"
            else:
                claim.isFinal = False
                # Due later than it was: what was claimed for the days before is taken back.
                if claim.isCut:
                    claim.start, self.unread = max(claim.start, item.due + DAY), day
                    claim.amount = min(claim.amount, self.interest(item, claim.through, claim.start))
                    self.unread = datetime.date.min
                    if not claim.amount:
                        claim.state = "withdrawn"
                        lump = self.of("compensation", item)
                        if lump and item.due >= day: lump.state = "withdrawn"
            claim.isCut = False
        for claim in self.claims:
            if claim.kind == "compensation" and claim.state == "open" and self.isCancelled(claim.documents[0]): claim.state = "waived"
            if claim.kind == "fee" and claim.state == "open" and all(self.isCancelled(d) for d in claim.documents): claim.state = "waived"
            # Settled by what was paid before it was late, and told late: nothing was owed beside it.
            if claim.kind != "interest" and claim.state == "open" and all(self.wasInTime(self.items[d], day) for d in claim.documents): claim.state = "withdrawn"
            if claim.kind == "fee" and claim.state == "open" and all(self.items[d].isLater == day and self.items[d].due >= day for d in claim.documents): claim.state = "withdrawn"

    def isWaived(self, item, kind):
        found = {(customer, document, what) for customer, document, what in self.waives
                 if item.customer == customer and document in ("", item.id) and what in ("", kind)}
        self.acted |= found
        return found

    def forgive(self, day):
        """What people give up tonight, and which decisions found something."""
        for customer, document, what in self.waives:
            for claim in self.claims:
                items = [self.items[d] for d in claim.documents]
                if claim.state != "open" or items[0].customer != customer or document and document not in claim.documents or what and what != claim.kind: continue
                claim.state = "waived"
                self.acted.add((customer, document, what))
                if claim.kind == "interest": items[0].starts = day

    def expected(self, day, sent):
        """Takes the messages of the night and gives (customer, currency): (interest by item, interest, fees)."""
        result = {}
        for (customer, currency), (level, listed, triggers) in sorted(sent.items()):
            kind, party = CUSTOMERS[customer][0], self.parties[customer]
            claims = level >= KINDS[kind].get("fromLevel", 1)
            items = {}
            for id in listed:
                item = self.items.get(id)
                if not item: continue
                if claims:
                    if self.interest(item, day) and self.isWaived(item, "interest"): item.starts = day
                    items[id] = self.interest(item, day)
                    claim = self.of("interest", item)
                    if not claim and items[id]:
                        claim = Claim("interest", [id], items[id])
                        self.claims.append(claim)
                    if claim: claim.amount, claim.through, claim.start, claim.isStrict = items[id], day, self.start(item), self.isBusiness(item)
                    # Where the interest is waived tonight, the lump sum comes with what is claimed next, or is waived as well.
                    isTold = item.starts != day or self.isWaived(item, "compensation")
                    if self.bears(item, day) and isTold and not any(c.kind == "compensation" and c.documents == [id] and c.state != "withdrawn" for c in self.claims) and self.lump(item):
                        self.claims.append(Claim("compensation", [id], self.lump(item), True))
            fee = FEES.get(level, {}).get(currency, 0) if party in ("business", "public") else 0
            callers = [id for id in triggers if triggers[id] == level] or list(triggers)
            if fee and callers and not any(c.kind == "fee" and c.level == level and c.unit == (customer, currency) and c.state != "withdrawn"
                                           and any(self.items[d].balance for d in c.documents) for c in self.claims):
                one = Claim("fee", callers, fee, True, level)
                one.unit = (customer, currency)
                self.claims.append(one)
            self.forgive(day)
            for id in listed:
                if id in self.items and not self.items[id].reminded: self.items[id].reminded = day
            mine = [c for c in self.claims if c.state == "open" and self.items[c.documents[0]].customer == customer and self.items[c.documents[0]].currency == currency]
            # What is not asked for tonight, though it is open, is held or silent, and so are its claims.
            asked = [c for c in mine if any(not self.items[d].balance or d in listed for d in c.documents)]
            result[customer, currency] = (items, sum(c.amount for c in asked if c.kind == "interest"), sum(c.amount for c in asked if c.kind != "interest"))
        return result

    # MARK: a night

    def learn(self, day):
        for item in self.items.values():
            if item.shown == 0 and item.balance: item.reviews.append(day)
            if item.shown and not item.balance: item.closed.append(day)
            claim = self.of("interest", item)
            if item.shownDue and item.balance and item.due > item.shownDue:
                item.isLater = day
                if claim: claim.isCut = True
            # Of what is settled by then no export shows another day.
            if item.shown is not None and not item.balance: item.due = item.shownDue
            item.shownDue = item.due
            if item.due < day: item.late.append(day)
            item.moves += [(day, by) for by in item.news]
            item.news = []
            item.isMoved = item.isEarly = False
            if item.shown is None: item.seenOn = day
            if item.shown is not None or item.balance: item.shown = item.balance
        for one in self.decisions: one.read = one.read or day
        for one in self.credits: one.isShown = True
        for one in self.releases: one.released = day
        self.releases = []
        self.runs.append(day)
        for item in self.items.values():
            shares = sum(d.amount for d in self.decisions if d.amount and d.stands(item, day))
            if item.balance and shares >= item.balance: item.wholly.add(day)

    def run(self, day):
        inbox = os.path.join(self.folder, "inbox")
        with open(f"{inbox}/documents-{day}.csv", "w") as out:
            out.write("company,customer_id,kind,document_id,document_date,due_date,currency,amount,balance,status,reference\n")
            for i in self.items.values():
                if i.balance or i.isVoid:
                    out.write(f"ACME,{i.customer},invoice,{i.id},{i.date},{i.due},{i.currency},{money(i.amount)},{money(i.balance)},{'void' if i.isVoid else ''},\n")
            for c in self.credits:
                if c.open: out.write(f"ACME,{c.customer},credit_note,{c.id},{c.date},{c.date},{c.currency},{money(-c.amount)},{money(-c.open)},,{c.reference}\n")
            for n, claim in enumerate(self.charges):
                item = self.items[claim.documents[0]]
                out.write(f"ACME,{item.customer},charge,CH{n},{day},{day + 90 * DAY},{item.currency},{money(claim.amount)},{money(claim.amount)},,{claim.id}\n")
        if self.decisionRows:
            open(f"{inbox}/decisions-{day}.csv", "w").write(
                "decision_id,company,customer_id,kind,document_id,from,until,value,amount\n" + "\n".join(self.decisionRows) + "\n")
        if self.paymentRows:
            open(f"{inbox}/payments-{day}.csv", "w").write(
                "company,payment_id,customer_id,payment_date,currency,amount,reference\n" + "\n".join(self.paymentRows) + "\n")
        if self.applicationRows:
            open(f"{inbox}/applications-{day}.csv", "w").write("company,payment_id,document_id,amount,applied_on\n" + "\n".join(self.applicationRows) + "\n")
        if self.isPartyNew:
            with open(f"{inbox}/customers-{day}.csv", "w") as out:
                out.write("company,customer_id,name,email,group,party_type,told\n")
                for id, (kind, _) in CUSTOMERS.items(): out.write(f"ACME,{id},Customer {id} GmbH,ap@{id.lower()}.example,{kind},{self.parties[id]},{day}\n")
        self.decisionRows, self.paymentRows, self.applicationRows, self.isPartyNew = [], [], [], False
        done = run(self.folder, day)
        if done.returncode: raise SystemExit(f"{day}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return os.path.dirname(sorted(glob.glob(f"{self.folder}/outbox/runs/{day}-*/run.json"))[-1])

    def night(self, day):
        voided = {i.id for i in self.items.values() if i.isVoid}
        folder = self.run(day)
        self.learn(day)
        rows = lambda name: list(csv.DictReader(open(f"{folder}/{name}"))) if os.path.exists(f"{folder}/{name}") else []
        sent, own = {}, {}
        for row in rows("reminders/reminders.csv"):
            if row["action"] == "send":
                sent[row["customer_id"], row["currency"]] = (int(row["level"]), row["documents"].replace(";", " ").split(), {})
                own[row["customer_id"], row["currency"]] = (cents(row["interest"]), cents(row["fees"]))
        items, asked = {}, []
        for row in rows("reminders/items.csv"):
            if row["included_as"] in ("trigger", "content"): asked.append(row["document_id"])
            unit = row["customer_id"], row["currency"]
            if unit not in sent or row["document_id"] not in sent[unit][1]: continue
            items.setdefault(unit, {})[row["document_id"]] = cents(row["interest"])
            if row["included_as"] == "trigger": sent[unit][2][row["document_id"]] = int(row["level_after"])
        for claim in self.charges:
            if claim.state != "open": continue
            claim.state = "posted"
            # What bears interest once more starts behind what was counted.
            if claim.kind == "interest": self.items[claim.documents[0]].starts = claim.through
        for item in self.items.values(): item.lowered = []
        self.partiesChanged()
        self.settlements(day)
        self.credited(asked)
        self.acted = set()
        self.forgive(day)
        for id in asked:
            item = self.items.get(id)
            if not item or item.due >= day: continue
            amount, claim = self.interest(item, day), self.of("interest", item)
            if amount and self.isWaived(item, "interest"): item.starts = day
            # It never came about: paid before it was due, as is told now, or covered by a credit.
            level = sent.get((item.customer, item.currency), (9,))[0]
            if claim and not amount and self.mayClaim(item) and self.start(item) and level >= KINDS[CUSTOMERS[item.customer][0]].get("fromLevel", 1): claim.state = "withdrawn"
        want = self.expected(day, sent)
        self.waives = [waive for waive in self.waives if waive not in self.acted]
        faults = []
        for unit, (each, interest, fees) in want.items():
            self.messages += 1
            for id, amount in each.items():
                if items[unit].get(id) != amount: faults.append(f"{day} {unit} {id}: interest of the item {money(amount)} expected, got {money(items[unit].get(id) or 0)}")
            if (interest, fees) != own[unit]: faults.append(f"{day} {unit}: interest {money(interest)} fees {money(fees)} expected, got {[money(n) for n in own[unit]]}")
        got, posting = {}, {}
        for row in rows("charges/charges.csv"):
            if row["state"] == "open":
                got[row["kind"], row["documents"], row["level"]] = (cents(row["amount"]), row["final"] == "yes")
            for claim in self.claims:
                if row["state"] == claim.state == "open" and not claim.id and self.name(claim) == (row["kind"], row["documents"], row["level"]): claim.id = row["claim_id"]
        wanted = {self.name(c): (c.amount, c.isFinal) for c in self.claims if c.state == "open"}
        for key in sorted(set(got) | set(wanted)):
            if got.get(key) != wanted.get(key): faults.append(f"{day} claim {key}: expected {wanted.get(key)}, got {got.get(key)}")
        for row in rows("charges/erp-posting.csv"): posting[row["claim_id"]] = cents(row["amount"])
        final = {c.id: c.amount for c in self.claims if c.state == "open" and c.isFinal}
        for claim in self.claims: claim.told = claim.id in posting
        if posting != final: faults.append(f"{day} to be posted: expected and not told {dict(set(final.items()) - set(posting.items()))}, told {dict(set(posting.items()) - set(final.items()))}")
        return faults

    def name(self, claim): return claim.kind, ";".join(sorted(claim.documents)), str(claim.level) if claim.kind == "fee" else ""

    def tell(self):
        """Faults, told until the first night that has one."""
        os.makedirs(os.path.join(self.folder, "inbox"))
        json.dump(config(), open(os.path.join(self.folder, "pipeline.json"), "w"), indent=1)
        json.dump({"rates": [{"reference": name, "from": day, "percent": money(rate), "source": "made up"} for name, rates in RATES.items()
                             for day, rate in rates.items()]}, open(os.path.join(self.folder, "rates.json"), "w"), indent=1)
        return self.tellNights(self.r.choice([datetime.date(2026, 5, 11), datetime.date(2026, 11, 16)]))


if __name__ == "__main__": tellStories("claims", Story, FEATURES)
