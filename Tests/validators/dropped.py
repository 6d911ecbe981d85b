"""What the dropped files say, read with Python's own csv and XML modules, and what follows from it.

Nothing here is taken from the program: the rules are those of the handbook (aging, changes), written a second time and simply."""
import csv
import datetime
import glob
import os
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from decimal import Decimal

BOUNDS = (30, 60, 90, 120)
VOID = {"void", "voided", "cancelled", "canceled", "deleted"}
CREDIT_METHODS = {"credit", "credit_note", "credit note", "offset"}


def table(path):
    """Rows of a CSV file as dictionaries."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def date(text):
    return datetime.date.fromisoformat(text) if text else None


class Night:
    """The files of one night of the sample."""

    def __init__(self, folder, as_of):
        self.folder, self.as_of = folder, as_of
        self.documents = {}
        for path in sorted(glob.glob(os.path.join(folder, "open-items*"))):
            for row in self.records(path, "document"):
                self.documents[row["company"], row["document_id"], row.get("instalment") or ""] = row
        self.customers = {(row["company"], row["customer_id"]): row for row in table(os.path.join(folder, "customers.csv"))}
        self.controls = table(os.path.join(folder, "controls.csv"))
        self.payments = {(row["company"], row["payment_id"]): row for row in table(os.path.join(folder, "payments.csv"))}
        self.applications = table(os.path.join(folder, "applications.csv"))
        # (company, document) -> what of it is disputed, where that is a part only.
        self.disputed_parts = {(row["company"], row["document_id"]): Decimal(row["amount"])
                               for row in table(os.path.join(folder, "decisions.csv")) if row["kind"] == "dispute" and row["amount"]}

    @staticmethod
    def records(path, element):
        if path.endswith(".csv"):
            return table(path)
        return [{child.tag: (child.text or "").strip() for child in record} for record in ElementTree.parse(path).getroot().iter(element)]

    def balance(self, key):
        """The balance that counts: a voided document has none."""
        row = self.documents[key]
        return Decimal(0) if (row.get("status") or "").lower() in VOID else Decimal(row["balance"])

    def open_documents(self):
        """Key, row and balance of everything that is not zero."""
        for key, row in self.documents.items():
            if self.balance(key):
                yield key, row, self.balance(key)

    def days_past_due(self, row):
        customer = self.customers.get((row["company"], row["customer_id"])) or {}
        terms = row.get("terms") or customer.get("terms") or ""
        due = date(row.get("due_date"))
        if due is None:
            due = date(row["document_date"])
            # A credit is as old as its date: terms are for those who have to pay.
            if "NET" in terms and Decimal(row["balance"]) > 0:
                due += datetime.timedelta(days=int(terms.rsplit("NET", 1)[1]))
        return (self.as_of - due).days

    def aging(self):
        """(company, customer, currency) -> not due, one sum per bucket, unapplied, total."""
        sums = defaultdict(lambda: [Decimal(0)] * (len(BOUNDS) + 4))
        for (company, _, _), row, balance in self.open_documents():
            days = self.days_past_due(row)
            place = 0 if days <= 0 else 1 + sum(days > bound for bound in BOUNDS)
            if balance < 0:
                place = len(BOUNDS) + 2
            line = sums[company, row["customer_id"], row["currency"]]
            line[place] += balance
            line[-1] += balance
        return {key: line for key, line in sums.items()}

    def totals(self):
        """(company, currency) -> sum of the balances in the files."""
        sums = defaultdict(Decimal)
        for (company, _, _), row, balance in self.open_documents():
            sums[company, row["currency"]] += balance
        return dict(sums)

    def payer(self, company, customer):
        """Who is billed for a customer."""
        return (self.customers.get((company, customer)) or {}).get("bill_to") or customer

    def statement_totals(self):
        """(company, payer, currency) -> what the payer and those billed to it have open."""
        sums = defaultdict(Decimal)
        for (company, _, _), row, balance in self.open_documents():
            sums[company, self.payer(company, row["customer_id"]), row["currency"]] += balance
        return dict(sums)

    def language(self, company, customer):
        return (self.customers.get((company, customer)) or {}).get("language") or "en"


def kind_of_change(before, after, fields, voided):
    """What a change of the balance is called; None where there is none."""
    if voided:
        return "voided"
    if before == after:
        return "changed" if fields else None
    if after == 0:
        return "paid"
    if before == 0:
        return "reopened"
    return "part_paid" if abs(after) < abs(before) and (after > 0) == (before > 0) else "changed"


def changes(first, second):
    """(company, document, instalment) -> change, old balance, new balance, changed fields, of two nights in a row."""
    found = {}
    for key in sorted(set(first.documents) | set(second.documents)):
        old, new = first.documents.get(key), second.documents.get(key)
        if old is None:
            found[key] = ("new", Decimal(0), second.balance(key), "")
            continue
        before = first.balance(key)
        if new is None:
            if before:
                found[key] = ("paid", before, Decimal(0), "balance")
            continue
        names = sorted(name for name in set(old) | set(new)
                       if (old.get(name) or "") != (new.get(name) or "") and name not in ("reminder_level", "last_reminded_on"))
        voided = (new.get("status") or "").lower() in VOID and (old.get("status") or "").lower() not in VOID
        kind = kind_of_change(before, second.balance(key), names, voided)
        if kind:
            found[key] = (kind, before, second.balance(key), ";".join(names))
    return found


def payment_evidence(night):
    """(company, document) -> the way money or credit for it came in that night, by its payments and applications."""
    found = {}
    for row in night.applications:
        payment = night.payments.get((row["company"], row["payment_id"]))
        method = (payment or {}).get("method", "").lower()
        found[row["company"], row["document_id"]] = "credit" if method in CREDIT_METHODS else "payment"
    for (company, _), payment in night.payments.items():
        if payment.get("reference"):
            found.setdefault((company, payment["reference"]), "payment")
    return found
