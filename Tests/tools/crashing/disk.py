"""The folder under test as a disk that remembers what was fsynced, fed with the system calls of a traced night.

Not modelled: torn single writes, memory-mapped writes, owners. A change of mode counts as safe at once."""
import re, sys

from .calls import REPLAYED
from .tree import Content, Entry

# The date of what the night wrote: later than any file of the fixture, and past.
WRITTEN = 1_790_100_000 * 10**9


class Node:
    """A file or folder: what programs see, and what an fsync has made safe. Several names may have the same."""

    def __init__(self, mode, content=None, mtime=WRITTEN):
        self.folder, self.mode, self.mtime, self.safe_mtime = content is None, mode, mtime, mtime
        self.data, self.current = None, content
        self.safe = content
        self.entries, self.safe_entries = {}, {}

    @property
    def content(self):
        if self.current is None: self.current = Content(self.data)
        return self.current

    def writable(self):
        """The bytes, to be changed."""
        if self.data is None: self.data = bytearray(self.current.bytes)
        self.current, self.mtime = None, WRITTEN
        return self.data

    def size(self): return self.current.size if self.data is None else len(self.data)


class Disk:
    def __init__(self, tree, root, left_out=None):
        """tree: what lies there before. left_out: "files" or "folders", whose fsyncs then count for nothing."""
        self.root, self.handles, self.offsets, self.left_out, self.mask = root, {}, {}, left_out, 0o022
        self.top, files = Node(0o755), {}
        for name in sorted(tree):
            entry = tree[name]
            node = files.get(entry.links) if entry.links else None
            if node is None: node = Node(entry.mode, entry.content, entry.mtime)
            if entry.links: files[entry.links] = node
            parent, last = self.above(f"{root}/{name}")
            parent.entries[last] = parent.safe_entries[last] = node

    def inside(self, path): return path == self.root or path.startswith(self.root + "/")

    def walk(self, path):
        if not self.inside(path): return None
        node = self.top
        for name in [n for n in path[len(self.root):].split("/") if n]: node = node.entries.get(name) if node else None
        return node

    def above(self, path):
        folder, _, name = path.rpartition("/")
        return self.walk(folder or "/"), name

    def apply(self, call):
        """Replays one call; True when it changed something that a power cut could lose or keep."""
        if call.name not in REPLAYED or call.result is None or call.result < 0: return False
        if call.name == "umask":
            self.mask = int(call.text, 8)
            return False
        node = self.handles.get(call.handle)
        match call.name:
            case "open" | "openat" | "creat": return self.opened(call)
            case "close": self.handles.pop(call.handle, None)
            case "lseek": self.offsets[call.handle] = call.result
            case "write" | "pwrite64" | "writev": return self.written(call, node)
            case "ftruncate": return self.cut(node, int(call.text.rsplit(",", 1)[1]))
            case "fsync" | "fdatasync": return self.synced(node)
            case "rename" | "renameat" | "renameat2": return self.renamed(*call.paths)
            case "link" | "linkat": return self.linked(*call.paths)
            case "unlink" | "unlinkat" | "rmdir" if self.inside(call.paths[0]):
                parent, name = self.above(call.paths[0])
                return parent.entries.pop(name, None) is not None
            case "mkdir" | "mkdirat" if self.inside(call.paths[0]):
                parent, name = self.above(call.paths[0])
                inherited = parent.mode & 0o2000
                parent.entries[name] = Node(mode_of(call.text) & ~self.mask & 0o1777 | inherited)
                return True
            case "chmod" | "fchmodat" | "fchmod":
                node = node if call.name == "fchmod" else self.walk(call.paths[0])
                if node: node.mode = mode_of(call.text)
                return node is not None
        return False

    def opened(self, call):
        path, made = call.paths[0], False
        self.handles.pop(call.result, None)
        if not self.inside(path): return False
        node = self.walk(path)
        if node is None and ("O_CREAT" in call.text or call.name == "creat"):
            parent, name = self.above(path)
            node, made = Node(mode_of(call.text) & ~self.mask, Content(b"")), True
            parent.entries[name] = node
        elif node and "O_TRUNC" in call.text:
            made = node.size() > 0
            node.writable().clear()
        self.handles[call.result], self.offsets[call.result] = node, node.size() if node and "O_APPEND" in call.text else 0
        return made

    def written(self, call, node):
        if node is None or node.folder: return False
        data, bytes = b"".join(call.strings)[:call.result], node.writable()
        at = int(call.text.rsplit(",", 1)[1]) if call.name == "pwrite64" else self.offsets.get(call.handle, 0)
        bytes.extend(b"\0" * (at - len(bytes)))
        bytes[at:at + len(data)] = data
        if call.name != "pwrite64": self.offsets[call.handle] = at + len(data)
        return True

    def synced(self, node):
        if node is None or self.left_out == ("folders" if node.folder else "files"): return False
        if node.folder: node.safe_entries = dict(node.entries)
        else: node.safe, node.safe_mtime = node.content, node.mtime
        return True

    def cut(self, node, size):
        if node is None: return False
        bytes = node.writable()
        bytes[size:] = b"\0" * max(0, size - len(bytes))
        return True

    def renamed(self, old, new):
        if not self.inside(old): return False
        node = self.walk(old)
        # Two names of one file: rename(2) does nothing and says that all is well.
        if node is self.walk(new): return False
        (parent, name), (target, new_name) = self.above(old), self.above(new)
        target.entries[new_name] = parent.entries.pop(name)
        return True

    def linked(self, old, new):
        """Of an open file too, by /proc/self/fd."""
        if not self.inside(new): return False
        handle = re.fullmatch(r"/proc/self/fd/(\d+)", old)
        node = self.handles.get(int(handle.group(1))) if handle else self.walk(old)
        if node is None: sys.exit(f"crash: powercut cannot replay a link to {old}, which is not in the folder")
        parent, name = self.above(new)
        parent.entries[name] = node
        return True

    def left(self, model=None):
        """The tree that is on the disk after the power came back; without a model, as the program sees it."""
        tree, names = {}, {}

        def look(node, path):
            for name, child in (node.safe_entries if model in ("A", "C") else node.entries).items():
                whole = f"{path}/{name}" if path else name
                names.setdefault(child, []).append(whole)
                if child.folder:
                    tree[whole] = Entry(child.mode, None, 0)
                    look(child, whole)
                elif model in ("A", "B"): tree[whole] = Entry(child.mode, child.safe, child.safe_mtime)
                else: tree[whole] = Entry(child.mode, child.content, child.mtime)

        look(self.top, "")
        for node, several in names.items():
            if len(several) > 1 and not node.folder:
                for name in several: tree[name] = tree[name]._replace(links=frozenset(several))
        return tree


def mode_of(text):
    """The mode is the last number of its call's arguments, in octal."""
    found = re.search(r"\b(0[0-7]*)\s*$", text)
    return int(found.group(1), 8) if found else 0o666
