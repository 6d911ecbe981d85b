"""What the tools share that make up a company of some weeks and tell its nights to the program: its configuration, its customers, amounts, and a night."""
import datetime, subprocess

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
