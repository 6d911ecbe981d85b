#!/usr/bin/env python3
"""Reads every .eml file given with Python's own e-mail package and says what is wrong with it.

usage: check_mail.py [--show] FILE...
Prints FILE: problem, one per line, and exits 1 where there is any. --show prints subject, addresses and text as read.
"""
import email.policy
import re
import sys
from email.parser import BytesParser

ONCE = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted", "Content-Language",
        "Content-Type"]
AT_MOST_ONCE = ["Reply-To", "Cc", "In-Reply-To", "References"]
PARTS = {"text/plain": "quoted-printable", "text/html": "quoted-printable"}


def check_bytes(data):
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        yield "a line does not end with CRLF"
    if not data.endswith(b"\r\n"):
        yield "the last line has no end"
    if re.search(rb"[^\x20-\x7e\r\n]", data):
        yield "there are bytes outside printable ASCII"
    for number, line in enumerate(data.split(b"\r\n"), 1):
        if len(line) > 998:
            yield f"line {number} has {len(line)} bytes, 998 are allowed"
        elif len(line) > 78 and b"@" not in line:
            yield f"line {number} has {len(line)} bytes, 78 are wanted"
    head = data.split(b"\r\n\r\n", 1)[0]
    for line in head.split(b"\r\n"):
        if not line.strip():
            yield "a header line holds only white space"
        for word in re.findall(rb"=\?\S*", line):
            if len(word.rstrip(b",")) > 75:
                yield f"an encoded word has {len(word)} characters, 75 are allowed"
            if len(line) > 76:
                yield f"a line with an encoded word has {len(line)} characters, 76 are allowed"


def check_headers(message):
    names = [name for name in message.keys()]
    for name in ONCE:
        if names.count(name) != 1:
            yield f"header {name} stands {names.count(name)} times"
    for name in names:
        if name not in ONCE + AT_MOST_ONCE:
            yield f"unexpected header {name}"
        if names.count(name) > 1:
            yield f"header {name} stands more than once"
        value = message[name]
        for defect in getattr(value, "defects", []):
            yield f"header {name}: {defect!r}"
        if re.search(r"[\x00-\x1f\x7f\ufffd]|=\?", str(value)):
            yield f"header {name} does not decode: {str(value)!r}"
    for name in ("From", "Reply-To", "To", "Cc"):
        if name in message:
            for address in message[name].addresses:
                if not address.username or "." not in address.domain:
                    yield f"header {name} has the address {address.addr_spec!r}"
    if message["Auto-Submitted"] != "auto-generated":
        yield "Auto-Submitted is not auto-generated"
    if message["Date"] is not None and message["Date"].datetime is None:
        yield "Date is no date"
    if not re.fullmatch(r"<[^<>\s@]+@[^<>\s@]+>", message["Message-ID"] or ""):
        yield f"Message-ID is {message['Message-ID']!r}"


def check_parts(message, data):
    for part in message.walk():
        for defect in part.defects:
            yield f"{part.get_content_type()}: {defect!r}"
        if part.is_multipart():
            boundary = part.get_boundary()
            if not boundary or data.count(b"--" + boundary.encode() + b"--\r\n") != 1:
                yield f"{part.get_content_type()}: the boundary does not stand exactly once at the end"
            if part.preamble or (part.epilogue or "").strip():
                yield f"{part.get_content_type()}: there is text outside the parts"
    alternative = message
    if message.get_content_type() == "multipart/mixed":
        alternative = message.get_payload(0)
        for part in message.get_payload()[1:]:
            if part.get_content_disposition() != "attachment" or not part.get_filename():
                yield "a further part is no attachment with a name"
            if not part.get_content():
                yield f"attachment {part.get_filename()} is empty"
    if alternative.get_content_type() != "multipart/alternative":
        yield f"the body is {alternative.get_content_type()}"
        return
    found = [part.get_content_type() for part in alternative.iter_parts()]
    if found != list(PARTS):
        yield f"the alternatives are {found}"
    for part in alternative.iter_parts():
        kind = part.get_content_type()
        if part["Content-Transfer-Encoding"] != PARTS.get(kind) or part.get_content_charset() != "utf-8":
            yield f"{kind} is {part['Content-Transfer-Encoding']}, {part.get_content_charset()}"
        text = part.get_content()
        if not text.strip() or "\ufffd" in text:
            yield f"{kind} is empty or does not decode"
        if kind == "text/html":
            if f'lang="{message["Content-Language"]}"' not in text:
                yield "text/html has another language than the header"
            if re.search(r"<script|<link|<img|src=|url\(|@import", text, re.I):
                yield "text/html fetches something"
        if "{{" in text or "}}" in text:
            yield f"{kind} holds a field that was not filled in"


def main():
    show = "--show" in sys.argv
    files = [name for name in sys.argv[1:] if name != "--show"]
    failed = not files
    for name in files:
        with open(name, "rb") as file:
            data = file.read()
        message = BytesParser(policy=email.policy.SMTP).parsebytes(data)
        problems = [*check_bytes(data), *check_headers(message), *check_parts(message, data)]
        for problem in problems:
            print(f"{name}: {problem}")
        failed = failed or bool(problems)
        if show:
            for header in ("From", "Reply-To", "To", "Cc", "Subject", "Date"):
                if header in message:
                    print(f"{header}: {message[header]}")
            print()
            print(message.get_body(("plain",)).get_content())
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
