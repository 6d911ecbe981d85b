"""A night that is killed at a system call, or told by one that the disk is full or broken."""
import collections, signal, sys

from . import calls
from .place import GOOD

Trial = collections.namedtuple("Trial", "tag code bad lie unfired")
TRAPS = (signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV)
# At these nothing can be lost: they start and end a process.
NEVER = {"execve", "exit", "exit_group"}
# Calls that have no business with the disk, whose errors would be made up: locks, memory, positions.
SPARED = {"fcntl", "mmap", "lseek", "getcwd", "fadvise64"}


def counted(trace, wanted):
    """When each call is met: (name, number) -> place in the trace. The injector counts for each thread and each name apart."""
    seen, met = collections.Counter(), {}
    for place, call in enumerate(trace):
        seen[call.thread, call.name] += 1
        if wanted(call): met.setdefault((call.name, seen[call.thread, call.name]), place)
    return met


def nights(place, number=2):
    """The traces of undisturbed nights, after a look whether every call is known."""
    traces = [list(place.traced(64)) for _ in range(number)]
    if names := calls.unknown(traces[0]):
        sys.exit(f"crash: the night touches its folder with {', '.join(names)}: say in Tests/tools/crashing/ what that does to a disk (disk.py), or that it does nothing (calls.py)")
    return traces


def points(fault, traces, every, only=()):
    """(call, number) of every trial, in the order of the night, every `every`-th of each call, `only` those named. A call whose number varies between two undisturbed
    nights is tried as far as both agree."""
    wanted = (lambda call: call.name not in NEVER) if fault == "kill" else (lambda call: call.touches and call.name not in SPARED)
    first, second = (counted(trace, wanted) for trace in traces)
    both = collections.defaultdict(list)
    for name, number in sorted(first.keys() & second.keys()): both[name].append(number)
    chosen = [(name, number) for name, numbers in both.items() for number in numbers[::every] if not only or name in only]
    return sorted(chosen, key=lambda point: first[point])


def trial(fault, place, point):
    name, number = point
    tag = f"{fault} at {name} #{number}"
    injected = "signal=SIGKILL" if fault == "kill" else f"error={fault}"
    # A signal cannot be given where the filter stops the program, so a kill has to stop at every call.
    quick = () if fault == "kill" else ("--seccomp-bpf",)
    strace = ("strace", "-f", "-qq", *quick, "-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:{injected}:when={number}")
    for _ in range(3):
        place.reset()
        done = place.run(strace)
        if fault != "kill" or done.code == -signal.SIGKILL or done.code == "hang": break
    if done.code == "hang": return Trial(tag, done.code, "hangs", None, False)
    if fault == "kill" and done.code != -signal.SIGKILL:
        # What was killed was a copy of the program that makes letters: the night is the same without it.
        different = place.differences(place.folder.read())
        lie = f"exits {done.code}, but {', '.join(different[:6])}" if different or done.code not in GOOD else None
        return Trial(tag, done.code, None, lie, name in calls.REPLAYED)
    left, lie = place.folder.read(), None
    if fault != "kill":
        if isinstance(done.code, int) and -done.code in TRAPS: return Trial(tag, done.code, f"traps: {done.text[-300:]}", None, False)
        if done.code in GOOD and (different := place.differences(left)): lie = f"exits {done.code}, but {', '.join(different[:6])}"
    return Trial(f"{tag} (exit {done.code})", done.code, place.recovers(left), lie, False)
