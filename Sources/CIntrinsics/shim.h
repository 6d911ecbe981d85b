#pragma once
/* Asks for a line of memory that will be needed soon, and does not wait for it. */
static inline __attribute__((always_inline)) void ask_for(const void *address) { __builtin_prefetch(address); }

/* A number that several processes look at. What one of them wrote before it set the number is there for who sees it set. */
static inline long shared_add(long *number, long by) { return __atomic_fetch_add(number, by, __ATOMIC_ACQ_REL); }
static inline void shared_set(long *number, long value) { __atomic_store_n(number, value, __ATOMIC_RELEASE); }
static inline long shared_get(const long *number) { return __atomic_load_n(number, __ATOMIC_ACQUIRE); }

#if defined(__linux__)
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
/* A copy of this process, as fork makes one; Swift hides fork, for a program with threads could not use it. In the copy 0 is given. The copy keeps no file of
   its parent's open but the standard ones, so that a lock ends with the process that took it; it is killed when its parent dies, and after `seconds`. */
static inline pid_t copy_process(unsigned seconds) {
  pid_t parent = getpid();
  /* Where children are reaped unasked they could not be waited for. */
  signal(SIGCHLD, SIG_DFL);
  pid_t child = fork();
  if (child != 0) return child;
#if defined(SYS_close_range)
  if (syscall(SYS_close_range, 3u, ~0u, 0u) != 0)
#endif
    for (int handle = 3; handle < 4096; handle++) close(handle);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  alarm(seconds);
  return 0;
}
/* Gets the pages of memory of a range at once, to be read or written (MADV_POPULATE_READ, MADV_POPULATE_WRITE; a kernel before 5.14 does it one by one later). */
static inline void get_pages(void *start, long count, int writing) {
  unsigned long page = (unsigned long)getpagesize(), first = (unsigned long)start & ~(page - 1);
  if (count > 0) madvise((void *)first, (unsigned long)start + (unsigned long)count - first, writing ? 23 : 22);
}
/* Processors that this process may run on. */
static inline int usable_processors(void) {
  unsigned long mask[128] = {0};
  int count = 0;
  if (syscall(SYS_sched_getaffinity, 0, sizeof mask, mask) < 0) return 1;
  for (int word = 0; word < 128; word++) count += __builtin_popcountl(mask[word]);
  return count > 0 ? count : 1;
}
#endif

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif
