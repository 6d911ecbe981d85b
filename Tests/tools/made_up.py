"""What the tools share that make up a company of some weeks and tell its nights to the program: its configuration, its customers, amounts, a night, and a story."""
import argparse, datetime, os, random, shutil, subprocess, sys, tempfile

from stories import BINARY

DAY = datetime.timedelta(days=1)
FIRST = datetime.date(2026, 9, 1)


def configuration(name, feeds, decide, artefacts, diff={}):
    """Whole exports of open items, customers, and the other feeds that are named; nothing is held back by guards."""
    dated = {"fileDate": {"from": "name"}}
    return {
        "version": 1, "name": name, "timeZone": "Europe/Berlin",
        "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "language": "en",
                       "email": {"from": "ar@acme.example"}, "bank": {"iban": "DE89370400440532013000", "name": "Acme Ltd"}}],
        "stages": [
            {"stage": "intake", "feeds": [
                {"feed": "customers", "preset": "canonical.customers", "match": ["customers*"]},
                {"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "snapshot", **dated},
                *({"feed": feed, "preset": f"canonical.{feed}", "match": [f"{feed}*"], **dated} for feed in feeds)]},
            {"stage": "normalize"},
            {"stage": "diff", "snapshotGuard": {"maxVanishedPercent": 100, "minVanished": 1000, "maxGrowthPercent": 100000}, **diff},
            {"stage": "cash"}, {"stage": "score"},
            {"stage": "decide", "liveFrom": "2026-01-01", **decide},
            *({"stage": "emit", **artefact} for artefact in artefacts)]}


def customers(count):
    return "company,customer_id,name,email\n" + "".join(f"ACME,C{n},Customer {n} GmbH,ap@c{n}.example\n" for n in range(1, count + 1))


def money(cents): return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def run(folder, day):
    return subprocess.run([BINARY, "run", "--as-of", day.isoformat(), "--now", f"{day.isoformat()}T21:00:00Z", "--progress", "never"],
                          cwd=folder, capture_output=True, text=True)


class Story:
    """A made-up company of so many nights, from a seed."""

    def __init__(self, seed, nights, features, folder):
        self.r, self.nights, self.features, self.folder = random.Random(seed), nights, features, folder
        self.log = []

    def has(self, feature): return feature in self.features
    def chance(self, p): return self.r.random() < p
    def note(self, day, text): self.log.append(f"{day} {text}")


class ToldTwice(Story):
    """A story whose nights are told by the program and by rules: `happen(day, first)` makes up what happens, `night(day)` runs it and gives what differs."""
    messages = 0                 # as expected, so far

    def tellNights(self, day):
        """What differs, told until the first night on which something does. No night is run on weekends, and where `missed` is asked for some others."""
        for night in range(self.nights):
            self.happen(day, night == 0)
            if night and self.has("missed") and self.chance(0.15): self.note(day, "no run")
            else:
                faults = self.night(day)
                if faults: return faults
            day += DAY
            while day.weekday() > 4: day += DAY
        return []


def tellStories(name, kind, features):
    """The program of a tool that tells stories twice: ends with 1 where one differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--stories", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nights", type=int, default=40)
    parser.add_argument("--without", default="")
    parser.add_argument("--keep", action="store_true", help="leave the folders of stories with faults")
    options = parser.parse_args()
    bad = messages = 0
    for seed in range(options.seed, options.seed + options.stories):
        folder = tempfile.mkdtemp(prefix=f"{name}-{seed}-")
        story = kind(seed, options.nights, [f for f in features if f not in options.without.split(",")], folder)
        faults = story.tell()
        messages += story.messages
        if faults:
            bad += 1
            print(f"story {seed}: {len(faults)} faults" + (f", in {folder}" if options.keep else ""))
            for fault in faults: print("  " + fault)
            if options.keep: open(os.path.join(folder, "story.txt"), "w").write("\n".join(story.log) + "\n")
        if not (faults and options.keep): shutil.rmtree(folder)
    print(f"{options.stories} stories, {messages} messages as expected, {bad} with faults")
    sys.exit(1 if bad else 0)
