#!/usr/bin/env python3
"""The sample's two nights, proved from outside: by qpdf, poppler, pikepdf, Chromium, Python's csv, email and decimal, strace and sha256sum.

  Tests/validators/run.py [--filter WORD] [--keep]

RECEIVABLES names the binary (default: .build/release/receivables). What the program computed is computed again from the dropped files
(dropped.py) or read with other people's software (artefacts.py, nights.py). Prints one line per check and what is wrong beneath it; the
last line is `N passed, N failed`, the exit code is 1 when one failed."""
import argparse
import datetime
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import artefacts  # noqa: E402
import nights  # noqa: E402
from dropped import Night  # noqa: E402
from room import BINARY, NIGHTS, PROJECT, Room  # noqa: E402

SHOWN = 8


def checks(room, runs, dropped):
    """Name and function of every check."""
    for number, run in enumerate(runs, 1):
        for check in artefacts.CHECKS:
            if number == 2 and not run.letters() and check in (artefacts.every_window, artefacts.payment_codes):
                continue
            yield f"night {number}: {check.__name__}", check, (run, dropped[number - 1])
        yield f"night {number}: items", artefacts.items, (run, dropped[number - 1], dropped[0].disputed_parts)
        yield f"night {number}: sha256sum", nights.sha256sum_agrees, (run,)
        yield f"night {number}: plan writes nothing", nights.plan_writes_nothing, (number,)
    yield "night 2 against night 1", nights.second_night, (*runs, *dropped)
    yield "night 1: why", nights.why_tells, (room[0], runs[0])
    yield "the same bytes elsewhere", nights.same_bytes, (room[1],)
    yield "verify", nights.verify_finds, (room[1],)
    yield "dropped again: nothing new", nights.nothing_new, (room[1],)


def problems_of(check, arguments):
    try:
        return list(check(*arguments))
    except Exception as error:  # a check that stumbles over an artefact has found something
        return [f"{type(error).__name__}: {error}"]


def main():
    parser = argparse.ArgumentParser(description="Proves the sample's two nights from outside. See the head of this file.")
    parser.add_argument("--filter", default="", help="only checks whose name holds this")
    parser.add_argument("--keep", action="store_true", help="leave the root and say where it is")
    options = parser.parse_args()
    if not os.access(BINARY, os.X_OK):
        sys.exit(f"there is no binary {BINARY}: run `make build`, or set RECEIVABLES")
    one, both = Room("night-1"), Room("both")
    failed = passed = 0
    try:
        one.night(1)
        runs = [both.night(number) for number, _, _ in NIGHTS]
        with open(both.path("outbox/current"), encoding="ascii") as file:
            if file.read() != runs[1].name + "\n":
                sys.exit("outbox/current does not name the newest run")
        dropped = [Night(os.path.join(PROJECT, f"sample/night-{number}"), datetime.date.fromisoformat(day)) for number, day, _ in NIGHTS]
        for name, check, arguments in checks((one, both), runs, dropped):
            if options.filter not in name:
                continue
            problems = problems_of(check, arguments)
            failed, passed = failed + bool(problems), passed + (not problems)
            print(f"{'FAIL' if problems else 'ok  '} {name}", flush=True)
            for problem in problems[:SHOWN]:
                print(f"     {problem}")
            if len(problems) > SHOWN:
                print(f"     and {len(problems) - SHOWN} more")
    finally:
        if options.keep:
            print(f"the root is {both.root}")
        else:
            both.remove()
        one.remove()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
