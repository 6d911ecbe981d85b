"""The catalogue of nasty inputs, row by row: what real exports contain, and what has to become of it. docs/nasty-inputs.md tells it for people;
run.py runs it through the program. A case is a file (its bytes), the feed it belongs to, and what `check --json` has to say."""

COLUMNS = ["company", "document_id", "customer_id", "document_date", "due_date", "currency", "amount", "balance"]


def rows(*rows, delimiter=",", header=COLUMNS, end="\n"):
    """A table of canonical open items; a row is what differs from the one of last resort."""
    lines = [delimiter.join(header)] if header else []
    for number, row in enumerate(rows, 1):
        cells = dict(company="ACME", document_id=f"INV{number}", customer_id="C1", document_date="2026-10-01", due_date="2026-10-31", currency="EUR", amount="100.00", balance="100.00", reference="")
        cells.update(row)
        lines.append(delimiter.join(cells[name] for name in header or COLUMNS))
    return end.join(lines) + end


# A mapping that leaves everything to the file.
AUTO = {"feed": "documents", "read": {"format": "csv"}, "columns": {name: name for name in COLUMNS}}
REPORT_COLUMNS = {"document_id": "Num", "customer_id": "Customer", "document_date": "Date", "due_date": "Due Date", "amount": "Amount", "balance": "Open Balance", "currency": {"const": "EUR"}}


def auto(**more):
    return {**AUTO, **more}


def report(read=None, **more):
    return {"feed": "documents", "match": {"columns": ["Num", "Open Balance"]}, "read": {"format": "csv", **(read or {})}, "columns": REPORT_COLUMNS, **more}


def money(text, **more):
    """Two columns that hold amounts; decides nothing else."""
    return dict(amount=text, balance=text, **more)


def xml(body, declaration='<?xml version="1.0" encoding="UTF-8"?>', encoding="utf-8"):
    return (declaration + body).encode(encoding)


def document(**more):
    cells = dict(company="ACME", document_id="INV1", customer_id="C1", document_date="2026-10-01", due_date="2026-10-31", currency="EUR", amount="100.00", balance="100.00")
    cells.update(more)
    return "<document>" + "".join(f"<{name}>{value}</{name}>" for name, value in cells.items()) + "</document>"


class Case:
    """One input. `row` is its number in the catalogue, 0 for those beside it.

    exit: of `check`. refused: codes of the file. rejected: (line, code) of rows. warned: codes. values: of the rows that are read, by field.
    read, skipped: counts. ties: of the file's own totals. mapping / preset / folder / name: where the file belongs."""

    def __init__(self, row, title, data, exit=0, name="open-items.csv", folder="open-items", preset=None, mapping=None, **expected):
        self.row, self.title, self.exit, self.name, self.folder, self.preset, self.mapping, self.expected = row, title, exit, name, folder, preset, mapping, expected
        self.data = data.encode() if isinstance(data, str) else data


GERMAN = "Müller & Söhne, 5 € Gebühr"
NAMED = COLUMNS + ["reference"]
REFUSED = 65
BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
MT940 = (":20:STMT1\r\n:25:12345678/0001234567\r\n:28C:1/1\r\n:60F:C260201EUR100,00\r\n:61:2602300228C50,00NTRFNONREF//B1\r\n:86:INV1 paid\r\n:62F:C260228EUR150,00\r\n-\r\n")

CASES = [
    Case(1, "a byte order mark is no part of the first column's name", "\ufeff" + rows({}), values=[{"company": "ACME"}]),
    Case(2, "UTF-16 with its mark and TABs, as a spreadsheet writes Unicode text", b"\xff\xfe" + rows(dict(reference=GERMAN), delimiter="\t", header=NAMED).encode("utf-16-le"), mapping={**AUTO, "columns": {**AUTO["columns"], "reference": "reference"}}, values=[{"reference": GERMAN}]),
    Case(2, "UTF-16 big end first, without a mark", rows({}).encode("utf-16-be"), mapping=AUTO, values=[{"document_id": "INV1"}]),
    Case(3, "windows-1252 is read and said to be assumed, never taken for Latin 1 in silence", rows(dict(reference=GERMAN.replace(",", "")), header=NAMED).encode("cp1252"), mapping=auto(keep={"note": "reference"}), warned=["encoding-assumed"], values=[{"note": GERMAN.replace(",", "")}]),
    Case(4, "LF, CR LF and CR in one file, and no line end at the end", rows({}).rstrip("\n") + "\r\n" + rows(dict(document_id="INV2"), header=None).rstrip("\n") + "\r" + rows(dict(document_id="INV3"), header=None).rstrip("\n"), read=3),
    Case(5, "NUL and control-Z reject their row, and no other", rows({}, dict(customer_id="C\x001"), dict(customer_id="C\x1a1"), {}), exit=REFUSED, read=4, rejected=[(3, "control-character"), (4, "control-character")]),
    Case(6, "a quoted line end is text: the lines behind it keep their numbers", rows(dict(reference='"first\nsecond"'), dict(document_date="2026-02-30"), header=NAMED), exit=REFUSED, rejected=[(4, "date")], read=2),
    Case(7, "a quote that is never closed is told where it opened", rows({}, dict(document_id='"INV2')) + "".join(rows({}, header=None) for _ in range(60)), exit=REFUSED, refused=["quote-unbalanced"], at=3),
    Case(7, "inches are no quotation", rows(dict(reference='20" pipe'), header=NAMED), read=1),
    Case(8, "`sep=;` is obeyed", "sep=;\n" + rows({}, delimiter=";"), read=1),
    Case(9, "two columns of one name are refused", rows({}).replace("currency,amount", "currency,balance", 1), exit=REFUSED, refused=["column-duplicate"]),
    Case(9, "a mapping may say which of two it means", "Num,Customer,Date,Due Date,Amount,Amount,Open Balance\nINV1,C1,2026-10-01,2026-10-31,1.00,100.00,90.00\n", mapping={**report(), "columns": {**REPORT_COLUMNS, "amount": "Amount#2"}}, values=[{"amount": "100.00"}]),
    Case(10, "a column without a name is read by its place; a row of the wrong width is rejected", ",Num,Customer,Date,Due Date,Amount,Open Balance\nx,INV1,C1,2026-10-01,2026-10-31,100.00,100.00\nx,INV2,C1,2026-10-01,2026-10-31,1,234.00,100.00\n", exit=REFUSED, mapping=report(keep={"label": "#1"}), rejected=[(3, "width")], values=[{"label": "x"}]),
    Case(11, "title lines above the header, page heads between the rows", "Acme Ltd\nOpen items\n\nNum,Customer,Date,Due Date,Amount,Open Balance\nINV1,C1,2026-10-01,2026-10-31,100.00,100.00\n,,,,,\nNum,Customer,Date,Due Date,Amount,Open Balance\nINV2,C1,2026-10-01,2026-10-31,50.00,50.00\n", mapping=report(), read=2),
    Case(12, "a total row is a control total and no document", "Num,Customer,Date,Due Date,Amount,Open Balance\nINV1,C1,2026-10-01,2026-10-31,100.00,100.00\nTOTAL,,,,,100.00\n***END***,,,,,\n", mapping=report({"drop": [{"when": [{"field": "Num", "in": ["TOTAL"]}], "as": "control"}, {"when": [{"field": "Num", "startsWith": ["***"]}]}]}, check=[{"sum": "balance", "equals": "Open Balance"}]), read=1, ties=[True]),
    Case(12, "a total that differs is told", "Num,Customer,Date,Due Date,Amount,Open Balance\nINV1,C1,2026-10-01,2026-10-31,100.00,100.00\nTOTAL,,,,,100.01\n", exit=REFUSED, mapping=report({"drop": [{"when": [{"field": "Num", "in": ["TOTAL"]}], "as": "control"}]}, check=[{"sum": "balance", "equals": "Open Balance"}]), ties=[False]),
    Case(13, "the delimiter is one of four, and the one that finds the columns", rows(dict(reference="a, b, c, d, e"), dict(reference="f, g"), delimiter=";", header=NAMED), read=2),
    Case(14, "decimal comma with points, apostrophes and blanks between groups", rows(money("1.234,56"), money("10.237,65"), delimiter=";"), mapping=AUTO, values=[{"balance": "1234.56"}, {"balance": "10237.65"}]),
    Case(14, "apostrophes group", rows(money("1'000'000,00"), money("12,50"), delimiter=";"), mapping=AUTO, values=[{"balance": "1000000.00"}]),
    Case(14, "blanks group", rows(money("10 237,65"), money("12,50"), delimiter=";"), mapping=AUTO, values=[{"balance": "10237.65"}]),
    Case(15, "`1.000` alone may be a thousand or one: refused with the line to add", rows(money("1.000"), money("2.500")), exit=REFUSED, mapping=AUTO, refused=["decimal-mark"], helps='"decimal"'),
    Case(16, "fewer decimals than the currency has", rows(money("-110.7", document_id="CR1")) + rows(money("100"), header=None), read=2),
    Case(17, "minus behind, brackets, CR and the real minus sign, where the mapping lists them", rows(money("100.00-"), money("(100.00)"), money("100.00 CR"), money("\u2212100.00")), mapping=auto(locale={"negative": ["lead", "trail", "paren", "crdr"], "decimal": "."}), values=[{"balance": "-100.00"}] * 4),
    Case(17, "two signs are one too many", rows(money("--21.78"), money("1.00")), exit=REFUSED, mapping=auto(locale={"decimal": "."}), rejected=[(2, "number-sign")] * 2),
    Case(18, "a minus is never dropped", rows(money("-21.78"), money("100.00")), values=[{"balance": "-21.78"}, {"balance": "100.00"}]),
    Case(19, "the dust of binary fractions is rejected", rows(money("2309.7899999999995"), money("1.00")), exit=REFUSED, mapping=auto(locale={"decimal": "."}), rejected=[(2, "number-scale")] * 2),
    Case(19, "or rounded, where the mapping says so", rows(money("2309.7899999999995"), money("1.00")), mapping=auto(locale={"decimal": ".", "excess": "round"}), values=[{"balance": "2309.79"}]),
    Case(20, "the order of day and month is the column's, not the cell's", rows(dict(document_date="01/02/2026", due_date="03/03/2026"), dict(document_date="31/01/2026", due_date="28/02/2026")), mapping=AUTO, values=[{"document_date": "2026-02-01"}, {"document_date": "2026-01-31"}]),
    Case(20, "where nothing decides, the file is refused with the line to add", rows(dict(document_date="01/02/2026", due_date="03/04/2026")), exit=REFUSED, mapping=AUTO, refused=["date-order"], helps='"dates"'),
    Case(20, "a column that says both is refused", rows(dict(document_date="31/01/2026", due_date="2026-10-31"), dict(document_date="01/31/2026", due_date="2026-10-31")), exit=REFUSED, mapping=AUTO, refused=["date-order"]),
    Case(21, "years of two digits only with a pivot", rows(dict(document_date="01.10.26", due_date="31.10.26")), exit=REFUSED, mapping=auto(locale={"dates": ["DD.MM.YYYY"]}), rejected=[(2, "date")] * 2),
    Case(21, "with a pivot they are years of our time", rows(dict(document_date="01.10.26", due_date="31.10.26")), mapping=auto(locale={"dates": ["DD.MM.YY"], "pivot": 70}), values=[{"document_date": "2026-10-01"}]),
    Case(22, "numbers of a spreadsheet are dates only where the mapping says so", rows(dict(document_date="46296", due_date="46326")), mapping=auto(locale={"dates": ["YYYY-MM-DD"], "excelSerial": True}), values=[{"document_date": "2026-10-01"}]),
    Case(22, "and no dates otherwise", rows(dict(document_date="46296"), {}), exit=REFUSED, rejected=[(2, "date")]),
    Case(23, "the 30th of February is rejected", rows(dict(document_date="2026-02-30"), {}), exit=REFUSED, rejected=[(2, "date")]),
    Case(23, "but a bank's value date is the end of the month, with a warning", MT940, name="statement.sta", folder="bank", warned=["bank-date-clamped"], read=1),
    Case(24, "an id that a spreadsheet has rounded is lost", rows(dict(document_id="2.4952E+19"), {}), exit=REFUSED, rejected=[(2, "id-scientific")]),
    Case(24, "and so is one that a look-up of a spreadsheet has not found", rows(dict(customer_id="#NV"), {}), exit=REFUSED, rejected=[(2, "id-spreadsheet")]),
    Case(25, "leading zeros stay", rows(dict(document_id="000123")), values=[{"document_id": "000123"}]),
    Case(25, "and can be put back", rows(dict(document_id="123")), mapping={**AUTO, "columns": {**AUTO["columns"], "document_id": {"from": "document_id", "steps": [{"pad": [6, "0"]}]}}}, values=[{"document_id": "000123"}]),
    Case(27, "a DOCTYPE is refused before it is read", xml(BOMB + "<receivables>&c;</receivables>"), exit=REFUSED, name="open-items.xml", refused=["xml-doctype"]),
    Case(27, "nothing outside is opened", xml('<!DOCTYPE r SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]><receivables>&x;</receivables>'), exit=REFUSED, name="open-items.xml", refused=["xml-doctype"], opens_nothing=True),
    Case(28, "an attachment of megabytes is not copied into a row", xml("<receivables>" + document(reference="QUJD" * 500_000) + document(document_id="INV2") + "</receivables>"), exit=REFUSED, name="open-items.xml", rejected=[(1, "field-too-long")]),
    Case(28, "elements nest in reason", xml("<receivables><document>" + "<a>" * 300 + "</a>" * 300 + "</document></receivables>"), exit=REFUSED, name="open-items.xml", refused=["xml-depth"]),
    Case(29, "a file that says UTF-8 and is not", xml("<receivables>" + document(reference="Müller") + "</receivables>", encoding="cp1252"), exit=REFUSED, name="open-items.xml", refused=["xml-encoding"]),
    Case(30, "a file that says Latin 1 and is UTF-8 is warned of", xml("<receivables>" + document(reference="Müller") + "</receivables>", '<?xml version="1.0" encoding="ISO-8859-1"?>'), name="open-items.xml", warned=["encoding-suspect"]),
    Case(31, "an empty line before the XML", b"\n" + xml("<receivables>" + document() + "</receivables>"), name="open-items.xml", warned=["xml-leading-blanks"], read=1),
    Case(31, "a NUL behind the XML", xml("<receivables>" + document() + "</receivables>") + b"\0", exit=REFUSED, name="open-items.xml", refused=["xml-trailing"]),
    Case(31, "UTF-16 that ends in the middle of a character", (b"\xff\xfe" + ('<?xml version="1.0" encoding="UTF-16"?><receivables>' + document() + "</receivables>").encode("utf-16-le"))[:-1], exit=REFUSED, name="open-items.xml", refused=["xml-truncated"]),
    Case(32, "half an XML file", xml("<receivables>" + document() + document()[:40]), exit=REFUSED, name="open-items.xml", refused=["xml-truncated"]),
    Case(34, "labels in the user's language", "Nummer;Anzeigename des Rechnungspartners;Rechnungsdatum;Fälligkeitsdatum;Gesamt mit Vorzeichen;Fälliger Betrag;Währung;Status\nRE/2026/0001;Müller GmbH;2026-10-01;2026-10-31;100,00;100,00;EUR;Gebucht\n", folder="odoo", preset="odoo.documents", read=1),
    Case(35, "drafts and voided invoices are skipped and counted", "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,Currency,Type,Status\nEins,INV1,2026-10-01,2026-10-31,100.00,100.00,EUR,Sales invoice,Awaiting Payment\nEins,INV2,2026-10-02,2026-10-31,50.00,50.00,EUR,Sales invoice,Draft\n", folder="xero", preset="xero.documents", skipped=1, read=1),
    # Beside the catalogue
    Case(0, "an empty file", b"", exit=REFUSED, refused=["file-empty"]),
    Case(0, "blanks and line ends alone", b" \r\n\n", exit=REFUSED, refused=["file-empty"]),
    Case(0, "a header and nothing else", rows(), read=0),
    Case(0, "a gzip archive", b"\x1f\x8b\x08\x00" + bytes(40), exit=REFUSED, refused=["file-compressed"]),
    Case(0, "a workbook", b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(40) + b"xl/workbook.xml", exit=REFUSED, name="open-items.xlsx", refused=["file-spreadsheet"]),
    Case(0, "an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), exit=REFUSED, name="open-items.xls", refused=["file-spreadsheet"]),
    Case(0, "a web page that calls itself a workbook", b"<html><table><tr><td>Num</td></tr></table></html>", exit=REFUSED, name="open-items.xls", refused=["file-html"]),
    Case(0, "one endless line", b"x" * 5_000_000, exit=REFUSED, refused=["record-too-long", "header-missing"]),
    Case(0, "another feed's file in a feed's folder", "company,customer_id,name,email\nACME,C1,Eins,a@b.example\n", exit=REFUSED, refused=["feed-mismatch"]),
    Case(0, "two feeds that claim one file", rows({}), exit=REFUSED, folder=None, name="x.csv", mapping=AUTO, refused=["feed-ambiguous"]),
    Case(0, "columns that no feed knows", "a,b,c\n1,2,3\n", exit=REFUSED, folder=None, name="x.csv", refused=["feed-unknown"]),
]
