// For `crash.py --broken`: loaded before the program, it breaks the order of acceptance. The inbox's names go before the commit that records
// the files, and not after it. Undisturbed nights come out the same; a sweep that is worth anything finds those that are cut off in between.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void empty_inbox(void) {
  DIR *inbox = opendir("inbox");
  if (!inbox) return;
  for (struct dirent *entry; (entry = readdir(inbox));) {
    if (entry->d_name[0] == '.' || entry->d_type != DT_REG) continue;
    char path[512];
    snprintf(path, sizeof path, "inbox/%s", entry->d_name);
    unlink(path);
  }
  closedir(inbox);
}

#define OPEN(name)                                                                        \
  int name(const char *path, int flags, ...) {                                            \
    static int (*real)(const char *, int, ...);                                           \
    if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name);           \
    va_list rest;                                                                         \
    va_start(rest, flags);                                                                \
    int mode = flags & O_CREAT ? va_arg(rest, int) : 0;                                   \
    va_end(rest);                                                                         \
    if (flags & O_CREAT && strstr(path, ".sqlite-journal")) empty_inbox();                \
    return real(path, flags, mode);                                                       \
  }
OPEN(open)
OPEN(open64)
