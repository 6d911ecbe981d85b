"""Is a folder that of an undisturbed night, and are two folders so alike that the program must make the same of them?"""
import fnmatch, hashlib, os, shutil, sqlite3, struct, tempfile

JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"


class Comparison:
    """What of a folder counts. States are compared by the content of their tables; the same bytes are looked at once."""

    def __init__(self, work, ignore=(), ignore_table=()):
        self.work, self.ignore, self.ignore_table, self.seen = work, ignore, ignore_table, {}

    def snapshot(self, tree):
        """By name: `folder`, the sha256 of a file, or of a state the sha256 of each table."""
        found = {}
        for name, entry in tree.items():
            if any(fnmatch.fnmatch(name, g) for g in self.ignore) or name.endswith(("-wal", "-shm", "-journal", "/lock")): continue
            if entry.content is None: found[name] = "folder"
            elif entry.content.head.startswith(b"SQLite format 3\0"): found[name] = self.tables(name, tree)
            else: found[name] = entry.content.sha256
        return found

    def tables(self, name, tree):
        parts = {suffix: tree[name + suffix].content for suffix in ("", "-wal", "-journal") if name + suffix in tree}
        key = tuple((suffix, content.sha256) for suffix, content in parts.items())
        if key not in self.seen: self.seen[key] = self.read_tables(parts)
        return self.seen[key]

    def read_tables(self, parts):
        """From a copy, so that looking changes nothing."""
        folder = tempfile.mkdtemp(dir=self.work)
        try:
            for suffix, content in parts.items():
                with open(os.path.join(folder, "db" + suffix), "wb") as f: f.write(content.bytes)
            database = sqlite3.connect(os.path.join(folder, "db"))
            try:
                if database.execute("pragma integrity_check").fetchone()[0] != "ok": return "corrupt"
                names = [n for (n,) in database.execute("select name from sqlite_master where type = 'table' order by 1") if not n.startswith("sqlite_")]
                rows = {n: sorted(map(repr, database.execute(f'select * from "{n}"'))) for n in names if n not in self.ignore_table}
                return {n: hashlib.sha256(repr(r).encode()).hexdigest() for n, r in rows.items()}
            except sqlite3.DatabaseError as error: return f"unreadable: {error}"
            finally: database.close()
        finally: shutil.rmtree(folder)


def differences(have, want):
    """Names, and tables of states, in which two snapshots differ."""
    found = []
    for name in sorted(set(have) | set(want)):
        a, b = have.get(name, "missing"), want.get(name, "missing")
        if isinstance(a, dict) and isinstance(b, dict): found += [f"{name}:{t}" for t in sorted(set(a) | set(b)) if a.get(t) != b.get(t)]
        elif a != b: found.append(name + (" (not expected)" if b == "missing" else " (missing)" if a == "missing" else ""))
    return found


def likeness(tree, old):
    """Two trees with the same value differ in nothing that the next run can make anything of: in dates after `old`, when the night began, in the
    number that SQLite draws for each journal, and in the process that held the lock."""
    return hashlib.sha256(repr([(name, entry.mode, entry.mtime if entry.mtime < old else None, sorted(entry.links or ()), told(name, entry.content))
                                for name, entry in sorted(tree.items())]).encode("utf-8", "surrogateescape")).digest()


def told(name, content):
    if content is None or name.endswith("/lock"): return None
    return hashlib.sha256(undrawn(content.bytes)).hexdigest() if name.endswith("-journal") else content.sha256


def undrawn(journal):
    """A rollback journal of SQLite without its nonces, and the checksums that depend on them (sqlite.org/fileformat2.html#the_rollback_journal)."""
    out, at, page = bytearray(journal), 0, None
    while at + 28 <= len(out):
        if out[at:at + 8] == JOURNAL:
            sector, page = struct.unpack(">II", out[at + 20:at + 28])
            if not sector: break
            out[at + 12:at + 16] = bytes(4)
            at += sector
        elif page is None: break
        elif out[(start := -(-at // sector) * sector):start + 8] == JOURNAL: at = start
        else:
            out[at + 4 + page:at + 8 + page] = bytes(len(out[at + 4 + page:at + 8 + page]))
            at += 8 + page
    return bytes(out)
