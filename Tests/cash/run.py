#!/usr/bin/env python3
"""How many payments cash application places, and how many of them rightly.

  Tests/cash/run.py [--payments N] [--seed N] [--keep FOLDER] [--wrong]

Generates payments (generate.py), runs a night on them with the binary that RECEIVABLES names, and compares cash/applications.csv with the
truth: a payment is right where every document and amount is. Fails below 95 % applied automatically, below 99.9 % right of those,
or with one wrong payment at confidence 1.0. --wrong prints what was wrong."""
import argparse, collections, csv, json, os, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/debug/receivables")))
sys.path.insert(0, HERE)
import generate

PIPELINE = {
    "version": 1, "name": "cash", "timeZone": "Europe/Berlin",
    "companies": [{"id": "ACME", "name": "Acme", "baseCurrency": "EUR", "country": "DE", "email": {"from": "ar@acme.example"}}],
    "stages": [
        {"stage": "intake", "feeds": [
            {"feed": "customers", "preset": "canonical.customers", "match": ["customers*"]},
            {"feed": "documents", "preset": "canonical.documents", "match": ["documents*"], "extent": "snapshot"},
            {"feed": "payments", "match": ["payments*"], "mapping": {"feed": "payments", "unidentified": True, "columns": {
                name: name for name in ("company", "payment_id", "customer_id", "payment_date", "currency", "amount", "reference", "remittance",
                                        "payer_name")}, "keep": {"charges": "charges"}}}]},
        {"stage": "cash", "shortTolerance": {"EUR": "1.00"}, "tolerancePercent": "5"},
        {"stage": "emit", "artifact": "cash"}, {"stage": "emit", "artifact": "writeback"}]}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file: return list(csv.DictReader(file))


def night(root, payments, seed):
    inbox = os.path.join(root, "inbox")
    generate.generate(inbox, payments, seed)
    os.rename(os.path.join(inbox, "truth.csv"), os.path.join(root, "truth.csv"))
    with open(os.path.join(root, "pipeline.json"), "w") as file: json.dump(PIPELINE, file)
    done = subprocess.run([BINARY, "run", "--as-of", "2026-11-19", "--now", "2026-11-20T02:00:00Z", "--config", os.path.join(root, "pipeline.json")],
                          capture_output=True, text=True)
    if done.returncode not in (0, 65): sys.exit(f"run exited {done.returncode}\n{done.stdout}{done.stderr}")
    return os.path.join(root, "outbox/runs/2026-11-19-0001/cash")


def by_payment(table):
    found = collections.defaultdict(dict)
    for row in table:
        if row["document_id"]: found[row["payment_id"]][row["document_id"]] = row["amount"]
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--payments", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = options.keep or folder
        cash = night(root, options.payments, options.seed)
        applied, truth = rows(os.path.join(cash, "applications.csv")), rows(os.path.join(root, "truth.csv"))
        payments = {row["payment_id"]: row for row in rows(os.path.join(root, "inbox/payments.csv"))} if os.path.exists(os.path.join(root, "inbox/payments.csv")) else {}
        review = {row["payment_id"]: row for row in rows(os.path.join(cash, "review.csv"))}
    kinds = {row["payment_id"]: row["kind"] for row in truth}
    right, found = by_payment(truth), by_payment(applied)
    how = {row["payment_id"]: (row["rule"], row["confidence"]) for row in applied}
    table = collections.defaultdict(lambda: [0, 0, 0])
    for payment, kind in kinds.items():
        table[kind][0] += 1
        if payment in found:
            table[kind][1] += 1
            if found[payment] != right.get(payment, {}):
                table[kind][2] += 1
                if options.wrong: print(kind, payment, how[payment], "found", found[payment], "truth", right.get(payment), payments.get(payment))
        elif options.wrong and kind not in ("typo", "stranger"):
            print(kind, payment, "waits", review.get(payment, {}).get("reason"), "truth", right.get(payment), payments.get(payment))
    total = len(kinds)
    automatic = sum(row[1] for row in table.values())
    wrong = sum(row[2] for row in table.values())
    certain = [p for p in found if how[p][1] == "1.00"]
    certain_wrong = [p for p in certain if found[p] != right.get(p, {})]
    print(f"{'kind':<12}{'payments':>10}{'automatic':>11}{'wrong':>7}")
    for kind, _ in generate.KINDS: print(f"{kind:<12}{table[kind][0]:>10}{table[kind][1]:>11}{table[kind][2]:>7}")
    print(f"{'all':<12}{total:>10}{automatic:>11}{wrong:>7}")
    share, precision = automatic / total, 1 - wrong / max(automatic, 1)
    print(f"automatic {share:.2%}, right of those {precision:.3%}; at confidence 1.00: {len(certain)}, wrong {len(certain_wrong)}")
    sys.exit(0 if share >= 0.95 and precision >= 0.999 and not certain_wrong else 1)


if __name__ == "__main__": main()
