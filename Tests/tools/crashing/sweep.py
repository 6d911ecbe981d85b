"""A sweep: every point tried once, by several places at the same time, and told in one line."""
import collections, concurrent.futures, sys, threading, time

# Points that follow one another leave the same folder more often than not, so a place takes several.
BLOCK = 16
# Set by SIGINT and SIGTERM: the points in hand are finished, and it is said where to go on.
stopped = threading.Event()


def sweep(title, places, count, trial, options, again):
    """trial(place, n) for each point n below `count`. A sweep that is stopped says where to go on. Gives what is bad, the lies, and all trials."""
    first = options.first
    rest, lock, trials, started = iter(range(first, count, BLOCK)), threading.Lock(), {}, time.time()
    before = sum(len(place.recovered) for place in places)

    def work(place):
        while not stopped.is_set():
            with lock: start = next(rest, None)
            if start is None: return
            for number in range(start, min(start + BLOCK, count)):
                if stopped.is_set(): return
                done = trial(place, number)
                with lock:
                    trials[number] = done
                    if len(trials) % 250 == 0: print(f"  {title}: {len(trials)} of {count - first} points, {time.time() - started:.0f} s", file=sys.stderr, flush=True)

    with concurrent.futures.ThreadPoolExecutor(len(places)) as pool: list(pool.map(work, places))
    missing = next((n for n in range(first, count) if n not in trials), None)
    if missing is not None: print(f"stopped: {again} {missing} goes on ({count} points in all)", flush=True)
    return told(title, [trials[n] for n in sorted(trials)], sum(len(place.recovered) for place in places) - before, started, options.broken)


def told(title, trials, folders, started, broken):
    """Prints what became of a sweep, and which trials are bad or lies, and why."""
    bad = [(t.tag, t.bad) for t in trials if t.bad] + [(t.tag, "the kill did not fire in three attempts") for t in trials if t.unfired]
    lies = [(t.tag, t.lie) for t in trials if t.lie]
    exits = ", ".join(f"{code}: {n}" for code, n in sorted(collections.Counter(str(t.code) for t in trials).items()))
    print(f"{title}: {len(trials)} points, {len(bad)} bad, {len(lies)} lies, {sum(t.unfired for t in trials)} unfired; exits {exits}; "
          f"{folders} different folders, {time.time() - started:.0f} s", flush=True)
    if broken: print(f"{title} with the order broken on purpose: {'found, as it has to be' if bad else 'NOT FOUND: the sweep is worth nothing'}", flush=True)
    for tag, what in [] if broken else (bad + lies)[:10]: print(f"  {tag}: {what}", flush=True)
    return bad, lies, trials
