#!/usr/bin/env python3
"""Whole nights, run through the binary as a user runs it.

  Tests/scenarios/run.py [--filter WORD] [--jobs N] [--keep] [--list]

Every folder with a file `scenario` is one story in a folder ("root") of its own, with the pipeline.json that lies in it or
the one beside this program. RECEIVABLES names the binary (default: .build/debug/receivables). The last line is
`N passed, N failed`; the exit code is 1 when one failed. --keep leaves the roots of failed scenarios and says where.

A line of a story without indentation does something:
  # text                        a comment; the first one says what the story shows
  walk FIRST LAST               a night a day between two dates, compared with walk.csv: see walk.py
  night N                       copies everything of night-N/ into the root (night-N/inbox/x.csv -> inbox/x.csv)
  drop FILE [as NAME] [at TIME] copies a file of the scenario (or all that fit a glob) into the inbox; TIME sets the
                                modification time (UTC)
  gzip FILE as NAME             the same, compressed
  remove GLOB                   deletes files of the root
  link NAME FOLDER              makes a folder of the root and NAME a symbolic link to it, in the place of an empty folder of that name
  replace FILE /OLD/NEW/        edits a file of the root; OLD has to be in it
  CODE COMMAND...               runs `receivables COMMAND...`; it has to exit with CODE
  sql STATEMENT                 does something to the state that the program would never do: a damaged disk, another program
  killed MS COMMAND...          starts it and kills it (SIGKILL) after so many milliseconds, wherever it is then
Modification times are fixed: 2026-01-01T00:00:00Z for `drop` without a TIME, N days later for `night N`.
In commands {run} is the newest run, {held} and {held:NAME} the first 12 digits of a held file, {sha:FILE} those of a file of the scenario.

An indented line checks what the last command left behind:
  says TEXT / says not TEXT / says once TEXT
                                in what it printed
  writes nothing                the root is as it was before the command
  publishes / publishes nothing a run appeared, or none did
  exists GLOB / missing GLOB    a file of the root (outbox/runs/{run}/... for the newest run)
  file GLOB has TEXT / file GLOB lacks TEXT
  state has TEXT / state lacks TEXT
                                somewhere in the tables of the state, or nowhere
  PATH.csv: KEY,KEY column=value ...   in this table of the newest run the one row whose first columns are KEY,KEY has these
                                values; also column~part of the value, column!=value
  PATH.csv: KEY,KEY absent      no such row
  PATH.csv: KEY,KEY count N     so many of them (without keys: of all)
  same PATH as RUN              the file of the newest run has the bytes of that of RUN

Golden files: what lies in night-N/outbox/ has to be, byte for byte, what the last run before the next `night` published
under the same name. `x.pdf.words` stands for words and positions of x.pdf (pdftotext -bbox). UPDATE_GOLDEN=1 rewrites those that are there
(make an empty file to add one); it is refused where CI is set."""
import argparse, concurrent.futures, contextlib, csv, datetime, fnmatch, glob, gzip, hashlib, os, re, shlex, shutil, sqlite3, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
BINARY = os.path.abspath(os.environ.get("RECEIVABLES", os.path.join(PROJECT, ".build/debug/receivables")))
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"
EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


class Failure(Exception):
    pass


class Story:
    """One scenario while it runs."""

    def __init__(self, folder, root):
        self.folder, self.root = folder, root
        self.output, self.before, self.runs_before, self.night = "", {}, [], None

    # what the root holds

    def path(self, relative):
        return os.path.join(self.root, self.filled(relative))

    def run_name(self):
        try:
            with open(os.path.join(self.root, "outbox/current")) as f: return f.read().strip()
        except FileNotFoundError:
            raise Failure("no run was published yet (outbox/current is missing)")

    def runs(self):
        return sorted(os.path.basename(p) for p in glob.glob(os.path.join(self.root, "outbox/runs/*.done")))

    def held(self, name="*"):
        found = [os.path.basename(p) for p in glob.glob(os.path.join(self.root, "inbox/held", f"????????????-{name}"))]
        found = [n for n in found if not n.endswith(".reason.json")]
        if len(found) != 1: raise Failure(f"expected one held file {name}, found {found or 'none'}")
        return found[0][:12]

    def sha12(self, name):
        with open(os.path.join(self.folder, name), "rb") as f: return hashlib.sha256(f.read()).hexdigest()[:12]

    def filled(self, text):
        text = re.sub(r"\{held:([^}]+)\}", lambda m: self.held(m.group(1)), text)
        text = re.sub(r"\{sha:([^}]+)\}", lambda m: self.sha12(m.group(1)), text)
        if "{held}" in text: text = text.replace("{held}", self.held())
        return text.replace("{run}", self.run_name()) if "{run}" in text else text

    def tree(self):
        seen = {}
        for folder, folders, files in os.walk(self.root):
            for name in folders: seen[os.path.relpath(os.path.join(folder, name), self.root)] = "folder"
            for name in files:
                path = os.path.join(folder, name)
                with open(path, "rb") as f: seen[os.path.relpath(path, self.root)] = hashlib.sha256(f.read()).hexdigest()
        return seen

    def glob(self, pattern):
        return sorted(glob.glob(self.path(pattern), recursive=True))

    # doing

    def put(self, source, target, when):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(source, target)
        os.utime(target, (when.timestamp(), when.timestamp()))

    def do_night(self, number):
        self.check_golden()
        self.night = f"night-{number}"
        source = os.path.join(self.folder, self.night)
        for folder, folders, files in os.walk(source):
            if "outbox" in folders: folders.remove("outbox")
            for name in files:
                path = os.path.join(folder, name)
                self.put(path, os.path.join(self.root, os.path.relpath(path, source)), EPOCH + datetime.timedelta(days=int(number)))

    def do_drop(self, words):
        named = {words[i]: words[i + 1] for i in range(1, len(words), 2)}
        when = datetime.datetime.fromisoformat(named["at"].replace("Z", "+00:00")) if "at" in named else EPOCH
        sources = sorted(glob.glob(os.path.join(self.folder, words[0])))
        if not sources: raise Failure(f"the scenario has no file {words[0]}")
        for source in sources: self.put(source, os.path.join(self.root, "inbox", named.get("as", os.path.basename(source))), when)

    def do_gzip(self, words):
        with open(os.path.join(self.folder, words[0]), "rb") as f: data = gzip.compress(f.read(), mtime=0)
        with open(os.path.join(self.root, "inbox", words[2]), "wb") as f: f.write(data)

    def do_replace(self, words):
        path, (_, old, new, _) = self.path(words[0]), words[1].split(words[1][0])
        with open(path, encoding="utf-8", newline="") as f: text = f.read()
        if old not in text: raise Failure(f"{words[0]} does not hold {old!r}")
        with open(path, "w", encoding="utf-8", newline="") as f: f.write(text.replace(old, new))

    def do_walk(self, first, last):
        import walk
        have = walk.Walk(self, first, last).run()
        path = os.path.join(self.folder, "walk.csv")
        if UPDATE:
            with open(path, "wb") as f: f.write(have)
        with open(path, "rb") as f: want = f.read()
        if want != have: raise Failure("walk.csv differs from what came out" + self.first_difference(want, have))

    def do_command(self, code, words):
        words = [self.filled(w) for w in words]
        self.before, self.runs_before = self.tree(), self.runs()
        environment = self.environment()
        try:
            done = subprocess.run([BINARY, *words], cwd=self.root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            raise Failure("hangs: killed after 120 seconds")
        self.output = (done.stdout + done.stderr).decode("utf-8", "replace")
        if done.returncode != code: raise Failure(f"exit code {done.returncode}, expected {code}")

    def do_sql(self, statement):
        with contextlib.closing(sqlite3.connect(self.path("state/receivables.sqlite"))) as state, state: state.executescript(statement)

    def do_killed(self, words):
        process = subprocess.Popen([BINARY, *words[1:]], cwd=self.root, env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(int(words[0]) / 1000)
        process.kill()
        process.wait()

    @staticmethod
    def environment():
        environment = {k: v for k, v in os.environ.items() if k not in ("UPDATE_GOLDEN", "CI")}
        return {**environment, "TZ": "UTC", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"}

    # checking

    def table(self, path):
        full = os.path.join(self.root, "outbox/runs", self.run_name(), path)
        try:
            with open(full, encoding="utf-8", newline="") as f: rows = list(csv.reader(f))
        except FileNotFoundError:
            raise Failure(f"the run has no {path}")
        if not rows: raise Failure(f"{path} has no header")
        return rows[0], rows[1:]

    def check_table(self, path, words):
        header, rows = self.table(path)
        keys = []
        if words and words[0] not in ("count", "absent") and not re.match(r"\w+(!?=|~)", words[0]): keys = next(csv.reader([words.pop(0)]))
        found = [r for r in rows if r[:len(keys)] == keys]
        if not words or words == ["absent"]:
            if bool(found) == bool(words): raise Failure(f"{path} has {'a' if found else 'no'} row {','.join(keys)}" + self.listing(header, found or rows))
            return
        if words[0] == "count":
            if len(found) != int(words[1]): raise Failure(f"{path} has {len(found)} rows {','.join(keys)}, expected {words[1]}" + self.listing(header, found or rows))
            return
        if len(found) != 1: raise Failure(f"{path} has {len(found)} rows {','.join(keys)}" + self.listing(header, found or rows))
        for word in words: self.check_cell(path, header, found[0], word)

    def check_cell(self, path, header, row, word):
        match = re.match(r"(\w+)(!=|=|~)(.*)", word, re.S)
        if not match: raise Failure(f"not understood: {word}")
        name, how, want = match.groups()
        if name not in header: raise Failure(f"{path} has no column {name}; it has {','.join(header)}")
        have = row[header.index(name)]
        good = {"=": have == want, "!=": have != want, "~": want in have}[how]
        if not good: raise Failure(f"{path}: {name} is {have!r}, expected {how}{want!r}" + self.listing(header, [row]))

    @staticmethod
    def listing(header, rows):
        return "".join("\n      " + ",".join(r) for r in [header] + rows[:12]) + (f"\n      ... {len(rows) - 12} more" if len(rows) > 12 else "")

    def check_files(self, pattern, how, text):
        found = [p for p in self.glob(pattern) if os.path.isfile(p)]
        if not found: raise Failure(f"there is no {self.filled(pattern)}")
        for path in found:
            with open(path, "rb") as f: content = f.read()
            if (text.encode() in content) != (how == "has"):
                raise Failure(f"{os.path.relpath(path, self.root)} {'lacks' if how == 'has' else 'has'} {text!r}:\n      " + content[:600].decode("utf-8", "replace").replace("\n", "\n      "))

    def check_state(self, text, expected):
        found = any(text in str(cell) for cell in self.cells())
        if found != expected: raise Failure(f"the state {'holds' if found else 'does not hold'} {text!r}")

    def cells(self):
        for path in self.glob("state/*.sqlite"):
            database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            try:
                for (table,) in database.execute("select name from sqlite_master where type='table'").fetchall():
                    for row in database.execute(f'select * from "{table}"'): yield from row
            finally:
                database.close()

    def check(self, line):
        if match := re.match(r"([\w./-]+\.csv):\s*(.*)", line): return self.check_table(match.group(1), shlex.split(match.group(2)))
        if line.startswith("says not "):
            if line[9:] in self.output: raise Failure(f"it says {line[9:]!r}")
        elif line.startswith("says once "):
            if (n := self.output.count(line[10:])) != 1: raise Failure(f"it says {line[10:]!r} {n} times")
        elif line.startswith("says "):
            if self.filled(line[5:]) not in self.output: raise Failure(f"it does not say {self.filled(line[5:])!r}")
        elif line == "writes nothing":
            now = self.tree()
            if now != self.before: raise Failure(f"it wrote: {[k for k in sorted(set(now) | set(self.before)) if now.get(k) != self.before.get(k)][:8]}")
        elif line in ("publishes", "publishes nothing"):
            if (self.runs() != self.runs_before) != (line == "publishes"): raise Failure(f"runs before {self.runs_before}, now {self.runs()}")
        elif line.startswith("exists "):
            if not self.glob(line[7:].strip()): raise Failure(f"there is no {self.filled(line[7:].strip())}")
        elif line.startswith("missing "):
            if found := self.glob(line[8:].strip()): raise Failure(f"there is {os.path.relpath(found[0], self.root)}")
        elif match := re.match(r"file (\S+) (has|lacks) (.*)", line): self.check_files(*match.groups())
        elif line.startswith("state has "): self.check_state(line[10:], True)
        elif line.startswith("state lacks "): self.check_state(line[12:], False)
        elif match := re.match(r"same (\S+) as (\S+)", line):
            mine, other = (os.path.join(self.root, "outbox/runs", r, match.group(1)) for r in (self.run_name(), match.group(2)))
            if open(mine, "rb").read() != open(other, "rb").read(): raise Failure(f"{match.group(1)} differs from that of {match.group(2)}")
        else: raise Failure("this check is not understood")

    def check_golden(self):
        folder = os.path.join(self.folder, self.night or "none", "outbox")
        for path in sorted(glob.glob(folder + "/**/*", recursive=True)):
            if not os.path.isfile(path): continue
            name = os.path.relpath(path, folder)
            have = self.published(name)
            if UPDATE:
                with open(path, "wb") as f: f.write(have)
            elif open(path, "rb").read() != have: raise Failure(f"{name} differs from {os.path.relpath(path, PROJECT)}{self.first_difference(open(path, 'rb').read(), have)}")

    def published(self, name):
        path = os.path.join(self.root, "outbox/runs", self.run_name(), name.removesuffix(".words"))
        if not os.path.exists(path): raise Failure(f"the run has no {name}")
        if name.endswith(".pdf.words"): return words_of(path)
        with open(path, "rb") as f: return f.read()

    @staticmethod
    def first_difference(want, have):
        want, have = want.decode("utf-8", "replace").splitlines(), have.decode("utf-8", "replace").splitlines()
        for number, (a, b) in enumerate(zip(want + [""] * len(have), have + [""] * len(want)), 1):
            if a != b: return f"\n      line {number} expected {a}\n      line {number} is       {b}"
        return ""

    def play(self):
        config = os.path.join(self.folder, "pipeline.json")
        shutil.copy(config if os.path.exists(config) else os.path.join(HERE, "pipeline.json"), self.root)
        os.makedirs(os.path.join(self.root, "inbox"))
        os.makedirs(os.path.join(self.root, "outbox"))
        with open(os.path.join(self.folder, "scenario"), encoding="utf-8") as f: lines = f.read().splitlines()
        command = ""
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.lstrip().startswith("#"): continue
            try:
                if line[0].isspace(): self.check(line.strip())
                else:
                    command = line
                    self.do(line.strip())
            except Failure as failure:
                said = "".join(f"\n      | {l}" for l in self.output.strip().splitlines()[:14])
                after = f" (after `{command}`)" if line[0].isspace() else ""
                raise Failure(f"scenario:{number}: {line.strip()}{after}\n    {failure}" + (f"\n    it printed:{said}" if said else ""))
        self.check_golden()

    def do(self, line):
        words = shlex.split(line)
        if words[0].isdigit(): self.do_command(int(words[0]), words[1:])
        elif words[0] == "killed": self.do_killed(words[1:])
        elif words[0] == "night": self.do_night(words[1])
        elif words[0] == "drop": self.do_drop(words[1:])
        elif words[0] == "gzip": self.do_gzip(words[1:])
        elif words[0] == "replace": self.do_replace(words[1:])
        elif words[0] == "sql": self.do_sql(line[4:])
        elif words[0] == "remove":
            for path in self.glob(words[1]): os.unlink(path)
        elif words[0] == "link":
            name, folder = (os.path.join(self.root, w) for w in words[1:3])
            if os.path.isdir(name): os.rmdir(name)
            os.makedirs(folder)
            os.symlink(folder, name)
        elif words[0] == "walk": self.do_walk(words[1], words[2])
        else: raise Failure("this line is not understood")


def words_of(pdf):
    """Page, position in points (one decimal) and text of every word of a PDF file."""
    done = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    page, out = 0, []
    for line in done.stdout.decode().splitlines():
        if "<page " in line: page += 1
        if match := re.search(r'<word xMin="([\d.]+)" yMin="([\d.]+)".*>(.*)</word>', line):
            out.append(f"{page} {float(match.group(1)):.1f} {float(match.group(2)):.1f} {match.group(3)}\n")
    return "".join(out).encode()


def untold_reasons():
    """Reasons of suppression that no scenario asserts in a named row."""
    with open(os.path.join(PROJECT, "Sources/Ledger/Reminder.swift"), encoding="utf-8") as f: source = f.read()
    cases = re.search(r"enum SuppressionReason.*?\{(.*?)///", source, re.S).group(1)
    names = [quoted or name for name, quoted in re.findall(r'(?:case|,) (\w+)(?: = "([\w-]+)")?', cases)]
    told = set()
    for path in glob.glob(os.path.join(HERE, "*/scenario")):
        with open(path, encoding="utf-8") as f: told.update(re.findall(r"\.csv: \S+,\S+ .*?reason=([\w-]+)", f.read()))
    return [name for name in names if name not in told]


def play(name, keep):
    root = tempfile.mkdtemp(prefix=f"receivables-{name}-")
    problem = None
    try: Story(os.path.join(HERE, name), root).play()
    except Failure as failure: problem = str(failure)
    except Exception as error: problem = f"the harness stumbled: {type(error).__name__}: {error}"
    if problem and keep: problem += f"\n    its root is {root}"
    else: shutil.rmtree(root, ignore_errors=True)
    return name, problem


def main():
    parser = argparse.ArgumentParser(description="Runs whole nights through the binary. See the head of this file.")
    parser.add_argument("--filter", default="", help="only scenarios whose name holds this, or fits it as a glob")
    parser.add_argument("--jobs", type=int, default=max(1, min(4, os.cpu_count() or 1)))
    parser.add_argument("--keep", action="store_true", help="leave the folders of failed scenarios")
    parser.add_argument("--list", action="store_true", help="print each scenario and what it shows")
    options = parser.parse_args()
    names = sorted(os.path.basename(os.path.dirname(p)) for p in glob.glob(os.path.join(HERE, "*/scenario")))
    names = [n for n in names if options.filter in n or fnmatch.fnmatch(n, options.filter)]
    if options.list:
        for name in names:
            with open(os.path.join(HERE, name, "scenario"), encoding="utf-8") as f: print(f"{name:24} {f.readline().lstrip('# ').strip()}")
        return
    if UPDATE and os.environ.get("CI"): sys.exit("UPDATE_GOLDEN is refused in CI: golden files are rewritten by people who read the difference")
    if not names: sys.exit(f"no scenario fits {options.filter!r}")
    if not os.access(BINARY, os.X_OK): sys.exit(f"there is no binary {BINARY}: run `swift build`, or set RECEIVABLES")
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for name, problem in pool.map(lambda n: play(n, options.keep), names):
            print(f"{'FAIL' if problem else 'ok  '} {name}" + (f"\n    {problem}" if problem else ""), flush=True)
            failed += problem is not None
    if not options.filter:
        for reason in untold_reasons():
            print(f"FAIL no scenario asserts that somebody is suppressed `{reason}`")
            failed += 1
    print(f"{len(names) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
