// Loaded before the program, it pretends that the state lies on NFS: for the list of what is mounted the program is given the file MOUNTS.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>

#define OPEN(name)                                                                                             \
  int name(const char *path, int flags, int mode) {                                                            \
    int (*real)(const char *, int, int) = (int (*)(const char *, int, int))dlsym(RTLD_NEXT, #name);            \
    return real(strcmp(path, "/proc/self/mountinfo") ? path : MOUNTS, flags, mode);                            \
  }
OPEN(open)
OPEN(open64)
