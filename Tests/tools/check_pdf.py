#!/usr/bin/env python3
"""Checks PDF files from outside: structure, embedded fonts, PDF/A-2b.

usage: check_pdf.py FILE...

Needs qpdf and pdffonts (poppler-utils) on the path and the Python package pikepdf with its pdfa part.
Prints every problem as FILE: problem and exits 1 if there is one, 2 if a tool is missing.
"""
import shutil
import subprocess
import sys


def structure(path):
    """What qpdf has to say about objects, streams and the directory."""
    result = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    if result.returncode != 0 or "WARNING" in result.stdout + result.stderr:
        yield "qpdf: " + " / ".join((result.stdout + result.stderr).strip().splitlines())


def fonts(path):
    """Every font must be embedded, a subset, and lead back to text."""
    result = subprocess.run(["pdffonts", path], capture_output=True, text=True)
    if result.stderr.strip():
        yield "pdffonts: " + result.stderr.strip()
    rows = result.stdout.splitlines()[2:]
    if not rows:
        yield "no fonts"
    for row in rows:
        columns = row.split()
        embedded, subset, unicode = columns[-5], columns[-4], columns[-3]
        for name, value in (("embedded", embedded), ("a subset", subset), ("mapped to Unicode", unicode)):
            if value != "yes":
                yield f"font {columns[0]} is not {name}"


def text(path):
    """Poppler reads all text without a word of complaint."""
    result = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True)
    if result.stderr.strip() or result.returncode != 0:
        yield "pdftotext: " + result.stderr.strip()
    if "\ufffd" in result.stdout:
        yield "pdftotext: characters without meaning"


def archive(path):
    """PDF/A-2b, by pikepdf's allow-list checker."""
    import pikepdf
    import pikepdf.pdfa

    with pikepdf.open(path) as pdf:
        report = pikepdf.pdfa.check(pdf, "2b")
        if str(getattr(report.verdict, "value", report.verdict)) != "pass":
            yield f"PDF/A-2b: {report}"


def main(paths):
    if not paths:
        sys.exit(__doc__)
    missing = [tool for tool in ("qpdf", "pdffonts", "pdftotext") if not shutil.which(tool)]
    try:
        import pikepdf.pdfa  # noqa: F401
    except ImportError as error:
        missing.append(f"pikepdf[pdfa] ({error})")
    if missing:
        print("missing: " + ", ".join(missing), file=sys.stderr)
        return 2
    failed = False
    for path in paths:
        problems = [problem for check in (structure, fonts, text, archive) for problem in check(path)]
        for problem in problems:
            print(f"{path}: {problem}")
        failed = failed or bool(problems)
        if not problems:
            print(f"{path}: ok")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
