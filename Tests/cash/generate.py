#!/usr/bin/env python3
"""Invoices, and payments for them as people and banks write them, with the truth about each.

  Tests/cash/generate.py FOLDER [--payments N] [--seed N]

Writes customers.csv, documents.csv, payments.csv and truth.csv (payment_id, kind, document_id, amount; a payment that nobody could place
has a row without a document). It knows nothing of the program: ids, amounts and noise are made here, the truth is what was decided
before the noise. Ten kinds of noise, and payments that have to go to a person:

  clean       the id alone in the reference field
  checked     ISO 11649 or QR reference with right check digits, printed in groups
  separators  blanks and other separators inside the id
  prefix      the letters, or letters and year, dropped
  zeros       leading zeros dropped
  several     two to five ids in one text
  range       4711-4715
  mixup       O for 0
  silent      no id at all: one amount or a sum of the payer's invoices
  differing   discount, bank charges, a small shortage, a named deduction, a part or too much
  typo        the id has a wrong digit, and the text says nothing else
  stranger    money of somebody nobody knows
"""
import argparse, csv, os, random

KINDS = [("clean", 14), ("checked", 14), ("separators", 11), ("prefix", 9), ("zeros", 9), ("several", 13), ("range", 5),
         ("mixup", 5), ("silent", 8), ("differing", 10), ("typo", 1), ("stranger", 1)]
NAMES = ["Bäckerei", "Müller", "Schmidt", "Nord", "Süd", "Alpen", "Rhein", "Elbe", "Stahl", "Holz", "Farben", "Bau", "Technik", "Foto",
         "Auto", "Fein", "Maschinen", "Logistik", "Medien", "Garten", "Optik", "Papier", "Glas", "Textil", "Hansa", "Union", "Orion",
         "Delta", "Vega", "Atlas", "Merkur", "Saturn", "Phönix", "Linden", "Eichen", "Berg", "Tal", "See", "Wald", "Stein"]
FORMS = ["GmbH", "AG", "GmbH & Co. KG", "Ltd", "Inc.", "e.K.", "SE", "B.V."]


def money(cents): return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
def german(cents): return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def creditor_reference(body):
    digits = "".join(str(int(c, 36)) for c in body + "RF00")
    return f"RF{98 - int(digits) % 97:02d}{body}"


def qr_reference(number):
    table, carry, body = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5], 0, number.zfill(26)
    for digit in body: carry = table[(carry + int(digit)) % 10]
    return body + str((10 - carry) % 10)


def groups(text, size=4): return " ".join(text[i:i + size] for i in range(0, len(text), size))


class World:
    def __init__(self, payments, seed):
        self.random = random.Random(seed)
        self.count = payments
        self.customers, self.documents, self.payments, self.truth = [], [], [], []
        self.make_customers(max(20, payments // 4))

    def make_customers(self, count):
        names = set()
        while len(self.customers) < count:
            words = self.random.sample(NAMES, 3)
            name = f"{words[0]} {words[1]} {words[2]} {self.random.choice(FORMS)}"
            key = " ".join(words)
            if key in names: continue
            names.add(key)
            self.customers.append({"id": str(10000 + len(self.customers)), "name": name, "open": []})
        number = 4000
        order = [c for c in self.customers for _ in range(14)]
        self.random.shuffle(order)
        for customer in order:
            number += 1
            self.add_document(customer, number)

    def add_document(self, customer, number):
        style = int(customer["id"]) % 4
        document = [f"INV-2026-{number:06d}", f"RE{number:08d}", f"2026/{number:06d}", f"{900000000 + number}"][style]
        amount = self.random.choice([self.random.randint(2_000, 90_000), self.random.randint(5_000, 2_000_000),
                                     self.random.randint(20, 900) * 100])
        entry = {"id": document, "customer": customer["id"], "amount": amount, "number": number, "reference": "", "discount": 0}
        if self.random.random() < 0.3:
            entry["reference"] = (creditor_reference(f"{customer['id']}X{number}") if self.random.random() < 0.5
                                  else qr_reference(f"{customer['id']}{number:07d}"))
        if self.random.random() < 0.15: entry["discount"] = max(1, amount * 2 // 100)
        customer["open"].append(entry)
        self.documents.append(entry)

    # noise

    def variant(self, text, kind):
        """How a payer writes an id."""
        r = self.random
        letters, digits = text.rstrip("0123456789"), text[len(text.rstrip("0123456789")):]
        if kind == "separators":
            if r.random() < 0.4: return text.replace("-", " ").replace("/", " ")
            if r.random() < 0.5: return text.replace("-", "").replace("/", "").lower()
            at = r.randint(1, len(digits) - 1)
            return letters + digits[:at] + r.choice([" ", "."]) + digits[at:]
        if kind == "prefix":
            if text.startswith("INV-"): return r.choice([text[4:], digits])
            if text.startswith("RE"): return text[2:]
            if text.startswith("2026/"): return digits
            return text
        if kind == "zeros": return letters + digits.lstrip("0")
        if kind == "mixup":
            return letters + digits.replace("0", "O", r.randint(1, 3)) if "0" in digits else text
        return text

    def around(self, text):
        """What else stands in a remittance."""
        r = self.random
        before = ["", "Rechnung ", "Rg.Nr. ", "Invoice ", "INVOICE NO ", "Zahlung ", "SVWZ+", "Kd.-Nr. %s Rg " % r.randint(70000, 79999),
                  "Auftrag %s, Rechnung " % r.randint(50_000_000, 59_999_999)]
        after = ["", " vom %02d.%02d.2026" % (r.randint(1, 28), r.randint(1, 10)), " danke", " EREF+NOTPROVIDED", " Tel. 0221 998%03d" % r.randint(0, 999)]
        return r.choice(before) + text + r.choice(after)

    def payer(self, customer, kind):
        """Some banks and ERPs know the customer; most know a name."""
        r = self.random
        if kind != "stranger" and r.random() < 0.45: return customer["id"], ""
        name = customer["name"]
        if r.random() < 0.5: name = name.upper()
        if r.random() < 0.3: name = name.rsplit(" ", 1)[0] if not name.endswith("KG") else name
        if r.random() < 0.3: name = name.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe")
        return "", name

    def add(self, kind, customer, amount, lines, reference="", remittance="", extra=None, payer=None):
        number = len(self.payments) + 1
        payment = f"B{number:06d}"
        customer_id, name = payer or self.payer(customer, kind)
        self.payments.append({"payment_id": payment, "customer_id": customer_id, "amount": money(amount), "reference": reference,
                              "remittance": remittance, "payer_name": name, "charges": (extra or {}).get("charges", "")})
        for document, part in lines or [("", amount)]:
            self.truth.append({"payment_id": payment, "kind": kind, "document_id": document, "amount": money(part)})

    def take(self, customer, count):
        taken = [customer["open"].pop(self.random.randrange(len(customer["open"]))) for _ in range(count)]
        return taken

    def make(self, kind):
        r = self.random
        customer = r.choice(self.customers)
        while len(customer["open"]) < 6: customer = r.choice(self.customers)
        if kind in ("separators", "prefix", "zeros", "mixup", "clean", "checked"):
            (d,) = self.take(customer, 1)
            text = self.variant(d["id"], kind)
            line = [(d["id"], d["amount"])]
            if kind == "clean": return self.add(kind, customer, d["amount"], line, reference=d["id"])
            if kind == "checked":
                reference = d["reference"] or creditor_reference("".join(c for c in d["id"] if c.isalnum()))
                if r.random() < 0.5: return self.add(kind, customer, d["amount"], line, reference=reference)
                return self.add(kind, customer, d["amount"], line, remittance=self.around(groups(reference, 5 if reference[0] != "R" else 4)))
            return self.add(kind, customer, d["amount"], line, remittance=self.around(text))
        if kind == "several":
            taken = self.take(customer, r.randint(2, 5))
            noise = r.choice(["", "separators", "prefix", "zeros"])
            glue = r.choice([", ", " + ", "; ", " und ", ","])
            text = glue.join(self.variant(d["id"], noise) for d in taken)
            return self.add(kind, customer, sum(d["amount"] for d in taken), [(d["id"], d["amount"]) for d in taken], remittance=self.around(text))
        if kind == "range":
            start = max(d["number"] for d in self.documents) + 1
            taken = []
            for number in range(start, start + r.randint(3, 5)):
                self.add_document(customer, number)
                taken.append(customer["open"].pop())
            first, last = taken[0]["id"], taken[-1]["id"]
            text = r.choice([f"{first} - {last}", f"{first} bis {last}", f"{taken[0]['number']}-{taken[-1]['number']}"])
            if not first.startswith(("INV", "RE")): text = f"{first} bis {last}"
            return self.add(kind, customer, sum(d["amount"] for d in taken), [(d["id"], d["amount"]) for d in taken], remittance=self.around(text))
        if kind == "silent":
            taken = self.take(customer, r.choice([1, 1, 1, 2]))
            return self.add(kind, customer, sum(d["amount"] for d in taken), [(d["id"], d["amount"]) for d in taken],
                            remittance=r.choice(["", "Zahlung", "Danke", "Ihre Rechnung", "Teil Oktober"]))
        if kind == "differing": return self.make_differing(customer)
        if kind == "typo":
            (d,) = self.take(customer, 1)
            digits = list(d["id"])
            at = r.randint(len(digits) - 4, len(digits) - 1)
            digits[at] = str((int(digits[at]) + r.randint(1, 9)) % 10)
            part = d["amount"] if r.random() < 0.5 else d["amount"] // 2 + 1
            return self.add(kind, customer, part, [(d["id"], part)], remittance=self.around("".join(digits)))
        return self.add("stranger", customer, r.randint(1000, 900_000), None, remittance=r.choice(["Spende", "Miete 11/2026", "Honorar 2026-4711"]),
                        payer=("", "Unbekannt %d" % r.randint(1, 10**6)))

    def make_differing(self, customer):
        r = self.random
        (d,) = self.take(customer, 1)
        what = r.choice(["discount", "charges", "short", "deduction", "part", "over"])
        if what == "discount" and not d["discount"]: what = "short"
        text, extra, amount, line = d["id"], {}, d["amount"], d["amount"]
        if what == "discount": amount = line = amount - d["discount"]
        if what == "charges":
            extra["charges"] = "7.50"
            amount = line = amount - 750
        if what == "short": amount = line = amount - r.randint(1, 100)
        if what == "deduction":
            off = r.randint(200, d["amount"] // 3)
            amount = line = amount - off
            text += r.choice([" abzgl. ", " less ", " minus "]) + german(off) + " " + r.choice(["Fracht", "freight", "Mangel"])
        if what == "part": amount = line = d["amount"] // 3 + 1
        if what == "over": amount = d["amount"] + r.randint(1, 5000)
        return self.add("differing", customer, amount, [(d["id"], line)], remittance=self.around(text), extra=extra)

    def fill(self):
        kinds = [kind for kind, share in KINDS for _ in range(share)]
        for _ in range(self.count): self.make(self.random.choice(kinds))
        order = list(range(len(self.payments)))
        self.random.shuffle(order)
        self.payments = [self.payments[i] for i in order]


def write(path, columns, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


def generate(folder, payments, seed):
    world = World(payments, seed)
    world.fill()
    os.makedirs(folder, exist_ok=True)
    write(os.path.join(folder, "customers.csv"), ["company", "customer_id", "name"], [["ACME", c["id"], c["name"]] for c in world.customers])
    write(os.path.join(folder, "documents.csv"),
          ["company", "document_id", "customer_id", "document_date", "due_date", "currency", "amount", "balance", "reference", "discount_date", "discount_amount"],
          [["ACME", d["id"], d["customer"], "2026-10-05", "2026-11-04", "EUR", money(d["amount"]), money(d["amount"]), d["reference"],
            "2026-11-20" if d["discount"] else "", money(d["discount"]) if d["discount"] else ""] for d in world.documents])
    write(os.path.join(folder, "payments.csv"),
          ["company", "payment_id", "customer_id", "payment_date", "currency", "amount", "reference", "remittance", "payer_name", "charges"],
          [["ACME", p["payment_id"], p["customer_id"], "2026-11-18", "EUR", p["amount"], p["reference"], p["remittance"], p["payer_name"], p["charges"]]
           for p in world.payments])
    write(os.path.join(folder, "truth.csv"), ["payment_id", "kind", "document_id", "amount"],
          [[t["payment_id"], t["kind"], t["document_id"], t["amount"]] for t in world.truth])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--payments", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generate(options.folder, options.payments, options.seed)
