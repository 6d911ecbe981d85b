"""What lies in a folder, as values: contents, modes, dates, and which names are the same file."""
import collections, functools, hashlib, os, stat

# content is None for a folder; links: all names of a file that has several. mtime in nanoseconds.
Entry = collections.namedtuple("Entry", "mode content mtime links", defaults=(None,))


class Content:
    """Bytes of a file. Zeros at the end are not held, and take no room on the disk."""

    def __init__(self, data):
        self.size, self.head = len(data), bytes(data).rstrip(b"\0")

    @property
    def bytes(self): return self.head.ljust(self.size, b"\0")

    @functools.cached_property
    def sha256(self): return hashlib.sha256(self.bytes).hexdigest()


def stats(root):
    """lstat of everything below `root`, by relative name."""
    found, folders = {}, [""]
    while folders:
        folder = folders.pop()
        with os.scandir(os.path.join(root, folder)) as entries:
            for entry in entries:
                name = f"{folder}/{entry.name}" if folder else entry.name
                found[name] = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(found[name].st_mode): folders.append(name)
    return found


class Folder:
    """A folder on the disk that is made to be one tree after another. Files of a tree must have dates that are past: so whatever is written to
    shows it by its date, and only what has changed is read and made anew."""

    def __init__(self, root):
        self.root, self.laid = root, {}
        os.makedirs(root, exist_ok=True)

    def path(self, name): return os.path.join(self.root, name)

    @staticmethod
    def mark(status): return status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode, status.st_nlink

    def read(self):
        """What lies in the folder now."""
        found, several = stats(self.root), collections.defaultdict(set)
        for name, status in found.items():
            if status.st_nlink > 1 and not stat.S_ISDIR(status.st_mode): several[status.st_ino].add(name)
        tree = {}
        for name, status in found.items():
            mode = stat.S_IMODE(status.st_mode)
            if stat.S_ISDIR(status.st_mode): tree[name] = Entry(mode, None, 0)
            else: tree[name] = Entry(mode, self.content(name, status), status.st_mtime_ns, frozenset(several.get(status.st_ino, ())) or None)
        return tree

    def content(self, name, status):
        content, mark = self.laid.get(name, (None, None))
        if mark == self.mark(status): return content
        # A large file under another name is known by the same marks, but for the number of its names and its mode.
        for content, mark in self.laid.values():
            if content.size > 1 << 20 and mark[:3] == self.mark(status)[:3]: return content
        with open(self.path(name), "rb") as f: return Content(f.read())

    def lay(self, tree):
        """Makes the folder hold exactly `tree`."""
        have = stats(self.root)
        for name in sorted(have, reverse=True):
            if self.stays(name, have[name], tree.get(name)):
                if (mode := tree[name].mode) != stat.S_IMODE(have[name].st_mode): os.chmod(self.path(name), mode)
            else: (os.rmdir if stat.S_ISDIR(have.pop(name).st_mode) else os.unlink)(self.path(name))
        self.laid = {name: laid for name, laid in self.laid.items() if name in have}
        for name in sorted(tree):
            if name not in have: self.make(name, tree[name])

    def stays(self, name, status, wanted):
        if wanted is None: return False
        if stat.S_ISDIR(status.st_mode): return wanted.content is None
        content, mark = self.laid.get(name, (None, None))
        return (content is wanted.content and mark == self.mark(status) and status.st_nlink == 1 and not wanted.links
                and (stat.S_IMODE(status.st_mode), status.st_mtime_ns) == (wanted.mode, wanted.mtime))

    def make(self, name, entry):
        path = self.path(name)
        if entry.content is None:
            os.mkdir(path)
            return os.chmod(path, entry.mode)
        if other := next((n for n in sorted(entry.links or ()) if n != name and n in self.laid), None): os.link(self.path(other), path)
        else:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            rest = memoryview(entry.content.head)
            while rest: rest = rest[os.write(file, rest):]
            os.ftruncate(file, entry.content.size)
            os.fchmod(file, entry.mode)
            os.close(file)
            os.utime(path, ns=(entry.mtime, entry.mtime))
        for each in (entry.links or (name,)):
            if each == name or each in self.laid: self.laid[each] = entry.content, self.mark(os.lstat(path))
