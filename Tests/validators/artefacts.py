"""Checks of one published run: every artefact against its format, against the manifest, and against the dropped files."""
import email
import email.policy
import hashlib
import json
import os
import re
import subprocess
import tempfile
from collections import Counter, defaultdict
from decimal import Decimal

from room import PROJECT, tool

MONEY = re.compile(r"-?\d+(\.\d+)?$")
# Key columns of every table: what CONTRACT.md section 5 puts first.
COLUMNS = {
    "aging/aging.csv": "company customer_id currency not_due d1_30 d31_60 d61_90 d91_120 d121_plus unapplied total customer_name as_of data_as_of",
    "aging/aging-detail.csv": "company customer_id document_id instalment kind document_date due_date currency amount balance days_past_due bucket "
                              "customer_name group salesperson level hold",
    "changes/changes.csv": "company customer_id document_id instalment change currency old_balance new_balance fields cause",
    "changes/adjustments.csv": "company customer_id document_id date currency amount",
    "scores/scores.csv": "company customer_id score grade confidence days_beyond_terms reason1 reason2 reason3 overridden_by override_until",
    "reminders/reminders.csv": "company customer_id currency action reason channel policy level overdue credits interest fees amount_due documents "
                               "not_before message_id",
    "reminders/items.csv": "company customer_id currency document_id instalment included_as reason days_past_due balance level_before level_after "
                           "interest fee message_id",
    "reminders/email/index.csv": "message_id file from reply_to to cc subject template template_version language not_before expires attachments",
    "statements/index.csv": "company customer_id currency first_page pages opening closing due",
    "worklist.csv": "company customer_id document_id what currency amount due owner since next",
}
LETTERS = ("sequence piece_id message_id company customer_id document_type address_line1 address_line2 address_line3 address_line4 address_line5 "
           "address_line6 postal_code country envelope service duplex first_page pages sheets posting_date currency amount sha256")
REASONS = ("hard-stop excluded intercompany stale-data rejected-input not-live pilot no-due-date too-old disputed plan promise hold erp-block direct-debit "
           "adjustment-review payment-seen recent-payment short-payment credit-covers below-minimum not-yet pay-by min-interval max-per-week top-level "
           "already-sent no-contact channel-refused no-consent window not-released").split()


def every_file(run, night):
    """manifest.json names every file with its sha256 and no other; .done, current."""
    named = {entry["path"]: entry for entry in run.manifest["files"]}
    present = set(run.files()) - {"manifest.json"}
    for name in sorted(set(named) ^ present):
        yield f"{name} is {'missing' if name in named else 'not in the manifest'}"
    for name in sorted(set(named) & present):
        data = run.bytes(name)
        if (len(data), hashlib.sha256(data).hexdigest()) != (named[name]["bytes"], named[name]["sha256"]):
            yield f"{name} has other bytes than the manifest says"
    with open(run.folder + ".done", encoding="ascii") as file:
        if file.read().split()[0] != hashlib.sha256(run.bytes("manifest.json")).hexdigest():
            yield ".done is not the sha256 of the manifest"
    for entry in run.manifest["inputs"]:
        path = os.path.join(night.folder, entry["name"])
        with open(path, "rb") as file:
            data = file.read()
        if (len(data), hashlib.sha256(data).hexdigest()) != (entry["bytes"], entry["sha256"]):
            yield f"input {entry['name']} is not what was dropped"
        if not os.path.exists(run.room.path("archive", str(night.as_of.year), entry["sha256"])):
            yield f"input {entry['name']} is not in the archive"
    if {entry["name"] for entry in run.manifest["inputs"]} != set(os.listdir(night.folder)):
        yield "not every dropped file is an input"


def every_table(run, night):
    """Every CSV: columns first as promised, LF, UTF-8, sorted, as many rows as the manifest says."""
    rows_of = {entry["path"]: entry["rows"] for entry in run.manifest["files"]}
    for name in run.files(".csv"):
        data = run.bytes(name)
        if b"\r" in data or not data.endswith(b"\n") or data.startswith(b"\xef\xbb\xbf"):
            yield f"{name}: line ends or a byte order mark"
        header, rows = run.raw(name)
        wanted = (LETTERS if name.startswith("letters/") else COLUMNS.get(name, "")).split()
        if header[:len(wanted)] != wanted:
            yield f"{name}: its first columns are {header[:len(wanted)]}"
        if any(len(row) != len(header) for row in rows):
            yield f"{name}: a row has another number of cells than the header"
        pieces = rows[:-1] if name.startswith("letters/") else rows
        if name.startswith("letters/"):
            if [row[0] for row in pieces] != [str(number + 1) for number in range(len(pieces))]:
                yield f"{name}: the sequence has gaps"
        elif wanted and "statements" not in name:
            keys = [tuple(cell.encode() for cell in row[:3]) for row in pieces]
            if keys != sorted(keys):
                yield f"{name}: not sorted by its first columns"
        if rows_of[name] not in (len(rows), len(pieces)):
            yield f"{name}: {len(rows)} rows, the manifest says {rows_of[name]}"


def every_pdf(run, night):
    """qpdf --check, embedded subset fonts, PDF/A-2b; pages as the tables say."""
    paths = [run.path(name) for name in run.files(".pdf")]
    yield from tool("check_pdf.py", *paths)
    for batch, (pieces, _) in run.letters().items():
        yield from paging(f"letters {batch}", pieces, pages(run.path("letters", batch + ".pdf")))
    yield from paging("statements", run.table("statements/index.csv"), pages(run.path("statements/statements.pdf")))


def pages(path):
    return int(subprocess.run(["qpdf", "--show-npages", path], capture_output=True, check=True).stdout)


def paging(what, rows, number):
    """Pieces follow one another without gap and fill the file."""
    place, last = 1, None
    for row in rows:
        if last and last == (row["company"], row["customer_id"], row["first_page"], row["pages"]):
            continue  # one statement over two currencies has a row for each
        last = row["company"], row["customer_id"], row["first_page"], row["pages"]
        if not row["first_page"]:
            yield f"{what}: {row['customer_id']} {row['currency']} is not in the PDF"
            continue
        if int(row["first_page"]) != place:
            yield f"{what}: {row['customer_id']} begins on page {row['first_page']}, not {place}"
        place = int(row["first_page"]) + int(row["pages"])
    if place != number + 1:
        yield f"{what}: {number} pages, the table speaks of {place - 1}"


def every_window(run, night):
    """Every letter's address in its window, nothing else in its zone."""
    for batch in run.letters():
        profile = batch.rsplit("-", 2)[1]
        yield from tool("check_window.py", run.path("letters", batch + ".pdf"), profile, run.path("letters", batch + ".csv"))


def payment_codes(run, night):
    """The payment codes of letters in euros as a phone reads them off the paper: who is paid, to which account, what the manifest says, under which reference."""
    import zxingcpp
    from PIL import Image

    with open(os.path.join(PROJECT, "pipeline.json"), encoding="utf-8") as file:
        companies = {company["id"]: company for company in json.load(file)["companies"]}
    found = 0
    for batch, (pieces, _) in run.letters().items():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", run.path("letters", batch + ".pdf"), folder + "/p"], check=True)
            pages = [[code.text for code in zxingcpp.read_barcodes(Image.open(os.path.join(folder, name)))] for name in sorted(os.listdir(folder))]
        for piece in pieces:
            first = int(piece["first_page"])
            codes = [text for page in pages[first - 1:first - 1 + int(piece["pages"])] for text in page]
            bank = companies[piece["company"]]["bank"]
            wanted = "\n".join(["BCD", "002", "1", "SCT", "", bank["name"], bank["iban"].replace(" ", ""), "EUR" + piece["amount"], "", "", piece["customer_id"]])
            # A letter about one document names it as well.
            right = codes == [] or len(codes) == 1 and piece["currency"] == "EUR" and (codes[0] == wanted or codes[0].startswith(wanted + " / "))
            if not right:
                yield f"letters {batch}: {piece['customer_id']} has {codes}"
            found += len(codes)
    if run.letters() and not found:
        yield "no letter has a payment code"


def every_mail(run, night):
    """Every .eml through Python's e-mail package; index row and file belong together."""
    paths = [run.path(name) for name in run.files(".eml")]
    if paths:
        yield from tool("check_mail.py", *paths)
    index = run.table("reminders/email/index.csv")
    if {row["file"] for row in index} != set(run.files(".eml")):
        yield "index.csv and the .eml files differ"
    for row in index:
        message = email.message_from_bytes(run.bytes(row["file"]), policy=email.policy.SMTP)
        for column, header in (("to", "To"), ("subject", "Subject"), ("from", "From"), ("reply_to", "Reply-To"), ("language", "Content-Language")):
            if row[column] not in str(message[header]):
                yield f"{row['file']}: {header} is {message[header]}, the index says {row[column]}"
        if row["message_id"] not in message["Message-ID"]:
            yield f"{row['file']}: Message-ID {message['Message-ID']}"


def every_page(run, night):
    """Every HTML report loads in Chromium without a console message."""
    yield from tool("check_html.py", *(run.path(name) for name in run.files(".html")))


def aging(run, night):
    """aging.csv equals the aging of the dropped files, row by row; per currency it is the controls' balance."""
    expected, seen, sums = night.aging(), {}, defaultdict(Decimal)
    for row in run.table("aging/aging.csv"):
        cells = list(row.values())
        values = [Decimal(cell) for cell in cells[3:11]]
        key = tuple(cells[:3])
        if sum(values[:-1]) != values[-1]:
            yield f"{key}: the buckets and unapplied are {sum(values[:-1])}, the total is {values[-1]}"
        if key in expected and values != expected[key]:
            yield f"{key}: {values}, the files say {expected[key]}"
        seen[key] = values
        sums[key[0], key[2]] += values[-1]
    for key in sorted(set(expected) ^ set(seen)):
        if any(seen.get(key, [1])):
            yield f"{key}: {'not in aging.csv' if key in expected else 'in aging.csv, not in the files'}"
    controls = {(row["company"], row["currency"]): Decimal(row["gl_balance"]) for row in night.controls}
    told = {(row["company"], row["currency"]): Decimal(row["balance"]) for row in run.manifest["controlTotals"]}
    if not dict(sums) == night.totals() == controls == told:
        yield f"totals: aging {dict(sums)}, files {night.totals()}, controls {controls}, manifest {told}"
    yield from details(run, night)


def details(run, night):
    expected = {key: (balance, night.days_past_due(row)) for key, row, balance in night.open_documents()}
    seen = {}
    for row in run.table("aging/aging-detail.csv"):
        seen[row["company"], row["document_id"], row["instalment"]] = (Decimal(row["balance"]), int(row["days_past_due"]))
    for key in sorted(set(expected) | set(seen)):
        if expected.get(key) != seen.get(key):
            yield f"aging-detail {key}: {seen.get(key)}, the files say {expected.get(key)}"


def statements(run, night):
    """Closing of every statement = what the payer has open in the files = the lines that it lists."""
    expected, lines = night.statement_totals(), defaultdict(Decimal)
    for row in run.table("statements/statements.csv"):
        lines[row["company"], row["customer_id"], row["currency"]] += Decimal(row["balance"])
    stopped = {(row["company"], row["customer_id"]) for row in run.table("reminders/reminders.csv") if row["reason"] == "hard-stop"}
    seen = set()
    for row in run.table("statements/index.csv"):
        key = row["company"], row["customer_id"], row["currency"]
        seen.add(key)
        if not Decimal(row["closing"]) == expected.get(key) == lines[key]:
            yield f"{key}: closing {row['closing']}, files {expected.get(key)}, lines {lines[key]}"
    for key in sorted(set(expected) - seen):
        if key[:2] not in stopped:
            yield f"{key}: no statement"


def printed(amount, language):
    """An amount as a reader of that language writes it."""
    text = f"{abs(Decimal(amount)):,}"
    if language[:2] == "fr": return text.replace(",", "").replace(".", ",")  # the narrow blanks between thousands are taken out below
    return text.translate(str.maketrans(",.", ".,")) if language[:2] in ("de", "es", "it", "nl") else text


def names_amount(text, amount, language):
    return re.search(r"(?<![\d.,])" + re.escape(printed(amount, language)) + r"(?![\d])", text.replace("\u202f", "").replace("\u00a0", " "))


def reminders(run, night):
    """Sums of every unit, a reason for each suppressed one, and the amount as it is printed in mail and letter."""
    mails = {row["message_id"]: row for row in run.table("reminders/email/index.csv")}
    pieces = {row["message_id"]: (batch, row) for batch, (rows, _) in run.letters().items() for row in rows}
    calls = {row["message_id"]: row for row in run.table("reminders/calls.csv")}
    sent = defaultdict(set)
    for row in run.table("reminders/reminders.csv"):
        unit = f"{row['company']} {row['customer_id']} {row['currency']}"
        values = [Decimal(row[name]) for name in ("overdue", "credits", "interest", "fees", "amount_due")]
        if sum(values[:-1]) != values[-1]:
            yield f"{unit}: {' + '.join(map(str, values[:-1]))} is not {values[-1]}"
        if (row["action"] == "suppress") != (row["reason"] in REASONS) or (row["action"] == "send") != bool(row["message_id"]):
            yield f"{unit}: {row['action']} {row['reason']!r} {row['message_id']!r}"
        if row["action"] == "send":
            if row["message_id"] in sent[row["channel"]]:
                yield f"{unit}: its message_id stands twice"
            sent[row["channel"]].add(row["message_id"])
            yield from carried(run, night, row, mails, pieces, calls, unit)
    for channel, published in (("email", mails), ("letter", pieces), ("call", calls)):
        if sent[channel] != set(published):
            yield f"{channel}: {len(sent[channel])} units are sent, {len(published)} are published"
    yield from batches(run)


def carried(run, night, row, mails, pieces, calls, unit):
    """What carries the message names its amount."""
    identity = row["message_id"]
    if row["channel"] == "email" and identity in mails:
        message = email.message_from_bytes(run.bytes(mails[identity]["file"]), policy=email.policy.SMTP)
        language = mails[identity]["language"]
        for part in ("plain", "html"):
            if not names_amount(message.get_body((part,)).get_content(), row["amount_due"], language):
                yield f"{unit}: {printed(row['amount_due'], language)} is not in the {part} text of its mail"
    elif row["channel"] == "letter" and identity in pieces:
        batch, piece = pieces[identity]
        first, last = int(piece["first_page"]), int(piece["first_page"]) + int(piece["pages"]) - 1
        text = subprocess.run(["pdftotext", "-layout", "-f", str(first), "-l", str(last), run.path("letters", batch + ".pdf"), "-"],
                              capture_output=True, text=True, check=True).stdout
        if not names_amount(text, row["amount_due"], night.language(row["company"], row["customer_id"])) or row["customer_id"] not in text:
            yield f"{unit}: {row['amount_due']} or the customer number is not on its letter"
        if Decimal(piece["amount"]) != Decimal(row["amount_due"]):
            yield f"{unit}: the manifest of its letter says {piece['amount']}"
    elif row["channel"] == "call" and identity in calls and Decimal(calls[identity]["amount_due"]) != Decimal(row["amount_due"]):
        yield f"{unit}: the call list says {calls[identity]['amount_due']}"


def batches(run):
    """The totals row of a print file's manifest."""
    for batch, (pieces, totals) in run.letters().items():
        sums = [sum(Decimal(piece[name]) for piece in pieces) for name in ("pages", "sheets", "amount")]
        if totals["sequence"] != "total" or sums != [Decimal(totals[name]) for name in ("pages", "sheets", "amount")]:
            yield f"letters {batch}: the totals row is {totals}"
        if len({piece["sha256"] for piece in pieces}) != len(pieces):
            yield f"letters {batch}: two pieces with the same sha256"


def items(run, night, disputed):
    """One row for every overdue item and every credit of each unit; what a unit asks for is the sum of its items."""
    units = {(row["company"], row["customer_id"], row["currency"]): row for row in run.table("reminders/reminders.csv")}
    rows = defaultdict(dict)
    for row in run.table("reminders/items.csv"):
        key = row["document_id"], row["instalment"]
        if key in rows[row["company"], row["customer_id"], row["currency"]]:
            yield f"{row['customer_id']} {key}: two rows"
        rows[row["company"], row["customer_id"], row["currency"]][key] = row
        if int(row["level_after"]) < int(row["level_before"]) or int(row["level_after"]) > int(row["level_before"]) + 1:
            yield f"{row['customer_id']} {key}: level {row['level_before']} to {row['level_after']}"
        if row["included_as"] == "held" and row["reason"] not in REASONS:
            yield f"{row['customer_id']} {key}: held without a reason"
        if Decimal(row["balance"]) != night.balance((row["company"], *key)):
            yield f"{row['customer_id']} {key}: balance {row['balance']}, the files say {night.balance((row['company'], *key))}"
    for key in sorted(set(rows) - set(units)):
        yield f"{key}: items without a unit"
    for (company, document, instalment), row, balance in night.open_documents():
        unit = company, night.payer(company, row["customer_id"]), row["currency"]
        if unit in units and (night.days_past_due(row) > 0 or balance < 0) and (document, instalment) not in rows[unit]:
            yield f"{unit}: {document} has no row in items.csv"
    for unit, row in units.items():
        asked = Counter(item["included_as"] for item in rows[unit].values())
        listed = {f"{name}/{part}" if part else name for (name, part), item in rows[unit].items() if item["included_as"] in ("trigger", "content")}
        if listed != set(filter(None, row["documents"].split(";"))):
            yield f"{unit}: documents {row['documents']}, items {sorted(listed)}"
        if row["action"] == "send" and not asked["trigger"]:
            yield f"{unit}: is sent and nothing triggered it"
        total = sum(Decimal(item["balance"]) - disputed.get((item["company"], item["document_id"]), 0)
                    for item in rows[unit].values() if item["included_as"] in ("trigger", "content"))
        if total != Decimal(row["overdue"]):
            yield f"{unit}: overdue {row['overdue']}, its items are {total}"


# Called as check(run, night).
CHECKS = (every_file, every_table, every_pdf, every_window, payment_codes, every_mail, every_page, aging, statements, reminders)
