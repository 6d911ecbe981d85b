"""A folder with a configuration and an inbox, in which the tools run the program; and what they drop there."""
import glob, hashlib, json, os, shutil, subprocess, tempfile

from stories import BINARY, PROJECT, Failure, Skipped

CUSTOMERS = "company,customer_id,name,email,country,language\nACME,C1,Customer 1 GmbH,ap@c1.example,DE,en\n"
HEAD = "company,document_id,customer_id,document_date,due_date,currency,amount,balance\n"
DOCUMENTS = HEAD + "ACME,INV1,C1,2026-10-02,2026-11-01,EUR,100.00,100.00\n"
NIGHT = ("run", "--as-of", "2026-11-20", "--now", "2026-11-20T22:00:00Z", "--progress", "never")


def root_only():
    if os.getuid() != 0: raise Skipped("needs root")


class Place:
    def __init__(self, root=None):
        self.root = root or tempfile.mkdtemp(prefix="receivables-hostile-")
        os.makedirs(self.path("inbox"), exist_ok=True)
        shutil.copy(os.path.join(PROJECT, "Tests/scenarios/pipeline.json"), self.root)

    def path(self, *names): return os.path.join(self.root, *names)

    def drop(self, name=b"documents.csv", text=DOCUMENTS):
        path = os.path.join(os.fsencode(self.path("inbox")), name if isinstance(name, bytes) else os.fsencode(name))
        with open(path, "w", encoding="utf-8") as f: f.write(text)
        return path

    def files(self):
        self.drop(b"customers.csv", CUSTOMERS)
        self.drop()

    def run(self, *arguments, prefix=(), seconds=60, **more):
        try:
            done = subprocess.run([*prefix, BINARY, *(arguments or NIGHT)], cwd=self.root, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds,
                                  env={**os.environ, "SWIFT_BACKTRACE": "enable=no"}, **more)
        except subprocess.TimeoutExpired: raise Failure(f"{' '.join(arguments or NIGHT)} hangs")
        return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")

    def runs(self): return sorted(os.path.basename(p)[:-5] for p in glob.glob(self.path("outbox/runs/*.done")))

    def attention(self):
        with open(self.path("outbox/attention.txt"), encoding="utf-8") as f: return f.read()

    def tree(self):
        """Every file of outbox and archive with its sha256."""
        found = {}
        for top in ("outbox", "archive"):
            for folder, _, names in os.walk(self.path(top)):
                for name in names:
                    with open(os.path.join(folder, name), "rb") as f:
                        found[os.path.relpath(os.path.join(folder, name), self.root)] = hashlib.sha256(f.read()).hexdigest()
        return found

    def remove(self):
        subprocess.run(["chmod", "-R", "u+rwX", self.root], capture_output=True)
        shutil.rmtree(self.root, ignore_errors=True)


def night(day, month=11): return ("run", "--as-of", f"2026-{month}-{day:02}", "--now", f"2026-{month}-{day:02}T22:00:00Z", "--progress", "never")


def rows(numbers): return HEAD + "".join(f"ACME,INV{n},C1,2026-10-02,2026-11-01,EUR,{n}.00,{n}.00\n" for n in numbers)


def configure(place, change):
    with open(place.path("pipeline.json"), encoding="utf-8") as f: configuration = json.load(f)
    change(configuration)
    with open(place.path("pipeline.json"), "w", encoding="utf-8") as f: json.dump(configuration, f)


def traced(*arguments):
    if not shutil.which("strace") or subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode:
        raise Skipped("strace may not trace here")
    return ("strace", "-f", "-qq", *arguments)
