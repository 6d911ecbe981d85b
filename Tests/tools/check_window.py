#!/usr/bin/env python3
"""Proves that the addresses of a print file show in the windows of its envelopes, and that nothing else does.

usage: check_window.py LETTERS.pdf PROFILE MANIFEST.csv

For every row of the manifest (columns first_page, address_line1..6) the words of its first page are taken with pdftotext -bbox. All
words of the address must lie in what the window always shows; no other word may lie in what it can ever show, plus 3 mm, except
the sender's own line. The numbers below are measured from the envelopes, not taken from the program. Exits 1 on a problem.
"""
import csv
import html
import re
import subprocess
import sys

MM = 72 / 25.4
CLEARANCE = 3.0
TOLERANCE = 0.2


class Envelope:
    """All in millimetres; windows as left, top, width, height on the envelope's front."""

    def __init__(self, size, insert, window, sender, sender_window=None):
        self.play = (size[0] - insert[0], size[1] - insert[1])
        self.always = self.visible(window, always=True)
        self.zones = [self.visible(window, always=False)]
        if sender_window:
            self.zones.append(self.visible(sender_window, always=False))
        self.sender = sender

    def visible(self, window, always):
        left, top, width, height = window
        right, bottom = left + width, top + height
        if always:
            return left, top, right - self.play[0], bottom - self.play[1]
        return (left - self.play[0] - CLEARANCE, top - self.play[1] - CLEARANCE, right + CLEARANCE, bottom + CLEARANCE)


INCH = 25.4
PROFILES = {
    # DL 220 x 110, sheet folded to 105; window 90 x 45, 20 from the left, 15 from the bottom (DIN 680).
    # The sender's line: return and notes zone of DIN 5008 form B, the upper 17.7 of the field at (20, 45).
    "din5008b": Envelope((220, 110), (210, 105), (20, 110 - 15 - 45, 90, 45), sender=(20, 45, 105, 62.7)),
    # #10 double window, Letter in three: sender 3.25 x 0.875, 2.375 from the bottom; recipient 4 x 1, 1 from the bottom.
    "us10": Envelope(
        (9.5 * INCH, 4.125 * INCH), (8.5 * INCH, 11 * INCH / 3), (0.625 * INCH, 2.125 * INCH, 4 * INCH, INCH),
        sender=(0.625 * INCH, 0.875 * INCH, 2.875 * INCH, 1.75 * INCH - (4.125 - 11 / 3) * INCH),
        sender_window=(0.625 * INCH, 0.875 * INCH, 3.25 * INCH, 0.875 * INCH)),
}

PAGE = re.compile(r"<page [^>]*>(.*?)</page>", re.S)
WORD = re.compile(r'<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)</word>', re.S)


def pages(path):
    """Per page its words as (left, top, right, bottom, text), in millimetres."""
    output = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    for page in PAGE.findall(output):
        yield [tuple(float(value) / MM for value in word[:4]) + (html.unescape(word[4]),) for word in WORD.findall(page)]


def inside(word, area, slack):
    left, top, right, bottom = area
    return (word[0] >= left - slack and word[1] >= top - slack and word[2] <= right + slack and word[3] <= bottom + slack)


def touches(word, area):
    return word[0] < area[2] and word[2] > area[0] and word[1] < area[3] and word[3] > area[1]


def squeezed(text):
    return "".join(text.split())


def problems(envelope, words, lines):
    """What is wrong with the first page of one piece."""
    shown = [word for word in words if any(touches(word, zone) for zone in envelope.zones)]
    rest = [word for word in shown if not inside(word, envelope.sender, TOLERANCE)]
    rest.sort(key=lambda word: (round(word[1], 1), word[0]))
    found = squeezed("".join(word[4] for word in rest))
    expected = squeezed("".join(lines))
    if found != expected:
        yield f"the windows show '{found}', the address is '{expected}'"
    for word in rest:
        if not inside(word, envelope.always, TOLERANCE):
            box = ", ".join(f"{value:.1f}" for value in word[:4])
            yield f"'{word[4]}' at {box} mm is not inside the window {envelope.always}"


def main(arguments):
    if len(arguments) != 3 or arguments[1] not in PROFILES:
        sys.exit(__doc__ + "\nprofiles: " + ", ".join(sorted(PROFILES)))
    envelope = PROFILES[arguments[1]]
    all_pages = list(pages(arguments[0]))
    failed, pieces = False, 0
    with open(arguments[2], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["sequence"].isdigit():
                continue
            pieces += 1
            lines = [row[f"address_line{number}"] or "" for number in range(1, 7)]
            page = int(row["first_page"])
            if not 1 <= page <= len(all_pages):
                print(f"{arguments[0]}: piece {row['sequence']}: no page {page}")
                failed = True
                continue
            for problem in problems(envelope, all_pages[page - 1], lines):
                print(f"{arguments[0]}: piece {row['sequence']}, page {page}: {problem}")
                failed = True
    print(f"{arguments[0]}: {pieces} pieces, {len(all_pages)} pages, {'FAILED' if failed else 'ok'}")
    return 1 if failed or not pieces else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
