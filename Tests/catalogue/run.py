#!/usr/bin/env python3
"""The catalogue of nasty inputs (docs/nasty-inputs.md), every row through the program: Tests/catalogue/run.py [--filter WORD] [--keep]

RECEIVABLES names the binary (default: .build/release/receivables). Each case of cases.py is written to a file and read with `check --json`, in at
most 10 s of CPU and 256 MiB; what is said of it has to be what the case says. Then the rows that need a whole night or a file too large to write
down. The last line is `N passed, N failed`; the exit code is 1 when one failed, or when a row of the catalogue has no case."""
import argparse, csv, glob, json, os, re, resource, shutil, subprocess, sys, tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
from cases import AUTO, CASES, rows  # noqa: E402

BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
SECONDS, MEBIBYTES = 10, 256


class Wrong(Exception):
    pass


def expect(holds, message):
    if not holds:
        raise Wrong(message)


def pipeline(case=None):
    feeds = [
        {"feed": "customers", "preset": "canonical.customers"},
        {"feed": "open-items", "preset": "canonical.documents", "extent": "snapshot"},
        {"feed": "bank", "preset": "mt940.payments", "company": "ACME"},
    ]
    if case and case.folder and case.folder not in {feed["feed"] for feed in feeds}:
        feeds.append({"feed": case.folder, "preset": case.preset, "extent": "snapshot", "company": "ACME"})
    elif case and case.mapping and case.folder is None:
        feeds.append({"feed": "twin", "extent": "snapshot", "mapping": case.mapping})
    elif case and case.mapping:
        constant = {} if "company" in case.mapping["columns"] else {"company": "ACME"}
        feeds[1] = {"feed": "open-items", "extent": "snapshot", "mapping": case.mapping, **constant}
    return {
        "version": 1, "name": "catalogue",
        "companies": [{"id": "ACME", "name": "Acme Ltd", "baseCurrency": "EUR", "country": "DE", "email": {"from": "ar@acme.example"}}],
        "stages": [
            {"stage": "intake", "feeds": feeds},
            {"stage": "normalize", "maxRejects": {"percent": 100, "atLeast": 50, "atMost": 200}},
            {"stage": "decide", "liveFrom": "2026-01-01"},
            {"stage": "emit", "artifact": "aging-report", "formats": ["csv"], "audience": "spreadsheet"},
            {"stage": "emit", "artifact": "reminders", "formats": ["csv"]}]}


class Root:
    """A folder of its own with pipeline.json and an inbox."""

    def __init__(self, path, case=None):
        self.path = path
        os.makedirs(os.path.join(path, "inbox"))
        with open(os.path.join(path, "pipeline.json"), "w") as file:
            json.dump(pipeline(case), file)

    def file(self, name, folder="open-items"):
        path = os.path.join(self.path, "inbox", folder or "", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def drop(self, data, name="open-items.csv", folder="open-items"):
        path = self.file(name, folder)
        with open(path, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
        return path

    def run(self, *command, exit=None, before=()):
        began = Root.cpu()
        process = subprocess.Popen(
            [*before, BINARY, *command, "--config", os.path.join(self.path, "pipeline.json")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate(timeout=120)
        seconds = Root.cpu() - began
        expect(process.returncode >= 0, f"ended by signal {-process.returncode}: {err.decode(errors='replace')[-500:]}")
        if exit is not None:
            expect(process.returncode == exit, f"exit {process.returncode}, not {exit}: {(out + err).decode(errors='replace')[-1500:]}")
        return out.decode(), err.decode(errors="replace"), seconds

    @staticmethod
    def cpu():
        """Seconds of CPU of all programs run so far: a busy machine changes no verdict."""
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    def night(self, day, exit=0):
        self.run("run", "--as-of", day, "--now", f"{day}T22:00:00Z", "--progress", "never", exit=exit)
        with open(os.path.join(self.path, "outbox", "current")) as file:
            return os.path.join(self.path, "outbox", "runs", file.read().strip())


def check(root, path, exit, before=()):
    """What `check --json` says of a file, within time and memory."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    out, err, seconds = root.run("check", path, "--json", exit=exit, before=before)
    expect(seconds < SECONDS, f"it took {seconds:.1f} s of CPU")
    now = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    expect(now == peak or now / 1024 < MEBIBYTES, f"it took {now / 1024:.0f} MiB")
    return json.loads(out)["files"][0]


def one(case, root):
    path = root.drop(case.data, case.name, case.folder)
    want, before, trace = case.expected, (), os.path.join(root.path, "trace")
    if want.get("opens_nothing"):
        before = ("strace", "-f", "-e", "trace=open,openat,connect,socket", "-o", trace)
    said = check(root, path, case.exit, before)
    for key, found in (("refused", "refused"), ("warned", "warnings")):
        codes = {problem["code"] for problem in said[found]}
        if key in want:
            expect(codes & set(want[key]), f"{found} {sorted(codes)}, not {want[key]}")
        elif key == "refused":
            expect(not codes, f"refused: {said['refused']}")
    for problem in said["refused"] + said["rejected"]:
        expect(problem["code"] and problem["message"] and problem["help"], f"a problem without code, message or help: {problem}")
    rejected = [(problem["line"], problem["code"]) for problem in said["rejected"]]
    expect(rejected == want.get("rejected", []), f"rejected {rejected}, not {want.get('rejected', [])}: {said['rejected']}")
    if "at" in want:
        expect(said["refused"][0]["line"] == want["at"], f"at line {said['refused'][0]['line']}, not {want['at']}")
    if "helps" in want:
        expect(any(want["helps"] in problem["help"] for problem in said["refused"]), f"no help with {want['helps']}: {said['refused']}")
    for key in ("read", "skipped"):
        if key in want:
            expect(said[key] == want[key], f"{key} {said[key]}, not {want[key]}")
    if "ties" in want:
        expect([control["ties"] for control in said["controls"]] == want["ties"], f"controls {said['controls']}")
    for number, values in enumerate(want.get("values", [])):
        expect(number < len(said["rows"]), f"{len(said['rows'])} rows are shown")
        shown = said["rows"][number]["values"]
        for name, value in values.items():
            expect(shown.get(name) == value, f"row {number + 1}: {name} is {shown.get(name)!r}, not {value!r}")
    if want.get("opens_nothing"):
        with open(trace) as file:
            opened = re.findall(r'open(?:at)?\([^"]*"([^"]+)"', file.read())
        expect(path in opened and not [name for name in opened if "passwd" in name], f"opened {opened}")


# Rows that need a night, and inputs beside the catalogue

CUSTOMERS = "company,customer_id,name,email\nACME,C1,=1+1 GmbH,a@b.example\n"


def row_25_zeros_lost(root):
    """An export whose ids have lost their zeros is held, and closes nothing."""
    ids = [f"{number:06d}" for number in range(1, 9)]
    root.drop(rows(*({"document_id": id} for id in ids)))
    root.night("2026-11-20")
    root.drop(rows(*({"document_id": id.lstrip("0")} for id in ids)))
    run = root.night("2026-11-21", exit=65)
    expect("zeros-lost" in open(os.path.join(root.path, "outbox", "attention.json")).read(), "no word of the zeros")
    expect(len(open(os.path.join(run, "changes/changes.csv")).readlines()) == 1 if os.path.exists(os.path.join(run, "changes/changes.csv")) else True, "something changed")


def row_26_formulas(root):
    """Text that a spreadsheet would run is made harmless in files for people; numbers are not touched, files for machines neither."""
    root.drop(CUSTOMERS, "customers.csv", "customers")
    root.drop(rows({}, dict(document_id="CR1", amount="-20.00", balance="-20.00", kind="credit_note")))
    run = root.night("2026-11-20")
    people = list(csv.DictReader(open(os.path.join(run, "aging/aging.csv"), newline="")))
    expect(people[0]["customer_name"] == "'=1+1 GmbH", f"customer_name is {people[0]['customer_name']!r}")
    expect(people[0]["unapplied"] == "-20.00", f"unapplied is {people[0]['unapplied']!r}")


def row_32_unfinished(root):
    """A file under a name of one still being copied waits, and is not skipped in silence when it is there."""
    root.drop(rows({}), "open-items.csv.part")
    root.drop(rows({}), "whole.csv")
    root.night("2026-11-20")
    expect(os.path.exists(root.file("open-items.csv.part")), "the .part file was taken")


def row_33_twice(root):
    """The same file dropped twice counts once."""
    root.drop(rows({}))
    root.night("2026-11-20")
    root.drop(rows({}), "again.csv")
    out, err, _ = root.run("run", "--as-of", "2026-11-20", "--now", "2026-11-20T23:00:00Z", "--progress", "never", exit=0)
    expect("nothing new" in out + err, f"it said {out + err}")


def a_directory(root):
    """A folder is no file: said so, no trap."""
    path = root.file("folder.csv")
    os.makedirs(path)
    said = check(root, path, 66)
    expect(said["refused"], "nothing was said")


def three_gigabytes(root):
    """A file of 3 GB of nothing is refused at once."""
    path = root.drop(rows({}))
    os.truncate(path, 3_000_000_000)
    check(root, path, 65)


def flat_memory(root):
    """60 MB of rows in the memory of a few: read to the end, every row counted."""
    head, row = rows().encode(), rows({}, header=None)
    path = root.file("open-items.csv")
    with open(path, "wb") as file:
        file.write(head)
        for block in range(100):
            file.write("".join(row.replace("INV1", f"I{block * 8000 + number}") for number in range(8000)).encode())
    said = check(root, path, 0)
    expect(said["read"] == 800_000, f"read {said['read']}")


NIGHTS = [row_25_zeros_lost, row_26_formulas, row_32_unfinished, row_33_twice, a_directory, three_gigabytes, flat_memory]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--filter", default="")
    options.add_argument("--keep", action="store_true")
    chosen = options.parse_args()
    work = tempfile.mkdtemp(prefix="catalogue.")
    jobs = [(f"row {case.row}: {case.title}" if case.row else case.title, lambda root, case=case: one(case, root), case) for case in CASES]
    jobs += [(f"{night.__name__.replace('_', ' ')}: {night.__doc__}", night, None) for night in NIGHTS]
    passed = failed = 0
    for number, (title, job, case) in enumerate(jobs):
        if chosen.filter not in title:
            continue
        try:
            job(Root(os.path.join(work, str(number)), case))
            passed += 1
            print(f"ok   {title}")
        except (Wrong, subprocess.TimeoutExpired, KeyError, json.JSONDecodeError) as problem:
            failed += 1
            print(f"FAIL {title}\n    {type(problem).__name__}: {problem}" + (f"\n    {os.path.join(work, str(number))}" if chosen.keep else ""))
    covered = {case.row for case in CASES} | {int(re.findall(r"row_(\d+)", night.__name__)[0]) for night in NIGHTS if night.__name__.startswith("row_")}
    with open(os.path.join(PROJECT, "docs", "nasty-inputs.md"), encoding="utf-8") as file:
        told = {int(number) for number in re.findall(r"^\| (\d+) \|", file.read(), re.M)}
    for row in sorted(set(range(1, 36)) - covered):
        failed += 1
        print(f"FAIL row {row} of the catalogue has no case")
    for row in sorted(covered - {0} ^ told):
        failed += 1
        print(f"FAIL row {row} is not both in docs/nasty-inputs.md and here")
    if not chosen.keep:
        shutil.rmtree(work)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
