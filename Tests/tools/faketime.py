#!/usr/bin/env python3
"""Do messages depend on the calendar alone? Months of nights under clocks that lie, beside a twin that is told each date.

  Tests/tools/faketime.py [--months N] [--seed N] [--only WORD]

  timer   `run` once a night as cron or a systemd timer starts it: nights that are missed, clocks that are put back hours, days or a year,
          that go ahead, that cross midnight or the change to daylight saving, 02:30 which does not exist or comes twice; the machine's own
          time zone is another one every night
  daemon  the same months through one `watch` after the other whose clock is moved under them: what was missed is caught up in order
  ahead   a clock 400 days ahead for one night: what it did is what an explicit date would have done, nothing goes out after it by itself,
          and `withdraw` takes it back

The dates a night should work for are worked out here, by Python's zone rules. The twin runs `--as-of` that date, `--now` that clock. Each
run folder of the two has to be the same byte for byte; where the clock is behind what has been published, nothing may be published.
`make test` tells two months, `make faketime` two years. RECEIVABLES names the binary. The last line is `N passed, N failed`."""
import datetime, difflib, glob, hashlib, json, os, random, shutil, signal, sqlite3, subprocess, tempfile, time, zoneinfo

from stories import BINARY, PROJECT, Failure, need, options
import stories

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
BERLIN, UTC = zoneinfo.ZoneInfo("Europe/Berlin"), datetime.timezone.utc
FIRST = datetime.date(2026, 3, 1)
LIBRARY = next(iter(glob.glob("/usr/lib/*/faketime/libfaketime.so.1")), None)
CUSTOMERS = 14


class Books:
    """What the ERP exports on a day: some customers who pay, late or not at all, and cross due dates all the time."""

    def __init__(self, seed, last):
        chance = random.Random(seed)
        self.rows, day, number = [], FIRST - 90 * DAY, 0
        while day < last:
            for _ in range(chance.randint(0, 2)):
                number += 1
                paid = day + chance.choice([9, 20, 33, 45, 60, 80, 120, 9999]) * DAY if day < last - 20 * DAY else None
                self.rows.append((f"INV{number:05}", f"C{chance.randint(1, CUSTOMERS):02}", day, day + chance.choice([7, 14, 30]) * DAY, chance.randint(2_000, 90_000), paid))
            day += DAY

    def documents(self, day):
        yield "company,document_id,customer_id,document_date,due_date,currency,amount,balance"
        for number, customer, dated, due, cents, paid in self.rows:
            # What is never paid is written off after a year, or the export would only grow.
            if dated <= day < (min(paid, dated + 365 * DAY) if paid else dated + 365 * DAY):
                yield f"ACME,{number},{customer},{dated},{due},EUR,{cents / 100:.2f},{cents / 100:.2f}"

    @staticmethod
    def customers():
        yield "company,customer_id,name,email,address_line1,postal_code,city,country,language"
        for n in range(1, CUSTOMERS + 1): yield f"ACME,C{n:02},Customer {n} GmbH,ap@c{n}.example,Weg {n},10115,Berlin,DE,{'de' if n % 3 else 'en'}"


class Place:
    def __init__(self, **settings):
        self.root = tempfile.mkdtemp(prefix="receivables-faketime-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        os.mkdir(self.path("inbox"))
        with open(os.path.join(PROJECT, "Tests/scenarios/pipeline.json"), encoding="utf-8") as f: configuration = json.load(f)
        # A calling window and a day of rest, so that not_before depends on zone and hour too.
        decide = next(s for s in configuration["stages"] if s["stage"] == "decide")
        decide.update(liveFrom="2026-03-01", maxDataAge=10, policies=[{
            "policy": "standard", "steps": [{"days": 3, "channel": ["email"], "template": "gentle"}, {"days": 20, "channel": ["email"], "template": "firm"},
                                            {"days": 45, "channel": ["letter"], "template": "final"}],
            "windows": [{"days": ["mon", "tue", "wed", "thu", "fri"], "from": 9, "to": 17}], "holidays": ["DE"]}])
        for feed in configuration["stages"][0]["feeds"]: feed.update(settings)
        with open(self.path("pipeline.json"), "w", encoding="utf-8") as f: json.dump(configuration, f)
        self.process = None

    def path(self, *names): return os.path.join(self.root, *names)

    def drop(self, books, day):
        for name, lines in (("customers.csv", books.customers()), ("documents.csv", books.documents(day))):
            with open(self.path("." + name), "w", encoding="utf-8") as f: f.writelines(line + "\n" for line in lines)
            os.rename(self.path("." + name), self.path("inbox", name))

    def run(self, *arguments, environment={}):
        done = subprocess.run([BINARY, *arguments], cwd=self.root, capture_output=True, text=True, stdin=subprocess.DEVNULL, env={**os.environ, **environment})
        return done.returncode, done.stdout + done.stderr

    def clocked(self, moment, chance):
        """`run` as a timer starts it, while the clock goes on from `moment`."""
        machine = chance.choice(["UTC", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"])
        return self.run("run", "--progress", "never", environment={
            "LD_PRELOAD": LIBRARY, "FAKETIME": moment.astimezone(UTC).strftime("@%Y-%m-%d %H:%M:%S"), "TZ": "UTC" if machine == "UTC" else machine,
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", **({} if machine == "UTC" else {"FAKETIME": moment.astimezone(zoneinfo.ZoneInfo(machine)).strftime("@%Y-%m-%d %H:%M:%S")})})

    def state(self, query):
        if not os.path.exists(self.path("state/receivables.sqlite")): return []
        database = sqlite3.connect(f"file:{self.path('state/receivables.sqlite')}?mode=ro", uri=True, timeout=20)
        try: return database.execute(query).fetchall()
        finally: database.close()

    def runs(self): return sorted(os.path.basename(p)[:-5] for p in glob.glob(self.path("outbox/runs/*.done")))

    def newest(self):
        """(run, as-of, clock) of the newest run; None before the first."""
        rows = self.state("SELECT run, as_of, clock FROM run WHERE state = 'published' ORDER BY id DESC LIMIT 1")
        return rows[0] if rows else None

    def digest(self, run):
        """Every file of a run with the sha256 of its bytes."""
        top = self.path("outbox/runs", run)
        names = sorted(os.path.relpath(os.path.join(folder, name), top) for folder, _, names in os.walk(top) for name in names)
        return {name: hashlib.sha256(open(os.path.join(top, name), "rb").read()).hexdigest() for name in names}

    def sent(self): return self.state("SELECT message_id FROM message")

    def remove(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.root, ignore_errors=True)


def at(day, hour, minute=0, second=0, fold=0):
    """A local time in Berlin; one that does not exist is the moment the clocks go forward."""
    return datetime.datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=BERLIN, fold=fold).astimezone(UTC)


def nights(months, seed):
    """(true day, moments at which the clock says it is time) of each night that is not missed. Each month has every mishap once; the changes
    to and from daylight saving come as they come."""
    chance = random.Random(seed)
    day, last = FIRST, (FIRST + months * 31 * DAY).replace(day=1)
    mishaps = {}
    while day < last:
        if day.day == 1:
            mishaps = {}
            places = chance.sample(range(1, 7), 6)
            for slot, what in zip(places, ("missed", "off", "back", "ahead", "hours", "midnight")): mishaps[slot * 4] = what
        what = mishaps.get(day.day)
        offsets = [at(day + n * DAY, 12).astimezone(BERLIN).utcoffset() for n in (-1, 0)]
        if offsets[0] < offsets[1]:  # 02:30 does not exist: cron runs at 03:00, systemd not at all, and a clock crosses the gap
            if chance.random() < 0.5: yield day, [at(day, 1, 59, 58)]
        elif offsets[0] > offsets[1]: yield day, [at(day, 2, 30), at(day, 2, 30, fold=1)]
        elif what == "missed": pass
        elif what == "off": day += chance.randint(1, 3) * DAY
        elif what == "back": yield day, [at(day, 2, 30) - chance.choice([1, 2, 366]) * DAY - HOUR, at(day, 4)]
        elif what == "ahead": yield day, [at(day, 2, 30) + DAY]
        elif what == "hours": yield day, [at(day, 2, 30), at(day, 2, 30) - 3 * HOUR, at(day, 8)]
        elif what == "midnight": yield day, [at(day, 23, 59, 59), at(day + DAY, 0, 0, 1)]
        else: yield day, [at(day, 2, 30)]
        day += DAY


def same(place, twin, run):
    have, want = place.digest(run), twin.digest(run)
    if have == want: return
    names = [name for name in sorted(set(have) | set(want)) if have.get(name) != want.get(name)]
    shown = "run.json" if "run.json" in names else names[0]
    reports = [open(one.path("outbox/runs", run, shown), encoding="utf-8", errors="replace").read().splitlines() if os.path.exists(one.path("outbox/runs", run, shown)) else [] for one in (twin, place)]
    told = "\n".join(list(difflib.unified_diff(*reports, "explicit", "clock", lineterm="", n=1))[:40])
    need(False, f"{run} differs from that of the explicit date in {', '.join(names)[:600]}\n{told}")


def timer(place):
    need(LIBRARY, "libfaketime is missing: apt-get install faketime")
    twin, chance, books = Place(), random.Random(options.seed), Books(options.seed, FIRST + options.months * 31 * DAY)
    counts = {"runs": 0, "refused": 0, "nothing new": 0}
    try:
        for day, moments in nights(options.months, options.seed):
            for one in (place, twin): one.drop(books, day)
            for moment in moments:
                before, want = place.newest(), moment.astimezone(BERLIN).date()
                code, text = place.clocked(moment, chance)
                after = place.newest()
                if before and want.isoformat() < before[0][:10]:
                    need(code == 64 and after == before, f"{moment}: the clock is behind {before[0]}, but exit {code}: {text}")
                    counts["refused"] += 1
                    continue
                need(code in (0, 65), f"{moment}: exit {code}: {text}")
                if after == before:
                    need("nothing new" in text, text)
                    counts["nothing new"] += 1
                    # The run was at the end of the day, or twice at the same hour; so is the twin's.
                    now = moment
                else:
                    need(after[0][:10] == want.isoformat(), f"{moment} is {want} in Berlin, and the run is {after[0]}")
                    now = datetime.datetime.fromtimestamp(after[2], UTC)
                    need(0 <= (now - moment).total_seconds() < 20, f"{moment}: the run says {now}")
                    counts["runs"] += 1
                told, words = twin.run("run", "--progress", "never", "--as-of", want.isoformat(), "--now", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
                need(told == code and twin.runs() == place.runs(), f"{moment}: exit {code} here, {told} with the date: {text}\n{words}")
                if after != before: same(place, twin, after[0])
        need(place.sent() == twin.sent() and len(place.sent()) > 10 * options.months, f"only {len(place.sent())} messages were sent")
        code, text = place.run("verify")
        need(code == 0, text)
        print(f"     {counts}, {len(place.sent())} messages", flush=True)
    finally: twin.remove()


def daemon(place):
    """The clock stands in a file, is moved while the daemon sleeps, and the daemon is woken; it may be off for days."""
    need(LIBRARY, "libfaketime is missing: apt-get install faketime")
    twin, books = Place(at=["02:30"], quiet=0), Books(options.seed, FIRST + options.months * 31 * DAY)
    clock = place.path("clock")
    caught, behind, starts = 0, 0, 0

    def put(moment):
        # Seconds to add to the true clock: a date would be read in the zone that the program sets for itself.
        with open(clock + ".new", "w", encoding="utf-8") as f: f.write(f"{moment.timestamp() - time.time():+.3f}\n")
        os.rename(clock + ".new", clock)

    def start():
        log = open(place.path("watch.log"), "a", encoding="utf-8")
        place.process = subprocess.Popen([BINARY, "watch", "--poll", "1"], cwd=place.root, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={
            **os.environ, "LD_PRELOAD": LIBRARY, "FAKETIME_TIMESTAMP_FILE": clock, "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "TZ": "UTC"})

    def still():
        """The daemon has done what it had to do and sees nothing until it goes on: a feed that has had no file since its last time is served
        with the first that comes, and two files are dropped one after the other."""
        if not place.process: return
        end = time.monotonic() + 30
        while True:
            with open(f"/proc/{place.process.pid}/wchan", encoding="ascii") as f:
                if "sigtimedwait" in f.read(): break
            need(time.monotonic() < end, "watch does not come to rest")
            time.sleep(0.005)
        place.process.send_signal(signal.SIGSTOP)
        os.waitpid(place.process.pid, os.WUNTRACED)

    def log():
        with open(place.path("watch.log"), encoding="utf-8") as f: return f.read()

    def woken():
        """The daemon has looked again, and has done what was due."""
        end = time.monotonic() + 30
        while log().count("begins") < starts: need(time.monotonic() < end, f"watch does not begin: {log()[-900:]}")
        for _ in range(2):
            seen = log().count("read again")
            place.process.send_signal(signal.SIGHUP)
            end = time.monotonic() + 30
            while log().count("read again") == seen:
                need(place.process.poll() is None and time.monotonic() < end, f"watch does not answer: {log()[-900:]}")
                time.sleep(0.005)

    try:
        first, yesterday = True, None
        for day, moments in nights(options.months, options.seed + 1):
            if yesterday and day - yesterday > DAY and place.process:
                place.process.send_signal(signal.SIGTERM)
                need(place.process.wait(30) == 0, "SIGTERM does not end it with 0")
                place.process = None
            still()
            for one in (place, twin): one.drop(books, day)
            if first:
                for one in (place, twin):
                    code, text = one.run("run", "--as-of", day.isoformat(), "--now", moments[0].strftime("%Y-%m-%dT%H:%M:%SZ"))
                    need(code == 0, text)
                first, yesterday = False, day
                continue
            for moment in moments:
                before, moment = place.newest(), moment.replace(second=0)
                put(moment)
                if place.process:
                    place.process.send_signal(signal.SIGCONT)
                else:
                    start()
                    starts += 1
                woken()
                want = moment.astimezone(BERLIN).date().isoformat()
                new = [row for row in place.state("SELECT run, as_of, clock FROM run WHERE state = 'published' ORDER BY id") if row[0] not in twin.runs()]
                if want < before[0][:10]:
                    need(not new, f"{moment}: the clock is behind {before[0]}, but {new} was published")
                    behind += 1
                # Before 02:30 the night of the day before is the newest that is due.
                due = (moment - 150 * datetime.timedelta(minutes=1)).astimezone(BERLIN).date().isoformat()
                need(not new or new[-1][0][:10] in (due, want), f"{moment}: {new} instead of {want}\n{log()[-1500:]}")
                caught += max(0, len(new) - 1)
                days = [run[0][:10] for run in new]
                need(days == sorted(days), f"not in order: {days}")
                for run, _, seconds in new:
                    now = datetime.datetime.fromtimestamp(seconds, UTC)
                    code, text = twin.run("run", "--progress", "never", "--as-of", run[:10], "--now", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
                    need(code in (0, 65) and run in twin.runs(), f"{run}: the twin has {twin.runs()[-2:]}: {text}")
                    same(place, twin, run)
            yesterday = day
        place.process.send_signal(signal.SIGTERM)
        need(place.process.wait(30) == 0, "SIGTERM does not end it with 0")
        need(place.sent() == twin.sent() and len(place.sent()) > 10 * options.months, f"only {len(place.sent())} messages were sent")
        need(caught and behind, f"{caught} nights were caught up, {behind} times the clock was behind: the story does not happen")
        # No night between the first and the last is left out.
        days = sorted({run[:10] for run in place.runs()})
        missing = (datetime.date.fromisoformat(days[-1]) - datetime.date.fromisoformat(days[0])).days + 1 - len(days)
        need(not missing, f"{missing} days have no run")
        print(f"     {len(place.runs())} runs, {caught} caught up, {behind} times behind, {len(place.sent())} messages", flush=True)
    finally: twin.remove()


def ahead(place):
    need(LIBRARY, "libfaketime is missing: apt-get install faketime")
    twin, chance, books = Place(), random.Random(options.seed), Books(options.seed, FIRST + 60 * DAY)
    try:
        def night(day, moment, want=None):
            for one in (place, twin): one.drop(books, day)
            code, text = place.clocked(moment, chance)
            need(code in (0, 65), text)
            run = place.newest()
            now = datetime.datetime.fromtimestamp(run[2], UTC)
            told, words = twin.run("run", "--progress", "never", "--as-of", run[0][:10], "--now", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
            need(told == code, words)
            same(place, twin, run[0])
            return run[0]

        for n in range(3): night(FIRST + n * DAY, at(FIRST + n * DAY, 2, 30))
        day = FIRST + 3 * DAY
        wrong = night(day, at(day, 2, 30) + 400 * DAY)
        need(wrong.startswith((day + 400 * DAY).isoformat()), wrong)
        day += DAY
        for one in (place, twin): one.drop(books, day)
        code, text = place.clocked(at(day, 2, 30), chance)
        need(code == 64 and wrong in text and place.newest()[0] == wrong, f"exit {code}: {text}")
        code, text = place.run("withdraw", wrong, "--by", "Jo", "--reason", "the clock was wrong")
        need(code == 0, text)
        need(place.run("verify")[0] == 0, "verify fails")
    finally: twin.remove()


if __name__ == "__main__": stories.run(__doc__, Place, (timer, daemon, ahead), settings={daemon: {"at": ["02:30"], "quiet": 0}}, months=2, seed=1128)
