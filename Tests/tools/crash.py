#!/usr/bin/env python3
"""Is anything lost, doubled or half published when a night is cut off? Black-box tests of one `receivables run`.

  Tests/tools/crash.py kill [--every N]      SIGKILL at every N-th system call of the run
  Tests/tools/crash.py ENOSPC [--every N]    that error (or EIO, EDQUOT, EACCES) at calls that touch the folder
  Tests/tools/crash.py powercut [A|B|C]      the power goes at every change of the disk; what survives:
       A  only data and folder entries that were fsynced
       B  every folder entry, only fsynced data (files of length zero)
       C  every byte of data, only fsynced folder entries
  Tests/tools/crash.py all                   all of these with `run --jobs 1`, and every --sample-th point (default 5) with `--jobs 2`

  --from N   goes on at the N-th point: a sweep that is stopped (SIGINT, SIGTERM) says where
  --broken   the test of the test: with an order broken on purpose the sweep has to fail. For kill the inbox is emptied before the commit that
             records its files (crash-broken.c), for powercut the fsyncs of files (A, B) or folders (C) are left out. Passes when points are bad

After the fault and one clean run more, the folder must be that of a night nobody disturbed: every file byte for byte, and
the SQLite state by its content. A run that exits as if all were well (0, 65) although its result is wrong is a lie and
reported apart. A kill that does not fire, a trap and a hang fail the test too. Points that leave the same folder (tree.py,
compare.py) share one clean run; each line says how many folders were different. With --anew each point has its own run.

The fixture is Tests/tools/crash-fixture (or --fixture DIR): night one has run; night two waits in the inbox with a changed
export, a payment, a file of yesterday under another name, a bad row, a file that no feed knows, and a picture of 16 MiB,
which is not copied but gets a second name. RECEIVABLES names the binary (default: .build/release/receivables). --jobs N
works on N points at once (default: one for each core), each in a folder of its own, because the state remembers where it
lies. --threads N is the `--jobs` of the nights: their processes. --ignore GLOB and --ignore-table NAME leave out what may differ; --only CALL tests one system call. Needs strace and
the right to ptrace; NO_PTRACE=1 skips the test where that right is refused.

Not modelled by powercut: torn single writes and memory-mapped writes. A night that touches its folder with a call that is
not known makes every sweep fail by name. The parts lie in Tests/tools/crashing/."""
import argparse, os, shutil, signal, subprocess, sys, tempfile, time

from crashing import faults
from crashing.place import Place
from crashing.powercut import PowerCuts
from crashing.sweep import stopped, sweep
import preload

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
FAULTS, MODELS = ["kill", "ENOSPC", "EIO", "EDQUOT"], ["A", "B", "C"]


def ptrace_works():
    try: done = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True)
    except FileNotFoundError: return "strace is not installed (scripts/install-packages.sh test)"
    return None if done.returncode == 0 else f"strace: {(done.stderr or done.stdout).strip() or done.returncode}"


def fault_sweeps(names, places, options, every):
    traces = faults.nights(places[0])
    for name in names:
        points = faults.points(name, traces, every, options.only)
        yield swept(name, places, len(points), lambda place, n: faults.trial(name, place, points[n]), options, every)


def power_sweeps(models, places, options, every):
    faults.nights(places[0], 1)
    cuts = {place: PowerCuts(place, options) for place in places}
    numbers = range(every, len(cuts[places[0]].changes) + 1, every)
    for model in models:
        yield swept(f"powercut {model}", places, len(numbers), lambda place, n: cuts[place].trial(model, numbers[n]), options, every)


def swept(name, places, count, trial, options, every):
    threads = places[0].threads
    again = f"crash.py {name} --every {every}" + (f" --threads {threads}" if threads > 1 else "") + " --from"
    return sweep(name + (f" with --jobs {threads}" if threads > 1 else ""), places, count, trial, options, again)


def sweeps(mode, places, options):
    """(bad points, lies, trials) of each sweep that the mode asks for."""
    every = options.every
    for threads, each in ((1, every), (2, every * options.sample)) if mode == "all" else ((options.threads, every),):
        for place in places: place.work_with(threads)
        if mode != "powercut": yield from fault_sweeps(FAULTS if mode == "all" else [mode], places, options, each)
        if mode in ("powercut", "all"): yield from power_sweeps(options.models or MODELS, places, options, each)


def arguments():
    parser = argparse.ArgumentParser(description="Cuts a night off at every point. See the head of this file.")
    parser.add_argument("mode", help="kill, powercut, all, or an error name such as ENOSPC or EIO")
    parser.add_argument("models", nargs="*", default=[], help="for powercut: A, B and C, or some of them")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sample", type=int, default=5)
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--fixture", default=os.path.join(HERE, "crash-fixture"))
    parser.add_argument("--ignore", action="append", default=[])
    parser.add_argument("--ignore-table", action="append", default=[])
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--anew", action="store_true")
    parser.add_argument("--tmp", default="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
    options = parser.parse_args()
    options.binary = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/release/receivables")))
    return options


def main():
    options = arguments()
    if problem := ptrace_works():
        if os.environ.get("NO_PTRACE") == "1": return print(f"skipped: {problem} (NO_PTRACE=1)")
        sys.exit(f"crash: {problem}\nhelp: allow ptrace (containers: --cap-add SYS_PTRACE), or set NO_PTRACE=1 to skip this test")
    if not os.access(options.binary, os.X_OK): sys.exit(f"crash: there is no binary {options.binary}: run `make build`, or set RECEIVABLES")
    for number in (signal.SIGINT, signal.SIGTERM): signal.signal(number, lambda *_: stopped.set())
    work, started, failed = tempfile.mkdtemp(prefix="receivables-crash-", dir=options.tmp), time.time(), False
    try:
        try: options.preload = preload.library(os.path.join(HERE, "crash-broken.c"), work) if options.broken and options.mode != "powercut" else None
        except preload.NoCompiler: sys.exit("crash: --broken needs a C compiler")
        places = [Place(work, n, options) for n in range(options.jobs)]
        for bad, lies, trials in sweeps(options.mode, places, options):
            failed |= not bad if options.broken else bool(bad or lies or not trials)
            if stopped.is_set(): break
        if options.mode == "all": print(f"all: {'something is wrong' if failed else 'nothing lost, nothing twice'}; {(time.time() - started) / 60:.1f} min")
    finally: shutil.rmtree(work, ignore_errors=True)
    sys.exit(130 if stopped.is_set() else 1 if failed else 0)


if __name__ == "__main__":
    main()
