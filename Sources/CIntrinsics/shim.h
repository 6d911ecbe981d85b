#pragma once
/* Asks for a line of memory that will be needed soon, and does not wait for it. */
static inline __attribute__((always_inline)) void ask_for(const void *address) { __builtin_prefetch(address); }
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif
