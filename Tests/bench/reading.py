#!/usr/bin/env python3
"""How fast exports are read: reading.py [SIZE...] [--runs N] [--keep]

Called by run.sh. The open items of the bench as CSV, and the same rows as XML. For each: the CPU of the stage `read` of a first night (read,
normalize, stage into the book; from the program's own log), for XML beside the CPU of `xmllint --sax --noout` on the same file in
turn. Then CPU and peak memory of `receivables check`, which reads and normalizes and keeps nothing: flat in the size of the file."""
import argparse, csv, json, os, shutil, statistics, subprocess
from xml.sax.saxutils import escape

from compare import AS_OF, PIPELINE, SIZES

MB = 1_000_000


def xml_twin(source, target):
    """The rows of a CSV file as records of elements with the names of its columns."""
    with open(source, newline="", encoding="utf-8") as rows, open(target, "w", encoding="utf-8") as out:
        reader = csv.reader(rows)
        names = next(reader)
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<invoices>\n')
        for row in reader:
            out.write("<invoice>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in zip(names, row) if value) + "</invoice>\n")
        out.write("</invoices>\n")


def pipeline():
    """That of the nightly job with documents alone, as CSV or XML."""
    value = json.loads(json.dumps(PIPELINE))
    feeds = [feed for feed in value["stages"][0]["feeds"] if feed["feed"] == "open-items"]
    feeds[0]["mapping"]["xml"] = {"root": "invoices", "record": "invoice"}
    value["stages"][0]["feeds"] = feeds
    return value


def cpu_and_peak(command, good):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {said[-2000:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said


def read_stage(root, file):
    """CPU seconds of the stage `read` of a first night over one file."""
    shutil.rmtree(root, ignore_errors=True)
    os.makedirs(os.path.join(root, "inbox", "open-items"))
    with open(os.path.join(root, "pipeline.json"), "w") as out:
        json.dump(pipeline(), out)
    shutil.copy(file, os.path.join(root, "inbox", "open-items"))
    _, _, log = cpu_and_peak(
        [os.environ["RECEIVABLES"], "run", "--config", f"{root}/pipeline.json", "--as-of", AS_OF[1], "--now", f"{AS_OF[1]}T22:00:00Z", "--log", "json", "--progress", "never"], (0, 65))
    for line in log.splitlines():
        entry = json.loads(line) if line.startswith("{") else {}
        if entry.get("stage") == "read" and entry.get("event") == "done":
            return int(entry["cpu_ms"]) / 1000
    raise SystemExit("the log has no stage `read`")


def check(root, file):
    """CPU seconds and peak MiB of `check`, which reads and normalizes and keeps nothing."""
    folder = os.path.join(root, "check", "open-items")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, os.path.basename(file))
    if not os.path.exists(path):
        os.link(file, path)
    return cpu_and_peak([os.environ["RECEIVABLES"], "check", "--config", f"{root}/pipeline.json", path], (0, 65))[:2]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("size", nargs="*", default=["100k", "1m"])
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--keep", action="store_true")
    chosen = options.parse_args()
    for size in chosen.size:
        folder = os.path.join(os.environ["BENCH"], f"{size}.reading")
        invoices = SIZES.get(size) or int(size)
        os.makedirs(folder, exist_ok=True)
        subprocess.run([os.path.join(os.environ["BENCH"], "generate"), str(invoices), str(max(invoices // 10, 1)), folder], check=True, stdout=subprocess.DEVNULL)
        table, twin, root = os.path.join(folder, "day1", "invoices_open.csv"), os.path.join(folder, "invoices_open.xml"), os.path.join(folder, "root")
        xml_twin(table, twin)
        reads, twins, lints = [], [], []
        for _ in range(chosen.runs):
            reads.append(read_stage(root, table))
            twins.append(read_stage(root, twin))
            lints.append(cpu_and_peak(["xmllint", "--sax", "--noout", twin], (0,))[0])
        size_csv, size_xml = os.path.getsize(table) / MB, os.path.getsize(twin) / MB
        read, xml = statistics.median(reads), statistics.median(twins)
        ratio = statistics.median(ours / theirs for ours, theirs in zip(twins, lints))
        print(f"{size} read, normalized, staged: CSV {size_csv:.0f} MB in {read:.2f} s of CPU, {size_csv / max(read, 0.001):.0f} MB/s; XML {size_xml:.0f} MB in {xml:.2f} s, {ratio:.2f} x xmllint --sax")
        (table_cpu, table_peak), (twin_cpu, twin_peak) = check(root, table), check(root, twin)
        lint = statistics.median(lints)
        print(f"{size} check, read and normalized: CSV {size_csv / table_cpu:.0f} MB/s, peak {table_peak:.0f} MiB; XML {twin_cpu / lint:.2f} x xmllint --sax, peak {twin_peak:.0f} MiB", flush=True)
        if not chosen.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
