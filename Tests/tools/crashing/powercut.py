"""The power goes at a change of the disk, and what an undisturbed night had not synced by then is lost."""
import sys

from . import calls
from .disk import Disk
from .faults import Trial


class PowerCuts:
    """The changes of one night, replayed on one disk for each model. Points must be tried in rising order."""

    def __init__(self, place, options):
        self.place = place
        self.calls = list(place.traced(99_999_999, "-e", "trace=" + ",".join("?" + name for name in calls.REPLAYED)))
        self.broken, self.disks, self.done = options.broken, {}, {}
        real, probe = place.folder.read(), Disk(place.base, place.folder.root)
        self.changes = [index for index, call in enumerate(self.calls) if probe.apply(call)]
        if wrong := PowerCuts.wrong(probe.left(), real): sys.exit(f"crash: the night, replayed, leaves another folder than it did: {', '.join(wrong[:6])}")

    @staticmethod
    def wrong(replayed, real):
        """Names of what the modelled disk does not have as the real one has it: a call does more than disk.py thinks."""
        plain = [{name: (entry.mode, entry.content and entry.content.sha256, entry.links) for name, entry in tree.items()} for tree in (replayed, real)]
        return sorted(name for name in plain[0].keys() | plain[1].keys() if plain[0].get(name) != plain[1].get(name))

    def disk(self, model, until):
        """As it is after the first `until` calls."""
        if model not in self.disks:
            self.disks[model] = Disk(self.place.base, self.place.folder.root, {"C": "folders"}.get(model, "files") if self.broken else None)
        for call in self.calls[self.done.get(model, 0):until]: self.disks[model].apply(call)
        self.done[model] = until
        return self.disks[model]

    def trial(self, model, change):
        """change: number of the change after which the power goes, from 1."""
        index = self.changes[change - 1]
        left = self.disk(model, index + 1).left(model)
        return Trial(f"power cut {model} after change {change} ({self.calls[index].name})", "cut", self.place.recovers(left, lay=True), None, False)
