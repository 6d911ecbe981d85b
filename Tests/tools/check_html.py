#!/usr/bin/env python3
"""check_html.py FILE...: loads each HTML report in headless Chromium and fails where it is not what CONTRACT promises.

Asserts per file: it loads without a console message of any severity, the document has a language, a title and one h1, every th has
a scope, every table a caption, every svg a text of its own, no id occurs twice, there is no script, no event handler and no remote
reference, and a content security policy forbids them. Prints one line per file; exit 1 where anything fails, 69 without Chromium.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "line", "path", "circle", "col", "wbr", "use"}
REMOTE = re.compile(r"(?i)^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:https?|ftp|file|blob|javascript):")


class Report(HTMLParser):
    """What one document holds."""

    def __init__(self):
        super().__init__()
        self.problems, self.open, self.ids = [], [], set()
        self.count = {}
        self.lang, self.title, self.policy = None, "", None
        self.captions, self.tables = 0, 0
        self.svgs = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)
        self.attributes(tag, attributes)
        if tag == "html":
            self.lang = attributes.get("lang")
        if tag == "meta" and (attributes.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = attributes.get("content") or ""
        if tag == "th" and attributes.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            self.problems.append("a th without scope")
        if tag == "svg":
            labelled = attributes.get("aria-label") or attributes.get("aria-labelledby") or attributes.get("aria-hidden")
            if not labelled:
                self.problems.append("an svg without a text of its own")
        if tag == "img" and not attributes.get("alt"):
            self.problems.append("an image without alt")
        if tag == "script":
            self.problems.append("a script")

    def attributes(self, tag, attributes):
        for name, value in attributes.items():
            if name.startswith("on"):
                self.problems.append(f"an event handler {name} on {tag}")
            if name in ("src", "href", "xlink:href", "action", "poster", "data", "srcset") and REMOTE.match(value or ""):
                self.problems.append(f"a remote reference {name}={value}")
            if name == "style" and "url(" in (value or ""):
                self.problems.append("a url() in a style")
        if "id" in attributes:
            if attributes["id"] in self.ids:
                self.problems.append(f"the id {attributes['id']} twice")
            self.ids.add(attributes["id"])

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1] if self.open else 'nothing'}")
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] == "title" and "svg" not in self.open:
            self.title += data
        if self.open and self.open[-1] == "style" and re.search(r"@import|url\(", data):
            self.problems.append("a style that loads something")

    def verdict(self):
        problems = list(self.problems)
        if not self.lang:
            problems.append("no lang")
        if not self.title.strip():
            problems.append("no title")
        if self.count.get("h1", 0) != 1:
            problems.append(f"{self.count.get('h1', 0)} h1")
        if self.count.get("caption", 0) != self.count.get("table", 0):
            problems.append("a table without caption")
        if self.policy is None or "default-src 'none'" not in self.policy:
            problems.append("no content security policy")
        if self.open:
            problems.append(f"<{self.open[-1]}> is not closed")
        return problems


def load(browser, path):
    """The document as the browser sees it, and what it wrote to its console."""
    with tempfile.TemporaryDirectory(prefix="check-html-") as profile:
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
            "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}",
            "--enable-logging=stderr", "--v=0", "--dump-dom", "file://" + os.path.abspath(path),
        ]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    text = done.stderr.decode("utf-8", "replace")
    console = [line for line in text.splitlines() if ":CONSOLE" in line]
    return done.returncode, done.stdout.decode("utf-8", "replace"), console


def check(browser, path):
    with open(path, encoding="utf-8") as file:
        source = file.read()
    report = Report()
    report.feed(source)
    report.close()
    problems = report.verdict()
    code, dom, console = load(browser, path)
    if code != 0 or "</html>" not in dom:
        problems.append(f"the browser ended with {code} and {len(dom)} characters")
    loaded = Report()
    loaded.feed(dom)
    for tag in ("h1", "table", "tr", "svg", "section", "dl"):
        # An element that the browser's parser moved or dropped was in the wrong place.
        if loaded.count.get(tag, 0) != report.count.get(tag, 0):
            problems.append(f"{report.count.get(tag, 0)} {tag} in the file, {loaded.count.get(tag, 0)} in the browser")
    problems += ["console: " + line.split("] ", 1)[-1] for line in console]
    return problems


def main(paths):
    if not paths:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 64
    browser = next((found for found in map(shutil.which, CHROMIUM) if found), None)
    if browser is None:
        print("check_html.py: no Chromium; apt-get install chromium", file=sys.stderr)
        return 69
    failed = False
    for path in paths:
        problems = check(browser, path)
        failed = failed or bool(problems)
        print(f"{path}: {'ok' if not problems else '; '.join(sorted(set(problems)))}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
