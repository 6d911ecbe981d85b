#pragma once
#include <sqlite3.h>

/* Tells SQLite before its first use that one thread uses it, so that it takes no locks, and that nobody asks how much memory it has.
   Swift cannot call `sqlite3_config`, which takes what it is given by its place. */
static inline void sqlite3_for_one_thread(void) {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
