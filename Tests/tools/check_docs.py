#!/usr/bin/env python3
"""Is the handbook true? Compares README, ARCHITECTURE, docs/ and the man page with the sources and with the program itself.

  Tests/tools/check_docs.py [--static] [--only WORD]

  sources   every exit code, suppression reason, artefact heading, column, worklist word, decision kind, feed column, template
            field and diagnostic code has its row or heading
  links     relative links and their anchors resolve; files named in backticks exist; `make` targets exist
  json      every ```json block parses, and the program accepts it: as a stage, a feed, a policy, a mapping, rates or a template
  commands  every command and option of `receivables --help` is in the man page, every command in README.md; groff accepts the page
  run       every ```sh block behind `<!-- run -->` exits 0. Blocks of a page run one after the other in one fresh copy of the
            sample, with `receivables` on PATH. Other ```sh blocks say why not: `<!-- no-run: reason -->`; their
            commands and options have to exist all the same

RECEIVABLES names the binary (default: .build/release/receivables, else .build/debug/receivables). --static leaves out what needs it,
--only WORD the pages without WORD in their name. The exit code is 1 when something is wrong; every problem is told."""
import argparse, glob, json, os, re, shutil, subprocess, sys, tempfile

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAN = "docs/receivables.1"
KEBAB = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"


def read(path):
    with open(os.path.join(PROJECT, path), encoding="utf-8") as file: return file.read()


def swift(*folders):
    """Sources below these folders of Sources/, by path."""
    paths = [p for f in folders or ["."] for p in glob.glob(os.path.join(PROJECT, "Sources", f, "**/*.swift"), recursive=True)]
    return {os.path.relpath(p, PROJECT): read(os.path.relpath(p, PROJECT)) for p in sorted(paths)}


def pages():
    found = glob.glob(os.path.join(PROJECT, "*.md")) + glob.glob(os.path.join(PROJECT, "docs/**/*.md"), recursive=True)
    found += glob.glob(os.path.join(PROJECT, "*box/README.md"))
    return sorted(os.path.relpath(p, PROJECT) for p in found)


def one(found, what):
    """A pattern that finds nothing means that the sources have changed, not that all is well."""
    if not found: raise SystemExit(f"check_docs: no {what} found in the sources: this script has to be brought up to date")
    return found


# What the sources say


def raw_values(text, enum):
    """Raw values of an enum of strings, in order."""
    start = re.search(rf"enum {enum}: String[^{{]*\{{", text)
    body = text[start.end():] if start else ""
    values = []
    for line in re.sub(r"//[^\n]*", "", body).splitlines():
        line = line.strip()
        if line.startswith("case "):
            values += [raw or name for name, raw in re.findall(r"`?(\w+)`?(?: = \"([^\"]*)\")?(?:,|$)", line[5:])]
        elif line and not line.startswith(","): break
    return one(values, f"cases of {enum}")


def codes():
    """Every diagnostic code that the sources can give, with a file that gives it."""
    found = {}
    everywhere = [
        rf'\bcode(?:: String)?(?::| =| \{{) "({KEBAB})"', rf'[^"\n] \[({KEBAB})\]"', rf'refuse\(\s*(?:\.\w+,\s*)?"({KEBAB})"',
        rf'addProblem\(\s*"({KEBAB})"', rf'\bwarn\("({KEBAB})"', r'"((?:template|xml|json|mail|bank|unknown|duplicate)(?:-[a-z]+)+)"']
    special = {
        "Sources/Normalize": [rf'\b(?:Fault|fail)\(\s*[^,]+,\s*"({KEBAB})"'],
        "Sources/Formats/XML/XMLPushParser.swift": [r',\s*"([a-z]+(?:-[a-z0-9]+)+)",\s*(?:$|")'],
        "Sources/Intake": [r',\s*"([a-z]+(?:-[a-z0-9]+)+)"\s*[,)]'],
        "Sources/receivables/main.swift": [rf'\[({KEBAB})\]'],
        "Sources/receivables/Outcome.swift": [rf'self\.init\([^"]*"({KEBAB})"'],
        "Sources/receivables/Nightly/Deciding/TemplateDeclarationReader.swift": [r',\s*"([a-z]+(?:-[a-z]+)+)"\s*,'],
    }
    for path, text in swift().items():
        if "/Builtin/" in path: continue
        text = "\n".join(line for line in text.splitlines() if not line.strip().startswith("//"))
        patterns = everywhere + [p for start, more in special.items() if path.startswith(start) for p in more]
        for pattern in patterns:
            for code in re.findall(pattern, text): found.setdefault(code, path)
        for body in re.findall(r"var code: String \{\s*switch.*?\n  \}", text, re.S):
            for code in re.findall(rf'case [^\n]*?: "({KEBAB})"', body): found.setdefault(code, path)
    return one(found, "diagnostic codes")


def columns():
    """Columns of the CSV files of Emit."""
    found = {}
    for path, text in swift("Emit").items():
        for block in re.findall(r"columns(?::| =)\s*\[(.*?)\]", text, re.S):
            for name in re.findall(r'"([a-z][a-z0-9_]*)"', block): found.setdefault(name, path)
    return one(found, "columns")


def template_fields():
    names = dict(re.findall(r'^  case (\w+) = "(\w+)"', read("Sources/Documents/Template/FieldName.swift"), re.M))
    fields = []
    for path in ("ReminderFields", "StatementContent"):
        text = read(f"Sources/Documents/Template/{path}.swift")
        fields += [(names.get(name, name), kind) for name, kind in re.findall(r'\.init\(\s*\.(\w+), \.(\w+)', text)]
    return one(fields, "template fields")


# Checks, each a list of problems


def check_sources():
    problems = []

    def need(page, text, wanted, why):
        if wanted not in text: problems.append(f"{page}: {why}: {wanted.strip()}")

    exits = one(re.findall(r"case \w+ = (\d+)", read("Sources/receivables/ExitCode.swift")), "exit codes")
    for page in ("README.md", "docs/operations.md"):
        for code in exits: need(page, read(page), f"\n| {code} |", "exit code without row")
    for code in exits: need(MAN, read(MAN), f"\n.B {code}\n", "exit code missing")

    reminders = read("docs/reminders.md")
    reasons = raw_values(read("Sources/Ledger/Reminder.swift"), "SuppressionReason")
    for reason in reasons: need("docs/reminders.md", reminders, f"\n| `{reason}` |", "suppression reason without row")
    rows = [r for r in re.findall(rf"\n\| `({KEBAB})` \|", reminders) if r in reasons]
    if rows != reasons and sorted(rows) == sorted(reasons): problems.append("docs/reminders.md: reasons stand in another order than in Reminder.swift")

    artefacts = read("docs/artefacts.md")
    for heading in one(re.findall(r'heading: "([^"]+)"', read("Sources/Emit/Artefact.swift")), "artefact headings"):
        need("docs/artefacts.md", artefacts, f"\n## {heading}\n", "artefact without chapter")
    for name, path in columns().items(): need("docs/artefacts.md", artefacts, f"`{name}`", f"column of {path} not described")
    for word in raw_values(read("Sources/Ledger/WorklistItem.swift"), "What"):
        need("docs/artefacts.md", artefacts, f"`{word}`", "worklist word not described")

    cash, outcome = read("docs/cash.md"), read("Sources/Pipeline/CashOutcome.swift")
    for word in raw_values(outcome, "CashRule") + raw_values(outcome, "CashDifference") + raw_values(outcome, "CashReason"):
        need("docs/cash.md", cash, f"\n| `{word}` |", "rule, difference or reason of cash application without row")

    feeds = read("docs/feeds.md")
    for kind in raw_values(read("Sources/Ledger/Decision.swift"), "Kind"): need("docs/feeds.md", feeds, f"`{kind}`", "kind of decision not described")
    for name in sorted(set(one(re.findall(r'FieldRule\(\s*"(\w+)"', read("Sources/Pipeline/Mapping/CanonicalFeeds.swift")), "feed columns"))):
        if not re.search(rf"`{name}`|\*\*{name}\*\*", feeds) and not re.search(rf"`{name.rstrip('0123456789')}\d` to `{name.rstrip('0123456789')}\d`", feeds):
            problems.append(f"docs/feeds.md: column of a feed not described: {name}")

    templates = read("docs/templates.md")
    for name, kind in template_fields(): need("docs/templates.md", templates, f"\n| `{name}` | {kind} |", "template field without row")

    rows = re.findall(rf"^\| (`{KEBAB}`(?:, `{KEBAB}`)*) \|", read("docs/errors.md"), re.M)
    explained = {code for row in rows for code in re.findall(rf"`({KEBAB})`", row)}
    given = codes()
    for code, path in sorted(given.items()):
        if code not in explained | set(reasons): problems.append(f"docs/errors.md: code of {path} not explained: {code}")
    problems += [f"docs/errors.md: explains {code}, which no source gives" for code in sorted(explained - set(given))]
    return problems


def slug(heading):
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def without_blocks(text): return re.sub(r"^```.*?^```[^\n]*$", "", text, flags=re.M | re.S)


def check_links():
    problems = []
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))
    sources = ["Package.swift"] + [os.path.relpath(p, PROJECT) for f in ("Sources", "Tests") for p in glob.glob(os.path.join(PROJECT, f, "**/*"), recursive=True)]
    for page in pages():
        text = without_blocks(read(page))
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", link): continue
            path, _, anchor = link.partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
            if not os.path.exists(os.path.join(PROJECT, target)): problems.append(f"{page}: link to {link}: no such file")
            elif anchor and anchor not in [slug(h) for h in re.findall(r"^#+ (.*)$", read(target), re.M)]:
                problems.append(f"{page}: link to {link}: no such heading")
        for name in re.findall(r"`((?:Tests|Sources|scripts|sample|docs)/[\w./-]+)`", text):
            if not os.path.exists(os.path.join(PROJECT, name.rstrip("/"))): problems.append(f"{page}: names {name}, which is not there")
        for name in re.findall(r"`([\w/]+\.swift)`", text):
            if not any(("/" + s).endswith("/" + name) for s in sources): problems.append(f"{page}: names {name}, which is not there")
        for target in re.findall(r"`make ([a-z-]+)", text) + re.findall(r"^make ([a-z-]+)", read(page), re.M):
            if target not in targets: problems.append(f"{page}: make has no target {target}")
    return problems


def blocks(page, language):
    """Marker (the line before, if it is a comment), first line and text of the blocks of a language."""
    text = read(page)
    for match in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.M | re.S):
        before = text[: match.start()].rstrip("\n").rsplit("\n", 1)[-1].strip()
        yield before if before.startswith("<!--") else "", text.count("\n", 0, match.start()) + 1, match.group(1)


def check_json():
    problems = []
    for page in pages():
        for _, line, block in blocks(page, "json"):
            try: json.loads(block)
            except ValueError as error: problems.append(f"{page}:{line}: json block: {error}")
    return problems


# What the program says


def company(name):
    return {"id": name, "name": name, "baseCurrency": "EUR", "country": "DE", "contact": "K", "phone": "1",
            "address": [name, "Weg 1", "50667 Köln"], "email": {"from": "ar@acme.example"}}


def as_pipeline(value, folder):
    """The stages of a pipeline.json that an example is part of, with the files it needs in `folder`; None where it is no part of one."""
    documents = {"feed": "docs", "preset": "canonical.documents", "extent": "snapshot", "match": ["d*.csv"]}
    intake = {"stage": "intake", "feeds": [documents]}

    def beside(name, content):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file: file.write(content if isinstance(content, str) else json.dumps(content))

    def decide(**more): return [intake, {"stage": "decide", **more}]

    text = json.dumps(value)
    for name in re.findall(r'"([\w./-]+\.ics)"', text): beside(name, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    builtin = os.path.join(PROJECT, "Sources/Documents/Template/Builtin")
    known = "".join(read(os.path.relpath(p, PROJECT)) for p in glob.glob(os.path.join(builtin, "**/*.swift"), recursive=True))
    instead = re.findall(r'"([\w-]+)"\s*[,}]', " ".join(re.findall(r'"templates": \{([^}]*\})', text)))
    for name in set(re.findall(r'"template": "([\w-]+)"', text) + instead):
        if f'"{name}"' in known: continue
        beside(f"templates/{name}/template.json", {"id": name, "version": "1", "channels": ["email", "letter"]})
        beside(f"templates/{name}/body.en.txt", "# Reminder\n\nPlease pay {{amount_due}}.\n")
    if value.get("stage") == "intake": return [value]
    if "stage" in value: return [intake, value]
    if "channels" in value:
        beside(f"templates/{value['id']}/template.json", value)
        beside(f"templates/{value['id']}/body.en.txt", "# Reminder\n\nPlease pay {{amount_due}}.\n")
        return decide(policies=[{"policy": "p", "steps": [{"days": 7, "channel": value["channels"], "template": value["id"]}]}])
    if "rates" in value:
        beside("rates.json", value)
        return decide(interestRates="rates.json")
    if "policy" in value: return decide(policies=[value] + ([{"policy": "rest", "steps": []}] if "for" in value else []))
    if {"windows", "holidays", "tone", "interest"} & set(value):
        return decide(policies=[{"policy": "p", "steps": [{"days": 7, "channel": ["email"], "template": "gentle"}], **value}])
    if "mapping" in value or "preset" in value: return [{"stage": "intake", "feeds": [value]}]
    if "columns" in value:
        kind, given = value.get("feed", "documents"), value["columns"]
        needed = {"company": {"const": "ACME"}}
        if kind == "documents":
            needed |= {"document_id": "No", "customer_id": "Customer", "document_date": "Date", "currency": {"const": "EUR"}, "balance": "Open"}
        beside("mapping.json", {"feed": kind, "read": {"format": "csv"}, **value, "columns": needed | given})
        feed = {"feed": "own", "mapping": "mapping.json"} | ({"extent": "snapshot"} if kind == "documents" else {})
        return [{"stage": "intake", "feeds": [feed]}]
    return None


def check_examples(program):
    """Every example of the handbook is accepted by the program."""
    problems = []
    for page in pages():
        if not re.fullmatch(r"docs/(presets/)?[\w-]+\.md", page): continue
        for _, line, block in blocks(page, "json"):
            try: value = json.loads(block)
            except ValueError: continue  # told by check_json
            with tempfile.TemporaryDirectory(prefix="receivables-docs-") as folder:
                stages = as_pipeline(value, folder)
                if stages is None:
                    problems.append(f"{page}:{line}: json block of an unknown kind: as_pipeline has to know it")
                    continue
                named = set(re.findall(r'"(?:company|id)": "([A-Z0-9]+)"', block)) | {c for l in re.findall(r'"compan(?:y|ies)": \[([^\]]*)\]', block) for c in re.findall(r'"([^"]+)"', l)}
                value = {"version": 1, "companies": [company(c) for c in sorted(named | {"ACME"})], "stages": stages}
                with open(os.path.join(folder, "pipeline.json"), "w", encoding="utf-8") as file: json.dump(value, file, indent=1)
                done = subprocess.run([program.path, "check"], cwd=folder, capture_output=True, text=True)
                if done.returncode != 0:
                    told = [l for l in (done.stdout + done.stderr).splitlines() if "error" in l or l.startswith("help")]
                    problems.append(f"{page}:{line}: this example is refused\n    " + "\n    ".join(told[:4]))
    return problems


class Program:
    def __init__(self):
        named = os.environ.get("RECEIVABLES")
        choices = [named] if named else [os.path.join(PROJECT, f".build/{kind}/receivables") for kind in ("release", "debug")]
        self.path = next((os.path.abspath(c) for c in choices if os.path.exists(c)), None)
        if not self.path: raise SystemExit(f"check_docs: no program at {' or '.join(choices)}; build it, name it with RECEIVABLES, or give --static")
        self.commands = {}
        for line in self.says("--help").splitlines():
            if match := re.match(r"  ([a-z]+)(?: [A-Z\[a-z][^ ]*)*  +\S", line): self.commands[match.group(1)] = []
        one(self.commands, "commands in --help")
        for name in self.commands: self.commands[name] = re.findall(r"^  --([a-z-]+)", self.says(name, "--help"), re.M)

    def says(self, *arguments): return subprocess.run([self.path, *arguments], capture_output=True, text=True).stdout


def check_commands(program):
    problems, man, readme = [], read(MAN).replace("\\-", "-"), read("README.md")
    for name, options in program.commands.items():
        if not re.search(rf'^\.SS "receivables {name}\b', man, re.M): problems.append(f"{MAN}: no section for {name}")
        if not re.search(rf"`{name}[ `]", readme): problems.append(f"README.md: command {name} is not in the table")
        for option in options:
            if f"--{option}" not in man.split(".SH OPTIONS", 1)[-1]: problems.append(f"{MAN}: option --{option} of {name} is missing")
    for name in re.findall(r'^\.SS "receivables (\w+)', man, re.M):
        if name not in program.commands: problems.append(f"{MAN}: section for {name}, which is no command")
    return problems


def check_man():
    """Whether the man page is one: groff has nothing to complain about."""
    if not shutil.which("groff"): return []
    done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", os.path.join(PROJECT, MAN)], capture_output=True, text=True)
    return [f"{MAN}: groff: {line}" for line in done.stderr.splitlines()]


def check_usage(program, page, line, block):
    """Commands and options of a block that is not run."""
    problems = []
    for text in re.sub(r"<<'(\w+)'.*?^\1$", "", block, flags=re.M | re.S).splitlines():
        for name, rest in re.findall(r"(?:^|[ /;|&(])receivables ([a-z]+)([^|&;#\n]*)", text):
            if name not in program.commands: problems.append(f"{page}:{line}: receivables {name}: no such command")
            else: problems += [f"{page}:{line}: receivables {name} has no option --{o}" for o in re.findall(r" --([a-z-]+)", rest) if o not in program.commands[name]]
    return problems


def fresh_sample(folder):
    for name in ("inbox", "outbox", "docs"): os.makedirs(os.path.join(folder, name))
    shutil.copy(os.path.join(PROJECT, "pipeline.json"), folder)
    shutil.copytree(os.path.join(PROJECT, "sample"), os.path.join(folder, "sample"))
    shutil.copy(os.path.join(PROJECT, "docs/pipeline.schema.json"), os.path.join(folder, "docs"))


def check_run(program, only):
    problems, ran = [], 0
    for page in pages():
        if only not in page: continue
        with tempfile.TemporaryDirectory(prefix="receivables-docs-") as folder:
            root, tools = os.path.join(folder, "root"), os.path.join(folder, "bin")
            os.makedirs(tools)
            os.symlink(program.path, os.path.join(tools, "receivables"))
            fresh_sample(root)
            environment = {**os.environ, "PATH": tools + os.pathsep + os.environ["PATH"], "SWIFT_BACKTRACE": "enable=no"}
            for marker, line, block in blocks(page, "sh"):
                problems += check_usage(program, page, line, block)
                if re.fullmatch(r"<!-- no-run: .+ -->", marker): continue
                if marker != "<!-- run -->":
                    problems.append(f"{page}:{line}: an sh block without <!-- run --> or <!-- no-run: reason -->")
                    continue
                done = subprocess.run(["bash", "-eu", "-o", "pipefail", "-c", block], cwd=root, env=environment, text=True,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                ran += 1
                if done.returncode != 0:
                    tail = "\n".join("    " + l for l in done.stdout.splitlines()[-8:])
                    problems.append(f"{page}:{line}: this block ends with {done.returncode}\n{tail}")
    print(f"check_docs: {ran} blocks were run")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--static", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    problems = check_sources() + check_links() + check_json() + check_man()
    if not options.static:
        program = Program()
        problems += check_commands(program) + check_examples(program) + check_run(program, options.only)
    for problem in problems: print(problem)
    print(f"check_docs: {len(problems)} problems" if problems else "check_docs: all true")
    return 1 if problems else 0


if __name__ == "__main__": sys.exit(main())
