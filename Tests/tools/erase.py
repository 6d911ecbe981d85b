#!/usr/bin/env python3
"""Is a customer really gone? Two nights with a customer of canary words in every feed and artefact, then `erase`, then a search of every byte
of the installation. Also: what stands against it, what stays (totals, other customers, verify), an erasure that is killed, and
`disconnect --erase`, which takes out what a feed has brought.

  Tests/tools/erase.py [--kills N]

RECEIVABLES names the binary (default: .build/release/receivables, else .build/debug/receivables). The last line is `N passed, N failed`."""
import csv, glob, json, os, random, shutil, subprocess, tempfile, time

from stories import BINARY, PROJECT, need, options
import stories

NAME, MAIL, STREET, PHONE, CONTACT, NOTE = ("Zyxwhilde & Quärks GmbH", "ap@zyxwhilde.example", "Quarkallee 77", "+49 30 98765430", "Wilhelmine Zyxmann",
                                            "called Wilhelmine Zyxmann about it")
ID = "K-77123-Z"
CANARIES = ["Zyxwhilde", "zyxwhilde.example", "Quarkallee", "98765430", "Zyxmann", ID]


class Place:
    def __init__(self):
        self.root = tempfile.mkdtemp(prefix="receivables-erase-")
        os.mkdir(self.path("inbox"))
        with open(os.path.join(PROJECT, "Tests/scenarios/pipeline.json"), encoding="utf-8") as f: configuration = json.load(f)
        have = {s.get("artifact") for s in configuration["stages"]}
        for artefact, more in (("aging-report", {}), ("statements", {"formats": ["pdf", "html", "csv"]}), ("reminders", {}), ("letters", {}), ("scores", {}),
                               ("worklist", {})):
            configuration["stages"] = [s for s in configuration["stages"] if s.get("artifact") != artefact]
            configuration["stages"].append({"stage": "emit", "artifact": artefact, **more})
        configuration["legalRetention"] = 0
        with open(self.path("pipeline.json"), "w", encoding="utf-8") as f: json.dump(configuration, f)

    def path(self, *names): return os.path.join(self.root, *names)

    def drop(self, name, rows):
        with open(self.path("inbox", name), "w", encoding="utf-8", newline="") as f: csv.writer(f, lineterminator="\n").writerows(rows)

    def run(self, *arguments):
        done = subprocess.run([BINARY, *arguments], cwd=self.root, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        return done.returncode, done.stdout + done.stderr

    def night(self, day):
        code, text = self.run("run", "--as-of", day, "--now", f"{day}T22:00:00Z", "--progress", "never")
        need(code in (0, 65), f"{day}: exit {code}: {text}")
        return text

    def customers(self, *, gone=False):
        rows = [["company", "customer_id", "name", "email", "phone", "contact", "address_line1", "postal_code", "city", "country", "language", "channel"]]
        if not gone: rows.append(["ACME", ID, NAME, MAIL, PHONE, CONTACT, STREET, "10115", "Berlin", "DE", "de", ""])
        rows.append(["ACME", "C2", "Other & Sons Ltd", "ap@other.example", "", "", "High Street 1", "10115", "Berlin", "DE", "en", "letter"])
        self.drop("customers.csv", rows)

    def documents(self, *, paid=False, wrong=True):
        rows = [["company", "document_id", "customer_id", "document_date", "due_date", "currency", "amount", "balance", "reference"]]
        if not paid: rows += [["ACME", f"INV{n}", ID, "2026-09-02", "2026-10-01", "EUR", "100.00", "100.00", f"order of {CONTACT}"] for n in (1, 2)]
        rows += [["ACME", f"INV{n}", "C2", "2026-09-02", "2026-10-01", "EUR", "50.00", "50.00", ""] for n in range(3, 15)]
        if wrong and not paid: rows.append(["ACME", "BAD1", ID, "2026-13-02", "2026-10-01", "EUR", "x", "x", NAME])
        self.drop("documents.csv", rows)

    def live(self):
        """Three nights: he is reminded, then has a wrong row and a dispute, then pays."""
        self.customers()
        self.documents(wrong=False)
        self.night("2026-11-18")
        self.customers()
        self.documents()
        self.drop("decisions.csv", [["company", "customer_id", "kind", "decision_id", "document_id", "note", "by"], ["ACME", ID, "dispute", "D1", "INV2", NOTE, "Vera"]])
        self.night("2026-11-19")
        self.customers()
        self.documents(paid=True)
        self.drop("payments.csv", [["company", "payment_id", "customer_id", "payment_date", "currency", "amount", "reference", "remittance", "payer_name"],
                                   ["ACME", "P1", ID, "2026-11-19", "EUR", "200.00", "INV1", f"INV1 INV2 {NAME}", NAME]])
        self.night("2026-11-20")

    def left(self):
        """Every place where a canary stands, in any byte of any file."""
        found = []
        forms = [(word, form) for word in CANARIES for form in (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.encode("latin-1"))]
        for folder, _, names in os.walk(self.root):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as f: data = f.read()
                found += [f"{word} in {os.path.relpath(path, self.root)}" for word, form in forms if form in data]
                if any(word in name for word in CANARIES): found.append(f"a name: {name}")
        return sorted(set(found))

    def remove(self): shutil.rmtree(self.root, ignore_errors=True)


ERASE = ("erase", "--company", "ACME", "--customer", ID, "--by", "Vera", "--reason", "asked for", "--now", "2026-11-22T08:00:00Z")


def refusals(place):
    place.live()
    code, text = place.run("erase", "--company", "ACME", "--customer", "nobody", "--by", "V", "--reason", "x")
    need(code == 64 and "knows no customer" in text, text)
    code, text = place.run("erase", "--company", "ACME", "--customer", "C2", "--by", "V", "--reason", "x")
    need(code == 64 and "erase-open" in text and "600.00" in text, text)
    code, text = place.run(*ERASE)
    need(code == 64 and "erase-exported" in text and "customers" in text, text)
    place.customers(gone=True)
    place.night("2026-11-21")
    with open(place.path("pipeline.json"), encoding="utf-8") as f: configuration = f.read()
    with open(place.path("pipeline.json"), "w", encoding="utf-8") as f: f.write(configuration.replace('"legalRetention": 0', '"legalRetention": 10'))
    code, text = place.run(*ERASE)
    need(code == 64 and "erase-retention" in text, text)
    before = place.left()
    code, text = place.run(*ERASE, "--preview", "--override-retention")
    need(code == 0 and "nothing was changed" in text and "removed" in text and before == place.left(), text)
    code, text = place.run(*ERASE, "--override-retention")
    need(code == 0 and not place.left(), text + "\n" + "\n".join(place.left()[:8]))


def gone(place):
    place.live()
    place.customers(gone=True)
    place.night("2026-11-21")
    need(any("receivables.sqlite" in l for l in place.left()) and any("outbox" in l for l in place.left()) and any("archive" in l for l in place.left()), "the canaries were never there")
    manifests = {p: open(p, "rb").read() for p in glob.glob(place.path("outbox/runs/*/manifest.json"))}
    totals = list(csv.DictReader(open(glob.glob(place.path("outbox/runs/2026-11-19-*/aging/aging.csv"))[0], encoding="utf-8")))
    code, text = place.run(*ERASE)
    need(code == 0, text)
    need(not place.left(), "still there: " + "; ".join(place.left()[:12]))
    need(all(open(p, "rb").read() == data for p, data in manifests.items()), "a manifest was changed")
    need(glob.glob(place.path("outbox/runs/*.erased")), "no run says that it was erased from")
    after = list(csv.DictReader(open(glob.glob(place.path("outbox/runs/2026-11-19-*/aging/aging.csv"))[0], encoding="utf-8")))
    need(sum(float(r["total"]) for r in totals) == sum(float(r["total"]) for r in after) and any(r["customer_id"] == "erased-1" for r in after), f"totals: {after}")
    need([r for r in after if r["customer_id"] == "C2"] == [r for r in totals if r["customer_id"] == "C2"], "another customer's row was changed")
    code, text = place.run("verify")
    need(code == 0, text)
    one = next(p for p in glob.glob(place.path("outbox/runs/2026-11-19-*/aging/aging.csv")))
    data = open(one, "rb").read()
    open(one, "wb").write(data.replace(b"600.00", b"601.00"))
    need(place.run("verify")[0] == 70, "verify does not see a change of an erased file")
    open(one, "wb").write(data)
    need(place.run(*ERASE)[0] == 64, "it can be erased twice")
    place.night("2026-11-23")
    code, text = place.run("verify")
    need(code == 0, text)
    need(not place.left(), "the next night brings it back: " + "; ".join(place.left()[:8]))


def kill(place, command, seed):
    """Starts a command again and again, and kills it wherever it is."""
    chance = random.Random(seed)
    for _ in range(options.kills):
        process = subprocess.Popen([BINARY, *command], cwd=place.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.005, 0.12))
        process.kill()
        process.wait()


def clean(place):
    """Nothing is left of the customer, and what is left is accepted."""
    need(not place.left(), "still there: " + "; ".join(place.left()[:8]))
    code, text = place.run("verify")
    need(code == 0, text)


def killed(place):
    place.live()
    place.customers(gone=True)
    place.night("2026-11-21")
    kill(place, ERASE, seed=77)
    place.night("2026-11-22")
    if place.left():
        code, text = place.run(*ERASE)
        need(code == 0, text)
    clean(place)


DISCONNECT = ("disconnect", "customers", "--erase", "--by", "Vera", "--reason", "the company is sold", "--now", "2026-11-22T08:00:00Z")


def originals(place): return {os.path.basename(p) for p in glob.glob(place.path("archive/*/*"))}


def feed(place):
    """A feed that is disconnected with all it has brought: the customer whom nobody else exports is gone, the other one stays."""
    place.live()
    place.drop("customers.csv", [["company", "customer_id", "name"], ["ACME", ID, NAME], ["ACME", "", "no id"]])
    code, text = place.run(*DISCONNECT)
    need(code == 64 and "erase-waiting" in text and "inbox/customers.csv" in text, text)
    place.night("2026-11-21")  # with a rejected row, whose raw line is published
    need(glob.glob(place.path("outbox/runs/2026-11-21-*/rejects/customers*")), "no row was rejected")
    before, kept = place.left(), originals(place)
    code, text = place.run(*DISCONNECT, "--preview")
    need(code == 0 and f"  ACME {ID}\n" in text and "still exports these, and they stay: 1\n  ACME C2" in text and "nothing was changed" in text, text)
    need(place.left() == before and originals(place) == kept, "a preview changed something")
    with open(place.path("pipeline.json"), encoding="utf-8") as f: configuration = f.read()
    with open(place.path("pipeline.json"), "w", encoding="utf-8") as f: f.write(configuration.replace('"legalRetention": 0', '"legalRetention": 10'))
    code, text = place.run(*DISCONNECT)
    need(code == 64 and "erase-retention" in text and place.left() == before, text)
    with open(place.path("pipeline.json"), "w", encoding="utf-8") as f: f.write(configuration)
    totals = [r["total"] for r in csv.DictReader(open(glob.glob(place.path("outbox/runs/2026-11-19-*/aging/aging.csv"))[0], encoding="utf-8"))]
    code, text = place.run(*DISCONNECT)
    need(code == 0 and "erased 1 customer;" in text, text)
    need(not place.left(), "still there: " + "; ".join(place.left()[:12]))
    gone = kept - originals(place)
    need(len(gone) == 2 and len(originals(place)) >= 3, f"{len(gone)} of {len(kept)} originals were removed")
    need(not glob.glob(place.path("outbox/runs/*/rejects/customers*")), "rejected rows of the feed stayed")
    after = list(csv.DictReader(open(glob.glob(place.path("outbox/runs/2026-11-19-*/aging/aging.csv"))[0], encoding="utf-8")))
    need(sorted(r["total"] for r in after) == sorted(totals) and {r["customer_id"] for r in after} == {"erased-1", "C2"}, f"totals: {after}")
    code, text = place.run("verify")
    need(code == 0, text)
    # The documents go on, and of those nobody may be forgotten who still owes.
    place.documents(paid=True)
    place.night("2026-11-23")
    code, text = place.run("disconnect", "documents", "--erase", "--by", "V", "--reason", "x", "--override-retention")
    need(code == 64 and "ACME C2 has open items of" in text and "erase-open" in text, text)
    # What comes after all is refused, kept beside the inbox, and goes with a second word.
    place.customers()
    code, text = place.run("run", "--as-of", "2026-11-24", "--now", "2026-11-24T22:00:00Z")
    need(code == 65 and place.left(), text)
    code, text = place.run(*DISCONNECT)
    need(code == 0, text)
    clean(place)


def feed_killed(place):
    place.live()
    kill(place, DISCONNECT, seed=78)
    # Once it has begun, any command that writes finishes the customers.
    if place.run("status", "--json")[1].count("disconnected"):
        place.night("2026-11-22")
        need(not place.left(), "still there: " + "; ".join(place.left()[:8]))
    code, text = place.run(*DISCONNECT)
    need(code == 0, text)
    clean(place)


def exported(place):
    """`export` tells every canary, from state, archive, published rows and messages, and nothing of anybody else."""
    place.live()
    code, text = place.run("export", "--company", "ACME", "--customer", ID)
    need(code == 0, text)
    told = json.loads(text)
    words = json.dumps(told, ensure_ascii=False)
    for canary in (NAME, MAIL, STREET, PHONE, CONTACT, NOTE, ID, "INV1", "BAD1"): need(canary in words, f"{canary} is not told")
    need("Other & Sons" not in words and "other.example" not in words, "another customer is told")
    need({"customer", "document", "payment", "decision", "message", "message_item"} <= set(told["state"]), f"tables {sorted(told['state'])}")
    sent = {row["message_id"] for row in told["state"]["message"]}
    need(sent and sent == {os.path.basename(m["file"])[:-4] for m in told["messages"]}, "not every message is told")
    lines = open(place.path(told["archive"][0]["file"]), encoding="utf-8").read().split("\n")
    need(told["archive"] and lines[told["archive"][0]["line"] - 1] == told["archive"][0]["text"], "an original line is not what the file says")
    rows = [row for path in glob.glob(place.path("outbox/runs/*/**/*.csv"), recursive=True) for row in csv.DictReader(open(path, encoding="utf-8")) if row.get("customer_id") == ID]
    need(len(rows) <= len(told["published"]), f"{len(told['published'])} of {len(rows)} published rows are told")
    need(place.run("export", "--company", "ACME", "--customer", "nobody")[0] == 64, "an unknown customer is not refused")


if __name__ == "__main__": stories.run(__doc__, Place, (refusals, gone, killed, feed, feed_killed, exported), kills=6)
