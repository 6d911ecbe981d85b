"""Promises about what lies in the inbox: writers who take their time, the same name with other bytes, more files and larger ones than anybody
expects, hostile XML, card numbers, names, disks of their own."""
import csv, glob, hashlib, os, random, shutil, subprocess, threading, time

from places import CUSTOMERS, DOCUMENTS, HEAD, Place, configure, night, root_only, rows, traced
from stories import BINARY, PROJECT, Skipped, need, options


def writers(place):
    """Writers that pause, close and open again with the old date, cut and rewrite, or move over: never a prefix is taken, always the whole."""
    # Somebody who closes the file between its parts can be told from one who has finished by time only.
    configure(place, lambda c: [f.update(quiet=2) for f in c["stages"][0]["feeds"]])
    place.drop(b"customers.csv", CUSTOMERS)
    finals, texts, path = set(), {}, place.path("inbox/documents.csv")

    def final(text):
        finals.add(hashlib.sha256(text.encode()).hexdigest())
        return text

    def held_open(text):
        with open(path, "w", encoding="utf-8") as f:
            for line in text.splitlines(keepends=True):
                f.write(line)
                f.flush()
                time.sleep(0.5)

    def reopened(text):
        for line in text.splitlines(keepends=True):
            with open(path, "a", encoding="utf-8") as f: f.write(line)
            os.utime(path, (1_790_000_000, 1_790_000_000))
            time.sleep(0.5)

    def rewritten(text):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text[:-30])
            f.flush()
            time.sleep(1)
            f.seek(0)
            f.truncate()
            f.write(text)

    def moved(text):
        for name in (".a", ".b"):
            with open(place.path(name), "w", encoding="utf-8") as f: f.write(text)
            os.rename(place.path(name), path)

    for way, last in zip((held_open, reopened, rewritten, moved), (4, 6, 8, 10)):
        texts[way.__name__] = final(rows(range(1, last)))
        writer = threading.Thread(target=way, args=(texts[way.__name__],))
        writer.start()
        seen = 0
        while writer.is_alive() or os.path.exists(path):
            code, text = place.run()
            need(code in (0, 65), f"{way.__name__}: exit {code}: {text}")
            seen += 1
            need(seen < 60, f"{way.__name__}: the file is never taken: {text}")
            time.sleep(0.2)
        writer.join()
    taken = {os.path.basename(p) for p in glob.glob(place.path("archive/*/*"))} - {hashlib.sha256(CUSTOMERS.encode()).hexdigest()}
    need(not glob.glob(place.path("inbox/rejected/*")), "a prefix was taken, and refused")
    lost = [way for way, text in texts.items() if hashlib.sha256(text.encode()).hexdigest() not in taken]
    need(taken == finals and not lost, f"{len(taken - finals)} prefixes were taken, and not those of {lost}")


def same_name(place):
    """The same name and date with other bytes is another file: both are kept, the newer counts."""
    place.files()
    texts = [DOCUMENTS, DOCUMENTS.replace("100.00,100.00", "100.00,40.00")]
    for text, day in zip(texts, (20, 21)):
        path = place.drop(b"documents.csv", text)
        os.utime(path, (1_790_000_000, 1_790_000_000))
        code, words = place.run(*night(day))
        need(code == 0, words)
    kept = {os.path.basename(p) for p in glob.glob(place.path("archive/*/*"))}
    need({hashlib.sha256(t.encode()).hexdigest() for t in texts} <= kept, "one was overwritten or skipped")
    with open(place.path("outbox/runs", place.runs()[-1], "aging/aging-detail.csv"), encoding="utf-8") as f:
        need([r["balance"] for r in csv.DictReader(f)] == ["40.00"], "the newer one does not count")


def peak(place, *arguments):
    """Exit code and largest resident set in MiB."""
    process = subprocess.Popen([BINARY, *arguments], cwd=place.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_maxrss / 1024


def huge(place):
    """A file far larger than the memory it may take: read through, or refused, without being held."""
    block = "".join(f"ACME,INV{n},C1,2026-10-02,2026-11-01,EUR,100.00,100.00\n" for n in range(20_000))
    path = place.path("big.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write(HEAD)
        for _ in range(250): f.write(block)
    size = os.path.getsize(path) / 2**20
    need(size > 200, f"only {size} MiB")
    code, memory = peak(place, "check", "big.csv")
    need(code in (0, 65) and memory < 100, f"check of {size:.0f} MiB: exit {code}, {memory:.0f} MiB of memory")
    place.files()
    with open(path, "r+", encoding="utf-8") as f: f.write(HEAD.replace("company", "nothing").replace("document_id", "documentxid"))
    os.rename(path, place.path("inbox/big.csv"))
    code, memory = peak(place, *night(20))
    need(code == 65 and memory < 100, f"refused: exit {code}, {memory:.0f} MiB of memory")
    code, memory = peak(place, "verify")
    need(code == 0 and memory < 100, f"verify: exit {code}, {memory:.0f} MiB of memory")


def many(place):
    """Files by the thousand: the time grows with their number and no faster, and each counts once."""
    times = {}
    for count in (1000, 4000):
        one = Place()
        try:
            configure(one, lambda c: next(f for f in c["stages"][0]["feeds"] if f["feed"] == "documents").update(extent="delta"))
            one.drop(b"customers.csv", CUSTOMERS)
            for n in range(count): one.drop(f"documents-{n}.csv", rows([n + 1]))
            started = time.monotonic()
            code, text = one.run(seconds=600)
            times[count] = time.monotonic() - started
            need(code == 0, f"exit {code}: {text[-400:]}")
            with open(one.path("outbox/runs", one.runs()[-1], "changes/changes.csv"), encoding="utf-8") as f: lines = list(csv.DictReader(f))
            need(len(lines) == count, f"{len(lines)} changes for {count} files")
        finally: one.remove()
    need(times[4000] < 4 * 1.6 * times[1000], f"seconds by number of files: {times}")


def entities(place):
    """XML that names files, networks or itself opens nothing and is refused."""
    shutil.copy(os.path.join(PROJECT, "Tests/scenarios/xml-feed/pipeline.json"), place.root) if os.path.exists(os.path.join(PROJECT, "Tests/scenarios/xml-feed/pipeline.json")) else None
    secret = place.path("secret.txt")
    with open(secret, "w", encoding="utf-8") as f: f.write("C1")
    body = ("<receivables><document><company>ACME</company><document_id>X%d</document_id><customer_id>&e;</customer_id><document_date>2026-10-02</document_date>"
            "<due_date>2026-11-01</due_date><currency>EUR</currency><balance>1.00</balance></document></receivables>")
    heads = [f'<!DOCTYPE receivables [<!ENTITY e SYSTEM "file://{secret}">]>', '<!DOCTYPE receivables [<!ENTITY e SYSTEM "http://127.0.0.1:9/x">]>',
             f'<!DOCTYPE receivables SYSTEM "file://{secret}">', '<!DOCTYPE receivables [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
             '<!DOCTYPE receivables [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>']
    for number, head in enumerate(heads): place.drop(f"documents-{number}.xml", '<?xml version="1.0"?>' + head + body % number)
    place.drop(b"customers.csv", CUSTOMERS)
    code, text = place.run(prefix=traced("-o", place.path("trace"), "-e", "trace=openat,open,socket,connect,execve"))
    need(code == 65, f"exit {code}: {text}")
    with open(place.path("trace"), encoding="utf-8", errors="replace") as f: lines = f.read()
    need("secret.txt" not in lines and "hostname" not in lines and "socket(" not in lines, "something was opened: " + "".join(l for l in lines.splitlines(True) if "secret" in l or "socket" in l))
    need(len(glob.glob(place.path("inbox/rejected/*.xml"))) == len(heads), "not every file was refused")


def luhn(digits):
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 if place % 2 == 0 else 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def card(chance):
    start = chance.choice(["4", "51", "55", "2221", "34", "37", "6011"])
    length = 15 if start in ("34", "37") else 16
    body = start + "".join(chance.choice("0123456789") for _ in range(length - 1 - len(start)))
    return next(body + d for d in "0123456789" if luhn(body + d))


def cards(place):
    """Random card numbers in the free texts of payments, plain and in groups: none is left in state or outbox."""
    chance, numbers, lines = random.Random(11), [], []
    for n in range(options.numbers):
        number = card(chance)
        numbers.append(number)
        written = number if chance.random() < 0.5 else chance.choice([" ", "-"]).join([number[:4], number[4:8], number[8:12], number[12:]])
        cells = {"reference": "", "remittance": "", "payer_name": "Omega", "payer_account": ""}
        column = chance.choice(["remittance", "payer_name", "payer_account", "reference"])
        cells[column] = chance.choice(["", "paid by card ", "VISA "]) + written if column != "payer_account" else written
        lines.append(["ACME", f"P{n}", "C1", "2026-11-19", "EUR", "1.00", *cells.values()])
    place.files()
    with open(place.path("inbox/payments.csv"), "w", encoding="utf-8", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows([["company", "payment_id", "customer_id", "payment_date", "currency", "amount", "reference", "remittance", "payer_name", "payer_account"], *lines])
    code, text = place.run()
    need(code in (0, 65), f"exit {code}: {text}")
    data = b""
    for top in ("state", "outbox"):
        for folder, _, names in os.walk(place.path(top)):
            for name in names:
                with open(os.path.join(folder, name), "rb") as f: data += f.read()
    left = [n for n in numbers if any(form.encode() in data for form in (n, " ".join([n[:4], n[4:8], n[8:12], n[12:]]), "-".join([n[:4], n[4:8], n[8:12], n[12:]])))]
    need(not left, f"{len(left)} of {len(numbers)} card numbers are left, such as {left[:3]}")


def refused_names(place):
    """A name so long that nothing can be put around it, and one that is no text: refused, or told, and not in the way of every night to come."""
    place.files()
    place.drop(b"w" * 251 + b".csv", "a,b\n1,2\n")
    place.drop("\u0301mark.csv", "c,d\n1,2\n")
    code, text = place.run()
    need(code == 65 and place.runs(), f"exit {code}: {text[-600:]}")
    names = os.listdir(place.path("inbox/rejected"))
    need(len(names) == 4 and any(n.endswith("wwww.csv") for n in names), f"rejected: {names}")
    place.drop(b"\xff\xfe documents.csv", rows([7]))
    code, text = place.run(*night(21))
    need(code == 66 and "not UTF-8" in text and "rename it" in place.attention(), f"exit {code}: {text}")
    os.rename(os.path.join(os.fsencode(place.path("inbox")), b"\xff\xfe documents.csv"), place.path("inbox/documents.csv"))
    code, text = place.run(*night(21))
    need(code == 0, f"renamed: exit {code}: {text}")
    need(place.run("verify")[0] == 0, "verify fails")


def other_disks(place):
    """Inbox, archive, state and outbox each on a file system of its own, with a file that is refused and one that is held."""
    root_only()
    for top in ("inbox", "archive", "state", "outbox"):
        one = Place()
        try:
            os.makedirs(one.path(top), exist_ok=True)
            if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", one.path(top)], capture_output=True).returncode: raise Skipped("tmpfs cannot be mounted")
            one.drop(b"customers.csv", CUSTOMERS)
            one.drop(b"documents.csv", rows(range(1, 41)))
            one.drop(b"strange.csv", "a,b\n1,2\n")
            code, text = one.run(*night(20))
            need(code == 65 and one.runs(), f"{top} on a disk of its own: exit {code}: {text}")
            one.drop(b"documents.csv", rows([1, 2]))
            code, text = one.run(*night(21))
            held = glob.glob(one.path("inbox/held/*.csv"))
            need(code == 65 and held, f"{top}: exit {code}, held {held}: {text}")
            code, text = one.run("accept", os.path.basename(held[0])[:12], "--by", "J", "--reason", "right")
            need(code == 0, text)
            code, text = one.run(*night(22))
            need(code == 0, text)
            need(one.run("verify")[0] == 0, "verify fails")
            need(len(glob.glob(one.path("inbox/rejected/*"))) == 2 and not glob.glob(one.path("inbox/held/*")), "refused files do not lie where they should")
        finally:
            subprocess.run(["umount", one.path(top)], capture_output=True)
            one.remove()
