#!/usr/bin/env python3
"""Promises about files, memory, time and repair that no other tool tells: each a story through the program itself.

  Tests/tools/promises.py [--only WORD] [--numbers N]

What lies in the inbox: writers who take their time, the same name with other bytes, more files and larger ones than anybody expects, hostile
XML, card numbers. What happens to a night: cut off and the configuration edited, yesterday's state restored, a lock that is held, an outbox that
is read-only, each word of the configuration misspelt. Letters made by several processes, some of which are killed. RECEIVABLES names the binary (default: .build/release/receivables, else
.build/debug/receivables). Stories that need root or strace are skipped without. The last line is `N passed, N failed`."""
from places import Place
from promised.inbox import cards, entities, huge, many, other_disks, refused_names, same_name, writers
from promised.nights import locked, misspelt, read_only, restored, resumed, share
from promised.pages import copies, jobs, orphans
import stories

if __name__ == "__main__":
    stories.run(__doc__, Place, (writers, same_name, huge, many, entities, cards, refused_names, other_disks, resumed, jobs, copies, orphans, restored, locked, read_only, share, misspelt), numbers=2000)
