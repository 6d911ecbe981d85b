#!/usr/bin/env python3
"""The interest of every line of interest-cases.csv once more, by another way: day by day, in fractions, from rate tables of its own.

The Swift tests read the same file. A case that both get wrong the same way would have to be wrong in two programs and two tables.
`--write` fills the column `amount`: read the difference before you commit it."""
import csv
import datetime as dt
import sys
from fractions import Fraction
from pathlib import Path

CASES = Path(__file__).with_name("interest-cases.csv")
DAY = dt.timedelta(days=1)

# From 2013, half-year by half-year, in percent.
ECB = "0.75 0.50 0.25 0.15 0.05 0.05 0.05 0 0 0 0 0 0 0 0 0 0 0 0 0 2.50 4.00 4.50 4.25 3.15 2.15 2.15 2.40".split()
BOE = "0.5 0.5 0.5 0.5 0.5 0.5 0.5 0.5 0.25 0.25 0.5 0.5 0.75 0.75 0.75 0.1 0.1 0.1 0.25 1.25 3.5 5 5.25 5.25 4.75 4.25 3.75 3.75".split()


def half(day):
    return (day.year - 2013) * 2 + (1 if day.month > 6 else 0)


def ecb(day):
    return Fraction(ECB[half(day)]) if 0 <= half(day) < len(ECB) else None


def boe(day):
    return Fraction(BOE[half(day)]) if 0 <= half(day) < len(BOE) else None


def base(day):
    """Section 247 BGB: moves as the ECB's rate does; -0.73 in the second half of 2014, when that was 0.15."""
    rate = ecb(day) if half(day) >= 3 else None
    return None if rate is None else rate - Fraction("0.88")


def rate(terms, day, start, last):
    name, *more = terms.split()
    if name == "contract":
        return Fraction(more[0])
    reference, points, decisive = {
        "eu-2011-7": (ecb, 8, day), "de-bgb-288": (base, 5 if more else 9, day),
        "uk-1998": (boe, 8, start), "ie": (ecb, 8, last)}[name]
    found = reference(decisive)
    return None if found is None else found + points


def steps(text, first):
    out = {}
    for part in text.split(";"):
        words = part.split()
        out[dt.date.fromisoformat(words[0]) if len(words) == 2 else first] = Fraction(words[-1])
    return out


def owed(case, day, first):
    principal = [amount for start, amount in sorted(steps(case["principal"], first).items()) if start <= day][-1]
    if case["held"]:
        span, *part = case["held"].split()
        a, b = (dt.date.fromisoformat(d) for d in span.split(".."))
        if a <= day <= b:
            principal = principal - Fraction(part[0]) if part else Fraction(0)
    return principal


def weight(case, day):
    """How many days a day counts."""
    if case["daycount"] != "30/360":
        return 1
    before = day - DAY
    place = lambda d: d.year * 360 + d.month * 30 + min(d.day, 30)
    return place(day) - place(before)


def half_up(x):
    return (2 * x.numerator + x.denominator) // (2 * x.denominator)


def interest(case):
    start = dt.date.fromisoformat(case["due"]) + DAY
    last = dt.date.fromisoformat(case["through"])
    year = 365 if case["daycount"] == "actual/365" else 360
    total, day = Fraction(0), start
    while day <= last:
        percent = rate(case["terms"], day, start, last)
        if percent is not None:
            cents = owed(case, day, start) * 100 * percent / 100 / year
            total += (half_up(cents) if case["rounding"] == "daily" else cents) * weight(case, day)
        day += DAY
    cents = half_up(total)
    return f"{cents // 100}.{cents % 100:02d}"


def main():
    rows = list(csv.DictReader(CASES.open()))
    failed = 0
    for case in rows:
        amount = interest(case)
        if "--write" in sys.argv:
            case["amount"] = amount
        elif case["amount"] != amount:
            print(f"{case['name']}: {case['amount']} in the file, {amount} by this program")
            failed = 1
    if "--write" in sys.argv:
        with CASES.open("w", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return failed


sys.exit(main())
